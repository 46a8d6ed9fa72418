import type { Checkouts } from '../../model/branch.ts';
import { refusal, type Refusal } from '../../model/refusal.ts';
import type { DocumentId, FolderId } from '../../text/document.ts';
import { placeOfWorkspace } from './places.ts';
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

/** The name of the workspace that a file is in; undefined where it is in no folder that has one. */
export function idOfWorkspace(path: string): string | undefined {
  return /(?:^|\/)\.claude\/workspaces\/([^/]+)\/[^/]+$/.exec(path)?.[1];
}

/** How a workspace belongs to what is checked out; `own` also for what no branch or folder can be told of. */
export type Belonging =
  | { readonly kind: 'own' }
  /** Of a branch that another worktree has. */
  | { readonly kind: 'worktree'; readonly branch: string; readonly name: string }
  | { readonly kind: 'branch'; readonly branch: string };

/**
 * Whose workspace a document is a part of, by the name of its folder. A hash that no worktree has is that of a place on another machine:
 * then the branch alone decides.
 */
export function belongingOf({ path, folder }: DocumentId, checkouts: Checkouts | undefined): Belonging {
  const id = idOfWorkspace(path);
  if (id === undefined || checkouts === undefined) return { kind: 'own' };
  const { here, worktrees, branches } = checkouts;
  const place = placeOfWorkspace(path.slice(0, path.lastIndexOf('/')));
  const isOf = (branch: string, at: FolderId): boolean => {
    const base = pathOfFolder(at);
    const full = place === '' ? base : `${base}/${place}`;
    return id === workspaceId(branch, full) || id === `${slugOf(branch)}_${md5(full).slice(0, 8)}`;
  };
  if (here !== undefined && isOf(here, folder)) return { kind: 'own' };
  for (const [branch, worktree] of worktrees)
    if (worktree.folder !== folder && isOf(branch, worktree.folder))
      return { kind: 'worktree', branch, name: worktree.name };
  const slug = id.replace(/_[^_]{8}$/, '');
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
