import * as z from 'zod/mini';
import { ownNameOf, pathOf, type Stream } from '../core/model/item.ts';
import { refusal, type Refusal } from '../core/model/refusal.ts';
import { keyInput, textInput } from '../core/operations/inputs.ts';
import type { Key } from '../core/text/key.ts';
import { canStartBranch, isChange } from '../core/views/changeKind.ts';
import { makeBranch, startBranch, undoOf, type BranchStarted } from './branchStart.ts';
import {
  makeProgressFile,
  refuseNested,
  refuseNestedRoot,
  rootOf,
  type BranchContext,
  type BranchOperation,
} from './branchWork.ts';
import type { Project } from './project.ts';

interface StartChangeInput {
  readonly change: Key;
  readonly branch: string;
  readonly where: 'here' | 'worktree';
  /** Whether the branch gets a progress file, too; else the change is all that keeps its work. */
  readonly withFile: boolean;
}

/** Whether a branch is that of a change by its name: the last part of it is the change's id. */
export function isNamedAfterChange(branch: string, change: string): boolean {
  return branch.slice(branch.lastIndexOf('/') + 1) === change;
}

/** Whether a change can only be worked on in its own folder: it is in no file that git takes elsewhere. */
export function isBoundToFolder(project: Project, folder: string, stream: Stream): boolean {
  const [found] = project.rulesOf(folder).formatsOf(pathOf(stream));
  return found?.format.inWorktrees === undefined;
}

/** Starts the branch of a change to living specs, whose work the change then is: by the name of the branch. */
export const startChange: BranchOperation<StartChangeInput, BranchStarted> = {
  id: 'start_change_branch',
  description:
    'Starts the branch of a change to living specs, here or in a worktree of its own, with a progress file where that is wanted.',
  effect: 'branch',
  input: z.strictObject({
    change: keyInput('key of a document of the change'),
    branch: textInput('name of the branch; its last part is the ID of the change'),
    where: z.enum(['here', 'worktree']),
    withFile: z.boolean().check(z.describe('also creates a progress file')),
  }),
  refusals: [
    'change.archived',
    'change.bound',
    'change.branch',
    'change.missing',
    'change.otherName',
    ...startBranch.refusals,
  ],
  run: start,
};

async function start(
  context: BranchContext,
  { change, branch, where, withFile }: StartChangeInput,
): Promise<BranchStarted | Refusal> {
  const { project, git, folder } = context;
  const index = project.folder(folder)?.index;
  const stream = index?.findStream(change);
  if (stream === undefined || !isChange(stream))
    return refusal('change.missing', { path: index?.pathOf(change) ?? '' });
  const path = pathOf(stream);
  const root = rootOf(project, folder, path);
  const made = await makeBranch(context, branch, where, () => [
    refuseStart(project, folder, stream, branch, where),
    refuseNested(git, folder, path),
    withFile ? refuseNestedRoot(git, folder, root) : undefined,
  ]);
  if (made.kind === 'refused') return made;
  // What is committed on another branch than the base is left there; what is not committed, in this folder.
  const isLeft = (await project.kind(made.folder, path)) === 'missing';
  const left = isLeft ? { isItemLeft: true as const } : {};
  if (!withFile) return { kind: 'started', folder: made.folder, path, ...left, ...undoOf(made, []) };
  const wish = { root, branch, title: stream.title, specs: [], tasks: [] };
  const file = await makeProgressFile(context, wish);
  if (file.kind === 'refused') return { ...file, started: branch };
  return {
    kind: 'started',
    folder: file.folder,
    path: file.path,
    ...left,
    ...undoOf(made, [file.undo && { folder: file.folder, ...file.undo }]),
  };
}

function refuseStart(
  project: Project,
  folder: string,
  stream: Stream,
  branch: string,
  where: 'here' | 'worktree',
): Refusal | undefined {
  const name = ownNameOf(stream);
  if (stream.archived === true) return refusal('change.archived', { name });
  if (stream.branch !== undefined && !canStartBranch(stream))
    return refusal('change.branch', { name, branch: stream.branch });
  if (!isNamedAfterChange(branch, name)) return refusal('change.otherName', { name, branch });
  return where === 'worktree' && isBoundToFolder(project, folder, stream)
    ? refusal('change.bound', { name })
    : undefined;
}
