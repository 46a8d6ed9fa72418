import { runAtOnce, type Steps } from '../core/base/steps.ts';
import type { Format, MarkdownFile } from '../core/formats/format.ts';
import type { Coded } from '../core/model/codes/coded.ts';
import type { FileProblems } from '../core/model/codes/files.ts';
import type { FormatId, ParsedFile } from '../core/model/parsedFile.ts';
import type { FolderRules } from '../core/model/rules.ts';
import { scanInSteps } from '../core/text/markdownScanner.ts';
import { SourceText } from '../core/text/sourceText.ts';
import type { Host, MarkdownResult } from './host.ts';
import { runInSlices } from './slices.ts';

/** A file whose blocks are known, or the reason why they are not. */
export type ParsedText =
  | { readonly kind: 'file'; readonly file: MarkdownFile }
  | Extract<MarkdownResult, { readonly kind: 'failed' }>;

/** Reads the blocks of a text where the scanner is sure of it. */
export async function scanBlocks(host: Host, path: string, text: string): Promise<ParsedText | undefined> {
  const source = new SourceText(text);
  const scanned = await runWhole(host, text, scanInSteps(source));
  return scanned.kind === 'notSure' ? undefined : { kind: 'file', file: { path, source, markdown: scanned } };
}

/** Has the worker read the blocks of a text that the scanner is not sure of. See {@link Host.readMarkdown}. */
export async function askWorker(
  host: Host,
  path: string,
  text: string,
  urgent?: boolean,
): Promise<ParsedText> {
  const result = await host.readMarkdown(text, urgent);
  return result.kind === 'read'
    ? { kind: 'file', file: { path, source: new SourceText(text), markdown: result.markdown } }
    : result;
}

/** Reads the blocks of a text: by the scanner, by the worker when that is not sure. */
export async function parseBlocks(
  host: Host,
  path: string,
  text: string,
  urgent?: boolean,
): Promise<ParsedText> {
  return (await scanBlocks(host, path, text)) ?? askWorker(host, path, text, urgent);
}

/** Texts of nearly all files are read in less than a slice. */
const smallText = 50_000;

function runWhole<T>(host: Host, text: string, steps: Steps<T>): T | Promise<T> {
  return text.length <= smallText ? runAtOnce(steps) : runInSlices(host, steps);
}

/** What a reading says; a file that could not be read is there all the same, with its problem. */
export async function parseReading(
  host: Host,
  format: Format,
  rules: FolderRules,
  path: string,
  reading: ParsedText,
): Promise<ParsedFile> {
  return reading.kind === 'file'
    ? runWhole(host, reading.file.source.text, format.parseInSteps(reading.file, rules))
    : unreadableFile(path, format.id, reading.problem);
}

/** A file that is shown with its problem instead of its content. */
export function unreadableFile(path: string, format: FormatId, problem: Coded<FileProblems>): ParsedFile {
  const range = { start: 0, end: 0 };
  return { path, format, lineStarts: [0], problems: [{ ...problem, severity: 'error', range }] };
}
