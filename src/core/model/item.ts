import type { DocumentPart, Location } from '../text/document.ts';
import type { Range } from '../text/range.ts';
import { isReadOnly, type Capabilities } from './capabilities.ts';
import type { Claim } from './claim.ts';
import type { TaskColumns } from './columnHeads.ts';
import type { IdRange } from './criteriaRanges.ts';
import type { Key } from '../text/key.ts';
import type { Link } from './link.ts';
import type { Resumption } from './resumption.ts';
import type { Session } from './session.ts';
import type { Sourced } from './sourced.ts';
import type { Status } from './status.ts';

/**
 * One piece of work: a row of a progress file's task table, `| Add jitter | wip | maple | RPC-RETRY-02 |`, a step, a feature, or a
 * file of its own.
 */
export interface Task<Place extends Location = Location> {
  readonly kind: 'task';
  /**
   * Unique in its folder. In a stream it is stable while the row moves: stream key, `#`, and the row's name (see `nameRows`). A task
   * that is a whole document has the key of that.
   */
  readonly key: Key;
  /** Plain text of the Task cell: what the row is known by. */
  readonly title: Sourced<string>;
  /** The title as it is rendered, where that is another text: `&amp;` is `&` then. For showing alone. */
  readonly renderedTitle?: string;
  /** Text of an `ID` column, when the table has one and the cell holds an ID. */
  readonly id?: string;
  /** Where a file says its ID. */
  readonly idRange?: Range;
  /** Text of a `#` or `No.` column: it numbers the rows of a table, and identifies none. */
  readonly number?: string;
  /** Plain text of the nearest heading above the table. */
  readonly heading?: string;
  /** `unknown` when the file's word maps to none. */
  readonly status: Sourced<Status | 'unknown'>;
  /** Always there, as a row without an owner has a place for one too; `undefined` when nobody owns it (`-`, `—`, empty, `TBD`...). */
  readonly owner: Sourced<string | undefined>;
  /** Plain text of the Notes cell; missing when the table has no such column. */
  readonly text?: Sourced<string>;
  /** The row cannot be told from another one, or has no name at all: it is shown, and not changed. */
  readonly ambiguous?: true;
  /** A blank line parts the row from its table: it is shown, and not changed until it is joined to it. */
  readonly cutOff?: true;
  /** Its file has merge conflict markers: it is shown, and not changed until they are resolved. */
  readonly inConflict?: true;
  /** In any cell, in reading order, each ID once. */
  readonly mentions: readonly Mention[];
  /** What a cell of IDs names besides: those of them that the linked specs define. */
  readonly ranges?: readonly IdRange[];
  /** Its work was put off, and not given up; for dropped tasks alone. */
  readonly deferred?: true;
  readonly links: readonly Link[];
  /** Other columns: `{ name: 'Reviewer', value: 'heron' }`. */
  readonly fields: readonly Field[];
  /** Acceptance criteria of its own. */
  readonly checks?: readonly ChecklistItem[];
  /** Ids of tasks that have to be done first. */
  readonly dependsOn?: readonly Sourced<string>[];
  /** Id of the task that it is a part of. */
  readonly parent?: Sourced<string>;
  /** Set by whoever knows the clone's claims: who has claimed it on this machine. `owner` and `status` show it already. */
  readonly claim?: Claim;
  /** What can be done with it. */
  readonly can: Capabilities;
  /** The row, or the file; all ranges of the task are in its document. */
  readonly location: Place;
}

/** A task of a stream: it is a part of a document. */
export type StreamTask = Task<DocumentPart>;

/** A criterion that belongs to one task: `- [x] #3 Errors are logged`. */
export interface ChecklistItem {
  /** `#3`, as it is written; missing for one without a number. */
  readonly id?: string;
  readonly list: 'acceptance' | 'definitionOfDone';
  readonly text: string;
  /** Of the one character in the box; `unknown` for a mark that nobody agreed on. */
  readonly checked: Sourced<boolean | 'unknown'>;
  readonly location: DocumentPart;
}

