import assert from 'node:assert/strict';
import { commandsFor } from '../../../../../src/core/formats/backlogMd/newTask.ts';
import { createBacklogItem } from '../../../../../src/core/operations/newItems.ts';
import {
  config,
  itemOf,
  openTask,
  plainFront,
  rulesWith,
  taskText,
  toldOf,
} from '../../../../support/backlogTexts.ts';
import { indexOf } from '../../../../support/indexOf.ts';

/** The path and the lines of the file that is made. */
function make(
  files: Readonly<Record<string, string>>,
  input: Parameters<typeof createBacklogItem.plan>[1],
  rules = rulesWith(),
): readonly string[] {
  const index = indexOf(files, [], rules);
  const planned = createBacklogItem.plan(
    {
      folder: '',
      index,
      rules,
      now: '2026-06-20T12:00:00Z',
      today: '2026-06-20',
      isFree: () => true,
    } as unknown as Parameters<typeof createBacklogItem.plan>[0],
    input,
  );
  assert.ok(planned.kind === 'plan');
  const [change] = planned.changes;
  assert.ok(change?.kind === 'create');
  // Those of Backlog.md alone, under the lock that its tool takes for it.
  const locks = planned.toolLocks?.map(({ names }) => names.join('/'));
  assert.deepEqual(locks, change.document.path.includes('/tasks/') ? ['.locks/create'] : undefined);
  return [change.document.path, ...change.text.split('\n')];
}

const task = (id: string): string => taskText(plainFront.map((line) => line.replace('BACK-12', id)));

describe('a new task of Backlog.md', () => {
  it('is written as its tool does, with the next number of its root', () => {
    const files = {
      'backlog/tasks/back-9 - A.md': task('BACK-9'),
      'backlog/completed/back-12.3 - B.md': task('BACK-12.3'),
      'backlog/archive/tasks/back-40 - C.md': task('BACK-40'),
      'backlog/drafts/draft-50 - D.md': task('DRAFT-50'),
    };
    const [path = '', ...lines] = make(files, { title: "It's: a test", priority: 'high' });
    assert.equal(path, 'backlog/tasks/back-13 - Its-a-test.md');
    assert.deepEqual(lines, [
      '---',
      'id: BACK-13',
      "title: 'It''s: a test'",
      'status: To Do',
      'assignee: []',
      "created_date: '2026-06-20 12:00'",
      'labels: []',
      'dependencies: []',
      'priority: high',
      '---',
      '',
      '',
    ]);
    const open = openTask(lines.join('\n'), path);
    assert.deepEqual([itemOf(open).task.title.value, ...toldOf(open)], ["It's: a test"]);
  });

  it('has the criteria and the digits of its project', () => {
    const rules = rulesWith(
      `${config}zero_padded_ids: 3\ndefinition_of_done: ["Tests pass", "Docs: done"]\ndefault_status: In Progress\n`,
    );
    const [path, ...lines] = make({}, { title: 'Draw / rows?' }, rules);
    assert.equal(path, 'backlog/tasks/back-001 - Draw-rows.md');
    assert.deepEqual(lines.slice(1, 4), ['id: BACK-001', 'title: Draw / rows?', 'status: In Progress']);
    assert.deepEqual(lines.slice(-6), [
      '## Definition of Done',
      '<!-- DOD:BEGIN -->',
      '- [ ] #1 Tests pass',
      '- [ ] #2 Docs: done',
      '<!-- DOD:END -->',
      '',
    ]);
  });

  it('is an item of the tracking directory where that is used, too, or named', () => {
    const [path] = make({ 'tracking/backlog/a.md': '# A\n' }, { title: 'Draw' });
    assert.match(path ?? '', /^tracking\/backlog\//);
    const [named] = make({ 'tracking/backlog/a.md': '# A\n' }, { title: 'Draw', root: 'backlog' });
    assert.equal(named, 'backlog/tasks/back-1 - Draw.md');
  });

  it('has a name of a file whatever it is called', () => {
    for (const [title, name] of [
      ['...', 'task'],
      ['../../etc/passwd', 'etc-passwd'],
      ['Ünïcode & more', 'Ünïcode-more'],
    ] as const)
      assert.equal(make({}, { title })[0], `backlog/tasks/back-1 - ${name}.md`, title);
  });

  it('is moved by its tool: lines for that, and none that a shell takes for more', () => {
    const lines = (id: string, folder = 'tasks'): readonly string[] =>
      commandsFor(
        itemOf(openTask(taskText([`id: ${id}`, 'title: a', 'status: Done']), `backlog/${folder}/a.md`)),
      );
    assert.deepEqual(lines('BACK-1.2'), [
      'backlog task archive BACK-1.2',
      'backlog task complete BACK-1.2',
      'backlog task demote BACK-1.2',
    ]);
    assert.deepEqual(lines('DRAFT-1', 'drafts'), [
      'backlog draft promote DRAFT-1',
      'backlog draft archive DRAFT-1',
    ]);
    assert.deepEqual([...lines('BACK-1; rm -rf x'), ...lines('BACK-1', 'archive/tasks')], []);
  });
});
