import * as vscode from 'vscode';
import { toKey } from '../../core/text/key.ts';
import { getBrief, type Brief } from '../../core/operations/brief.ts';
import type { Services } from '../surface.ts';
import { gitViewOf } from './gitView.ts';
import type { FileTarget } from './target.ts';

/** Documents that show a file as a branch has it, and briefs of branches. */
export const branchScheme = 'throughline-branch';

/** What such a document shows. */
export interface BranchDocument extends FileTarget {
  readonly shows: 'file' | 'brief';
}

/** The address of a file that is only on a branch: `path` (`/feat/x/tracking/...`) is for people, the query says which. */
export function toBranchUri(path: string, target: FileTarget): vscode.Uri {
  return toUri(path, { ...target, shows: 'file' });
}

/** The address of a branch's brief. */
export function toBriefUri(branch: string, target: FileTarget): vscode.Uri {
  return toUri(`/${branch}/brief.md`, { ...target, shows: 'brief' });
}

function toUri(path: string, { folder, key, shows }: BranchDocument): vscode.Uri {
  return vscode.Uri.from({ scheme: branchScheme, path, query: JSON.stringify([folder, key, shows]) });
}

/** What such an address names; undefined for every other. */
export function readBranchUri(uri: vscode.Uri): BranchDocument | undefined {
  if (uri.scheme !== branchScheme) return undefined;
  try {
    const parts: unknown = JSON.parse(uri.query);
    if (!Array.isArray(parts)) return undefined;
    const [folder, key, shows] = parts as readonly unknown[];
    if (typeof folder !== 'string' || typeof key !== 'string') return undefined;
    return shows === 'file' || shows === 'brief' ? { folder, key: toKey(key), shows } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The brief of a stream as everything is now; undefined when there is none. */
export async function briefOf(services: Services, { folder, key }: FileTarget): Promise<Brief | undefined> {
  const { project } = services;
  const index = project.folder(folder)?.index;
  await project.settled((index?.documentsOf(key) ?? []).map((each) => ({ folder, key: each })));
  const git = gitViewOf(services, folder);
  const brief = project.ask(folder, getBrief, { document: key }, { me: '', git });
  return brief.kind === 'brief' ? brief : undefined;
}
