import assert from 'node:assert/strict';
import { joinTable } from '../../../../src/core/operations/joinTable.ts';
import { progressFile } from '../../../../src/core/formats/tracking/progressFile.ts';
import { applyEdits } from '../../../../src/core/text/edit.ts';
import type { TaskChange } from '../../../../src/core/formats/format.ts';
import { outcomeMessage } from '../../../../src/core/messages/outcomes.ts';
import { problemMessage } from '../../../../src/core/messages/problems.ts';
import { refusalMessage } from '../../../../src/core/messages/refusals.ts';
import { isYours } from '../../../../src/core/model/taskRules.ts';
import { lineAt } from '../../../../src/core/text/lineStarts.ts';
import { parse, partOf, rowsOf, tasks, toAct, toFile, toOpen } from '../../../support/parse.ts';
import { attempt } from '../../../support/attempt.ts';

const head = '# feat-x\n\nBranch: feat/x\n\n## Tasks\n\n';
const columns = '| Task | Status | Owner |\n| --- | --- | --- |\n';

/** What is told above a hint: code, and first and last line as an editor counts them. */
const told = (text: string): string[] => {
  const { problems, lineStarts } = parse(text);
  const line = (offset: number): number => lineAt(lineStarts, offset) + 1;
  return problems
    .filter(({ severity }) => severity !== 'hint')
    .map(({ code, range }) => `${code} ${line(range.start)}-${line(range.end)}`);
};
const hints = (text: string): string[] =>
  parse(text)
    .problems.filter(({ severity }) => severity === 'hint')
    .map(({ code }) => code);

function change(text: string, title: string, wanted: TaskChange): string {
  const task = tasks(text).find((each) => each.title.value === title);
  assert.ok(task, title);
  const result = progressFile.tasks?.set(toOpen(toFile(text)), task, wanted, {
    preferred: () => undefined,
    now: '2026-06-20T12:00:00Z',
  });
  assert.ok(result);
  if (result.kind === 'refused') return `${result.code}: ${refusalMessage(result)}`;
  const applied = applyEdits(text, result.edits);
  assert.ok(applied.kind === 'applied');
  return applied.text;
}

function add(text: string, title: string): string {
  const open = toOpen(toFile(text));
  const result = progressFile.tasks?.add?.(
    open,
    partOf(open),
    { title },
    { preferred: () => undefined, now: '2026-06-20T12:00:00Z' },
  );
  assert.ok(result?.kind === 'edits', JSON.stringify(result));
  const applied = applyEdits(text, result.edits);
  assert.ok(applied.kind === 'applied');
  return applied.text;
}

function join(text: string): { readonly text: string; readonly summary: string } {
  const outcome = attempt({ ...toAct(toFile(text)), me: 'maple' }, joinTable, {});
  assert.ok(outcome.kind !== 'refused', JSON.stringify(outcome));
  const applied = applyEdits(text, outcome.kind === 'edits' ? outcome.edits : []);
  assert.ok(applied.kind === 'applied');
  return { text: applied.text, summary: outcomeMessage(outcome.outcome) };
}

describe('a cell that says what a task waits for', () => {
  const row = (owner: string, status = 'todo'): string =>
    `${head}| Task | Status | Owner | Notes |\n| --- | --- | --- | --- |\n| One | ${status} | ${owner} | waiting on #2 |\n`;

  it('names no owner, and stays when the task is claimed and released', () => {
    for (const text of [
      'waiting on #2',
      'Waiting for the review',
      'blocked by #2',
      'after #2',
      'depends on Two',
    ]) {
      assert.deepEqual(rowsOf(row(text)), ['One | todo | free'], text);
      const claimed = change(row(text), 'One', { status: 'wip', owner: 'maple' });
      assert.equal(claimed, row(`maple (${text})`, 'wip'));
      const [task] = tasks(claimed);
      assert.ok(task !== undefined && isYours(task, 'maple'));
      assert.equal(change(claimed, 'One', { status: 'todo', owner: null }), row(text));
    }
  });

  it('is one of an owner where a name only begins like it', () => {
    for (const name of ['waiting', 'Waits Hill', 'blocked-bot', 'after', 'Pending Forsyth'])
      assert.deepEqual(rowsOf(row(name)), [`One | todo | ${name}`]);
    assert.equal(change(row('zed (lead)'), 'One', { owner: 'maple' }), row('maple'));
  });
});

