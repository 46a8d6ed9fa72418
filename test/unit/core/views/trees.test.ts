import assert from 'node:assert/strict';
import type { ProjectIndex } from '../../../../src/core/index/projectIndex.ts';
import { documentAtHand, toKey } from '../../../../src/core/text/key.ts';
import { toProblem } from '../../../../src/core/model/problem.ts';
import { agesOn } from '../../../../src/core/views/age.ts';
import { streamBoard } from '../../../../src/core/views/board.ts';
import { backlog, openBacklogItems } from '../../../../src/core/views/backlog.ts';
import { branchProgress } from '../../../../src/core/views/branchProgress.ts';
import { noFilter, describeFilter, type Filter } from '../../../../src/core/views/filter.ts';
import {
  defaultArrangement,
  type OutlineContext,
  type OutlineNode,
} from '../../../../src/core/views/outline.ts';
import { specs } from '../../../../src/core/views/specs.ts';
import { criteriaMet } from '../../../../src/core/views/summary.ts';
import { openDebtItems, techDebt } from '../../../../src/core/views/techDebt.ts';
import { drawn, indexOf, outlineContext, rowOf } from '../../../support/indexOf.ts';

const retry = 'tracking/progress/2026-06-11-feat-rpc-retry.md';
const files = {
  [retry]: `# feat-rpc-retry - retries
Branch: \`feat/rpc-retry\`
PR: #482
Spec: [rpc-retries](../spec/rpc-retries.md)
Backlog: [rpc-retry](../backlog/rpc-retry.md)
## Tasks
| Task | Status | Owner | Notes |
| --- | --- | --- | --- |
| Policy | done | otter | RPC-01 |
| Jitter | wip | maple | RPC-02, UTF-8 |
| Tests | todo | - | RPC-02 |
## Notes
- otter: editing the policy.
- maple: deferred tuning -> [tech-debt](../tech-debt/jitter.md)
`,
  'tracking/progress/2026-06-18-feat-http.md': `# feat-http
Branch: feat/http
Spec: [gone](../../spec/gone.md)
Tech debt: [jitter](../tech-debt/jitter.md)

| Task | Status | Owner |
| --- | --- | --- |
| Map codes | todo | - |
`,
  'tracking/progress/2026-05-28-feat-done.md': `# feat-done
Branch: feat/done
Backlog: [audit](../backlog/audit.md)

| Task | Status | Owner |
| --- | --- | --- |
| Shape | done | heron |
`,
  'tracking/backlog/rpc-retry.md': '# Retry failed calls\nPriority: high\nDate: 2026-06-01\n',
  'tracking/backlog/proxy.md':
    '---\npriority: low\ndate: 2026-06-16\n---\n# Calls through a proxy\n\nTwo users asked.\n',
  'tracking/backlog/quotas.md': '# Quotas\nPriority: high\nSpec: [rpc](../../spec/rpc-retries.md)\n',
  'tracking/backlog/audit.md': '# Audit log\n',
  'tracking/backlog/dropped.md': '# Telnet\nStatus: cancelled\n',
  'tracking/backlog/untitled.md': 'Something without a heading.\n',
  'tracking/tech-debt/jitter.md': '# Tune jitter\nDate: 2026-06-18\n',
  'tracking/tech-debt/cache.md':
    '# Drop the cache\nFrom: [feat-done](../progress/2026-05-28-feat-done.md)\nOwner: heron\n',
  'tracking/tech-debt/lost.md': '# Nobody knows\n',
  'spec/rpc-retries.md':
    '# Retries\n- **RPC-01** Retried at most five times.\n- **RPC-02** Random wait.\n- **RPC-03** Stops at the deadline.\n',
  'spec/other.md': '# Other\n- **OTH-1** One thing.\n',
  'spec/prose.md': '# Prose\nNothing is promised here.\n',
};

const context = outlineContext({ currentBranch: 'feat/rpc-retry', me: 'maple' });
const tree = (
  view: (index: ProjectIndex, context: OutlineContext) => readonly OutlineNode[],
  given: Partial<OutlineContext> = {},
  index = indexOf(files),
): string[] => drawn(view(index, { ...context, ...given }));
const filtered = (filter: Partial<Filter>) => ({ filter: { ...noFilter, ...filter } });

