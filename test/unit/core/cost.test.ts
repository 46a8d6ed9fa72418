import assert from 'node:assert/strict';
import type { Steps } from '../../../src/core/base/steps.ts';
import { mergeProgressFiles } from '../../../src/core/formats/tracking/merge/mergeProgressFiles.ts';
import { tickBoxes } from '../../../src/core/formats/tracking/workItemEdits.ts';
import { linksOf } from '../../../src/core/index/linkGraph.ts';
import { documentAtHand, toKey } from '../../../src/core/text/key.ts';
import { sameInSteps } from '../../../src/core/model/parsedDocument.ts';
import { readMarkdown } from '../../../src/core/text/markdownRemark.ts';
import { scanInSteps } from '../../../src/core/text/markdownScanner.ts';
import { SourceText } from '../../../src/core/text/sourceText.ts';
import { branchProgress } from '../../../src/core/views/branchProgress.ts';
import { noFilter } from '../../../src/core/views/filter.ts';
import { shownGit } from '../../../src/core/views/gitView.ts';
import { signalsOf } from '../../../src/core/views/signals.ts';
import { indexOf, outlineContext, parseAt } from '../../support/indexOf.ts';
import { toFile } from '../../support/parse.ts';
import { formatOf, parseContext } from '../../support/rules.ts';
import { shapes, type Files } from '../../support/shapes.ts';
import { workOn } from '../../support/shapeWork.ts';
import { stepsOf } from '../../support/steps.ts';

/** Characters of the smaller folder; the larger one has four times as many. */
const size = 1500;
/** Four times as much costs four times as much, and a little more where something is sorted. */
const growth = 5.5;

describe('a folder four times as large costs four times as much', () => {
  for (const [shape, make] of Object.entries(shapes))
    it(`when it is ${shape}`, () => {
      const small = workOn(make(size));
      const large = workOn(make(4 * size));
      for (const [name, work] of Object.entries(small)) {
        const before = stepsOf(work);
        const after = stepsOf(large[name] ?? work);
        assert.ok(after <= growth * before + 10 * size, `to ${name}: ${before} steps, then ${after}`);
      }
    });

  it('which is counted: a look at all of a list for each of its elements is seen', () => {
    const quadratic = (length: number): number => {
      const list = Array.from({ length }, (_, i) => `${i}`);
      return stepsOf(() => list.filter((each) => list.indexOf(each) === Number(each)));
    };
    assert.ok(quadratic(4000) > 12 * quadratic(1000));
    const linear = (length: number): number => stepsOf(() => 'a b '.repeat(length).split(' ').sort().join());
    assert.ok(linear(4000) < 4.1 * linear(1000));
  });
});

describe('a large file is read in steps, none of which does more than look a few times for a word in all of it', () => {
  /** Where one line is as long as the file, or what stands in its head. */
  const inOneLine =
    /^(?:a cell|a title|an owner|a status|one (?:row|long line|line)|many columns|many header|many lines of|a line of one|lines without)/;
  /** The dearest step of reading a file, and of finding out that nothing in it changed. */
  const dearest = (files: Files): number => {
    let most = 0;
    const run = <T>(steps: Steps<T>): T => {
      for (;;) {
        let step = undefined as IteratorResult<undefined, T> | undefined;
        most = Math.max(
          most,
          stepsOf(() => (step = steps.next())),
        );
        if (step?.done === true) return step.value;
      }
    };
    for (const [path, text] of Object.entries(files)) {
      const source = new SourceText(text);
      const scanned = run(scanInSteps(source));
      const markdown = scanned.kind !== 'blocks' ? readMarkdown(text) : scanned;
      assert.ok(markdown.kind === 'blocks');
      const format = formatOf(path);
      assert.ok(format);
      const parsed = run(
        format.parseInSteps(
          { syntax: 'markdown', ...documentAtHand('', path), source, markdown },
          parseContext,
        ),
      );
      assert.ok(run(sameInSteps(parsed, structuredClone(parsed))));
    }
    return most;
  };
  for (const [shape, make] of Object.entries(shapes))
    if (!inOneLine.test(shape))
      it(`when it is ${shape}`, () => {
        const files = make(20 * size);
        const longest = Math.max(...Object.values(files).map(({ length }) => length));
        const steps = dearest(files);
        assert.ok(steps <= 6 * longest + 4000, `${steps} in one of them, of ${longest} characters`);
      });
});

