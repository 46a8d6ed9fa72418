import * as vscode from 'vscode';
import type { FileTarget } from '../../ids.ts';

/** Documents that show a file as a branch has it. */
export const branchScheme = 'throughline-branch';

/** The address of a file of the index that is only on a branch: the path is for people, the query says which. */
export function toBranchUri(ref: string, { folder, path }: FileTarget): vscode.Uri {
  return vscode.Uri.from({
    scheme: branchScheme,
    path: `/${ref}/${path}`,
    query: JSON.stringify([folder, path]),
  });
}

/** What such an address names; undefined for every other. */
export function readBranchUri(uri: vscode.Uri): FileTarget | undefined {
  if (uri.scheme !== branchScheme) return undefined;
  try {
    const parts: unknown = JSON.parse(uri.query);
    if (!Array.isArray(parts)) return undefined;
    const [folder, path] = parts as readonly unknown[];
    return typeof folder === 'string' && typeof path === 'string' ? { folder, path } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
