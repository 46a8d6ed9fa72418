import type { NoData } from './coded.ts';

/** What can be wrong in a workspace's record of its progress and in its list of features. */
export interface WorkspaceProblems {
  /** The file says that it belongs to another workspace than the folder that it is in. */
  readonly 'workspace.idDiffers': { readonly written: string; readonly folder: string };
  /** Its folder is named after the branch, and after a place at which no worktree is. */
  readonly 'workspace.moved': { readonly id: string; readonly branch: string };
  readonly 'workspace.noId': { readonly folder: string };
  readonly 'feature.notObject': NoData;
  readonly 'feature.noName': NoData;
  /** Lines, counted from one, of the others that are called like it. */
  readonly 'feature.duplicate': { readonly name: string; readonly lines: readonly number[] };
  readonly 'feature.noStatus': { readonly name: string };
  /** Its status and its `passes` do not go together; the status counts. */
  readonly 'feature.passesDiffers': { readonly status: string; readonly passes: boolean };
  /** A number that the file keeps of its features, and what they are. */
  readonly 'counter.wrong': {
    readonly name: string;
    readonly written: number;
    readonly counted: number;
  };
  readonly 'resumption.missing': NoData;
  readonly 'resumption.noPosition': NoData;
  readonly 'resumption.noNextAction': NoData;
  readonly 'resumption.vague': { readonly text: string };
  /** Nothing was written since the agent's context was compacted. */
  readonly 'resumption.compacted': { readonly time: string };
  /** An entry of a log that names the files that were changed does not. */
  readonly 'log.noFiles': NoData;
}

/** Why a workspace is not changed. */
export interface WorkspaceRefusals {
  /** It is that of a branch that another worktree has, which people call like this: `../rpc-2`. */
  readonly 'workspace.elsewhere': { readonly branch: string; readonly worktree: string };
  /** It is that of a branch that is not checked out here. */
  readonly 'workspace.branch': { readonly branch: string };
  /** The file is not the record of a workspace's progress. */
  readonly 'workspace.missing': { readonly path: string };
  readonly 'workspace.exists': { readonly path: string };
  readonly 'workspace.project': NoData;
  readonly 'workspace.hasFeatures': { readonly path: string };
  readonly 'resumption.noPlace': { readonly path: string };
  readonly 'resumption.position': NoData;
  readonly 'resumption.nextAction': { readonly text: string };
  readonly 'session.summary': NoData;
  readonly 'session.none': { readonly path: string };
  /** The file keeps no sessions, or not as a list. */
  readonly 'session.noPlace': { readonly path: string };
  readonly 'session.open': { readonly id: string };
}

/** What was done to a workspace, by its name, or is so already. */
export interface WorkspaceOutcomes {
  readonly 'resumption.updated': { readonly workspace: string };
  readonly 'resumption.unchanged': { readonly workspace: string };
  readonly 'log.added': { readonly workspace: string };
  readonly 'session.started': { readonly workspace: string; readonly id: string };
  readonly 'session.ended': { readonly workspace: string; readonly id: string };
}