describe('Branch Progress', () => {
  it('has links and notes below the tasks of a stream', () => {
    assert.deepEqual(tree(branchProgress), [
      'feat/rpc-retry (1/3 · otter, maple)',
      '  Policy (otter · RPC-01)',
      '  Jitter (maple · RPC-02)',
      '  Tests (free · RPC-02)',
      '  rpc-retries (1/3 met)',
      '  Pull request #482',
      '  rpc-retry (backlog)',
      '  Tune jitter (tech debt)',
      '  Notes (2)',
      '    editing the policy. (otter)',
      '    deferred tuning -> tech-debt (maple)',
      'feat/http (0/1 · 1 problem)',
      '  Map codes (free)',
      '  spec/gone.md was not found. (line 3)',
      '  gone (not found)',
      '  jitter (tech debt)',
      'feat/done (1/1)',
      '  Shape (heron)',
      '  audit (backlog)',
    ]);
  });

  it('sorts by name, by date or by what is open, the checked-out branch always first', () => {
    const order = (by: OutlineContext['arrangement']['branchProgress']): string[] =>
      branchProgress(indexOf(files), {
        ...context,
        currentBranch: 'feat/done',
        arrangement: { ...defaultArrangement, branchProgress: by },
      }).map(({ label }) => label);
    assert.deepEqual(order('name'), ['feat/done', 'feat/http', 'feat/rpc-retry']);
    assert.deepEqual(order('newest'), ['feat/done', 'feat/http', 'feat/rpc-retry']);
    assert.deepEqual(order('openTasks'), ['feat/done', 'feat/rpc-retry', 'feat/http']);
  });

  it('has a new row, an open one, for what becomes the current branch', () => {
    for (const view of [branchProgress, techDebt]) {
      const open = (currentBranch: string): OutlineNode | undefined =>
        view(indexOf(files), { ...context, currentBranch }).find(({ label }) => label === 'feat/done');
      const [before, after] = [open('feat/http'), open('feat/done')];
      assert.deepEqual([before?.collapsed, after?.collapsed], ['collapsed', 'expanded']);
      assert.notEqual(before?.id, after?.id);
    }
  });

  it('shows what fits the filter, opened', () => {
    assert.deepEqual(tree(branchProgress, filtered({ statuses: ['wip'] })), [
      'feat/rpc-retry (1/3 · otter, maple)',
      '  Jitter (maple · RPC-02)',
    ]);
    assert.deepEqual(tree(branchProgress, filtered({ owners: ['heron'] })).slice(0, 2), [
      'feat/done (1/1)',
      '  Shape (heron)',
    ]);
    assert.deepEqual(tree(branchProgress, filtered({ owners: [''], text: 'map' })).slice(0, 1), [
      'feat/http (0/1 · 1 problem)',
    ]);
    assert.deepEqual(tree(branchProgress, filtered({ text: 'retry rpc-02' })).slice(1, 3), [
      '  Jitter (maple · RPC-02)',
      '  Tests (free · RPC-02)',
    ]);
    assert.deepEqual(tree(branchProgress, filtered({ text: 'nowhere' })), []);
    const [row] = branchProgress(indexOf(files), {
      ...context,
      currentBranch: 'x',
      ...filtered({ text: 'http' }),
    });
    assert.equal(row?.collapsed, 'expanded');
    assert.equal(
      describeFilter({ ...noFilter, text: ' a  b ', statuses: ['wip', 'none'], owners: ['', 'otter'] }),
      'wip, no task, free, otter, “a  b”',
    );
  });

  it('says why a task is stuck: by its own cell, else by the last note about it', () => {
    const index = indexOf({
      'tracking/progress/a.md':
        'Branch: a\n\n| Task | Status | Owner |\n| --- | --- | --- |\n| One | blocked | otter |\n| Two | Blocked: waits for legal | - |\n| Three | failed | - |\n| Four | wip | - |\n\n## Notes\n\n- otter: blocked "One": no key\n- otter: blocked "One": no clock\n- otter: blocked "Three": not this\n',
    });
    const [row] = branchProgress(index, outlineContext({ currentBranch: 'a' }));
    const tasks = row?.children?.().filter(({ kind }) => kind === 'task') ?? [];
    assert.deepEqual(
      tasks.map(({ description }) => description),
      ['no clock · otter', 'waits for legal · free', 'free', 'no owner'],
    );
    assert.match(tasks[0]?.tooltip() ?? '', /no clock/);
  });

  it('says in a tooltip why a check box is not deferred', () => {
    const boxes = '# a\n\nBranch: a\n\n## Tasks\n\n- [ ] One\n- [x] Two\n';
    const rows = branchProgress(indexOf({ 'tracking/progress/a.md': boxes }), context);
    assert.match(rowOf(rows, 'One').tooltip(), /can’t be deferred to tech debt: nothing in its file says/);
    for (const each of [rowOf(rows, 'Two'), rowOf(branchProgress(indexOf(files), context), 'Jitter')])
      assert.doesNotMatch(each.tooltip(), /deferred to/);
  });

  it('says in a tooltip what the criteria promise', () => {
    const tooltip = rowOf(branchProgress(indexOf(files), context), 'Jitter').tooltip();
    assert.match(tooltip, /`RPC-02` Random wait\\\./);
    assert.doesNotMatch(tooltip, /`UTF-8`/);
  });
});

