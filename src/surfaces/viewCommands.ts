import * as vscode from 'vscode';
import { compareText } from '../core/base/compareText.ts';
import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import { eachOwner, isSameOwner } from '../core/model/owner.ts';
import { statuses } from '../core/model/status.ts';
import { isFiltering, noFilter, type Filter } from '../core/views/filter.ts';
import { statusIcon } from '../core/views/icon.ts';
import type { Arrangement } from '../core/views/outline.ts';
import { branchStates, stateWord, type BranchState, type SignalKind } from '../core/views/gitView.ts';
import { signalIcons } from '../core/views/signals.ts';
import { statusWord } from '../core/views/statusWord.ts';
import { commands } from '../ids.ts';
import type { Services } from './surface.ts';
import { shownItem, showPick } from './widgets/ask.ts';

interface FilterItem extends vscode.QuickPickItem {
  readonly status?: Filter['statuses'][number];
  readonly owner?: string;
  readonly branch?: BranchState;
}

/** Commands that change what the trees show, and in which order. */
export function registerViewCommands(services: Services): Disposable {
  const { guard, viewState } = services;
  const store = new DisposableStore();
  const t = vscode.l10n.t;

  store.add(
    vscode.commands.registerCommand(
      commands.filter,
      guard(t('Filter'), async () => {
        await services.project.load();
        const filter = await askFilter(services);
        if (filter !== undefined) viewState.setFilter(filter);
      }),
    ),
  );
  store.add(
    vscode.commands.registerCommand(
      commands.clearFilter,
      guard(t('Clear Filter'), () => {
        if (isFiltering(viewState.filter)) viewState.setFilter(noFilter);
      }),
    ),
  );
  store.add(
    vscode.commands.registerCommand(
      commands.arrangeViews,
      guard(t('Sort and Group'), async () => {
        const picked = await showPick(arrangementItems(viewState.arrangement), {
          title: t('Sort and Group'),
          placeHolder: t('How the rows of a view are ordered'),
        });
        if (picked?.change !== undefined) await viewState.arrange(picked.change);
      }),
    ),
  );
  return store;
}

/**
 * One list: statuses and owners to tick, and what is typed is the text to look for. Undefined when the person leaves it.
 */
function askFilter({ project, viewState, owner }: Services): Promise<Filter | undefined> {
  const t = vscode.l10n.t;
  const { filter } = viewState;
  const named = filter.owners.filter((name) => name !== '');
  for (const { index } of project.folders)
    for (const { tasks } of index.streams())
      for (const task of tasks) if (task.owner.value) named.push(task.owner.value);
  const me = owner.name;
  const statusItems: FilterItem[] = [...statuses, 'unknown' as const, 'none' as const].map((status) => ({
    label: statusWord(status),
    iconPath: new vscode.ThemeIcon(statusIcon(status).codicon),
    status,
    alwaysShow: true,
  }));
  const ownerItems: FilterItem[] = [
    { label: t('free'), description: t('nobody owns it'), owner: '', alwaysShow: true },
    ...[...eachOwner(named)]
      .sort((a, b) => Number(isSameOwner(b, me)) - Number(isSameOwner(a, me)) || compareText(a, b))
      .map((name) =>
        shownItem<FilterItem>({
          label: name,
          ...(isSameOwner(name, me) ? { description: t('you') } : {}),
          owner: name,
          alwaysShow: true,
        }),
      ),
  ];
  const branchItems: FilterItem[] = branchStates.map((state) => ({
    label: stateWord(state),
    iconPath: new vscode.ThemeIcon(
      state in signalIcons ? signalIcons[state as SignalKind].codicon : 'git-branch',
    ),
    branch: state,
    alwaysShow: true,
  }));
  const quickPick = vscode.window.createQuickPick<FilterItem>();
  quickPick.title = t('Filter');
  quickPick.placeholder = t('Type a text, or choose statuses and owners');
  quickPick.canSelectMany = true;
  quickPick.items = [
    { label: t('Status'), kind: vscode.QuickPickItemKind.Separator },
    ...statusItems,
    { label: t('Owner'), kind: vscode.QuickPickItemKind.Separator },
    ...ownerItems,
    { label: t('Branches'), kind: vscode.QuickPickItemKind.Separator },
    ...branchItems,
  ];
  quickPick.selectedItems = [
    ...statusItems.filter(({ status }) => status !== undefined && filter.statuses.includes(status)),
    ...ownerItems.filter(({ owner: name }) => name !== undefined && filter.owners.includes(name)),
    ...branchItems.filter(({ branch }) => branch !== undefined && filter.branches.includes(branch)),
  ];
  quickPick.value = filter.text;
  return new Promise((resolve) => {
    quickPick.onDidAccept(() => {
      const chosen = quickPick.selectedItems;
      resolve({
        text: quickPick.value.trim(),
        statuses: chosen.flatMap(({ status }) => status ?? []),
        owners: chosen.flatMap(({ owner: name }) => name ?? []),
        branches: chosen.flatMap(({ branch }) => branch ?? []),
      });
      quickPick.hide();
    });
    quickPick.onDidHide(() => {
      resolve(undefined);
      quickPick.dispose();
    });
    quickPick.show();
  });
}

function arrangementItems(
  now: Arrangement,
): (vscode.QuickPickItem & { readonly change?: Partial<Arrangement> })[] {
  const t = vscode.l10n.t;
  const item = <View extends keyof Arrangement>(view: View, value: Arrangement[View], label: string) => ({
    label,
    ...(now[view] === value ? { description: t('current') } : {}),
    change: { [view]: value } as Partial<Arrangement>,
  });
  const separator = (label: string) => ({ label, kind: vscode.QuickPickItemKind.Separator });
  return [
    separator(t('Branch Progress')),
    item('branchProgress', 'name', t('Branches by name')),
    item('branchProgress', 'newest', t('Branches by date, newest first')),
    item('branchProgress', 'openTasks', t('Branches by unfinished tasks, most first')),
    separator(t('Backlog')),
    item('backlog', 'priority', t('Backlog by priority')),
    item('backlog', 'newest', t('Backlog by date, newest first')),
    item('backlog', 'title', t('Backlog by title')),
    separator(t('Tech Debt')),
    item('techDebt', 'branch', t('Tech debt grouped by branch')),
    item('techDebt', 'newest', t('Tech debt by date, newest first')),
    separator(t('Specs')),
    item('specs', 'path', t('Specs by path')),
    item('specs', 'leastMet', t('Specs by unmet criteria, most first')),
  ];
}
