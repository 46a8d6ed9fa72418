import * as vscode from 'vscode';
import type { Disposable } from '../core/base/disposable.ts';
import { commands } from '../ids.ts';
import { showWarning } from './widgets/tell.ts';
import type { Services } from './surface.ts';

/** Tells the person that what they did a moment ago was taken back by somebody who writes the file as well. */
export function registerLostChanges({ project, guard, log }: Services): Disposable {
  const tell = guard('Lost Change', async (target: { folder: string; path: string; message: string }) => {
    log.warn(target.message);
    const openFile = vscode.l10n.t('Open File');
    const answer = await showWarning(target.message, openFile);
    if (answer === openFile) await vscode.commands.executeCommand(commands.openRow, target);
  });
  return project.onDidLose((lost) => void tell(lost));
}
