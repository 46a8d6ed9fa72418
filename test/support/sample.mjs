// Makes the sample repository: a fresh copy of test/support/sample with real git history, several branches and worktrees.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const files = fileURLToPath(new URL('./sample/', import.meta.url));

/**
 * @typedef {object} Sample
 * @property {string} root the main worktree, on `feat/rpc-retry`
 * @property {string} sessionSync the worktree of `feat/session-sync`
 * @property {string} tokenRotation the worktree of `fix/token-rotation`
 */

/** A new, empty folder for a test, without links in its path. */
export function temporaryFolder() {
  return mkdtempSync(join(realpathSync(tmpdir()), 'throughline-'));
}

/**
 * Runs git without anybody's configuration.
 * @param {string} cwd
 * @param {string} date of author and committer
 * @param {string[]} args
 */
export function git(cwd, date, ...args) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !key.startsWith('GIT_')));
  return execFileSync('git', args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...env,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_DATE: date,
    },
  });
}

/**
 * The id of an agent's workspace: its branch, and where the folder is.
 * @param {string} branch
 * @param {string} root
 */
export function workspaceIdOf(branch, root) {
  const hash = createHash('md5').update(`${root}\n`).digest('hex').slice(0, 8);
  return `${branch.replaceAll('/', '-')}_${hash}`;
}

/** @param {string} root */
function copyWorkspaces(root) {
  const folder = '.claude/workspaces';
  for (const branch of readdirSync(join(files, folder))) {
    const id = workspaceIdOf(branch, root);
    const to = join(root, folder, id);
    mkdirSync(to, { recursive: true });
    for (const name of readdirSync(join(files, folder, branch))) {
      const text = readFileSync(join(files, folder, branch, name), 'utf8');
      writeFileSync(join(to, name), text.replace(`"workspaceId": "${branch}"`, `"workspaceId": "${id}"`));
    }
  }
}

/**
 * Makes the sample in `parent`; the same commits each time, but for the ids of workspaces.
 * @param {string} parent
 * @param {{ readonly database?: boolean }} [options] `database`: also the spec database, which git ignores as it does real ones. What is
 * shown of it depends on whether Node has SQLite, so only those that are about it ask for it.
 * @returns {Sample}
 */
export function makeSample(parent, { database = false } = {}) {
  const root = join(parent, 'rpc-kit');
  mkdirSync(root, { recursive: true });
  const day = (/** @type {string} */ date) => `2026-${date}T10:00:00+02:00`;
  const commit = (/** @type {string} */ date, /** @type {string} */ message) => {
    git(root, day(date), 'add', '--all');
    git(root, day(date), 'commit', '--quiet', '--allow-empty', '--message', message);
  };
  const copy = (/** @type {string[]} */ ...paths) => {
    for (const path of paths) cpSync(join(files, path), join(root, path), { recursive: true });
  };
  git(root, day('05-20'), 'init', '--quiet', '--initial-branch=main');
  git(root, day('05-20'), 'config', 'user.name', 'Maple Doe');
  git(root, day('05-20'), 'config', 'user.email', 'maple@example.org');
  copy(
    'README.md',
    'AGENTS.md',
    'spec',
    'tracking/backlog',
    'tracking/progress/2026-05-28-feat-audit-log.md',
  );
  commit('05-29', 'Plan retries and sessions');
  for (const branch of [
    'feat/session-sync',
    'fix/token-rotation',
    'feat/http-client',
    'feat/call-metrics',
    'chore/docs-site',
    'spike/quic',
    // Of a task of Backlog.md.
    'feat/task-3-urgent-calls',
  ])
    git(root, day('05-29'), 'branch', branch);
  git(root, day('06-11'), 'switch', '--quiet', '--create', 'feat/rpc-retry');
  copy('src', 'tracking', 'tasks', 'backlog', 'specs', 'openspec', '.specify', '.claude/commands');
  copyWorkspaces(root);
  commit('06-21', 'Wire up the retry policy');
  if (database) {
    appendFileSync(join(root, '.git/info/exclude'), '.dirge/\n');
    copy('.dirge');
  }
  const worktree = (/** @type {string} */ name, /** @type {string} */ branch) => {
    const path = join(parent, name);
    git(root, day('06-14'), 'worktree', 'add', '--quiet', path, branch);
    return path;
  };
  return {
    root,
    sessionSync: worktree('rpc-kit-session-sync', 'feat/session-sync'),
    tokenRotation: worktree('rpc-kit-token-rotation', 'fix/token-rotation'),
  };
}
