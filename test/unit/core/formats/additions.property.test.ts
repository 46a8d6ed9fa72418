import assert from 'node:assert/strict';
import fc from 'fast-check';
import { progressFile } from '../../../../src/core/formats/tracking/progressFile.ts';
import { applyEdits } from '../../../../src/core/text/edit.ts';
import { wellFormed } from '../../../support/arbitraries.ts';
import { partOf, stream, tasks, toFile, toOpen } from '../../../support/parse.ts';
import { runs } from '../../../support/texts.ts';

/** The text with a task added, or the refusal's code. */
function add(text: string, title: string, criterion?: string): string {
  const open = toOpen(toFile(text));
  const task = { title, ...(criterion === undefined ? {} : { mentions: [criterion] }) };
  const result = progressFile.tasks?.add?.(open, partOf(open), task, {
    preferred: () => undefined,
    now: '2026-06-20T12:00:00Z',
  });
  assert.ok(result);
  if (result.kind === 'refused') return result.code;
  const applied = applyEdits(text, result.edits);
  assert.ok(applied.kind === 'applied');
  return applied.text;
}

function note(text: string, said: string): string {
  const open = toOpen(toFile(text));
  const result = progressFile.tasks?.addNote?.(open, partOf(open), said, {
    preferred: () => undefined,
    now: '2026-06-20T12:00:00Z',
  });
  assert.ok(result);
  if (result.kind === 'refused') return result.code;
  const applied = applyEdits(text, result.edits);
  assert.ok(applied.kind === 'applied');
  return applied.text;
}

const head = '# x\n\nBranch: feat/x\n\n## Tasks\n\n';

