import type { BranchRef } from '../../src/core/model/branch.ts';
import type { BranchFile, Clone } from '../../src/project/repository.ts';
import { folder } from './memoryWorld.ts';

/** A branch that a test has made up: `feat/x` or `origin/feat/x`, with the progress files in its tree. */
export interface TestBranch {
  readonly name: string;
  readonly remote?: string;
  readonly upstream?: string;
  readonly files?: Readonly<Record<string, string>>;
  /** Id of the folder in the worktree that has it checked out. */
  readonly worktree?: string;
  readonly contained?: true;
  readonly onBase?: true;
}

/** What git would say of a clone with these branches. */
export function cloneOf(branches: readonly TestBranch[], base = 'main', siblings = [folder]): Clone {
  const files = new Map<BranchRef, readonly BranchFile[]>();
  const worktrees = new Map<string, { folder: string; name: string }>();
  for (const { name, remote, upstream, files: texts = {}, worktree, contained, onBase } of branches) {
    const ref: BranchRef = {
      name,
      ref: remote === undefined ? `refs/heads/${name}` : `refs/remotes/${remote}/${name}`,
      commit: JSON.stringify([name, remote, texts]),
      time: Date.parse('2026-06-14T10:00:00Z') / 1000,
      ...(remote === undefined ? {} : { remote }),
      ...(contained === undefined ? {} : { contained }),
      ...(onBase === undefined ? {} : { onBase }),
      ...(upstream === undefined ? {} : { upstream: `refs/remotes/${upstream}` }),
    };
    files.set(
      ref,
      Object.entries(texts).map(([path, text]) => ({ path, content: text, blob: `blob of ${text}` })),
    );
    if (worktree !== undefined)
      worktrees.set(name, { folder: worktree, name: `../${worktree.split('/').pop() ?? ''}` });
  }
  const refs = [...files.keys()];
  return {
    refs,
    base: refs.find(({ name, remote }) => name === base && remote === undefined),
    head: branches.find(({ worktree }) => worktree === folder)?.name,
    worktrees,
    siblings,
    filesOf: (ref) => files.get(ref) ?? [],
    newWorktreeName: (branch) => `../${branch}`,
  };
}
