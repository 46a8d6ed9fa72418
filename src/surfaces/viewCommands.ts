import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import { isFiltering, noFilter } from '../core/views/filter.ts';
import type { Arrangement } from '../core/views/outline.ts';
import { commands } from '../ids.ts';
import type { Services } from './surface.ts';
import { showPick } from './widgets/ask.ts';
import { askFilter } from './widgets/askFilter.ts';

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
    item('backlog', 'milestone', t('Backlog grouped by milestone')),
    separator(t('Tech Debt')),
    item('techDebt', 'branch', t('Tech debt grouped by branch')),
    item('techDebt', 'newest', t('Tech debt by date, newest first')),
    separator(t('Specs')),
    item('specs', 'path', t('Specs by path')),
    item('specs', 'leastMet', t('Specs by unmet criteria, most first')),
  ];
}
