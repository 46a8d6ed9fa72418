import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import { progressFolder } from '../core/formats/tracking/trackingPath.ts';
import { branchNameMessage } from '../core/messages/names.ts';
import { checkBranchName, refersTo } from '../core/model/branch.ts';
import { branchSlug } from '../core/model/branchName.ts';
import { pathOf } from '../core/model/item.ts';
import { toKey } from '../core/text/key.ts';
import { nameOfFile } from '../core/text/syntax.ts';
import { commands, type CommandId } from '../ids.ts';
import { startBranch } from '../project/branchStart.ts';
import { createProgressFile, refuseNested, rootOf, specsOf } from '../project/branchWork.ts';
import { countTaskQuestions, pickBacklog, pickItem, pickSpecs, pickTasks } from './widgets/branchPicks.ts';
import { offerWindow } from './widgets/checkOutBranch.ts';
import { showPlace } from './widgets/showPlace.ts';
import { toBranchTarget, toFileTarget } from './widgets/target.ts';
import { today } from './widgets/today.ts';
import { pickTrackingRoot, type TrackingRoot } from './widgets/trackingRoot.ts';
import { showInput, showPick, Steps } from './widgets/ask.ts';
import { showDone, showWarning } from './widgets/tell.ts';
import { tellRefusal } from './widgets/tellRefusal.ts';
import type { Services } from './surface.ts';

/** Commands that take work from the backlog to a branch. */
export function registerBranchCommands(services: Services): Disposable {
  const store = new DisposableStore();
  const register = (id: CommandId, what: string, run: (argument: unknown) => Promise<void>): void => {
    store.add(vscode.commands.registerCommand(id, services.guard(what, run)));
  };
  const t = vscode.l10n.t;
  register(commands.createProgressFile, t('Create Progress File for Branch'), (argument) =>
    createForBranch(services, argument),
  );
  register(commands.startBranch, t('Start Branch from Backlog Item'), (argument) =>
    start(services, argument),
  );
  return store;
}

/** The progress file of the checked-out branch, or of the one that a row names. */
async function createForBranch(services: Services, argument: unknown): Promise<void> {
  const t = vscode.l10n.t;
  const title = t('Create Progress File for Branch');
  const { project, branches, repository } = services;
  await Promise.all([project.load(), branches.start()]);
  const named = toBranchTarget(argument);
  const steps = new Steps();
  const place =
    named === undefined
      ? await pickTrackingRoot(services, title, steps)
      : { folder: named.folder, path: rootOf(project, named.folder, '') };
  if (place === undefined) return;
  const { folder } = place;
  const nested = refuseNested(repository, folder, progressFolder(place.path));
  if (nested !== undefined) {
    void tellRefusal(services, folder, nested);
    return;
  }
  const chosen = named ?? (await branchWithoutFile(services, place, title, steps));
  if (chosen === undefined) return;
  const { branch } = chosen;
  if (branch === undefined) {
    void showWarning(t('No branch is checked out here. Check one out to create its progress file.'));
    return;
  }
  const index = project.folder(folder)?.index;
  const known = index?.streamsOfBranch(branch, place.path)[0];
  if (known !== undefined) {
    showDone(t('{0} already has a progress file.', branch));
    await showPlace(services.uri(folder, known.key), undefined);
    return;
  }
  const specs = index === undefined ? [] : await pickSpecs(index, title, branch, steps);
  const backlog =
    specs === undefined || index === undefined
      ? undefined
      : await pickItem(index, title, branch, steps, countTaskQuestions(index, specs));
  if (specs === undefined || backlog === undefined) return;
  const tasks = index === undefined ? [] : await pickTasks(index, title, specs, steps);
  if (tasks === undefined) return;
  const context = { project, git: repository, folder, today: today() };
  const made = await createProgressFile.run(context, {
    root: place.path,
    branch,
    specs,
    tasks,
    title: backlog === 'none' ? undefined : backlog.task.title.value,
    backlog: backlog === 'none' ? undefined : pathOf(backlog.task),
    pullRequest: (await repository.hosting(folder)).pullRequests.get(branch),
  });
  if (made.kind === 'refused') void tellRefusal(services, folder, made);
  else await showPlace(services.uri(folder, toKey(made.path)), undefined);
}

/**
 * The branch that gets a progress file: the one that is checked out, unless the row that was selected last names another one of a
 * worktree, which the person is asked about then. Undefined when they leave the question.
 */