/** `- maple: deferred jitter tuning -> [tech-debt](../tech-debt/rpc-jitter.md)` */
export interface Note {
  readonly kind: 'note';
  readonly key: Key;
  /** `maple`, when the note begins with a name and a colon. */
  readonly author?: string;
  /** RFC 3339, where the file says when. */
  readonly time?: string;
  /** Plain text without the author. */
  readonly text: string;
  readonly links: readonly Link[];
  readonly location: DocumentPart;
}

/** A token of the criteria shape, `RPC-RETRY-02`. What it means is for the index to say. */
export interface Mention {
  readonly id: string;
  /** Where it is written first. Like that of a {@link Sourced} value, it is true of the text that was parsed alone. */
  readonly range?: Range;
  /** It is written on what heads the task, and on others below that. */
  readonly ofGroup?: true;
}

/** A named value that no rule knows, kept and shown: a header line `Reviewer: heron`, or a cell of a column of that name. */
export interface Field {
  readonly name: string;
  /** Plain text. */
  readonly value: string;
  /** How much of the value is its first paragraph, where more follows. */
  readonly firstParagraph?: number;
  /** The header line, or the cell's text. Like that of a {@link Sourced} value, it is true of the text that was parsed alone. */
  readonly range?: Range;
}

/** `PR: #482`, `PR: 482` or a URL. */
export interface PullRequest {
  readonly number?: number;
  readonly url?: string;
  readonly range: Range;
}

/** A run of tasks in one table or list: where it stands, and which tasks are in it. */
export interface TaskGroup {
  readonly location: DocumentPart;
  /** Plain text of the nearest heading above it. */
  readonly title?: string;
  /** How many of the stream's tasks, in order, are in this group. */
  readonly count: number;
  /** Of check boxes: where the list begins that these are in, which boxes that head them may part from others of it. */
  readonly listStart?: number;
  /** Of a table; like the range of a {@link Sourced} value, known to whoever has just parsed. */
  readonly columns?: TaskColumns;
}

/** What can be done with a stream as a whole. */
export type StreamOperation = 'addTask' | 'addNote';

/** What can be done with a record of progress: begin a list of features, say where to go on, log an entry, begin a session or end it. */
export type RecordOperation = 'addFeatures' | 'setResumption' | 'addEntry' | 'startSession' | 'endSession';

/** What streams hold many of. The lists of a stream's parts are joined, in the order of their roles. */
interface StreamLists {
  readonly tasks: readonly StreamTask[];
  /** They cover `tasks`, in order. */
  readonly groups: readonly TaskGroup[];
  readonly notes: readonly Note[];
  readonly fields: readonly Field[];
  /** Links of the header, in order. Those of rows and notes stand with them. */
  readonly links: readonly Link[];
  readonly sessions: readonly Session[];
  readonly deltas: readonly RequirementDelta[];
  readonly operations: readonly (StreamOperation | RecordOperation)[];
}

/** In this order. Tasks are taken from the first role that has any; a stream of settings alone is none. */
export const partRoles = [
  'tasks',
  'progress',
  'intent',
  'plan',
  'design',
  'delta',
  'checklist',
  'metadata',
  'settings',
] as const;
export type PartRole = (typeof partRoles)[number];

/** What people call the kind of a stream that names no branch; missing for what should name one. */
export type StreamWord = 'openSpec' | 'specDatabase' | 'specKit' | 'trace' | 'workspace';

/** What a change does to one requirement of a living spec. */
export interface RequirementDelta {
  readonly operation: 'added' | 'modified' | 'removed' | 'renamed';
  /** Path of the capability below its root: `auth`, `auth/login`. */
  readonly capability: string;
  /** The key that the document of the living spec has, whether or not it is there. */
  readonly spec: Key;
  /** The name of the requirement; of a renamed one the old name. */
  readonly requirement: string;
  /** Of a renamed one. */
  readonly newName?: string;
  /** All that it will say below its heading, as it is written; empty for one that is removed or renamed. */
  readonly body: string;
  /** `Successful export: WHEN the user clicks, THEN a file is written`: in plain text. */
  readonly scenarios: readonly string[];
  readonly reason?: string;
  readonly migration?: string;
  readonly location: DocumentPart;
}

