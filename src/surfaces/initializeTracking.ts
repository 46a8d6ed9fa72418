import * as vscode from 'vscode';
import type { Disposable } from '../core/base/disposable.ts';
import { trackingSettings } from '../core/formats/tracking/settings.ts';
import type { UnreadSystem } from '../core/formats/unreadSystems.ts';
import { outcomeMessage } from '../core/messages/outcomes.ts';
import type { Outcome } from '../core/model/outcome.ts';
import { toKey } from '../core/text/key.ts';
import { initializeTracking } from '../core/operations/initializeTracking.ts';
import { commands } from '../ids.ts';
import { showPlace } from './widgets/showPlace.ts';
import { isWritable } from './widgets/writable.ts';
import { askTitle, showInput, showPick, Steps } from './widgets/ask.ts';
import { findTitled } from './widgets/newTask.ts';
import { showInformation, showWarning } from './widgets/tell.ts';
import { tellRefusal } from './widgets/tellRefusal.ts';
import type { Services } from './surface.ts';

/** Makes a tracking directory: a short README and the first progress file, with its first task. Asks first, replaces nothing. */
export function registerInitializeTracking(services: Services): Disposable {
  const { project, branches, guard, owner, outcomes } = services;
  const t = vscode.l10n.t;
  const initialize = async (): Promise<void> => {
    await Promise.all([project.load(), branches.start()]);
    const steps = new Steps();
    const folder = await pickFolder(t('Initialize Tracking'), steps);
    if (folder === undefined) return;
    const id = folder.uri.toString();
    if (!isWritable(folder.uri)) {
      void showWarning(t('{0} is read-only, so nothing can be created in it.', folder.name));
      return;
    }
    const branch = branches.current(id) ?? (await askBranch(steps));
    if (branch === undefined) return;
    const as = { me: owner.name ?? '', through: 'disk' } as const;
    const planned = await project.preview(id, initializeTracking, { branch }, as);
    if (planned.kind === 'refused' || planned.kind === 'unknown') {
      void tellRefusal(services, id, planned);
      return;
    }
    const files = planned.kind === 'plan' ? planned.changes.map(({ document: { path } }) => path) : [];
    const progress = progressIn(planned.outcome);
    const unread = project.folder(id)?.unread ?? [];
    if (files.length > 0 && unread.length > 0 && !(await agreeBeside(unread))) return;
    // Nothing to be asked where all is there.
    const task = files.length === 0 ? '' : await askFirst(files, progress, steps);
    if (task === undefined) return;
    const input = { branch, ...(task === '' ? {} : { task }) };
    const result = await project.run(id, initializeTracking, input, as);
    if (result.kind === 'refused' || result.kind === 'unknown') {
      void tellRefusal(services, id, result);
      return;
    }
    const { outcome } = result;
    if (outcome.code === 'tracking.isThere') void showInformation(outcomeMessage(outcome));
    else outcomes.tell(outcomeMessage(outcome), [{ kind: 'change', folder: id, outcome, confirmed: [] }]);
    const made = progressIn(outcome);
    if (made === undefined) return;
    await project.refresh();
    const { directory: root } = trackingSettings(project.rulesOf(id).settings);
    const known = project.folder(id)?.index.streamsOfBranch(branch, root)[0];
    const target = { folder: id, key: known?.key ?? toKey(made) };
    await showPlace(services.uri(id, target.key), undefined);
    if (task === '') return;
    const taskKey = await findTitled(project, target, task);
    await vscode.commands.executeCommand(commands.revealInSidebar, { ...target, taskKey });
  };
  return vscode.commands.registerCommand(
    commands.initializeTracking,
    guard(t('Initialize Tracking'), initialize),
  );
}

/** A second system beside the one that is used is made for nobody who did not mean it. */
async function agreeBeside(unread: readonly UnreadSystem[]): Promise<boolean> {
  const t = vscode.l10n.t;
  const create = t('Create Tracking Folder');
  const names = unread.map(({ name }) => name).join(', ');
  const answer = await showWarning(
    t('This folder already uses {0}. Create a tracking folder beside it?', names),
    { modal: true, detail: t('Throughline does not read {0} yet, and will not change its files.', names) },
    create,
  );
  return answer === create;
}

/** The progress file that is made, or was there. */
function progressIn(outcome: Outcome | undefined): string | undefined {
  return outcome?.code === 'tracking.initialized' || outcome?.code === 'tracking.isThere'
    ? outcome.data.progress
    : undefined;
}

/** Asks whether files are to be made where there is no task to ask for. */
async function agree(made: string): Promise<'' | undefined> {
  const create = vscode.l10n.t('Create');
  const question = vscode.l10n.t('Initialize tracking?');
  const answer = await showInformation(question, { modal: true, detail: made }, create);
  return answer === create ? '' : undefined;
}

/** Says what will be made before it is, and asks for the first task; `''` for none. */
function askFirst(
  files: readonly string[],
  progress: string | undefined,
  steps: Steps,
): Promise<string | undefined> {
  const t = vscode.l10n.t;
  const title = t('Initialize Tracking');
  const made = t('Creates {0}.', files.join(', '));
  if (progress === undefined || !files.includes(progress)) return agree(made);
  return askTitle(title, {
    prompt: t('{0} What is the first task on this branch?', made),
    placeHolder: t('Task title, or leave it empty'),
    mayBeEmpty: true,
    at: steps.next(0),
  });
}

async function pickFolder(title: string, steps: Steps): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const [only] = folders;
  if (folders.length < 2) {
    if (only === undefined) void showInformation(vscode.l10n.t('Open a folder first.'));
    return only;
  }
  const picked = await showPick(
    folders.map((folder) => ({ label: folder.name, folder })),
    { title, at: steps.next(), placeHolder: vscode.l10n.t('Choose the folder to track work in') },
  );
  return picked?.folder;
}

/** Without git nobody else knows. */
async function askBranch(steps: Steps): Promise<string | undefined> {
  const name = await showInput({
    title: vscode.l10n.t('Initialize Tracking'),
    at: steps.next(),
    prompt: vscode.l10n.t('The branch for the first progress file'),
    value: 'main',
    validateInput: (text) =>
      /^[^\s~^:?*[\\`]{1,200}$/.test(text) ? undefined : vscode.l10n.t('Not a valid branch name.'),
  });
  return name;
}