describe('a merge of texts four times as large costs four times as much', () => {
  const each = (n: number, line: (i: number) => string): string =>
    Array.from({ length: n }, (_, i) => line(i)).join('');
  const head = (columns = 0): string =>
    `| Task | Status | Owner ${'|a'.repeat(columns)}|\n|-|-|-${'|-'.repeat(columns)}|\n`;
  const row = (i: number, rest = 'todo|-|'): string => `|R${i}|${rest}\n`;
  const wide = (n: number, [even, odd]: readonly [string, string]): string =>
    head(n) + row(0, `todo|-|${each(n, (i) => `${i % 2 ? odd : even}|`)}`);
  const pairs: Readonly<
    Record<string, (n: number) => readonly [base: string | undefined, ours: string, theirs: string]>
  > = {
    'both changed every line': (n) => [
      each(n, (i) => `line ${i}\n`),
      each(n, (i) => `line ${i}, ours\n`),
      each(n, (i) => `line ${i}, theirs\n`),
    ],
    'both claimed every row': (n) => [
      head() + each(n, row),
      head() + each(n, (i) => row(i, 'wip|a|')),
      head() + each(n, (i) => row(i, 'wip|b|')),
    ],
    'nobody knows what every row comes from': (n) => [
      undefined,
      head() + each(n, (i) => row(i, 'wip|a|')),
      head() + each(n, (i) => row(i, 'wip|b|')),
    ],
    'one removed every other row, and the other claimed them all': (n) => [
      head() + each(n, row),
      head() + each(n, (i) => (i % 2 ? row(i) : '')),
      head() + each(n, (i) => row(i, 'wip|b|')),
    ],
    'a head is as wide as there are rows, which both changed': (n) => [
      head(n) + each(n, row),
      head(n) + each(n, (i) => row(i, 'wip|-|')),
      head(n) + each(n, (i) => row(i, 'todo|-|x|')),
    ],
    'both changed every other cell of one wide row': (n) => [
      wide(n, ['x', 'y']),
      wide(n, ['z', 'y']),
      wide(n, ['x', 'z']),
    ],
    'both added items everywhere': (n) => [
      each(n, (i) => `- a${i}\n`),
      each(n, (i) => `- a${i}\n- b${i}\n`),
      each(n, (i) => `- a${i}\n- c${i}\n`),
    ],
  };
  const lines = 600;
  for (const [name, make] of Object.entries(pairs))
    it(`where ${name}`, () => {
      const steps = (n: number): number => {
        const [base, ours, theirs] = make(n);
        return stepsOf(() => mergeProgressFiles(base, ours, theirs, { ours: 'a', theirs: 'b' }));
      };
      const before = steps(lines);
      const after = steps(4 * lines);
      assert.ok(after <= growth * before, `${before} steps, then ${after}`);
    });

  it('writes what both changed in a row that is too wide for its style', () => {
    const [base, ours, theirs] = pairs['both changed every other cell of one wide row']?.(4 * lines) ?? [];
    const merged = mergeProgressFiles(base, ours ?? '', theirs ?? '', { ours: 'a', theirs: 'b' });
    assert.deepEqual(merged.conflicts, []);
    assert.equal(merged.text.replaceAll(' ', ''), wide(4 * lines, ['z', 'z']).replaceAll(' ', ''));
  });
});

