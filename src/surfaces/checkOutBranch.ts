import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import { commands } from '../ids.ts';
import { Steps } from './widgets/ask.ts';
import { checkOut, openWindow, type CheckOutPlace } from './widgets/checkOutBranch.ts';
import { pickStream } from './widgets/streamPick.ts';
import { toBranchTarget, toFileTarget, type BranchTarget, type FileTarget } from './widgets/target.ts';
import type { Services } from './surface.ts';

/** Checks out a branch whose progress file is only in a commit, and opens the worktree of one: from its row, or from the palette. */
export function registerCheckOutBranch(services: Services): Disposable {
  const store = new DisposableStore();
  const t = vscode.l10n.t;
  for (const [id, title, where] of [
    [commands.checkOutBranch, t('Check Out Branch'), 'here'],
    [commands.openInNewWorktree, t('Open Branch in New Worktree'), 'worktree'],
  ] as const satisfies readonly (readonly [string, string, CheckOutPlace])[]) {
    const run = services.guard(title, async (argument: unknown) => {
      await services.project.load();
      const steps = new Steps();
      const ask = () =>
        pickStream(services, title, 'checkOut', 'ask', { at: steps.next(where === 'here' ? 0 : 1) });
      const target = toBranchTarget(argument) ?? branchOf(services, toFileTarget(argument) ?? (await ask()));
      if (target !== undefined) await checkOut(services, target, where, steps);
    });
    store.add(vscode.commands.registerCommand(id, run));
  }
  const open = services.guard(t('Open Worktree in New Window'), async (argument: unknown) => {
    const target =
      toFileTarget(argument) ??
      (await pickStream(services, t('Open Worktree in New Window'), 'worktree', 'ask'));
    if (target !== undefined) await openWindow(services.project.documentOf(target).folder);
  });
  store.add(vscode.commands.registerCommand(commands.openWorktree, open));
  return store;
}

function branchOf({ project }: Services, file: FileTarget | undefined): BranchTarget | undefined {
  if (file === undefined) return undefined;
  const branch = project.folder(file.folder)?.index.findStream(file.key)?.branch;
  return branch === undefined ? undefined : { folder: file.folder, branch };
}
