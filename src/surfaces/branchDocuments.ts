import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import type { Key } from '../core/text/key.ts';
import {
  branchScheme,
  briefOf,
  readBranchUri,
  resumeReportOf,
  specStatusOf,
  type BranchDocument,
} from './widgets/branchUri.ts';
import type { Services } from './surface.ts';

/** Documents to be read: progress files of branches that are checked out nowhere, rows of a database, briefs, and where workspaces are resumed. */
export function registerBranchDocuments(services: Services): Disposable {
  const { project, branchStatuses } = services;
  const store = new DisposableStore();
  const changed = store.add(new vscode.EventEmitter<vscode.Uri>());
  const provide = services.guard(vscode.l10n.t('Open Progress File'), async (uri: vscode.Uri) => {
    const shown = readBranchUri(uri);
    await project.load();
    return (
      (shown === undefined ? undefined : await textOf(services, shown)) ??
      vscode.l10n.t('This progress file is no longer there.')
    );
  });
  store.add(
    vscode.workspace.registerTextDocumentContentProvider(branchScheme, {
      onDidChange: changed.event,
      provideTextDocumentContent: provide,
    }),
  );
  const look = (folder: string, keys?: readonly Key[]): void => {
    for (const { uri } of vscode.workspace.textDocuments) {
      const shown = readBranchUri(uri);
      if (shown?.folder !== folder) continue;
      if (shown.shows !== 'file' || keys?.includes(shown.key) === true) changed.fire(uri);
    }
  };
  store.add(
    project.onDidChange(({ folder, keys }) => {
      look(folder, keys);
    }),
  );
  store.add(
    branchStatuses.onDidChange(({ folder }) => {
      look(folder);
    }),
  );
  return store;
}

async function textOf(services: Services, shown: BranchDocument): Promise<string | undefined> {
  const { folder, key, shows } = shown;
  if (shows === 'brief') return (await briefOf(services, shown))?.text;
  if (shows === 'resume') return resumeReportOf(services, shown);
  if (shows === 'specs') return specStatusOf(services, shown);
  // Only what is on a branch alone: the address comes from anywhere.
  const { project } = services;
  const state = project.folder(folder);
  // Once the branch is checked out, its file is the one at hand.
  const isTracked = state?.sources.find(key) !== undefined || state?.index.file(key) !== undefined;
  return isTracked ? project.text(shown) : undefined;
}