describe('rows behind a blank line', () => {
  const cut = `${head}${columns}| First | done | otter |\n\n| Second | todo | - |\n| Third | wip | maple |\n\n\n| Fourth | todo | - |\n\nThat is all.\n`;

  it('are shown and counted with their table, and told once', () => {
    assert.deepEqual(rowsOf(cut), [
      'First | done | otter',
      'Second | todo | free',
      'Third | wip | maple',
      'Fourth | todo | free',
    ]);
    assert.deepEqual(told(cut), ['row.cutOff 11-15']);
    assert.deepEqual(
      tasks(cut).map(({ cutOff }) => cutOff === true),
      [false, true, true, true],
    );
  });

  it('are not changed until they are joined', () => {
    assert.match(change(cut, 'Second', { status: 'wip', owner: 'maple' }), /^row\.cutOff: .*Join/);
    const { text, summary } = join(cut);
    assert.equal(summary, 'Joined 3 rows to their table.');
    assert.equal(
      text,
      `${head}${columns}| First | done | otter |\n| Second | todo | - |\n| Third | wip | maple |\n| Fourth | todo | - |\n\nThat is all.\n`,
    );
    assert.deepEqual(told(text), []);
    assert.match(change(text, 'Second', { status: 'wip', owner: 'maple' }), /\| Second \| wip \| maple \|\n/);
    assert.equal(join(text).text, text);
  });

  it('are joined with the line endings that they have, and without an end of the last line', () => {
    const text = `${head}${columns}| First | done | otter |  \n\n  \n| Second | todo | - |`.replaceAll(
      '\n',
      '\r\n',
    );
    assert.equal(
      join(text).text,
      `${head}${columns}| First | done | otter |  \n| Second | todo | - |`.replaceAll('\n', '\r\n'),
    );
  });

  it('count without a status where they are struck out', () => {
    const text = `${head}${columns}| First | done | otter |\n\n| ~~Second~~ | | |\n| Third | todo | - |\n`;
    assert.deepEqual(rowsOf(text), [
      'First | done | otter',
      'Second | dropped | free',
      'Third | todo | free',
    ]);
  });

  it('may do without outer pipes, as their table does', () => {
    const text = `${head}Task | Status | Owner\n--- | --- | ---\nFirst | done | otter\n\nSecond | todo | -\n`;
    assert.deepEqual(rowsOf(text), ['First | done | otter', 'Second | todo | free']);
  });

  it('leave out one with a bar in a cell, and stay', () => {
    const says = (text: string): string[] =>
      parse(text)
        .problems.filter(({ code }) => code !== 'row.cutOff')
        .map(problemMessage);
    const bare = 'ID | Task | Status\n---|---|---\nA | First | done\n';
    for (const rows of [
      'B | Second | todo\nC | `a|b` parser | on hold\nD | Third | wip\n',
      'C | `a|b` parser | on hold\nB | Second | todo\n\nD | Third | wip\n',
    ]) {
      const text = `${head}${bare}\n${rows}`;
      assert.deepEqual(
        rowsOf(text),
        ['First | done | free', 'Second | todo | free', 'Third | wip | free'],
        rows,
      );
      assert.deepEqual(says(text), [
        'Not shown as a task: 4 cells where the table has 3. Write \\| for a bar inside a cell.',
      ]);
      const joined = join(text).text;
      assert.equal(joined, `${head}${bare}${rows.replace('\n\n', '\n')}`);
      assert.deepEqual(
        parse(joined)
          .problems.map(problemMessage)
          .filter((said) => said.includes('cells')),
        ['4 cells where the table has 3. Write \\| for a bar inside a cell.'],
      );
    }
    assert.deepEqual(rowsOf(`${head}${bare}\nB | Second | todo\nText with a | b | c | d\n`), [
      'First | done | free',
    ]);
    assert.deepEqual(rowsOf(`${head}${bare}\n| C | \`a|b\` | soon |\n`), ['First | done | free']);
  });

  it('are none where something else is between, the cells differ, or no known status stands there', () => {
    const behind = {
      'a list item': '- a remark\n| Second | todo | - |',
      'a rule': '***\n| Second | todo | - |',
      'prose with a row in it': '\nand then\n| Second | todo | - |',
      'another number of cells': '\n| Second | todo |',
      'an unknown status': '\n| Second | soon | - |',
      'no status': '\n| Second |  | - |',
      'one row that fits and one that does not': '\n| Second | todo | - |\n| Third | soon | - |',
    };
    for (const [name, lines] of Object.entries(behind)) {
      const text = `${head}${columns}| First | done | otter |\n${lines}\n`;
      assert.deepEqual(rowsOf(text), ['First | done | otter'], name);
      const [only = ''] = told(text);
      assert.match(only, /^row\.stray \d+-\d+$/, name);
      assert.equal(join(text).text, text, name);
    }
  });
});

