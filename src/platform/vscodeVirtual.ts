import * as vscode from 'vscode';
import type { FileText } from '../project/host.ts';
import { decode } from './disk.ts';

/** Reads a file through VS Code's file systems: for folders that are on no disk. Total, like `readFile`. */
export async function readVirtual(uri: vscode.Uri): Promise<FileText> {
  try {
    const stat = await vscode.workspace.fs.stat(uri);
    const decoded = decode(await vscode.workspace.fs.readFile(uri));
    const stamp = `${stat.mtime}:${stat.size}`;
    return decoded.kind === 'text'
      ? { kind: 'text', text: decoded.text, dirty: false, stamp }
      : { ...decoded, stamp };
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return { kind: 'missing' };
    const message = error instanceof Error ? error.message : String(error);
    return { kind: 'unreadable', code: 'file.unreadable', message, stamp: 'error' };
  }
}

/** Like `listFiles`, through VS Code's file systems. */
export async function listVirtual(root: vscode.Uri, prefix = ''): Promise<string[]> {
  const found: string[] = [];
  let entries: [string, vscode.FileType][];
  try {
    entries = await vscode.workspace.fs.readDirectory(root);
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return [];
    throw error;
  }
  for (const [name, type] of entries) {
    if (type === vscode.FileType.Directory)
      found.push(...(await listVirtual(vscode.Uri.joinPath(root, name), `${prefix}${name}/`)));
    else found.push(prefix + name);
  }
  return found.sort();
}
