import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { branchSlug } from '../../core/model/branchName.ts';
import type { Coded } from '../../core/model/codes/coded.ts';
import type { GitFailures } from '../../core/model/codes/git.ts';
import { commandLine } from '../../core/text/shell.ts';
import type { ExistingBranch } from '../../project/repository.ts';
import type { Git } from './git.ts';
import { gitCommonDirectory, realPath, worktreeTop } from './lockPlace.ts';

/** The day that names a branch's progress file: of its oldest first-parent commit since it left `base`, as its author wrote it. */
export async function firstDay(
  git: Git,
  folder: string,
  base: string,
  commit: string,
): Promise<string | undefined> {
  const left = await git.mergeBase(folder, base, commit);
  // Unrelated, or a shallow clone that does not reach so far: nobody can say which commits are its own.
  return left === undefined ? undefined : git.firstDay(folder, left, commit);
}

/**
 * Makes a branch, and checks it out: here, or in a new folder beside the clone. Gives the folder that has it; what failed leaves
 * no branch.
 */
export async function start(
  git: Git,
  folder: string,
  {
    name,
    commit,
    where,
  }: { readonly name: string; readonly commit: string; readonly where: 'here' | 'worktree' },
): Promise<{ readonly kind: 'started'; readonly folder: string } | Failed> {
  if (where === 'here') {
    const made = await git.createBranch(folder, name, commit);
    if (made.kind === 'failed') return made;
    const switched = await git.switchTo(folder, name);
    if (switched.kind === 'done') return { kind: 'started', folder };
    const removed = await git.removeBranch(folder, name, commit);
    if (removed.kind === 'failed') return failed({ code: 'git.notCheckedOut', data: { why: switched.why } });
    return explain(switched.why, ['git', 'switch', '--no-track', '-c', name, commit]);
  }
  const real = realPath(folder) ?? folder;
  const top = worktreeTop(real);
  if (top === undefined) return failed({ code: 'git.noRepository', data: {} });
  const path = worktreePath(real, name);
  const made = await git.createWorktree(folder, path, name, commit);
  return made.kind === 'done'
    ? { kind: 'started', folder: join(path, relative(top, real)) }
    : explain(made.why, ['git', 'worktree', 'add', '--no-track', '-b', name, path, commit]);
}

/**
 * Checks out a branch that there is, here or in a new worktree at a path relative to the folder. Gives the folder that has it; what
 * failed leaves all as it was.
 */
export async function checkOut(
  git: Git,
  folder: string,
  { name, track, at }: Omit<ExistingBranch, 'kind'>,
): Promise<{ readonly kind: 'done'; readonly folder: string } | Failed> {
  if (at.where === 'here') {
    const switched = await (track === undefined
      ? git.switchTo(folder, name)
      : git.switchTracking(folder, name, track));
    const create = track === undefined ? [name] : ['--track', '-c', name, track];
    return switched.kind === 'done'
      ? { kind: 'done', folder }
      : explain(switched.why, ['git', 'switch', ...create]);
  }
  const real = realPath(folder) ?? folder;
  const top = worktreeTop(real);
  if (top === undefined) return failed({ code: 'git.noRepository', data: {} });
  const path = resolve(real, at.path);
  const added = await git.addWorktree(folder, path, name, track);
  const create = track === undefined ? [path, name] : ['--track', '-b', name, path, track];
  return added.kind === 'done'
    ? { kind: 'done', folder: join(path, relative(top, real)) }
    : explain(added.why, ['git', 'worktree', 'add', ...create]);
}

/**
 * Takes back what {@link start} made, while the branch is at the commit that it was made at: `back` is what the folder goes back to;
 * without it the worktree at `at` goes.
 */
export async function remove(
  git: Git,
  folder: string,
  {
    name,
    commit,
    at,
    back,
  }: {
    readonly name: string;
    readonly commit: string;
    readonly at: string;
    readonly back: string | undefined;
  },
): Promise<{ readonly kind: 'done' } | Failed> {
  const top = worktreeTop(realPath(at) ?? at);
  if (top === undefined) return failed({ code: 'git.noRepository', data: {} });
  const left = back === undefined ? await git.removeWorktree(folder, top) : await git.switchTo(folder, back);
  return left.kind === 'failed' ? left : git.removeBranch(folder, name, commit);
}

/** What Throughline does not do, git does for who asks it in a terminal. */
function explain(why: Coded<GitFailures>, words: readonly string[]): Failed {
  if (why.code !== 'git.needsTerminal') return failed(why);
  const command = commandLine(words, process.platform === 'win32');
  return failed({ code: why.code, data: { ...why.data, command } });
}

interface Failed {
  readonly kind: 'failed';
  readonly why: Coded<GitFailures>;
}

function failed(why: Coded<GitFailures>): Failed {
  return { kind: 'failed', why };
}

/**
 * The repository inside of a folder's, as a submodule, that a path of the folder lies in: its own path in the folder. Undefined where
 * it is the folder's own. What the path names need not be there.
 */
export function nestedRepository(folder: string, path: string): string | undefined {
  const real = realPath(folder) ?? folder;
  let at = dirname(join(real, path));
  while (realPath(at) === undefined && at !== real && at !== dirname(at)) at = dirname(at);
  const top = worktreeTop(realPath(at) ?? at);
  return top === undefined || top === worktreeTop(real)
    ? undefined
    : relative(real, top).split(sep).join('/');
}

/** Where the worktree of a new branch goes: beside the clone, `../rpc-kit-feat-x`. */
export function worktreePath(folder: string, name: string): string {
  const top = worktreeTop(folder) ?? folder;
  const common = gitCommonDirectory(folder);
  // Named after the clone, also when the folder is one of its worktrees.
  const clone = common !== undefined && basename(common) === '.git' ? dirname(common) : top;
  return join(dirname(clone), `${basename(clone)}-${branchSlug(name) || 'branch'}`);
}