describe('a task that is added', () => {
  it('stands below the last row, in the style of the table', () => {
    const aligned = `${head}| Task     | Status | Owner | Notes  |\n| -------- | ------ | ----- | ------ |\n| One      | done   | otter | FR-001 |\n`;
    assert.equal(add(aligned, 'Two', 'FR-002'), `${aligned}| Two      | todo   | -     | FR-002 |\n`);
    const compact = `${head}|Task|Status|\n|-|-|\n|One|✅ Done|\n|Two|Not started|`;
    assert.equal(add(compact, 'Three'), `${compact}\n|Three|Not started|`);
    const bare = `${head}Task | Status | Owner\n--- | --- | ---\nOne | done | otter\n\nMore text.\n`;
    assert.equal(add(bare, 'Two'), bare.replace('otter\n', 'otter\nTwo | todo | -\n'));
    const empty = `${head}| Task | Status | Owner | Notes |\n| --- | --- | --- | --- |\n| One | todo | |   |\n`;
    assert.equal(add(empty, 'Two'), `${empty}| Two | todo | |   |\n`);
  });

  it('fills every column that it knows, and keeps line endings', () => {
    const text =
      '| # | Task | Status | Owner | PR |\r\n| --- | --- | --- | --- | --- |\r\n| 7 | One | todo | TBD | 12 |\r\n';
    assert.equal(add(text, 'Two'), `${text}| 8 | Two | todo | TBD |  |\r\n`);
    const named = '| ID | Task | Status |\n| --- | --- | --- |\n| T-009 | One | todo |\n';
    assert.equal(add(named, 'Two', 'FR-1'), `${named}| T-010 | Two (FR-1) | todo |\n`);
  });

  it('is numbered behind every row of the file, also those that no table of tasks has', () => {
    const table = '| ID | Task | Status |\n| --- | --- | --- |\n| EX-4 | One | todo |\n';
    const idOf = (text: string): string | undefined =>
      tasks(add(text, 'New')).find(({ title }) => title.value === 'New')?.id;
    for (const rest of [
      '\n| EX-5 |\n',
      '\n| EX-5 | Two | some day |\n',
      '\nEX-5 | Two | todo\n',
      '\n> text\n> | EX-5 | Two |\n',
      '\n## Later\n\n| What | Was |\n| --- | --- |\n| Two | EX-5 |\n',
    ])
      assert.equal(idOf(`${head}${table}${rest}`), 'EX-6', rest);
    assert.equal(idOf(`${head}${table}\nText of EX-5 | EX-7\n`), 'EX-5');
    const numbers = '| # | Task | Status |\n| --- | --- | --- |\n| 4 | One | todo |\n';
    const added = add(
      `${head}${numbers}\n| 5 | Two | some day |\n\n| Year | Sum |\n| --- | --- |\n| 2026 | 300 |\n`,
      'New',
    );
    assert.match(added, /^\| 6 \| New \| todo \|$/m);
  });

  it('gets a table set apart by blank lines where there is none, whatever the file ends with', () => {
    const table = '| Task | Status | Owner | Notes |\n| --- | --- | --- | --- |\n| One | todo | - | |\n';
    const section = `\n## Tasks\n\n${table}`;
    const start = '# x\nBranch: feat/x\n';
    for (const end of [
      '',
      '\nText.\n',
      '\n- item\n',
      '\n<details>\ntext\n',
      '\n> quote\n',
      '\n```\ncode\n```\n',
      '\n## Next\n',
      '\n<!-- a -->\n',
    ])
      assert.equal(add(start + end, 'One'), start + end + section, end);
    assert.equal(add('# x\nBranch: feat/x', 'One'), `# x\nBranch: feat/x\n${section}`.trimEnd());
    assert.equal(add(`${start}## Notes\n- a\n`, 'One'), `${start}${section}\n## Notes\n- a\n`);
    assert.equal(add(`${start}## Tasks\n## Notes\n`, 'One'), `${start}## Tasks\n\n${table}\n## Notes\n`);
    for (const open of ['```\ncode\n', '<!-- open\n', '~~~~\n~~~\n'])
      assert.equal(add(`${start}\nText.\n\n${open}`, 'One'), `${start}\nText.\n${section}\n${open}`, open);
    assert.deepEqual(
      tasks(add('', 'One')).map(({ title }) => title.value),
      ['One'],
    );
  });

  it('goes into the last of several tables, and into an empty one', () => {
    const empty = `${head}| Task | Status | Owner | Notes |\n| --- | --- | --- | --- |\n\n## Notes\n`;
    assert.equal(add(empty, 'One'), empty.replace('--- |\n\n', '--- |\n| One | todo | - |  |\n\n'));
  });

  /** A file of one table after the other: its heading, a head, rows. */
  const phases = (...tables: readonly (readonly string[])[]): string =>
    `# x\n\nBranch: feat/x\n${tables.map(([heading = '', ...rows]) => `\n## ${heading}\n\n${rows.map((row, i) => `| ${row} |\n${i === 0 ? `|${'---|'.repeat(row.split('|').length)}\n` : ''}`).join('')}`).join('')}`;
  const added = (text: string, title: string): string[] => {
    const before = text.split('\n');
    return add(text, title)
      .split('\n')
      .flatMap((line, i, all) => (before.includes(line) ? [] : [`${all[i - 1] ?? ''} > ${line}`]));
  };

  it('goes where something is left to do, never among what is finished', () => {
    const done = ['Done', 'Task | Status', 'Old | done'];
    assert.deepEqual(added(phases(['Active', 'Task | Status', 'One | wip'], done), 'Two'), [
      '| One | wip | > | Two | todo |',
    ]);
    assert.deepEqual(added(phases(['Active', 'Task | Status'], done), 'Two'), ['|---|---| > | Two | todo |']);
    assert.deepEqual(
      added(phases(['Active', 'Task | Status', 'One | done'], ['✅ Completed', ...done.slice(1)]), 'Two'),
      ['| One | done | > | Two | todo |'],
    );
    assert.deepEqual(
      added(phases(['Phase 1', 'Task | Status', 'One | done'], ['Phase 2', ...done.slice(1)]), 'Two'),
      ['| Old | done | > | Two | todo |'],
    );
    assert.deepEqual(added(phases(done), 'Two'), ['| Old | done | > | Two | todo |']);
  });

  it('gets an ID that no row of the file has, in the form of its table', () => {
    const row = (...tables: readonly (readonly string[])[]): string =>
      added(phases(...tables), 'Two')
        .join()
        .split(' > ')[1] ?? '';
    const head = 'ID | Task | Status';
    assert.equal(
      row(['Active', head, 'B-1 | One | todo'], ['Done', head, 'B-7 | Old | done']),
      '| B-8 | Two | todo |',
    );
    assert.equal(
      row(['Active', head, 'b-1 | One | todo'], ['Done', head, 'B-7 | Old | done']),
      '| b-2 | Two | todo |',
    );
    assert.equal(
      row(['API', head, 'API-09 | One | todo'], ['UI', head, 'UI-3 | Old | done']),
      '| API-10 | Two | todo |',
    );
    assert.equal(row(['Active', head], ['Done', head, 'B-7 | Old | done']), '| B-8 | Two | todo |');
    assert.equal(row(['Active', head, 'setup | One | todo']), '|  | Two | todo |');
  });

  it('is numbered as the tables are: on through the file, or anew in each', () => {
    const row = (...tables: readonly (readonly string[])[]): string =>
      added(phases(...tables), 'Two')
        .join()
        .split(' > ')[1] ?? '';
    const head = '# | Task | Status';
    assert.equal(
      row(['Phase 2', head, '11 | One | todo', '12 | Zoom | todo'], ['Phase 1', head, '10 | Old | done']),
      '| 13 | Two | todo |',
    );
    assert.equal(
      row(['Phase 1', head, '1 | One | done'], ['Phase 2', head, '2 | Old | todo']),
      '| 3 | Two | todo |',
    );
    assert.equal(
      row(['Phase 1', head, '1 | One | todo'], ['Phase 2', head, '1 | Old | done', '2 | Older | done']),
      '| 2 | Two | todo |',
    );
    assert.equal(
      row(['Phase 1', head, '1.1 | One | done', '1.2 | Old | done'], ['Phase 2', head, '2.1 | Odd | todo']),
      '| 2.2 | Two | todo |',
    );
  });

  it('makes the table where there is none', () => {
    const table = '| Task | Status | Owner | Notes |\n| --- | --- | --- | --- |\n| One | todo | - | FR-1 |\n';
    assert.equal(
      add('# x\n\nBranch: feat/x\n', 'One', 'FR-1'),
      `# x\n\nBranch: feat/x\n\n## Tasks\n\n${table}`,
    );
    assert.equal(
      add('# x\nBranch: feat/x\n## Notes\n- a\n', 'One', 'FR-1'),
      `# x\nBranch: feat/x\n\n## Tasks\n\n${table}\n## Notes\n- a\n`,
    );
    assert.equal(add(head, 'One', 'FR-1').trimEnd(), `${head}${table}`.trimEnd());
    assert.equal(tasks(add('', 'One')).length, 1);
  });

  it('is refused where it cannot stand', () => {
    const text = `${head}| Task | Status |\n| --- | --- |\n| One | todo |\n`;
    assert.equal(add(text, 'One'), 'task.exists');
    assert.equal(add(text, '*One*'), 'task.exists');
    assert.equal(add(text, ' '), 'task.title');
    assert.equal(add(text, 'a\nb'), 'task.title');
    assert.equal(add(`${text}<<<<<<< a\n=======\n>>>>>>> b\n`, 'Two'), 'file.conflict');
    assert.equal(add('# x\n\n| Task | Owner |\n| --- | --- |\n| One | - |\n', 'Two'), 'table.noStatus');
    assert.equal(add('Task | Status\n--- | ---\nOne | todo\n', '- Two'), 'task.title');
  });

  it('reads back as it was meant, and changes nothing else', () => {
    const title = fc
      .array(
        fc.constantFrom('a', 'Über', '|', '`x`', '\\', '*', '🦦', '[', '](b)', '<b>', '$(x)', '-', '1.'),
        { minLength: 1, maxLength: 4 },
      )
      .map((parts) => `New ${parts.join(' ')}`);
    fc.assert(
      fc.property(wellFormed, title, (text, name) => {
        const after = add(text, name, 'FR-1');
        if (!after.includes('\n')) return;
        const before = tasks(text);
        const now = tasks(after);
        assert.equal(now.length, before.length + 1, after);
        const added = now.find(({ key }) => !before.some((each) => each.key === key));
        assert.ok(added);
        assert.ok(added.ambiguous !== true);
        const unclear = (all: typeof now): number => all.filter(({ ambiguous }) => ambiguous === true).length;
        assert.equal(unclear(now), unclear(before), 'no row is harder to tell apart than it was');
        assert.deepEqual(
          [added.status.value, added.owner.value, added.mentions.some(({ id }) => id === 'FR-1')],
          ['todo', undefined, true],
        );
        const kept = after.split(/\r\n|\r|\n/).filter((line) => !text.split(/\r\n|\r|\n/).includes(line));
        assert.equal(kept.length, 1, 'one line is new');
      }),
      { numRuns: Math.ceil(runs / 3) },
    );
  });
});

