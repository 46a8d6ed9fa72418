import assert from 'node:assert/strict';
import { backlog, openBacklogItems } from '../../../../src/core/views/backlog.ts';
import { defaultArrangement } from '../../../../src/core/views/outline.ts';
import { FolderRules } from '../../../../src/core/formats/folderRules.ts';
import { systems } from '../../../../src/core/formats/registry.ts';
import { toKey } from '../../../../src/core/text/key.ts';
import { config, rulesWith, taskText } from '../../../support/backlogTexts.ts';
import { drawn, indexOf, outlineContext, rowOf } from '../../../support/indexOf.ts';

function task(id: string, title: string, ...more: readonly string[]): string {
  const hasStatus = more.some((line) => line.startsWith('status:'));
  return taskText(
    [`id: ${id}`, `title: ${title}`, ...(hasStatus ? [] : ['status: To Do']), ...more],
    ...(title === 'Show parent'
      ? [
          '<!-- AC:BEGIN -->',
          '- [x] #1 One',
          '- [~] #2 Two',
          '<!-- AC:END -->',
          '<!-- DOD:BEGIN -->',
          '- [ ] #1 Three',
          '<!-- DOD:END -->',
        ]
      : []),
  );
}

const files = {
  'backlog/tasks/back-9 - A.md': task(
    'BACK-9',
    'Draw rows',
    'status: In Progress',
    'assignee: [@codex]',
    'priority: low',
  ),
  'backlog/tasks/back-12 - B.md': task(
    'BACK-12',
    'Show parent',
    'assignee: ["@codex", "@maple"]',
    'priority: high',
    'dependencies: [BACK-9, BACK-3, BACK-77]',
    'milestone: m-1',
  ),
  'backlog/tasks/back-12.1 - C.md': task(
    'BACK-12.1',
    'Fold it',
    'parent_task_id: BACK-12',
    'priority: medium',
  ),
  'backlog/tasks/back-100 - D.md': task('BACK-100', 'Later', 'status: Parked'),
  'backlog/completed/back-3 - E.md': task('BACK-3', 'Old', 'status: Done'),
  'backlog/drafts/draft-1 - F.md': task('DRAFT-1', 'Idea'),
  'backlog/archive/tasks/back-12 - G.md': task('BACK-12', 'Given up'),
};

