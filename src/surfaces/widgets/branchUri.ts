import * as vscode from 'vscode';
import { branchBrief } from '../../core/views/brief.ts';
import type { FileTarget } from '../../ids.ts';
import type { Services } from '../surface.ts';
import { gitViewOf } from './gitView.ts';

/** Documents that show a file as a branch has it, and briefs of branches. */
export const branchScheme = 'throughline-branch';

/** What such a document shows. */
export interface BranchDocument extends FileTarget {
  readonly shows: 'file' | 'brief';
}

/** The address of a file of the index that is only on a branch: the path is for people, the query says which. */
export function toBranchUri(ref: string, target: FileTarget): vscode.Uri {
  return toUri(`/${ref}/${target.path}`, { ...target, shows: 'file' });
}

/** The address of a branch's brief. */
export function toBriefUri(branch: string, target: FileTarget): vscode.Uri {
  return toUri(`/${branch}/brief.md`, { ...target, shows: 'brief' });
}

function toUri(path: string, { folder, path: file, shows }: BranchDocument): vscode.Uri {
  return vscode.Uri.from({ scheme: branchScheme, path, query: JSON.stringify([folder, file, shows]) });
}

/** What such an address names; undefined for every other. */
export function readBranchUri(uri: vscode.Uri): BranchDocument | undefined {
  if (uri.scheme !== branchScheme) return undefined;
  try {
    const parts: unknown = JSON.parse(uri.query);
    if (!Array.isArray(parts)) return undefined;
    const [folder, path, shows] = parts as readonly unknown[];
    if (typeof folder !== 'string' || typeof path !== 'string') return undefined;
    return shows === 'file' || shows === 'brief' ? { folder, path, shows } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The brief of a stream as everything is now; undefined when there is none. */
export async function briefOf(
  services: Services,
  { folder, path }: FileTarget,
): Promise<{ readonly name: string; readonly text: string } | undefined> {
  await services.project.idle();
  const index = services.project.folder(folder)?.index;
  const stream = index?.findStream(path);
  if (index === undefined || stream === undefined) return undefined;
  return { name: stream.name, text: branchBrief(index, stream, gitViewOf(services, folder)) };
}
