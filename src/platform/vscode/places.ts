import * as vscode from 'vscode';
import type { FolderId } from '../../core/text/document.ts';
import type { Folder } from '../../project/documentStore.ts';
import { LinkGuard, toRoot, type Root } from '../node/linkGuard.ts';
import { otherWorktrees } from '../node/otherWorktrees.ts';
import type { Places } from '../node/places.ts';

/** The workspace folders; the id of a folder is its URI. */
export const workspacePlaces: Places = {
  get folders(): readonly Folder[] {
    return (vscode.workspace.workspaceFolders ?? []).map(({ uri, name }) => ({ id: uri.toString(), name }));
  },
  pathOf: (folder) => {
    const uri = vscode.Uri.parse(folder, true);
    return uri.scheme === 'file' ? uri.fsPath : undefined;
  },
  idOf: (path) => vscode.Uri.file(path).toString(),
};

export function uriOf(folder: FolderId, path: string): vscode.Uri {
  return vscode.Uri.joinPath(vscode.Uri.parse(folder, true), path);
}

/** A guard whose roots are the workspace and its other worktrees as they are now, and what a person allowed. */
export function workspaceGuard(allowed: readonly Root[]): LinkGuard {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  const opened = [...folders.map(({ uri }) => uri.fsPath), ...workspaceWorktrees()];
  return new LinkGuard([...opened.map(toRoot), ...allowed]);
}

/** The workspace folders in the other worktrees of their clones, as they are now; none before trust. */
export function workspaceWorktrees(): readonly string[] {
  if (!vscode.workspace.isTrusted) return [];
  return (vscode.workspace.workspaceFolders ?? []).flatMap(({ uri }) =>
    uri.scheme === 'file' ? otherWorktrees(uri.fsPath).map(({ folder }) => folder) : [],
  );
}