/** `[NEEDS CLARIFICATION: how long is a session?]` */
export interface Question {
  readonly text: string;
  readonly location: DocumentPart;
}

/** What one document says of a stream, with places. A progress file says all of it. */
export interface StreamPart extends Partial<StreamLists> {
  readonly kind: 'streamPart';
  /** The stream's key: the document's, or its folder where several documents make the stream. */
  readonly stream: Key;
  readonly role: PartRole;
  readonly location: Location;
  readonly title?: Sourced<string>;
  /** What people call the stream where no branch is named. */
  readonly name?: string;
  readonly called?: StreamWord;
  /** From the `Branch:` line. */
  readonly branch?: string;
  /** Its name in that line. */
  readonly branchRange?: Range;
  /** How sure the branch is that something else tells: of several parts the lowest counts, and what a document names is 0. */
  readonly branchRank?: number;
  /** It is the work of that branch alone: what git says of the branch's commits says that it is merged. */
  readonly endsWithBranch?: true;
  /** A name that is that of the stream's branch if there is such a branch. */
  readonly branchClue?: { readonly name: string; readonly range: Range };
  readonly pullRequest?: PullRequest;
  /** The workflow's own status. */
  readonly status?: Sourced<Status | 'unknown'>;
  /** What has to be answered before work can go on. */
  readonly questions?: readonly Question[];
  /** It is over, and was put away: it is shown, and nothing more is done with it. */
  readonly archived?: true;
  /** When that was: `2026-06-11`, or with its time as RFC 3339 writes it. */
  readonly archivedAt?: string;
  /** Boxes that are somebody's to look at, and no work. */
  readonly checks?: { readonly done: number; readonly total: number };
  readonly resumption?: Resumption;
}

/** What git says of a stream's branch, besides what its documents say. */
export interface BranchFacts {
  /**
   * `merged`: the base has all commits of the branch, and its progress file, on which work was done. `deleted`: no branch of this name is
   * left, as far as git was asked.
   */
  readonly branchState?: 'merged' | 'deleted';
  /** It is in another repository below the folder, such as a submodule: its branch is none of this clone's. */
  readonly otherRepository?: true;
  /** Nothing names its branch: it is the work of whichever is checked out. */
  readonly followsCheckout?: true;
}

/** What carries work on a branch: all that its parts say together. */
export interface Stream extends StreamLists, BranchFacts {
  readonly kind: 'stream';
  readonly key: Key;
  /** Of its first part. */
  readonly location: Location;
  /** What its documents call it, or its name. */
  readonly title: string;
  readonly branch?: string;
  readonly branchRange?: Range;
  /** What people call it: the branch, else what its documents are called. */
  readonly name: string;
  readonly called?: StreamWord;
  readonly pullRequest?: PullRequest;
  readonly status?: Status | 'unknown';
  readonly resumption?: Resumption;
  readonly archived?: true;
  readonly archivedAt?: string;
  /** In the order of their roles; at least one. The first is what a click opens. */
  readonly parts: readonly StreamPart[];
}

/** Where the document of an item stands in its folder. */
export function pathOf({ location }: { readonly location: Location }): string {
  return location.document.path;
}

/** Whether a stream is that of a branch of the folder's own repository; of none when there is no branch. */
export function isOfBranch(stream: Stream, branch: string | undefined): boolean {
  return branch !== undefined && stream.branch === branch && stream.otherRepository === undefined;
}

/** The part whose document an operation on the whole stream changes: the first that has a place for it. */
export function partFor({ parts }: Stream, operation: StreamOperation): StreamPart | undefined {
  return parts.find(({ operations = [] }) => operations.includes(operation)) ?? parts[0];
}

/** Whether it is read from a commit, as its branch is checked out nowhere: nothing of it can be changed there. */
export function isInCommit({ location }: { readonly location: Location }): boolean {
  return location.document.commit !== undefined;
}

