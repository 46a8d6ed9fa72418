import type * as vscode from 'vscode';
import { closings } from '../core/operations/items.ts';
import type { Confirmations, ClosePreferences } from './surface.ts';

const key = 'agreedWorktrees';

/** Kept with the workspace: a person is asked once for each worktree. */
export function createConfirmations(memento: vscode.Memento): Confirmations {
  const agreed = (): readonly unknown[] => {
    const kept = memento.get<unknown>(key);
    return Array.isArray(kept) ? kept : [];
  };
  return {
    has: (folder) => agreed().includes(folder),
    add: async (folder) => {
      if (!agreed().includes(folder)) await memento.update(key, [...agreed(), folder]);
    },
  };
}

const closingKey = 'closings';

/** Kept with the workspace, for each folder. */
export function createClosePreferences(memento: vscode.Memento): ClosePreferences {
  const kept = (): Readonly<Record<string, unknown>> => {
    const value = memento.get<unknown>(closingKey);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  };
  return {
    get: (folder) => closings.find((each) => each === kept()[folder]),
    set: async (folder, how) => {
      if (kept()[folder] !== how) await memento.update(closingKey, { ...kept(), [folder]: how });
    },
  };
}
