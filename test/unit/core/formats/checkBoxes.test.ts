import assert from 'node:assert/strict';
import fc from 'fast-check';
import { operationsOnTask } from '../../../../src/core/model/availableOperations.ts';
import { addTask } from '../../../../src/core/operations/addTask.ts';
import { assign } from '../../../../src/core/operations/assign.ts';
import { claim } from '../../../../src/core/operations/claim.ts';
import { finish } from '../../../../src/core/operations/finish.ts';
import { release } from '../../../../src/core/operations/release.ts';
import { reopen } from '../../../../src/core/operations/reopen.ts';
import { setStatus } from '../../../../src/core/operations/setStatus.ts';
import { problemMessage } from '../../../../src/core/messages/problems.ts';
import { refusalMessage } from '../../../../src/core/messages/refusals.ts';
import { applyEdits } from '../../../../src/core/text/edit.ts';
import { parse, problemsOf, stream, tasks, toAct, toFile } from '../../../support/parse.ts';
import { attempt } from '../../../support/attempt.ts';
import type { WriteOperation } from '../../../../src/core/operations/operation.ts';
import type { TaskInput } from '../../../../src/core/operations/inputs.ts';

const head = '# x\n\nBranch: feat/x\n\n';

/** `One: wip maple` of each task. */
const read = (text: string): string[] =>
  tasks(text).map(
    ({ title, status, owner }) =>
      `${title.value}: ${status.value}${owner.value === undefined ? '' : ` ${owner.value}`}`,
  );

function act<Input extends TaskInput>(
  text: string,
  operation: WriteOperation<Input>,
  input: Omit<Input, 'document' | 'task'>,
  title = 'One',
): string {
  const task = tasks(text).find((each) => each.title.value === title);
  assert.ok(task, title);
  const context = { ...toAct(toFile(text)), me: 'maple' };
  const result = attempt(context, operation, { ...input, task: task.key } as Omit<Input, 'document'>);
  if (result.kind === 'refused') return refusalMessage(result);
  if (result.kind === 'unchanged') return 'unchanged';
  const applied = applyEdits(text, result.edits);
  assert.ok(applied.kind === 'applied');
  return applied.text.slice(head.length);
}

