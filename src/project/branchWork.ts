import * as z from 'zod/mini';
import { firstSentence, progressFilePath, progressFileText } from '../core/formats/tracking/newFile.ts';
import { readBranch } from '../core/formats/tracking/readBranch.ts';
import { trackingDirectoryOf } from '../core/formats/tracking/settings.ts';
import { progressFolder } from '../core/formats/tracking/trackingPath.ts';
import type { ProjectIndex } from '../core/index/projectIndex.ts';
import { refersTo } from '../core/model/branch.ts';
import { relativeLink } from '../core/model/destination.ts';
import { pathOf, type WorkItem } from '../core/model/item.ts';
import type { UndoInput } from '../core/model/outcome.ts';
import { documentAtHand, toKey } from '../core/text/key.ts';
import { refusal, type Refusal } from '../core/model/refusal.ts';
import { nameOfSpec } from '../core/model/specName.ts';
import { createFile } from '../core/operations/createFile.ts';
import { textInput } from '../core/operations/inputs.ts';
import type { OperationEntry } from '../core/operations/operation.ts';
import type { FolderId } from '../core/text/document.ts';
import { nameOfFile } from '../core/text/syntax.ts';
import type { Project } from './project.ts';
import type { Repository } from './repository.ts';

/** Git, where work on branches begins. */
export type BranchGit = Pick<Repository, 'changeBranch' | 'firstDay' | 'nestedRepository'>;

/** Where work on a branch begins, and with what. */
export interface BranchContext {
  readonly project: Project;
  readonly git: BranchGit;
  /** Whose clone it is about. */
  readonly folder: FolderId;
  /** `yyyy-mm-dd`. */
  readonly today: string;
}

/** Has git do something besides changing documents. */
export interface BranchOperation<Input = unknown, Answer = unknown> extends OperationEntry<Input> {
  readonly effect: 'branch';
  run(context: BranchContext, input: Input): Promise<Answer | Refusal>;
}

export const progressFileInput = {
  branch: textInput('name of the branch'),
  root: textInput('path of the tracking directory'),
  title: z.optional(textInput('what the branch is for, in one line')),
  specs: z.array(textInput('path of a spec that the branch serves')),
  tasks: z.array(
    z.strictObject({ title: textInput('what is to be done'), notes: textInput('what its notes say') }),
  ),
};

/** What a new progress file is to say. */
export interface ProgressFileInput {
  readonly branch: string;
  readonly root: string;
  readonly title?: string | undefined;
  readonly specs: readonly string[];
  readonly tasks: readonly { readonly title: string; readonly notes: string }[];
  readonly pullRequest?: number | undefined;
  /** Path of the backlog item. */
  readonly backlog?: string | undefined;
  /** Whether it may be a branch that does not exist yet. */
  readonly isNew?: boolean | undefined;
}

/** A progress file that was made, or that was there; `folder` is where it stands. */
export interface ProgressFileMade {
  readonly kind: 'created' | 'exists';
  readonly path: string;
  readonly folder: FolderId;
  /** What undoes it, by the operation for that, in the folder. */
  readonly undo?: UndoInput;
}

/** Paths of the specs that a backlog item links. */
export function specsOf(index: ProjectIndex, item: WorkItem): readonly string[] {
  const found = index
    .linksOf(item.task.key)
    .flatMap(({ link, target }) => (link.role === 'spec' && target.kind === 'file' ? [target.path] : []));
  return [...new Set(found)];
}

/** Tasks for those criteria of specs that no stream serves yet. */
export function unservedTasks(
  index: ProjectIndex,
  specs: readonly string[],
): readonly { readonly title: string; readonly notes: string; readonly spec: string }[] {
  return specs.flatMap((path) => {
    const spec = index.findSpec(toKey(path));
    return (spec?.criteria ?? []).flatMap(({ id, text, needsTask }) =>
      spec !== undefined && needsTask !== false && index.tasksOf(spec, id).length === 0
        ? [{ title: firstSentence(text) || id, notes: id, spec: path }]
        : [],
    );
  });
}

/** Why the branches of a folder have no part in a file: it lies in a repository of its own there, and is committed in that. */
export function refuseNested(git: BranchGit, folder: string, path: string): Refusal | undefined {
  const nested = git.nestedRepository({ folder, path });
  return nested === undefined ? undefined : refusal('git.nested', { path, repository: nested });
}

/** The same for the progress files of a tracking directory. */
export function refuseNestedRoot(git: BranchGit, folder: string, root: string): Refusal | undefined {
  return refuseNested(git, folder, progressFolder(root));
}