describe('a line that looks like a row and is none', () => {
  it('is told where it stands, those that follow each other as one', () => {
    const texts = {
      [`${head}| Task | Status |\n| --- | --- | --- |\n| One | todo |\n`]: [
        'table.missing 5-5',
        'row.stray 7-9',
      ],
      [`${head}| Task | Status |\n| One | todo |\n`]: ['table.missing 5-5', 'row.stray 7-8'],
      [`${head}${columns}| One | todo | - |\n\n<details>\n| Two | todo | - |\n</details>\n`]: [
        'row.stray 12-12',
      ],
      [`${head}${columns}| One | todo | - |\n- item\n| Two | todo | - |\n| Three | todo | - |\n`]: [
        'row.stray 11-12',
      ],
      [`${head}${columns}| One | todo | - |\n\n> text\n> | Two | todo | - |\n`]: ['row.stray 12-12'],
      [`${head}${columns}| One | todo | - |\n\n1. text\n   | Two | todo | - |\n`]: ['row.stray 12-12'],
      [`${head}${columns}| One | todo | - |\n# More\n| Two | todo | - |\n`]: ['row.stray 11-11'],
    };
    for (const [text, problems] of Object.entries(texts)) assert.deepEqual(told(text), problems, text);
  });

  it('is told with the table that it is cut off from, where there is one in its section', () => {
    const says = (text: string): string[] => parse(text).problems.map(problemMessage);
    const table = `${head}${columns}| One | todo | - |\n`;
    const cut = 'this row is cut off from the table at line 7.';
    assert.deepEqual(says(`${table}\n| Two |\n`), [`Not shown as a task: ${cut}`]);
    assert.deepEqual(says(`${table}\n> text\n> | Two | todo | - |\n`), [`Not shown as a task: ${cut}`]);
    assert.deepEqual(says(`${table}- item\n| Two | todo | - |\n| Three | todo | - |\n`), [
      'Not shown as tasks: these rows are cut off from the table at line 7.',
    ]);
    assert.deepEqual(says(`${table}- item\n| Two | a | todo | - |\n| Three | todo | - |\n`), [
      'Not shown as a task: 4 cells where the table has 3. Write \\| for a bar inside a cell.',
      `Not shown as a task: ${cut}`,
    ]);
    assert.deepEqual(says(`${table}# More\n| Two | todo | - |\n`), [
      'This line looks like a table row, but is not part of a table.',
    ]);
  });

  it('is none in code, comments, front matter, prose, or with one pipe alone', () => {
    const texts = [
      '```\n| Two | todo | - |\n```\n',
      '    | Two | todo | - |\n',
      '- item\n\n  ```\n  | Two | todo | - |\n  ```\n',
      '> ```\n> | Two | todo | - |\n> ```\n',
      '<!--\n| Two | todo | - |\n-->\n',
      'We use `a | b | c` and x | y | z here.\n',
      '| a bar before a remark\n',
      '\\| escaped | bars |\n',
      '- a | b\n',
    ];
    for (const text of texts) {
      assert.deepEqual(told(`${head}${columns}| One | todo | - |\n\nText.\n\n${text}`), [], text);
      assert.deepEqual(
        rowsOf(`${head}${columns}| One | todo | - |\n\nText.\n\n${text}`),
        ['One | todo | free'],
        text,
      );
    }
    assert.deepEqual(told(`---\nx: |\n  | a | b |\n---\n${head}${columns}| One | todo | - |\n`), []);
  });
});

