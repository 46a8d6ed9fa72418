import { runAtOnce, type Steps } from '../base/steps.ts';
import type { Archiver } from './archiver.ts';
import type { Checkouts } from '../model/branch.ts';
import type { SettingProblem } from '../model/codes/settings.ts';
import type { ChangeField } from '../model/changeField.ts';
import type { ChangeTextPart, TextDelta } from '../model/changeText.ts';
import type { CriteriaShape } from '../model/criteria.ts';
import type { ChecklistItem, Holding, Stream, StreamPart, StreamTask, WorkItem } from '../model/item.ts';
import type { LinkRole } from '../model/link.ts';
import type { LongText } from '../model/longText.ts';
import type { MergeResult, Decide, MergeNames } from '../model/merge.ts';
import type { ParsedDocument } from '../model/parsedDocument.ts';
import type { Problem } from '../model/problem.ts';
import { refusal, type Refusal } from '../model/refusal.ts';
import { findByKey, labelOfKey, nameRows } from '../model/rowIdentity.ts';
import type { Status } from '../model/status.ts';
import type { WordStyle } from '../model/statusWords.ts';
import type { FolderConfigs, FolderSettings, FormatId, FoundFiles, Root, SystemId } from '../model/system.ts';
import type { ToolLock } from '../model/toolLock.ts';
import { hasConflict } from '../text/conflictMarkers.ts';
import type { Edits } from '../text/edit.ts';
import type { DocumentId } from '../text/document.ts';
import type { Key } from '../text/key.ts';
import type { RequirementDraft } from '../text/requirementDraft.ts';
import type { Document, Syntax } from '../text/syntax.ts';
import type { NewChange, NewDelta, NewDocument, NewText, WhenWritten } from './newChange.ts';

/** A document with its format, and what that reads in it: all of one moment, so that the places are those of this very text. */
export interface OpenDocument<S extends Syntax = Syntax> {
  readonly document: Document<S>;
  readonly parsed: ParsedDocument;
  readonly format: Format<S>;
  readonly root: Root;
}

/** Whether an open document is of a syntax, as its format then is. */
export function isOpenAs<S extends Syntax>(open: OpenDocument, syntax: S): open is OpenDocument<S> {
  return open.document.syntax === syntax && open.format.syntax === syntax;
}

/** What a task is to become; what is left out stays. `owner: null` writes the document's word for nobody. */
export interface TaskChange {
  readonly status?: Status;
  /** In place of the word that would be chosen for the status. */
  readonly word?: string;
  readonly owner?: string | null;
}

/** A task to be added: free, `todo`. */
export interface NewTask {
  readonly title: string;
  /** IDs of the criteria that it is to serve. */
  readonly mentions?: readonly string[];
  /** Of the table or check boxes that it goes into; without it, where work is going on. */
  readonly heading?: string | undefined;
}

/** The plain word of a style, or of no language, that a folder's files use most for a status, where they use one. */
export type PreferredWord = (status: Status, style: WordStyle) => string | undefined;

/** What writing may know besides the document. */
export interface WriteContext {
  readonly preferred: PreferredWord;
  /** The time in UTC: `2026-06-11T12:00:00Z`. */
  readonly now: string;
  /** How other documents of the format write who works on a task. */
  readonly ownersWritten?: () => Iterable<string>;
}

/** A file with conflict markers is no file to change: which half would it be? */
export function refuseConflict({ id, source }: Document): Refusal | undefined {
  return hasConflict(source.text) ? refusal('file.conflict', { path: id.path }) : undefined;
}

export function refuseMissing(path: string, label: string): Refusal {
  return refusal('task.missing', { path, label });
}

type Findable = Pick<StreamTask, 'key' | 'ambiguous' | 'id' | 'title' | 'heading' | 'location'>;

