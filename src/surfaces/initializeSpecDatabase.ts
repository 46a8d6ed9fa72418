import * as vscode from 'vscode';
import type { Disposable } from '../core/base/disposable.ts';
import { outcomeMessage } from '../core/messages/outcomes.ts';
import { initializeSpecDatabase } from '../core/operations/initializeSpecDatabase.ts';
import { commands } from '../ids.ts';
import { showPick, Steps } from './widgets/ask.ts';
import { pickFolder } from './widgets/folderPick.ts';
import { tellRefusal } from './widgets/tellRefusal.ts';
import type { Services } from './surface.ts';

/** Initialize Spec Database: asks whether git is to ignore it, and creates it. */
export function registerInitializeSpecDatabase(services: Services): Disposable {
  const t = vscode.l10n.t;
  const title = t('Initialize Spec Database');
  const initialize = async (): Promise<void> => {
    await services.project.load();
    const steps = new Steps();
    const folder = await pickFolder(services, title, steps, 1);
    if (folder === undefined) return;
    const chosen = await showPick(
      [
        { label: t('Create and Ignore in Git'), detail: t('Also adds it to .gitignore.'), ignore: true },
        { label: t('Create'), detail: t('Leaves .gitignore as it is.'), ignore: false },
      ],
      { title, at: steps.next(0), placeHolder: t('Create a database for changes and living specs') },
    );
    if (chosen === undefined) return;
    const options = { me: services.owner.name ?? '', through: 'disk' } as const;
    const { ignore } = chosen;
    const result = await services.project.run(folder, initializeSpecDatabase, { ignore }, options);
    if (result.kind === 'refused' || result.kind === 'unknown') {
      void tellRefusal(services, folder, result);
      return;
    }
    const { outcome } = result;
    services.outcomes.tell(outcomeMessage(outcome), [{ kind: 'change', folder, outcome, confirmed: [] }]);
    await services.project.refresh();
  };
  return vscode.commands.registerCommand(commands.initializeSpecDatabase, services.guard(title, initialize));
}
