import * as z from 'zod/mini';
import type { StepEnd } from '../formats/format.ts';
import type { StreamTask } from '../model/item.ts';
import { outcome } from '../model/outcome.ts';
import { refusal, type RefusalCode } from '../model/refusal.ts';
import { failedStep, runningStepOf, workflowState } from '../model/workflow.ts';
import { documentInput, textInput } from './inputs.ts';
import { planEdits, type DocumentContext } from './onDocument.ts';
import { onTrace, runningStepIn, stepInput, stepName, stepRefusals, traceOf, type Trace } from './onTrace.ts';
import type { Planned } from './operation.ts';

const endRefusals: readonly RefusalCode[] = [...stepRefusals, 'step.summary'];

/** Why to end a step may be refused where it is asked for as with any other task. */
export const endedStepRefusals: readonly RefusalCode[] = [
  'step.ended',
  'step.form',
  'step.summary',
  'step.text',
];

/** `Status:` completed with a summary; the focus goes. */
export const completeStep = onTrace({
  id: 'complete_step',
  description: 'Completes the running step of a trace, with a summary; as the last one, the workflow too.',
  input: z.strictObject({
    ...stepInput,
    summary: textInput('what came of it, in 1 to 3 sentences'),
    challenges: z.optional(textInput('obstacles that it met')),
    last: z.optional(z.boolean().check(z.describe('it was the last step: the workflow is completed too'))),
  }),
  refusals: [...endRefusals, 'step.open'],
  plan: (context, { task, summary, challenges, last }, trace) => {
    const found = runningStepIn(context, trace, task);
    if (found.kind === 'refused') return found;
    return planEnd(context, trace, found.row, {
      status: 'completed',
      summary,
      challenge: challenges,
      isLast: last === true,
    });
  },
});

/** The focus stays: it shows where the step failed. */
export const failStep = onTrace({
  id: 'fail_step',
  description: 'Says that the running step of a trace failed: the workflow is stopped.',
  input: z.strictObject({
    ...stepInput,
    summary: textInput('what failed, in 1 to 3 sentences'),
    challenges: z.optional(textInput('why it failed')),
  }),
  refusals: endRefusals,
  plan: (context, { task, summary, challenges }, trace) => {
    const found = runningStepIn(context, trace, task);
    if (found.kind === 'refused') return found;
    return planEnd(context, trace, found.row, { status: 'failed', summary, challenge: challenges });
  },
});

/** For a workflow whose last step was completed before it was known to be the last one. */
export const completeTrace = onTrace({
  id: 'complete_trace',
  description: 'Completes the workflow of a trace whose steps are all over.',
  input: z.strictObject(documentInput),
  refusals: ['step.open', 'trace.stopped'],
  plan: (context, _input, { stream, steps }) => {
    const running = runningStepOf(stream);
    if (running !== undefined) return refusal('step.open', { step: stepName(running) });
    const failed = failedStep(stream);
    if (workflowState(stream) === 'stopped')
      return refusal('trace.stopped', failed === undefined ? {} : { step: stepName(failed) });
    const result = steps.setWorkflow(context.open, 'completed');
    if (result.kind === 'refused') return result;
    return planEdits(context, result.edits, outcome('trace.finished', { stream: stream.name }));
  },
});

/** Ends a step that is asked to be done or failed as any other task is. */
export function planEndOf(
  context: DocumentContext,
  task: StreamTask,
  status: string,
  summary: string | undefined,
): Planned {
  const trace = traceOf(context);
  if (trace.kind === 'refused') return trace;
  if (status !== 'done' && status !== 'failed') return refusal('step.begun', {});
  const title = task.title.value;
  if (task.status.value === status)
    return { kind: 'unchanged', outcome: outcome('task.hasStatus', { title, status }) };
  if (task.can.step !== 'running') return refusal('step.ended', { step: stepName(task) });
  return planEnd(context, trace, task, {
    status: status === 'done' ? 'completed' : 'failed',
    summary: summary ?? '',
  });
}

function planEnd(
  context: DocumentContext,
  { stream, steps }: Trace,
  task: StreamTask,
  end: StepEnd,
): Planned {
  const other = stream.tasks.find(({ key, can }) => key !== task.key && can.step === 'running');
  if (end.isLast === true && other !== undefined) return refusal('step.open', { step: stepName(other) });
  const result = steps.end(context.open, task, end);
  if (result.kind === 'refused') return result;
  const data = { step: stepName(task), title: task.title.value };
  const done =
    end.isLast === true
      ? outcome('trace.finished', { stream: stream.name })
      : outcome(end.status === 'failed' ? 'step.failed' : 'step.completed', data);
  return planEdits(context, result.edits, done);
}