/** The task that a key was given to, among the tasks of the file as it is now, or why it is not known which. */
export function findTask<Found extends Findable>(
  { id: { path }, key: holder, source }: Document,
  key: Key,
  tasks: readonly Found[],
): { readonly kind: 'found'; readonly row: Found } | Refusal {
  const row = tasks.find((task) => task.key === key && task.ambiguous !== true);
  if (row !== undefined) return { kind: 'found', row };
  // A row of a table may have got another key since, from other rows that came or went.
  const found = findByKey(holder, key, tasks);
  if (found.kind === 'found') return found;
  const label = labelOfKey(holder, key);
  if (found.kind === 'missing') return refuseMissing(path, label);
  const lines = found.rows.slice(0, 4).map(({ location: { range } }) => source.lineAt(range.start) + 1);
  if (found.rows.every(({ id, title }) => id === undefined && title.value === ''))
    return refusal('task.noTitle', { lines });
  const isAlike = nameRows([found.rows])[0]?.some(({ kind }) => kind !== 'unique') === true;
  return refusal('task.ambiguous', { label, lines, isAlike });
}

/** A work item to be made. */
export interface NewItem {
  readonly title: string;
  readonly priority?: string;
  /** The time in UTC: `2026-06-11T12:00:00Z`. */
  readonly now: string;
  /** IDs that are taken in the root. */
  readonly ids: Iterable<string>;
}

/** How the items of a system are made, where each has an ID and a file of its own. */
export interface ItemMaker {
  /** Where they can be made. */
  roots(configs: FolderConfigs): readonly Root[];
  create(root: Root, item: NewItem): { readonly path: string; readonly text: string };
  /** The lock that the system's own tool takes while it makes one: held, too, while we do. */
  lock(root: Root, document: DocumentId): ToolLock;
  /** What is left to the system's own command line: lines for a shell. */
  commandsFor(item: WorkItem): readonly string[];
}

/** Long texts of changes that are no documents by themselves, and are edited as some. */
export interface ChangeTexts {
  /** The deltas that have a text, of the document of a change. */
  deltas(document: string): readonly TextDelta[];
  /** What a text says, in the document of a change; a delta as the block of its requirement. Undefined where it is not there. */
  read(document: string, part: ChangeTextPart): string | undefined;
  setDelta(open: OpenDocument, delta: number, draft: RequirementDraft): NewText;
}

/** How a system keeps changes to living specs. All texts that it is given end their lines at `\n`. */
export interface ChangeStore {
  /** What people and tools call it where they choose. */
  readonly word: string;
  /** The root that is made where there is none; nothing of it where others have to make it. */
  readonly home: string;
  /** Paths, from the folder, that show by themselves that changes are kept there. */
  readonly signs: readonly string[];
  /** Whether the text of a requirement has to say what shall be in words that its own tool looks for. */
  readonly needsKeyword: boolean;
  /** Why a field cannot hold a text. */
  refuseField(field: ChangeField, text: string): Refusal | undefined;
  /** Documents that say how changes are made in a root: what is there of them is told to `create`. */
  configsOf(root: string): readonly string[];
  /** What nobody may have made yet where a change of that name is made. */
  placeOf(root: string, slug: string): string;
  /** The documents of a new change; the first is what people open. */
  create(
    root: string,
    change: NewChange,
    configs: readonly string[],
    when: WhenWritten,
  ): readonly NewDocument[];
  /** What a root that is not there needs besides. */
  begin(root: string): readonly NewDocument[];
  /** Where a change keeps a field, or its deltas on a capability; undefined for what is not a change. */
  pathOf(change: Stream, part: ChangeField | { readonly capability: string }): string | undefined;
  /** The key that the living spec of a capability has, whether or not it is there. */
  livingSpecOf(change: Stream, capability: string): Key | undefined;
  setField(open: OpenDocument | undefined, field: ChangeField, value: string, when: WhenWritten): NewText;
  readonly texts?: ChangeTexts;
  /** The zero-based line at which a field begins in a file that people edit. */
  lineOf?(text: string, field: ChangeField): number;
  addDelta(open: OpenDocument | undefined, delta: NewDelta, when: WhenWritten): NewText;
}

