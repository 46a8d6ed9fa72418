import type * as vscode from 'vscode';
import type { Agreements } from './surface.ts';

const key = 'agreedWorktrees';

/** Kept with the workspace: a person is asked once for each worktree. */
export function createAgreements(memento: vscode.Memento): Agreements {
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
