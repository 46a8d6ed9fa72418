import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ParsedDocument } from '../../src/core/model/parsedDocument.ts';
import type { Problem } from '../../src/core/model/problem.ts';
import type { StreamPart } from '../../src/core/model/item.ts';
import { readJson } from '../../src/core/text/dataDocument.ts';
import { documentAtHand } from '../../src/core/text/key.ts';
import { lineAt } from '../../src/core/text/lineStarts.ts';
import type { Range } from '../../src/core/text/range.ts';
import { SourceText } from '../../src/core/text/sourceText.ts';
import type { Document } from '../../src/core/text/syntax.ts';

const root = process.env['THROUGHLINE_ROOT'] ?? process.cwd();

/** The text of a file below `test/fixtures/`. */
export function fixture(path: string): string {
  return readFileSync(join(root, 'test/fixtures', path), 'utf8');
}

export function toData(text: string, path: string): Document<'data'> {
  const source = new SourceText(text);
  return { syntax: 'data', language: 'json', ...documentAtHand('', path), source, ...readJson(text) };
}

/** The one part that a document has to have. */
export function onlyPart({ parts }: ParsedDocument): StreamPart {
  assert.equal(parts.length, 1);
  const [part] = parts;
  assert.ok(part?.kind === 'streamPart');
  return part;
}

/** `code (line)` of every problem. */
export function codesOf({ problems, lineStarts }: ParsedDocument): string[] {
  return problems.map(({ code, range }: Problem) => `${code} (${lineAt(lineStarts, range.start) + 1})`);
}

/** Checks of a parsed document what holds of every text: ranges are in it, values are where they say, and keys differ. */
export function checkParsed(text: string, { parts, problems }: ParsedDocument): void {
  const check = (value: unknown, outer: Range): void => {
    if (Array.isArray(value)) {
      for (const each of value) check(each, outer);
      return;
    }
    if (!isRecord(value)) return;
    const { start, end } = value;
    if (typeof start === 'number' && typeof end === 'number')
      assert.ok(outer.start <= start && start <= end && end <= outer.end, `${start} to ${end} in ${text}`);
    const { written, range } = value;
    if (typeof written === 'string' && isRecord(range))
      assert.equal(text.slice(Number(range['start']), Number(range['end'])), written);
    for (const each of Object.values(value)) check(each, outer);
  };
  const whole = { start: 0, end: text.length };
  check(parts, whole);
  check(problems, whole);
  const own = parts.flatMap((part) => (part.kind === 'streamPart' ? [part] : []));
  const tasks = own.flatMap(({ tasks: all = [] }) => all);
  for (const task of tasks) check(task, task.location.range);
  const keys = [...tasks, ...own.flatMap(({ notes = [] }) => notes)].map(({ key }) => key);
  assert.equal(new Set(keys).size, keys.length);
  for (const { tasks: listed = [], groups = [] } of own)
    assert.equal(
      groups.reduce((sum, { count }) => sum + count, 0),
      listed.length,
    );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
