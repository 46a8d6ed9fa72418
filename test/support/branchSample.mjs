// Makes a repository with ten streams, each in another state: for pictures, and to look around in.
import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { git } from './sample.mjs';

/**
 * @param {string} parent
 * @returns {string} the folder of the main worktree
 */
export function makeBranchSample(parent) {
  const root = join(parent, 'kit');
  mkdirSync(root);
  const days = (/** @type {number} */ ago) => new Date(Date.now() - ago * 86_400_000).toISOString();
  const run = (/** @type {string} */ cwd, /** @type {number} */ ago, /** @type {string[]} */ ...args) =>
    git(cwd, days(ago), ...args);
  const write = (/** @type {string} */ cwd, /** @type {string} */ path, /** @type {string} */ text) => {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), text);
  };
  /** @param {string} cwd @param {number} ago @param {Record<string, string>} files */
  const commit = (cwd, ago, files) => {
    for (const [path, text] of Object.entries(files)) write(cwd, path, text);
    run(cwd, ago, 'add', '--all');
    run(cwd, ago, 'commit', '--quiet', '--allow-empty', '--message', 'Work');
  };
  const file = (/** @type {string} */ branch) =>
    `tracking/progress/${days(20).slice(0, 10)}-${branch.replace('/', '-')}.md`;
  /** @param {string} branch @param {string} links @param {string[]} rows */
  const progress = (branch, links, ...rows) => ({
    [file(branch)]:
      `# ${branch}\n\nBranch: \`${branch}\`\n${links}\n| Task | Status | Owner | Notes |\n| --- | --- | --- | --- |\n${rows.map((row) => `| ${row} |\n`).join('')}`,
  });
  const spec =
    '# Retries\n\n- **RPC-01** A failed call is sent again.\n- **RPC-02** Waits grow.\n- **RPC-03** It can be switched off.\n';
  const linked = 'Spec: [retries](../../spec/retries.md)\n';

  run(root, 30, 'init', '--quiet', '--initial-branch=main');
  run(root, 30, 'config', 'user.name', 'Maple Doe');
  run(root, 30, 'config', 'user.email', 'maple@example.org');
  commit(root, 30, {
    'spec/retries.md': spec,
    'src/call.ts': 'export {};\n',
    'tracking/backlog/proxy.md':
      '# Calls through a proxy\nPriority: high\nSpec: [retries](../../spec/retries.md)\n',
    'tracking/backlog/budget.md': '# A budget for calls\n',
    ...progress('feat/audit-log', '', 'Event shape | done | otter | ', 'Rotate files | done | maple | '),
  });
  /** @param {string} branch @param {number} ago @param {Record<string, string>} files @param {string} [from] */
  const branch = (branch, ago, files, from = 'main') => {
    run(root, ago, 'switch', '--quiet', '--create', branch, from);
    commit(root, ago, files);
    run(root, ago, 'switch', '--quiet', 'main');
  };
  // Merged, and still there.
  branch('fix/headers', 12, progress('fix/headers', '', 'Fold long ones | done | wren-09be | '));
  run(root, 11, 'merge', '--quiet', '--no-ff', '--no-edit', 'fix/headers');
  // Everything done, not merged yet.
  branch(
    'feat/metrics',
    2,
    progress('feat/metrics', 'PR: #31\n', 'Count calls | done | heron | ', 'Count retries | done | heron | '),
  );
  // At the same criterion and file as the one that is checked out.
  branch('feat/backoff', 1, {
    ...progress('feat/backoff', linked, 'Let waits grow | wip | heron | RPC-02', 'Cap them | todo | - | '),
    'src/call.ts': 'export const backoff = 1;\n',
  });
  // Only on the server.
  branch(
    'feat/quic',
    5,
    progress('feat/quic', '', 'Measure the handshake | wip | wren-09be | ', 'Compare | todo | - | '),
  );
  run(root, 5, 'update-ref', 'refs/remotes/origin/feat/quic', 'feat/quic');
  run(root, 5, 'branch', '--quiet', '-D', 'feat/quic');
  // Commits without a word.
  branch(
    'feat/proxy',
    3,
    progress('feat/proxy', 'Backlog: [proxy](../backlog/proxy.md)\n', 'Read the setting | todo | - | '),
  );
  run(root, 2, 'switch', '--quiet', 'feat/proxy');
  for (const name of ['a', 'b', 'c', 'd']) commit(root, 2, { [`src/proxy-${name}.ts`]: '' });
  run(root, 2, 'switch', '--quiet', 'main');
  // No progress file at all.
  branch('chore/lint', 4, { 'lint.json': '{}\n' });
  // In trouble, in a worktree, and stale.
  branch(
    'fix/token-rotation',
    9,
    progress(
      'fix/token-rotation',
      'PR: #30\n',
      'Refresh early | wip | otter | ',
      'One at a time | blocked | otter | waits for the API',
      'Log it | failed | maple-7f3a | ',
    ),
  );
  run(root, 9, 'worktree', 'add', '--quiet', join(parent, 'kit-token'), 'fix/token-rotation');
  const long = (Date.now() - 9 * 86_400_000) / 1000;
  utimesSync(join(parent, 'kit-token', file('fix/token-rotation')), long, long);
  // In another worktree, with work that is not committed.
  branch(
    'feat/session-sync',
    1,
    progress(
      'feat/session-sync',
      '',
      'Key per device | done | otter | ',
      'Upload | wip | maple-7f3a | ',
      'Download | todo | - | ',
    ),
  );
  run(root, 1, 'worktree', 'add', '--quiet', join(parent, 'kit-sync'), 'feat/session-sync');
  for (const name of ['keys', 'upload', 'store']) write(join(parent, 'kit-sync'), `src/${name}.ts`, '');
  // Checked out; its spec moved on.
  branch('feat/rpc-retry', 3, {
    ...progress(
      'feat/rpc-retry',
      `PR: #29\n${linked}`,
      'Send again | done | maple | RPC-01',
      'Grow the waits | wip | maple | RPC-02',
      'Switch it off | todo | - | RPC-03',
    ),
    'src/call.ts': 'export const retry = 3;\n',
  });
  commit(root, 1, { 'spec/retries.md': `${spec}- **RPC-04** It is counted.\n` });
  run(root, 1, 'switch', '--quiet', 'feat/rpc-retry');
  rmSync(join(root, 'src/none'), { force: true });
  return root;
}
