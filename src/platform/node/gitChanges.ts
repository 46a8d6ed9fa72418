import type { Coded } from '../../core/model/codes/coded.ts';
import type { GitFailures } from '../../core/model/codes/git.ts';
import {
  comparePrograms,
  isOfRepository,
  readConfiguration,
  type Configuration,
} from './gitConfiguration.ts';
import { findPresent, oid } from './gitObjects.ts';
import { failureOf, isExpected, runGit, type Access } from './gitProcess.ts';
import { realPath, worktreeTop } from './lockPlace.ts';

/** What became of a change of the repository. */
export type GitResult =
  { readonly kind: 'done' } | { readonly kind: 'failed'; readonly why: Coded<GitFailures> };

/** The verbs that a person asks for. */
export interface GitChanges {
  /** Fails where there is one: of many that make it, exactly one succeeds. */
  createBranch(folder: string, name: string, commit: string): Promise<GitResult>;
  /** Takes back what `createBranch` made, unless it moved since. */
  removeBranch(folder: string, name: string, commit: string): Promise<GitResult>;
  /** Checks a branch out, or leaves all files as they are. */
  switchTo(folder: string, name: string): Promise<GitResult>;
  /** Makes a local branch that follows a remote-tracking one, and checks it out; or leaves all as it is. */
  switchTracking(folder: string, name: string, upstream: string): Promise<GitResult>;
  /** Makes a branch and a worktree for it at `path`, or neither. */
  createWorktree(folder: string, path: string, name: string, commit: string): Promise<GitResult>;
  /** Checks a branch out in a new worktree at `path`: a local one, or a new one that follows `upstream`. */
  addWorktree(folder: string, path: string, name: string, upstream: string | undefined): Promise<GitResult>;
  /** Removes a worktree that holds nothing of its own, not even files that git ignores. */
  removeWorktree(folder: string, path: string): Promise<GitResult>;
}

const done: GitResult = { kind: 'done' };

/**
 * Makes branches and checks them out, and runs no program that the repository names meanwhile. Git itself stays off the network:
 * what a partial clone lacks is fetched before, by a command that touches no file, so that a remote that cannot be reached
 * leaves nothing half done.
 */
