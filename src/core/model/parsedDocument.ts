import { perStep, type Steps } from '../base/steps.ts';
import { positionAt, type LineStarts } from '../text/lineStarts.ts';
import { isLivingSpec, type BranchFacts, type Holding, type Part } from './item.ts';
import type { KeyedDocument } from '../text/key.ts';
import type { Problem } from './problem.ts';
import type { FormatId } from './system.ts';

/** Where a document is that is not in the folder itself, in words for people. */
export type Elsewhere =
  /** In another worktree, where it can be changed: `../rpc-2`. */
  | { readonly kind: 'worktree'; readonly name: string }
  /** In the last commit of a branch that is checked out nowhere: `feat/x` or `origin/feat/x`, and its day. */
  | { readonly kind: 'branch'; readonly ref: string; readonly day: string };

/** What one document says, and what in it could not be read. */
export interface ParsedDocument extends KeyedDocument {
  readonly format: FormatId;
  readonly holds: Holding;
  /** Turns the ranges of all that is below into lines. */
  readonly lineStarts: LineStarts;
  /** None where nothing can be read. */
  readonly parts: readonly Part[];
  readonly problems: readonly Problem[];
  /** Where it is, when it is not in the folder itself. Like {@link facts}, it is set by whoever asks git, and not read. */
  readonly elsewhere?: Elsewhere;
  /** Of the branch that its part of a stream names. */
  readonly facts?: BranchFacts;
}

/**
 * Whether two parsed files say the same, at the same lines. What was typed between their items, and moves none of them, is no
 * difference.
 */
export function* sameInSteps(a: ParsedDocument, b: ParsedDocument): Steps<boolean> {
  const { lineStarts: linesOfA, ...restOfA } = a;
  const { lineStarts: linesOfB, ...restOfB } = b;
  return (
    (yield* sameDataInSteps(restOfA, restOfB)) &&
    ((yield* sameDataInSteps(linesOfA, linesOfB)) || (yield* sameLinesInSteps(restOfA, linesOfA, linesOfB)))
  );
}

/** Whether two values that are plain data are equal; lists may be long. */
function* sameDataInSteps(a: unknown, b: unknown): Steps<boolean> {
  if (Array.isArray(a) && Array.isArray(b)) {
    if (a.length !== b.length) return false;
    for (let i = 0; i < a.length; i++) {
      if (i % perStep === 0) yield;
      if (a[i] !== b[i] && JSON.stringify(a[i]) !== JSON.stringify(b[i])) return false;
    }
    return true;
  }
  if (!isRecord(a) || !isRecord(b)) return a === b;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  for (const key of keys) if (!(yield* sameDataInSteps(a[key], b[key]))) return false;
  return true;
}

/** Whether every range in `value` has the same lines and characters by both. */
function* sameLinesInSteps(value: unknown, a: LineStarts, b: LineStarts): Steps<boolean> {
  if (Array.isArray(value)) {
    for (const [i, each] of value.entries()) {
      if (i % perStep === 0) yield;
      if (!(yield* sameLinesInSteps(each, a, b))) return false;
    }
    return true;
  }
  if (!isRecord(value)) return true;
  const { start, end } = value;
  if (typeof start === 'number' && typeof end === 'number')
    return [start, end].every((offset) => {
      const [at, other] = [positionAt(a, offset), positionAt(b, offset)];
      return at.line === other.line && at.character === other.character;
    });
  for (const key of Object.keys(value)) if (!(yield* sameLinesInSteps(value[key], a, b))) return false;
  return true;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a system keeps it: a spec may be no more than a file in Markdown, but a living spec is not. */
export function isTracked({ holds, parts }: ParsedDocument): boolean {
  return holds !== 'spec' || parts.some((part) => part.kind === 'spec' && isLivingSpec(part));
}
