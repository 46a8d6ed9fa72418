import type { Status } from '../status.ts';
import type { NoData } from './coded.ts';
import type { RowChoice } from '../merge.ts';
import type { WhyItemState } from './items.ts';
import type { OwnerNameFault } from './names.ts';

/** What can be asked for with a task that is somebody else's; the button that confirms it says the same. */
export type TaskRequest = 'claim' | 'finish' | 'release' | 'reopen' | 'assign' | 'setStatus' | 'defer';

/** Why a task, a note or an item is not changed. */
export interface TaskRefusals {
  /** The file is read, and not changed. */
  readonly 'file.onlyShown': { readonly path: string };
  /** The file holds no tasks. */
  readonly 'stream.missing': { readonly path: string };
  readonly 'task.missing': { readonly path: string; readonly label: string };
  /** The row has neither a title nor an ID. */
  readonly 'task.noTitle': { readonly lines: readonly number[] };
  /** `isAlike`: the rows have the same name; else the row is no longer surely the one that was meant. */
  readonly 'task.ambiguous': {
    readonly label: string;
    readonly lines: readonly number[];
    readonly isAlike: boolean;
  };
  /** `isBegun` where its owner is at it. */
  readonly 'task.taken': {
    readonly title: string;
    readonly owner: string;
    readonly asked: TaskRequest;
    readonly isBegun: boolean;
  };
  readonly 'task.notOpen': {
    readonly title: string;
    readonly status: Exclude<Status, 'todo' | 'wip'> | 'unknown';
    /** The status as the file writes it. */
    readonly written: string;
  };
  readonly 'task.noneOpen': { readonly stream: string; readonly why: 'noTasks' | 'allDone' | 'noneFree' };
  readonly 'task.dropped': { readonly title: string };
  readonly 'task.closed': {
    readonly title: string;
    readonly status: Status;
    readonly asked: 'release' | 'defer';
  };
  readonly 'task.title':
    | { readonly why: 'empty' | 'lines' }
    | { readonly why: 'tooLong'; readonly most: number }
    /** It cannot be a cell of the table as it is written. */
    | { readonly why: 'form'; readonly title: string; readonly path: string };
  readonly 'task.exists': { readonly title: string; readonly line: number };
  /** Nothing under a heading holds tasks; those under which something does. */
  readonly 'task.noTable': {
    readonly heading: string;
    readonly path: string;
    readonly headings: readonly string[];
  };
  readonly 'task.struck': { readonly title: string };
  readonly 'owner.invalid': { readonly fault: OwnerNameFault };
  readonly 'row.cutOff': { readonly title: string };
  /** It ends before its Status and Owner columns. */
  readonly 'row.short': NoData;
  readonly 'column.missing': { readonly title: string; readonly column: string };
  readonly 'cell.refused': {
    readonly title: string;
    readonly why: 'lines' | 'noCells' | 'form';
    readonly text: string;
  };
  /** A check box has signs for what is done and what is not, and no others. */
  readonly 'box.status': {
    readonly title: string;
    readonly status: Status;
    /** Whether it is neither open nor begun: then it is reopened before it is claimed or released. */
    readonly isReopenedFirst: boolean;
  };
  /** A list of features has no word for a status; those that it has. */
  readonly 'feature.noWord': {
    readonly path: string;
    readonly status: Status;
    readonly words: readonly string[];
  };
  readonly 'table.noStatus': { readonly line: number };
  /** The file has no place for notes. */
  readonly 'note.none': { readonly path: string };
  readonly 'note.text': { readonly why: 'empty' | 'lines' };
  readonly 'debt.title': NoData;
  /** The file is no item of the backlog or of tech debt. */
  readonly 'item.missing': { readonly path: string };
  readonly 'item.boxes': { readonly path: string };
  /** Its streams do not say that it is done. */
  readonly 'item.notDone': { readonly title: string; readonly why: WhyItemState };
  /** To close it removes its file. */
  readonly 'item.removal': {
    readonly title: string;
    readonly path: string;
    /** What its streams say of it; of tech debt none does. */
    readonly state?: { readonly isDone: boolean; readonly why: WhyItemState };
  };
  readonly 'item.branch': { readonly title: string; readonly branch: string };
  /** `form`: the text cannot be written there; `field`: what the file says of the field is no plain value. */
  readonly 'item.value': {
    readonly path: string;
    readonly why: 'form' | 'field';
    readonly text: string;
  };
  readonly 'branch.unwritable': { readonly branch: string; readonly path: string };
  readonly 'file.conflict': { readonly path: string };
  readonly 'conflict.none': { readonly path: string; readonly hasMarkers: boolean };
  /** It is in another worktree. */
  readonly 'merge.elsewhere': { readonly path: string };
  readonly 'merge.branches': { readonly path: string; readonly other: string };
  /** The other file is removed once everything of it is in the first one. */
  readonly 'merge.removal': { readonly path: string; readonly other: string };
  /** Rows of which neither says all that the other one does. */
  readonly 'merge.undecided': {
    readonly path: string;
    readonly other: string;
    readonly choices: readonly RowChoice[];
  };
  readonly 'merge.incomplete': { readonly path: string; readonly other: string; readonly lost: string };
  /** The marks of the section for agents are not there once each, in order. */
  readonly 'workflow.marks': { readonly begin: string; readonly end: string };
}

