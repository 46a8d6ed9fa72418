import * as vscode from 'vscode';
import type { Refusal } from '../../core/model/refusal.ts';
import { toAnyGlob } from '../../core/text/glob.ts';

/** Why nothing may be written there, if so. */
export function notWritable(uri: vscode.Uri): Refusal | undefined {
  if (!vscode.workspace.isTrusted)
    return {
      kind: 'refused',
      code: 'workspace.untrusted',
      message: vscode.l10n.t('Read-only: this workspace is not trusted.'),
    };
  if (uri.scheme !== 'file')
    return {
      kind: 'refused',
      code: 'workspace.virtual',
      message: vscode.l10n.t('Read-only: this folder is not on a disk of this machine.'),
    };
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
  return {
    kind: 'refused',
    code: 'file.readOnly',
    message: vscode.l10n.t(
      '{0} is read-only by the setting files.readonlyInclude; nothing was written.',
      path,
    ),
  };
}

/** What lies out of the workspace, all links followed. */
export function outside(path: string): Refusal {
  return {
    kind: 'refused',
    code: 'link.outside',
    message: vscode.l10n.t('{0} leads out of the workspace; nothing was written.', path),
  };
}
