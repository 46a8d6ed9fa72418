import { runAtOnce, type Steps } from '../core/base/steps.ts';
import type { Format, MarkdownFile } from '../core/formats/format.ts';
import type { Coded } from '../core/model/codes/coded.ts';
import type { FileProblems } from '../core/model/codes/files.ts';
import type { KeyedDocument } from '../core/model/key.ts';
import type { FormatId, ParsedDocument } from '../core/model/parsedDocument.ts';
import type { FolderRules } from '../core/model/rules.ts';
import type { Markdown } from '../core/text/markdown.ts';
import { scanInSteps } from '../core/text/markdownScanner.ts';
import { SourceText } from '../core/text/sourceText.ts';
import type { Host, MarkdownResult } from './host.ts';
import { runInSlices } from './slices.ts';

/** A file whose blocks are known, or the reason why they are not. */
export type ParsedText =
  | { readonly kind: 'file'; readonly file: MarkdownFile }
  | Extract<MarkdownResult, { readonly kind: 'failed' }>;

/** Reads the blocks of a text where the scanner is sure of it. */
export async function scanBlocks(
  host: Host,
  document: KeyedDocument,
  text: string,
): Promise<ParsedText | undefined> {
  const source = new SourceText(text);
  const scanned = await runWhole(host, text, scanInSteps(source));
  return scanned.kind === 'notSure' ? undefined : { kind: 'file', file: fileOf(document, source, scanned) };
}

/** Has the worker read the blocks of a text that the scanner is not sure of. See {@link Host.readMarkdown}. */
export async function askWorker(
  host: Host,
  document: KeyedDocument,
  text: string,
  urgent?: boolean,
): Promise<ParsedText> {
  const result = await host.readMarkdown(text, urgent);
  return result.kind === 'read'
    ? { kind: 'file', file: fileOf(document, new SourceText(text), result.markdown) }
    : result;
}

/** Reads the blocks of a text: by the scanner, by the worker when that is not sure. */
export async function parseBlocks(
  host: Host,
  document: KeyedDocument,
  text: string,
  urgent?: boolean,
): Promise<ParsedText> {
  return (await scanBlocks(host, document, text)) ?? askWorker(host, document, text, urgent);
}

/** Texts of nearly all files are read in less than a slice. */
const smallText = 50_000;

/** Does work on a text: in one go, or for a large one in steps between which others have their turns. */
export function runWhole<T>(host: Host, text: string, steps: Steps<T>): T | Promise<T> {
  return text.length <= smallText ? runAtOnce(steps) : runInSlices(host, steps);
}

/** What a reading says; a file that could not be read is there all the same, with its problem. */
export async function parseReading(
  host: Host,
  format: Format,
  rules: FolderRules,
  document: KeyedDocument,
  reading: ParsedText,
): Promise<ParsedDocument> {
  return reading.kind === 'file'
    ? runWhole(host, reading.file.source.text, format.parseInSteps(reading.file, rules))
    : unreadableFile(document, format.id, reading.problem);
}

/** A file that is shown with its problem instead of its content. */
export function unreadableFile(
  { id, key }: KeyedDocument,
  format: FormatId,
  problem: Coded<FileProblems>,
): ParsedDocument {
  const range = { start: 0, end: 0 };
  return { id, key, format, lineStarts: [0], problems: [{ ...problem, severity: 'error', range }] };
}

function fileOf({ id, key }: KeyedDocument, source: SourceText, markdown: Markdown): MarkdownFile {
  return { id, key, source, markdown };
}
