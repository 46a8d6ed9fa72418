// What the worst known texts, patterns and merges cost the extension host's thread, at one size and at four times that size.
import { mergeProgressFiles } from '../../src/core/formats/tracking/merge/mergeProgressFiles.ts';
import { ProjectIndex } from '../../src/core/index/projectIndex.ts';
import { toCriteriaShape } from '../../src/core/model/criteria.ts';
import { documentAtHand, toKey, type Key } from '../../src/core/text/key.ts';
import { toGlob } from '../../src/core/text/glob.ts';
import { lineEdits } from '../../src/core/text/lineMerge.ts';
import { SourceText } from '../../src/core/text/sourceText.ts';
import { scanInSteps } from '../../src/core/text/markdownScanner.ts';
import { readMarkdown } from '../../src/core/text/markdownRemark.ts';
import { criterionLenses, streamLenses } from '../../src/core/views/lenses.ts';
import { runInSlices } from '../../src/project/slices.ts';
import { indexOf } from '../support/indexOf.ts';
import { defaultRules, formatOf, parseContext } from '../support/rules.ts';
import { shapes } from '../support/shapes.ts';
import { workOn } from '../support/shapeWork.ts';

/** Milliseconds; a growth of 4 is linear, 16 quadratic, 64 cubic. */
export interface WorstCase {
  readonly of: string;
  readonly worst: string;
  readonly small: number;
  readonly large: number;
  readonly growth: number;
}

/** Characters of the smaller folder. */
const size = 16_384;
/** Lines of the smaller merge. */
const lines = 250;
/** Shorter times say nothing about growth. */
const least = 2;

function timed(work: () => unknown): number {
  const begun = performance.now();
  work();
  return performance.now() - begun;
}

const round = (value: number): number => Math.round(value * 10) / 10;

function toCase(of: string, worst: string, small: number, large: number): WorstCase {
  const short = worst.length > 50 ? `${worst.slice(0, 50)}…` : worst;
  const growth = round(large / Math.max(small, least));
  return { of, worst: short, small: round(small), large: round(large), growth };
}

function compare(of: string, worst: string, work: (n: number) => unknown, n: number): WorstCase {
  // The first time is the compiler's.
  timed(() => work(n));
  return toCase(
    of,
    worst,
    timed(() => work(n)),
    timed(() => work(4 * n)),
  );
}

/** For each folder the work that costs most. */
function* measureShapes(): Iterable<WorstCase> {
  for (const [of, make] of Object.entries(shapes)) {
    const small = workOn(make(size));
    const large = workOn(make(4 * size));
    const all = Object.entries(small).map(([name, work]) => {
      timed(work);
      return toCase(of, name, timed(work), timed(large[name] ?? work));
    });
    const [dearest] = all.sort((a, b) => b.large - a.large);
    if (dearest !== undefined) yield dearest;
  }
}

function* measurePatterns(): Iterable<WorstCase> {
  for (const glob of ['**/a/'.repeat(6) + 'z.md', '*a*a*a/'.repeat(3) + 'z.md', '{a,b}'.repeat(40)])
    yield compare('a path', glob, (n) => toGlob([glob])(`${'a/'.repeat(n)}b.md`), 2000);
  for (const pattern of ['(?:.A+)+', '(a+)+b', '(?:\\w*-?){30}1']) {
    const shape = toCriteriaShape(pattern);
    const words = (n: number): string => `${'A'.repeat(60)}b ${'a'.repeat(60)} `.repeat(n);
    if (shape.kind === 'shape') yield compare('words', pattern, (n) => shape.find(words(n)), 100);
  }
}

function* measureMerges(): Iterable<WorstCase> {
  const head = '| Task | Status | Owner | Notes |\n|---|---|---|---|\n';
  const each = (n: number, line: (i: number) => string): string =>
    Array.from({ length: n }, (_, i) => line(i)).join('');
  const row = (i: number, rest = '| todo | - | |'): string => `| Row ${i} ${rest}\n`;
  const notes = (n: number, last = ''): string => `## Notes\n\n${each(n, (i) => `- a note ${i}\n\n`)}${last}`;
  const merges: Readonly<
    Record<string, (n: number) => readonly [base: string, ours: string, theirs: string]>
  > = {
    'blank lines': (n) => ['\n'.repeat(n), `${'\n'.repeat(n)}a\n`, `b\n${'\n'.repeat(n)}`],
    'ordinary notes': (n) => [notes(n), `# X\n\n${notes(n)}`, notes(n, '- another\n')],
    'two kinds of lines': (n) => ['a\nb\n'.repeat(n / 2), 'b\na\n'.repeat(n / 2), 'a\na\nb\n'.repeat(n / 3)],
    'rows noted here, claimed there': (n) => [
      head + each(n, (i) => row(i)),
      head + each(n, (i) => row(i, `| todo | - | n${i} |`)),
      head + each(n, (i) => row(i, '| wip | maple | |')),
    ],
    'rows turned around': (n) => [
      head + each(n, (i) => row(i)),
      head + each(n, (i) => row(n - i)),
      head + each(n, (i) => row(i, '| wip | maple | |')),
    ],
  };
  for (const [of, make] of Object.entries(merges))
    yield compare(
      of,
      'merge',
      (n) => {
        const [base, ours, theirs] = make(n);
        const merged = mergeProgressFiles(base, ours, theirs, { ours: 'a', theirs: 'b' }, () => 'ours');
        lineEdits(new SourceText(ours), merged.text);
      },
      lines,
    );
}

