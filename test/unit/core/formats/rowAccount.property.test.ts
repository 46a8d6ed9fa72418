import assert from 'node:assert/strict';
import { itemIn } from '../../../../src/core/index/composeStream.ts';
import fc from 'fast-check';
import { joinRows } from '../../../../src/core/formats/tracking/joinRows.ts';
import { applyEdits } from '../../../../src/core/text/edit.ts';
import { lineAt } from '../../../../src/core/text/lineStarts.ts';
import { readMarkdown } from '../../../../src/core/text/markdownRemark.ts';
import { SourceText } from '../../../../src/core/text/sourceText.ts';
import { wellFormed } from '../../../support/arbitraries.ts';
import {
  hostileDocument,
  hostileList,
  hostileQuote,
  hostileTable,
  mutated,
} from '../../../support/hostile.ts';
import { parse, toFile, toOpen } from '../../../support/parse.ts';
import { corpora, fixtures, markdownFiles, runs } from '../../../support/texts.ts';

/** Lines that begin with a pipe, and have another one, behind the signs of lists and quotes. */
const looksLikeRow = /^(?:[ \t>]|(?:[-*+]|\d{1,9}[.)])[ \t])*\|.*?[^\\](?:\\\\)*\|/;

/** The lines of a text that look like rows and neither stand in a table, in code or in a comment, nor in a problem. */
function unaccounted(text: string): readonly string[] {
  const source = new SourceText(text);
  const markdown = readMarkdown(text);
  if (markdown.kind !== 'blocks') return [];
  const parsed = parse(text);
  const { problems } = parsed;
  const item = itemIn(parsed);
  assert.ok(item?.kind === 'stream');
  const lines = new Set<number>();
  const take = (start: number, end: number): void => {
    for (let line = source.lineAt(start); line <= source.lineAt(end); line++) lines.add(line);
  };
  for (const { kind, range } of [...markdown.blocks, ...markdown.nested])
    if (kind === 'table' || kind === 'code' || kind === 'frontMatter') take(range.start, range.end);
    else if (kind === 'html' && source.slice(range).startsWith('<!--')) take(range.start, range.end);
  const told = [...item.tasks.map(({ location }) => location), ...problems];
  for (const { range } of told) take(range.start, range.end);
  const missing: string[] = [];
  for (let line = 0; line < source.lineCount; line++) {
    const each = source.slice(source.lineRange(line));
    if (looksLikeRow.test(each) && !/^[ \t>]*\|{7}/.test(each) && !lines.has(line))
      missing.push(`${line + 1}: ${each}`);
  }
  return missing;
}

describe('each line that looks like a row is accounted for', () => {
  const files = [...markdownFiles(fixtures), ...markdownFiles(corpora)].filter(({ text }) => text.length > 0);
  const texts = {
    'well-formed files': wellFormed,
    'documents of hostile lines': hostileDocument,
    'tables of hostile cells': hostileTable,
    lists: hostileList,
    quotes: hostileQuote,
    'real texts with lines changed': mutated(files.map(({ text }) => text)),
  };
  for (const [name, arbitrary] of Object.entries(texts))
    it(`in ${name}`, () => {
      fc.assert(
        fc.property(arbitrary, (text) => {
          assert.deepEqual(unaccounted(text), []);
        }),
        { numRuns: Math.ceil(runs / 6) },
      );
    });

  it('in all files of other projects, read as progress files', () => {
    for (const { text } of files) if (text.length < 200_000) assert.deepEqual(unaccounted(text), []);
  });
});

describe('rows that blank lines cut off', () => {
  it('are the tasks that they are once they are joined', () => {
    fc.assert(
      fc.property(wellFormed, fc.array(fc.nat(30), { maxLength: 4 }), (text, gaps) => {
        const whole = parse(text);
        const all = itemIn(whole);
        assert.ok(all?.kind === 'stream');
        // Blank lines in front of rows whose status is known and said, of tables with outer pipes.
        const lines = text.split('\n');
        const open = all.tasks
          .filter(({ status }) => status.written !== '')
          .map(({ location: { range } }) => lineAt(whole.lineStarts, range.start));
        const at = new Set(gaps.flatMap((gap) => open[gap % Math.max(1, open.length)] ?? []));
        const ending = text.includes('\r\n') ? '\r\n' : '\n';
        const cut = lines.map((line, i) => (at.has(i) ? ending + line : line)).join('\n');
        const now = parse(cut);
        const kept = itemIn(now);
        assert.ok(kept?.kind === 'stream');
        const joined = joinRows(toOpen(toFile(cut)));
        assert.ok(joined.kind === 'edits');
        const applied = applyEdits(cut, joined.edits);
        assert.deepEqual(unaccounted(cut), []);
        const left = all.tasks.length - kept.tasks.length;
        assert.ok(left >= 0);
        if (left === 0) {
          assert.equal(applied.kind === 'applied' ? applied.text : '', text);
          assert.deepEqual(
            kept.tasks.map(({ title, status, owner }) => [title.value, status.value, owner.value]),
            all.tasks.map(({ title, status, owner }) => [title.value, status.value, owner.value]),
          );
        } else assert.ok(now.problems.some(({ code }) => code === 'row.stray'));
      }),
      { numRuns: Math.ceil(runs / 3) },
    );
  });
});
