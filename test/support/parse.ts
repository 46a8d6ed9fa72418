import assert from 'node:assert/strict';
import { parseFile, type Format, type MarkdownFile, type OpenStream } from '../../src/core/formats/format.ts';
import { progressFile } from '../../src/core/formats/tracking/progressFile.ts';
import { formatOf } from '../../src/core/formats/registry.ts';
import type { Stream, Task } from '../../src/core/model/item.ts';
import { documentAtHand } from '../../src/core/model/key.ts';
import type { ParsedDocument } from '../../src/core/model/parsedDocument.ts';
import { defaultRules } from '../../src/core/model/rules.ts';
import { lineAt } from '../../src/core/text/lineStarts.ts';
import { readMarkdown } from '../../src/core/text/markdownRemark.ts';
import { scanMarkdown } from '../../src/core/text/markdownScanner.ts';
import { SourceText } from '../../src/core/text/sourceText.ts';

export const path = 'tracking/progress/2026-06-11-feat-x.md';

/** Reads a text as the project does: by the scanner, else by remark. */
export function toFile(text: string, at = path): MarkdownFile {
  const source = new SourceText(text);
  const scanned = scanMarkdown(source);
  const markdown = scanned.kind !== 'blocks' ? readMarkdown(text) : scanned;
  assert.ok(markdown.kind === 'blocks', 'remark can read it');
  return { ...documentAtHand('', at), source, markdown };
}

/** A progress file as its format is asked for edits. */
export function toOpen(text: string, at = path): OpenStream {
  const file = toFile(text, at);
  const { item } = parseFile(progressFile, file, defaultRules);
  assert.ok(item?.kind === 'stream');
  return { file, stream: item };
}

/** A file as actions are given it. */
export function toAct(file: MarkdownFile, format: Format = progressFile) {
  return {
    file,
    format,
    rules: defaultRules,
    confirmed: [],
    item: parseFile(format, file, defaultRules).item,
  };
}

export function parse(text: string): ParsedDocument {
  const format = formatOf(path, defaultRules);
  assert.ok(format);
  return parseFile(format, toFile(text), defaultRules);
}

export function stream(text: string): Stream {
  const { item } = parse(text);
  assert.ok(item?.kind === 'stream');
  return item;
}

export function tasks(text: string): readonly Task[] {
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
