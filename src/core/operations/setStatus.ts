import * as z from 'zod/mini';
import { outcome } from '../model/outcome.ts';
import { statuses } from '../model/status.ts';
import { canBecome } from '../model/taskRules.ts';
import { endedStepRefusals, planEndOf } from './endStep.ts';
import { refusal } from '../model/refusal.ts';
import { refuseUnchecked } from './openWork.ts';
import { taskInput, textInput } from './inputs.ts';
import { noteChange, noteRefusals } from './notedChange.ts';
import { cellRefusals, onTask, refuseForeign } from './onDocument.ts';

/** With a reason the notes say it: `- maple: blocked "Add jitter": waiting for the new clock` */
export const setStatus = onTask({
  id: 'set_task_status',
  description: 'Sets the status of a task, and notes the reason if there is one; the owner stays.',
  input: z.strictObject({
    ...taskInput,
    status: z.enum(statuses),
    word: z.optional(textInput('the word of the project for it, where it has several: Validated')),
    reason: z.optional(textInput('why, in one line, for the notes of the branch; of a step, its summary')),
  }),
  refusals: [
    'checks.open',
    'markers.broken',
    'status.notConfigured',
    'task.taken',
    ...endedStepRefusals,
    ...noteRefusals,
    ...cellRefusals,
  ],
  planStep: (context, { status, reason }, step) => planEndOf(context, step, status, reason),
  plan: (context, { status: wanted, word, reason }, task) => {
    const title = task.title.value;
    const { value: before, written } = task.status;
    const { words = [] } = task.can;
    const chosen = word === undefined ? undefined : words.find((each) => isSameWord(each.word, word));
    if (word !== undefined && chosen === undefined)
      return refusal('status.notConfigured', { word, words: words.map((each) => each.word) });
    const status = chosen?.status ?? wanted;
    const isSame = before === status && (chosen === undefined || isSameWord(chosen.word, written));
    // That somebody is at it is said by a claim, and by no status.
    if (task.can.owner === 'claims' && !isSame && !canBecome(task, status)) {
      const { open } = context;
      const noWord = open.format.tasks?.set(open, task, { status }, context);
      if (noWord?.kind === 'refused') return noWord;
    }
    if (isSame && reason === undefined)
      return { kind: 'unchanged', outcome: outcome('task.hasStatus', { title, status }) };
    return (
      refuseForeign(task, context, 'setStatus') ??
      (status === 'done' && !isSame ? refuseUnchecked(context, task) : undefined) ??
      noteChange(
        context,
        task,
        isSame ? undefined : { status, ...(chosen === undefined ? {} : { word: chosen.word }) },
        { status, remark: reason },
        outcome('task.statusSet', { title, status, before: written }),
      )
    );
  },
});

function isSameWord(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
