import assert from 'node:assert/strict';
import { itemIn } from '../../src/core/index/composeStream.ts';
import { isOpenAs, parseAtOnce, type Format, type OpenDocument } from '../../src/core/formats/format.ts';
import type { Stream, StreamPart, StreamTask, Task } from '../../src/core/model/item.ts';
import { documentAtHand } from '../../src/core/text/key.ts';
import type { ParsedDocument } from '../../src/core/model/parsedDocument.ts';
import { lineAt } from '../../src/core/text/lineStarts.ts';
import { readMarkdown } from '../../src/core/text/markdownRemark.ts';
import { scanMarkdown } from '../../src/core/text/markdownScanner.ts';
import { SourceText } from '../../src/core/text/sourceText.ts';
import type { MarkdownDocument } from '../../src/core/text/syntax.ts';
import { defaultRules, formatOf, parseContext } from './rules.ts';

export const path = 'tracking/progress/2026-06-11-feat-x.md';

/** Reads a text as the project does: by the scanner, else by remark. */
export function toFile(text: string, at = path): MarkdownDocument {
  const source = new SourceText(text);
  const scanned = scanMarkdown(source);
  const markdown = scanned.kind !== 'blocks' ? readMarkdown(text) : scanned;
  assert.ok(markdown.kind === 'blocks', 'remark can read it');
  return { syntax: 'markdown', ...documentAtHand('', at), source, markdown };
}

/** A file with its format, and what that reads in it. */
export function toOpen(document: MarkdownDocument, format: Format = registered()): OpenDocument<'markdown'> {
  const { root } = defaultRules.formatsOf(document.id.path)[0] ?? parseContext;
  const parsed = parseAtOnce(format, document, defaultRules.contextOf(root));
  const open: OpenDocument = { document, parsed, format, root };
  assert.ok(isOpenAs(open, 'markdown'));
  return open;
}

/** What a document says of a stream. */
export function partOf({ parsed }: Pick<OpenDocument, 'parsed'>): StreamPart {
  const [part] = parsed.parts;
  assert.ok(part?.kind === 'streamPart');
  return part;
}

/** A file as operations find it. */
export function toAct(file: MarkdownDocument, format?: Format) {
  return { open: toOpen(file, format), confirmed: [], preferred: () => undefined };
}

export function parse(text: string): ParsedDocument {
  return parseAtOnce(registered(), toFile(text), parseContext);
}

/** The format of progress files as the registry has it: with all that its system gives it. */
function registered(): Format {
  const format = formatOf(path);
  assert.ok(format);
  return format;
}

export function stream(text: string): Stream {
  const item = itemIn(parse(text));
  assert.ok(item?.kind === 'stream');
  return item;
}

export function tasks(text: string): readonly StreamTask[] {
  return stream(text).tasks;
}

/** `code (line)` of every problem. */
export function problemsOf(text: string): string[] {
  const { problems, lineStarts } = parse(text);
  return problems.map(({ code, range }) => `${code} (${lineAt(lineStarts, range.start) + 1})`);
}

/** `title | status | owner` of every task. */
export function rowsOf(text: string): string[] {
  return tasks(text).map(
    ({ title, status, owner }) => `${title.value} | ${status.value} | ${owner.value ?? 'free'}`,
  );
}

/** `name: value` of every column that only people read. */
export function fieldsOf(task: Task | undefined): readonly string[] {
  return (task?.fields ?? []).map(({ name, value }) => `${name}: ${value}`);
}
