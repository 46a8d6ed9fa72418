import { perStep, type Steps } from '../base/steps.ts';
import type { Item } from './item.ts';
import type { Problem } from './problem.ts';

/** The kinds of files that are read. */
export type FormatId = 'progressFile' | 'backlogItem' | 'debtItem' | 'spec';

/** What one file says: at most one item, and what in it could not be read. */
export interface ParsedFile {
  /** Relative to the workspace folder, `/` between the parts. */
  readonly path: string;
  readonly format: FormatId;
  readonly item?: Item;
  readonly problems: readonly Problem[];
}

/** Whether two parsed files, or parts of them, say the same: they are plain data, of which lists may be long. */
export function* sameInSteps(a: unknown, b: unknown): Steps<boolean> {
  if (Array.isArray(a) && Array.isArray(b)) {
    if (a.length !== b.length) return false;
    for (let i = 0; i < a.length; i++) {
      if (i % perStep === 0) yield;
      if (JSON.stringify(a[i]) !== JSON.stringify(b[i])) return false;
    }
    return true;
  }
  if (!isRecord(a) || !isRecord(b)) return a === b;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  for (const key of keys) if (!(yield* sameInSteps(a[key], b[key]))) return false;
  return true;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
