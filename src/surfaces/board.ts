import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import { isOfBranch } from '../core/model/item.ts';
import { isBeside } from '../core/views/branchRecords.ts';
import { commands } from '../ids.ts';
import { BoardPanel, boardView } from './widgets/boardPanel.ts';
import { toFileTarget, type FileTarget } from './widgets/target.ts';
import type { Services } from './surface.ts';

/** The board: one panel of the window, opened by command, row or lens, and restored with it. */
export function registerBoard(services: Services): Disposable {
  const store = new DisposableStore();
  let panel: BoardPanel | undefined;
  const adopt = (webview: vscode.WebviewPanel, shown: FileTarget | undefined, restored?: string): void => {
    const mine = (panel = new BoardPanel(services, webview, shown, restored));
    webview.onDidDispose(() => {
      mine.dispose();
      if (panel === mine) panel = undefined;
    });
  };
  const open = async (argument: unknown): Promise<void> => {
    await Promise.all([services.project.load(), services.branches.start()]);
    const target = streamOf(services, argument);
    const shown = target === 'all' ? undefined : target;
    if (panel !== undefined) {
      panel.show(shown);
      panel.reveal();
      return;
    }
    adopt(
      vscode.window.createWebviewPanel(boardView, vscode.l10n.t('Board'), vscode.ViewColumn.Active, {
        retainContextWhenHidden: false,
      }),
      shown,
    );
  };
  store.add(
    vscode.commands.registerCommand(commands.openBoard, services.guard(vscode.l10n.t('Open Board'), open)),
  );
  store.add(
    vscode.window.registerWebviewPanelSerializer(boardView, {
      deserializeWebviewPanel: async (webview, state: unknown) => {
        await services.project.load();
        adopt(webview, undefined, viewOf(state));
      },
    }),
  );
  store.add({ dispose: () => panel?.dispose() });
  return store;
}

/** The stream that the board is to show: that of the row or lens. */
function streamOf(services: Services, argument: unknown): FileTarget | 'all' {
  const file = toFileTarget(argument);
  if (file !== undefined) {
    const index = services.project.folder(file.folder)?.index;
    if (index?.findStream(file.key) !== undefined) return file;
    // A spec: the board of the branch that works on it, when there is one only.
    const spec = index?.findSpec(file.key);
    const streams = spec === undefined ? [] : (index?.streamsOfSpec(spec) ?? []);
    const [first] = streams;
    if (first === undefined) return 'all';
    const current = services.branches.current(file.folder);
    const ofBranch = streams.filter((stream) => isOfBranch(stream, current));
    const chosen =
      ofBranch.find((stream) => index !== undefined && !isBeside(index, stream)) ?? ofBranch[0] ?? first;
    return { folder: file.folder, key: chosen.key };
  }
  // From the palette: the branch that is checked out, when it has a stream, else all of them.
  const current = services.project.folders.flatMap(({ folder, index }) => {
    const branch = services.branches.current(folder.id);
    const all = branch === undefined ? [] : index.streamsOfBranch(branch);
    // The board of what speaks for the branch leads to its other records.
    const found = all.filter((stream) => !isBeside(index, stream));
    return found.map(({ key }) => ({ folder: folder.id, key }));
  });
  const [only] = current;
  return current.length === 1 && only !== undefined ? only : 'all';
}

function viewOf(state: unknown): string | undefined {
  if (typeof state !== 'object' || state === null || !('view' in state)) return undefined;
  return typeof state.view === 'string' ? state.view : undefined;
}