describe('the Backlog tree of Backlog.md', () => {
  const index = indexOf(files, [], rulesWith());

  it('has a row for each task, with its criteria and the tasks below it, and what was put aside in groups', () => {
    assert.deepEqual(drawn(backlog(index, outlineContext())), [
      'BACK-12 Show parent (high · codex, maple · 1/3 checked · waits for BACK-9, BACK-77 · 2 problems)',
      '  No task has the ID BACK-77, so this dependency stays open. (line 7)',
      '  Unknown mark “[~]”. Use [ ] or [x]. (line 13)',
      '  One (#1)',
      '  Two (#2 [~])',
      '  Three (#1 Definition of Done)',
      '  BACK-12.1 Fold it (medium)',
      'BACK-100 Later (Parked · 1 problem)',
      '  Unknown status “Parked”. The statuses of this project are To Do, In Progress, Done. (line 4)',
      'BACK-9 Draw rows (codex · low)',
      'BACK-3 Old',
      'Drafts (1)',
      '  DRAFT-1 Idea',
      'Archived (1)',
      '  BACK-12 Given up',
    ]);
    assert.equal(openBacklogItems(index), 3);
    for (const label of ['Drafts', 'Archived'])
      assert.equal(rowOf(backlog(index, outlineContext()), label).collapsed, 'collapsed');
  });

  it('has no problem rows for what a task that is done names', () => {
    const done = indexOf(
      { 'backlog/completed/back-3 - E.md': task('BACK-3', 'Old', 'status: Done', 'dependencies: [BACK-1]') },
      [],
      rulesWith(),
    );
    assert.deepEqual(drawn(backlog(done, outlineContext())), ['BACK-3 Old']);
    const told = done.problems(toKey('backlog/completed/back-3 - E.md'));
    assert.deepEqual(
      told.map(({ code, severity }) => [code, severity]),
      [['item.noDependency', 'hint']],
    );
  });

  it('tells what it knows in the tooltip', () => {
    const row = rowOf(backlog(index, outlineContext()), 'BACK-12 Show parent');
    const text = row.tooltip();
    for (const part of ['Owner: codex', 'Milestone: m', '1/3 checked', 'waits for', 'Priority: high'])
      assert.ok(text.replaceAll('\\', '').includes(part), part);
  });

  it('is grouped by milestones, and filtered by IDs', () => {
    const arrangement = { ...defaultArrangement, backlog: 'milestone' } as const;
    assert.deepEqual(
      backlog(index, outlineContext({ arrangement })).map(
        ({ label, description }) => `${label} ${description ?? ''}`,
      ),
      ['m-1 1', 'No milestone 3', 'Drafts 1', 'Archived 1'],
    );
    const filter = { text: 'back-12.1', statuses: [], owners: [], branches: [], records: [] };
    assert.deepEqual(drawn(backlog(index, outlineContext({ filter }))), ['BACK-12.1 Fold it (medium)']);
  });

  it('has the branch that a task’s ID is in the name of', () => {
    const progress = (branch: string) =>
      `# ${branch}\n\nBranch: ${branch}\n\n| Task | Status | Owner |\n| --- | --- | --- |\n| A | wip | otter |\n`;
    const named = indexOf(
      {
        'backlog/tasks/back-1 - A.md': task('BACK-1', 'One'),
        'backlog/tasks/back-1.2 - B.md': task('BACK-1.2', 'Two'),
        'backlog/tasks/back-12 - C.md': task('BACK-12', 'Three'),
        'tracking/progress/2026-06-11-a.md': progress('tasks/back-12-show-parent'),
        'tracking/progress/2026-06-11-b.md': progress('BACK-1.2'),
      },
      [],
      rulesWith(),
    );
    assert.deepEqual(
      drawn(backlog(named, outlineContext())).filter((line) => line.startsWith('BACK')),
      ['BACK-1 One', 'BACK-1.2 Two (BACK-1.2)', 'BACK-12 Three (tasks/back-12-show-parent)'],
    );
  });

  it('has a group for each place where there are several', () => {
    const rules = new FolderRules(
      systems,
      {},
      new Map([
        ['backlog/config.yml', config],
        ['packages/api/backlog/config.yml', config],
      ]),
    );
    const several = indexOf(
      {
        'backlog/tasks/back-1 - A.md': task('BACK-1', 'One'),
        'packages/api/backlog/tasks/back-1 - B.md': task('BACK-1', 'Two'),
      },
      [],
      rules,
    );
    assert.deepEqual(drawn(backlog(several, outlineContext())), [
      'This folder (1)',
      '  BACK-1 One',
      'packages/api (1)',
      '  BACK-1 Two',
    ]);
  });

  it('shows tasks that are each other’s parents, and those whose parent is put aside', () => {
    const odd = indexOf(
      {
        'backlog/tasks/back-1 - A.md': task('BACK-1', 'One', 'parent_task_id: BACK-2'),
        'backlog/tasks/back-2 - B.md': task('BACK-2', 'Two', 'parent_task_id: BACK-1'),
        'backlog/tasks/back-3 - C.md': task('BACK-3', 'Three', 'parent_task_id: BACK-3'),
        'backlog/tasks/back-4 - D.md': task('BACK-4', 'Four', 'parent_task_id: BACK-1'),
        'backlog/tasks/back-5 - E.md': task('BACK-5', 'Five', 'parent_task_id: BACK-9'),
        'backlog/archive/tasks/back-9 - F.md': task('BACK-9', 'Nine'),
      },
      [],
      rulesWith(),
    );
    const labels = drawn(backlog(odd, outlineContext())).map((line) => line.replace(/ \(.*/, ''));
    assert.deepEqual(
      labels.filter((line) => line.includes('BACK')),
      ['BACK-1 One', 'BACK-2 Two', 'BACK-3 Three', 'BACK-4 Four', 'BACK-5 Five', '  BACK-9 Nine'],
    );
  });
});