/** What its documents call a stream, whatever branch it is on: the ID of a workspace, the folder of a trace. */
export function ownNameOf({ parts, name }: Pick<Stream, 'parts' | 'name'>): string {
  return parts.find((part) => part.name !== undefined)?.name ?? name;
}

/** Whether it is a branch's progress file. Of those a branch has one; records of other systems may stand beside it. */
export function isProgressFile({ called }: Pick<Stream, 'called'>): boolean {
  return called === undefined;
}

/** Whether anything of a stream can be changed: all of it may be shown alone. */
export function isChangeableStream({ operations, tasks }: Stream): boolean {
  return operations.length > 0 || tasks.some(({ can }) => !isReadOnly(can));
}

/**
 * One file of `tracking/backlog/` or `tracking/tech-debt/`: what waits, or what was put off.
 * `# title`, then header lines or front matter (`Status:`, `Priority:`, `Spec:`, `Branch:`, `Owner:`, `From:`), then text.
 */
export interface WorkItem {
  readonly kind: 'workItem';
  readonly list: 'backlog' | 'debt';
  /** It was put aside: it is no work that waits yet, or any more. */
  readonly shelf?: 'draft' | 'archived';
  /**
   * The file as a task. Its title is the first heading's plain text, or the file's name; its links are those of the header and of the
   * text, in order. Where nothing is written of its status, that is told by what links it (`workItemState`). Which criteria it names is
   * not read.
   */
  readonly task: Task;
  /** As written: `high`, `P1`. */
  readonly priority?: Sourced<string>;
  readonly branch?: Sourced<string>;
  readonly milestone?: string;
  readonly notes?: readonly Note[];
  /** `yyyy-mm-dd`, from a `Date:` or `Created:` line or the file's name. */
  readonly created?: string;
  /** Plain text of the first paragraph that is no header line. */
  readonly summary?: string;
}

/** One acceptance criterion: `- **RPC-RETRY-01** A call that fails with a transient error is retried.` */
export interface Criterion {
  readonly kind: 'criterion';
  readonly id: string;
  /** Plain text behind the ID, in one line. */
  readonly text: string;
  /** How it shows that it is met, in plain text. */
  readonly scenarios?: readonly string[];
  /** Of a requirement of a living spec: what it is called, and all that it says below its heading, as it is written. */
  readonly requirement?: { readonly name: string; readonly body: string };
  /** Nobody expects tasks to name it: it counts where one does, and that none does is no gap. */
  readonly needsTask?: false;
  /** The block that defines it: a list item, a heading, a table row or a paragraph. */
  readonly location: DocumentPart;
}

/** A Markdown file that says what should be true. */
export interface Spec {
  readonly kind: 'spec';
  readonly key: Key;
  readonly location: Location;
  /** The first heading's plain text, or the file's name. */
  readonly title: string;
  /** What people call it: the file's name without ending. */
  readonly name: string;
  /** What its head says of its state, as written: `Draft`, `Retired`. */
  readonly state?: string;
  /** The stream that it is a part of: there its IDs mean its criteria, whatever other specs define. */
  readonly stream?: Key;
  /** In text order; each ID once. */
  readonly criteria: readonly Criterion[];
}

/** Whether it says what is true now of one capability: then its criteria are requirements. */
export function isLivingSpec({ criteria }: Spec): boolean {
  return criteria.some(({ requirement }) => requirement !== undefined);
}

/** What a document holds. */
export type Part = StreamPart | WorkItem | Spec;

/** What is shown by itself: a stream, whose parts may stand in several documents, or what one document is about. */
export type Item = Stream | WorkItem | Spec;

/** What a document is about, also when nothing of it can be read: each is shown in a tree of its own. */
export type Holding = Stream['kind'] | WorkItem['list'] | Spec['kind'];

/** What an item is known by, and where it stands: of a work item that is what its task has. */
export function identityOf(item: Item): { readonly key: Key; readonly location: Location } {
  return item.kind === 'workItem' ? item.task : item;
}

export function titleOf(item: Item): string {
  return item.kind === 'workItem' ? item.task.title.value : item.title;
}
