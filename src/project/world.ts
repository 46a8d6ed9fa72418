import type { Coded } from '../core/model/codes/coded.ts';
import type { FileProblems } from '../core/model/codes/files.ts';
import type { FolderSettings } from '../core/model/system.ts';
import type { FolderId } from '../core/text/document.ts';
import type { Markdown } from '../core/text/markdown.ts';
import type { Rich } from '../core/text/rich.ts';
import type { DocumentStore } from './documentStore.ts';
import type { Repository } from './repository.ts';

/** The answer of the reader for texts that the scanner is not sure of. */
export type MarkdownResult =
  | { readonly kind: 'read'; readonly markdown: Markdown }
  | { readonly kind: 'failed'; readonly problem: Coded<Pick<FileProblems, 'file.markdown'>> };

/** Texts to be shown: each as a safe tree, undefined for one that could not be rendered. */
export interface RichRequest {
  readonly markdown: string;
  /** Cut off the beginning of the text. */
  readonly lead: string;
}

/** The grammar of record, away from this thread and with a time limit. */
export interface MarkdownParser {
  /** `urgent` when somebody waits for this text alone: it does not stand behind the texts of a whole folder. */
  parse(text: string, urgent?: boolean): Promise<MarkdownResult>;
  /** Empty when they could not be rendered, or not in time. */
  render(texts: readonly RichRequest[]): Promise<readonly (readonly Rich[])[]>;
}

export interface Settings {
  of(folder: FolderId): FolderSettings;
}

export interface Clock {
  /** Milliseconds that only grow; for slices, never for dates. */
  now(): number;
  /** `yyyy-mm-dd`, where the person is. */
  today(): string;
  /** The time in UTC, to the second: `2026-06-11T12:00:00Z`. */
  utc(): string;
  /** Resolves after about `milliseconds`. */
  delay(milliseconds: number): Promise<void>;
  /** Lets other work of this thread go on. */
  pause(): Promise<void>;
}

/** The world, as the project needs it: VS Code in the extension, Node in any other process, memory in tests. */
export interface World {
  readonly documents: DocumentStore;
  readonly repository: Repository;
  readonly markdown: MarkdownParser;
  readonly settings: Settings;
  readonly clock: Clock;
}
