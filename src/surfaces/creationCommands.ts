import * as vscode from 'vscode';
import { outcomeMessage } from '../core/messages/outcomes.ts';
import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import { firstSentence } from '../core/formats/tracking/newFile.ts';
import { isOfferedOn } from '../core/model/availableOperations.ts';
import { pathOf } from '../core/model/item.ts';
import { toKey } from '../core/text/key.ts';
import { addNote } from '../core/operations/addNote.ts';
import { addTask } from '../core/operations/addTask.ts';
import { defer } from '../core/operations/defer.ts';
import { createBacklogItem, createDebtItem, priorities } from '../core/operations/newItems.ts';
import type { Write } from '../core/operations/operation.ts';
import { memoryOf } from '../core/views/backlogWords.ts';
import { commands, type CommandId } from '../ids.ts';
import { findTitled } from './widgets/newTask.ts';
import { Row } from './widgets/row.ts';
import { runWithFeedback } from './widgets/runWithFeedback.ts';
import { showPlace } from './widgets/showPlace.ts';
import { pickStream, placedFor } from './widgets/streamPick.ts';
import {
  toCriterionTarget,
  toFileTarget,
  toTaskTarget,
  type CriterionTarget,
  type FileTarget,
  type TaskTarget,
} from './widgets/target.ts';
import { hasSeveralTables, pickTaskTable } from './widgets/taskTablePick.ts';
import { pickTask } from './widgets/taskPick.ts';
import { pickTrackingRoot } from './widgets/trackingRoot.ts';
import { askTitle, showInput, showPick, Steps } from './widgets/ask.ts';
import { tellRefusal } from './widgets/tellRefusal.ts';
import type { Services } from './surface.ts';

/** Commands that add something: tasks, notes, backlog and debt items. */
export function registerCreationCommands(services: Services): Disposable {
  const store = new DisposableStore();
  const register = (id: CommandId, what: string, run: (argument: unknown) => Promise<void>): void => {
    store.add(vscode.commands.registerCommand(id, services.guard(what, run)));
  };
  const t = vscode.l10n.t;

  register(commands.addTask, t('Add Task'), async (argument) => {
    await services.project.load();
    const steps = new Steps();
    const criterion = toCriterionTarget(argument);
    let target =
      criterion === undefined
        ? (toFileTarget(argument) ??
          (await pickStream(services, t('Add Task'), 'addTask', 'ask', {
            at: steps.next(restAfterBranch(services)),
          })))
        : criterion.stream === undefined
          ? await streamFor(services, criterion, steps)
          : { folder: criterion.folder, key: criterion.stream };
    if (target === undefined) return;
    target = placedFor(services, target, 'addTask');
    const promised =
      criterion === undefined
        ? undefined
        : services.project.folder(criterion.folder)?.index.findCriterion(criterion.key, criterion.criterion);
    const table = await pickTaskTable(services, t('Add Task'), target, steps);
    if (table === undefined) return;
    const title = await askTitle(t('Add Task'), {
      prompt: criterion === undefined ? t('Task title') : t('Title of the task for {0}', criterion.criterion),
      value: firstSentence(promised?.text ?? ''),
      at: steps.next(0),
      taken: titlesOf(services, target),
    });
    if (title === undefined) return;
    // The row is nobody's yet.
    const me = services.owner.name ?? '';
    const input = { document: target.key, title, criterion: criterion?.criterion, table: table.heading };
    const done = await runWithFeedback(services, target, { operation: addTask, input, verb: t('Add'), me });
    if (done !== undefined) await showNewTask(services, argument, target, title);
  });

  register(commands.addNote, t('Add Note'), async (argument) => {
    await services.project.load();
    const steps = new Steps();
    let target =
      toFileTarget(argument) ??
      (await pickStream(services, t('Add Note'), 'addNote', 'ask', { at: steps.next(1) }));
    if (target === undefined) return;
    target = placedFor(services, target, 'addNote');
    const memory = await askMemory(services, target, steps);
    if (memory === undefined) return;
    const about = toTaskTarget(argument);
    // What is a task by itself needs no word on which one it is about.
    const task = about?.taskKey === about?.key ? undefined : findTask(services, about);
    const text = await showInput({
      title: t('Add Note'),
      at: steps.next(0),
      prompt: t('Note for whoever continues this work'),
      ignoreFocusOut: true,
      validateInput: (each) => (each.trim() === '' ? t('Enter a note.') : undefined),
      // The note says which row it is about.
      ...(task === undefined
        ? {}
        : {
            value: `${task.title.value}: `,
            valueSelection: [task.title.value.length + 2, task.title.value.length + 2],
          }),
    });
    if (text === undefined) return;
    const me = await services.owner.ask();
    if (me === undefined) return;
    const input = { document: target.key, text, memory: memory === 'memory' };
    await runWithFeedback(services, target, { operation: addNote, input, verb: t('Add'), me });
  });

  register(commands.deferTask, t('Defer to Tech Debt'), async (argument) => {
    await services.project.load();
    const steps = new Steps();
    const target =
      toTaskTarget(argument) ?? (await pickTask(services, 'defer', t('Defer to Tech Debt'), steps.next(1)));
    if (target === undefined) return;
    const task = findTask(services, target);
    const title = await askTitle(t('Defer to Tech Debt'), {
      prompt: t('Title of the tech debt item'),
      value: task?.title.value ?? '',
      at: steps.next(0),
    });
    if (title === undefined) return;
    const me = await services.owner.ask();
    if (me === undefined) return;
    const input = { document: target.key, task: target.taskKey, title };
    await runWithFeedback(services, target, { operation: defer, input, verb: t('Defer'), me });
  });

  register(commands.createBacklogItem, t('Create Backlog Item'), async () => {
    await services.project.load();
    const steps = new Steps();
    const root = await pickTrackingRoot(services, t('Create Backlog Item'), steps, 2, true);
    if (root === undefined) return;
    const title = await askTitle(t('Create Backlog Item'), {
      at: steps.next(1),
      prompt: t('Title of the backlog item'),
    });
    if (title === undefined) return;
    const none = t('No priority');
    const priority = await showPick(
      [...priorities, none].map((label) => ({ label })),
      { title: t('Create Backlog Item'), at: steps.next(0), placeHolder: t('Priority of the backlog item') },
    );
    if (priority === undefined) return;
    const chosen = priorities.find((each) => each === priority.label);
    const input = { title, root: root.path, priority: chosen };
    await createAndShow(services, root.folder, { operation: createBacklogItem, input, me: '' });
  });

  register(commands.createDebtItem, t('Create Tech-Debt Item'), async () => {
    await services.project.load();
    const steps = new Steps();
    const root = await pickTrackingRoot(services, t('Create Tech-Debt Item'), steps, 1);
    if (root === undefined) return;
    const title = await askTitle(t('Create Tech-Debt Item'), {
      prompt: t('Title of the tech debt item'),
      at: steps.next(0),
    });
    if (title === undefined) return;
    const me = await services.owner.ask();
    if (me === undefined) return;
    const input = { title, root: root.path, branch: services.branches.current(root.folder) };
    await createAndShow(services, root.folder, { operation: createDebtItem, input, me });
  });
  return store;
}

