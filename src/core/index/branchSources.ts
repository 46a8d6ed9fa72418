import { shortRef, type BranchRef } from '../model/branch.ts';
import type { Elsewhere } from '../model/parsedDocument.ts';

/** A progress file somewhere in a clone: in the tree of a commit, or in another worktree. */
export interface FoundFile {
  /** Relative to the workspace folder, or to the same folder of another worktree. */
  readonly path: string;
  /** What its `Branch:` line names. */
  readonly branch: string;
  /** Names its content: the blob in git, or a stamp of the file. */
  readonly version: string;
}

/** Where a branch is checked out, and the progress files there. */
export interface FoundWorktree {
  /** Id of the folder. */
  readonly folder: string;
  /** What people call it: `../rpc-2`. */
  readonly name: string;
  readonly files: readonly FoundFile[];
}

/** All that the choice rests on. */
export interface RepositoryFiles {
  /** The folder's own id. */
  readonly folder: string;
  /** The branch that is checked out in the folder. */
  readonly here: string | undefined;
  /** See {@link refsByBranch}. */
  readonly refs: ReadonlyMap<string, readonly BranchRef[]>;
  readonly base: BranchRef | undefined;
  /** Ids of the workspace folders that are this folder in worktrees of the same clone: each branch is shown in one. */
  readonly siblings: readonly string[];
  /** Other worktrees by the branch that they have. */
  readonly worktrees: ReadonlyMap<string, FoundWorktree>;
  /** Progress files of a branch in the tree of a ref's commit. */
  filesOf(ref: BranchRef, branch: string): readonly FoundFile[];
}

/** A progress file that is not the one at hand, and where it is. */
export interface SourceFile {
  readonly file: FoundFile;
  readonly at:
    | { readonly kind: 'worktree'; readonly folder: string }
    | { readonly kind: 'ref'; readonly ref: BranchRef };
  /** For people. */
  readonly shown: Elsewhere;
}

/**
 * Which progress files are the truth of a branch: those in the worktree that has the branch checked out, else on the local
 * branch, else on its upstream, else (the branch is gone) on the base, unless the folder has the same: see {@link areOnBase}.
 * `atHand`: the files in the folder are, whatever they say. `elsewhere`: another workspace folder shows it.
 */
export function chooseSources(
  branch: string,
  files: RepositoryFiles,
): 'atHand' | 'elsewhere' | readonly SourceFile[] {
  const { here, refs, worktrees, base, siblings, folder } = files;
  if (branch === here) return 'atHand';
  const worktree = worktrees.get(branch);
  if (worktree !== undefined) {
    if (worktree.folder === folder) return 'atHand';
    const found = worktree.files.filter((each) => each.branch === branch);
    if (found.length === 0) return 'atHand';
    if (siblings.includes(worktree.folder)) return 'elsewhere';
    return found.map((file) => ({
      file,
      at: { kind: 'worktree', folder: worktree.folder },
      shown: { kind: 'worktree', name: worktree.name },
    }));
  }
  // A branch that is gone left its file where it was merged.
  const sources = refs.get(branch) ?? (base === undefined || base.name === here ? [] : [base]);
  for (const ref of sources) {
    const found = files.filesOf(ref, branch);
    if (found.length === 0) continue;
    if (siblings.length > 0 && siblings[0] !== folder) return 'elsewhere';
    return found.map((file) => ({
      file,
      at: { kind: 'ref', ref },
      shown: { kind: 'branch', ref: shortRef(ref), day: dayOf(ref.time) },
    }));
  }
  return 'atHand';
}

/** Whether these are the base's: those count only where the folder itself has not all of them with the same content. */
export function areOnBase(sources: readonly SourceFile[], base: BranchRef | undefined): boolean {
  return sources.every(({ at }) => at.kind === 'ref' && at.ref === base);
}

/** The refs of each branch, the one that counts first: local, its upstream, `origin`, others by name. */
export function refsByBranch(refs: readonly BranchRef[]): ReadonlyMap<string, readonly BranchRef[]> {
  const byRef = new Map(refs.map((each) => [each.ref, each]));
  const found = new Map<string, BranchRef[]>();
  for (const each of refs) {
    const known = found.get(each.name);
    if (known === undefined) found.set(each.name, [each]);
    else known.push(each);
  }
  for (const all of found.values()) {
    const local = all.find(({ remote }) => remote === undefined);
    const upstream = local?.upstream === undefined ? undefined : byRef.get(local.upstream);
    if (upstream !== undefined && !all.includes(upstream)) all.push(upstream);
    const rank = (ref: BranchRef): number =>
      ref === local ? 0 : ref === upstream ? 1 : ref.remote === 'origin' ? 2 : 3;
    all.sort((a, b) => rank(a) - rank(b) || (a.ref < b.ref ? -1 : 1));
  }
  return found;
}

/** The day of a commit, as everybody reads it: UTC. */
export function dayOf(seconds: number): string {
  const milliseconds = seconds * 1000;
  return Number.isFinite(milliseconds) && Math.abs(milliseconds) < 8.64e15
    ? new Date(milliseconds).toISOString().slice(0, 10)
    : '';
}
