import * as vscode from 'vscode';
import type { Disposable } from '../core/base/disposable.ts';
import { ownNameOf } from '../core/model/item.ts';
import { canBeClosed } from '../core/model/taskRules.ts';
import { closeItem } from '../core/operations/items.ts';
import { changesToArchive } from '../core/views/readyToArchive.ts';
import { commands } from '../ids.ts';
import { askClosing } from './widgets/askClosing.ts';
import { pickBacklog, type BacklogItem } from './widgets/branchPicks.ts';
import { runWithFeedback } from './widgets/runWithFeedback.ts';
import { toFileTarget } from './widgets/target.ts';
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
  const changes = await readyChanges(services);
  const target =
    toFileTarget(argument) ??
    (await pickBacklog(
      services,
      title,
      ({ status }, item) => status === 'done' && canBeClosed(item.task),
      undefined,
      changes,
    ));
  if (target === undefined) return;
  if (changes.some((each) => each.target === target)) {
    await vscode.commands.executeCommand(commands.archiveChange, target);
    return;
  }
  const { folder, key } = target;
  const index = project.folder(folder)?.index;
  const item = index?.workItems('backlog').find(({ task }) => task.key === key);
  if (index === undefined || item === undefined) return;
  const { value: name } = item.task.title;
  if (item.task.status.value === 'done') {
    void showInformation(t('“{0}” is already closed.', name));
    return;
  }
  const how = closePreferences.get(folder, 'backlog') ?? (await askClosing(index, item, title));
  if (how === undefined) return;
  const me = how === 'remove' ? (services.owner.name ?? '') : await services.owner.ask();
  if (me === undefined) return;
  const asked = { operation: closeItem, input: { document: key, how }, verb: t('Close'), me };
  const outcome = await runWithFeedback(services, target, asked);
  if (outcome !== undefined) await closePreferences.set(folder, 'backlog', how);
}

/** Changes of which nothing is left to be done but to archive them. */
function readyChanges({ project }: Services): Promise<readonly BacklogItem[]> {
  return project.found(() =>
    project.folders.flatMap(({ folder, index }) =>
      changesToArchive(index).map((stream) => ({
        label: ownNameOf(stream),
        description: vscode.l10n.t('Change · can be archived'),
        detail: stream.title === ownNameOf(stream) ? '' : stream.title,
        target: { folder: folder.id, key: stream.key },
      })),
    ),
  );
}
