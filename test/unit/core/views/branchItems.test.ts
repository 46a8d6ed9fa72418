import assert from 'node:assert/strict';
import { idsInBranch } from '../../../../src/core/model/itemIds.ts';
import { toKey } from '../../../../src/core/text/key.ts';
import { streamBoard } from '../../../../src/core/views/board.ts';
import { overview } from '../../../../src/core/views/boardOverview.ts';
import { branchBrief } from '../../../../src/core/views/brief.ts';
import { branchProgress } from '../../../../src/core/views/branchProgress.ts';
import { noFilter } from '../../../../src/core/views/filter.ts';
import type { OutlineContext, OutlineNode } from '../../../../src/core/views/outline.ts';
import { rulesWith, taskText } from '../../../support/backlogTexts.ts';
import { drawn, indexOf, outlineContext, parseAt, rowOf } from '../../../support/indexOf.ts';

const checks = ['<!-- AC:BEGIN -->', '- [x] #1 One', '- [ ] #2 Two', '<!-- AC:END -->'];

function task(id: string, title: string, ...front: readonly string[]): string {
  const hasStatus = front.some((line) => line.startsWith('status:'));
  return taskText(
    [`id: ${id}`, `title: ${title}`, ...(hasStatus ? [] : ['status: To Do']), ...front],
    ...checks,
  );
}

const first = 'backlog/tasks/back-1 - A.md';
const other = 'tracking/progress/2026-06-11-a.md';
const files = {
  [first]: task('BACK-1', 'Draw rows', 'status: In Progress', "assignee: ['@codex']"),
  'backlog/tasks/back-2 - B.md': task('BACK-2', 'Show parent'),
  'backlog/tasks/back-3 - C.md': task('BACK-3', 'Old', 'status: Done'),
  'backlog/archive/tasks/back-4 - D.md': task('BACK-4', 'Given up'),
  [other]:
    '# a\n\nBranch: feat/back-2-x\n\n| Task | Status | Owner |\n| --- | --- | --- |\n| A | wip | otter |\n',
};
const branches = ['main', 'tasks/back-1-rows', 'feat/back-2-x', 'fix/back-3', 'back-4', 'back-10'];
const checkouts = { here: 'main', worktrees: new Map(), branches };

/** Rows from those whose label is that of a branch of the sample. */
function rows(context: Partial<OutlineContext> = {}): readonly OutlineNode[] {
  return branchProgress(indexOf(files, [], rulesWith()), outlineContext({ checkouts, ...context }));
}

describe('the IDs that the name of a branch holds', () => {
  for (const [branch, expected] of [
    ['tasks/task-12-show-parent', ['TASKS/TASK-12', 'TASK-12']],
    ['Task-007', ['TASK-7']],
    ['back-3.1.2', ['BACK-3.1.2']],
    ['my_back-3', ['MY_BACK-3', 'BACK-3']],
    ['v1.2', []],
    ['back-3x', []],
    ['back-3.1x', []],
    ['12-back', []],
  ] as const)
    it(`are whole words and a number: ${branch}`, () => {
      assert.deepEqual(idsInBranch(branch), expected);
    });
});

