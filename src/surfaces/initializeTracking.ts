import * as vscode from 'vscode';
import type { Disposable } from '../core/base/disposable.ts';
import { trackingSettings } from '../core/formats/tracking/settings.ts';
import { outcomeMessage } from '../core/messages/outcomes.ts';
import { refusalMessage } from '../core/messages/refusals.ts';
import type { DocumentChange } from '../core/model/plan.ts';
import { toKey } from '../core/text/key.ts';
import { initializeTracking } from '../core/operations/initializeTracking.ts';
import { commands } from '../ids.ts';
import { showPlace } from './widgets/showPlace.ts';
import { isWritable } from './widgets/writable.ts';
import { showInput, showPick } from './widgets/ask.ts';
import { showError, showInformation, showWarning } from './widgets/tell.ts';
import type { Services } from './surface.ts';

/** Makes a tracking directory: three folders, a short README and the first progress file. Asks first, replaces nothing. */
export function registerInitializeTracking(services: Services): Disposable {
  const { project, branches, guard, owner, outcomes } = services;
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
    const me = owner.name ?? '';
    const input = { branch };
    const planned = await project.preview(id, initializeTracking, input, { me, through: 'disk' });
    if (planned.kind === 'refused') {
      void showWarning(refusalMessage(planned));
      return;
    }
    if (planned.kind === 'plan' && !(await agree(folder.name, planned.changes))) return;
    const result = await project.run(id, initializeTracking, input, { me, through: 'disk' });
    if (result.kind === 'refused' || result.kind === 'unknown') {
      void showError(refusalMessage(result));
      return;
    }
    const { outcome } = result;
    if (outcome.code === 'tracking.isThere') void showInformation(outcomeMessage(outcome));
    else outcomes.tell(outcomeMessage(outcome), [{ kind: 'change', folder: id, outcome, confirmed: [] }]);
    if (outcome.code !== 'tracking.isThere' && outcome.code !== 'tracking.initialized') return;
    await project.refresh();
    const { progress } = outcome.data;
    const { directory: root } = trackingSettings(project.rulesOf(id).settings);
    const known = project.folder(id)?.index.streamsOfBranch(branch, root)[0];
    await showPlace(services.uri(id, known?.key ?? toKey(progress)), undefined);
  };
  return vscode.commands.registerCommand(
    commands.initializeTracking,
    guard(t('Initialize Tracking'), initialize),
  );
}

/** Asks before anything is made. */
async function agree(folder: string, changes: readonly DocumentChange[]): Promise<boolean> {
  const t = vscode.l10n.t;
  const create = t('Create');
  const answer = await showInformation(
    t('Initialize tracking in {0}?', folder),
    {
      modal: true,
      detail: [
        t('These are made, and nothing that is there is changed:'),
        ...changes.map(({ kind, document: { path } }) => (kind === 'createFolder' ? `${path}/` : path)),
      ].join('\n'),
    },
    create,
  );
  return answer === create;
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
