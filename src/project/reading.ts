import type { Format, MarkdownFile } from '../core/formats/format.ts';
import type { FormatId, ParsedFile } from '../core/model/parsedFile.ts';
import type { FolderRules } from '../core/model/rules.ts';
import { scanMarkdown } from '../core/text/markdownScanner.ts';
import { placeOf } from '../core/text/place.ts';
import { SourceText } from '../core/text/sourceText.ts';
import type { Host } from './host.ts';

/** A file whose blocks are known, or the reason why they are not. */
export type Reading =
  | { readonly kind: 'file'; readonly file: MarkdownFile }
  | { readonly kind: 'failed'; readonly message: string };

/** Reads the blocks of a text at once, where the scanner is sure of it. */
export function scanBlocks(path: string, text: string): Reading | undefined {
  const source = new SourceText(text);
  const scanned = scanMarkdown(source);
  return 'kind' in scanned ? undefined : { kind: 'file', file: { path, source, markdown: scanned } };
}

/** Reads the blocks of a text: at once when the scanner is sure, by the worker when it is not. See {@link Host.readMarkdown}. */
export function readBlocks(
  host: Host,
  path: string,
  text: string,
  urgent?: boolean,
): Reading | Promise<Reading> {
  return (
    scanBlocks(path, text) ??
    host
      .readMarkdown(text, urgent)
      .then((result) =>
        result.kind === 'read'
          ? { kind: 'file', file: { path, source: new SourceText(text), markdown: result.markdown } }
          : result,
      )
  );
}

/** What a reading says; a file that could not be read is there all the same, with its problem. */
export function parseReading(format: Format, rules: FolderRules, path: string, reading: Reading): ParsedFile {
  return reading.kind === 'file'
    ? format.parse(reading.file, rules)
    : unreadableFile(path, format.id, 'file.markdown', reading.message);
}

/** A file that is shown with its problem instead of its content. */
export function unreadableFile(path: string, format: FormatId, code: string, message: string): ParsedFile {
  const place = placeOf(new SourceText(''), { start: 0, end: 0 });
  return { path, format, problems: [{ code, severity: 'error', message, place }] };
}