describe('branches that are named after tasks of Backlog.md', () => {
  it('have those tasks below them with their criteria, and a row where nothing else tells of them', () => {
    assert.deepEqual(drawn(rows()), [
      'feat/back-2-x (0/1 · otter · + BACK-2)',
      '  A (otter)',
      '  BACK-2 Show parent (1/2 checked)',
      '    One (#1)',
      '    Two (#2)',
      'tasks/back-1-rows (BACK-1 · 1/2 checked · codex)',
      '  BACK-1 Draw rows (codex · 1/2 checked)',
      '    One (#1)',
      '    Two (#2)',
    ]);
    const row = rowOf(rows(), 'BACK-2 Show parent');
    assert.match(row.context, /^backlogItem .*\bclaim\b/);
    assert.match(rowOf(rows(), 'feat/back-2-x').accessibilityLabel, /, BACK-2 Show parent$/);
    const { branch, accessibilityLabel } = rowOf(rows(), 'tasks/back-1-rows');
    assert.deepEqual(
      [branch, accessibilityLabel],
      ['tasks/back-1-rows', 'Branch tasks/back-1-rows, BACK-1, 1/2 checked, codex'],
    );
  });

  it('lead to them on their board', () => {
    const index = indexOf(files, [], rulesWith());
    const [stream] = index.streamsOfBranch('feat/back-2-x');
    assert.ok(stream);
    const { links } = streamBoard(index, stream, { writable: true, idOf: ({ key }) => key });
    assert.deepEqual(links[0], {
      id: 'backlog/tasks/back-2 - B.md',
      kind: 'backlog',
      text: 'BACK-2 Show parent · 1/2 checked',
    });
  });

  it('have them in their brief, with what is not checked', () => {
    const index = indexOf(files, [], rulesWith());
    const [stream] = index.streamsOfBranch('feat/back-2-x');
    assert.ok(stream);
    const brief = branchBrief(index, stream);
    for (const line of [
      'For: BACK-2 Show parent',
      'Backlog: `backlog/tasks/back-2 - B.md`',
      '- **BACK-2 #2** Two',
    ])
      assert.ok(brief.replaceAll('\\', '').split('\n').includes(line), brief);
    assert.ok(!brief.includes('One'));
  });

  it('stand beside what people work on elsewhere', () => {
    const index = indexOf(files, [], rulesWith());
    const context = { writable: true, idOf: ({ key }: { readonly key: string }) => key };
    const { people } = overview([{ index, name: '', context, ageOf: () => '' }], true);
    assert.deepEqual(
      people.map(({ owner, tasks }) => [
        owner.name,
        ...tasks.map(({ id, title, stream }) => [id, title, stream]),
      ]),
      [
        ['codex', [first, 'BACK-1 Draw rows', 'Backlog']],
        ['otter', [other, 'A', 'feat/back-2-x']],
      ],
    );
  });

  it('have ids of their own for what two of them share', () => {
    const index = indexOf(files, [], rulesWith());
    const twice = { ...checkouts, branches: [...branches, 'spike/back-1'] };
    const ids: string[] = [];
    const collect = (nodes: readonly OutlineNode[]): void => {
      for (const { id, children } of nodes) {
        ids.push(id);
        collect(children?.() ?? []);
      }
    };
    collect(branchProgress(index, outlineContext({ checkouts: twice })));
    assert.equal(ids.filter((id) => id.endsWith(`${first}>0`)).length, 2);
    assert.equal(new Set(ids).size, ids.length);
  });

  it('stand first where they are checked out, also once the task is done', () => {
    const current = { currentBranch: 'fix/back-3', checkouts: { ...checkouts, here: 'fix/back-3' } };
    assert.deepEqual(
      rows(current).map(({ label, collapsed }) => [label, collapsed]),
      [
        ['fix/back-3', 'expanded'],
        ['feat/back-2-x', 'collapsed'],
        ['tasks/back-1-rows', 'collapsed'],
      ],
    );
  });

  it('are those that a filter lets through', () => {
    const labels = (filter: Partial<OutlineContext['filter']>): readonly string[] =>
      drawn(rows({ filter: { ...noFilter, ...filter } })).filter((line) => !/^ +(One|Two)/.test(line));
    assert.deepEqual(labels({ owners: ['codex'] }), [
      'tasks/back-1-rows (BACK-1 · 1/2 checked · codex)',
      '  BACK-1 Draw rows (codex · 1/2 checked)',
    ]);
    assert.deepEqual(labels({ text: 'parent' }), [
      'feat/back-2-x (0/1 · otter · + BACK-2)',
      '  BACK-2 Show parent (1/2 checked)',
    ]);
    assert.deepEqual(labels({ records: ['progressFile'] }), ['feat/back-2-x (0/1 · otter)', '  A (otter)']);
  });

  it('are drawn again when the task changes, and the task when its branch does', () => {
    const index = indexOf(files, [], rulesWith());
    const path = 'backlog/tasks/back-2 - B.md';
    const claimed = parseAt(path, task('BACK-2', 'Show parent', 'status: In Progress'), rulesWith());
    assert.ok(index.replace(toKey(path), claimed).includes(toKey(other)));
    assert.ok(index.replace(toKey(other), undefined).includes(toKey(path)));
    assert.deepEqual(
      index.ids.streamsNamedAfter({ ...(index.workItems('backlog')[1] ?? assert.fail()) }),
      [],
    );
  });
});
