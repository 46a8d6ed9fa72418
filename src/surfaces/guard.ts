import * as vscode from 'vscode';
import { showError } from './widgets/tell.ts';
import type { Guard } from './surface.ts';

/** The one guard: everything that VS Code calls goes through it. */
export function createGuard(log: vscode.LogOutputChannel): Guard {
  // A bug that repeats is one message and many lines in the log.
  let telling = false;
  const tell = async (message: string): Promise<void> => {
    if (telling) return;
    telling = true;
    const showLog = vscode.l10n.t('Show Log');
    const answer = await showError(message, showLog);
    telling = false;
    if (answer === showLog) log.show();
  };
  return (what, run) =>
    async (...args) => {
      try {
        return await run(...args);
      } catch (error) {
        log.error(`${what}:`, error instanceof Error ? error : String(error));
        void tell(vscode.l10n.t('{0} failed because of an error in Throughline.', what));
        return undefined;
      }
    };
}
