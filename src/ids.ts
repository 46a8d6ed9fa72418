/** Every id that package.json declares and the code uses; a test holds the two together. */

export const container = 'throughline';

export const views = {
  branchProgress: 'throughline.branchProgress',
} as const;

export const commands = {
  claimTask: 'throughline.claimTask',
  claimNextTask: 'throughline.claimNextTask',
  releaseTask: 'throughline.releaseTask',
  finishTask: 'throughline.finishTask',
  reopenTask: 'throughline.reopenTask',
  assignTask: 'throughline.assignTask',
  setTaskStatus: 'throughline.setTaskStatus',
  openProgressFile: 'throughline.openProgressFile',
  openRow: 'throughline.openRow',
  setOwnerName: 'throughline.setOwnerName',
  refresh: 'throughline.refresh',
  showLog: 'throughline.showLog',
} as const;

export type CommandId = (typeof commands)[keyof typeof commands];

/** What a command may be called with; without it, it asks. */
export interface TaskTarget {
  /** Id of the workspace folder. */
  readonly folder: string;
  readonly path: string;
  readonly taskKey: string;
}

export interface StreamTarget {
  readonly folder: string;
  readonly path: string;
}

/** A place in a tracked file: the row with this key wherever it is now, else the line (zero-based). */
export interface PlaceTarget extends StreamTarget {
  readonly taskKey?: string | undefined;
  readonly line?: number | undefined;
}

/** Keys of `when` clauses. */
export const contextKeys = {
  /** `loading`, `noTracking` or `ready`: which welcome text fits. */
  state: 'throughline.state',
} as const;

export const section = 'throughline';

/** Keys below {@link section}. */
export const settings = {
  owner: 'owner',
  trackingDirectory: 'tracking.directory',
  checkboxes: 'checkboxes',
} as const;
