import * as vscode from 'vscode';
import type { Disposable } from '../core/base/disposable.ts';
import { lossMessage } from '../core/messages/losses.ts';
import { keyAtHand } from '../core/text/key.ts';
import type { LostChange } from '../project/changeWatch.ts';
import { commands, section, settings } from '../ids.ts';
import { showWarning } from './widgets/tell.ts';
import type { Services } from './surface.ts';

/** Tells the person that what they did was taken back by somebody who writes the file as well. */
export function registerLostChanges(services: Services): Disposable {
  const { project, guard, log } = services;
  const tell = guard(
    vscode.l10n.t('Lost Change'),
    async ({ document, taskKey, loss, theirs }: LostChange) => {
      const { folder } = document;
      const key = keyAtHand(document);
      const message = lossMessage(loss);
      log.warn(message);
      const configuration = vscode.workspace.getConfiguration(section);
      if (!configuration.get<boolean>(settings.overwritesNotify, true)) return;
      const both = vscode.l10n.t('Compare Both');
      const show = taskKey === undefined ? vscode.l10n.t('Open File') : vscode.l10n.t('Show Row');
      const never = vscode.l10n.t('Don’t Show Again');
      const answer = await showWarning(message, theirs === undefined ? show : both, never);
      if (answer === never)
        await configuration.update(settings.overwritesNotify, false, vscode.ConfigurationTarget.Global);
      else if (answer === both && theirs !== undefined) await compare(services.uri(folder, key), theirs);
      else if (answer === show)
        await vscode.commands.executeCommand(commands.openRow, { folder, key, taskKey });
    },
  );
  return project.onDidLose((lost) => void tell(lost));
}

/** Shows what is in the file beside what somebody else meant to write, which is in no file. */
async function compare(file: vscode.Uri, theirs: string): Promise<void> {
  const { uri } = await vscode.workspace.openTextDocument({ language: 'markdown', content: theirs });
  const name = vscode.workspace.asRelativePath(file, false);
  await vscode.commands.executeCommand('vscode.diff', uri, file, vscode.l10n.t('{0} (Theirs ↔ File)', name));
}
