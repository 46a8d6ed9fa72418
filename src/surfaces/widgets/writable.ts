import * as vscode from 'vscode';

/** Whether files of a folder can be changed at all: trusted, and on a disk of this machine. */
export function isWritable(folder: vscode.Uri): boolean {
  return vscode.workspace.isTrusted && folder.scheme === 'file';
}
