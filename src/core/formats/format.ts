import { runAtOnce, type Steps } from '../base/steps.ts';
import type { Stream, Task } from '../model/item.ts';
import type { KeyedDocument, Key } from '../model/key.ts';
import type { FormatId, ParsedDocument } from '../model/parsedDocument.ts';
import { refusal, type Refusal } from '../model/refusal.ts';
import { findByKey, labelOfKey, nameRows } from '../model/rowIdentity.ts';
import type { FolderRules } from '../model/rules.ts';
import type { Status } from '../model/status.ts';
import type { Language } from '../model/statusVocabulary.ts';
import { hasConflict } from '../text/conflictMarkers.ts';
import type { Edits } from '../text/edit.ts';
import type { Markdown } from '../text/markdown.ts';
import type { SourceText } from '../text/sourceText.ts';

/** A text with its block structure: what a format reads and edits. */
export interface MarkdownFile extends KeyedDocument {
  readonly source: SourceText;
  readonly markdown: Markdown;
}

/** A file that carries a stream, with what was read from this very text. */
export interface OpenStream {
  readonly file: MarkdownFile;
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
export function refuseConflict({ id, source }: MarkdownFile): Refusal | undefined {
  return hasConflict(source.text) ? refusal('file.conflict', { path: id.path }) : undefined;
}

export function refuseMissing(path: string, label: string): Refusal {
  return refusal('task.missing', { path, label });
}

type Findable = Pick<Task, 'id' | 'title' | 'heading' | 'range'>;

/** The task that a key was given to, among the tasks of the file as it is now, or why it is not known which. */
export function findTask<Found extends Findable>(
  { id: { path }, key: holder, source }: MarkdownFile,
  key: Key,
  tasks: readonly Found[],
): { readonly kind: 'found'; readonly row: Found } | Refusal {
  const found = findByKey(holder, key, tasks);
  if (found.kind === 'found') return found;
  const label = labelOfKey(holder, key);
  if (found.kind === 'missing') return refuseMissing(path, label);
  const lines = found.rows.slice(0, 4).map(({ range }) => source.lineAt(range.start) + 1);
  if (found.rows.every(({ id, title }) => id === undefined && title.value === ''))
    return refusal('task.noTitle', { lines });
  const isAlike = nameRows([found.rows])[0]?.some(({ kind }) => kind !== 'unique') === true;
  return refusal('task.ambiguous', { label, lines, isAlike });
}

/** One kind of file: how to know and read it, and for files that hold tasks, how to change it. */
export interface Format {
  readonly id: FormatId;
  /** Whether `path` is a file of this format. */
  matches(path: string, rules: FolderRules): boolean;
  /** Total: whatever the text holds, it is in the result as an item or as a problem. */
  parseInSteps(file: MarkdownFile, rules: FolderRules): Steps<ParsedDocument>;
  readonly tasks?: TaskFormat;
  readonly item?: ItemFormat;
}

/** How what a backlog or debt item says of itself is changed. */
export interface ItemFormat {
  /** Gives a field of the header or the front matter (`Status`, `Branch`) another value, or adds it where the others are. */
  setField(file: MarkdownFile, name: string, value: string): Edits | Refusal;
  /** Ticks every check box that is not. */
  tickBoxes(file: MarkdownFile): Edits | Refusal;
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
  joinRows(file: MarkdownFile): (Edits & { readonly rows: number }) | Refusal;
  /** Adds a list item (one line of Markdown) below the last note, or a section where there is none. */
  addNote(file: MarkdownFile, markdown: string): Edits | Refusal;
}

/** What a file says, read in one go: for one that is known to be small, or that somebody waits for. */
export function parseFile(format: Format, file: MarkdownFile, rules: FolderRules): ParsedDocument {
  return runAtOnce(format.parseInSteps(file, rules));
}
