import type { Key } from './core/model/key.ts';
/** Every id that package.json declares and the code uses; a test holds the two together. */

export const container = 'throughline';

export const views = {
  branchProgress: 'throughline.branchProgress',
  backlog: 'throughline.backlog',
  techDebt: 'throughline.techDebt',
  specs: 'throughline.specs',
} as const;

export type ViewId = (typeof views)[keyof typeof views];

export const commands = {
  claimTask: 'throughline.claimTask',
  claimNextTask: 'throughline.claimNextTask',
  releaseTask: 'throughline.releaseTask',
  finishTask: 'throughline.finishTask',
  reopenTask: 'throughline.reopenTask',
  assignTask: 'throughline.assignTask',
  setTaskStatus: 'throughline.setTaskStatus',
  addTask: 'throughline.addTask',
  addNote: 'throughline.addNote',
  deferTask: 'throughline.deferTask',
  createBacklogItem: 'throughline.createBacklogItem',
  createDebtItem: 'throughline.createDebtItem',
  createProgressFile: 'throughline.createProgressFile',
  startBranch: 'throughline.startBranch',
  addWorkflow: 'throughline.addWorkflow',
  openBranchBrief: 'throughline.openBranchBrief',
  reconcileItem: 'throughline.reconcileItem',
  openProgressFile: 'throughline.openProgressFile',
  openRow: 'throughline.openRow',
  openSpec: 'throughline.openSpec',
  openBacklogItem: 'throughline.openBacklogItem',
  openPullRequest: 'throughline.openPullRequest',
  openBoard: 'throughline.openBoard',
  copyBranchBrief: 'throughline.copyBranchBrief',
  revealInSidebar: 'throughline.revealInSidebar',
  initializeTracking: 'throughline.initializeTracking',
  filter: 'throughline.filter',
  clearFilter: 'throughline.clearFilter',
  arrangeViews: 'throughline.arrangeViews',
  resolveConflict: 'throughline.resolveConflict',
  joinTable: 'throughline.joinTable',
  mergeProgressFiles: 'throughline.mergeProgressFiles',
  allowLink: 'throughline.allowLink',
  forgetLink: 'throughline.forgetLink',
  setOwnerName: 'throughline.setOwnerName',
  refresh: 'throughline.refresh',
  showLog: 'throughline.showLog',
} as const;

export type CommandId = (typeof commands)[keyof typeof commands];

/** What a command may be called with; without it, it asks. */
export interface TaskTarget {
  /** Id of the workspace folder. */
  readonly folder: string;
  readonly key: Key;
  readonly taskKey: Key;
}

/** A document of a workspace folder's index; which kind, the command says. */
export interface FileTarget {
  readonly folder: string;
  readonly key: Key;
}

/** A criterion: its spec's key and its ID. */
export interface CriterionTarget extends FileTarget {
  readonly criterion: string;
  /** Key of the stream that is to serve it; without it, it is asked for. */
  readonly stream?: Key;
}

/** A branch of the clone that a workspace folder is in. */
export interface BranchTarget {
  readonly folder: string;
  readonly branch: string;
}

/** A place in a file: the row with this key, the criterion with this ID, wherever it is now, else the line (zero-based). */
export interface PlaceTarget extends FileTarget {
  readonly taskKey?: Key | undefined;
  readonly criterion?: string | undefined;
  readonly line?: number | undefined;
  /** A heading, as links name it: `acceptance-criteria`. */
  readonly anchor?: string | undefined;
  /** An address to open instead of the file. */
  readonly url?: string | undefined;
}

/** Keys of `when` clauses. */
export const contextKeys = {
  /** `loading`, `noTracking` or `ready`: which welcome text fits. */
  state: 'throughline.state',
  /** Whether a filter hides rows. */
  filtered: 'throughline.filtered',
  /** Whether the text editor shows a file that the sidebar has. */
  trackedEditor: 'throughline.trackedEditor',
} as const;

export const section = 'throughline';

/** Keys below {@link section}. */
export const settings = {
  owner: 'owner',
  trackingDirectory: 'tracking.directory',
  specsInclude: 'specs.include',
  specsExclude: 'specs.exclude',
  criteriaPattern: 'criteria.pattern',
  codeLensSpecs: 'codeLens.specs',
  codeLensProgress: 'codeLens.progress',
  checkboxes: 'checkboxes',
  branchBase: 'branch.base',
  gitShow: 'git.show',
  staleDays: 'stale.days',
} as const;
