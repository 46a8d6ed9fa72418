import * as z from 'zod/mini';
import { checkBranchName, shortRef } from '../core/model/branch.ts';
import type { UndoInput } from '../core/model/outcome.ts';
import { refusal, type Refusal } from '../core/model/refusal.ts';
import { textInput } from '../core/operations/inputs.ts';
import { linkBranch } from '../core/operations/items.ts';
import { doneChangesInput, undo } from '../core/operations/undo.ts';
import type { FolderId } from '../core/text/document.ts';
import { toKey } from '../core/text/key.ts';
import {
  createProgressFile,
  makeProgressFile,
  progressFileInput,
  refuseNested,
  refuseNestedRoot,
  type BranchContext,
  type BranchOperation,
  type ProgressFileInput,
} from './branchWork.ts';
import type { OldBranch } from './repository.ts';
import type { RunFailure } from './running.ts';

interface StartInput extends Omit<ProgressFileInput, 'backlog' | 'pullRequest'> {
  /** Path of the backlog item. */
  readonly item: string;
  readonly where: 'here' | 'worktree';
}

/** `notLinked` says why the item does not name the branch, where it does not. */
export interface BranchStarted {
  readonly kind: 'started';
  readonly folder: FolderId;
  readonly path: string;
  readonly notLinked?: RunFailure;
  /** The item is not committed, so the worktree of the branch lacks it: the progress file's link to it leads nowhere there. */
  readonly isItemLeft?: true;
  /** What undoes it; see {@link undoStart}. */
  readonly undo?: UndoStartInput;
}

/** Changes of documents, in the folder whose keys they are named by. */
interface UndoStep extends UndoInput {
  readonly folder: FolderId;
}

export interface UndoStartInput extends Pick<OldBranch, 'commit' | 'from'> {
  readonly branch: string;
  readonly steps: readonly UndoStep[];
}

/**
 * Starts the branch of a backlog item: git makes the branch, which only one of many can, then come the progress file and the
 * links, item and file to each other. Says what was done when a later step fails.
 */
export const startBranch: BranchOperation<StartInput, BranchStarted> = {
  id: 'start_branch',
  description:
    'Starts the branch of a backlog item, here or in a worktree of its own, with its progress file.',
  effect: 'branch',
  input: z.strictObject({
    ...progressFileInput,
    item: textInput('path of the backlog item'),
    where: z.enum(['here', 'worktree']),
  }),
  refusals: [
    'branch.base',
    'branch.exists',
    'branch.name',
    'branch.notStarted',
    'git.missing',
    ...createProgressFile.refusals,
  ],
  run: start,
};

async function start(context: BranchContext, wish: StartInput): Promise<BranchStarted | Refusal> {
  const { project, git, folder } = context;
  const { branch, item, where, ...said } = wish;
  const made = await makeBranch(context, branch, where, () => [
    refuseNested(git, folder, item),
    refuseNestedRoot(git, folder, wish.root),
  ]);
  if (made.kind === 'refused') return made;
  const file = await makeProgressFile(context, { ...said, branch, backlog: item });
  if (file.kind === 'refused') return { ...file, started: branch };
  // An item that is not committed yet is only here.
  const home = (await project.kind(made.folder, item)) === 'file' ? made.folder : folder;
  const input = { document: toKey(item), branch };
  const linked = await project.run(home, linkBranch, input, { me: '', through: 'disk' });
  const isLinked = linked.kind !== 'refused' && linked.kind !== 'unknown';
  return {
    kind: 'started',
    folder: file.folder,
    path: file.path,
    ...(isLinked ? {} : { notLinked: linked }),
    ...(home === made.folder ? {} : { isItemLeft: true }),
    ...undoOf(made, [
      file.undo && { folder: file.folder, ...file.undo },
      isLinked && linked.outcome.undo !== undefined
        ? { folder: home, ...linked.outcome.undo.input }
        : undefined,
    ]),
  };
}

/** A branch that git has made. */
export interface BranchMade extends Pick<OldBranch, 'commit'> {
  readonly kind: 'made';
  readonly branch: string;
  /** Where it is checked out. */
  readonly folder: FolderId;
  readonly where: 'here' | 'worktree';
  /** What was checked out in the folder before; undefined where that was no branch. */
  readonly back: string | undefined;
}