/** What one side of a conflict says of a task. */
export interface ConflictSide {
  readonly owner: string | undefined;
  /** The row as it is written; undefined where this side has removed it. */
  readonly row: string | undefined;
}

/** What two sides of a conflict both changed, and nobody has decided. */
export interface OpenConflict {
  readonly title: string;
  /** For the row of a task: what decides it, and the row of each side. */
  readonly choice?: {
    readonly key: string;
    readonly ours: ConflictSide;
    readonly theirs: ConflictSide;
  };
}

/** What two sides of a conflict both changed, and what was made of it. */
export type MergedConflict =
  | { readonly kind: 'columns'; readonly title: string }
  | { readonly kind: 'lost'; readonly title: string; readonly columns: readonly string[] }
  | { readonly kind: 'released'; readonly title: string }
  | { readonly kind: 'owned'; readonly title: string; readonly owner: string };

/** What was done to a task, a note or an item, or is so already. */
export interface TaskOutcomes {
  readonly 'task.claimed': { readonly title: string };
  readonly 'task.finished': { readonly title: string };
  readonly 'task.released': { readonly title: string };
  readonly 'task.reopened': { readonly title: string };
  readonly 'task.assigned': { readonly title: string; readonly owner: string };
  readonly 'task.statusSet': { readonly title: string; readonly status: Status; readonly before: string };
  readonly 'task.deferred': { readonly title: string; readonly debtPath: string };
  readonly 'task.added': { readonly title: string; readonly stream: string };
  readonly 'task.isYours': { readonly title: string };
  readonly 'task.isDone': { readonly title: string };
  readonly 'task.isFree': { readonly title: string };
  readonly 'task.isOpen': { readonly title: string };
  readonly 'task.isOwned': { readonly title: string; readonly owner: string };
  readonly 'task.hasStatus': { readonly title: string; readonly status: Status };
  readonly 'note.added': { readonly stream: string };
  readonly 'rows.joined': { readonly count: number };
  readonly 'rows.noneCutOff': { readonly path: string };
  readonly 'item.closed': { readonly title: string };
  readonly 'item.isClosed': { readonly title: string };
  readonly 'item.removed': { readonly path: string };
  readonly 'item.linked': { readonly title: string; readonly branch: string };
  readonly 'files.merged': { readonly path: string; readonly other: string };
  /** `open`: what is left between markers. */
  readonly 'conflicts.resolved': {
    readonly path: string;
    readonly open: readonly OpenConflict[];
    readonly merged: readonly MergedConflict[];
  };
}