describe('four times as many branches that all work on the same cost four times as much', () => {
  const pathOf = (i: number): string => `tracking/progress/2026-06-11-b${i}.md`;
  const shared: Readonly<Record<string, { text?: string; changed?: readonly string[]; own?: number }>> = {
    'one criterion': { text: '| A-1 | wip |\n' },
    'one backlog item': { text: '| R | wip |\n\nBacklog: [b](../backlog/b.md)\n' },
    'one file': { changed: ['a.ts'] },
    'one file, and many of their own': { changed: ['a.ts'], own: 50 },
    'one branch': { text: '| A-1 | wip |\n\nBranch: x\n', changed: ['a.ts'] },
  };
  for (const [name, { text = '| R | wip |\n', changed = [], own = 0 }] of Object.entries(shared))
    it(`as ${name}`, () => {
      const steps = (n: number): number => {
        const paths = Array.from({ length: n }, (_, i) => pathOf(i));
        const index = indexOf({
          ...Object.fromEntries(
            paths.map((path, i) => [
              path,
              `${text.includes('Branch') ? '' : `Branch: b${i}\n`}Spec: [s](../../spec/s.md)\n\n| Task | Status |\n|-|-|\n${text}`,
            ]),
          ),
          'spec/s.md': '# S\n\n- **A-1** x\n',
          'tracking/backlog/b.md': '# B\n',
        });
        const streams = new Map(
          paths.map((path, i) => [
            toKey(path),
            {
              branch: `b${i}`,
              lastCommit: 0,
              changed: [...changed, ...Array.from({ length: own }, (_, k) => `${i}/${k}.ts`)],
              drifted: [],
              contains: [],
            },
          ]),
        );
        const git = {
          status: { streams, fileless: [] },
          now: 0,
          staleDays: 5,
          shown: new Set<string>(shownGit),
        };
        return stepsOf(() => {
          for (const stream of index.streams())
            assert.ok(signalsOf(index, stream, git).length < 210, 'what is told is limited');
        });
      };
      const before = steps(250);
      const after = steps(1000);
      assert.ok(after <= growth * before, `${before} steps, then ${after}`);
    });
});

describe('a file that holds a hundred thousand of something', () => {
  const path = 'tracking/progress/2026-06-11-feat-x.md';
  const head = 'Branch: x\n\n| Task | Status | Owner | Notes |\n|---|---|---|---|\n';
  const many = (part: (i: number) => string): string =>
    Array.from({ length: 130_000 }, (_, i) => part(i)).join('');
  const problems = (text: string): readonly string[] => parseAt(path, text).problems.map(({ code }) => code);

  it('is followed for the first links, and says so', () => {
    for (const text of [
      `Spec: ${many((i) => `[s](s${i}), `)}\n${head}`,
      `${head}| One | todo | - | ${many((i) => `[a](x${i}) `)} |\n`,
      `${head}\n## Notes\n\n${many((i) => `- [a](x${i})\n`)}`,
    ]) {
      const { parts, problems: found } = parseAt(path, text);
      assert.equal(linksOf(parts).length, 2000);
      assert.equal(found.filter(({ code }) => code === 'links.tooMany').length, 1);
    }
    const backlog = parseAt('tracking/backlog/a.md', `# A\n\n${many((i) => `[a](x${i}) `)}`);
    assert.equal(linksOf(backlog.parts).length, 2000);
    assert.deepEqual(problems(`${head}| One | todo | - | ${'[a](b) '.repeat(2000)} |\n`), []);
  });

  it('is read for the first criteria of a row, and says so', () => {
    const {
      parts: [part],
      problems: found,
    } = parseAt(path, `${head}| One | todo | - | ${many((i) => `A-${i} `)} |\n`);
    assert.equal(part?.kind === 'streamPart' ? part.tasks?.[0]?.mentions.length : 0, 200);
    assert.deepEqual(
      found.map(({ code }) => code),
      ['row.manyCriteria'],
    );
  });

  it('can be filtered, and has its boxes ticked', () => {
    const index = indexOf({
      [path]: `${head}| One | todo | - | |\n\n## Notes\n\n${many((i) => `- note ${i}\n`)}`,
    });
    const filter = { ...noFilter, text: '129999' };
    assert.equal(branchProgress(index, outlineContext({ filter })).length, 1);
    const boxes = toFile(`# A\n\n${many(() => '- [ ] a\n')}`, 'tracking/backlog/a.md');
    const ticked = tickBoxes(boxes);
    assert.equal(ticked.kind === 'edits' ? ticked.edits.length : 0, 130_000);
  });
});