/** Has git make a branch, which only one of many can. Why it may not be made is asked before git is. */
export async function makeBranch(
  { project, git, folder }: BranchContext,
  branch: string,
  where: 'here' | 'worktree',
  refusals: () => readonly (Refusal | undefined)[],
): Promise<BranchMade | Refusal> {
  const wrong = checkBranchName(branch);
  if (wrong !== undefined) return refusal('branch.name', { fault: wrong });
  const refused = refusals().find((each) => each !== undefined);
  if (refused !== undefined) return refused;
  await project.askGit(folder);
  const clone = project.folder(folder)?.sources.clone;
  if (clone === undefined) return refusal('git.missing', {});
  const there = clone.refs.find(({ name }) => name === branch);
  if (there !== undefined) return refusal('branch.exists', { branch: shortRef(there) });
  if (clone.base === undefined) return refusal('branch.base', { setting: 'throughline.branch.base' });
  const { commit } = clone.base;
  const started = await git.changeBranch(folder, { kind: 'start', name: branch, commit, where });
  if (started.kind === 'failed') return refusal('branch.notStarted', { branch, why: started.why });
  await project.askGit(folder);
  return { kind: 'made', branch, commit, folder: started.folder, where, back: clone.head };
}

/** What undoes a start, with the changes that followed it; nothing where there is no branch to go back to. */
export function undoOf(
  { branch, commit, folder, where, back }: BranchMade,
  steps: readonly (UndoStep | undefined)[],
): { readonly undo?: UndoStartInput } {
  if (where === 'here' && back === undefined) return {};
  const from = where === 'here' ? { where, back: back ?? '' } : { where, folder };
  return { undo: { branch, commit, from, steps: steps.filter((step) => step !== undefined) } };
}

/** Only while the branch, its progress file and its item are as they were left. */
export const undoStart: BranchOperation<UndoStartInput, { readonly kind: 'undone' }> = {
  id: 'undo_start_branch',
  description: 'Undoes the start of a branch: the branch, its progress file and its worktree go again.',
  effect: 'branch',
  input: z.strictObject({
    branch: textInput('name of the branch'),
    commit: textInput('the commit that it was started at'),
    from: z
      .discriminatedUnion('where', [
        z.strictObject({ where: z.literal('here'), back: z.string() }),
        z.strictObject({ where: z.literal('worktree'), folder: z.string() }),
      ])
      .check(z.describe('where it was checked out, as the answer says it')),
    steps: z.array(z.strictObject({ folder: z.string(), changes: doneChangesInput })),
  }),
  refusals: ['branch.moved', 'branch.name', 'branch.notRemoved', 'git.missing', ...undo.refusals],
  run: takeBack,
};

async function takeBack(
  { project, git, folder }: BranchContext,
  { branch, commit, from, steps }: UndoStartInput,
): Promise<{ readonly kind: 'undone' } | Refusal> {
  const wrong = [branch, ...(from.where === 'here' ? [from.back] : [])].map(checkBranchName);
  for (const fault of wrong) if (fault !== undefined) return refusal('branch.name', { fault });
  await project.askGit(folder);
  const clone = project.folder(folder)?.sources.clone;
  if (clone === undefined) return refusal('git.missing', {});
  const ref = clone.refs.find(({ name, remote }) => name === branch && remote === undefined);
  const place = clone.worktrees.get(branch)?.folder;
  if (ref?.commit !== commit || place !== (from.where === 'here' ? folder : from.folder))
    return refusal('branch.moved', { branch });
  const as = { me: '', through: 'disk' } as const;
  /** What does it all again, should the rest fail. */
  const again: UndoStep[] = [];
  const redo = async (): Promise<void> => {
    for (const { folder: at, changes } of [...again].reverse()) await project.run(at, undo, { changes }, as);
  };
  for (const { folder: at, changes } of [...steps].reverse()) {
    const result = await project.run(at, undo, { changes }, as);
    if (result.kind === 'refused' || result.kind === 'unknown') {
      await redo();
      return result.kind === 'refused' ? result : refusal('branch.moved', { branch });
    }
    if (result.outcome.undo !== undefined) again.push({ folder: at, ...result.outcome.undo.input });
  }
  const removed = await git.changeBranch(folder, { kind: 'remove', name: branch, commit, from });
  if (removed.kind === 'failed') await redo();
  await project.askGit(folder);
  return removed.kind === 'failed'
    ? refusal('branch.notRemoved', { branch, why: removed.why })
    : { kind: 'undone' };
}