describe('a table in a list or a quote', () => {
  const quoted = `${head}> **Board**\n>\n> | Task | Status | Owner |\n> | --- | --- | --- |\n> | One | todo | - |\n>\n> Text\n`;
  const listed = `${head}- Phase 1\n\n  | Task | Status | Owner |\n  | --- | --- | --- |\n  | One | todo | - |\n- Phase 2\n`;

  it('holds tasks that can be claimed, and gets new rows in its place', () => {
    for (const [text, prefix] of [
      [quoted, '> '],
      [listed, '  '],
    ] as const) {
      assert.deepEqual(rowsOf(text), ['One | todo | free']);
      assert.deepEqual(told(text), []);
      assert.equal(
        change(text, 'One', { status: 'wip', owner: 'maple' }),
        text.replace('| One | todo | - |', '| One | wip | maple |'),
      );
      const more = add(text, 'Two');
      assert.equal(
        more,
        text.replace('| One | todo | - |\n', `| One | todo | - |\n${prefix}| Two | todo | - |\n`),
      );
      assert.deepEqual(rowsOf(more), ['One | todo | free', 'Two | todo | free']);
    }
  });

  it('stands under the heading above it, and in its place among the others', () => {
    const text = `${quoted}\n## Later\n\n${columns}| Two | done | otter |\n\n${listed.slice(head.length)}`;
    assert.deepEqual(rowsOf(text), ['One | todo | free', 'Two | done | otter', 'One | todo | free']);
    assert.deepEqual(
      tasks(text).map(({ heading }) => heading),
      ['Tasks', 'Later', 'Later'],
    );
  });

  it('is none in a fence there, or where its lines leave the quote', () => {
    assert.deepEqual(
      rowsOf(`${head}> \`\`\`\n> | Task | Status |\n> | --- | --- |\n> | One | todo |\n> \`\`\`\n`),
      [],
    );
    const left = `${head}> | Task | Status |\n> | --- | --- |\n> | One | todo |\n| Two | todo |\n`;
    assert.deepEqual(rowsOf(left), ['One | todo | free']);
    assert.deepEqual(told(left), ['row.stray 10-10']);
  });
});

