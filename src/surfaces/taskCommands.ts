import * as vscode from 'vscode';
import { compareText } from '../core/base/compareText.ts';
import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import { ownerNameMessage } from '../core/messages/names.ts';
import { checkOwner, eachOwner, isSameOwner } from '../core/model/owner.ts';
import { statuses, type Status } from '../core/model/status.ts';
import { canBecome } from '../core/model/taskRules.ts';
import { assign } from '../core/operations/assign.ts';
import { claim } from '../core/operations/claim.ts';
import { finish } from '../core/operations/finish.ts';
import type { TaskInput } from '../core/operations/inputs.ts';
import { listOwners } from '../core/operations/listOwners.ts';
import type { Write } from '../core/operations/operation.ts';
import { release } from '../core/operations/release.ts';
import { reopen } from '../core/operations/reopen.ts';
import { setStatus } from '../core/operations/setStatus.ts';
import type { PickPurpose } from '../core/views/pick.ts';
import { statusIcon } from '../core/views/icon.ts';
import { commands, type CommandId } from '../ids.ts';
import { pickOrType, showInput, showPick, Steps } from './widgets/ask.ts';
import { problemFix } from './widgets/problemFix.ts';
import { Row } from './widgets/row.ts';
import { RowClicks } from './widgets/rowClicks.ts';
import { runWithFeedback, runOnMany } from './widgets/runWithFeedback.ts';
import { toTaskTargets, type TaskTarget } from './widgets/target.ts';
import { pickTask } from './widgets/taskPick.ts';
import type { Services } from './surface.ts';

/** Commands that change one task: from its row, or from the palette, where they ask which. */
export function registerTaskCommands(services: Services): Disposable {
  const store = new DisposableStore();
  const clicks = new RowClicks(() => Date.now());

  /** `ask` finds out what else the operation needs; undefined leaves everything as it is. */
  const register = <More extends object>(
    id: CommandId,
    title: string,
    verb: string,
    purpose: PickPurpose,
    operation: Write<TaskInput & More>,
    ask: (
      targets: readonly TaskTarget[],
      steps: Steps,
    ) => Promise<((target: TaskTarget) => More) | undefined>,
  ): void => {
    const run = services.guard(title, async (argument: unknown, selection: unknown) => {
      if (argument instanceof Row && clicks.isSecond(argument.id)) return;
      const chosen = toTaskTargets(argument, selection);
      const steps = new Steps();
      const [target, ...others] = chosen.length > 0 ? chosen : await pickOne(services, purpose, title, steps);
      if (target === undefined) return;
      // What was asked for comes first: a name that is asked for before a status is taken for that.
      const more = await ask(chosen.length > 0 ? chosen : [target], steps);
      if (more === undefined) return;
      const me = await services.owner.ask();
      if (me === undefined) return;
      const inputFor = (each: TaskTarget): TaskInput & More => ({
        ...more(each),
        document: each.key,
        task: each.taskKey,
      });
      if (others.length > 0) await runOnMany(services, chosen, { verb, me }, operation, inputFor);
      else await runWithFeedback(services, target, { operation, input: inputFor(target), verb, me });
    });
    store.add(vscode.commands.registerCommand(id, run));
  };
  const nothing = async (): Promise<() => object> => Promise.resolve(() => ({}));
  const t = vscode.l10n.t;

  register(commands.claimTask, t('Claim Task'), t('Claim'), 'claim', claim, nothing);
  register(commands.releaseTask, t('Release Task'), t('Release'), 'release', release, nothing);
  register(commands.finishTask, t('Finish Task'), t('Finish'), 'finish', finish, nothing);
  register(commands.reopenTask, t('Reopen Task'), t('Reopen'), 'reopen', reopen, nothing);
  register(commands.assignTask, t('Assign Task'), t('Assign'), 'assign', assign, (_, steps) =>
    askOwner(services, steps),
  );
  register(commands.setTaskStatus, t('Set Task Status'), t('Set Status'), 'setStatus', setStatus, (targets) =>
    askStatus(services, targets),
  );
  store.add(
    problemFix(services, ['box.unknown', 'status.unknown'], {
      title: t('Set Task Status'),
      command: commands.setTaskStatus,
      target: 'task',
    }),
  );
  return store;
}

async function pickOne(
  services: Services,
  purpose: PickPurpose,
  title: string,
  steps: Steps,
): Promise<readonly TaskTarget[]> {
  const target = await pickTask(services, purpose, title, steps.next(purpose === 'assign' ? 1 : 0));
  return target === undefined ? [] : [target];
}