describe('Backlog', () => {
  it('has open items first, by priority, with spec and age', () => {
    assert.deepEqual(tree(backlog), [
      'Quotas (high · spec)',
      'untitled (1 problem)',
      '  Missing heading: the file name is used as the title. (line 1)',
      'Calls through a proxy (low · 4 days ago)',
      'Retry failed calls (feat/rpc-retry · 19 days ago)',
      'Audit log (feat/done)',
      'Telnet (cancelled)',
    ]);
    assert.equal(openBacklogItems(indexOf(files)), 3);
  });

  it('says why an item is what it is', () => {
    const rows = backlog(indexOf(files), context);
    assert.match(rowOf(rows, 'Retry failed calls').tooltip(), /in progress: linked by feat\\\/rpc\\-retry/);
    assert.match(rowOf(rows, 'Audit log').tooltip(), /done: every task of feat\\\/done is done/);
    assert.match(rowOf(rows, 'Quotas').tooltip(), /open: no branch has started it/);
    assert.match(rowOf(rows, 'Calls through a proxy').tooltip(), /Two users asked\\\./);
    assert.equal(rowOf(rows, 'Quotas').accessibilityLabel, 'Backlog item Quotas, open, high, spec');
  });

  it('sorts otherwise, and filters', () => {
    const by = (order: OutlineContext['arrangement']['backlog']): string[] =>
      backlog(indexOf(files), { ...context, arrangement: { ...defaultArrangement, backlog: order } }).map(
        ({ label }) => label,
      );
    assert.deepEqual(by('newest').slice(0, 3), ['Calls through a proxy', 'Quotas', 'untitled']);
    assert.deepEqual(by('title').slice(0, 3), ['Calls through a proxy', 'Quotas', 'untitled']);
    assert.deepEqual(tree(backlog, filtered({ text: 'users' })), [
      'Calls through a proxy (low · 4 days ago)',
    ]);
    assert.deepEqual(tree(backlog, filtered({ statuses: ['done'] })), ['Audit log (feat/done)']);
  });
});

describe('Tech Debt', () => {
  it('is grouped by where it came from; two branches that link an item have it once', () => {
    assert.deepEqual(tree(techDebt), [
      'feat/done (1)',
      '  Drop the cache (from heron)',
      'feat/rpc-retry (1)',
      '  Tune jitter (from maple · 2 branches · 2 days ago)',
      'No origin (1)',
      '  Nobody knows',
    ]);
    // A question mark is an unknown status.
    assert.equal(rowOf(techDebt(indexOf(files), context), 'No origin').icon.codicon, 'folder');
    const tooltip = rowOf(techDebt(indexOf(files), context), 'Tune jitter').tooltip();
    assert.match(tooltip, /From feat\\\/rpc\\-retry/);
    assert.match(tooltip, /From feat\\\/http/);
  });

  it('counts what nobody has closed', () => {
    const index = indexOf({
      'tracking/tech-debt/a.md': '# A\n',
      'tracking/tech-debt/b.md': '# B\nStatus: open\n',
      'tracking/tech-debt/c.md': '# C\nStatus: done\n',
      'tracking/tech-debt/d.md': '# D\nStatus: dropped\n',
    });
    assert.equal(openDebtItems(index), 2);
  });

  it('can be closed while it is open', () => {
    const index = indexOf({
      'tracking/tech-debt/open.md': '# Open\n',
      'tracking/tech-debt/paid.md': '# Paid\nStatus: done\n',
    });
    const contextOf = (label: string, writable: boolean): string =>
      rowOf(techDebt(index, { ...context, writable }), label).context;
    assert.equal(contextOf('Open', true), 'debtItem closeDebt');
    assert.equal(contextOf('Paid', true), 'debtItem');
    assert.equal(contextOf('Open', false), 'debtItem');
  });

  it('stands by date, and filters by who put it off', () => {
    assert.deepEqual(tree(techDebt, { arrangement: { ...defaultArrangement, techDebt: 'newest' } }), [
      'Tune jitter (from maple · 2 branches · 2 days ago)',
      'Drop the cache (from heron)',
      'Nobody knows',
    ]);
    assert.deepEqual(tree(techDebt, filtered({ owners: ['heron'] })), [
      'feat/done (1)',
      '  Drop the cache (from heron)',
    ]);
  });
});

