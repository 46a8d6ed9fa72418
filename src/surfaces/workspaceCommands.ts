import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import { refuseResumption } from '../core/formats/workspace/progressEdits.ts';
import type { WorkspaceOperationId } from '../core/model/availableOperations.ts';
import { ownNameOf } from '../core/model/item.ts';
import { refusal } from '../core/model/refusal.ts';
import type { DocumentInput } from '../core/operations/inputs.ts';
import type { Write } from '../core/operations/operation.ts';
import {
  addLogEntry,
  createFeatureList,
  finishSession,
  startSession,
  updateResumption,
} from '../core/operations/workspaces.ts';
import { toKey } from '../core/text/key.ts';
import { commands, type CommandId } from '../ids.ts';
import { Steps } from './widgets/ask.ts';
import { askFeatures, askFiles, askList, changedFiles } from './widgets/askWorkspace.ts';
import { askText } from './widgets/askStep.ts';
import { toResumeUri } from './widgets/branchUri.ts';
import { runWithFeedback } from './widgets/runWithFeedback.ts';
import { showPlace } from './widgets/showPlace.ts';
import { toFileTarget, type FileTarget } from './widgets/target.ts';
import { showInformation, showWarning } from './widgets/tell.ts';
import { tellRefusal } from './widgets/tellRefusal.ts';
import { isWritable } from './widgets/writable.ts';
import { pickWorkspace, toRecord, workspaceOf } from './widgets/workspacePick.ts';
import type { Services } from './surface.ts';