async function branchWithoutFile(
  { project, branches, selection }: Services,
  { folder, path }: TrackingRoot,
  title: string,
  steps: Steps,
): Promise<{ readonly branch: string | undefined } | undefined> {
  const current = branches.current(folder);
  const { index, sources } = project.folder(folder) ?? {};
  const others = [...(sources?.clone?.worktrees.keys() ?? [])].filter(
    (branch) => branch !== current && index?.streamsOfBranch(branch, path).length === 0,
  );
  const selected = toBranchTarget(selection.row);
  if (selected?.folder !== folder || !others.includes(selected.branch)) return { branch: current };
  const first = [selected.branch, ...(current === undefined ? [] : [current])];
  const picked = await showPick(
    [...new Set([...first, ...others])].map((label) => ({
      label,
      ...(label === current ? { description: vscode.l10n.t('checked out') } : {}),
    })),
    { title, at: steps.next(), placeHolder: vscode.l10n.t('Choose a branch') },
  );
  return picked === undefined ? undefined : { branch: picked.label };
}

/** The branch of an open backlog item, here or in a worktree of its own. */
async function start(services: Services, argument: unknown): Promise<void> {
  const t = vscode.l10n.t;
  const title = t('Start Branch from Backlog Item');
  const { project, repository } = services;
  await project.load();
  const steps = new Steps();
  const target =
    toFileTarget(argument) ??
    (await pickBacklog(services, title, ({ status }) => status === 'todo', steps.next()));
  if (target === undefined) return;
  const { folder, key } = target;
  const index = project.folder(folder)?.index;
  const item = index?.workItems('backlog').find(({ task }) => task.key === key);
  const { path } = project.documentOf(target);
  if (index === undefined || item === undefined) {
    void showWarning(t('{0} is no longer a backlog item.', path));
    return;
  }
  // Before anything is asked.
  const nested = refuseNested(repository, folder, path);
  if (nested !== undefined) {
    void tellRefusal(services, folder, nested);
    return;
  }
  const name = nameOfFile(path).replace(/^\d{4}-\d{2}-\d{2}-/, '');
  const refs = project.folder(folder)?.sources.clone?.refs ?? [];
  const specs = specsOf(index, item);
  const taskQuestions = countTaskQuestions(index, specs);
  const branch = await showInput({
    title,
    at: steps.next(1 + taskQuestions),
    prompt: t('Branch name for “{0}”', item.task.title.value),
    value: item.branch?.value ?? `feat/${branchSlug(name)}`,
    ignoreFocusOut: true,
    validateInput: (text) => {
      const fault = checkBranchName(text);
      if (fault !== undefined) return branchNameMessage(fault);
      const there = refs.find((each) => refersTo(each, text));
      return there === undefined ? undefined : t('A branch named {0} already exists.', text);
    },
  });
  if (branch === undefined) return;
  const worktree = project.folder(folder)?.sources.clone?.newWorktreeName(branch) ?? branch;
  const inWorktree = {
    label: t('In a new worktree'),
    description: worktree,
    detail: t('This folder stays as it is.'),
    where: 'worktree' as const,
  };
  const here = {
    label: t('In this folder'),
    detail: t('Switches this folder to the new branch. Uncommitted changes come along.'),
    where: 'here' as const,
  };
  const where = await showPick([inWorktree, here], {
    title,
    at: steps.next(taskQuestions),
    placeHolder: t('Choose where to check out the branch'),
  });
  if (where === undefined) return;
  const tasks = await pickTasks(index, title, specs, steps);
  if (tasks === undefined) return;
  const started = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: t('Starting {0}', branch) },
    () =>
      startBranch.run(
        { project, git: repository, folder, today: today() },
        {
          root: rootOf(project, folder, path),
          branch,
          item: path,
          title: item.task.title.value,
          specs,
          tasks,
          where: where.where,
        },
      ),
  );
  if (started.kind === 'refused') {
    void tellRefusal(services, folder, started);
    return;
  }
  const stream = project.folder(folder)?.index.streamsOfBranch(branch)[0];
  if (stream !== undefined) await showPlace(services.uri(folder, stream.key), undefined);
  if (started.notLinked !== undefined) void tellRefusal(services, folder, started.notLinked);
  if (started.isItemLeft === true)
    void showWarning(
      t('{0} is not committed, so it is not in the new worktree. Commit it here and merge it there.', path),
    );
  services.outcomes.tell(
    t('Started {0}.', branch),
    started.undo === undefined ? [] : [{ kind: 'branch', folder, undo: started.undo }],
  );
  if (where.where === 'here') return;
  await offerWindow(branch, worktree, started.folder);
}
