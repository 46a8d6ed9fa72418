import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { FolderId } from '../core/text/document.ts';

/** A change that can be undone, in the folder that it is about. */
export interface UndoRequest {
  /** `undo`, or `undo_start_branch` for what git has a part in. */
  readonly operation: string;
  readonly folder: FolderId;
  readonly input: unknown;
}

/** More bytes than this are no change that anybody made at once. */
const largest = 1 << 24;

/** One word for a command line, of letters that no shell knows. */
export function toToken(request: UndoRequest): string {
  return deflateRawSync(JSON.stringify(request), { level: 9 }).toString('base64url');
}

/** What {@link toToken} was given; undefined for any other word. */
export function readToken(token: string): UndoRequest | undefined {
  try {
    const text = inflateRawSync(Buffer.from(token, 'base64url'), { maxOutputLength: largest }).toString();
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    const { operation, folder, input } = value as Partial<UndoRequest>;
    if (typeof operation !== 'string' || typeof folder !== 'string') return undefined;
    return { operation, folder, input };
  } catch {
    return undefined;
  }
}