describe('Specs', () => {
  it('names specs so that two can be told apart', () => {
    const found = indexOf({
      'specs/004-print/spec.md': '# Print\n- **FR-001** Prints.\n',
      'specs/004-print/requirements.md': '# Requirements\n- **FR-001** Prints.\n',
      'specs/005-scan/spec.md': '# Scan\n- **FR-001** Scans.\n',
      'web/specs/auth/spec.md': '# Auth\n- **FR-001** Signs in.\n',
      'api/specs/auth/spec.md': '# Auth\n- **FR-001** Signs in.\n',
    });
    assert.deepEqual(
      specs(found, outlineContext()).map(({ label, description }) => `${label}: ${description}`),
      [
        'auth: 0/1 met · api/specs/auth/spec.md',
        '004-print/requirements: 0/1 met',
        '004-print: 1 requirement',
        '005-scan: 1 requirement',
        'auth: 0/1 met · web/specs/auth/spec.md',
      ],
    );
  });

  it('has specs with criteria, the criteria, and the tasks that serve them', () => {
    assert.deepEqual(tree(specs), [
      'other (0/1 met)',
      '  OTH-1 (no task · One thing.)',
      'rpc-retries (1/3 met)',
      '  RPC-01 (Retried at most five times.)',
      '    Policy (otter · feat/rpc-retry)',
      '  RPC-02 (Random wait.)',
      '    Jitter (maple · feat/rpc-retry)',
      '    Tests (free · feat/rpc-retry)',
      '  RPC-03 (no task · Stops at the deadline.)',
    ]);
    assert.deepEqual(criteriaMet(indexOf(files)), { met: 1, total: 4 });
  });

  it('tells by shape how far a criterion is, and to a screen reader by words', () => {
    const rows = specs(indexOf(files), context);
    assert.deepEqual(
      ['RPC-01', 'RPC-02', 'RPC-03'].map((id) => rowOf(rows, id).icon.codicon),
      ['pass-filled', 'color-mode', 'issue-draft'],
    );
    assert.equal(rowOf(rows, 'RPC-02').accessibilityLabel, 'Criterion RPC-02, wip, 2 tasks, Random wait.');
    assert.equal(
      rowOf(rows, 'rpc-retries').accessibilityLabel,
      'Spec rpc-retries, 1 of 3 criteria met, 2 covered',
    );
    assert.equal(rowOf(rows, 'RPC-03').context, 'criterion addTask noTask');
  });

  it('filters, and shows the least met first', () => {
    assert.deepEqual(tree(specs, filtered({ statuses: ['none'] })), [
      'other (0/1 met)',
      '  OTH-1 (no task · One thing.)',
      'rpc-retries (1/3 met)',
      '  RPC-03 (no task · Stops at the deadline.)',
    ]);
    assert.deepEqual(tree(specs, filtered({ owners: ['otter'] })), [
      'rpc-retries (1/3 met)',
      '  RPC-01 (Retried at most five times.)',
      '    Policy (otter · feat/rpc-retry)',
    ]);
    const [first] = specs(indexOf(files), {
      ...context,
      arrangement: { ...defaultArrangement, specs: 'leastMet' },
    });
    assert.equal(first?.label, 'rpc-retries');
  });
});