export function createGitChanges(log: (error: unknown) => void): GitChanges {
  const ask = async (folder: string, access: Access | undefined, ...args: readonly string[]) => {
    try {
      return await runGit({ folder, args, ...(access === undefined ? {} : { access }) });
    } catch (error) {
      if (!isExpected(error)) log(error);
      return undefined;
    }
  };
  const change = async (folder: string, ...args: readonly string[]): Promise<GitResult> => {
    try {
      await runGit({ folder, args, changes: true });
      return done;
    } catch (error) {
      return failed(failureOf(error));
    }
  };
  /** Whether the clone has all that is different in `to`. Both are trees or commits. */
  const hasFiles = async (folder: string, from: string, to: string): Promise<boolean> => {
    try {
      const args = ['-r', '-z', '--raw', '--no-abbrev', '--no-renames', from, to, '--'];
      const entries = (await runGit({ folder, args: ['diff-tree', ...args] })).split('\0');
      // A submodule's commit is in another repository.
      const wanted = entries.flatMap((entry) => {
        const [, mode, name] = /^:\d+ (\d+) [0-9a-f]+ ([0-9a-f]+) [AMT]$/.exec(entry) ?? [];
        return name === undefined || mode === '160000' ? [] : [name];
      });
      if (wanted.length === 0) return true;
      const present = await findPresent(folder, wanted);
      return wanted.every((name) => present.has(name));
    } catch {
      // A tree is missing: git has said so, and what to do about it is told by who asked.
      return false;
    }
  };
  /** Sees to it that files can be checked out: from a tree or commit to another. */
  const prepare = async (folder: string, from: string, to: string): Promise<GitResult> => {
    const configuration = await readOf(folder);
    if (configuration === undefined) return failed({ code: 'git.noConfiguration', data: {} });
    if (configuration.namesPrograms) return needsTerminal('namesPrograms');
    if (configuration.namesWorktree && !(await isAtTop(folder))) return needsTerminal('namesWorktree');
    if (!configuration.isPartial || (await hasFiles(folder, from, to))) return done;
    const { access, isSparse } = configuration;
    // In a sparse checkout most of what is missing is not wanted either.
    if (access !== undefined && !isSparse) {
      // Git fetches all that it compares in one go.
      const args = ['-r', '--shortstat', '--no-renames', '--no-ext-diff', '--no-textconv', from, to, '--'];
      await ask(folder, access, 'diff-tree', ...args);
      if (await hasFiles(folder, from, to)) return done;
    }
    return needsTerminal('partialClone');
  };
  const readOf = async (folder: string): Promise<Configuration | undefined> => {
    const listed = await ask(folder, undefined, 'config', '--list', '--show-scope', '-z');
    return listed === undefined
      ? undefined
      : readConfiguration(listed.split('\0'), process.env['GIT_SSH_COMMAND']);
  };
  const isAtTop = async (folder: string): Promise<boolean> => {
    const top = (await ask(folder, undefined, 'rev-parse', '--show-toplevel'))?.replace(/\r?\n$/, '');
    const real = realPath(folder);
    return top !== undefined && real !== undefined && realPath(top) === worktreeTop(real);
  };
  const commitOf = async (folder: string, name: string): Promise<string | undefined> => {
    try {
      return (
        await runGit({ folder, args: ['rev-parse', '--verify', '--quiet', `${name}^{commit}`] })
      ).trim();
    } catch {
      // HEAD of a branch without a commit; what the branch to be checked out is not, git says then.
      return undefined;
    }
  };
  /** Sees to it that a folder can go from what is checked out to a ref. */
  const prepareSwitch = async (folder: string, ref: string): Promise<GitResult> => {
    const to = await commitOf(folder, ref);
    if (to === undefined) return done;
    return prepare(folder, (await commitOf(folder, 'HEAD')) ?? emptyTree(to), to);
  };
  const addWorktreeOf = (folder: string, path: string, name: string): Promise<GitResult> =>
    change(folder, 'worktree', 'add', '--no-guess-remote', '--', path, name);
  const changes: GitChanges = {
    createBranch: (folder, name, commit) => change(folder, 'branch', '--no-track', '--', name, oid(commit)),
    removeBranch: (folder, name, commit) =>
      change(folder, 'update-ref', '--no-deref', '-d', `refs/heads/${name}`, oid(commit)),
    switchTo: async (folder, name) => {
      const prepared = await prepareSwitch(folder, `refs/heads/${name}`);
      return prepared.kind === 'failed'
        ? prepared
        : change(folder, 'switch', '--no-guess', '--no-recurse-submodules', name);
    },
    switchTracking: async (folder, name, upstream) => {
      const prepared = await prepareSwitch(folder, upstream);
      return prepared.kind === 'failed'
        ? prepared
        : change(folder, 'switch', '--no-recurse-submodules', '--track', '--create', name, upstream);
    },
    createWorktree: async (folder, path, name, commit) => {
      const made = await changes.createBranch(folder, name, commit);
      if (made.kind === 'failed') return made;
      const prepared = await prepare(folder, emptyTree(commit), commit);
      const added = prepared.kind === 'failed' ? prepared : await addWorktreeOf(folder, path, name);
      if (added.kind === 'failed') {
        const removed = await changes.removeBranch(folder, name, commit);
        if (removed.kind === 'failed')
          log(new Error(`${name} was not removed: ${JSON.stringify(removed.why)}`));
      }
      return added;
    },
    addWorktree: async (folder, path, name, upstream) => {
      const to = await commitOf(folder, upstream ?? `refs/heads/${name}`);
      if (to === undefined) return failed({ code: 'git.noReason', data: {} });
      if (upstream === undefined) {
        const prepared = await prepare(folder, emptyTree(to), to);
        return prepared.kind === 'failed' ? prepared : addWorktreeOf(folder, path, name);
      }
      const made = await changes.createWorktree(folder, path, name, to);
      if (made.kind === 'failed') return made;
      // Not before: git's own way to do both leaves the branch when the worktree fails.
      const followed = await change(folder, 'branch', '--quiet', `--set-upstream-to=${upstream}`, '--', name);
      if (followed.kind === 'failed')
        log(new Error(`${name} does not follow ${upstream}: ${JSON.stringify(followed.why)}`));
      return made;
    },
    removeWorktree: async (folder, path) => {
      const configuration = await readOf(path);
      if (configuration === undefined) return failed({ code: 'git.noConfiguration', data: {} });
      // To find out whether a file is as it was, git runs filters on it.
      const filters = await ask(path, undefined, 'config', '--show-scope', '--get-regexp', comparePrograms);
      const isFiltered = filters?.split('\n').some((line) => isOfRepository(line.split('\t')[0] ?? ''));
      if (configuration.namesPrograms || isFiltered === true) return needsTerminal('namesPrograms');
      // Git alone would take files away that it ignores.
      const args = ['status', '--porcelain', '-z', '--ignored', '--untracked-files=normal'];
      const found = await ask(path, undefined, ...args);
      if (found !== '') return failed({ code: 'git.hasFiles', data: {} });
      return change(folder, 'worktree', 'remove', '--', path);
    },
  };
  return changes;
}

/** Git knows the empty tree without having it (git-hash-object(1) of nothing). */
function emptyTree(like: string): string {
  return like.length === 64
    ? '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321'
    : '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
}

function failed(why: Coded<GitFailures>): GitResult {
  return { kind: 'failed', why };
}

function needsTerminal(reason: GitFailures['git.needsTerminal']['reason']): GitResult {
  return failed({ code: 'git.needsTerminal', data: { reason } });
}
