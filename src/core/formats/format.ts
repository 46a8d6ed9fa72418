import { runAtOnce, type Steps } from '../base/steps.ts';
import type { SettingProblem } from '../model/codes/settings.ts';
import type { CriteriaShape } from '../model/criteria.ts';
import type { Item, Stream, Task } from '../model/item.ts';
import type { LinkRole } from '../model/link.ts';
import type { MergeResult, Decide, MergeNames } from '../model/merge.ts';
import type { ParsedDocument } from '../model/parsedDocument.ts';
import { refusal, type Refusal } from '../model/refusal.ts';
import { findByKey, labelOfKey, nameRows } from '../model/rowIdentity.ts';
import type { Status } from '../model/status.ts';
import type { Language } from '../model/statusVocabulary.ts';
import type { FolderSettings, FormatId, Root, SystemId } from '../model/system.ts';
import { hasConflict } from '../text/conflictMarkers.ts';
import type { Edits } from '../text/edit.ts';
import type { Key } from '../text/key.ts';
import type { Document, MarkdownDocument, Syntax } from '../text/syntax.ts';

/** A file that carries a stream, with what was read from this very text. */
export interface OpenStream {
  readonly file: MarkdownDocument;
  readonly stream: Stream;
}

/** What a row is to become; what is left out stays. `owner: null` writes the file's word for nobody. */
export interface TaskChange {
  readonly status?: Status;
  readonly owner?: string | null;
}

/** A row to be added: free, `todo`. */
export interface NewTask {
  readonly title: string;
  /** For the Notes cell, such as a criterion's ID. */
  readonly notes?: string;
}

/** The plain word of one of these languages, or without any, that a folder's files use most for a status, where they use one. */
export type PreferredWord = (status: Status, languages: ReadonlySet<Language>) => string | undefined;

/** A file with conflict markers is no file to change: which half would it be? */
export function refuseConflict({ id, source }: MarkdownDocument): Refusal | undefined {
  return hasConflict(source.text) ? refusal('file.conflict', { path: id.path }) : undefined;
}

export function refuseMissing(path: string, label: string): Refusal {
  return refusal('task.missing', { path, label });
}

type Findable = Pick<Task, 'id' | 'title' | 'heading' | 'location'>;

/** The task that a key was given to, among the tasks of the file as it is now, or why it is not known which. */
export function findTask<Found extends Findable>(
  { id: { path }, key: holder, source }: MarkdownDocument,
  key: Key,
  tasks: readonly Found[],
): { readonly kind: 'found'; readonly row: Found } | Refusal {
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

/** One way to keep work in files: a folder of `src/core/formats/`. */
export interface System {
  readonly id: SystemId;
  /** In the order in which they are asked. */
  readonly formats: readonly Format[];
  /** Globs, from the folder, of what shows that it is used there: roots, and documents that stand in none. */
  markers(settings: FolderSettings): readonly string[];
  /** The root that is looked into even where nothing shows one: its first document may come there. */
  home?(settings: FolderSettings): Root;
  /** The innermost root that a path lies in, whether or not anything is there; undefined for what stands in none. */
  rootOf(path: string, settings: FolderSettings): Root | undefined;
  /** The format of what stands at or below a path that nobody could look at. Missing: that of the path itself. */
  formatBelow?(path: string, settings: FolderSettings): Format | undefined;
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

/** One kind of document: how to know and read it, and where it holds tasks, how to change it. */
export interface Format<S extends Syntax = Syntax> {
  readonly id: FormatId;
  readonly syntax: S;
  /** What its documents are about. Those of which nothing can be read are shown among them too. */
  readonly holds: Item['kind'];
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
  /** Also read in the commits of branches that are checked out nowhere. */
  readonly inCommits?: true;
  /** Whether a path says by its name that the document is of a branch: the only sign where it cannot be read. */
  isNamedAfter?(path: string, branch: string): boolean;
  /** Total: whatever the document holds, it is in the result as an item or as a problem. */
  parseInSteps(document: Document<S>, context: ParseContext): Steps<ParsedDocument>;
  readonly merge?: Merge;
  readonly tasks?: TaskFormat;
  readonly item?: ItemFormat;
}

/** How what a backlog or debt item says of itself is changed. */
export interface ItemFormat {
  /** Gives a field of the header or the front matter (`Status`, `Branch`) another value, or adds it where the others are. */
  setField(file: MarkdownDocument, name: string, value: string): Edits | Refusal;
  /** Ticks every check box that is not. */
  tickBoxes(file: MarkdownDocument): Edits | Refusal;
}

/** How the tasks and notes of a file are changed: the smallest edits, or a refusal. */
export interface TaskFormat {
  /**
   * Makes the row of a task of the stream what `change` says. Refuses when it cannot be told apart from others, or when a column is
   * missing.
   */
  setTask(open: OpenStream, task: Task, change: TaskChange, preferred: PreferredWord): Edits | Refusal;
  /** Adds a row to the last table that has something left to do, or a table where there is none. */
  addTask(open: OpenStream, task: NewTask, preferred: PreferredWord): Edits | Refusal;
  /** Joins the rows that blank lines cut off from their tables to them; no edits where there are none. */
  joinRows(file: MarkdownDocument): (Edits & { readonly rows: number }) | Refusal;
  /** Adds a list item (one line of Markdown) below the last note, or a section where there is none. */
  addNote(file: MarkdownDocument, markdown: string): Edits | Refusal;
}

/** What a document says, read in one go: for one that is known to be small, or that somebody waits for. */
export function parseAtOnce<S extends Syntax>(
  format: Format<S>,
  document: Document<S>,
  context: ParseContext,
): ParsedDocument {
  return runAtOnce(format.parseInSteps(document, context));
}
