import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import { branchProgress, type OutlineNode } from '../core/views/outline.ts';
import { openTasksOf } from '../core/views/summary.ts';
import type { FolderState } from '../project/folderState.ts';
import { commands, contextKeys, section, settings, views } from '../ids.ts';
import { OutlineTree, type Row } from './widgets/outlineTree.ts';
import type { Services } from './surface.ts';

/** The Branch Progress view: streams by branch, their tasks, and what could not be read. */
export function registerBranchProgress(services: Services): Disposable {
  const { project, branches, owner, guard } = services;
  const store = new DisposableStore();

  const rootsOf = (state: FolderState): readonly OutlineNode[] => {
    const branch = branches.current(state.folder.id);
    const uri = vscode.Uri.parse(state.folder.id, true);
    return branchProgress(state.index, {
      checkboxes: vscode.workspace.getConfiguration(section, uri).get(settings.checkboxes, false),
      writable: vscode.workspace.isTrusted && uri.scheme === 'file',
      ...(branch === undefined ? {} : { currentBranch: branch }),
      ...(owner.name === undefined ? {} : { me: owner.name }),
    });
  };

  const tree = store.add(
    new OutlineTree({
      roots: async () => {
        await Promise.all([project.load(), branches.start()]);
        const tracked = project.folders.filter((state) => state.index.size > 0);
        if (tracked.length < 2 && (vscode.workspace.workspaceFolders?.length ?? 0) < 2)
          return tracked.flatMap((state) =>
            rootsOf(state).map((node) => ({ folder: state.folder.id, node })),
          );
        return tracked.map((state) => ({ folder: state.folder.id, node: folderNode(state, rootsOf) }));
      },
    }),
  );
  const view = store.add(
    vscode.window.createTreeView<Row>(views.branchProgress, {
      treeDataProvider: tree,
      showCollapseAll: true,
      canSelectMany: false,
      manageCheckboxStateManually: true,
    }),
  );

  const describe = (): void => {
    const found = new Set(
      (vscode.workspace.workspaceFolders ?? []).flatMap(({ uri }) => branches.current(uri.toString()) ?? []),
    );
    // Several folders have several branches: then each stands with its folder.
    view.description = found.size === 1 ? [...found].join() : '';
    const me = owner.name;
    const open =
      me === undefined ? 0 : project.folders.reduce((sum, { index }) => sum + openTasksOf(index, me), 0);
    view.badge =
      open === 0
        ? undefined
        : {
            value: open,
            tooltip:
              open === 1
                ? vscode.l10n.t('1 open task of yours')
                : vscode.l10n.t('{0} open tasks of yours', open),
          };
    const state =
      project.folders.length === 0 || project.folders.some((each) => !each.loaded)
        ? 'loading'
        : project.folders.some((each) => each.index.size > 0)
          ? 'ready'
          : 'noTracking';
    void vscode.commands.executeCommand('setContext', contextKeys.state, state);
    const message =
      state === 'ready' && !vscode.workspace.isTrusted
        ? vscode.l10n.t('Read-only: this workspace is not trusted.')
        : '';
    // An empty text takes the message away; so does undefined, which the exact types do not have.
    if (view.message !== message) view.message = message;
  };

  const refresh = guard('Branch Progress', async (changed: Parameters<OutlineTree['refresh']>[0]) => {
    describe();
    await tree.refresh(changed);
  });
  const refreshAll = (): void => void refresh('all');
  store.add(project.onDidChange((delta) => void refresh(delta)));
  store.add(project.onDidLoad(refreshAll));
  const followBranch = guard('Branch Progress', async () => {
    await refresh('all');
    // VS Code keeps rows as they were opened and closed: the branch that is checked out now is opened here.
    const row = tree.rootRows.find(({ node }) => node.collapsed === 'expanded');
    if (row !== undefined && view.visible)
      await view.reveal(row, { select: false, focus: false, expand: true });
  });
  store.add(branches.onDidChange(() => void followBranch()));
  store.add(owner.onDidChange(refreshAll));
  store.add(vscode.workspace.onDidGrantWorkspaceTrust(refreshAll));
  store.add(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${section}.${settings.checkboxes}`)) refreshAll();
    }),
  );
  store.add(
    view.onDidChangeCheckboxState(
      guard('Finish Task', async ({ items }: vscode.TreeCheckboxChangeEvent<Row>) => {
        for (const [row, state] of items) {
          const checked = state === vscode.TreeItemCheckboxState.Checked;
          await vscode.commands.executeCommand(checked ? commands.finishTask : commands.reopenTask, row);
          // The file decides what the box shows, also when nothing was written.
          tree.restore(row);
        }
      }),
    ),
  );
  describe();
  // Until the view is opened, its badge counts the tasks of the branch that is checked out.
  const peek = guard('Branch Progress', async () => {
    await branches.start();
    for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
      const branch = branches.current(uri.toString());
      if (branch !== undefined) await project.peek(uri.toString(), branch);
    }
  });
  void peek();
  return store;
}

function folderNode(
  state: FolderState,
  rootsOf: (state: FolderState) => readonly OutlineNode[],
): OutlineNode {
  return {
    id: 'folder',
    kind: 'folder',
    label: state.folder.name,
    glyph: { codicon: 'root-folder' },
    tooltip: () => '',
    accessibilityLabel: vscode.l10n.t('Folder {0}', state.folder.name),
    context: 'folder',
    collapsed: 'expanded',
    children: () => rootsOf(state),
  };
}