async function askOwner(
  { project, owner: self }: Services,
  steps: Steps,
): Promise<(() => { owner: string }) | undefined> {
  const t = vscode.l10n.t;
  const me = self.name;
  const named = project.folders.flatMap(({ folder }) => {
    const found = project.ask(folder.id, listOwners, {}, { me: '' });
    return found.kind === 'owners' ? found.names : [];
  });
  const owners = [...eachOwner(me === undefined ? named : [me, ...named])];
  const picked = await pickOrType(
    owners
      .sort((a, b) => Number(isSameOwner(b, me)) - Number(isSameOwner(a, me)) || compareText(a, b))
      .map((owner) => ({
        label: owner,
        owner,
        ...(isSameOwner(owner, me) ? { description: t('you') } : {}),
      })),
    {
      title: t('Assign Task'),
      at: steps.next(0),
      placeHolder: t('Choose whom to assign it to, or type a name'),
    },
    {
      faultOf: (name) => {
        const fault = checkOwner(name);
        return fault === undefined ? undefined : ownerNameMessage(fault);
      },
      toItem: (name) => ({ label: name, owner: name, description: t('new name') }),
    },
  );
  return picked === undefined ? undefined : () => ({ owner: picked.owner });
}

/** Asks for a status that at least one of the tasks can have, and why, where somebody will want to know. */
async function askStatus(
  { project }: Services,
  targets: readonly TaskTarget[],
): Promise<((target: TaskTarget) => { status: Status; word?: string; reason?: string }) | undefined> {
  const t = vscode.l10n.t;
  const title = t('Set Task Status');
  const found = targets.flatMap((target) => {
    const { folder, key, taskKey } = target;
    const index = project.folder(folder)?.index;
    const [task, stream] = [index?.findTask(key, taskKey), index?.findStream(key)];
    return task === undefined ? [] : [{ target, task, stream }];
  });
  // What is gone meanwhile is refused later, and that says why.
  const offered = statuses.filter(
    (status) => found.length === 0 || found.some(({ task }) => canBecome(task, status)),
  );
  // A project that says which words there are has them offered, and no others.
  const [words = []] = found.map(({ task }) => task.can.words ?? []);
  const isSame = found.every(({ task }) => task.can.words === found[0]?.task.can.words);
  const now = new Set(found.map(({ task }) => task.status.value));
  const written = new Set(found.map(({ task }) => task.status.written.toLowerCase()));
  const items: readonly StatusItem[] =
    isSame && words.length > 0
      ? words.map(({ word, status }) => ({
          ...statusItem(word, status, written.size === 1 && written.has(word.toLowerCase())),
          word,
        }))
      : offered.map((status) => statusItem(status, status, now.size === 1 && now.has(status)));
  const picked = await showPick(items, { title, placeHolder: t('Choose a status') });
  if (picked === undefined) return undefined;
  const { status } = picked;
  if (picked.word !== undefined) {
    const { word } = picked;
    return () => ({ status, word });
  }
  const noting = found.filter(({ stream }) => stream?.operations.includes('addNote') === true);
  if ((status !== 'blocked' && status !== 'failed') || noting.length === 0) return () => ({ status });
  const reason = (
    await askReason(title, status, new Set(noting.map(({ stream }) => stream?.name ?? '')))
  )?.trim();
  if (reason === undefined) return undefined;
  return (target) =>
    reason !== '' && noting.some((each) => each.target === target) ? { status, reason } : { status };
}

interface StatusItem extends vscode.QuickPickItem {
  readonly status: Status;
  readonly word?: string;
}

function statusItem(label: string, status: Status, isCurrent: boolean): StatusItem {
  return {
    label,
    status,
    iconPath: new vscode.ThemeIcon(statusIcon(status).codicon),
    ...(isCurrent ? { description: vscode.l10n.t('current') } : {}),
  };
}

function askReason(
  title: string,
  status: 'blocked' | 'failed',
  branches: ReadonlySet<string>,
): Thenable<string | undefined> {
  const t = vscode.l10n.t;
  const [only] = branches;
  return showInput({
    title,
    prompt:
      branches.size === 1 && only !== undefined
        ? t('Optional: the reason, added to the notes of {0}', only)
        : t('Optional: the reason, added to the notes of each branch'),
    placeHolder: status === 'blocked' ? t('What is it waiting for?') : t('What went wrong?'),
    ignoreFocusOut: true,
  });
}
