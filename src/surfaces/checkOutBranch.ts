import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import { commands } from '../ids.ts';
import { checkOut, type CheckOutPlace } from './widgets/checkOutBranch.ts';
import { pickStream } from './widgets/streamPick.ts';
import { toBranchTarget, toFileTarget, type BranchTarget } from './widgets/target.ts';
import type { Services } from './surface.ts';

/** Checks out a branch whose progress file is only in a commit: from its row or that of a task, or from the palette. */
export function registerCheckOutBranch(services: Services): Disposable {
  const store = new DisposableStore();
  const t = vscode.l10n.t;
  for (const [id, title, where] of [
    [commands.checkOutBranch, t('Check Out Branch'), 'here'],
    [commands.openInNewWorktree, t('Open Branch in New Worktree'), 'worktree'],
  ] as const satisfies readonly (readonly [string, string, CheckOutPlace])[]) {
    const run = services.guard(title, async (argument: unknown) => {
      await services.project.load();
      const target = toBranchTarget(argument) ?? (await branchOf(services, argument, title));
      if (target !== undefined) await checkOut(services, target, where);
    });
    store.add(vscode.commands.registerCommand(id, run));
  }
  return store;
}

async function branchOf(
  services: Services,
  argument: unknown,
  title: string,
): Promise<BranchTarget | undefined> {
  const file = toFileTarget(argument) ?? (await pickStream(services, title, 'checkOut', 'ask'));
  const branch =
    file === undefined ? undefined : services.project.folder(file.folder)?.index.findStream(file.key)?.branch;
  return file === undefined || branch === undefined ? undefined : { folder: file.folder, branch };
}
