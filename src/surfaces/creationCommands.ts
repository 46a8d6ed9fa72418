import * as vscode from 'vscode';
import { addNote } from '../core/actions/addNote.ts';
import { addTask } from '../core/actions/addTask.ts';
import { defer } from '../core/actions/defer.ts';
import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import {
  firstSentence,
  backlogItemText,
  debtItemText,
  longestTitle,
  freePath,
} from '../core/formats/tracking/newFile.ts';
import { trackingDirectoryOf } from '../core/formats/tracking/settings.ts';
import { backlogFolder, debtFolder } from '../core/formats/tracking/trackingPath.ts';
import { refusalMessage } from '../core/messages/refusals.ts';
import { relativeLink } from '../core/model/destination.ts';
import { pathOf } from '../core/model/item.ts';
import { toKey } from '../core/text/key.ts';
import { commands, type CommandId } from '../ids.ts';
import { runWithFeedback } from './widgets/runWithFeedback.ts';
import { showPlace } from './widgets/showPlace.ts';
import { pickStream } from './widgets/streamPick.ts';
import {
  toCriterionTarget,
  toFileTarget,
  toTaskTarget,
  type CriterionTarget,
  type FileTarget,
  type TaskTarget,
} from './widgets/target.ts';
import { pickTask } from './widgets/taskPick.ts';
import { today } from './widgets/today.ts';
import { pickTrackingRoot } from './widgets/trackingRoot.ts';
import { showInput, showPick } from './widgets/ask.ts';
import { showWarning } from './widgets/tell.ts';
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
    const criterion = toCriterionTarget(argument);
    const target =
      criterion === undefined
        ? (toFileTarget(argument) ?? (await pickStream(services, t('Add Task'), 'addTask', 'ask')))
        : criterion.stream === undefined
          ? await streamFor(services, criterion)
          : { folder: criterion.folder, key: criterion.stream };
    if (target === undefined) return;
    const promised =
      criterion === undefined
        ? undefined
        : services.project.folder(criterion.folder)?.index.findCriterion(criterion.key, criterion.criterion);
    const title = await askTitle(t('Add Task'), {
      prompt:
        criterion === undefined
          ? t('What is to be done')
          : t('What is to be done for {0}', criterion.criterion),
      value: firstSentence(promised?.text ?? ''),
    });
    if (title === undefined) return;
    const me = await services.owner.ask();
    if (me === undefined) return;
    const args = { title, ...(criterion === undefined ? {} : { criterion: criterion.criterion }) };
    await runWithFeedback(services, { target, verb: t('Add'), me }, addTask, args);
  });

  register(commands.addNote, t('Add Note'), async (argument) => {
    await services.project.load();
    const target = toFileTarget(argument) ?? (await pickStream(services, t('Add Note'), 'addNote', 'ask'));
    if (target === undefined) return;
    const task = findTask(services, toTaskTarget(argument));
    const text = await showInput({
      title: t('Add Note'),
      prompt: t('What the next one should know, in one line'),
      ignoreFocusOut: true,
      validateInput: (each) => (each.trim() === '' ? t('A note has a text.') : undefined),
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
    await runWithFeedback(services, { target, verb: t('Add'), me }, addNote, { text });
  });

  register(commands.deferTask, t('Defer to Tech Debt'), async (argument) => {
    await services.project.load();
    const target = toTaskTarget(argument) ?? (await pickTask(services, 'defer', t('Defer to Tech Debt')));
    if (target === undefined) return;
    const task = findTask(services, target);
    const title = await askTitle(t('Defer to Tech Debt'), {
      prompt: t('What is put off, as the title of the debt item'),
      value: task?.title.value ?? '',
    });
    if (title === undefined) return;
    const me = await services.owner.ask();
    if (me === undefined) return;
    const document = services.project.documentOf(target);
    const root = trackingDirectoryOf(document.path, services.project.rulesOf(target.folder).settings);
    // The item goes where the progress file is.
    const debtPath = await unusedPath(services, document.folder, debtFolder(root), title);
    const args = { taskKey: target.taskKey, title, debtPath, today: today() };
    await runWithFeedback(services, { target, verb: t('Defer'), me }, defer, args);
  });

  register(commands.createBacklogItem, t('Create Backlog Item'), async () => {
    await services.project.load();
    const root = await pickTrackingRoot(services, t('Create Backlog Item'));
    if (root === undefined) return;
    const title = await askTitle(t('Create Backlog Item (1/2)'), { prompt: t('What waits'), value: '' });
    if (title === undefined) return;
    const none = t('No priority');
    const priority = await showPick(
      ['high', 'medium', 'low', none].map((label) => ({ label })),
      { title: t('Create Backlog Item (2/2)'), placeHolder: t('How soon it should be done') },
    );
    if (priority === undefined) return;
    const path = await unusedPath(services, root.folder, backlogFolder(root.path), title);
    const item = { title, today: today(), ...(priority.label === none ? {} : { priority: priority.label }) };
    await createAndShow(services, root.folder, path, backlogItemText(item));
  });

  register(commands.createDebtItem, t('Create Tech-Debt Item'), async () => {
    await services.project.load();
    const root = await pickTrackingRoot(services, t('Create Tech-Debt Item'));
    if (root === undefined) return;
    const title = await askTitle(t('Create Tech-Debt Item'), { prompt: t('What was put off'), value: '' });
    if (title === undefined) return;
    const me = await services.owner.ask();
    if (me === undefined) return;
    const path = await unusedPath(services, root.folder, debtFolder(root.path), title);
    const branch = services.branches.current(root.folder);
    const origin =
      branch === undefined
        ? undefined
        : services.project.folder(root.folder)?.index.streamsOfBranch(branch, root.path)[0];
    const text = debtItemText({
      title,
      owner: me,
      today: today(),
      ...(origin === undefined
        ? {}
        : { from: { name: origin.name, link: relativeLink(path, pathOf(origin)) } }),
    });
    await createAndShow(services, root.folder, path, text);
  });
  return store;
}

/** The stream that a task for a criterion belongs to: the only one that links its spec, else the person says. */
async function streamFor(services: Services, target: CriterionTarget): Promise<FileTarget | undefined> {
  const { index } = services.project.folder(target.folder) ?? {};
  const spec = index?.findSpec(target.key);
  const streams = spec === undefined ? [] : (index?.streamsOfSpec(spec) ?? []);
  const linking = streams.filter(
    (stream) => stream.operations.includes('addTask') && index?.linkedSpecs(stream).includes(target.key),
  );
  const [only] = linking;
  if (linking.length === 1 && only !== undefined) return { folder: target.folder, key: only.key };
  return pickStream(services, vscode.l10n.t('Add Task for {0}', target.criterion), 'addTask', 'ask', {
    first: linking.map(({ key }) => key),
  });
}

function findTask({ project }: Services, target: TaskTarget | undefined) {
  return target === undefined
    ? undefined
    : project.folder(target.folder)?.index.findTask(target.key, target.taskKey);
}

async function askTitle(
  title: string,
  { prompt, value }: { readonly prompt: string; readonly value: string },
): Promise<string | undefined> {
  const answer = await showInput({
    title,
    prompt,
    value,
    ignoreFocusOut: true,
    validateInput: (text) => {
      if (text.trim() === '') return vscode.l10n.t('A title has at least one character.');
      return text.length > longestTitle
        ? vscode.l10n.t('A title has at most {0} characters.', longestTitle)
        : undefined;
    },
  });
  return answer?.trim();
}

/** A path that no file has: not in the index, and not on the disk. */
async function unusedPath(
  { project }: Services,
  folder: string,
  directory: string,
  title: string,
): Promise<string> {
  const taken = new Set<string>();
  for (;;) {
    const path = freePath(directory, title, (each) => taken.has(each));
    if ((await project.kind(folder, path)) === 'missing') return path;
    taken.add(path);
  }
}

async function createAndShow(services: Services, folder: string, path: string, text: string): Promise<void> {
  const result = await services.project.create(folder, { path, text });
  if (result.kind === 'created') await showPlace(services.uri(folder, toKey(path)), undefined);
  else
    void showWarning(
      result.kind === 'exists'
        ? vscode.l10n.t('{0} is there already, and stays as it is.', path)
        : vscode.l10n.t('{0} was not created: {1}', path, refusalMessage(result)),
    );
}
