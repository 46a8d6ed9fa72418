import * as vscode from 'vscode';
import { LinkGuard, toRoot, type Root } from '../node/linkGuard.ts';
import { otherWorktrees } from '../node/otherWorktrees.ts';

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
