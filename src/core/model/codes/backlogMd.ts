import type { FrontMatterFault } from '../../text/frontMatter.ts';
import type { NoData } from './coded.ts';

/** Why a task of Backlog.md is not changed. */
export interface BacklogMdRefusals {
  /** Comments around a section do not fit together; the line, counted from one. */
  readonly 'markers.broken': { readonly line: number };
  readonly 'check.missing': { readonly check: string };
  /** Several criteria are called so. */
  readonly 'check.ambiguous': { readonly check: string; readonly count: number };
  /** It is not done before these criteria are checked; some of them, and how many there are. */
  readonly 'checks.open': {
    readonly title: string;
    readonly checks: readonly string[];
    readonly count: number;
  };
  /** It waits for tasks that are not done. */
  readonly 'dependencies.open': { readonly title: string; readonly ids: readonly string[] };
  /** No tool remembers anything of the task. */
  readonly 'note.noMemory': { readonly title: string };
  /** A draft has no other status; its tool makes it a task. */
  readonly 'task.draft': { readonly title: string };
  readonly 'status.notConfigured': { readonly word: string; readonly words: readonly string[] };
}

export interface BacklogMdOutcomes {
  readonly 'note.remembered': { readonly title: string; readonly path: string };
  readonly 'criterion.checked': { readonly title: string; readonly check: string };
  readonly 'criterion.unchecked': { readonly title: string; readonly check: string };
}

/** What can be wrong in the files of Backlog.md. */
export interface BacklogMdProblems {
  /** A line of the configuration cannot be read. */
  readonly 'config.line': FrontMatterFault;
  /** The configuration names a folder that leads out of the project. */
  readonly 'config.directory': { readonly written: string };
  /** A workflow says of no states that tasks can have. */
  readonly 'workflow.noStates': NoData;
  /** The status of new tasks is none of those that tasks can have. */
  readonly 'config.status': { readonly word: string; readonly words: readonly string[] };
  readonly 'item.noFrontMatter': NoData;
  readonly 'item.noKey': { readonly key: string };
  /** The first one counts; `line` is its own, counted from one. */
  readonly 'item.keyTwice': { readonly key: string; readonly line: number };
  /** Strict YAML refuses the value, and with it the tool the whole file. */
  readonly 'item.quotes': { readonly key: string };
  /** The name of the file says another ID; that of the front matter counts. */
  readonly 'item.otherId': { readonly id: string; readonly inName: string };
  readonly 'item.date': { readonly text: string };
  readonly 'item.status': { readonly word: string; readonly words: readonly string[] };
  /** Paths of some of the others with the same ID, and how many there are. */
  readonly 'item.sameId': { readonly id: string; readonly others: readonly string[]; readonly count: number };
  readonly 'item.noDependency': { readonly id: string };
  /** Several files have the ID: then it never counts as done. */
  readonly 'item.manyDependencies': { readonly id: string; readonly count: number };
  readonly 'item.noParent': { readonly id: string };
  readonly 'item.ownDependency': { readonly id: string };
  /** A comment that begins or ends a section, and has no partner, or stands inside of another one. */
  readonly 'markers.unbalanced': { readonly marker: string; readonly why: 'noBegin' | 'noEnd' | 'nested' };
  /** The tool itself reads only lines of its own form as criteria; `form` is that. */
  readonly 'check.unseen': { readonly form: string };
  readonly 'check.mark': { readonly mark: string };
  /** Lines, counted from one, of the others with the same number. */
  readonly 'check.sameId': { readonly id: string; readonly lines: readonly number[] };
}
