import * as vscode from 'vscode';
import type { Disposable } from '../core/base/disposable.ts';
import {
  progressFilePath,
  progressFileText,
  readmePath,
  trackingReadmeText,
} from '../core/formats/tracking/newFile.ts';
import { trackingSettings } from '../core/formats/tracking/settings.ts';
import { trackingFolders } from '../core/formats/tracking/trackingPath.ts';
import { refusalMessage } from '../core/messages/refusals.ts';
import { pathOf } from '../core/model/item.ts';
import { toKey } from '../core/text/key.ts';
import { commands } from '../ids.ts';
import type { NewFile } from '../project/project.ts';
import { showPlace } from './widgets/showPlace.ts';
import { today } from './widgets/today.ts';
import { isWritable } from './widgets/writable.ts';
import { showInput, showPick } from './widgets/ask.ts';
import { showError, showInformation, showWarning } from './widgets/tell.ts';
import type { Services } from './surface.ts';

/** Makes a tracking directory: three folders, a short README and the first progress file. Asks first, replaces nothing. */
export function registerInitializeTracking(services: Services): Disposable {
  const { project, branches, guard } = services;
  const t = vscode.l10n.t;
  const initialize = async (): Promise<void> => {
    await Promise.all([project.load(), branches.start()]);
    const folder = await pickFolder(t('Initialize Tracking'));
    if (folder === undefined) return;
    const id = folder.uri.toString();
    if (!isWritable(folder.uri)) {
      void showWarning(t('{0} is read-only: nothing can be made in it.', folder.name));
      return;
    }
    const branch = branches.current(id) ?? (await askBranch());
    if (branch === undefined) return;
    const state = project.folder(id);
    const { directory: root } = trackingSettings(project.rulesOf(id).settings);
    const known = state?.index.streamsOfBranch(branch, root)[0];
    const progress = known === undefined ? progressFilePath(root, branch, today()) : pathOf(known);
    const wanted: readonly NewFile[] = [
      { path: readmePath(root), text: trackingReadmeText() },
      ...(known === undefined ? [{ path: progress, text: progressFileText(branch) }] : []),
    ];
    const missing: NewFile[] = [];
    for (const file of wanted) if ((await project.kind(id, file.path)) === 'missing') missing.push(file);
    const folders: string[] = [];
    for (const name of trackingFolders)
      if ((await project.kind(id, `${root}/${name}`)) === 'missing') folders.push(`${root}/${name}`);
    if (missing.length + folders.length === 0) {
      void showInformation(t('Everything is there already.'));
      await showPlace(services.uri(id, known?.key ?? toKey(progress)), undefined);
      return;
    }
    const create = t('Create');
    const answer = await showInformation(
      t('Initialize tracking in {0}?', folder.name),
      {
        modal: true,
        detail: [
          t('These are made, and nothing that is there is changed:'),
          ...folders.map((path) => `${path}/`),
          ...missing.map(({ path }) => path),
        ].join('\n'),
      },
      create,
    );
    if (answer !== create) return;
    const done: string[] = [];
    for (const path of folders) {
      const result = await project.createFolder(id, path);
      if (result.kind === 'refused') {
        tellStopped(done, path, refusalMessage(result));
        return;
      }
      done.push(`${path}/`);
    }
    for (const file of missing) {
      const result = await project.create(id, file);
      // Somebody was quicker: theirs stays.
      if (result.kind === 'exists') continue;
      if (result.kind === 'refused') {
        tellStopped(done, file.path, refusalMessage(result));
        return;
      }
      done.push(file.path);
    }
    await project.refresh();
    await showPlace(services.uri(id, known?.key ?? toKey(progress)), undefined);
  };
  return vscode.commands.registerCommand(
    commands.initializeTracking,
    guard(t('Initialize Tracking'), initialize),
  );
}

/** A change of several files says how far it came. */
function tellStopped(done: readonly string[], path: string, why: string): void {
  const before =
    done.length === 0 ? vscode.l10n.t('Nothing was made.') : vscode.l10n.t('Made: {0}.', done.join(', '));
  void showError(vscode.l10n.t('{0} was not made: {1} {2}', path, why, before));
}

async function pickFolder(title: string): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const [only] = folders;
  if (folders.length < 2) {
    if (only === undefined) void showInformation(vscode.l10n.t('Open a folder first.'));
    return only;
  }
  const picked = await showPick(
    folders.map((folder) => ({ label: folder.name, folder })),
    { title, placeHolder: vscode.l10n.t('The folder to track work in') },
  );
  return picked?.folder;
}

/** Without git nobody else knows. */
async function askBranch(): Promise<string | undefined> {
  const name = await showInput({
    title: vscode.l10n.t('Initialize Tracking'),
    prompt: vscode.l10n.t('The branch that the first progress file is about'),
    value: 'main',
    validateInput: (text) =>
      /^[^\s~^:?*[\\`]{1,200}$/.test(text) ? undefined : vscode.l10n.t('This is no name of a branch.'),
  });
  return name;
}
