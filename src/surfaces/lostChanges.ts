import * as vscode from 'vscode';
import type { Disposable } from '../core/base/disposable.ts';
import type { LostChange } from '../project/changeWatch.ts';
import { commands } from '../ids.ts';
import { showWarning } from './widgets/tell.ts';
import type { Services } from './surface.ts';

/** Tells the person that what they did was taken back by somebody who writes the file as well. */
export function registerLostChanges({ project, guard, log }: Services): Disposable {
  const tell = guard('Lost Change', async (target: LostChange) => {
    log.warn(target.message);
    const show = target.taskKey === undefined ? vscode.l10n.t('Open File') : vscode.l10n.t('Show Row');
    const answer = await showWarning(target.message, show);
    if (answer === show) await vscode.commands.executeCommand(commands.openRow, target);
  });
  return project.onDidLose((lost) => void tell(lost));
}