describe('check boxes of a progress file', () => {
  it('are tasks: open, done, and begun where somebody is named behind the text', () => {
    assert.deepEqual(
      read(
        `${head}## Tasks\n\n- [ ] One\n- [x] Two @otter\n- [X] Three\n* [ ] Four @maple (FR-1)\n1. [ ] *Five* &amp; \`six\`\n`,
      ),
      ['One: todo', 'Two: done otter', 'Three: done', 'Four (FR-1): wip maple', 'Five &amp; six: todo'],
    );
    assert.deepEqual(
      tasks(`${head}- [ ] Four @maple (FR-1)\n`).map(({ mentions }) => mentions.map(({ id }) => id)),
      [['FR-1']],
    );
  });

  it('say so where they have a sign of their own, in a list with boxes whatever it is', () => {
    const text = `${head}- [ ] One\n- [o] Two @otter\n- [>] Three\n- [1] Four\n- [✅] Five\n- [] Six\n- [ab] Seven\n- [a](x.md) Eight\n- [a]\n`;
    assert.deepEqual(read(text), [
      'One: todo',
      'Two: unknown otter',
      'Three: unknown',
      'Four: unknown',
      'Five: unknown',
    ]);
    assert.deepEqual(problemsOf(text), [
      ...[6, 7, 8, 9].map((line) => `box.unknown (${line})`),
      'box.broken (10)',
    ]);
    const [told] = parse(`${head}- [ ] One\n- [o] Two\n`).problems;
    assert.ok(told);
    assert.equal(
      problemMessage(told),
      'Unknown mark “[o]”. Use [ ] or [x], and @name at the end for whoever works on it.',
    );
    assert.deepEqual(read(`${head}## Sources\n\n- [1] A book\n- [a] Another\n\nText.\n\n- [ ] One\n`), [
      'One: todo',
    ]);
  });

  it('say so where they are broken, each with what was meant', () => {
    const broken = [
      '- [] One',
      '- [ ] Two',
      '-[ ] Three',
      '- [ x ] Four',
      '  * [  ] Five',
      '- [ ]Six',
      '1.[X] Seven',
      '- [x](x.md) Eight',
      '- [x]: Nine',
      '- [x]y Ten',
      '-[x] Eleven',
    ];
    const told = (text: string): string[] =>
      parse(text).problems.map(({ code, data, range: { start, end } }) =>
        code === 'box.broken'
          ? `${text.slice(start, end)}→ ${(data as { readonly meant: string }).meant}`
          : code,
      );
    const all = [
      '- [] → - [ ] ',
      '-[ ] → - [ ] ',
      '- [ x ] → - [x] ',
      '* [  ] → * [ ] ',
      '- [ ]→ - [ ] ',
      '1.[X] → 1. [X] ',
      '-[x] → - [x] ',
    ];
    const list = `${broken.join('\n')}\n`;
    assert.deepEqual(told(`${head}## Tasks\n\n${list}`), all);
    assert.deepEqual(told(`${head}## Tasks\n\n- [] One\n\n-[ ] Two\n`), [
      'table.missing',
      '- [] → - [ ] ',
      '-[ ] → - [ ] ',
    ]);
    assert.deepEqual(told(`${head}- [ ] One\n-[ ] Two\n`.replaceAll('\n', '\r\n')), ['-[ ] → - [ ] ']);
    assert.deepEqual(told(`${head}- [ ] One\n\n## Notes\n\n${list}`), []);
    const [first] = parse(`${head}- [] One\n- [ ] Two\n`).problems;
    assert.ok(first);
    assert.equal(
      problemMessage(first),
      '“- []” is not a check box, so this line is not a task. Write “- [ ]”.',
    );
  });

  it('are of whoever a remark behind the text names', () => {
    assert.deepEqual(
      read(
        `${head}- [ ] One (owner: Tom)\n- [x] Two (Assignee: @tom) (FR-1)\n- [ ] Three (assigned to Tom Hill)\n- [ ] Four (owner: -)\n- [ ] Five (owner unknown)\n- [ ] Six (assigned to whoever comes back first)\n`,
      ),
      [
        'One: wip Tom',
        'Two (FR-1): done tom',
        'Three: wip Tom Hill',
        'Four: todo',
        'Five (owner unknown): todo',
        'Six (assigned to whoever comes back first): todo',
      ],
    );
    assert.match(act(`${head}- [ ] One (owner: Tom)\n`, claim, {}), /already claimed by Tom/);
    const yours = `${head}- [ ] One (assignee: @maple) (FR-1)\n`;
    assert.equal(
      act(yours, assign, { owner: 'otter' }, 'One (FR-1)'),
      '- [ ] One (assignee: @otter) (FR-1)\n',
    );
    assert.equal(act(yours, release, {}, 'One (FR-1)'), '- [ ] One (FR-1)\n');
    assert.equal(act(yours, finish, {}, 'One (FR-1)'), '- [x] One (assignee: @maple) (FR-1)\n');
    assert.equal(act(`${head}- [ ] One (owner: -)\n`, claim, {}), '- [ ] One (owner: maple)\n');
    assert.equal(act(`${head}- [ ] One (owner:)\n`, claim, {}), '- [ ] One (owner:maple)\n');
  });

  it('are of whoever signs them, with signs, marks and brackets around the name', () => {
    const list = [
      'One @bob 🚧',
      'Two (@claire)',
      'Three **@bob**',
      'Four, owner: eve',
      'Five (@claire, @bob)',
      'Six @bob, @eve.',
      'Seven @claire @bob (FR-1) ✅',
      'Eight, owner: whoever has the time for it',
      'Nine (@claire asked for it)',
    ];
    assert.deepEqual(read(`${head}${list.map((each) => `- [ ] ${each}\n`).join('')}`), [
      'One 🚧: wip bob',
      'Two: wip claire',
      'Three: wip bob',
      'Four: wip eve',
      'Five: wip claire, bob',
      'Six .: wip bob, eve',
      'Seven (FR-1) ✅: wip claire, bob',
      'Eight, owner: whoever has the time for it: todo',
      'Nine (@claire asked for it): todo',
    ]);
    assert.match(act(`${head}- [ ] One (@claire, @bob)\n`, claim, {}), /already claimed by claire, bob/);
    const after = (line: string, title: string) => [
      act(`${head}- [ ] ${line}\n`, assign, { owner: 'otter' }, title),
      act(`${head}- [ ] ${line}\n`, release, {}, title),
    ];
    assert.deepEqual(after('One @maple 🚧', 'One 🚧'), ['- [ ] One @otter 🚧\n', '- [ ] One 🚧\n']);
    assert.deepEqual(after('One (@maple)', 'One'), ['- [ ] One (@otter)\n', '- [ ] One\n']);
    assert.deepEqual(after('One **@maple**', 'One'), ['- [ ] One **@otter**\n', '- [ ] One\n']);
    assert.deepEqual(after('One, owner: maple', 'One'), ['- [ ] One, owner: otter\n', '- [ ] One\n']);
  });

  it('are of nobody whom a name in brackets or before the text means without a sign', () => {
    assert.deepEqual(
      read(
        `${head}- [ ] One (claude-7)\n- [ ] Two (@claude-7)\n- [ ] Three @claude-7\n- [ ] @dave: four\n- [ ] Five @maple (waiting on #2)\n- [ ] Six (waiting on #2)\n`,
      ),
      [
        'One (claude-7): todo',
        'Two: wip claude-7',
        'Three: wip claude-7',
        '@dave: four: todo',
        'Five (waiting on #2): wip maple',
        'Six (waiting on #2): todo',
      ],
    );
  });

  it('are read to the end, however their names are strung together', () => {
    for (const text of ['@a', '@a+', '@a ', '@a, ', '@a.', '@a 🚧', '(@a', '**@a', ', owner: '])
      assert.equal(read(`${head}- [ ] One ${text.repeat(5000)}$\n`).length, 1, text);
  });

  it('name nobody in the middle of a text, in a word, or in code', () => {
    assert.deepEqual(
      read(
        `${head}- [ ] Ask @otter for it\n- [ ] Mail to otter@home\n- [ ] Update @types/node\n- [ ] Call \`@otter\`\n- [ ] Do it (optional)\n- [ ] Docs: @\n`,
      ),
      [
        'Ask @otter for it: todo',
        'Mail to otter@home: todo',
        'Update @types/node: todo',
        'Call @otter: todo',
        'Do it (optional): todo',
        'Docs: @: todo',
      ],
    );
  });

  it('are read below any heading, but not where they say what has to hold', () => {
    const sections = [
      'Phase 1',
      'Notes',
      'Acceptance Criteria',
      'Definition of Done',
      'Checklist',
      'Test plan',
    ];
    const text = head + sections.map((name) => `## ${name}\n\n- [ ] ${name} box\n\n`).join('');
    assert.deepEqual(read(text), ['Phase 1 box: todo']);
    assert.deepEqual(read(`${head}## Acceptance\n\n### Tasks\n\n- [ ] One\n`), []);
  });

  it('are none beside a table of tasks, but for those in a section of tasks', () => {
    const table = '| Task | Status | Owner |\n| --- | --- | --- |\n| Row | todo | - |\n';
    assert.deepEqual(read(`${head}${table}\n## Later\n\n- [ ] One\n`), ['Row: todo']);
    assert.deepEqual(read(`${head}## Tasks\n\n- [ ] One\n\n## Table\n\n${table}`), [
      'One: todo',
      'Row: todo',
    ]);
  });

  it('are groups where they have boxes below them', () => {
    const text = `${head}- [ ] Backend\n  - [x] One\n  - [ ] Two\n    - a remark\n- [ ] Frontend\n  - [ ] One\n- [ ] Alone\n`;
    assert.deepEqual(read(text), ['One: done', 'Two: todo', 'One: todo', 'Alone: todo']);
    assert.deepEqual(
      stream(text).groups.map(({ title, count }) => `${title ?? '-'}: ${count}`),
      ['Backend: 2', 'Frontend: 1', '-: 1'],
    );
    assert.ok(
      !tasks(text).some(({ ambiguous }) => ambiguous),
      'two of one name are told apart by their groups',
    );
  });

  it('say so where one that heads others says what is made nothing of', () => {
    const told = (...boxes: string[]): string[] => {
      const { problems } = parse(`${head}${boxes.map((box) => `${box}\n`).join('')}`);
      return problems.map((problem) => `${problem.severity}: ${problemMessage(problem)}`);
    };
    const says = (fault: string): string[] => [
      `hint: This box is the heading of the boxes below it. ${fault}`,
    ];
    assert.deepEqual(told('- [ ] A @otter', '  - [ ] One'), says('Its owner otter owns none of them.'));
    assert.deepEqual(told('- [ ] A', '  - [x] One', '  - [ ] B', '    - [x] Two', '    - [x] Three'), [
      'hint: This box is the heading of the boxes below it. It is open, but all of them are done.',
      ...says('It is open, but all of them are done.'),
    ]);
    assert.deepEqual(
      told('- [x] A', '  - [x] One', '  - [ ] Two'),
      says('It is done, but not all of them are.'),
    );
    assert.deepEqual(told('- [o] A', '  - [ ] One', '- [ ] Two'), [
      'warning: Unknown mark “[o]”. Use [ ] or [x], and @name at the end for whoever works on it.',
    ]);
    assert.deepEqual(
      told('- [ ] A', '  - [x] One', '  - [ ] Two', '- [x] B', '  - [x] Three', '- [ ] C'),
      [],
    );
  });

  it('are no problem, and a file of them has tasks', () => {
    assert.deepEqual(problemsOf(`${head}## Tasks\n\n- [ ] One\n`), []);
  });

  it('are claimed, finished, reopened and released like rows', () => {
    const free = `${head}- [ ] One\n- [ ] Two\n`;
    const claimed = act(free, claim, {});
    assert.equal(claimed, '- [ ] One @maple\n- [ ] Two\n');
    assert.equal(act(head + claimed, claim, {}), 'unchanged');
    assert.equal(act(head + claimed, release, {}), '- [ ] One\n- [ ] Two\n');
    const finished = act(head + claimed, finish, {});
    assert.equal(finished, '- [x] One @maple\n- [ ] Two\n');
    assert.equal(act(head + finished, reopen, {}), '- [ ] One @maple\n- [ ] Two\n');
    assert.equal(act(free, finish, {}), '- [x] One @maple\n- [ ] Two\n');
    assert.equal(act(head + claimed, assign, { owner: 'otter' }), '- [ ] One @otter\n- [ ] Two\n');
    assert.equal(act(`${head}- [~] One\n`, setStatus, { status: 'todo' }), '- [ ] One\n');
    assert.equal(act(`${head}- [ ] One @maple (FR-1)\n`, release, {}, 'One (FR-1)'), '- [ ] One (FR-1)\n');
  });

  it('are not set to what a box cannot say', () => {
    const text = `${head}- [ ] One\n- [ ] Two @maple\n`;
    assert.equal(
      act(text, setStatus, { status: 'blocked' }),
      'A check box shows only whether One is done and who owns it. It cannot show blocked.',
    );
    assert.equal(
      act(text, setStatus, { status: 'wip' }),
      'A check box is in progress when it has an owner. Claim One instead.',
    );
    assert.equal(
      act(text, setStatus, { status: 'todo' }, 'Two'),
      'A check box is in progress while it has an owner. Release Two instead.',
    );
  });

  it('with an unknown mark are set to what a box can say, and told of nothing that is not offered', () => {
    for (const mark of ['~', '!', '-']) {
      const text = `${head}- [${mark}] One\n- [${mark}] Two @maple\n`;
      const rest = `- [${mark}] Two @maple\n`;
      assert.equal(act(text, setStatus, { status: 'todo' }), `- [ ] One\n${rest}`);
      assert.equal(act(text, setStatus, { status: 'done' }), `- [x] One\n${rest}`);
      assert.equal(act(text, finish, {}), `- [x] One @maple\n${rest}`);
      assert.equal(act(text, setStatus, { status: 'wip' }, 'Two'), `- [${mark}] One\n- [ ] Two @maple\n`);
      const told = [
        act(text, setStatus, { status: 'wip' }),
        act(`${head}- [x] One\n`, setStatus, { status: 'wip' }),
        act(text, setStatus, { status: 'todo' }, 'Two'),
        act(`${head}- [x] One @maple\n`, setStatus, { status: 'todo' }),
      ];
      assert.deepEqual(told, [
        'A check box is in progress when it has an owner. Reopen One, then claim it.',
        'A check box is in progress when it has an owner. Reopen One, then claim it.',
        'A check box is in progress while it has an owner. Release Two instead.',
        'A check box is in progress while it has an owner. Reopen One, then release it.',
      ]);
      const offered = (box: string): readonly string[] =>
        tasks(`${head}${box}\n`).flatMap((task) =>
          operationsOnTask(task, 'maple').map(({ operation }) => operation),
        );
      assert.deepEqual(offered(`- [${mark}] One`), [
        'finish_task',
        'reopen_task',
        'assign_task',
        'set_task_status',
      ]);
      assert.ok(offered(`- [${mark}] One @maple`).includes('release_task'));
      assert.ok(offered('- [x] One @maple').includes('reopen_task'));
    }
  });

  it('get another one behind the last, with its marker', () => {
    const add = (text: string, title: string, criterion?: string): string => {
      const context = { ...toAct(toFile(text)), me: 'maple' };
      const result = attempt(context, addTask, { title, ...(criterion === undefined ? {} : { criterion }) });
      if (result.kind !== 'edits') return result.kind === 'refused' ? result.code : result.kind;
      const applied = applyEdits(text, result.edits);
      return applied.kind === 'applied' ? applied.text.slice(head.length) : applied.kind;
    };
    assert.equal(
      add(`${head}* [ ] One\n* [x] Two\n`, 'New', 'FR-1'),
      '* [ ] One\n* [ ] New (FR-1)\n* [x] Two\n',
    );
    assert.equal(add(`${head}1. [x] One\r\n`, 'New'), '1. [x] One\r\n2. [ ] New\r\n');
    assert.equal(add(`${head}- [ ] G\n  - [ ] One\n`, 'New'), '- [ ] G\n  - [ ] One\n  - [ ] New\n');
    assert.equal(add(`${head}- [ ] One\n`, 'One'), 'task.exists');
    assert.equal(add(`${head}- [ ] One\n`, 'Ask @otter'), 'task.title');
  });

  it('change only their box and their name, whatever they hold', () => {
    const word = fc.constantFrom(
      'One',
      '`a b`',
      '**bold**',
      '[l](x.md)',
      '@otter',
      'FR-1',
      '(x)',
      '(owner: otter)',
      '(owner: -)',
      'é',
      '|',
      '<b>',
      '\\',
    );
    const item = fc
      .tuple(
        fc.constantFrom('- ', '* ', '1. ', '  - '),
        fc.constantFrom(' ', 'x', 'X', '~', '-'),
        fc.array(word, { minLength: 1, maxLength: 4 }),
      )
      .map(([marker, sign, words]) => `${marker}[${sign}] ${words.join(' ')}`);
    fc.assert(
      fc.property(
        fc.array(item, { minLength: 1, maxLength: 4 }),
        fc.constantFrom('\n', '\r\n'),
        (items, ending) => {
          const text = `${head}## Tasks\n\n${items.join('\n')}\n`.replaceAll('\n', ending);
          for (const task of tasks(text)) {
            const context = { ...toAct(toFile(text)), me: 'maple' };
            const result = attempt(context, claim, { task: task.key });
            if (result.kind !== 'edits') continue;
            const applied = applyEdits(text, result.edits);
            assert.ok(applied.kind === 'applied');
            const after = tasks(applied.text).find(({ key }) => key === task.key);
            assert.equal(after?.owner.value, 'maple', applied.text);
            assert.equal(after.status.value, 'wip');
            const freed = attempt({ ...toAct(toFile(applied.text)), me: 'maple' }, release, {
              task: task.key,
            });
            assert.ok(freed.kind === 'edits');
            const back = applyEdits(applied.text, freed.edits);
            assert.ok(back.kind === 'applied');
            const isPlain = task.status.written === ' ' && !text.includes('(owner: -)');
            if (task.owner.value === undefined && isPlain) assert.equal(back.text, text);
          }
        },
      ),
    );
  });
});
