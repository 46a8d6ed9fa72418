import * as z from 'zod/mini';
import { newTracePath, traceText } from '../formats/trace/newTrace.ts';
import type { StreamTask } from '../model/item.ts';
import { outcome } from '../model/outcome.ts';
import { refusal, type RefusalCode } from '../model/refusal.ts';
import { failedStep, interruptedStep, lastStep, runningStepOf, workflowState } from '../model/workflow.ts';
import { documentInput, textInput } from './inputs.ts';
import { planEdits, type DocumentContext } from './onDocument.ts';
import { onTrace, runningStepIn, stepInput, stepName, stepRefusals } from './onTrace.ts';
import type { WriteOperation } from './operation.ts';

const focusInput = textInput('what exactly is worked on');

export const startTrace: WriteOperation<{
  readonly name: string;
  readonly about: string;
  readonly step: string;
  readonly focus: string;
  readonly folder?: string | undefined;
  readonly spec?: string | undefined;
  readonly branch?: string | undefined;
}> = {
  id: 'start_trace',
  description: 'Creates the trace of a workflow, with its first step in progress.',
  effect: 'write',
  input: z.strictObject({
    name: textInput('name of the workflow'),
    about: textInput('what it is about, in brief'),
    step: textInput('title of the first step'),
    focus: focusInput,
    folder: z.optional(textInput('folder of the task; by default one below tasks/, by what it is about')),
    spec: z.optional(textInput('path of the task spec')),
    branch: z.optional(textInput('the branch that it is done on')),
  }),
  refusals: ['file.exists', 'step.focus', 'step.text', 'step.title', 'trace.folder'],
  scope: () => [],
  plan: (context, { folder: wanted, ...input }) => {
    const { folder, today } = context;
    const text = traceText({ ...input, today });
    if (typeof text !== 'string') return text;
    const path = newTracePath(input.about, wanted);
    if (path === undefined) return refusal('trace.folder', { folder: wanted ?? '' });
    const document = { folder, path };
    if (!context.isFree(document)) return refusal('file.exists', { path });
    return {
      kind: 'plan',
      changes: [{ kind: 'create', document, text }],
      outcome: outcome('trace.started', { path }),
    };
  },
};

const startRefusals: readonly RefusalCode[] = ['step.focus', 'step.text', 'step.title'];

/** Written before the work begins: so an interrupted step is seen. */
export const startStep = onTrace({
  id: 'start_step',
  description: 'Adds a step to a trace, in progress, before the work on it begins.',
  input: z.strictObject({ ...documentInput, title: textInput('what the step is called'), focus: focusInput }),
  refusals: [...startRefusals, 'step.open', 'trace.completed', 'trace.stopped'],
  plan: (context, { title, focus }, { stream, steps }) => {
    const open = interruptedStep(stream) ?? runningStepOf(stream);
    if (open !== undefined) return refusal('step.open', { step: stepName(open) });
    const state = workflowState(stream);
    const failed = failedStep(stream);
    if (state === 'stopped')
      return refusal('trace.stopped', failed === undefined ? {} : { step: stepName(failed) });
    if (state === 'completed') return refusal('trace.completed', { path: context.open.document.id.path });
    const result = steps.start(context.open, { title, focus });
    if (result.kind === 'refused') return result;
    return planEdits(context, result.edits, outcome('step.started', { step: result.id, title }));
  },
});

export const updateFocus = onTrace({
  id: 'update_focus',
  description: 'Says what exactly the running step of a trace works on now.',
  input: z.strictObject({ ...stepInput, focus: focusInput }),
  refusals: [...stepRefusals, 'step.focus'],
  plan: (context, { task, focus }, trace) => {
    const found = runningStepIn(context, trace, task);
    if (found.kind === 'refused') return found;
    const result = trace.steps.record(context.open, found.row, { focus });
    if (result.kind === 'refused') return result;
    return planEdits(context, result.edits, outcome('step.focused', { step: stepName(found.row) }));
  },
});

export const recordInStep = onTrace({
  id: 'record_in_step',
  description: 'Adds an artifact, a decision or a challenge to the running step of a trace.',
  input: z.strictObject({
    ...stepInput,
    artifact: z.optional(textInput('a file that was created or modified')),
    decision: z.optional(textInput('a choice, with its rationale')),
    challenge: z.optional(textInput('an obstacle')),
  }),
  refusals: stepRefusals,
  plan: (context, { task, artifact, decision, challenge }, trace) => {
    const found = runningStepIn(context, trace, task);
    if (found.kind === 'refused') return found;
    if (artifact === undefined && decision === undefined && challenge === undefined)
      return refusal('step.text', { why: 'empty' });
    const result = trace.steps.record(context.open, found.row, { artifact, decision, challenge });
    if (result.kind === 'refused') return result;
    return planEdits(context, result.edits, outcome('step.recorded', { step: stepName(found.row) }));
  },
});

/** What failed is taken up by a step of its own, `3a: Resume implement`, where the failed one stopped. */
export const resumeTrace = onTrace({
  id: 'resume_trace',
  description: 'Goes on with a workflow that failed or was interrupted.',
  input: z.strictObject({
    ...documentInput,
    focus: z.optional(textInput('what exactly is worked on; by default what the failed step worked on')),
  }),
  refusals: [...startRefusals, 'step.open', 'trace.completed'],
  plan: (context, { focus }, { stream, steps }) => {
    const interrupted = interruptedStep(stream);
    if (interrupted !== undefined) return refusal('step.open', { step: stepName(interrupted) });
    const failed = failedStep(stream);
    if (failed !== undefined) {
      const title = resumingTitle(failed);
      const old = focus ?? focusOf(context, failed);
      if (old === undefined) return refusal('step.focus', {});
      const result = steps.start(context.open, { title, focus: old, resumes: failed });
      if (result.kind === 'refused') return result;
      return planEdits(context, result.edits, outcome('trace.resumed', { step: result.id, title }));
    }
    const running = lastStep(stream);
    if (stream.status === 'failed') {
      const result = steps.setWorkflow(context.open, 'in-progress');
      if (result.kind === 'refused') return result;
      return planEdits(context, result.edits, outcome('trace.reopened', { stream: stream.name }));
    }
    if (running?.can.step === 'running')
      return {
        kind: 'unchanged',
        outcome: outcome('trace.goesOn', {
          step: stepName(running),
          focus: focusOf(context, running) ?? running.title.value,
        }),
      };
    if (workflowState(stream) === 'completed')
      return refusal('trace.completed', { path: context.open.document.id.path });
    return { kind: 'unchanged', outcome: outcome('trace.reopened', { stream: stream.name }) };
  },
});

function resumingTitle({ title: { written } }: StreamTask): string {
  return /^resume\b/i.test(written) ? written : `Resume ${written}`.trim();
}

/** The focus of a step as it is written where that is one line, else what it says. */
function focusOf({ open }: DocumentContext, { fields }: StreamTask): string | undefined {
  const field = fields.find(({ name }) => name.toLowerCase() === 'current focus');
  if (field?.range === undefined || field.value === '') return undefined;
  const written = open.document.source.slice(field.range);
  return /[\r\n]/.test(written) ? field.value : written;
}
