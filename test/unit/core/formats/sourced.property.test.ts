import assert from 'node:assert/strict';
import { itemIn } from '../../../../src/core/index/composeStream.ts';
import fc from 'fast-check';
import type { Task } from '../../../../src/core/model/item.ts';
import { splitRow } from '../../../../src/core/text/pipeRow.ts';
import type { Range } from '../../../../src/core/text/range.ts';
import { wellFormed } from '../../../support/arbitraries.ts';
import { hostileDocument, hostileQuote, hostileTable, mutated } from '../../../support/hostile.ts';
import { parseAt } from '../../../support/indexOf.ts';
import { parse, tasks } from '../../../support/parse.ts';
import { corpora, fixtures, markdownFiles, runs } from '../../../support/texts.ts';

/** What does not stand where a row says that it does. */
function misplaced(text: string): readonly string[] {
  const item = itemIn(parse(text));
  assert.ok(item?.kind === 'stream');
  const at = ({ start, end }: Range): string => text.slice(start, end);
  return item.tasks.flatMap(
    ({ title, status, owner, text: notes, mentions, fields, location: { range: row } }) => {
      const wrong: string[] = [];
      // A check box has no cells.
      const isBox = status.range !== undefined && text[status.range.start - 1] === '[';
      const places = (splitRow(text, row)?.cells ?? []).map(({ content }) => content);
      const isPlace = ({ start, end }: Range): boolean =>
        [...places, { start: row.end, end: row.end }].some(
          (each) => each.start === start && each.end === end,
        );
      const isInside = ({ start, end }: Range): boolean =>
        row.start <= start && start <= end && end <= row.end;
      for (const [name, value] of Object.entries({ title, status, owner, notes })) {
        if (value === undefined) continue;
        const { written, range } = value;
        const there = range === undefined ? '' : isBox ? at(range) : at(range).replaceAll('\\|', '|');
        if (there !== written) wrong.push(`${name}: ${JSON.stringify(value)}`);
        if (range !== undefined && !(isBox ? isInside(range) : isPlace(range)))
          wrong.push(`${name} is no cell of its row`);
      }
      for (const { id, range } of mentions)
        if (range === undefined || !isInside(range) || (at(range) !== id && !at(range).includes('\\')))
          wrong.push(`${id}: ${range === undefined ? 'nowhere' : at(range)}`);
      for (const { name, range } of fields)
        if (range === undefined || !isInside(range)) wrong.push(`field ${name}`);
      return wrong;
    },
  );
}

describe('what a row says stands where it says', () => {
  const files = [...markdownFiles(fixtures), ...markdownFiles(corpora)].filter(({ text }) => text.length > 0);
  const texts = {
    'well-formed files': wellFormed,
    'documents of hostile lines': hostileDocument,
    'tables of hostile cells': hostileTable,
    quotes: hostileQuote,
    'real texts with lines changed': mutated(files.map(({ text }) => text)),
  };
  for (const [name, arbitrary] of Object.entries(texts))
    it(`in ${name}`, () => {
      fc.assert(
        fc.property(arbitrary, (text) => {
          assert.deepEqual(misplaced(text), []);
        }),
        { numRuns: Math.ceil(runs / 10) },
      );
    });
});

describe('a value', () => {
  const head = '| Task | Status | Owner | Notes |\n|---|---|---|---|\n';
  const [empty, short] = tasks(`${head}| One | todo | | |\n| Two | todo\n`);
  const places = (task: Task | undefined) => [task?.owner.range, task?.text?.range];

  it('that is not written has a place in its empty cell', () => {
    const at = (text: string): number => `${head}| One | todo |`.length + text.length;
    assert.equal(empty?.owner.written, '');
    assert.deepEqual(
      places(empty).map((range) => [range?.start, range?.end]),
      [
        [at(' '), at(' ')],
        [at(' | '), at(' | ')],
      ],
    );
  });

  it('of a row that is too short has a place at its end', () => {
    const end = short?.location.range.end ?? 0;
    assert.deepEqual(places(short), [
      { start: end, end },
      { start: end, end },
    ]);
  });

  it('of a table without its column has no place', () => {
    const [task] = tasks('| Task | Status |\n|---|---|\n| One | todo |\n');
    assert.deepEqual([task?.owner, task?.text], [{ value: undefined, written: '' }, undefined]);
  });

  it('of the head stands behind its key, without the quotes of front matter', () => {
    for (const text of [
      '---\nstatus: "In Progress" # since May\npriority: high\nowner: maple\n---\n# A\n',
      '# A\n\nStatus: In Progress\nPriority: high\nOwner: maple\n',
      '# A\n\n| Field | Value |\n|---|---|\n| Status | In Progress |\n| Priority | high |\n| Owner | maple |\n',
    ]) {
      const item = itemIn(parseAt('tracking/backlog/a.md', text));
      assert.ok(item?.kind === 'workItem');
      const { priority, task } = item;
      assert.deepEqual(
        [task.title, task.status, priority, task.owner].map((each) =>
          text.slice(each?.range?.start, each?.range?.end),
        ),
        ['A', 'In Progress', 'high', 'maple'],
      );
    }
  });
});
