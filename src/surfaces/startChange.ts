import * as vscode from 'vscode';
import type { Disposable } from '../core/base/disposable.ts';
import { branchNameMessage } from '../core/messages/names.ts';
import { refusalMessage } from '../core/messages/refusals.ts';
import { checkBranchName, refersTo } from '../core/model/branch.ts';
import { branchSlug } from '../core/model/branchName.ts';
import { ownNameOf, pathOf, type Stream } from '../core/model/item.ts';
import { refusal } from '../core/model/refusal.ts';
import { canStartBranch } from '../core/views/changeKind.ts';
import { commands } from '../ids.ts';
import { isBoundToFolder, isNamedAfterChange, startChange } from '../project/changeStart.ts';
import { refuseNested } from '../project/branchWork.ts';
import type { Services } from './surface.ts';
import { showInput, showPick, Steps } from './widgets/ask.ts';
import { pickChange } from './widgets/changePick.ts';
import { offerWindow } from './widgets/checkOutBranch.ts';
import { showPlace } from './widgets/showPlace.ts';
import { toFileTarget } from './widgets/target.ts';
import { showWarning } from './widgets/tell.ts';
import { tellRefusal } from './widgets/tellRefusal.ts';
import { today } from './widgets/today.ts';

/** Start Branch from Change: the branch of a change, here or in a worktree of its own. */
export function registerStartChange(services: Services): Disposable {
  const title = vscode.l10n.t('Start Branch from Change');
  return vscode.commands.registerCommand(
    commands.startChange,
    services.guard(title, (argument: unknown) => start(services, title, argument)),
  );
}

async function start(services: Services, title: string, argument: unknown): Promise<void> {
  const t = vscode.l10n.t;
  const { project, repository } = services;
  await project.load();
  const none = t('Every change that is open has a branch.');
  const target = toFileTarget(argument) ?? (await pickChange(services, title, none, canStartBranch));
  if (target === undefined) return;
  const { folder, key } = target;
  const stream = project.folder(folder)?.index.findStream(key);
  if (stream === undefined) {
    void showWarning(t('Could not read {0}.', key));
    return;
  }
  // Before anything is asked.
  const nested = refuseNested(repository, folder, pathOf(stream));
  if (nested !== undefined) {
    void tellRefusal(services, folder, nested);
    return;
  }
  const steps = new Steps();
  const isBound = isBoundToFolder(project, folder, stream);
  const branch = await askName(services, folder, stream, title, steps, isBound ? 1 : 2);
  if (branch === undefined) return;
  const worktree = project.folder(folder)?.sources.clone?.newWorktreeName(branch) ?? branch;
  const where = isBound ? 'here' : await askWhere(worktree, title, steps);
  if (where === undefined) return;
  const file = await showPick(
    [
      {
        label: t('Without a progress file'),
        detail: t('The change keeps the tasks of the branch.'),
        withFile: false,
      },
      {
        label: t('With a progress file'),
        detail: t('For notes, and for tasks that are not part of the change.'),
        withFile: true,
      },
    ],
    { title, at: steps.next(0), placeHolder: t('Choose what keeps the work of the branch') },
  );
  if (file === undefined) return;
  const context = { project, git: repository, folder, today: today() };
  const started = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: t('Starting {0}', branch) },
    () => startChange.run(context, { change: key, branch, where, withFile: file.withFile }),
  );
  if (started.kind === 'refused') {
    void tellRefusal(services, folder, started);
    return;
  }
  const known = project.folder(folder)?.index.streamsOfBranch(branch)[0];
  if (file.withFile && known !== undefined) await showPlace(services.uri(folder, known.key), undefined);
  if (started.isItemLeft === true)
    void showWarning(
      where === 'worktree'
        ? t(
            '{0} is not committed, so it is not in the new worktree. Commit it here and merge it there.',
            pathOf(stream),
          )
        : t('{0} is not on the branch that others start from. Merge it into {1}.', pathOf(stream), branch),
    );
  services.outcomes.tell(
    t('Started {0}.', branch),
    started.undo === undefined ? [] : [{ kind: 'branch', folder, undo: started.undo }],
  );
  if (where === 'worktree') await offerWindow(branch, worktree, started.folder);
}

function askName(
  { project }: Services,
  folder: string,
  stream: Stream,
  title: string,
  steps: Steps,
  more: number,
): Promise<string | undefined> {
  const t = vscode.l10n.t;
  const name = ownNameOf(stream);
  const refs = project.folder(folder)?.sources.clone?.refs ?? [];
  const usual = `feat/${name}`;
  return showInput({
    title,
    at: steps.next(more),
    prompt: t('Branch name for “{0}”', stream.title),
    value: checkBranchName(usual) === undefined ? usual : `feat/${branchSlug(name)}`,
    ignoreFocusOut: true,
    validateInput: (text) => {
      const fault = checkBranchName(text);
      if (fault !== undefined) return branchNameMessage(fault);
      if (!isNamedAfterChange(text, name))
        return refusalMessage(refusal('change.otherName', { name, branch: text }));
      const there = refs.find((each) => refersTo(each, text));
      return there === undefined ? undefined : t('A branch named {0} already exists.', text);
    },
  });
}

async function askWhere(
  worktree: string,
  title: string,
  steps: Steps,
): Promise<'here' | 'worktree' | undefined> {
  const t = vscode.l10n.t;
  const picked = await showPick(
    [
      {
        label: t('In a new worktree'),
        description: worktree,
        detail: t('This folder stays as it is.'),
        where: 'worktree' as const,
      },
      {
        label: t('In this folder'),
        detail: t('Switches this folder to the new branch. Uncommitted changes come along.'),
        where: 'here' as const,
      },
    ],
    { title, at: steps.next(1), placeHolder: t('Choose where to check out the branch') },
  );
  return picked?.where;
}
