import { type Rich, isRich } from '../text/rich.ts';
/**
 * Everything that the board's panel and its page say to each other: types and checks, used on both ends. Ids are opaque:
 * the page never learns a path or a command, and the panel acts only on ids that it gave out.
 */

/** A status, `unknown` for a word that maps to none, `none` for a criterion that no task serves. */
export type BoardStatus = 'todo' | 'wip' | 'blocked' | 'done' | 'failed' | 'dropped' | 'unknown' | 'none';

/** What a person can do on the board; what it does to which file, the panel knows. */
export const boardActions = [
  'claim',
  'takeOver',
  'finish',
  'release',
  'reopen',
  'undo',
  'assign',
  'setStatus',
  'addNote',
  'defer',
  'addTask',
  'checkOut',
  'openInNewWorktree',
  'copyBrief',
  'openRow',
  'openPlace',
  'openBoard',
  'allStreams',
  'manageTrust',
  'initialize',
] as const;
export type BoardAction = (typeof boardActions)[number];

export interface BoardTask {
  readonly id: string;
  readonly title: string;
  readonly status: BoardStatus;
  /** The file's own word. */
  readonly word: string;
  readonly owner?: BoardOwner;
  /** What is said where it has no owner: `free`, `no owner` of what is begun; empty where none can be written, or is missed. */
  readonly nobody: string;
  /** Text of the Notes column, without what the criteria column says already. */
  readonly note: string;
  /** Criteria that the row names, for who hears it. */
  readonly criteria: string;
  readonly can: readonly BoardAction[];
}

export interface BoardCriterion {
  readonly id: string;
  /** `RPC-RETRY-01`. */
  readonly name: string;
  /** Plain text, until the panel has rendered it. */
  readonly text: string;
  readonly status: BoardStatus;
  /** What is said of its status: `wip`, `deferred`, `no task`. */
  readonly word: string;
  readonly tasks: readonly BoardTask[];
}

/** A spec, a backlog item, debt, a document, the pull request or the progress file. */
export interface BoardLink {
  readonly id: string;
  readonly kind: 'spec' | 'backlog' | 'debt' | 'docs' | 'pullRequest' | 'file';
  readonly text: string;
  /** Why it leads nowhere, in words; undefined when it does. */
  readonly problem?: string;
}

export interface BoardProgress {
  readonly done: number;
  readonly total: number;
  /** Only what there is, in the order of the bar. */
  readonly counts: readonly { readonly status: BoardStatus; readonly count: number }[];
}

/** Of all criteria of a stream's specs, dropped and deferred ones too, what its own tasks do; in words. */
export interface CriteriaCount {
  /** `1/4 met`. */
  readonly met: string;
  /** `3 covered`. */
  readonly covered: string;
  /** Both, and whose tasks are counted: `1/4 met by this branch · 3 covered`. */
  readonly sentence: string;
}

/** A row of words: a note, where to go on, or a session of an agent, whose day stands where a note has its author. */
export interface BoardNote {
  readonly id: string;
  /** In place of the icon of a note. */
  readonly icon?: 'next' | 'position' | 'blocked' | 'session' | 'spec' | 'warning';
  /** What the text is, in a word or two: `Next`. */
  readonly head?: string;
  readonly author?: string;
  readonly text: string;
}

/** What a change does to a requirement of a living spec. */
export interface BoardPromise {
  readonly id: string;
  /** `transport: Frames have a limit`. */
  readonly title: string;
  /** `modified · applies`. */
  readonly text: string;
  /** What it will say then, scenario by scenario. */
  readonly notes: readonly BoardNote[];
}

/** Tasks below one heading. */
export interface BoardGroup {
  readonly id: string;
  readonly title: string;
  /** `1 of 3 done, 2 todo`, or why they stand together. */
  readonly text: string;
  readonly tasks: readonly BoardTask[];
}

/** Something else that keeps work of the same branch, with a board of its own. */
export interface BoardRecord {
  readonly id: string;
  readonly kind: 'phases' | 'steps' | 'features' | 'file';
  readonly text: string;
  /** How far it is: `1/2 · 1 failed`. */
  readonly state: string;
}

/** Something to know, and where it stands. */
export interface BoardWarning {
  readonly id: string;
  readonly text: string;
}

export interface StreamBoard {
  readonly kind: 'stream';
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly current: boolean;
  /** Tasks can be added. */
  readonly writable: boolean;
  /** So can notes: not every file has a place for them. */
  readonly takesNotes: boolean;
  /** Why nothing can be changed. */
  readonly readOnly?: string;
  /** The same, where checking the branch out changes that. */
  readonly notCheckedOut?: string;
  readonly links: readonly BoardLink[];
  readonly records: readonly BoardRecord[];
  readonly progress: BoardProgress;
  readonly criteria: readonly BoardCriterion[];
  /** Undefined when its specs have no criteria, or it has no spec. */
  readonly criteriaCount?: CriteriaCount;
  /** Tasks that serve no criterion. */
  readonly others: readonly BoardGroup[];
  readonly promises?: readonly BoardPromise[];
  /** Where to go on, and what is in the way. */
  readonly resumption: readonly BoardNote[];
  readonly notes: readonly BoardNote[];
  /** The newest first. */
  readonly sessions: readonly BoardNote[];
  readonly warnings: readonly BoardWarning[];
  readonly owners: readonly BoardOwner[];
  /** What the grid is called, and what stands above its columns: nothing above the left one where nothing is promised. */
  readonly grid: { readonly name: string; readonly heads: readonly [left: string, right: string] };
}

