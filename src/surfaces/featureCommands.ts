import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import { setActiveFeature } from '../core/operations/setActiveFeature.ts';
import { commands } from '../ids.ts';
import { pickFeature } from './widgets/featurePick.ts';
import { runWithFeedback } from './widgets/runWithFeedback.ts';
import { toFileTarget } from './widgets/target.ts';
import { showDone } from './widgets/tell.ts';
import { tellRefusal } from './widgets/tellRefusal.ts';
import type { Services } from './surface.ts';

/** Commands on features of spec-kit: from their rows, or from the palette, where they ask which one is meant. */
export function registerFeatureCommands(services: Services): Disposable {
  const store = new DisposableStore();
  const t = vscode.l10n.t;

  const copy = services.guard(t('Copy Next Command'), async (argument: unknown) => {
    await services.project.load();
    const target = toFileTarget(argument) ?? (await pickFeature(services, t('Copy Next Command')));
    if (target === undefined) return;
    const next = await services.project.nextCommand(target);
    if (next.kind === 'refused') {
      await tellRefusal(services, target.folder, next);
      return;
    }
    await vscode.env.clipboard.writeText(next.text);
    showDone(t('Copied {0}, the next command for {1}.', next.text, next.feature));
  });
  store.add(vscode.commands.registerCommand(commands.copyNextCommand, copy));

  const activate = services.guard(t('Make Active Feature'), async (argument: unknown) => {
    await services.project.load();
    const target = toFileTarget(argument) ?? (await pickFeature(services, t('Make Active Feature')));
    if (target === undefined) return;
    await runWithFeedback(services, target, {
      operation: setActiveFeature,
      input: { document: target.key },
      verb: t('Make Active'),
      me: services.owner.name ?? '',
    });
  });
  store.add(vscode.commands.registerCommand(commands.makeActiveFeature, activate));
  return store;
}
