import type { Coded } from './coded.ts';
import type { FileProblems } from './files.ts';

/** Why a change of a file that can be read was not made. */
export interface ChangeRefusals {
  /** Not a file that Throughline can change. */
  readonly 'file.unknown': { readonly path: string };
  /** What it holds cannot be read. */
  readonly 'file.unreadable': { readonly path: string; readonly problem: Coded<FileProblems> };
  readonly 'file.contended': { readonly path: string };
  /** The words that a quick fix would replace are others by now. */
  readonly 'problem.gone': { readonly path: string };
  /** What is to be undone is not as it was left. */
  readonly 'undo.changed': { readonly path: string };
  readonly 'file.exists': { readonly path: string };
  /** An editor holds unsaved changes of it, and could not save them. */
  readonly 'file.notSaved': { readonly name: string };
  /** Git is replacing files there. */
  readonly 'git.busy': { readonly path: string };
}

/** Why it is not known whether a change is in the file. */
export interface ChangeDoubts {
  /** Git replaced files there at the same moment. */
  readonly 'git.sameMoment': { readonly path: string };
}

/** What became of files as a whole, or is so already. */
export interface FileOutcomes {
  readonly 'file.created': { readonly path: string };
  /** `count`: how many problems were mended. */
  readonly 'problem.fixed': { readonly path: string; readonly count: number };
  readonly 'change.undone': { readonly paths: readonly string[] };
  /** `made`: paths of folders and files; `progress`: of the branch's progress file. */
  readonly 'tracking.initialized': { readonly made: readonly string[]; readonly progress: string };
  readonly 'tracking.isThere': { readonly progress: string };
  readonly 'workflow.written': { readonly path: string };
  readonly 'workflow.isThere': { readonly path: string };
}