describe('a note that is added', () => {
  it('stands below the last one, with its marker', () => {
    const text = `${head}x\n\n## Notes\n\n* otter: one\n* maple: two\n  on two lines\n\n## Links\n`;
    assert.equal(note(text, 'me: three'), text.replace('two lines\n', 'two lines\n* me: three\n'));
    const numbers = '# x\n\n## Notes\n1. one\n2. two';
    assert.equal(note(numbers, 'me: three'), `${numbers}\n3. me: three`);
  });

  it('goes into the section that is there, however it is called', () => {
    for (const heading of [
      '## 📝 Notes',
      '## 3. Notes',
      '### Handoff notes',
      '## 🗒️ Notes & decisions',
      '## [Notes](x)',
    ]) {
      const text = `# x\n\n${heading}\n\n- otter: a\n`;
      assert.equal(note(text, 'me: b'), `${text}- me: b\n`);
    }
    for (const heading of ['## Notebook', '## Release Notes', '# Notes'])
      assert.match(note(`# x\n\n${heading}\n\n- a\n`, 'me: b'), /- a\n\n## Notes\n\n- me: b\n$/);
  });

  it('makes the section where there is none', () => {
    assert.equal(note('# x\n\nBranch: feat/x\n', 'me: a'), '# x\n\nBranch: feat/x\n\n## Notes\n\n- me: a\n');
    assert.equal(note('# x\nBranch: feat/x\n', 'me: a'), '# x\nBranch: feat/x\n## Notes\n- me: a\n');
    assert.equal(note('# x\n\n## Notes\n', 'me: a').trimEnd(), '# x\n\n## Notes\n\n- me: a');
  });

  it('is refused without a text, on two lines, and between conflict markers', () => {
    assert.equal(note('# x\n', ' '), 'note.text');
    assert.equal(note('# x\n', 'a\nb'), 'note.text');
    assert.equal(note('<<<<<<< a\n=======\n>>>>>>> b\n', 'a'), 'file.conflict');
  });

  it('is one more note, and changes nothing else', () => {
    fc.assert(
      fc.property(wellFormed, (text) => {
        const after = note(text, 'maple: a note that is new');
        const before = stream(text);
        const now = stream(after);
        assert.equal(now.notes.length, before.notes.length + 1, after);
        assert.deepEqual([now.notes.at(-1)?.author, now.notes.at(-1)?.text], ['maple', 'a note that is new']);
        assert.equal(now.tasks.length, before.tasks.length);
      }),
      { numRuns: Math.ceil(runs / 3) },
    );
  });
});
