import assert from 'node:assert/strict';
import { toKey } from '../../../../src/core/text/key.ts';
import type { BranchStatus } from '../../../../src/core/model/branchStatus.ts';
import { agesOn } from '../../../../src/core/views/age.ts';
import { streamBoard } from '../../../../src/core/views/board.ts';
import { overview } from '../../../../src/core/views/boardOverview.ts';
import { branchProgress } from '../../../../src/core/views/branchProgress.ts';
import { shownGit, type GitView } from '../../../../src/core/views/gitView.ts';
import type { OutlineNode } from '../../../../src/core/views/outline.ts';
import { backlog } from '../../../../src/core/views/backlog.ts';
import { specs } from '../../../../src/core/views/specs.ts';
import { describeMet } from '../../../../src/core/views/specProgress.ts';
import { criteriaMet } from '../../../../src/core/views/summary.ts';
import { techDebt } from '../../../../src/core/views/techDebt.ts';
import { indexOf, outlineContext, rowOf } from '../../../support/indexOf.ts';

const day = 86_400;
const now = Date.parse('2026-06-20T12:00:00Z') / 1000;
const [mine, other] = ['tracking/progress/2026-01-11-feat-x.md', 'tracking/progress/2026-06-18-feat-y.md'];
const files = {
  [mine]: `# feat/x
Branch: feat/x
Spec: [retries](../../spec/retries.md)
Backlog: [retry](../backlog/retry.md)
Docs: [guide](../../docs/guide.md)
Tech debt: [jitter](../tech-debt/jitter.md)

| Task | Status | Owner |
| --- | --- | --- |
| Jitter | wip | maple |
| Say RPC-1. | todo | - |

## Notes

- otter: Read this first.
`,
  [other]: `# feat/y
Branch: feat/y
Spec: [retries](../../spec/retries.md)

| Task | Status | Owner |
| --- | --- | --- |
| Wait, RPC-1 | todo | - |
`,
  'tracking/backlog/retry.md': '# Retry calls.\nPriority: high\n',
  'tracking/tech-debt/jitter.md': '# Tune jitter\nDate: 2026-01-18\n',
  'spec/retries.md': '# Retries\n- **RPC-1** Retried five times.\n- **RPC-2** Waits grow.\n',
};
const status = (given: Partial<BranchStatus>): BranchStatus => ({
  branch: 'feat/x',
  base: 'main',
  ahead: 2,
  behind: 0,
  lastCommit: now - 5 * day,
  changed: [],
  drifted: [],
  contains: [],
  ...given,
});
const git: GitView = {
  status: {
    streams: new Map([
      [toKey(mine), status({ drifted: ['spec/retries.md', 'spec/b.md'], unreported: 3, uncommitted: 2 })],
      [toKey(other), status({ branch: 'feat/y', lastCommit: now - 150 * day })],
    ]),
    fileless: [],
  },
  now,
  staleDays: 3,
  shown: new Set(shownGit),
};
const index = indexOf(files, ['docs/guide.md']);
const rows = branchProgress(index, outlineContext({ git, currentBranch: 'feat/x', me: 'maple' }));
const gitRows = (branch: string): readonly OutlineNode[] =>
  (rowOf(rows, branch).children?.() ?? []).filter(({ kind }) => kind === 'git');

describe('how far a branch is', () => {
  const shown = (...rows: readonly string[]): string => {
    const table = `| Task | Status | Owner |\n|---|---|---|\n${rows.map((row) => `| ${row} | - |\n`).join('')}`;
    const [row] = branchProgress(indexOf({ [mine]: `Branch: feat/x\n\n${table}` }), outlineContext());
    return row?.description?.split(' · ')[0] ?? '';
  };

  it('is told in words where no task counts', () => {
    assert.equal(shown('One | done', 'Two | dropped', 'Three | todo'), '1/2');
    assert.equal(shown('One | dropped', 'Two | dropped'), '2 dropped');
    assert.equal(shown(), 'no tasks');
  });

  it('is told of a file that is only begun, which tasks can be added to', () => {
    const [row] = branchProgress(indexOf({ [mine]: '# feat/x\n' }), outlineContext({ me: 'maple' }));
    assert.equal(row?.description, 'no tasks · 2 problems');
    assert.match(row.accessibilityLabel, /no tasks/);
    assert.equal(row.context, 'stream addTask addNote');
  });
});

describe('what branches have in common', () => {
  it('is said on the board as in the sidebar, of all branches and of one', () => {
    const context = { idOf: ({ key }: { readonly key: string }) => key, writable: true, git };
    const streams = overview([{ index, name: '', ageOf: () => '', context, git }], true).streams;
    assert.deepEqual(
      streams.map(({ name, warnings }) => [name, ...warnings]),
      [
        ['feat/x', 'Overlap with feat/y: RPC-1'],
        ['feat/y', 'Overlap with feat/x: RPC-1'],
      ],
    );
    const [stream] = index.streamsOfBranch('feat/x');
    assert.ok(stream);
    assert.deepEqual(
      streamBoard(index, stream, context).warnings.map(({ text }) => text),
      ['Overlap with feat/y: RPC-1'],
    );
  });
});

