import * as z from 'zod/mini';
import { refsByBranch } from '../core/index/branchSources.ts';
import { checkBranchName } from '../core/model/branch.ts';
import { refusal, type Refusal } from '../core/model/refusal.ts';
import { textInput } from '../core/operations/inputs.ts';
import type { FolderId } from '../core/text/document.ts';
import type { BranchContext, BranchOperation } from './branchWork.ts';

export interface CheckOutInput {
  readonly branch: string;
  readonly where: 'here' | 'worktree';
  /** Of a new worktree, relative to the folder; beside the clone where none is named. */
  readonly path?: string | undefined;
}

/** `folder` has the branch checked out now. */
export interface CheckedOut {
  readonly kind: 'checkedOut';
  readonly folder: FolderId;
}

/**
 * Checks a branch out, as git does it: what is not committed stays, or git refuses. Of a branch that is only at a remote, as far as it
 * was fetched, a local one is made that follows it. A branch that is checked out stays where it is.
 */
export const checkOutBranch: BranchOperation<CheckOutInput, CheckedOut> = {
  id: 'check_out_branch',
  description:
    'Checks out a branch that exists, here or in a new worktree; one that only a remote has gets a local branch that follows it.',
  effect: 'branch',
  input: z.strictObject({
    branch: textInput('name of the branch'),
    where: z.enum(['here', 'worktree']),
    path: z.optional(
      textInput('path of the new worktree, relative to the folder; by default beside the clone'),
    ),
  }),
  refusals: ['branch.checkOut', 'branch.missing', 'branch.name', 'git.missing'],
  run: checkOut,
};

async function checkOut(
  { project, git, folder }: Omit<BranchContext, 'today'>,
  { branch, where, path }: CheckOutInput,
): Promise<CheckedOut | Refusal> {
  const fault = checkBranchName(branch);
  if (fault !== undefined) return refusal('branch.name', { fault });
  await project.askGit(folder);
  const clone = project.folder(folder)?.sources.clone;
  if (clone === undefined) return refusal('git.missing', {});
  const there = clone.worktrees.get(branch);
  if (there !== undefined) return { kind: 'checkedOut', folder: there.folder };
  const [ref] = refsByBranch(clone.refs).get(branch) ?? [];
  if (ref === undefined) return refusal('branch.missing', { branch });
  const changed = await git.changeBranch(folder, {
    kind: 'checkOut',
    name: branch,
    ...(ref.remote === undefined ? {} : { track: ref.ref }),
    at: where === 'here' ? { where } : { where, path: path ?? clone.newWorktreeName(branch) },
  });
  await project.askGit(folder);
  return changed.kind === 'failed'
    ? refusal('branch.checkOut', { branch, why: changed.why })
    : { kind: 'checkedOut', folder: changed.folder };
}
