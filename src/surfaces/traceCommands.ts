import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import { refuseSummary, refuseText, refuseTitle } from '../core/formats/trace/textRefusals.ts';
import type { StreamTask } from '../core/model/item.ts';
import { failedStep, runningStepOf } from '../core/model/workflow.ts';
import { completeStep, completeTrace, failStep } from '../core/operations/endStep.ts';
import type { DocumentInput } from '../core/operations/inputs.ts';
import type { Write } from '../core/operations/operation.ts';
import { recordInStep, resumeTrace, startStep, updateFocus } from '../core/operations/trace.ts';
import type { Key } from '../core/text/key.ts';
import { commands, type CommandId } from '../ids.ts';
import { showPick, Steps } from './widgets/ask.ts';
import { askFocus, askText } from './widgets/askStep.ts';
import { runWithFeedback } from './widgets/runWithFeedback.ts';
import { toFileTarget, toTaskTarget, type FileTarget } from './widgets/target.ts';
import { tellRefusal } from './widgets/tellRefusal.ts';
import { pickTrace, type TracePurpose } from './widgets/tracePick.ts';
import type { Services } from './surface.ts';

/** What a command on a trace is about: with a step, that one; else the running one. */
type TraceTarget = FileTarget & { readonly taskKey?: Key };

/** Commands that keep traces up: from their rows and steps, or from the palette, where they ask what is missing. */
export function registerTraceCommands(services: Services): Disposable {
  const store = new DisposableStore();
  const t = vscode.l10n.t;

  /** `ask` finds out what else the operation needs; undefined leaves everything as it is. */
  const register = <More extends object>(
    id: CommandId,
    title: string,
    verb: string,
    purpose: TracePurpose,
    operation: Write<DocumentInput & More>,
    /** Texts that are right: with them it is refused for what the trace is, before anybody is asked. */
    probe: More,
    ask: (target: TraceTarget, steps: Steps) => Promise<More | undefined>,
  ): void => {
    const run = services.guard(title, async (argument: unknown) => {
      await services.project.load();
      const steps = new Steps();
      const target: TraceTarget | undefined =
        toTaskTarget(argument) ??
        toFileTarget(argument) ??
        (await pickTrace(services, title, purpose, () => steps.next()));
      if (target === undefined) return;
      const me = services.owner.name ?? '';
      const inputWith = (more: More): DocumentInput & More => ({
        ...more,
        ...(purpose === 'step' && target.taskKey !== undefined ? { task: target.taskKey } : {}),
        document: target.key,
      });
      const { folder } = target;
      const options = { me, through: 'disk' } as const;
      const planned = await services.project.preview(folder, operation, inputWith(probe), options);
      if (planned.kind === 'refused' && planned.code !== 'step.focus' && planned.code !== 'file.dirty') {
        await tellRefusal(services, folder, planned);
        return;
      }
      const more = await ask(target, steps);
      if (more === undefined) return;
      await runWithFeedback(services, target, { operation, input: inputWith(more), verb, me });
    });
    store.add(vscode.commands.registerCommand(id, run));
  };

  register(
    commands.startStep,
    t('Start Step'),
    t('Start'),
    'start_step',
    startStep,
    { title: 'step', focus: 'a b' },
    async (_, steps) => {
      const title = await askText(t('Start Step'), steps, t('Title of the step'), refuseTitle, { rest: 1 });
      if (title === undefined) return undefined;
      const focus = await askFocus(t('Start Step'), steps);
      return focus === undefined ? undefined : { title, focus };
    },
  );

  register(
    commands.updateFocus,
    t('Update Focus'),
    t('Update'),
    'step',
    updateFocus,
    { focus: 'a b' },
    async (target, steps) => {
      const focus = await askFocus(
        t('Update Focus'),
        steps,
        fieldOf(stepOf(services, target), 'current focus'),
      );
      return focus === undefined ? undefined : { focus };
    },
  );

  register<{ readonly artifact?: string; readonly decision?: string; readonly challenge?: string }>(
    commands.recordInStep,
    t('Record in Step'),
    t('Record'),
    'step',
    recordInStep,
    { artifact: 'a' },
    async (_, steps) => {
      const title = t('Record in Step');
      const kinds = [
        {
          label: t('Artifact'),
          prompt: t('A file that was created or modified'),
          toInput: (artifact: string) => ({ artifact }),
        },
        {
          label: t('Decision'),
          prompt: t('A choice, with its rationale'),
          toInput: (decision: string) => ({ decision }),
        },
        { label: t('Challenge'), prompt: t('An obstacle'), toInput: (challenge: string) => ({ challenge }) },
      ];
      const kind = await showPick(kinds, {
        title,
        at: steps.next(1),
        placeHolder: t('Choose what to record'),
      });
      if (kind === undefined) return undefined;
      const text = await askText(title, steps, kind.prompt, refuseText, { rest: 0 });
      return text === undefined ? undefined : kind.toInput(text);
    },
  );

  register<{ readonly summary: string; readonly challenges?: string; readonly last?: boolean }>(
    commands.completeStep,
    t('Complete Step'),
    t('Complete'),
    'step',
    completeStep,
    { summary: 'a b' },
    async (target, steps) => {
      const title = t('Complete Step');
      const value = fieldOf(stepOf(services, target), 'summary');
      const summary = await askText(title, steps, t('What came of it, in 1 to 3 sentences'), refuseSummary, {
        value,
        rest: 2,
      });
      if (summary === undefined) return undefined;
      const challenges = await askText(title, steps, t('Optional: obstacles that it met'), refuseText, {
        mayBeEmpty: true,
        rest: 1,
      });
      if (challenges === undefined) return undefined;
      const last = t('It was the last step');
      const answer = await showPick(
        [{ label: t('Other steps follow') }, { label: last, description: t('completes the workflow') }],
        {
          title,
          at: steps.next(0),
          placeHolder: t('Choose how the workflow goes on'),
        },
      );
      if (answer === undefined) return undefined;
      return { summary, ...(challenges.trim() === '' ? {} : { challenges }), last: answer.label === last };
    },
  );

  register<{ readonly summary: string; readonly challenges?: string }>(
    commands.failStep,
    t('Fail Step'),
    t('Fail'),
    'step',
    failStep,
    { summary: 'a b' },
    async (_, steps) => {
      const title = t('Fail Step');
      const summary = await askText(title, steps, t('What failed, in 1 to 3 sentences'), refuseSummary, {
        rest: 1,
      });
      if (summary === undefined) return undefined;
      const challenges = await askText(title, steps, t('Optional: why it failed'), refuseText, {
        mayBeEmpty: true,
        rest: 0,
      });
      if (challenges === undefined) return undefined;
      return { summary, ...(challenges.trim() === '' ? {} : { challenges }) };
    },
  );

  register<{ readonly focus?: string }>(
    commands.resumeTrace,
    t('Resume Trace'),
    t('Resume'),
    'resume_trace',
    resumeTrace,
    {},
    async (target, steps) => {
      const stream = services.project.folder(target.folder)?.index.findStream(target.key);
      const failed = stream === undefined ? undefined : failedStep(stream);
      // What failed without a focus does not say where to go on.
      if (failed === undefined || fieldOf(failed, 'current focus') !== '') return {};
      const focus = await askFocus(t('Resume Trace'), steps);
      return focus === undefined ? undefined : { focus };
    },
  );

  register(
    commands.completeTrace,
    t('Complete Trace'),
    t('Complete'),
    'complete_trace',
    completeTrace,
    {},
    () => Promise.resolve({}),
  );
  return store;
}

/** The step that a command is about; undefined where the trace has none that goes on. */
function stepOf({ project }: Services, { folder, key, taskKey }: TraceTarget): StreamTask | undefined {
  const index = project.folder(folder)?.index;
  const stream = index?.findStream(key);
  if (stream === undefined) return undefined;
  return taskKey === undefined ? runningStepOf(stream) : stream.tasks.find((each) => each.key === taskKey);
}

function fieldOf(step: StreamTask | undefined, key: string): string {
  return step?.fields.find(({ name }) => name.toLowerCase() === key)?.value ?? '';
}
