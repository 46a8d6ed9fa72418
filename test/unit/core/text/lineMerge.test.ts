import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mergeProgressFiles } from '../../../../src/core/formats/tracking/merge/mergeProgressFiles.ts';
import { applyEdits } from '../../../../src/core/text/edit.ts';
import { DiffWork } from '../../../../src/core/text/lineDiff.ts';
import { lineEdits, mergeLines, type MergeRegion } from '../../../../src/core/text/lineMerge.ts';
import { SourceText } from '../../../../src/core/text/sourceText.ts';
import { runs } from '../../../support/texts.ts';

const head = '# x\n\nBranch: x\n\n| Task | Status | Owner | Notes |\n|---|---|---|---|\n';
const rows = (n: number, row: (i: number) => string): string =>
  head + Array.from({ length: n }, (_, i) => `${row(i)}\n`).join('');
const todo = (i: number): string => `| Row ${i} | todo | - | |`;

/** Base, ours and theirs for a number of lines. */
const shapes: Record<string, (n: number) => readonly [base: string, ours: string, theirs: string]> = {
  'blank lines': (n) => ['\n'.repeat(n), `${'\n'.repeat(n)}a\n`, `b\n${'\n'.repeat(n)}`],
  'notes with a blank line between': (n) => {
    const notes = Array.from({ length: n }, (_, i) => `maple: note ${i} says something.\n\n`).join('');
    const base = `${rows(2, todo)}\n## Notes\n\n${notes}`;
    return [
      base,
      base.replace('note 10 says', 'note 10 tells'),
      base.replace('Row 1 | todo | -', 'Row 1 | wip | oak'),
    ];
  },
  'every row noted here and claimed there': (n) => [
    rows(n, todo),
    rows(n, (i) => `| Row ${i} | todo | - | n${i} |`),
    rows(n, (i) => `| Row ${i} | wip | oak | |`),
  ],
  'every row claimed by both': (n) => [
    rows(n, todo),
    rows(n, (i) => `| Row ${i} | wip | oak | |`),
    rows(n, (i) => `| Row ${i} | wip | maple | |`),
  ],
  'rows sorted the other way': (n) => [
    rows(n, todo),
    rows(n, (i) => todo(n - 1 - i)),
    rows(n, (i) => `| Row ${i} | wip | oak | |`),
  ],
  'other lines on each side': (n) => {
    const lines = (word: string): string => Array.from({ length: n }, (_, i) => `${word}${i}\n`).join('');
    return [lines('a'), lines('b'), lines('c')];
  },
};

describe('comparing lines', () => {
  const names = { ours: 'a', theirs: 'b' };
  const cost = (shape: (n: number) => readonly [string, string, string], n: number): number => {
    const work = new DiffWork();
    const [base, ours, theirs] = shape(n);
    const merged = mergeProgressFiles(base, ours, theirs, names, () => 'ours', work);
    lineEdits(new SourceText(ours), merged.text, work);
    return work.steps;
  };

  for (const [name, shape] of Object.entries(shapes))
    it(`takes about twice the steps for twice the lines: ${name}`, () => {
      const [one, two] = [cost(shape, 1500), cost(shape, 3000)];
      assert.ok(two <= one * 2.6, `${one} steps, then ${two}`);
      assert.ok(two <= 3000 * 100, `${two} steps`);
    });

  it('takes no more than its limit for lines of which none stands once, and is right all the same', () => {
    const limit = 200_000;
    const [base, ours, theirs] = ['a\nb\n'.repeat(3000), 'b\na\n'.repeat(3000), 'a\na\nb\n'.repeat(2000)];
    const work = new DiffWork(limit);
    mergeProgressFiles(base, ours, theirs, names, () => 'ours', work);
    // Besides what the limit is for, each line is looked at some times.
    assert.ok(work.steps < limit + 6000 * 50, `${work.steps} steps`);
    const edits = lineEdits(new SourceText(ours), theirs, new DiffWork(1));
    const result = applyEdits(ours, edits);
    assert.ok(result.kind === 'applied' && result.text === theirs);
  });

  it('finds every claim also when nothing is left of the limit', () => {
    const [base, ours, theirs] = shapes['every row noted here and claimed there']?.(50) ?? ['', '', ''];
    const { text } = mergeProgressFiles(base, ours, theirs, names, () => 'ours', new DiffWork(0));
    assert.equal(
      text,
      rows(50, (i) => `| Row ${i} | wip | oak | n${i} |`),
    );
  });

  it('settles each line by itself: one that only one side changed is that side’s', () => {
    const line = fc.constantFrom('a', 'b', 'c', '');
    const change = fc.constantFrom('keep', 'change', 'keep', 'keep');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(line, change, change), { maxLength: 20 }),
        fc.boolean(),
        (lines, usedUp) => {
          // Every line its own, so that it is known which line became which.
          const base = lines.map(([text], i) => `${text}${i}`);
          const side = (at: 1 | 2): string[] =>
            base.map((text, i) => (lines[i]?.[at] === 'change' ? `${text} of ${at}` : text));
          const regions = mergeLines(side(1), base, side(2), new DiffWork(usedUp ? 0 : 1e6));
          const texts = { ours: side(1), base, theirs: side(2) };
          const result = regions.flatMap((region: MergeRegion) =>
            region.kind === 'open'
              ? ['?']
              : texts[region.side].slice(region.span.from, region.span.from + region.span.count),
          );
          assert.deepEqual(
            result,
            base.map((text, i) => {
              const [own, other] = [side(1)[i] ?? '', side(2)[i] ?? ''];
              if (own === text) return other;
              return other === text ? own : '?';
            }),
          );
        },
      ),
      { numRuns: runs },
    );
  });
});
