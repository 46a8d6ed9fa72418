import * as vscode from 'vscode';
import { toTextPart, type ChangeTextPart } from '../../core/model/changeText.ts';
import { toKey } from '../../core/text/key.ts';
import type { FileTarget } from './target.ts';

/** Documents that are a text of a change, and edited as any file. */
export const specScheme = 'throughline-spec';

/** A text of a change, and the document that it is in. */
export interface SpecTextTarget extends FileTarget {
  readonly part: ChangeTextPart;
}

/** The address of a text: its path is for people, the query says which. */
export function toSpecUri(change: string, name: string, { folder, key, part }: SpecTextTarget): vscode.Uri {
  const named = typeof part === 'string' ? part : part.delta;
  return vscode.Uri.from({
    scheme: specScheme,
    path: `/${withoutSlashes(change)}/${withoutSlashes(name)}.md`,
    query: JSON.stringify([folder, key, named]),
  });
}

/** What such an address names; undefined for every other. */
export function readSpecUri({ scheme, query }: vscode.Uri): SpecTextTarget | undefined {
  if (scheme !== specScheme) return undefined;
  try {
    const parts: unknown = JSON.parse(query);
    if (!Array.isArray(parts)) return undefined;
    const [folder, key, named] = parts as readonly unknown[];
    const part = toTextPart(named);
    if (typeof folder !== 'string' || typeof key !== 'string' || part === undefined) return undefined;
    return { folder, key: toKey(key), part };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function withoutSlashes(name: string): string {
  return name.replace(/[/\\]/g, '-').slice(0, 100);
}
