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

const closingKeys = { backlog: 'closings', debt: 'debtClosings' } as const;

/** Kept with the workspace, for each list of each folder. */
export function createClosePreferences(memento: vscode.Memento): ClosePreferences {
  const kept = (list: keyof typeof closingKeys): Readonly<Record<string, unknown>> => {
    const value = memento.get<unknown>(closingKeys[list]);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  };
  return {
    get: (folder, list) => closings.find((each) => each === kept(list)[folder]),
    set: async (folder, list, how) => {
      const all = kept(list);
      if (all[folder] !== how) await memento.update(closingKeys[list], { ...all, [folder]: how });
    },
  };
}
