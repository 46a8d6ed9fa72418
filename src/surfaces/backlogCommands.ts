import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import { pathOf, type ChecklistItem } from '../core/model/item.ts';
import { isChangeable, isTaskByItself } from '../core/model/taskRules.ts';
import { checkCriterion } from '../core/operations/checkCriterion.ts';
import { joinWords, shownText } from '../core/views/shownText.ts';
import { commands } from '../ids.ts';
import { showPick, Steps } from './widgets/ask.ts';
import { runWithFeedback } from './widgets/runWithFeedback.ts';
import { showInformation } from './widgets/tell.ts';
import {
  toCheckTarget,
  toFileTarget,
  toTaskTarget,
  type CheckTarget,
  type TaskTarget,
} from './widgets/target.ts';
import type { Services } from './surface.ts';

/** Commands on tasks that have criteria of their own. */
export function registerBacklogCommands(services: Services): Disposable {
  const store = new DisposableStore();
  const t = vscode.l10n.t;
  const register = (
    id: typeof commands.checkCriterion | typeof commands.uncheckCriterion,
    undone: boolean,
  ) => {
    const title = undone ? t('Uncheck Criterion') : t('Check Criterion');
    const run = services.guard(title, async (argument: unknown) => {
      await services.project.load();
      const target = toCheckTarget(argument) ?? (await pickCheck(services, title, argument, undone));
      if (target === undefined) return;
      const me = await services.owner.ask();
      if (me === undefined) return;
      const { id, list, text } = target.check;
      const input = { document: target.key, task: target.taskKey, check: id ?? text, list, undone };
      await runWithFeedback(services, target, { operation: checkCriterion, input, verb: title, me });
    });
    store.add(vscode.commands.registerCommand(id, run));
  };
  register(commands.checkCriterion, false);
  register(commands.uncheckCriterion, true);
  const copyTitle = t('Copy Backlog.md Command');
  store.add(
    vscode.commands.registerCommand(
      commands.copyItemCommand,
      services.guard(copyTitle, (argument: unknown) => copyCommand(services, copyTitle, argument)),
    ),
  );
  return store;
}

/** Copies a line for the tool's own command line, which does what is not done from here. */
async function copyCommand(services: Services, title: string, argument: unknown): Promise<void> {
  const t = vscode.l10n.t;
  await services.project.load();
  const all = services.project.folders.flatMap(({ folder, index, rules }) =>
    index.workItems('backlog').flatMap((item) => {
      const lines = rules.itemRoots.flatMap(({ root, items }) =>
        rules.rootOf(pathOf(item.task))?.path === root.path ? items.commandsFor(item) : [],
      );
      return lines.length === 0 ? [] : [{ folder: folder.id, item, lines }];
    }),
  );
  const given = toFileTarget(argument);
  const steps = new Steps();
  const chosen =
    given === undefined
      ? (
          await showPick(
            all.map((each) => ({
              label: joinWords([each.item.task.id, shownText(each.item.task.title.value)], ' '),
              each,
            })),
            { title, at: steps.next(1), placeHolder: t('Choose a task') },
          )
        )?.each
      : all.find(({ folder, item }) => folder === given.folder && item.task.key === given.key);
  if (chosen === undefined) return;
  const picked = await showPick(
    chosen.lines.map((label) => ({ label })),
    { title, at: steps.next(0), placeHolder: t('Choose a command to copy') },
  );
  if (picked === undefined) return;
  await vscode.env.clipboard.writeText(picked.label);
  void showInformation(t('Copied: {0}', picked.label));
}

/** Asks for a criterion that is not as it is to be: first for its task, unless a row says which. */
async function pickCheck(
  services: Services,
  title: string,
  argument: unknown,
  undone: boolean,
): Promise<CheckTarget | undefined> {
  const t = vscode.l10n.t;
  const steps = new Steps();
  const fits = (check: ChecklistItem): boolean => (check.checked.value === true) === undone;
  const all = services.project.folders.flatMap(({ folder, index }) =>
    index
      .workItems('backlog')
      .filter((item) => isTaskByItself(item) && isChangeable(item.task))
      .map(({ task }) => ({ folder: folder.id, task, checks: (task.checks ?? []).filter(fits) })),
  );
  const given = toTaskTarget(argument);
  const fitting = all.filter(({ checks }) => checks.length > 0);
  const isGiven = ({ folder, taskKey }: TaskTarget) =>
    fitting.find((each) => each.folder === folder && each.task.key === taskKey);
  let chosen = given === undefined ? undefined : isGiven(given);
  if (chosen === undefined) {
    const picked = await showPick(
      fitting.map((each) => ({
        label: joinWords([each.task.id, shownText(each.task.title.value)], ' '),
        description: t('{0} criteria', each.checks.length),
        each,
      })),
      { title, at: steps.next(1), placeHolder: t('Choose a task') },
    );
    chosen = picked?.each;
  }
  if (chosen === undefined) return undefined;
  const { folder, task, checks } = chosen;
  const picked = await showPick(
    checks.map((check) => ({
      label: shownText(check.text),
      description: joinWords(
        [check.list === 'definitionOfDone' ? t('Definition of Done') : '', check.id],
        ' ',
      ),
      check,
    })),
    { title, at: steps.next(0), placeHolder: t('Choose a criterion') },
  );
  return picked === undefined ? undefined : { folder, key: task.key, taskKey: task.key, check: picked.check };
}