describe('columns that other people give a table of tasks', () => {
  const table = (names: string, ...rows: readonly string[]): string =>
    `${head}| ${names} |\n|${'---|'.repeat(names.split('|').length)}\n${rows.map((row) => `| ${row} |\n`).join('')}`;

  it('are read where the states are those of work', () => {
    const texts = {
      [table('Баг | Статус', 'Таймер | готово', 'Экран | в работе')]: [
        'Таймер | done | free',
        'Экран | wip | free',
      ],
      [table('Feature | Status', 'Login | done', 'Logout | in progress')]: [
        'Login | done | free',
        'Logout | wip | free',
      ],
      [table('Key | Summary | Assignee | Status', 'AB-1 | Login | heron | To Do')]: ['Login | todo | heron'],
      [table('Phase | Description | State', '1 | Login | done', '2 | Logout | -')]: [
        'Login | done | free',
        'Logout | todo | free',
      ],
      [table('# | Item | Status', '1 | Login | soon', '2 | Logout | done')]: [
        'Login | unknown | free',
        'Logout | done | free',
      ],
    };
    for (const [text, rows] of Object.entries(texts)) {
      assert.deepEqual(rowsOf(text), rows, text);
      assert.ok(!told(text).some((each) => each.startsWith('table.')), text);
    }
  });

  it('may be called anything, and remarks behind their names are none of them', () => {
    const texts = {
      [table('Gate | Status', 'Login | ✅', 'Logout | in progress')]: [
        'Login | done | free',
        'Logout | wip | free',
      ],
      [table('ID | Task (EN) | Task (RU) | Status', 'A-1 | Login | Вход | done')]: ['Login | done | free'],
      [table('Package | Task | Status', 'web | Login | done', '**ios** |  | ', 'ios | Logout | todo')]: [
        'Login | done | free',
        'Logout | todo | free',
      ],
      [table('Sprint | Priority | Page | Status', '1 | high | Login | todo')]: ['Login | todo | free'],
    };
    for (const [text, rows] of Object.entries(texts)) assert.deepEqual(rowsOf(text), rows, text);
  });

  it('have rows that sum up the others or head them, and are no tasks', () => {
    const text = table(
      'Task | Status | Hours',
      '**Setup** |  |',
      'Total rewrite | todo | 3',
      'Sum the total | done | 2',
      '**Bold one** | todo |',
      'Later |  |',
      'Subtotal (two) | **✅ DONE** | 5',
      '**Total** |  | 5',
    );
    assert.deepEqual(rowsOf(text), [
      'Total rewrite | todo | free',
      'Sum the total | done | free',
      'Bold one | todo | free',
      'Later | todo | free',
    ]);
    assert.deepEqual(hints(text), ['row.sum', 'row.sum', 'row.sum']);
    assert.deepEqual(told(text), []);
  });

  it('say whether a task is done: who is on it is at work', () => {
    const text = table('Item | Done? | Who', 'Login | yes | otter', 'Logout | no | maple', 'Reset | no | -');
    assert.deepEqual(rowsOf(text), ['Login | done | otter', 'Logout | wip | maple', 'Reset | todo | free']);
    assert.equal(
      change(text, 'Reset', { status: 'wip', owner: 'oak' }),
      text.replace('Reset | no | -', 'Reset | no | oak'),
    );
    assert.equal(change(text, 'Logout', { status: 'done' }), text.replace('Logout | no', 'Logout | yes'));
    assert.equal(change(text, 'Login', { status: 'wip' }), text.replace('Login | yes', 'Login | no'));
    const all = table('Item | Done? | Who', 'Login | Yes | otter');
    assert.equal(change(all, 'Login', { status: 'todo' }), all.replace('Yes', 'No'));
    assert.equal(
      change(text, 'Logout', { status: 'todo', owner: null }),
      text.replace('Logout | no | maple', 'Logout | no | -'),
    );
    assert.equal(
      change(text, 'Logout', { status: 'blocked' }),
      text.replace('Logout | no', 'Logout | blocked'),
    );
  });

  it('say so behind a blank line as well', () => {
    const text = table('Item | Done? | Who', 'Login | yes | otter', 'Logout | no | -').replace(
      '\n| Logout',
      '\n\n| Logout',
    );
    assert.deepEqual(rowsOf(text), ['Login | done | otter', 'Logout | todo | free']);
    assert.deepEqual(told(text), ['row.cutOff 11-11']);
  });

  it('tick what is done, and leave the rest empty', () => {
    const text = table('Item | Done | Who', 'Login | ✅ | otter', 'Logout |  | -');
    assert.deepEqual(rowsOf(text), ['Login | done | otter', 'Logout | todo | free']);
    assert.equal(
      change(text, 'Logout', { status: 'done', owner: 'oak' }),
      text.replace('Logout |  | -', 'Logout | ✅ | oak'),
    );
    assert.match(change(text, 'Login', { status: 'todo' }), /\| Login \| +\| otter \|/);
  });

  it('are none where the states are of something else, and that is said where some could be', () => {
    const facts = {
      [table('Check | Status', 'lint | PASS', 'types | FAIL')]: [],
      [table('Feature | Status', 'Login | supported', 'Logout | beta')]: [],
      [table('Баг | Статус', 'Таймер | известен', 'Экран | с версии 2')]: [],
      [table('Component | Owner', 'api | maple')]: [],
      [table('Browser | Done', 'Chrome | 80', 'Safari | 70')]: [],
      [table('Item | Status', 'Login | supported', 'Logout | beta', 'Reset | done')]: ['table.otherStates'],
      [table('Risk | Status', 'Login | done', 'Logout | open')]: [],
      [table('Status | Count | Tasks', 'done | 2 | 1, 2', 'todo | 1 | 3')]: [],
    };
    for (const [text, told] of Object.entries(facts)) {
      const beside = `${text}\n${columns}| One | todo | - |\n`;
      assert.deepEqual(rowsOf(beside), ['One | todo | free'], text);
      assert.deepEqual(hints(beside), told, text);
    }
  });
});