/** One way to keep work in files: a folder of `src/core/formats/`. */
export interface System {
  readonly id: SystemId;
  /** In the order in which they are asked. */
  readonly formats: readonly Format[];
  /** Globs, from the folder, of what shows that it is used there: roots, and documents that stand in none. */
  markers(settings: FolderSettings): readonly string[];
  /** Documents that may stand beside a listed one, and that nobody searches for. */
  beside?(path: string): readonly string[];
  /** The root that is looked into even where nothing shows one: its first document may come there. */
  home?(settings: FolderSettings): Root;
  /** Whether a document decides where roots are, or how other documents are read. */
  isConfig?(path: string): boolean;
  /** Whether a file shows a root together with others that stand beside it. */
  isSign?(path: string): boolean;
  /** What lies in one of its roots is for it alone, whatever else it fits. */
  readonly isAlone?: true;
  /** The innermost root that a path lies in, whether or not anything is there; undefined for what stands in none. */
  rootOf(path: string, settings: FolderSettings, found: FoundFiles): Root | undefined;
  /** The stream that a folder is, by a path of or below it, whether or not anything is there; none for one that was put away. */
  streamAt?(path: string, found: FoundFiles): Key | undefined;
  /** The format of what stands at or below a path that nobody could look at. Missing: that of the path itself. */
  formatBelow?(path: string, settings: FolderSettings): Format | undefined;
  readonly items?: ItemMaker;
  /** How its changes are put away, where it has any. */
  readonly archiver?: Archiver;
  readonly changes?: ChangeStore;
  /** What of the settings cannot be used. */
  problems?(settings: FolderSettings): readonly SettingProblem[];
}

/** Merges two versions of a text. `base` is what both come from, where that is known. */
export type Merge = (
  base: string | undefined,
  ours: string,
  theirs: string,
  names: MergeNames,
  decide?: Decide,
) => MergeResult;

/** What parsing may know besides the document. */
export interface ParseContext {
  readonly root: Root;
  readonly criteria: CriteriaShape;
}

/** A branch that is told by something else than a name in the document. */
export interface FoundBranch {
  /** Undefined where a branch might be the one, and is not taken for it: then the problem says so. */
  readonly branch: string | undefined;
  /** How sure it is among what other documents of the same stream tell: the lowest counts, and what a document names is 0. */
  readonly rank?: number;
  /** See `StreamPart.endsWithBranch`. */
  readonly endsWithBranch?: true;
  /** A hint where it was told by half of what should tell it. */
  readonly hint?: Problem;
}

/** One kind of document: how to know and read it, and where it holds tasks, how to change it. */
export interface Format<S extends Syntax = Syntax> {
  readonly id: FormatId;
  readonly syntax: S;
  /** What its documents are about. Those of which nothing can be read are shown among them too. */
  readonly holds: Holding;
  /** From the root. Listing, watching and the commits of branches ask here alone. */
  globs(root: Root, settings: FolderSettings): readonly string[];
  /** Whether a path is one, where globs cannot say it; whatever it takes fits them too. */
  accepts?(path: string, settings: FolderSettings): boolean;
  /** Whether a document is one, by what it holds; where it is missing, all are whose paths fit. */
  recognizes?(document: Document<S>): boolean;
  /** Links with this role make a document one of these, wherever it stands. */
  readonly linkedAs?: LinkRole;
  /**
   * `everywhere` below a root, as the disk has it; or only what the `search` of the editor finds in the whole folder, and git does
   * not ignore.
   */
  readonly listed: 'everywhere' | 'search';
  /** Whether git's ignoring a path means nothing: what is for one machine alone is ignored by most, and meant to be read. */
  isForOneMachine?(path: string): boolean;
  /** What lies in a root of another system, below the folder, is not one: that is for the other system alone. */
  readonly staysOut?: true;
  /** Also read in the commits of branches that are checked out nowhere, and in other worktrees. */
  readonly inCommits?: true;
  /** Only in other worktrees, and there at these places: globs from the folder. What may stand anywhere is not searched for there. */
  readonly inWorktrees?: readonly string[];
  /**
   * The branch of a document that names none. `part` is what was read in it, where it was read. Undefined where nothing tells.
   * @param signs see `System.rootOf`
   */
  branchOf?(
    document: DocumentId,
    part: StreamPart | undefined,
    checkouts: Checkouts,
    signs?: ReadonlySet<string>,
  ): FoundBranch | undefined;
  /**
   * What the stream of a document is one of, where one of those is worked on at a time: the only one that is open is the work of the
   * branch that is checked out, if no branch is named after it.
   */
  groupOf?(path: string): string | undefined;
  /** Whether a path says by its name that the document is of a branch: the only sign where it cannot be read. */
  isNamedAfter?(path: string, branch: string): boolean;
  /** Total: whatever the document holds, it is in the result as an item or as a problem. */
  parseInSteps(document: Document<S>, context: ParseContext): Steps<ParsedDocument>;
  /** Why a document is not changed from here, whatever is asked for: it is somebody else's. */
  refuseOthers?(document: DocumentId, checkouts: Checkouts | undefined): Refusal | undefined;
  /** The lock that the system's own tool takes while it changes a document: held, too, while we do. */
  toolLock?(open: OpenDocument<S>): ToolLock | undefined;
  /** What it says at length of a change, whole and in order. */
  longTexts?(document: Document<S>): readonly LongText[];
  readonly merge?: Merge;
  readonly tasks?: TaskEdits<S>;
  readonly steps?: StepEdits<S>;
}

