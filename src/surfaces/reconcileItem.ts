import * as vscode from 'vscode';
import { closeItem } from '../core/actions/closeItem.ts';
import type { Disposable } from '../core/base/disposable.ts';
import type { ProjectIndex } from '../core/index/projectIndex.ts';
import { refusalMessage } from '../core/messages/refusals.ts';
import { pathOf, type WorkItem } from '../core/model/item.ts';
import { workItemState } from '../core/views/workItemState.ts';
import { commands } from '../ids.ts';
import { pickBacklog } from './widgets/branchPicks.ts';
import { runWithFeedback } from './widgets/runWithFeedback.ts';
import { toFileTarget } from './widgets/target.ts';
import { showPick } from './widgets/ask.ts';
import { showDone, showInformation, showWarning } from './widgets/tell.ts';
import type { Closing, Services } from './surface.ts';

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
  const path = pathOf(item.task);
  const { value: name } = item.task.title;
  if (item.task.status.value === 'done') {
    void showInformation(t('“{0}” is closed already.', name));
    return;
  }
  const state = workItemState(index, item);
  const how = closePreferences.get(folder) ?? (await askClosing(index, item, title));
  if (how === undefined) return;
  if (state.status !== 'done' || how === 'remove') {
    const close = how === 'remove' ? t('Remove the File') : t('Close');
    const answer = await showWarning(
      state.status === 'done'
        ? t('“{0}” is done: {1}.', name, state.why)
        : t('“{0}” is not done as far as its streams say: {1}. Close it all the same?', name, state.why),
      { modal: true, detail: how === 'remove' ? t('{0} is removed.', path) : path },
      close,
    );
    if (answer !== close) return;
  }
  await closePreferences.set(folder, how);
  if (how === 'remove') {
    const removed = await project.remove(folder, path);
    if (removed.kind === 'refused') void showWarning(refusalMessage(removed));
    else showDone(t('Removed {0}.', path));
    return;
  }
  const me = await services.owner.ask();
  if (me === undefined) return;
  const word = doneWord(index);
  await runWithFeedback(services, { target, verb: t('Close'), me }, closeItem, { how, word });
}

async function askClosing(index: ProjectIndex, item: WorkItem, title: string): Promise<Closing | undefined> {
  const t = vscode.l10n.t;
  const word = doneWord(index);
  const saying = index.workItems('backlog').some(({ task }) => task.status.value === 'done');
  const items = [
    {
      label: t('Set its status to {0}', word),
      description: saying ? t('as others here') : '',
      how: 'status' as const,
    },
    { label: t('Tick its check boxes'), how: 'boxes' as const },
    { label: t('Remove the file'), how: 'remove' as const },
  ];
  const picked = await showPick(items, {
    title,
    placeHolder: t('How items are closed in this repository; asked once. “{0}”', item.task.title.value),
  });
  return picked?.how;
}

/** The word that most closed items here use. */
function doneWord(index: ProjectIndex): string {
  const counts = new Map<string, number>();
  for (const { status } of index.workItems('backlog').map(({ task }) => task))
    if (status.value === 'done') counts.set(status.written, (counts.get(status.written) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'done';
}