describe('a list without check boxes where tasks are expected', () => {
  const bare = '# feat-x\n\nBranch: feat/x\n\n';
  const says = (text: string): string[] =>
    parse(text).problems.map((problem) => `${problem.severity}: ${problemMessage(problem)}`);
  const none = (items: string): string =>
    `warning: No tasks found: ${items}. Write “- [ ] …”, or use a table with Task and Status columns.`;
  const left = (severity: string, count: number): string =>
    `${severity}: These ${count} list items are not read as tasks: they have no check boxes. Write “- [ ] …”, or add them to the tasks.`;

  it('is told of, also once a task is added', () => {
    const list = '- Write docs\n- Ship it\n  - to all\n';
    assert.deepEqual(says(`${head}${list}`), [none('the 2 list items have no check boxes')]);
    assert.deepEqual(says(`${bare}${list}`), [none('the 2 list items have no check boxes')]);
    assert.deepEqual(says(`${bare}## Plan\n\n1. Write docs\n`), [
      none('a list item without a check box is not a task'),
    ]);
    assert.deepEqual(says(add(`${head}${list}`, 'New')), [left('warning', 2)]);
    assert.deepEqual(says(add(`${bare}${list}`, 'New')), [left('hint', 2)]);
    assert.deepEqual(says(`${head}${list}\n## More\n\n- [ ] Three\n`), [left('warning', 2)]);
  });

  it('is fine where it is about something else', () => {
    const table = `${columns}| One | todo | - |\n`;
    for (const text of [
      `${head}${table}\n- Claim a row before you begin.\n- One comes first.\n`,
      `${head}- Legend: wip is begun\n- **Order:** one comes first\n\n${table}`,
      `${head}- [ ] One\n- a remark\n`,
      `${head}- Backend\n  - [ ] One\n`,
      `${bare}## Goals\n\n- Be fast\n- Be right\n\n## Tasks\n\n${table}`,
      `${head}${table}\n## Notes\n\n- otter: begun\n`,
      `${head}### Acceptance\n\n- It works\n\n### Rows\n\n${table}`,
    ])
      assert.deepEqual(says(text), [], text);
    assert.deepEqual(says(`${bare}## Notes\n\n- otter: begun\n- maple: begun too\n`), [
      'warning: No tasks found. Use a table with Task and Status columns, or check boxes “- [ ] …”.',
    ]);
  });
});
