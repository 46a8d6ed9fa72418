import assert from 'node:assert/strict';
import type { BranchStatus } from '../../../../src/core/model/branchStatus.ts';
import { toKey } from '../../../../src/core/text/key.ts';
import { branchBrief, longestBrief } from '../../../../src/core/views/brief.ts';
import { shownGit, type GitView } from '../../../../src/core/views/gitView.ts';
import { indexOf } from '../../../support/indexOf.ts';

const path = 'tracking/progress/2026-06-11-feat-x.md';
const row = (...rows: readonly string[]): string => rows.map((each) => `| ${each} |\n`).join('');
const progress = (branch: string, ...rows: readonly string[]): string =>
  `# ${branch}\nBranch: ${branch}\nSpec: [s](../../spec/s.md)\n\n| Task | Status | Owner | Notes |\n| --- | --- | --- | --- |\n${row(...rows)}`;
const spec = '# S\n\n- **FR-1** It works.\n- FR-2 It lasts.\n';

describe('the brief of a branch', () => {
  const files = {
    'spec/s.md': spec,
    'tracking/backlog/b.md': '# B\n',
    'tracking/tech-debt/d.md': '# Tune *it*\n',
    [path]: `# feat-x - make it [last](x)
Branch: feat/x
PR: #7
Spec: [s](../../spec/s.md)
Backlog: [b](../backlog/b.md)

| Task | Status | Owner | Notes |
| --- | --- | --- | --- |
| Done <b> | done | otter | FR-1 |
| Open | todo | - | FR-2, soon |
| Mine | wip | maple | |

## Notes
- otter: first
- maple: deferred -> [tech-debt](../tech-debt/d.md)
`,
  };

  it('has header, tasks, unmet criteria with their text, notes and debt', () => {
    const index = indexOf(files);
    const [stream] = index.streams();
    assert.ok(stream);
    assert.equal(
      branchBrief(index, stream),
      `# feat/x
make it last
For: B

1 of 3 done, 1 todo, 1 wip. Progress file: \`${path}\`
Spec: \`spec/s.md\`
Backlog: \`tracking/backlog/b.md\`
Pull request: #7

## Next
- Finish Mine (maple)
- Claim Open

## Tasks
- [ ] Mine (wip, maple)
- [ ] Open (todo, free, FR-2, soon)
- [x] Done \\<b> (done, otter, FR-1)

## Criteria that are not met
- **FR-2** (todo) It lasts.

## Notes
- maple: deferred -> tech-debt
- otter: first

## Deferred
- Tune it: \`tracking/tech-debt/d.md\`
`,
    );
  });

  const now = Date.parse('2026-06-20T12:00:00Z') / 1000;
  const facts = (more: Partial<BranchStatus>): GitView => ({
    status: {
      streams: new Map([
        [
          toKey(path),
          {
            branch: 'feat/x',
            base: 'main',
            lastCommit: now - 86_400 * 2,
            changed: [],
            drifted: [],
            contains: [],
            ...more,
          },
        ],
      ]),
      fileless: [],
    },
    now,
    staleDays: 3,
    shown: new Set(shownGit),
  });
  const brief = (text: string, git?: GitView): string[] => {
    const index = indexOf({ ...files, [path]: text });
    const [stream] = index.streams();
    assert.ok(stream);
    return branchBrief(index, stream, { git }).split('\n');
  };
  const between = (lines: readonly string[], from: string): string[] => {
    const start = lines.indexOf(from) + 1;
    return lines.slice(start, lines.indexOf('', start));
  };

  it('says what git knows, and what may deserve a look', () => {
    const lines = brief(
      progress('feat/x', 'A | wip | maple | FR-1'),
      facts({
        ahead: 2,
        behind: 1,
        uncommitted: 4,
        drifted: ['spec/s.md'],
        unreported: 5,
        lastCommit: now - 86_400 * 9,
      }),
    );
    assert.deepEqual(between(lines, 'Spec: `spec/s.md`'), [
      'Git: 2 ahead, 1 behind main · last commit 2026-06-11 · 4 uncommitted files',
      'Stale: no commits or edits for 9 days',
      'Drift: spec/s.md changed on main since this branch was created',
      'Unreported: 5 commits since the progress file was changed',
    ]);
    assert.deepEqual(between(lines, '## Next'), [
      '- Read the spec again: it changed on the base branch since this branch was created',
      '- Finish A (maple)',
      '- Add a task for FR-2',
    ]);
  });

  it('says to whoever reads it what is theirs first, and what others are on last', () => {
    const rows = [
      'A | wip | otter | -',
      'B | todo | - | -',
      'C | blocked | maple | -',
      'D | wip | maple | -',
    ];
    const index = indexOf({ [path]: progress('feat/x', ...rows) });
    const [stream] = index.streams();
    assert.ok(stream);
    const lines = branchBrief(index, stream, { me: 'maple' }).split('\n');
    assert.deepEqual(between(lines, '## Next'), [
      '- Unblock C (maple (you))',
      '- Finish D (maple (you))',
      '- Claim B',
      '- Leave A to otter',
    ]);
    assert.ok(lines.some((line) => line.startsWith('- [ ] A (wip, otter')));
  });

  it('says what is blocked and why, and what to do when all is done', () => {
    const stuck = brief(
      progress(
        'feat/x',
        'A | blocked | maple | waits for the API',
        'B | failed | - | FR-1',
        'C | todo | - | FR-2',
      ),
    );
    assert.deepEqual(between(stuck, '## Next'), [
      '- Unblock A (maple): waits for the API',
      '- Look at B, which failed (unassigned): FR-1',
      '- Claim C',
    ]);
    const done = progress('feat/x', 'A | done | maple | FR-1, FR-2');
    assert.deepEqual(between(brief(done), '## Next'), ['- Open a pull request: every task is done']);
    assert.deepEqual(between(brief(done.replace('Spec:', 'PR: #7\nSpec:')), '## Next'), [
      '- Merge #7: every task is done',
    ]);
  });

  it('never has more than sixty lines, and counts what it leaves out', () => {
    const many = (count: number, line: (i: number) => string): string =>
      Array.from({ length: count }, (_, i) => line(i)).join('');
    const index = indexOf({
      'spec/s.md': `# S\n${many(200, (i) => `- BIG-${i} text ${i}\n`)}`,
      ...Object.fromEntries(
        Array.from({ length: 30 }, (_, i) => [
          `tracking/tech-debt/d${i}.md`,
          `# D${i}\nFrom: [x](../progress/2026-06-11-feat-x.md)\n`,
        ]),
      ),
      [path]: `${progress('feat/x', ...Array.from({ length: 300 }, (_, i) => `T${i} | todo | - | `))}\n## Notes\n${many(100, (i) => `- n${i}\n`)}`,
    });
    const [stream] = index.streams();
    assert.ok(stream);
    const lines = branchBrief(index, stream).trimEnd().split('\n');
    assert.ok(lines.length <= longestBrief, String(lines.length));
    for (const wanted of [
      'and 285 more tasks',
      'and 192 more criteria',
      'and 95 more notes',
      'and 27 more items',
    ])
      assert.ok(
        lines.some((line) => line.includes(wanted)),
        `${wanted}\n${lines.join('\n')}`,
      );
  });
});
