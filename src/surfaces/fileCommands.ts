import * as vscode from 'vscode';
import { claimNext } from '../core/actions/claim.ts';
import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import { commands, views, type CommandId, type PlaceTarget } from '../ids.ts';
import { runAndTell } from './widgets/runAndTell.ts';
import { showPlace } from './widgets/showPlace.ts';
import { pickStream } from './widgets/streamPick.ts';
import { toPlaceTarget, toStreamTarget } from './widgets/target.ts';
import { pickTask } from './widgets/taskPick.ts';
import type { Services } from './surface.ts';

/** Commands on progress files as a whole, and those that open a place in them. */
export function registerFileCommands(services: Services): Disposable {
  const store = new DisposableStore();
  const register = (id: CommandId, what: string, run: (argument: unknown) => Promise<void>): void => {
    store.add(vscode.commands.registerCommand(id, services.guard(what, run)));
  };
  const t = vscode.l10n.t;

  register(commands.claimNextTask, t('Claim Next Task'), async (argument) => {
    const target = toStreamTarget(argument) ?? (await pickStream(services, t('Claim Next Task'), 'current'));
    if (target === undefined) return;
    const me = await services.owner.ask();
    if (me === undefined) return;
    await runAndTell(services, { target, verb: t('Claim'), me }, claimNext, {});
  });

  register(commands.openProgressFile, t('Open Progress File'), async (argument) => {
    const target = toStreamTarget(argument) ?? (await pickStream(services, t('Open Progress File'), 'ask'));
    if (target === undefined) return;
    await showPlace(services.uri(target.folder, target.path), undefined);
  });

  register(commands.openRow, t('Open Row'), async (argument) => {
    const target: PlaceTarget | undefined =
      toPlaceTarget(argument) ?? (await pickTask(services, 'any', t('Open Row')));
    if (target === undefined) return;
    const { folder, path, taskKey, line } = target;
    const place = taskKey === undefined ? undefined : await services.project.locate(folder, path, taskKey);
    await showPlace(services.uri(folder, path), place ?? { line: line ?? 0, character: 0 });
  });

  register(commands.refresh, t('Refresh'), async () => {
    await vscode.window.withProgress({ location: { viewId: views.branchProgress } }, () =>
      services.project.refresh(),
    );
  });

  register(commands.setOwnerName, t('Set Owner Name'), async () => {
    await services.owner.change();
  });

  register(commands.showLog, t('Show Log'), async () => {
    services.log.show();
    return Promise.resolve();
  });
  return store;
}
