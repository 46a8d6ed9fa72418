import assert from 'node:assert/strict';
import v8 from 'node:v8';
import vm from 'node:vm';
import { ProjectIndex } from '../../../../src/core/index/projectIndex.ts';
import { toKey } from '../../../../src/core/text/key.ts';
import { indexOf, parseAt } from '../../../support/indexOf.ts';
import { defaultRules } from '../../../support/rules.ts';
import { shapes } from '../../../support/shapes.ts';
import { fixtures, markdownFiles } from '../../../support/texts.ts';

/** Where in what the index keeps a value has a range, or a table its columns. */
function placesIn(data: unknown, at = ''): readonly string[] {
  if (Array.isArray(data)) return data.flatMap((each, i) => placesIn(each, `${at}[${i}]`));
  if (typeof data !== 'object' || data === null) return [];
  const entries = Object.entries(data);
  const isValue = /\.(?:mentions|fields)\[\d+\]$/.test(at) || Object.hasOwn(data, 'written');
  return entries.flatMap(([name, each]) =>
    (isValue && name === 'range') || (name === 'columns' && /\.groups\[\d+\]$/.test(at))
      ? [`${at}.${name}`]
      : placesIn(each, `${at}.${name}`),
  );
}

const everything = [
  '---',
  'owner: maple',
  '---',
  '# feat-x - a title of more than twelve letters',
  '',
  'Branch: feat/of-more-than-twelve-letters',
  'Status: in progress since the beginning of May',
  'Priority: high, as everybody has said for weeks',
  'Owner: maple-of-the-northern-woods',
  'Reviewer: heron-of-the-southern-lake',
  'PR: https://example.org/a/repository/pull/482',
  'Spec: [a specification](../../spec/of-more-than-twelve-letters.md)',
  '',
  '## Tasks of more than twelve letters',
  '',
  '| ID | Task | Status | Owner | Notes | Reviewer |',
  '|---|---|---|---|---|---|',
  '| T-01-of-more-letters | A title of more than twelve letters | of no known status | maple-of-the-woods | serves REQUIREMENT-OF-A-LONG-NAME-01 and [links](../tech-debt/more.md) | heron-of-the-lake |',
  '| T-02-of-more-letters | Another title, **bold** &amp; long | ✅ Done, as everybody knows | - | REQUIREMENT-OF-A-LONG-NAME-01, REQUIREMENT-OF-A-LONG-NAME-02 | - |',
  '',
  '## Notes',
  '',
  '- maple-of-the-northern-woods: a note of more than twelve letters',
  '- **REQUIREMENT-OF-A-LONG-NAME-01** what should be true of all of it',
  '',
].join('\n');

const places = [
  'tracking/progress/2026-06-11-feat-x.md',
  'tracking/backlog/x.md',
  'tracking/tech-debt/x.md',
  'spec/x.md',
];

describe('what the index keeps of a file', () => {
  it('has no ranges of values', () => {
    const folders = [
      Object.fromEntries(places.map((path) => [path, everything])),
      ...Object.values(shapes).map((shape) => shape(2000)),
      Object.fromEntries(
        markdownFiles(fixtures).flatMap(({ text }, i) =>
          places.map((path) => [path.replace('x.md', `${i}.md`), text]),
        ),
      ),
    ];
    for (const files of folders)
      for (const { key, parts } of indexOf(files).files()) assert.deepEqual(placesIn(parts), [], key);
    const parsed = places.map((path) => placesIn(parseAt(path, everything).parts).length);
    assert.deepEqual(
      parsed.map((count) => count > 0),
      [true, true, true, false],
      'a file that was only parsed has them',
    );
  });

  it('says what the file says', () => {
    const said = (data: unknown): string =>
      JSON.stringify(data, (name, value: unknown) =>
        name === 'range' || name === 'columns' ? undefined : value,
      );
    for (const text of [everything, ...markdownFiles(fixtures).map((file) => file.text)])
      for (const path of places) {
        const parsed = parseAt(path, text);
        const index = new ProjectIndex(defaultRules);
        index.replace(toKey(path), parsed);
        const kept = index.file(toKey(path));
        assert.deepEqual(JSON.parse(said(kept)), JSON.parse(said(parsed)));
        assert.deepEqual(kept?.problems, parsed.problems);
      }
  });

  it('has equal words once', () => {
    const index = new ProjectIndex(defaultRules);
    for (const path of places.slice(0, 1)) index.replace(toKey(path), parseAt(path, everything));
    const other = 'tracking/progress/2026-06-12-feat-y.md';
    index.replace(toKey(other), parseAt(other, everything));
    const [one, two] = index.streams().map(({ tasks }) => tasks[0]);
    assert.ok(one !== undefined && two !== undefined);
    assert.equal(one.status, two.status);
    assert.equal(one.owner, two.owner);
    assert.equal(one.mentions, two.mentions);
    const items = ['a', 'b'].map((name) => `tracking/backlog/${name}.md`);
    for (const path of items) index.replace(toKey(path), parseAt(path, '# A\nOwner: maple\n'));
    const [a, b] = index.workItems('backlog').map(({ task }) => task);
    assert.ok(a !== undefined && b !== undefined);
    for (const name of ['status', 'owner', 'can', 'mentions', 'links', 'fields'] as const)
      assert.equal(a[name], b[name], name);
  });

  it('keeps nothing of the text alive', () => {
    v8.setFlagsFromString('--expose-gc');
    const collect = vm.runInNewContext('gc') as () => void;
    const size = 1 << 24;
    const used = (): number => {
      // The last text that was matched is kept by the engine.
      /x/.exec('x');
      collect();
      return process.memoryUsage().heapUsed;
    };
    const before = used();
    const index = new ProjectIndex(defaultRules);
    const read = (path: string): void => {
      index.replace(
        toKey(path),
        parseAt(path, `${everything}\n\`\`\`\n${'a code of no end '.repeat(size >> 4)}\n\`\`\`\n`),
      );
    };
    for (const path of places) read(path);
    assert.equal(index.size, places.length);
    assert.ok(used() - before < size, 'less than one of the four');
  });
});
