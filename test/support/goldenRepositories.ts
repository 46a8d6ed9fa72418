import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { progressOf, Repository } from './repository.ts';

/** Small repositories, each with what is special in one respect; the same commits each time. */
export const goldenRepositories: Readonly<Record<string, (repository: Repository) => void>> = {
  'several branches and worktrees': (repository) => {
    const path = (branch: string): string => `tracking/progress/2026-06-01-${branch.replace('/', '-')}.md`;
    repository.commit('2026-06-01', { a: 'a', [path('main')]: progressOf('main', 'Plan | wip | maple') });
    repository.git('switch', '--quiet', '--create', 'feat/merged');
    repository.commit('2026-06-02', {
      [path('feat/merged')]: progressOf('feat/merged', 'One | done | otter'),
    });
    repository.git('switch', '--quiet', 'main');
    repository.git('merge', '--quiet', '--no-ff', '--message', 'Merge', 'feat/merged');
    for (const [i, branch] of ['feat/a', 'feat/b', 'feat/c'].entries()) {
      repository.git('switch', '--quiet', '--create', branch, 'main');
      repository.commit(`2026-06-1${i}`, {
        [path(branch)]: progressOf(branch, `First | done | otter`, `Second of ${branch} | todo | -`),
        'shared.txt': branch,
      });
    }
    repository.git('switch', '--quiet', 'main');
    repository.commit('2026-06-14', { [path('feat/gone')]: progressOf('feat/gone', 'Left | todo | -') });
    repository.worktree('other', 'feat/a');
    repository.git('switch', '--quiet', 'feat/b');
  },
  'a branch with two progress files': (repository) => {
    repository.commit('2026-06-01', {
      'tracking/progress/2026-06-01-feat-a.md': progressOf('feat/a', 'One | wip | maple', 'Two | todo | -'),
      'tracking/progress/2026-06-02-feat-a-more.md': progressOf(
        'feat/a',
        'Two | done | otter',
        'Three | todo | -',
      ),
    });
    repository.git('switch', '--quiet', '--create', 'feat/a');
  },
  'a merge in conflict': (repository) => {
    const path = 'tracking/progress/2026-06-01-main.md';
    repository.commit('2026-06-01', { [path]: progressOf('main', 'One | todo | -', 'Two | todo | -') });
    repository.git('switch', '--quiet', '--create', 'side');
    repository.commit('2026-06-02', { [path]: progressOf('main', 'One | wip | otter', 'Two | todo | -') });
    repository.git('switch', '--quiet', 'main');
    repository.commit('2026-06-03', {
      [path]: progressOf('main', 'One | wip | maple', 'Two | done | maple'),
    });
    try {
      repository.git('merge', '--quiet', 'side');
    } catch {
      // In conflict, as it is to be.
    }
  },
  'rows that cannot be told apart, or are cut off': (repository) => {
    const table = '| Task | Status | Owner |\n|---|---|---|\n';
    repository.commit('2026-06-01', {
      'tracking/progress/2026-06-01-main.md': `# main\n\nBranch: main\n\n## One\n\n${table}| Twice | todo | - |\n| Twice | wip | maple |\n| | todo | - |\n| Short |\n| Long | done | otter | and more |\n\n| Cut off | wip | maple |\n\n## Two\n\n${table}| Twice | todo | - |\n| Almost | almost | heron |\n| ~~Struck~~ | todo | - |\n`,
      'tracking/progress/2026-06-02-ids.md': `# ids\n\nBranch: ids\n\n| ID | Task | Status | Owner | Points | Notes |\n|---|---|---|---|---|---|\n| T-1 | One | todo | - | 3 | RPC-1 |\n| T-2 | Two | ✅ done (2026-06-11) | @Otter | | see [x](x.md) |\n| T-2 | Three | 🔴 **BLOCKED** | maple (lead) | 5 | |\n`,
      'tracking/progress/2026-06-03-done.md':
        '# done\n\nBranch: done\n\n| Item | Done? | Who |\n|---|---|---|\n| Write it | yes | otter |\n| Read it | no | |\n| Sell it | | maple |\n',
      'tracking/progress/2026-06-04-none.md': '# none\n\nNothing is here, not even a branch.\n',
    });
  },
  'files that belong elsewhere': (repository) => {
    repository.commit('2026-06-01', {
      'tracking/notes.md': progressOf('main', 'Somewhere | todo | -'),
      'tracking/progress/README.md': '# Progress files\n',
      'tracking/progress/TEMPLATE.md': progressOf('<branch>', '<task> | todo | -'),
      'tracking/progress/old/2026-05-01-feat-old.md': progressOf('feat/old', 'Old | done | otter'),
      'packages/web/tracking/progress/2026-06-01-feat-web.md': progressOf('feat/web', 'Web | todo | -'),
      'packages/web/tracking/backlog/dark.md': '# Dark mode\n\nPriority: low\n',
    });
  },
  'specs and criteria': (repository) => {
    repository.commit('2026-06-01', {
      'spec/rpc.md':
        '# RPC\n\nStatus: draft\n\n- **RPC-1** Retries.\n- **RPC-2** Waits.\n- RPC-3, RPC-4 Stop.\n- ~~**RPC-5** Gone.~~\n\nUTF-8 is none.\n\n## RPC-7 A heading\n',
      'spec/unused.md': '# Unused\n\n- **UNU-1** Nobody serves it.\n',
      'tracking/progress/2026-06-01-main.md':
        '# main\n\nBranch: main\nSpec: [rpc](../../spec/rpc.md), [gone](../../spec/gone.md)\nPR: #12\n\n| Task | Status | Owner | Notes |\n|---|---|---|---|\n| One | done | otter | RPC-1 |\n| Two | wip | maple | RPC-2..RPC-4 |\n| Three | dropped | - | RPC-7 |\n| Four | todo | - | RPC-99, UTF-8 |\n| Five | todo | - | RPC-1/2 |\n\n## Notes\n\n- otter: deferred RPC-5 -> [later](../tech-debt/later.md)\n- maple: *marked* `code`\n',
      'tracking/tech-debt/later.md':
        '# Later\n\nFrom: [main](../progress/2026-06-01-main.md)\nCriteria: RPC-5\n',
    });
  },
  'backlog and debt': (repository) => {
    repository.commit('2026-06-01', {
      'tracking/backlog/head.md':
        '# In a head\n\nPriority: high\nStatus: proposed\nOwner: maple\nDate: 2026-06-01\nSpec: [s](../../spec/s.md)\n\nWords.\n',
      'tracking/backlog/front.md':
        '---\npriority: 🔴 high\nstatus: done\ndate: 2026-05-01\nowner: "@otter"\n---\n# In front matter\n\n- [ ] one\n- [x] two\n',
      'tracking/backlog/started.md': '# Started\n\nBranch: feat/started\nStatus: in progress\n',
      'tracking/backlog/untitled.md': 'No heading.\n',
      'tracking/backlog/broken.md': '---\npriority: [high\n---\n# Broken\n',
      'tracking/tech-debt/plain.md': '# Plain debt\n\nDate: 2026-06-02\nOwner: heron\nSeverity: low\n',
      'tracking/tech-debt/from.md':
        '# From a branch\n\nFrom: [feat/started](../progress/2026-06-03-feat-started.md)\n',
      'tracking/progress/2026-06-03-feat-started.md': `${progressOf('feat/started', 'Begin | wip | maple')}\nBacklog: [started](../backlog/started.md)\n`,
      'spec/s.md': '# S\n\n- **S-1** One.\n',
    });
  },
  'text that is hostile': (repository) => {
    repository.commit('2026-06-01', {
      'tracking/progress/2026-06-01-main.md': `# <img src=x onerror=alert(1)> $(alert) \u202eneila\n\nBranch: main\n\n| Task | Status | Owner | Notes |\n|---|---|---|---|\n| [Open](command:x) | wip | $(bug) | <script>alert(1)</script> |\n| \u202eevil\u2066 | todo | - | \`a \\| b\` |\n| &lt;b&gt; **bold** | todo | **-** | ![i](http://x) |\n| ${'long '.repeat(200)} | todo | - | |\n`,
      'tracking/backlog/odd.md': '# $(zap) [x](command:y) `<b>`\n\nPriority: <high>\n',
    });
  },
  'tables nested in lists and quotes, with CRLF': (repository) => {
    const lines = [
      '# main',
      '',
      'Branch: `main`',
      '',
      '- A list',
      '',
      '  | Task | Status |',
      '  | --- | --- |',
      '  | In a list | todo |',
      '',
      '> | Task | Status | Owner |',
      '> |---|---|---|',
      '> | In a quote | wip | maple |',
      '',
      'Task | Status',
      '--- | ---',
      'Without pipes | todo',
      '',
    ];
    repository.git('config', 'core.autocrlf', 'false');
    repository.commit('2026-06-01', { 'tracking/progress/2026-06-01-main.md': lines.join('\r\n') });
  },
  'boards of other teams': (repository) => {
    const boards = join(process.env['THROUGHLINE_ROOT'] ?? '', 'test/fixtures/progressFile/boards');
    repository.commit(
      '2026-06-01',
      Object.fromEntries(
        readdirSync(boards)
          .sort()
          .map((name, i) => [
            `tracking/progress/2026-06-1${i}-${name}`,
            readFileSync(join(boards, name), 'utf8'),
          ]),
      ),
    );
  },
};