/** Where a note on a task goes for which a tool keeps a file of what is worth remembering; undefined when the question is left. */
async function askMemory(
  { project }: Services,
  { folder, key }: FileTarget,
  steps: Steps,
): Promise<'document' | 'memory' | undefined> {
  const t = vscode.l10n.t;
  const index = project.folder(folder)?.index;
  const item = index?.itemAt(key);
  const path = index !== undefined && item?.kind === 'workItem' ? memoryOf(index, item) : undefined;
  if (item?.kind !== 'workItem' || path === undefined) return 'document';
  const picked = await showPick(
    [
      { label: t('Notes of the task'), description: pathOf(item.task), place: 'document' as const },
      { label: t('Memory of the task'), description: path, place: 'memory' as const },
    ],
    { title: t('Add Note'), at: steps.next(1), placeHolder: t('Where to add the note') },
  );
  return picked?.place;
}

/** How many questions come after the one for the branch: one more where that may have several tables. */
function restAfterBranch({ project }: Services): number | undefined {
  const streams = project.folders.flatMap(({ index }) => index.streams());
  return streams.some(hasSeveralTables) ? undefined : 1;
}

/** The stream that a task for a criterion belongs to: the only one that links its spec, else the person says. */
async function streamFor(
  services: Services,
  target: CriterionTarget,
  steps: Steps,
): Promise<FileTarget | undefined> {
  const { index } = services.project.folder(target.folder) ?? {};
  const spec = index?.findSpec(target.key);
  const streams = spec === undefined ? [] : (index?.streamsOfSpec(spec) ?? []);
  const linking = streams.filter((stream) => index?.linkedSpecs(stream).includes(target.key));
  const [only, ...others] = linking.filter((stream) => isOfferedOn(stream, undefined, 'add_task'));
  if (only !== undefined && others.length === 0) return { folder: target.folder, key: only.key };
  return pickStream(services, vscode.l10n.t('Add Task for {0}', target.criterion), 'addTask', 'ask', {
    linking: linking.map(({ key }) => key),
    at: steps.next(restAfterBranch(services)),
  });
}

/** Shows a row that was just added: in the tree, and where it was asked for in a file, there too. The board shows it by itself. */
async function showNewTask(
  services: Services,
  argument: unknown,
  target: FileTarget,
  title: string,
): Promise<void> {
  const isInTree = argument instanceof Row;
  const file = services.uri(target.folder, target.key).toString();
  const isInEditor =
    !isInTree && (argument === undefined || vscode.window.activeTextEditor?.document.uri.toString() === file);
  if (!isInTree && !isInEditor) return;
  const taskKey = await findTitled(services.project, target, title);
  const place = { ...target, taskKey, preserveFocus: isInEditor };
  await vscode.commands.executeCommand(commands.revealInSidebar, place);
  if (isInEditor) await vscode.commands.executeCommand(commands.openRow, place);
}

/** Titles of the tasks that are there already. */
function titlesOf({ project }: Services, { folder, key }: FileTarget): readonly string[] {
  const stream = project.folder(folder)?.index.findStream(key);
  return (stream?.tasks ?? []).map(({ title }) => title.value);
}

function findTask({ project }: Services, target: TaskTarget | undefined) {
  return target === undefined
    ? undefined
    : project.folder(target.folder)?.index.findTask(target.key, target.taskKey);
}

async function createAndShow<Input>(
  services: Services,
  folder: string,
  { operation, input, me }: { readonly operation: Write<Input>; readonly input: Input; readonly me: string },
): Promise<void> {
  const { project, uri, outcomes } = services;
  const result = await project.run(folder, operation, input, { me, through: 'disk' });
  if (result.kind === 'refused' || result.kind === 'unknown') {
    void tellRefusal(services, folder, result);
    return;
  }
  const { outcome } = result;
  outcomes.tell(outcomeMessage(outcome), [{ kind: 'change', folder, outcome, confirmed: [] }]);
  if (outcome.code === 'file.created') await showPlace(uri(folder, toKey(outcome.data.path)), undefined);
}
