import * as z from 'zod/mini';
import { findTask, refuseConflict, type StepEdits } from '../formats/format.ts';
import type { Stream, StreamTask } from '../model/item.ts';
import { refusal, type Refusal, type RefusalCode } from '../model/refusal.ts';
import { runningStepOf } from '../model/workflow.ts';
import type { Key } from '../text/key.ts';
import { documentInput, keyInput, type DocumentInput } from './inputs.ts';
import { onDocument, streamOf, type DocumentContext } from './onDocument.ts';
import type { Planned, WriteOperation } from './operation.ts';

/** Why an operation on a trace may be refused, whatever it is. */
const traceRefusals: readonly RefusalCode[] = ['file.conflict', 'step.form', 'trace.missing'];

/** Why an operation on a step may be refused: without a name it is the running one. */
export const stepRefusals: readonly RefusalCode[] = [
  'step.ended',
  'step.none',
  'step.text',
  'task.ambiguous',
  'task.missing',
  'task.noTitle',
];

export const stepInput = {
  ...documentInput,
  task: z.optional(keyInput('key of the step; by default the running one')),
};

/** A trace as it is at this moment, and how its format changes it. */
export interface Trace {
  readonly stream: Stream;
  readonly steps: StepEdits;
}

type Entry<Input> = Omit<WriteOperation<Input>, 'effect' | 'scope' | 'plan'>;

/** An operation on a workflow's record. */
export function onTrace<Input extends DocumentInput>(
  entry: Entry<Input> & { plan(context: DocumentContext, input: Input, trace: Trace): Planned },
): WriteOperation<Input> {
  return onDocument<Input>({
    ...entry,
    refusals: [...traceRefusals, ...entry.refusals],
    plan: (context, input) => {
      const trace = traceOf(context);
      return trace.kind === 'refused' ? trace : entry.plan(context, input, trace);
    },
  });
}

/** The trace that a document is, or why it is none that can be changed. */
export function traceOf(context: DocumentContext): ({ readonly kind: 'workflow' } & Trace) | Refusal {
  const { document, format } = context.open;
  const conflict = refuseConflict(document);
  if (conflict !== undefined) return conflict;
  const stream = streamOf(context);
  const { steps } = format;
  return stream === undefined || steps === undefined
    ? refusal('trace.missing', { path: document.id.path })
    : { kind: 'workflow', stream, steps };
}

/** The step that is meant: the named one, else the running one. It has to be in progress. */
export function runningStepIn(
  { open: { document } }: DocumentContext,
  { stream }: Trace,
  key: Key | undefined,
): { readonly kind: 'found'; readonly row: StreamTask } | Refusal {
  if (key === undefined) {
    const row = runningStepOf(stream);
    return row === undefined ? refusal('step.none', { path: document.id.path }) : { kind: 'found', row };
  }
  const found = findTask(document, key, stream.tasks);
  if (found.kind === 'refused') return found;
  return found.row.can.step === 'running' ? found : refusal('step.ended', { step: stepName(found.row) });
}

/** What a step is called: its number. */
export function stepName({ id, title }: StreamTask): string {
  return id ?? title.value;
}
