import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import { branchScheme, readBranchUri } from './widgets/branchUri.ts';
import type { Services } from './surface.ts';

/** Progress files of branches that are checked out nowhere, as documents to be read. */
export function registerBranchDocuments({ project }: Services): Disposable {
  const store = new DisposableStore();
  const changed = store.add(new vscode.EventEmitter<vscode.Uri>());
  store.add(
    vscode.workspace.registerTextDocumentContentProvider(branchScheme, {
      onDidChange: changed.event,
      provideTextDocumentContent: async (uri) => {
        const target = readBranchUri(uri);
        await project.load();
        // Only what is on a branch alone: the address comes from anywhere.
        const copied =
          target !== undefined && project.folder(target.folder)?.copies.find(target.path) !== undefined;
        const text = copied ? await project.text(target.folder, target.path) : undefined;
        return text ?? vscode.l10n.t('This progress file is no longer there.');
      },
    }),
  );
  store.add(
    project.onDidChange(({ folder, paths }) => {
      for (const { uri } of vscode.workspace.textDocuments) {
        const target = readBranchUri(uri);
        if (target?.folder === folder && paths.includes(target.path)) changed.fire(uri);
      }
    }),
  );
  return store;
}
