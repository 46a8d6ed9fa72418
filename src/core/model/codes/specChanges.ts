import type { NoData } from './coded.ts';

/** What can be wrong in living specs, and in the changes to them. */
export interface SpecChangeProblems {
  /** A heading that means a requirement has another number of signs, and is read as text. */
  readonly 'requirement.level': { readonly written: string };
  /** A heading that means a scenario has another number of signs, or no blank behind them. */
  readonly 'scenario.level': { readonly written: string };
  /** A scenario is no heading. */
  readonly 'scenario.noHeading': { readonly written: string };
  /** A heading among requirements that names none. */
  readonly 'requirement.otherHeading': { readonly written: string };
  /** A requirement in no section in which requirements are read; `section` is the one that it is in, if any. */
  readonly 'requirement.outside': {
    readonly name: string;
    readonly section?: string;
    readonly wanted: 'living' | 'delta';
  };
  /** `line`, counted from one, has a requirement of the same name. */
  readonly 'requirement.twice': { readonly name: string; readonly line: number };
  readonly 'requirement.noScenario': { readonly name: string };
  /** A code fence that nothing closes, with headings below it that are read as code. */
  readonly 'requirement.unclosed': NoData;
  /** A spec without a section of requirements. */
  readonly 'spec.noRequirements': NoData;
  /** A file of deltas that holds none. */
  readonly 'delta.none': NoData;
  /** A section of deltas of the same kind stands on `line`, counted from one. */
  readonly 'delta.sectionTwice': { readonly title: string; readonly line: number };
  /** Half of a renaming, without the other half. */
  readonly 'delta.unpaired': { readonly side: 'FROM' | 'TO'; readonly name: string };
  /** Two deltas of a change are about one requirement; the other one stands on `line`, counted from one. */
  readonly 'delta.contradicts': { readonly name: string; readonly line: number };
  /** Another delta of the change is about the same requirement. */
  readonly 'delta.twice': { readonly name: string };
  /** All requirements of a living spec would go. */
  readonly 'capability.emptied': { readonly capability: string };
  /** The living spec has no such requirement; `near` is one whose name differs in case or blanks alone. */
  readonly 'delta.targetMissing': {
    readonly name: string;
    readonly capability: string;
    readonly near?: string;
  };
  /** The living spec has a requirement of the name that is added, or that another one gets; `sameText` where it says the same. */
  readonly 'delta.exists': {
    readonly name: string;
    readonly capability: string;
    readonly sameText: boolean;
  };
  /** The living requirement has scenarios that the new text leaves out. */
  readonly 'delta.losesScenarios': { readonly name: string; readonly scenarios: readonly string[] };
  /** Other changes, by their names, are about the same requirement. */
  readonly 'delta.overlaps': { readonly name: string; readonly others: readonly string[] };
  /** Lines of a list that look like tasks, in a file without a single box. */
  readonly 'tasks.noBoxes': { readonly count: number };
  /** A task of a change that is to be archived. */
  readonly 'change.openTask': { readonly task: string };
  /** A change that is to be archived, and changes no requirement. */
  readonly 'change.noDeltas': NoData;
  /** A line with the number of a task, and without a box. */
  readonly 'box.none': { readonly id: string };
  /** A box in a code block or a comment: it is counted, as its own tool does. */
  readonly 'box.inFence': NoData;
  /** A task has the number of another group. */
  readonly 'box.otherGroup': { readonly id: string; readonly heading: string };
}