describe('the age of a branch', () => {
  const ages = (given: GitView | undefined): readonly string[] =>
    overview(
      [
        {
          index,
          name: '',
          ageOf: agesOn('2026-06-20'),
          context: { idOf: ({ key }) => key, writable: true },
          ...(given === undefined ? {} : { git: given }),
        },
      ],
      true,
    ).streams.map(({ age }) => age);

  it('is that of its last commit, on the board as in the sidebar', () => {
    assert.deepEqual(ages(git), ['5 days ago', '5 months ago']);
  });

  it('is that of its file on the board where commits are not shown', () => {
    assert.deepEqual(ages({ ...git, shown: new Set() }), ages(undefined));
    assert.notDeepEqual(ages(undefined), ages(git));
  });
});

describe('the text of a row', () => {
  it('begins with what tells most, and leaves what may be cut off for the end', () => {
    assert.deepEqual(
      gitRows('feat/x').map(({ label, description }) => [label, description]),
      [
        ['2 ahead of main', '2 uncommitted files · 5 days ago'],
        ['Stale: 5 days', 'no commits or edits'],
        ['feat/y overlaps', 'RPC-1'],
        ['retries.md changed on main', 'and 1 more'],
        ['3 commits not reported', 'in the progress file'],
      ],
    );
    assert.equal(gitRows('feat/y')[0]?.description, '5 months ago');
    assert.equal(rowOf(rows, 'feat/x').description, '0/2 · stale · overlap · drift · unreported · maple');
    assert.equal(rowOf(rows, 'feat/y').description, '0/1 · overlap · unassigned');
  });

  it('is whole in the tooltip and for a screen reader, which hears what the row is', () => {
    const sentences = [
      'Stale: no commits or edits for 5 days',
      'Overlap with feat/y: RPC-1',
      'Drift: spec/retries.md, spec/b.md changed on main since this branch was created',
      'Unreported: 3 commits since the progress file was changed',
    ];
    assert.deepEqual(
      gitRows('feat/x').map(({ accessibilityLabel }) => accessibilityLabel),
      ['Git: 2 ahead of main, last commit 5 days ago, 2 uncommitted files', ...sentences],
    );
    const unescaped = (tooltip: string): string => tooltip.replaceAll('\\', '');
    assert.deepEqual(
      gitRows('feat/x').map(({ tooltip }) => unescaped(tooltip())),
      ['2 ahead of main · last commit 5 days ago · 2 uncommitted files', ...sentences],
    );
    const branch = unescaped(rowOf(rows, 'feat/x').tooltip());
    for (const sentence of sentences) assert.ok(branch.includes(sentence), branch);
  });

  it('is spoken with its kind, once, and with one sign between its parts', () => {
    const spoken = (nodes: readonly OutlineNode[]): string[] =>
      nodes.flatMap(({ accessibilityLabel, children }) => [
        accessibilityLabel,
        ...spoken(children?.() ?? []),
      ]);
    const context = outlineContext({ me: 'maple' });
    assert.deepEqual(
      spoken(rows[0]?.children?.() ?? []).filter((label) => !/^(?:Git|Stale|Unreported):/.test(label)),
      [
        'Task Jitter, wip, maple (you)',
        'Task Say RPC-1, todo, free, RPC-1',
        'Overlap with feat/y: RPC-1',
        'Drift: spec/retries.md, spec/b.md changed on main since this branch was created',
        'Spec retries, 0/2 met',
        'Backlog item retry',
        'Document guide',
        'Tech debt jitter',
        'Notes of feat/x, 1',
        'Note: Read this first, by otter',
      ],
    );
    const all = [rows, backlog(index, context), techDebt(index, context), specs(index, context)];
    for (const label of all.flatMap(spoken)) assert.doesNotMatch(label, /[.,;:],/);
  });
});

describe('the count of criteria', () => {
  const spec = 'spec/sync.md';
  const index = indexOf({
    [spec]: '# Sync\n- **S-1** a\n- **S-2** b\n- **S-3** c\n- **S-4** d\n',
    [mine]: `# feat/x
Branch: feat/x
Spec: [sync](../../spec/sync.md)

| Task | Status | Owner | Notes |
| --- | --- | --- | --- |
| One | done | maple | S-1 |
| Two | todo | - | S-2 |
| Three | dropped | - | S-3 |

## Notes

- maple: deferred Three -> [tech-debt](../tech-debt/later.md)
`,
    'tracking/tech-debt/later.md': '# Later\n',
  });
  const context = outlineContext({ me: 'maple' });
  const [row] = specs(index, context);

  it('has what is met first, of all that are promised, also what was deferred', () => {
    assert.equal(row?.description, '1/4 met · 1 deferred');
    assert.equal(row.accessibilityLabel, 'Spec sync, 1 of 4 criteria met, 2 covered, 1 deferred');
    assert.match(row.tooltip(), /^1 of 4 criteria met, 2 covered, 1 deferred$/m);
  });

  it('is the same on the row of a link and in the head of the view', () => {
    const [stream] = branchProgress(index, context);
    const link = stream?.children?.().find(({ label }) => label === 'sync');
    assert.equal(link?.description, '1/4 met');
    assert.equal(link.accessibilityLabel, 'Spec sync, 1/4 met');
    assert.equal(describeMet(criteriaMet(index)), '1/4 met');
  });
});