/**
 * How the tasks and notes of a document are changed: the smallest edits, at the places that its parse found, or a refusal. A `part` is
 * one of the parse. What is missing cannot be done to documents of the format.
 */
export interface TaskEdits<S extends Syntax = Syntax> {
  /** Makes a task what `change` says. Refuses where the document has no place for it; no edits where it says so already. */
  set(open: OpenDocument<S>, task: StreamTask, change: TaskChange, context: WriteContext): Edits | Refusal;
  /** Adds a task where work of the part is going on. */
  add?(open: OpenDocument<S>, part: StreamPart, task: NewTask, context: WriteContext): Edits | Refusal;
  /** Adds a note, one line of Markdown, below the last one. */
  addNote?(
    open: OpenDocument<S>,
    part: StreamPart | WorkItem,
    text: string,
    context: WriteContext,
  ): Edits | Refusal;
  /** The command that the system's own tool runs when a status changes, where there is one: it is not run from here. */
  commandOf?(open: OpenDocument<S>): string | undefined;
  /** Checks a criterion of a task, or takes that back. */
  setCheck?(open: OpenDocument<S>, check: ChecklistItem, isChecked: boolean): Edits | Refusal;
}

/** What is recorded of a step while somebody is at it. */
export interface StepRecord {
  readonly focus?: string | undefined;
  readonly artifact?: string | undefined;
  readonly decision?: string | undefined;
  readonly challenge?: string | undefined;
}

/** How a step ends: with a failure the whole workflow does. */
export interface StepEnd {
  readonly status: 'completed' | 'failed';
  readonly summary: string;
  readonly challenge?: string | undefined;
  /** It was the last one: the workflow is completed with it. */
  readonly isLast?: boolean;
}

/** Edits that begin a step, and its number. */
export type StepStart = Edits & { readonly id: string };

/**
 * How the steps of a workflow's record are begun, kept up and ended, one after the other. All texts are one line; what is wrong with one
 * refuses it. Whether it is time for any of them is not asked here.
 */
export interface StepEdits<S extends Syntax = Syntax> {
  /** Adds a step in progress below the last one. With `resumes` it takes up that one, and the workflow with it. */
  start(
    open: OpenDocument<S>,
    step: { readonly title: string; readonly focus: string; readonly resumes?: StreamTask },
  ): StepStart | Refusal;
  record(open: OpenDocument<S>, step: StreamTask, record: StepRecord): Edits | Refusal;
  end(open: OpenDocument<S>, step: StreamTask, end: StepEnd): Edits | Refusal;
  /** Sets the status of the workflow alone. */
  setWorkflow(open: OpenDocument<S>, status: 'in-progress' | 'completed'): Edits | Refusal;
}

/** What a document says, read in one go: for one that is known to be small, or that somebody waits for. */
export function parseAtOnce<S extends Syntax>(
  format: Format<S>,
  document: Document<S>,
  context: ParseContext,
): ParsedDocument {
  return runAtOnce(format.parseInSteps(document, context));
}

/** Whether a document is one by its own place, and not by that of a root: see `Format.listed`. */
export function standsAlone(format: Format, path: string, isIgnored: (path: string) => boolean): boolean {
  return format.listed === 'search' && (format.isForOneMachine?.(path) === true || !isIgnored(path));
}
