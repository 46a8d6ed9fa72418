import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import type { ConflictSide } from '../core/model/codes/tasks.ts';
import { resolveConflict } from '../core/operations/resolveConflict.ts';
import { commands } from '../ids.ts';
import { activePlace } from './widgets/activePlace.ts';
import { problemFix } from './widgets/problemFix.ts';
import { runWithFeedback } from './widgets/runWithFeedback.ts';
import { toFileTarget, type FileTarget } from './widgets/target.ts';
import { showPick } from './widgets/ask.ts';
import { showInformation } from './widgets/tell.ts';
import type { Services } from './surface.ts';

/** Code of the problem that a file with conflict markers has. */
const problemCode = 'conflict.markers';

/** Resolve Tracking Conflict: from the palette, and as a quick fix of the problem that names the markers. */
export function registerResolveConflict(services: Services): Disposable {
  const store = new DisposableStore();
  const t = vscode.l10n.t;
  const run = services.guard(t('Resolve Tracking Conflict'), (argument: unknown) =>
    resolve(services, argument),
  );
  store.add(vscode.commands.registerCommand(commands.resolveConflict, run));
  store.add(
    problemFix(services, [problemCode], {
      title: t('Resolve Tracking Conflict'),
      command: commands.resolveConflict,
      target: 'file',
    }),
  );
  return store;
}

async function resolve(services: Services, argument: unknown): Promise<void> {
  const { project, owner } = services;
  await project.load();
  const asked = toFileTarget(argument);
  await project.settled(asked === undefined ? undefined : [asked]);
  const target = asked ?? (await conflictedFile(services));
  if (target === undefined) return;
  const me = owner.name ?? '';
  const input = { document: target.key };
  const planned = await project.preview(target.folder, resolveConflict, input, { me, through: 'disk' });
  const { outcome } = planned.kind === 'plan' || planned.kind === 'unchanged' ? planned : {};
  const decisions: Record<string, 'ours' | 'theirs'> = {};
  if (outcome?.code === 'conflicts.resolved')
    for (const { title, choice } of outcome.data.open) {
      if (choice === undefined) continue;
      const side = await askWho(title, choice.ours, choice.theirs);
      if (side === undefined) return;
      if (side !== 'later') decisions[choice.key] = side;
    }
  const verb = vscode.l10n.t('Resolve');
  await runWithFeedback(services, target, {
    operation: resolveConflict,
    input: { ...input, decisions },
    verb,
    me,
  });
}

/** The file in the editor when it has a conflict, else the only one that has, else the one that the person picks. */
async function conflictedFile(services: Services): Promise<FileTarget | undefined> {
  const found = services.project.folders.flatMap(({ folder, index }) =>
    [...index.files()]
      .filter(({ key }) => index.problems(key).some(({ code }) => code === problemCode))
      .map(({ id, key }) => ({ folder: folder.id, key, path: id.path })),
  );
  const active = await activePlace(services);
  const shown = found.find(({ folder, key }) => folder === active?.folder && key === active.key);
  if (shown !== undefined) return shown;
  if (found.length === 0) {
    // Git may know of a conflict that the text does not show.
    if (active !== undefined) return active;
    void showInformation(vscode.l10n.t('No tracked file has merge conflict markers.'));
    return undefined;
  }
  if (found.length === 1) return found[0];
  const picked = await showPick(
    found.map((target) => ({ label: target.path, target })),
    {
      title: vscode.l10n.t('Resolve Tracking Conflict'),
      placeHolder: vscode.l10n.t('Choose the file to resolve'),
    },
  );
  return picked?.target;
}

async function askWho(
  title: string,
  ours: ConflictSide,
  theirs: ConflictSide,
): Promise<'ours' | 'theirs' | 'later' | undefined> {
  const picked = await showPick(
    [
      { ...shownSide(ours), description: vscode.l10n.t('Current'), side: 'ours' as const },
      { ...shownSide(theirs), description: vscode.l10n.t('Incoming'), side: 'theirs' as const },
      { label: vscode.l10n.t('Keep the conflict markers'), side: 'later' as const },
    ],
    {
      title: vscode.l10n.t('Resolve Tracking Conflict'),
      placeHolder: vscode.l10n.t('Both sides changed “{0}”. Which row do you want to keep?', title),
    },
  );
  return picked?.side;
}

/** Who has the task there, with the whole row below: the sides may differ in its status or its notes alone. */
function shownSide({ owner, row }: ConflictSide): { readonly label: string; readonly detail?: string } {
  return row === undefined
    ? { label: vscode.l10n.t('Row removed') }
    : { label: owner ?? vscode.l10n.t('unassigned'), detail: row };
}
