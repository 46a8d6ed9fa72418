import * as vscode from 'vscode';
import { keyIn, nameIn, toKey, type Key } from '../../core/text/key.ts';
import { checkOutBranch } from '../../project/branchCheckout.ts';
import { showInput, Steps } from './ask.ts';
import { showInformation } from './tell.ts';
import { tellRefusal } from './tellRefusal.ts';
import { today } from './today.ts';
import type { Services } from '../surface.ts';
import type { BranchTarget, FileTarget } from './target.ts';

/** Where a branch is to be checked out. */
export type CheckOutPlace = 'here' | 'worktree';

/**
 * Checks a branch out, in its workspace folder or in a new worktree, whose folder is asked for, and tells what became of it.
 * @returns the folder that has it now; undefined when git refused, or the person leaves the question
 */
export async function checkOut(
  services: Services,
  { folder, branch }: BranchTarget,
  where: CheckOutPlace,
  steps = new Steps(),
): Promise<string | undefined> {
  const t = vscode.l10n.t;
  const { project, repository } = services;
  const path = where === 'here' ? undefined : await askFolder(services, { folder, branch }, steps);
  if (where === 'worktree' && path === undefined) return undefined;
  const result = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: t('Checking out {0}', branch) },
    () =>
      checkOutBranch.run(
        { project, git: repository, folder, today: today() },
        { branch, where, ...(path === undefined ? {} : { path }) },
      ),
  );
  if (result.kind === 'refused') {
    void tellRefusal(services, folder, result);
    return undefined;
  }
  if (result.folder === folder) services.outcomes.tell(t('Checked out {0}.', branch), []);
  else {
    // Whoever makes the worktree wants the branch to be changed there.
    await services.confirmations.add(result.folder);
    const name = project.folder(folder)?.sources.clone?.worktrees.get(branch)?.name ?? branch;
    void offerWindow(branch, name, result.folder);
  }
  return result.folder;
}

/** Tells where a branch is checked out, with the way there. */
export async function offerWindow(branch: string, worktree: string, folder: string): Promise<void> {
  const open = vscode.l10n.t('Open in New Window');
  const answer = await showInformation(vscode.l10n.t('{0} is checked out in {1}.', branch, worktree), open);
  if (answer === open) await openWindow(folder);
}

/** Opens the folder of a worktree in a window of its own. */
export async function openWindow(folder: string): Promise<void> {
  await vscode.commands.executeCommand('vscode.openFolder', vscode.Uri.parse(folder, true), {
    forceNewWindow: true,
  });
}

async function askFolder(
  { project }: Services,
  { folder, branch }: BranchTarget,
  steps: Steps,
): Promise<string | undefined> {
  const t = vscode.l10n.t;
  const path = await showInput({
    title: t('Open Branch in New Worktree'),
    at: steps.next(0),
    prompt: t('Folder of the new worktree of {0}, relative to this one', branch),
    value: project.folder(folder)?.sources.clone?.newWorktreeName(branch) ?? '',
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? t('Enter a folder.') : undefined),
  });
  return path?.trim();
}

/** Where a progress file is once its branch is checked out in `at`; its path is the one that it had in the commit. */
export function fileIn({ project }: Services, { folder }: FileTarget, path: string, at: string): FileTarget {
  if (at === folder) return { folder, key: toKey(path) };
  const [key = toKey(path)] = project.folder(folder)?.sources.keysOf(at, path) ?? [];
  return { folder, key };
}

/** A document's key, or that of a task in it, where the document has another key now. */
export function movedKey(key: Key, from: Key, to: Key): Key {
  const name = nameIn(from, key);
  return key === from ? to : name === undefined ? key : keyIn(to, name);
}