export interface BoardOwner {
  readonly name: string;
  readonly you: boolean;
  /** One of several agents of somebody: `maple-7f3a`. */
  readonly agent: boolean;
}

export interface StreamSummary {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly group: 'current' | 'open' | 'finished';
  readonly progress: BoardProgress;
  /** Tasks that are said to be free, and can be claimed. */
  readonly free: number;
  readonly criteriaCount?: CriteriaCount;
  readonly owners: readonly BoardOwner[];
  /** Its documents have no place for owners. */
  readonly isOwnerless?: true;
  readonly warnings: readonly string[];
  /** A branch, or the record of another system: one that stands below a branch in the sidebar, or is on none. */
  readonly icon: 'branch' | 'phases' | 'steps' | 'features';
  /** Another stream speaks for its branch: it counts no branch, and its tasks are not added to those of others. */
  readonly isBeside?: true;
  /** `12 days ago`; empty while unknown. */
  readonly age: string;
  /** What the text filter looks in besides what is shown: titles of tasks. */
  readonly words: string;
  /** Name of the workspace folder, where there are several. */
  readonly folder: string;
}

export interface OwnerOnWork {
  readonly owner: BoardOwner;
  readonly tasks: readonly {
    readonly id: string;
    readonly title: string;
    readonly status: BoardStatus;
    /** The branch that it is a task of, or the list where it is a file of its own. */
    readonly stream: string;
    /** Missing for what is in no stream. */
    readonly streamId?: string;
  }[];
}

export interface Overview {
  readonly kind: 'overview';
  readonly streams: readonly StreamSummary[];
  readonly people: readonly OwnerOnWork[];
  readonly writable: boolean;
  readonly readOnly?: string;
}

/** The shown stream is not there any more, or nothing is tracked. */
export interface Gone {
  readonly kind: 'deleted';
  readonly text: string;
  readonly action?: BoardAction;
  readonly button?: string;
}

export type Board = StreamBoard | Overview | Gone;

export type ToPage =
  | { readonly type: 'show'; readonly board: Board }
  /** Rendered texts of criteria, by the criterion's id. */
  | { readonly type: 'texts'; readonly texts: Readonly<Record<string, readonly Rich[]>> }
  | { readonly type: 'answer'; readonly request: number; readonly answer: Answer }
  /** The board was opened by command: a row is to have the focus. */
  | { readonly type: 'focus' };

/** What became of a request. */
export interface Answer {
  readonly ok: boolean;
  /** One sentence; empty when another window told it. */
  readonly text: string;
  /** The row that it is about, for `Show Row`. */
  readonly row?: string;
  /** It can be undone, by the same id. */
  readonly undo?: true;
  /** The button that does it in spite of a refusal: `Take Over`. */
  readonly again?: string;
}

export type FromPage =
  | { readonly type: 'ready' }
  | {
      readonly type: 'act';
      readonly request: number;
      readonly action: BoardAction;
      readonly id: string;
      /** In spite of the refusal that was the last answer to the same. */
      readonly again: boolean;
    };

/** Longest id; longer ones are nobody's. */
const longestId = 64;

/** A message of the page, or undefined for anything that is none. */
export function readFromPage(message: unknown): FromPage | undefined {
  const { type, request, action, id, again } = fields(message);
  if (type === 'ready') return { type };
  if (type !== 'act' || !isRequest(request) || typeof again !== 'boolean') return undefined;
  if (typeof id !== 'string' || id.length > longestId) return undefined;
  const known = boardActions.find((each) => each === action);
  return known === undefined ? undefined : { type, request, action: known, id, again };
}

/** A message of the panel, or undefined for anything that is none; what the panel made itself is checked by its shape. */
export function readToPage(message: unknown): ToPage | undefined {
  const { type, board, texts, request, answer } = fields(message);
  if (type === 'show') {
    const { kind } = fields(board);
    return kind === 'stream' || kind === 'overview' || kind === 'deleted'
      ? { type, board: board as Board }
      : undefined;
  }
  if (type === 'texts') {
    const entries = Object.entries(fields(texts));
    return entries.every(([, rich]) => isRich(rich))
      ? { type, texts: texts as Record<string, readonly Rich[]> }
      : undefined;
  }
  if (type === 'focus') return { type };
  if (type !== 'answer' || !isRequest(request)) return undefined;
  const { ok, text } = fields(answer);
  return typeof ok === 'boolean' && typeof text === 'string'
    ? { type, request, answer: answer as Answer }
    : undefined;
}

function isRequest(request: unknown): request is number {
  return typeof request === 'number' && Number.isSafeInteger(request) && request >= 0;
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
