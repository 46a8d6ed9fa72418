import * as vscode from 'vscode';
import { refusal, type Refusal } from '../../core/model/refusal.ts';
import { toAnyGlob } from '../../core/text/glob.ts';

/** Why nothing may be written there, if so. */
export function notWritable(uri: vscode.Uri): Refusal | undefined {
  if (!vscode.workspace.isTrusted) return refusal('workspace.untrusted', {});
  if (uri.scheme !== 'file') return refusal('workspace.virtual', {});
  return undefined;
}

/** What the user told VS Code to keep from being edited is not edited past it. */
export function keptReadOnly(uri: vscode.Uri, path: string): Refusal | undefined {
  const files = vscode.workspace.getConfiguration('files', uri);
  const fits = (key: string): boolean => {
    const globs = Object.entries(files.get<Readonly<Record<string, unknown>>>(key) ?? {});
    const isPath = toAnyGlob(globs.filter(([, wanted]) => wanted === true).map(([glob]) => glob));
    return isPath(path) || isPath(uri.path);
  };
  if (!fits('readonlyInclude') || fits('readonlyExclude')) return undefined;
  return refusal('file.readOnly', { path });
}

/** What lies out of the workspace, all links followed. */
export function outside(path: string): Refusal {
  return refusal('link.outside', { path });
}
