import * as vscode from 'vscode';
import type { Disposable } from '../core/base/disposable.ts';
import { pathOf } from '../core/model/item.ts';
import { isUnfinished } from '../core/model/taskRules.ts';
import { closeDebtItem, debtClosings } from '../core/operations/items.ts';
import { commands } from '../ids.ts';
import { showPick } from './widgets/ask.ts';
import { askClosing } from './widgets/askClosing.ts';
import { preferences, preferredFirst } from './widgets/preferred.ts';
import { runWithFeedback } from './widgets/runWithFeedback.ts';
import { toFileTarget, type FileTarget } from './widgets/target.ts';
import { showInformation } from './widgets/tell.ts';
import type { Services } from './surface.ts';

export function registerCloseDebtItem(services: Services): Disposable {
  const title = vscode.l10n.t('Close Tech-Debt Item');
  return vscode.commands.registerCommand(
    commands.closeDebtItem,
    services.guard(title, (argument: unknown) => close(services, argument, title)),
  );
}

/** How this repository closes its tech debt is asked once. */
async function close(services: Services, argument: unknown, title: string): Promise<void> {
  const { project, closePreferences } = services;
  await project.load();
  const target = toFileTarget(argument) ?? (await pickDebt(services, title));
  if (target === undefined) return;
  const { folder, key } = target;
  const index = project.folder(folder)?.index;
  const item = index?.workItems('debt').find(({ task }) => task.key === key);
  if (index === undefined || item === undefined) return;
  const kept = closePreferences.get(folder, 'debt') ?? (await askClosing(index, item, title));
  const how = debtClosings.find((each) => each === kept);
  if (how === undefined) return;
  const me = how === 'remove' ? (services.owner.name ?? '') : await services.owner.ask();
  if (me === undefined) return;
  const asked = {
    operation: closeDebtItem,
    input: { document: key, how },
    verb: vscode.l10n.t('Close'),
    me,
  };
  const outcome = await runWithFeedback(services, target, asked);
  if (outcome !== undefined) await closePreferences.set(folder, 'debt', how);
}

interface DebtPick extends vscode.QuickPickItem {
  readonly target?: FileTarget;
}

async function pickDebt(services: Services, title: string): Promise<FileTarget | undefined> {
  const t = vscode.l10n.t;
  const { project } = services;
  const items = await project.found(() =>
    project.folders.flatMap(({ folder, index }) =>
      index
        .workItems('debt')
        .filter(({ task }) => isUnfinished(task))
        .map(({ task }) => ({
          label: task.title.value,
          detail: pathOf(task),
          target: { folder: folder.id, key: task.key },
        })),
    ),
  );
  if (items.length === 0) {
    void showInformation(t('There is no open tech debt item.'));
    return undefined;
  }
  const offered = preferredFirst<DebtPick>(
    items,
    await preferences(services),
    ({ target }, { folder, key }) => target?.folder === folder && target.key === key,
    t('In the editor'),
  );
  const picked = await showPick<DebtPick>(offered, {
    title,
    placeHolder: t('Choose a tech debt item'),
    matchOnDetail: true,
  });
  return picked?.target;
}
