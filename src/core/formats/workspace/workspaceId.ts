import { branchIn, type Checkouts } from '../../model/branch.ts';
import { toProblem } from '../../model/problem.ts';
import { refusal, type Refusal } from '../../model/refusal.ts';
import type { DocumentId, FolderId } from '../../text/document.ts';
import type { FoundBranch } from '../format.ts';
import { ownFolderOf, placeOfWorkspace } from './places.ts';
import { md5 } from './md5.ts';

/** The branch as the name of a workspace's folder begins with it: `feat-x` for `feat/x`. */
export function slugOf(branch: string): string {
  return branch
    .replace(/[/ ]/g, '-')
    .replace(/[^a-zA-Z0-9._-]/g, '')
    .slice(0, 50);
}

/** The name of the workspace of a branch in a folder: `feat-x_a1b2c3d4`. The hash is that of what `pwd` prints, with its line end. */
export function workspaceId(branch: string, path: string): string {
  return `${slugOf(branch)}_${md5(`${path}\n`).slice(0, 8)}`;
}

/** The folder of a branch's workspace, from the project's folder. */
export function workspaceFolder(branch: string, folder: FolderId): string {
  return `.claude/workspaces/${workspaceId(branch, pathOfFolder(folder))}/`;
}

/** The path of a folder by its URI, as a shell has it. */
export function pathOfFolder(folder: FolderId): string {
  const path = folder.replace(/^[a-z][\w+.-]*:(?:\/\/[^/]*)?/i, '').replace(/(?<=.)\/$/, '');
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** How a workspace belongs to what is checked out; `own` also for what no branch or folder can be told of. */
export type Belonging =
  | { readonly kind: 'own' }
  /** Of a branch that another worktree has. */
  | { readonly kind: 'worktree'; readonly branch: string; readonly name: string }
  | { readonly kind: 'branch'; readonly branch: string };

/** The id in the path of a workspace's document, and whether it is that of a branch in a folder. */
function readId({ path }: Pick<DocumentId, 'path'>):
  | {
      readonly id: string;
      readonly slug: string;
      readonly isOf: (branch: string, at: FolderId) => boolean;
    }
  | undefined {
  const id = ownFolderOf(path)?.name;
  if (id === undefined) return undefined;
  const slug = id.replace(/_[^_]{8}$/, '');
  const place = placeOfWorkspace(path.slice(0, path.lastIndexOf('/')));
  const isOf = (branch: string, at: FolderId): boolean => {
    if (slugOf(branch) !== slug) return false;
    const base = pathOfFolder(at);
    const full = place === '' ? base : `${base}/${place}`;
    return id === workspaceId(branch, full) || id === `${slug}_${md5(full).slice(0, 8)}`;
  };
  return { id, slug, isOf };
}

/**
 * The branch of a workspace by the name of its folder: the one that has this name in a worktree. A hash that none has is that of a
 * place where nothing is any more, or on another machine: then the name alone tells, where just one branch has it.
 */
export function branchOfWorkspace(document: DocumentId, checkouts: Checkouts): FoundBranch | undefined {
  const found = readId(document);
  if (found === undefined) return undefined;
  const { id, slug, isOf } = found;
  const { worktrees, branches } = checkouts;
  const here = branchIn(document.folder, checkouts);
  if (here !== undefined && isOf(here, document.folder)) return { branch: here };
  for (const [branch, { folder }] of worktrees) if (isOf(branch, folder)) return { branch };
  const fitting = branches.filter((branch) => slugOf(branch) === slug);
  const ofFolder = fitting.find((branch) => isOf(branch, document.folder));
  if (ofFolder !== undefined) return { branch: ofFolder };
  const [only] = fitting;
  if (only === undefined || fitting.length > 1) return undefined;
  const hint = toProblem('workspace.moved', 'hint', { id, branch: only }, { start: 0, end: 0 });
  return { branch: only, hint };
}

/**
 * Whose workspace a document is a part of, by the name of its folder. A hash that no worktree has is that of a place on another machine:
 * then the branch alone decides.
 */
export function belongingOf(document: DocumentId, checkouts: Checkouts | undefined): Belonging {
  const found = readId(document);
  if (found === undefined || checkouts === undefined) return { kind: 'own' };
  const { slug, isOf } = found;
  const { worktrees, branches } = checkouts;
  const { folder } = document;
  const here = branchIn(folder, checkouts);
  if (here !== undefined && isOf(here, folder)) return { kind: 'own' };
  for (const [branch, worktree] of worktrees)
    if (worktree.folder !== folder && isOf(branch, worktree.folder))
      return { kind: 'worktree', branch, name: worktree.name };
  if (
    slug === (here === undefined ? 'detached' : slugOf(here)) ||
    (here === undefined && slug.startsWith('detached-'))
  )
    return { kind: 'own' };
  return { kind: 'branch', branch: branches.find((branch) => slugOf(branch) === slug) ?? slug };
}

/** Refuses to change the workspace of another folder or branch: two that write to one would take each other's place. */
export function refuseOthers(document: DocumentId, checkouts: Checkouts | undefined): Refusal | undefined {
  const belonging = belongingOf(document, checkouts);
  switch (belonging.kind) {
    case 'own':
      return undefined;
    case 'worktree':
      return refusal('workspace.elsewhere', { branch: belonging.branch, worktree: belonging.name });
    case 'branch':
      return refusal('workspace.branch', { branch: belonging.branch });
  }
}