/** Off the host's thread, and ended there: this is what the limit is for. */
function* measureRemark(): Iterable<WorstCase> {
  for (const [of, text] of [
    ['nested quotes', '>'],
    ['emphasis', '*a_ '],
    ['ordinary HTML and rows', '<br>\n\n| a | b |\n|---|---|\n| c | d |\n\n'],
  ] as const)
    yield compare(of, 'remark', (n) => readMarkdown(text.repeat(Math.ceil(n / text.length))), 2000);
}

/** How long the thread is held at a time by reading a file of nearly the largest size, and how long it takes in all. */
async function measureTurns(): Promise<object[]> {
  const large = 4_800_000;
  const rows = (row: (i: number) => string): string =>
    Array.from({ length: large / row(1000).length }, (_, i) => row(i)).join('');
  const files: Readonly<Record<string, string>> = {
    'tracking/progress/2026-06-11-rows.md': `| Task | Status | Owner | Notes |\n|---|---|---|---|\n${rows((i) => `| Wire up policy ${i} | todo | - | A-${i} |\n`)}`,
    'tracking/progress/2026-06-11-notes.md': `## Notes\n\n${rows((i) => `- maple: more of ${i} is done\n`)}`,
    'spec/s.md': `# S\n\n${rows((i) => `- **A-${i}** The client tries again, up to ${i} times.\n`)}`,
  };
  const measured: object[] = [];
  for (const [path, text] of Object.entries(files)) {
    let since = performance.now();
    let longest = 0;
    const host = {
      now: () => performance.now(),
      pause: async () => {
        longest = Math.max(longest, performance.now() - since);
        await new Promise((resolve) => setImmediate(resolve));
        since = performance.now();
      },
    };
    const begun = since;
    const source = new SourceText(text);
    const markdown = await runInSlices(host, scanInSteps(source));
    const format = formatOf(path);
    if (format === undefined || markdown.kind !== 'blocks') throw new Error(path);
    const parsed = await runInSlices(
      host,
      format.parseInSteps(
        { syntax: 'markdown', ...documentAtHand('', path), source, markdown },
        parseContext,
      ),
    );
    const read = performance.now() - begun;
    await host.pause();
    const index = timed(() => new ProjectIndex(defaultRules).replace(toKey(path), parsed));
    measured.push({ path, read: round(read), longestTurn: round(longest), index: round(index) });
  }
  return measured;
}

/** The lenses of a spec and of its tasks, once both are read: what an editor waits for each time that one of them changes. */
function measureLenses(): WorstCase {
  const work = (n: number): (() => unknown) => {
    const ids = Array.from({ length: n }, (_, i) => `A-${i}`);
    const index = indexOf({
      'spec/s.md': `# S\n\n${ids.map((id) => `- **${id}** The client tries again.\n`).join('')}`,
      'tracking/progress/2026-06-11-rows.md': `Branch: rows\nSpec: [s](../../spec/s.md)\n\n| Task | Status | Owner | Notes |\n|---|---|---|---|\n${ids.map((id) => `| Wire ${id} | todo | - | ${id} |\n`).join('')}`,
    });
    const [spec] = index.specs();
    const [stream] = index.streams();
    if (spec?.criteria.length !== n || stream?.tasks.length !== n) throw new Error('not what is measured');
    const context = { me: 'maple', writable: true };
    const linesOf = (key: Key) => ({ ...context, lineStarts: index.file(key)?.lineStarts ?? [0] });
    return () => [
      spec.criteria.map((each) => criterionLenses(each, index.tasksOf(spec, each.id), linesOf(spec.key))),
      streamLenses(stream, linesOf(stream.key)),
    ];
  };
  const [small, large] = [work(1_000), work(4_000)];
  timed(small);
  return toCase('lenses', '1,000 criteria and 1,000 rows', timed(small), timed(large));
}

const results = [
  measureLenses(),
  ...measureShapes(),
  ...measurePatterns(),
  ...measureMerges(),
  ...measureRemark(),
];
console.table(results.sort((a, b) => b.growth - a.growth));
console.table(await measureTurns());
