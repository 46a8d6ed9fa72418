import * as vscode from 'vscode';
import type { Disposable } from '../core/base/disposable.ts';
import type { ProjectIndex } from '../core/index/projectIndex.ts';
import type { WorkItem } from '../core/model/item.ts';
import { closeItem, doneWord, type Closing } from '../core/operations/items.ts';
import { commands } from '../ids.ts';
import { pickBacklog } from './widgets/branchPicks.ts';
import { runWithFeedback } from './widgets/runWithFeedback.ts';
import { toFileTarget } from './widgets/target.ts';
import { showPick } from './widgets/ask.ts';
import { showInformation } from './widgets/tell.ts';
import type { Services } from './surface.ts';

/** Closes what is done in the backlog too. */
export function registerReconcileItem(services: Services): Disposable {
  const title = vscode.l10n.t('Reconcile Backlog Item');
  return vscode.commands.registerCommand(
    commands.reconcileItem,
    services.guard(title, (argument: unknown) => reconcile(services, argument)),
  );
}

/** Says in the backlog what its streams say already: that an item is done. How this repository does that is asked once. */
async function reconcile(services: Services, argument: unknown): Promise<void> {
  const t = vscode.l10n.t;
  const title = t('Reconcile Backlog Item');
  const { project, closePreferences } = services;
  await project.load();
  const target =
    toFileTarget(argument) ??
    (await pickBacklog(
      services,
      title,
      ({ status }, item) => status === 'done' && item.task.status.value !== 'done',
    ));
  if (target === undefined) return;
  const { folder, key } = target;
  const index = project.folder(folder)?.index;
  const item = index?.workItems('backlog').find(({ task }) => task.key === key);
  if (index === undefined || item === undefined) return;
  const { value: name } = item.task.title;
  if (item.task.status.value === 'done') {
    void showInformation(t('“{0}” is already closed.', name));
    return;
  }
  const how = closePreferences.get(folder) ?? (await askClosing(index, item, title));
  if (how === undefined) return;
  const me = how === 'remove' ? (services.owner.name ?? '') : await services.owner.ask();
  if (me === undefined) return;
  const asked = { operation: closeItem, input: { document: key, how }, verb: t('Close'), me };
  const outcome = await runWithFeedback(services, target, asked);
  if (outcome !== undefined) await closePreferences.set(folder, how);
}

async function askClosing(index: ProjectIndex, item: WorkItem, title: string): Promise<Closing | undefined> {
  const t = vscode.l10n.t;
  const word = doneWord({ index });
  const saying = index.workItems('backlog').some(({ task }) => task.status.value === 'done');
  const items = [
    {
      label: t('Set its status to {0}', word),
      description: saying ? t('same as the other items in this folder') : '',
      how: 'status' as const,
    },
    { label: t('Tick its check boxes'), how: 'boxes' as const },
    { label: t('Remove the file'), how: 'remove' as const },
  ];
  const picked = await showPick(items, {
    title,
    placeHolder: t(
      'How should “{0}” be closed? Your choice is kept for this repository.',
      item.task.title.value,
    ),
  });
  return picked?.how;
}