/**
 * Creates the progress file of a branch, in the worktree that has it checked out. Its day is that of the branch's oldest own commit,
 * else today; a slug that another branch has taken gets `-2`. A branch that has one keeps it.
 */
export const createProgressFile: BranchOperation<ProgressFileInput, ProgressFileMade> = {
  id: 'create_progress_file',
  description: 'Creates the progress file of a branch, in the worktree that has it checked out.',
  effect: 'branch',
  input: z.strictObject({
    ...progressFileInput,
    pullRequest: z.optional(z.number().check(z.describe('number of the pull request'))),
    backlog: z.optional(textInput('path of the backlog item')),
    isNew: z.optional(z.boolean().check(z.describe('also for a branch that does not exist yet'))),
  }),
  refusals: [
    'branch.left',
    'branch.missing',
    'branch.noPlace',
    'branch.unwritable',
    'git.nested',
    'link.outside',
  ],
  run: makeProgressFile,
};

export async function makeProgressFile(
  { project, git, folder, today }: BranchContext,
  wish: ProgressFileInput,
): Promise<ProgressFileMade | Refusal> {
  const { root, branch } = wish;
  const nested = refuseNestedRoot(git, folder, root);
  if (nested !== undefined) return nested;
  await project.askGit(folder);
  const state = project.folder(folder);
  const known = state?.index.streamsOfBranch(branch, root)[0];
  if (known !== undefined)
    return {
      kind: 'exists',
      path: pathOf(known),
      folder: known.location.document.folder,
    };
  const clone = state?.sources.clone;
  const worktree = clone?.worktrees.get(branch);
  const ref = clone?.refs.find((each) => each.name === branch && each.remote === undefined);
  // A slip in the name would else be a file for nothing. What is checked out may be without a commit yet.
  const isKnown =
    clone === undefined ||
    worktree !== undefined ||
    clone.head === branch ||
    clone.refs.some((each) => refersTo(each, branch));
  if (!isKnown && wish.isNew !== true) return refusal('branch.missing', { branch });
  if (clone !== undefined && ref !== undefined && worktree === undefined)
    return refusal('branch.noPlace', { branch });
  const place = worktree?.folder ?? folder;
  const day =
    clone?.base === undefined || ref === undefined
      ? undefined
      : await git.firstDay(folder, clone.base.commit, ref.commit);
  const taken = new Set((state?.index.entries('stream') ?? []).map(({ path }) => slugOf(path)));
  let path = '';
  for (const occupied = new Set<string>(); ; occupied.add(path)) {
    path = progressFilePath(
      root,
      branch,
      day ?? today,
      (each) => occupied.has(each) || taken.has(slugOf(each)),
    );
    const kind = await project.kind(place, path);
    if (kind === 'missing') break;
    if (kind === 'outside') return refusal('link.outside', { path });
  }
  const link = (to: string, nameOf: (path: string) => string) => ({
    name: nameOf(to),
    link: relativeLink(path, to),
  });
  const text = progressFileText(branch, {
    specs: wish.specs.map((spec) => link(spec, nameOfSpec)),
    tasks: wish.tasks,
    ...(wish.title === undefined ? {} : { title: wish.title }),
    ...(wish.pullRequest === undefined ? {} : { pullRequest: wish.pullRequest }),
    ...(wish.backlog === undefined ? {} : { backlog: link(wish.backlog, nameOfFile) }),
  });
  const rules = project.rulesOf(folder);
  const [found] = rules.formatsOf(path);
  if (
    found !== undefined &&
    readBranch(found.format, documentAtHand(place, path), text, rules.contextOf(found.root), branch) !==
      branch
  )
    return refusal('branch.unwritable', { branch, path });
  const isThere = worktree !== undefined || clone?.head === branch;
  const wanted = { path, text, branch: isThere ? branch : undefined };
  const made = await project.run(place, createFile, wanted, { me: '', through: 'disk' });
  if (made.kind === 'refused' && made.code !== 'file.exists') return made;
  await project.askGit(folder);
  if (made.kind !== 'done') return { kind: 'exists', path, folder: place };
  const { undo: way } = made.outcome;
  return { kind: 'created', path, folder: place, ...(way === undefined ? {} : { undo: way.input }) };
}

/** The tracking directory that a file stands in. */
export function rootOf(project: Project, folder: string, path: string): string {
  return trackingDirectoryOf(path, project.rulesOf(folder).settings);
}

function slugOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/^\d{4}-\d{2}-\d{2}-/, '');
}
