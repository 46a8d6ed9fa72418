import type { ChangeField } from '../changeField.ts';
import type { RequirementDelta } from '../item.ts';

/**
 * What can be wrong with the name of a change: `path` are signs that lead somewhere else in a path, `form` anything but words in small
 * letters with a hyphen between them, `reserved` what means something else to a system.
 */
export type ChangeNameFault = 'empty' | 'tooLong' | 'path' | 'form' | 'reserved';

/** What can be wrong with a text: `signs` are control characters, and what is left of bytes that are no text. */
export type TextFault = 'empty' | 'tooLong' | 'signs';

/** What names of a delta can be called. */
export type DeltaName = 'capability' | 'requirement' | 'newName' | 'scenario';

/** Why a line of a requirement is not taken: it would be read as the beginning of something else, or makes code of what follows. */
export type LineFault = 'section' | 'heading' | 'unclosed';

/** Why a change to living specs is not made, or not edited. */
export interface ChangeEditRefusals {
  readonly 'change.slug': { readonly slug: string; readonly why: ChangeNameFault; readonly most: number };
  /** Another change has the name; `path` is where it is. */
  readonly 'change.taken': { readonly slug: string; readonly path: string };
  readonly 'change.text': {
    readonly field: ChangeField | 'text' | 'steps' | 'reason' | 'migration';
    readonly why: TextFault;
    readonly most: number;
  };
  /** A line of a text, counted from one, would not stay in it. */
  readonly 'change.line': { readonly line: number; readonly written: string; readonly why: LineFault };
  readonly 'change.archived': { readonly name: string };
  /** Changes are kept nowhere here; `offers` are the words for where they could be. */
  readonly 'change.noStore': { readonly offers: readonly string[] };
  /** They are kept at several places: words for them, or their paths. */
  readonly 'change.severalStores': { readonly stores: readonly string[] };
  readonly 'change.unknownStore': { readonly store: string; readonly known: readonly string[] };
  readonly 'delta.name': {
    readonly of: DeltaName;
    readonly why: TextFault | 'path' | 'form';
    readonly most: number;
  };
  /** There is a living spec whose name differs in case or blanks alone. */
  readonly 'delta.capability': { readonly capability: string; readonly near: string };
  readonly 'delta.sameName': { readonly name: string };
  /** The spec has a requirement of that name, or of one that differs in case or blanks alone. */
  readonly 'delta.exists': { readonly name: string; readonly capability: string };
  readonly 'delta.targetMissing': {
    readonly name: string;
    readonly capability: string;
    readonly near?: string;
  };
  /** The change is about the requirement already. */
  readonly 'delta.contradicts': {
    readonly name: string;
    readonly operation: RequirementDelta['operation'];
  };
  /** The living requirement has scenarios that its new text leaves out. */
  readonly 'delta.losesScenarios': { readonly name: string; readonly scenarios: readonly string[] };
  /** The text of a delta has to begin with the heading of its requirement. */
  readonly 'delta.heading': { readonly name: string };
  readonly 'requirement.noScenario': { readonly name: string };
  /** Its text says neither SHALL nor MUST. */
  readonly 'requirement.noKeyword': { readonly name: string };
  /** What would be written there could not be read there: a code block that nothing closes comes before it. */
  readonly 'delta.unreadable': { readonly path: string };
}

/** What was done to a change, by its name. */
export interface ChangeEditOutcomes {
  readonly 'change.proposed': { readonly change: string; readonly path: string };
  readonly 'change.fieldSet': { readonly change: string; readonly field: ChangeField; readonly path: string };
  readonly 'delta.written': { readonly change: string; readonly requirement: string };
  readonly 'delta.added': {
    readonly change: string;
    readonly operation: RequirementDelta['operation'];
    readonly capability: string;
    readonly requirement: string;
    readonly path: string;
  };
}
