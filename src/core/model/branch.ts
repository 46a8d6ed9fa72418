import type { FolderId } from '../text/document.ts';
import type { BranchNameFault } from './codes/names.ts';

/** A local or remote-tracking branch, as git lists it. */
export interface BranchRef {
  /** What `Branch:` lines call it: `feat/x`, for a remote-tracking branch without the remote. */
  readonly name: string;
  /** `refs/heads/feat/x`, `refs/remotes/origin/feat/x`. */
  readonly ref: string;
  /** `origin`, for remote-tracking branches. */
  readonly remote?: string;
  /** The remote-tracking branch that it follows: `refs/remotes/origin/feat/x`. */
  readonly upstream?: string;
  /** Object name of its last commit. */
  readonly commit: string;
  /** Committer date of the last commit, in seconds since 1970. */
  readonly time: number;
  /** The base has all of its commits: it was merged, or has none of its own. */
  readonly contained?: true;
  /**
   * Its last commit is one of the base itself, not of something that was merged: it has none of its own, or the base was moved to it
   * ("fast-forward"). Its commits tell no difference.
   */
  readonly onBase?: true;
  /** The base has all of its commits, and none of them was made on it, as far as git keeps notes of that here. */
  readonly untouched?: true;
}

/** What is checked out in a clone, and which branches it has. */
export interface Checkouts {
  /** The branch of the folder that is asked about; undefined when HEAD is detached. */
  readonly here: string | undefined;
  /** The folder in each worktree, by the branch that is checked out there, and what people call that worktree: `../rpc-2`. */
  readonly worktrees: ReadonlyMap<string, { readonly folder: FolderId; readonly name: string }>;
  /** Local ones. */
  readonly branches: readonly string[];
  /** What others start from and go back to. */
  readonly base?: string | undefined;
}

/** The branch that is checked out in a folder of a clone; undefined when HEAD is detached there. */
export function branchIn(folder: FolderId, { here, worktrees }: Checkouts): string | undefined {
  for (const [branch, worktree] of worktrees) if (worktree.folder === folder) return branch;
  return here;
}

/** Whether a ref is the branch of a name, here or at a remote. */
export function refersTo(ref: Pick<BranchRef, 'name' | 'remote'>, name: string): boolean {
  return ref.name === name || shortRef(ref) === name;
}

/** `main`, `origin/main`: what people call a ref. */
export function shortRef({ name, remote }: Pick<BranchRef, 'name' | 'remote'>): string {
  return remote === undefined ? name : `${remote}/${name}`;
}

/**
 * What is wrong with a name for a new branch; undefined when nothing is. The rules of git-check-ref-format(1),
 * and no sign that hides or reorders others.
 */
export function checkBranchName(name: string): BranchNameFault | undefined {
  if (name === '') return { kind: 'empty' };
  if (name.length > 200) return { kind: 'tooLong' };
  if (name.startsWith('-')) return { kind: 'dash' };
  if (/[\p{Cc}\p{Cf}\s~^:?*[\\]/u.test(name)) return { kind: 'signs' };
  if (name.includes('..') || name.includes('@{') || name === '@' || name.endsWith('.'))
    return { kind: 'dots' };
  if (name.split('/').some((part) => part === '' || part.startsWith('.') || part.endsWith('.lock')))
    return { kind: 'part' };
  return undefined;
}

/**
 * Whether git may have a branch of this name: the rules of git-check-ref-format(1) for `refs/heads/<name>`. There are branches
 * that git would not make, as `-x`, and names with signs that hide others.
 */
export function isRefName(name: string): boolean {
  return (
    // eslint-disable-next-line no-control-regex -- that is the rule
    !/[\x00-\x20\x7f~^:?*[\\]|\.\.|@\{|\.$/.test(name) &&
    name.split('/').every((part) => part !== '' && !part.startsWith('.') && !part.endsWith('.lock'))
  );
}

/** The full name of the branch that others start from and go back to: the setting, `origin/HEAD`, `main`, `master`. */
export function findBase(
  refs: readonly BranchRef[],
  setting: unknown,
  remoteHead: string | undefined,
): BranchRef | undefined {
  const find = (wanted: string): BranchRef | undefined =>
    refs.find((each) => each.ref === wanted) ?? refs.find((each) => shortRef(each) === wanted);
  if (typeof setting === 'string' && setting.trim() !== '') return find(setting.trim());
  const published = remoteHead === undefined ? undefined : find(remoteHead);
  if (published !== undefined) return published;
  return ['main', 'master', 'origin/main', 'origin/master'].map(find).find((each) => each !== undefined);
}

/** The branch that is called `name`, else the only one whose last segment is: `feat/add-2fa` for `add-2fa`. */
export function branchCalled(name: string, branches: readonly string[]): string | undefined {
  if (branches.includes(name)) return name;
  const [only, ...more] = branches.filter((branch) => branch.slice(branch.lastIndexOf('/') + 1) === name);
  return more.length === 0 ? only : undefined;
}
