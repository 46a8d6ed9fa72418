import * as vscode from 'vscode';
import type { Disposable } from '../core/base/disposable.ts';
import { getRationale } from '../core/operations/rationale.ts';
import { commands } from '../ids.ts';
import type { Services } from './surface.ts';
import { pickChange } from './widgets/changePick.ts';
import { toFileTarget } from './widgets/target.ts';
import { tellRefusal } from './widgets/tellRefusal.ts';

/** Save Rationale: why a change was made, in a document without a name, to be kept wherever the person keeps such things. */
export function registerSaveRationale(services: Services): Disposable {
  const t = vscode.l10n.t;
  const title = t('Save Rationale');
  const save = services.guard(title, async (argument: unknown) => {
    const { project } = services;
    await project.load();
    const target =
      toFileTarget(argument) ?? (await pickChange(services, title, t('There is no change here.')));
    if (target === undefined) return;
    const { folder, key } = target;
    const answer = await project.askOpened(folder, getRationale, { document: key }, { me: '' });
    if (answer.kind === 'refused') {
      void tellRefusal(services, folder, answer);
      return;
    }
    const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: answer.text });
    await vscode.window.showTextDocument(document, { preview: false });
  });
  return vscode.commands.registerCommand(commands.saveRationale, save);
}
