import type { ParsedFile } from '../model/parsedFile.ts';
import type { Status } from '../model/status.ts';
import type { TextEdit } from '../text/edit.ts';
import type { Markdown } from '../text/markdown.ts';
import type { SourceText } from '../text/sourceText.ts';

/** A text with its block structure: what a format reads and edits. */
export interface MarkdownFile {
  /** Relative to the workspace folder, `/` between the parts. */
  readonly path: string;
  readonly source: SourceText;
  readonly markdown: Markdown;
}

/** What a row is to become; what is left out stays. `owner: null` writes the file's word for nobody. */
export interface TaskChange {
  readonly status?: Status;
  readonly owner?: string | null;
}

/** The word that a folder's files use most for a status, where they use one. */
export type PreferredWord = (status: Status) => string | undefined;

/** A request that cannot be met, told to whoever asked: a value, not an exception. */
export interface Refusal {
  readonly kind: 'refused';
  /** Dotted, stable: `task.taken`, `task.missing`, `column.missing`. */
  readonly code: string;
  /** One sentence with the truth: `Add jitter is already claimed by maple.` */
  readonly message: string;
}

/** One kind of file: how to know, read and change it. */
export interface Format {
  readonly id: string;
  /** Whether `path` is a file of this format, where tracking directories are named `trackingDirectory`. */
  matches(path: string, trackingDirectory: string): boolean;
  /** Total: whatever the text holds, it is in the result as an item or as a problem. */
  parse(file: MarkdownFile): ParsedFile;
  /**
   * The smallest edits that make the row with this key what `change` says.
   * Refuses when the key fits no row or more than one, or when a column is missing.
   */
  setTask(
    file: MarkdownFile,
    taskKey: string,
    change: TaskChange,
    preferred: PreferredWord,
  ): { readonly kind: 'edits'; readonly edits: readonly TextEdit[] } | Refusal;
}