describe('every tree', () => {
  it('has an id for each row that is its own', () => {
    for (const view of [branchProgress, backlog, techDebt, specs]) {
      const ids: string[] = [];
      const visit = (nodes: readonly OutlineNode[]): void => {
        for (const node of nodes) {
          ids.push(node.id);
          assert.notEqual(node.accessibilityLabel, '', node.id);
          visit(node.children?.() ?? []);
        }
      };
      visit(view(indexOf(files), context));
      assert.deepEqual(ids, [...new Set(ids)]);
    }
  });

  it('shows a file that could not be read, with its problem', () => {
    const index = indexOf({});
    const problem = toProblem('file.binary', 'error', {}, { start: 0, end: 0 });
    for (const [path, holds, view] of [
      ['tracking/progress/a.md', 'stream', branchProgress],
      ['tracking/backlog/b.md', 'backlog', backlog],
      ['spec/c.md', 'spec', specs],
    ] as const) {
      index.replace(toKey(path), {
        ...documentAtHand('', path),
        format: `tracking.${holds}`,
        holds,
        lineStarts: [0],
        parts: [],
        problems: [problem],
      });
      const name = path.slice(path.lastIndexOf('/') + 1);
      assert.deepEqual(tree(view, {}, index), [
        `${name} (1 problem)`,
        '  This is not a text file: it contains NUL bytes. (line 1)',
      ]);
    }
  });
});

describe('references and line breaks in a cell', () => {
  const path = 'tracking/progress/2026-07-01-feat-refs.md';
  const table = (cell: string): string =>
    `# Q&amp;A\nBranch: feat/refs\n\n| Task | Status | Owner | Notes | More |\n| --- | --- | --- | --- | --- |\n| ${cell} | todo | - | one<br>two | &lt;x&gt; |\n\n## Notes\n\n- maple: R&amp;D\n`;
  const index = indexOf({
    [path]: table('&nbsp;Read &amp;<br>write&nbsp;'),
    'tracking/backlog/a.md': '# Ask &ldquo;why&rdquo;\n',
    'spec/a.md': '# S\n\n- **RPC-1** a &rarr; b\n',
  });
  const rows = [branchProgress, backlog, specs].flatMap((tree) => tree(index, outlineContext()));

  it('are shown as what they stand for', () => {
    for (const label of ['Read & write', 'R&D', 'Ask “why”']) rowOf(rows, label);
    const shown = drawn(rows).join('\n');
    assert.match(shown, /a → b/);
    assert.doesNotMatch(shown, /&\w+;|<br>/);
    const tooltip = rowOf(rows, 'Read & write').tooltip();
    assert.match(tooltip, /one two/);
    // Escaped for Markdown, which reads the references that are left as text.
    assert.doesNotMatch(tooltip, /nbsp|&amp;amp|<br>/);
    const [stream] = index.streams();
    assert.ok(stream);
    const board = JSON.stringify(streamBoard(index, stream, { idOf: () => '1', writable: true }));
    assert.match(board, /"title":"Read & write"/);
    assert.doesNotMatch(board, /&\w+;|<br>/);
  });

  it('change nothing of what a row is known by', () => {
    assert.equal(index.streams()[0]?.tasks[0]?.key, `${path}#&nbsp;Read &amp;<br>write&nbsp;`);
  });

  it('stay as they are in code', () => {
    const code = indexOf({ [path]: table('Escape `&nbsp;` and `<br>`') });
    rowOf(branchProgress(code, outlineContext()), 'Escape &nbsp; and <br>');
  });
});

describe('an age', () => {
  it('is counted in days, months and years', () => {
    const ages = [
      '2026-06-20',
      '2026-06-19',
      '2026-04-25',
      '2025-06-20',
      '2020-06-20',
      '2026-07-01',
      'x',
    ].map(agesOn('2026-06-20'));
    assert.deepEqual(ages, [
      'today',
      'yesterday',
      '56 days ago',
      '12 months ago',
      '6 years ago',
      '2026-07-01',
      'x',
    ]);
  });

  it('is in the language of the texts around it', () => {
    const ages = ['2026-06-19', '2026-06-18', '2026-06-16'].map(agesOn('2026-06-20', 'de'));
    assert.deepEqual(ages, ['gestern', 'vorgestern', 'vor 4 Tagen']);
  });

  it('is in English where the language is not known', () => {
    assert.equal(agesOn('2026-06-20', 'qps-ploc')('2026-06-16'), '4 days ago');
  });
});
