import * as vscode from 'vscode';
import type { FullSnapshot, Snapshot } from '../../project/snapshot.ts';
import { decode, textOf, unreadableFor } from '../node/disk.ts';
import { Found, limits, type FoundPaths } from '../node/listing.ts';
import { within } from '../node/timeLimit.ts';

/** A file system of an extension may never answer: so long it is waited for, in milliseconds. */
const answerLimit = 10_000;

/** Reads a file through VS Code's file systems: for folders that are on no disk. Total, like `readFile`. */
export async function readVirtual(uri: vscode.Uri): Promise<FullSnapshot> {
  try {
    const { fs } = vscode.workspace;
    const stat = await within(answerLimit, uri.path, fs.stat(uri));
    const decoded = decode(await within(answerLimit, uri.path, fs.readFile(uri)));
    const version = versionOf(stat);
    return decoded.kind === 'text'
      ? { kind: 'text', text: decoded.text, isUnsaved: false, version }
      : { ...decoded, version };
  } catch (error) {
    if (isMissing(error)) return { kind: 'missing' };
    return { ...unreadableFor({ reason: 'other', text: textOf(error) }), version: 'error' };
  }
}

/** The same, unless the file still has a version. */
export async function readVirtualSince(uri: vscode.Uri, version: string): Promise<Snapshot> {
  const stat = await statVirtual(uri);
  return stat !== undefined && versionOf(stat) === version ? { kind: 'unchanged' } : readVirtual(uri);
}

function versionOf({ mtime, size }: vscode.FileStat): string {
  return `${mtime}:${size}`;
}

/** What VS Code says of a place; undefined when it is not there, or nobody answers. */
export async function statVirtual(uri: vscode.Uri): Promise<vscode.FileStat | undefined> {
  try {
    return await within(answerLimit, uri.path, vscode.workspace.fs.stat(uri));
  } catch {
    // Reading says what is wrong.
    return undefined;
  }
}

/** Like `listFiles`, through VS Code's file systems. Links to folders are not followed: where they lead, nobody says. */
export async function listVirtual(
  base: vscode.Uri,
  folders: readonly string[],
  {
    wanted,
    mayHold,
  }: { readonly wanted: (path: string) => boolean; readonly mayHold: (path: string) => boolean },
): Promise<FoundPaths> {
  const found = new Found(limits);
  const waiting = folders.map((path) => ({ path, depth: 0, top: path }));
  const full = new Set<string>();
  for (let folder = waiting.shift(); folder !== undefined; folder = waiting.shift()) {
    const { path: above, depth, top } = folder;
    if (full.has(top) || !found.goesDown(above, depth)) continue;
    let entries: [string, vscode.FileType][];
    try {
      const uri = vscode.Uri.joinPath(base, above);
      entries = await within(answerLimit, uri.path, vscode.workspace.fs.readDirectory(uri));
    } catch (error) {
      if (!isMissing(error))
        found.tell(above, { code: 'folder.unreadable', data: { reason: 'other', text: textOf(error) } });
      continue;
    }
    for (const [name, type] of entries) {
      const path = above === '' ? name : `${above}/${name}`;
      if (!found.count(top)) {
        full.add(top);
        break;
      }
      if ((type & vscode.FileType.Directory) === 0) {
        if (wanted(path)) found.take(path);
      } else if ((type & vscode.FileType.SymbolicLink) !== 0)
        found.tell(path, { code: 'folder.unreadable', data: { reason: 'linkOffDisk' } });
      else if (mayHold(path)) waiting.push({ path, depth: depth + 1, top });
    }
  }
  return found.listing;
}

function isMissing(error: unknown): boolean {
  return error instanceof vscode.FileSystemError && error.code === 'FileNotFound';
}