/** Commands that keep workspaces up: from their rows, or from the palette, where they ask which one is meant. */
export function registerWorkspaceCommands(services: Services): Disposable {
  const store = new DisposableStore();
  const t = vscode.l10n.t;

  const choose = async (
    argument: unknown,
    title: string,
    purpose: WorkspaceOperationId,
    steps: Steps,
    /** How many questions come after which workspace is meant; left out while nobody knows. */
    rest?: number,
  ): Promise<FileTarget | undefined> => {
    await services.project.load();
    const named = toFileTarget(argument);
    return named === undefined
      ? pickWorkspace(services, title, purpose, () => steps.next(rest))
      : toRecord(services, named);
  };

  /** `ask` finds out what else the operation needs; undefined leaves everything as it is. */
  const register = <More extends object>(
    id: CommandId,
    title: string,
    verb: string,
    purpose: WorkspaceOperationId,
    operation: Write<DocumentInput & More>,
    /** Texts that are right: with them it is refused for what the workspace is, before anybody is asked. */
    probe: More,
    ask: (target: FileTarget, steps: Steps) => Promise<More | undefined>,
  ): void => {
    const run = services.guard(title, async (argument: unknown) => {
      const steps = new Steps();
      const isAlone = purpose === 'start_session';
      const target = await choose(argument, title, purpose, steps, isAlone ? 0 : undefined);
      if (target === undefined) return;
      const me = services.owner.name ?? '';
      const { folder, key: document } = target;
      const options = { me, through: 'disk' } as const;
      const planned = await services.project.preview(folder, operation, { ...probe, document }, options);
      // A next action that says nothing is what the person is asked for.
      if (planned.kind === 'refused' && !['file.dirty', 'resumption.nextAction'].includes(planned.code)) {
        await tellRefusal(services, folder, planned);
        return;
      }
      const more = await ask(target, steps);
      if (more === undefined) return;
      const input = { ...more, document };
      const outcome = await runWithFeedback(services, target, { operation, input, verb, me });
      if (outcome?.code === 'file.created')
        await showPlace(services.uri(folder, toKey(outcome.data.path)), undefined);
    });
    store.add(vscode.commands.registerCommand(id, run));
  };

  /** Where the work is, as it is written now. */
  const written = (target: FileTarget) => {
    const { resumption } = workspaceOf(services, target)?.stream ?? {};
    return {
      position: resumption?.position.value ?? '',
      nextAction: resumption?.nextAction?.value ?? '',
      blockers: resumption?.blockers ?? [],
    };
  };
  const askPosition = (title: string, steps: Steps, value: string, rest: number) =>
    askText(title, steps, t('Where the work is'), (position) => refuseResumption({ position }), {
      value,
      rest,
    });
  const askNextAction = (title: string, steps: Steps, value: string, rest: number) =>
    askText(
      title,
      steps,
      t('What to do next: a step, with its files'),
      (nextAction) => refuseResumption({ nextAction }),
      { value, rest },
    );

  /** Asks where the work is and what comes next; a part is undefined when the person leaves its question. */
  const askResumption = async (
    title: string,
    steps: Steps,
    before: ReturnType<typeof written>,
    likely: string | undefined,
    rest: number,
  ) => {
    const position = await askPosition(title, steps, before.position, rest + 1);
    if (position === undefined) return { position, nextAction: undefined };
    const next = before.nextAction === '' ? (likely ?? '') : before.nextAction;
    return { position, nextAction: await askNextAction(title, steps, next, rest) };
  };

  register(
    commands.createFeatureList,
    t('Create Feature List'),
    t('Create'),
    'create_feature_list',
    createFeatureList,
    { features: [{ name: 'feature' }] },
    async (target, steps) => {
      const features = await askFeatures(services, t('Create Feature List'), target, steps);
      return features === undefined ? undefined : { features };
    },
  );

  register<{
    readonly position?: string;
    readonly nextAction?: string;
    readonly blockers?: string[];
  }>(
    commands.updateResumption,
    t('Update Resumption Context'),
    t('Update'),
    'update_resumption',
    updateResumption,
    { position: 'a b', nextAction: 'a b' },
    async (target, steps) => {
      const title = t('Update Resumption Context');
      const before = written(target);
      const { position, nextAction } = await askResumption(title, steps, before, undefined, 1);
      if (position === undefined || nextAction === undefined) return undefined;
      const blockers = await askList(title, steps, t('Optional: what is in the way, separated by “;”'), {
        value: before.blockers,
        rest: 0,
      });
      if (blockers === undefined) return undefined;
      // What is left as it is shown is not written: a file may hold more than one line has room for.
      const change = {
        ...(position === before.position ? {} : { position }),
        ...(nextAction === before.nextAction ? {} : { nextAction }),
        ...(blockers.join('; ') === before.blockers.join('; ') ? {} : { blockers: [...blockers] }),
      };
      return Object.keys(change).length === 0 ? { position } : change;
    },
  );

  register<{ readonly action: string; readonly details?: string; readonly files?: string[] }>(
    commands.addLogEntry,
    t('Add Log Entry'),
    t('Add'),
    'add_log_entry',
    addLogEntry,
    { action: 'a' },
    async (target, steps) => {
      const title = t('Add Log Entry');
      const changed = await changedFiles(services, target);
      const more = changed.length === 0 ? 0 : 1;
      const refuseEmpty = (line: string) =>
        line === '' ? refusal('note.text', { why: 'empty' }) : undefined;
      const action = await askText(title, steps, t('What was done'), refuseEmpty, { rest: 1 + more });
      if (action === undefined) return undefined;
      const details = await askText(title, steps, t('Optional: more about it'), () => undefined, {
        mayBeEmpty: true,
        rest: more,
      });
      if (details === undefined) return undefined;
      const files = await askFiles(title, steps, changed);
      if (files === undefined) return undefined;
      return {
        action,
        ...(details.trim() === '' ? {} : { details }),
        ...(files.length === 0 ? {} : { files: [...files] }),
      };
    },
  );

  register(commands.startSession, t('Start Session'), t('Start'), 'start_session', startSession, {}, () =>
    Promise.resolve({}),
  );

  register<{
    readonly summary: string;
    readonly nextSteps?: string[];
    readonly files?: string[];
    readonly position?: string;
    readonly nextAction?: string;
  }>(
    commands.endSession,
    t('End Session'),
    t('End'),
    'end_session',
    finishSession,
    { summary: 'a b' },
    async (target, steps) => {
      const title = t('End Session');
      const before = written(target);
      const changed = await changedFiles(services, target);
      const last = changed.length === 0 ? 0 : 1;
      // Some records keep sessions, and not where to go on.
      const isResumed = workspaceOf(services, target)?.offered.includes('update_resumption') === true;
      const more = last + (isResumed ? 2 : 0);
      const refuseEmpty = (line: string) => (line === '' ? refusal('session.summary', {}) : undefined);
      const accomplished = t('What was accomplished');
      const summary = await askText(title, steps, accomplished, refuseEmpty, { rest: more + 1 });
      if (summary === undefined) return undefined;
      const prompt = t('Optional: next steps, separated by “;”');
      const nextSteps = await askList(title, steps, prompt, { rest: more });
      if (nextSteps === undefined) return undefined;
      const { position, nextAction } = isResumed
        ? await askResumption(title, steps, before, nextSteps[0], last)
        : before;
      if (position === undefined || nextAction === undefined) return undefined;
      const files = await askFiles(title, steps, changed);
      if (files === undefined) return undefined;
      return {
        summary,
        nextSteps: [...nextSteps],
        files: [...files],
        ...(position === before.position ? {} : { position }),
        ...(nextAction === before.nextAction ? {} : { nextAction }),
      };
    },
  );

  const resume = services.guard(t('Resume Workspace'), async (argument: unknown) => {
    const title = t('Resume Workspace');
    const target = await choose(argument, title, 'resume_workspace', new Steps(), 0);
    if (target === undefined) return;
    const found = workspaceOf(services, target);
    if (found === undefined) {
      void showWarning(t('Could not read {0}.', target.key));
      return;
    }
    await showPlace(toResumeUri(ownNameOf(found.stream), target), undefined);
    if (!found.offered.includes('start_session') || !isWritable(vscode.Uri.parse(target.folder, true)))
      return;
    const start = t('Start Session');
    const answer = await showInformation(
      t('The last session of {0} has ended.', ownNameOf(found.stream)),
      start,
    );
    if (answer === start) await vscode.commands.executeCommand(commands.startSession, target);
  });
  store.add(vscode.commands.registerCommand(commands.resumeWorkspace, resume));
  return store;
}
