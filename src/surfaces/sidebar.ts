import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import { settingMessage } from '../core/messages/settings.ts';
import { isChangeableStream, isInCommit } from '../core/model/item.ts';
import { backlog, openBacklogItems } from '../core/views/backlog.ts';
import { branchProgress } from '../core/views/branchProgress.ts';
import { isFiltering } from '../core/views/filter.ts';
import { shownText } from '../core/views/shownText.ts';
import { describeMet } from '../core/views/specProgress.ts';
import { specs } from '../core/views/specs.ts';
import { criteriaMet, openTasksOf } from '../core/views/summary.ts';
import { openDebtItems, techDebt } from '../core/views/techDebt.ts';
import { commands, contextKeys, views } from '../ids.ts';
import { createOutlineView, type OutlineView } from './widgets/outlineView.ts';
import type { Row } from './widgets/row.ts';
import { activePlace } from './widgets/activePlace.ts';
import { toCheckTarget, toPlaceTarget, toTaskTarget, type FileTarget } from './widgets/target.ts';
import { showInformation } from './widgets/tell.ts';
import type { Services } from './surface.ts';

/** The four trees, and the way to a row from elsewhere. */
export function registerSidebar(services: Services): Disposable {
  const { project, branches, viewState, guard } = services;
  const store = new DisposableStore();
  const t = vscode.l10n.t;

  const streams = store.add(
    createOutlineView(services, {
      id: views.branchProgress,
      name: t('Branch Progress'),
      nodes: branchProgress,
      message: () =>
        vscode.workspace.isTrusted || project.state !== 'ready'
          ? undefined
          : t('Read-only: this workspace is not trusted.'),
      describe: (view) => {
        view.description = currentBranches(services);
        view.badge = badge(services);
        // Which welcome text and which buttons fit.
        void vscode.commands.executeCommand('setContext', contextKeys.state, project.state);
        const unread = project.folders.flatMap((folder) => folder.unread.map(({ id }) => id));
        void vscode.commands.executeCommand('setContext', contextKeys.unread, unread.join(' '));
        const lists = project.folders.flatMap((folder) => [...folder.unreadLists]);
        void vscode.commands.executeCommand('setContext', contextKeys.unreadLists, lists.join(' '));
        const changeable = project.folders.some(({ index }) =>
          index.streams().some((stream) => isChangeableStream(stream) && !isInCommit(stream)),
        );
        void vscode.commands.executeCommand('setContext', contextKeys.changeable, changeable);
        void vscode.commands.executeCommand(
          'setContext',
          contextKeys.filtered,
          isFiltering(viewState.filter),
        );
      },
    }),
  );
  const items = store.add(
    createOutlineView(services, {
      id: views.backlog,
      name: t('Backlog'),
      nodes: backlog,
      describe: (view) => {
        const open = sum(services, ({ index }) => openBacklogItems(index));
        view.description = open === 0 ? '' : t('{0} open', open);
      },
    }),
  );
  const debt = store.add(
    createOutlineView(services, {
      id: views.techDebt,
      name: t('Tech Debt'),
      nodes: techDebt,
      describe: (view) => {
        const open = sum(services, ({ index }) => openDebtItems(index));
        view.description = open === 0 ? '' : t('{0} open', open);
      },
    }),
  );
  const promised = store.add(
    createOutlineView(services, {
      id: views.specs,
      name: t('Specs'),
      nodes: specs,
      message: () => project.folders.flatMap(({ rules }) => rules.problems).map(settingMessage)[0],
      describe: (view) => {
        const all = project.folders.map(({ index }) => criteriaMet(index));
        const total = all.reduce((count, each) => count + each.total, 0);
        const met = all.reduce((count, each) => count + each.met, 0);
        view.description = total === 0 ? '' : describeMet({ met, total });
      },
    }),
  );

  // What git says is asked for when somebody looks at the branches.
  const lookAtGit = guard(t('Branch Progress'), async () => {
    if (!streams.view.visible) return;
    await project.load();
    await services.branchStatuses.want();
  });
  store.add(streams.view.onDidChangeVisibility(() => void lookAtGit()));
  void lookAtGit();

  for (const { view, tree } of [streams, promised])
    store.add(
      view.onDidChangeCheckboxState(
        guard(t('Finish Task'), async ({ items: changed }: vscode.TreeCheckboxChangeEvent<Row>) => {
          for (const [row, state] of changed) {
            const checked = state === vscode.TreeItemCheckboxState.Checked;
            // Its task alone: a box says what it does, however soon it is clicked again.
            const check = toCheckTarget(row);
            const [done, undone] =
              check === undefined
                ? [commands.finishTask, commands.reopenTask]
                : [commands.checkCriterion, commands.uncheckCriterion];
            await vscode.commands.executeCommand(checked ? done : undone, check ?? toTaskTarget(row));
            // The file decides what the box shows, also when nothing was written.
            tree.restore(row);
          }
        }),
      ),
    );

  const viewsFor = ({ folder, key }: FileTarget): readonly OutlineView[] => {
    switch (project.folder(folder)?.index.file(key)?.holds) {
      case 'stream':
        return [streams];
      case 'backlog':
        return [items];
      case 'debt':
        return [debt];
      case 'spec':
        return [promised];
      case undefined:
        return [];
    }
  };
  store.add(
    vscode.commands.registerCommand(
      commands.revealInSidebar,
      guard(t('Reveal in Sidebar'), async (argument: unknown) => {
        await project.load();
        const target = toPlaceTarget(argument) ?? (await activePlace(services));
        const [shown] = target === undefined ? [] : await project.found(() => viewsFor(target));
        if (target === undefined || shown === undefined) {
          void showInformation(t('This file is not shown in the Throughline sidebar.'));
          return;
        }
        // Where nobody looks at the sidebar, it does not open by itself.
        if (target.preserveFocus === true && !shown.view.visible) return;
        if (await shown.reveal(target)) return;
        if (target.preserveFocus === true) return;
        // Rows of the whole file where the place itself has none.
        if (await shown.reveal({ folder: target.folder, key: target.key })) return;
        const clear = t('Clear Filter');
        if (!isFiltering(viewState.filter)) {
          void showInformation(t('This file is not shown in the Throughline sidebar.'));
          return;
        }
        if ((await showInformation(t('The filter hides this item.'), clear)) !== clear) return;
        await vscode.commands.executeCommand(commands.clearFilter);
        await shown.reveal(target);
      }),
    ),
  );

  // Until the view is opened, its badge counts the tasks of the branch that is checked out.
  const peek = guard(t('Branch Progress'), async () => {
    await branches.start();
    for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
      const branch = branches.current(uri.toString());
      if (branch !== undefined) await project.peek(uri.toString(), branch);
    }
  });
  void peek();
  return store;
}

function currentBranches({ branches }: Services): string {
  const found = new Set(
    (vscode.workspace.workspaceFolders ?? []).flatMap(({ uri }) => branches.current(uri.toString()) ?? []),
  );
  // Several folders have several branches: then each stands with its folder.
  return found.size === 1 ? shownText([...found].join()) : '';
}

function badge(services: Services): vscode.ViewBadge | undefined {
  const me = services.owner.name;
  const open = me === undefined ? 0 : sum(services, ({ index }) => openTasksOf(index, me));
  if (open === 0) return undefined;
  const tooltip =
    open === 1 ? vscode.l10n.t('1 open task of yours') : vscode.l10n.t('{0} open tasks of yours', open);
  return { value: open, tooltip };
}

function sum(
  { project }: Services,
  count: (state: Services['project']['folders'][number]) => number,
): number {
  return project.folders.reduce((total, state) => total + count(state), 0);
}
