import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../core/base/disposable.ts';
import type { ProjectIndex } from '../../core/index/projectIndex.ts';
import { agesOn } from '../../core/views/age.ts';
import { describeFilter, isFiltering } from '../../core/views/filter.ts';
import { RowSearch } from '../../core/views/revealing.ts';
import { shownText } from '../../core/views/shownText.ts';
import type { OutlineContext, OutlineNode } from '../../core/views/outline.ts';
import { commands, section, settings, type ViewId } from '../../ids.ts';
import type { TrackedFolder } from '../../project/trackedFolder.ts';
import type { Services } from '../surface.ts';
import { isWritable } from './writable.ts';
import { OutlineTree, type OutlineSource } from './outlineTree.ts';
import type { Row } from './row.ts';
import { checkoutsOf, gitViewOf } from './gitView.ts';
import type { PlaceTarget } from './target.ts';
import { today } from './today.ts';

/** One of the trees: an outline of every folder's index, kept true. */
export interface OutlineView extends Disposable {
  readonly view: vscode.TreeView<Row>;
  readonly tree: OutlineTree;
  /** Selects the row of a place; false when the tree has none, for example because of the filter. */
  reveal(target: PlaceTarget): Promise<boolean>;
}

export interface OutlineViewOptions {
  readonly id: ViewId;
  /** What it is called in the log. */
  readonly name: string;
  readonly nodes: (index: ProjectIndex, context: OutlineContext) => readonly OutlineNode[];
  /** A line of its own above the rows. */
  readonly message?: () => string | undefined;
  /** Runs before each refresh: badge, description. */
  readonly describe?: (view: vscode.TreeView<Row>) => void;
}

/** Makes a native tree of an outline: its rows follow project, branches, owner, trust, settings, filter and order. */
export function createOutlineView(services: Services, options: OutlineViewOptions): OutlineView {
  const { project, branches, owner, viewState, guard } = services;
  const { id, name, nodes } = options;
  const store = new DisposableStore();

  const rootsOf = (state: TrackedFolder): readonly OutlineNode[] =>
    nodes(state.index, contextOf(services, state.folder.id));
  let empty = false;
  const openSelected = `${id}.openSelected`;
  const source: OutlineSource = {
    roots: async () => {
      await Promise.all([project.load(), branches.start()]);
      const single = (vscode.workspace.workspaceFolders?.length ?? 0) < 2;
      const found = project.folders.map((state) => ({ state, roots: rootsOf(state) }));
      if (single)
        return found.flatMap(({ state, roots }) => roots.map((node) => ({ folder: state.folder.id, node })));
      return found
        .filter(({ roots }) => roots.length > 0)
        .map(({ state, roots }) => ({ folder: state.folder.id, node: folderNode(state, roots) }));
    },
    onDidRead: (count) => {
      empty = count === 0;
      showMessage();
    },
  };
  const tree = store.add(new OutlineTree(source, openSelected));
  const view = store.add(
    vscode.window.createTreeView<Row>(id, {
      treeDataProvider: tree,
      showCollapseAll: true,
      canSelectMany: true,
      manageCheckboxStateManually: true,
    }),
  );

  // The row of a click is selected before the click is told; while rows are drawn anew VS Code does not know it for a moment.
  let selected: Row | undefined;
  store.add(
    view.onDidChangeSelection(({ selection }) => {
      selected = selection[0] ?? selected;
      if (selection[0] !== undefined) services.selection.row = selection[0];
    }),
  );
  const open = guard(name, async () => {
    const row = view.selection[0] ?? selected;
    if (row === undefined) return;
    const command = row.node.kind === 'pullRequest' ? commands.openPullRequest : commands.openRow;
    await vscode.commands.executeCommand(command, row);
  });
  store.add(vscode.commands.registerCommand(openSelected, open));

  const showMessage = (): void => {
    const { filter } = viewState;
    const message = [
      options.message?.(),
      // Above no rows it would hide the welcome text, which says so and has the button.
      isFiltering(filter) && !empty ? vscode.l10n.t('Filter: {0}', describeFilter(filter)) : undefined,
    ]
      .filter((part) => part !== undefined)
      .join(' · ');
    // An empty text takes the message away; so does undefined, which the exact types do not have.
    const shown = shownText(message, 1000);
    if (view.message !== shown) view.message = shown;
  };
  const describe = (): void => {
    showMessage();
    options.describe?.(view);
  };
  const refresh = guard(name, async (changed: Parameters<OutlineTree['refresh']>[0]) => {
    describe();
    await tree.refresh(changed);
  });
  const refreshAll = (): void => void refresh('all');
  store.add(project.onDidChange((delta) => void refresh(delta)));
  const redraw = guard(name, async (delta: Parameters<OutlineTree['redraw']>[0]) => {
    describe();
    await tree.redraw(delta);
  });
  store.add(services.branchStatuses.onDidChange((delta) => void redraw(delta)));
  for (const event of [project.onDidLoad, branches.onDidChange, owner.onDidChange, viewState.onDidChange])
    store.add(event(refreshAll));
  store.add(vscode.workspace.onDidGrantWorkspaceTrust(refreshAll));
  store.add(
    vscode.workspace.onDidChangeConfiguration((event) => {
      const keys = [settings.checkboxes, settings.gitShow, settings.staleDays];
      if (keys.some((key) => event.affectsConfiguration(`${section}.${key}`))) refreshAll();
    }),
  );
  describe();
  return {
    view,
    tree,
    reveal: async (target) => {
      for (let attempt = 1; ; attempt++) {
        const search = new RowSearch(project.folder(target.folder)?.index, target);
        const row = await tree.find(
          target.folder,
          (node) => search.fits(node),
          (node) => search.mayBeBelow(node),
        );
        if (row === undefined) return false;
        try {
          await view.reveal(row, { select: true, focus: target.preserveFocus !== true, expand: true });
          return true;
        } catch (error) {
          // VS Code does not know a row that was drawn anew while it looked for it.
          if (attempt === revealLimit) throw error;
          await project.settled();
        }
      }
    },
    dispose: () => {
      store.dispose();
    },
  };
}

/** How often a row is looked for that is drawn anew meanwhile. */
const revealLimit = 3;

/** Who looks at a folder, and how. */
function contextOf(services: Services, folder: string): OutlineContext {
  const { branches, owner, viewState } = services;
  const branch = branches.current(folder);
  const uri = vscode.Uri.parse(folder, true);
  return {
    checkboxes: vscode.workspace.getConfiguration(section, uri).get(settings.checkboxes, false),
    writable: isWritable(uri),
    ageOf: agesOn(today(), services.language),
    filter: viewState.filter,
    arrangement: viewState.arrangement,
    git: gitViewOf(services, folder),
    checkouts: checkoutsOf(services, folder),
    ...(branch === undefined ? {} : { currentBranch: branch }),
    ...(owner.name === undefined ? {} : { me: owner.name }),
  };
}

function folderNode(state: TrackedFolder, roots: readonly OutlineNode[]): OutlineNode {
  return {
    id: 'folder',
    kind: 'folder',
    label: state.folder.name,
    icon: { codicon: 'root-folder' },
    tooltip: () => '',
    accessibilityLabel: vscode.l10n.t('Folder {0}', state.folder.name),
    context: 'folder',
    collapsed: 'expanded',
    children: () => roots,
  };
}
