import * as z from 'zod/mini';
import { outcome } from '../model/outcome.ts';
import { checkOwner, isSameOwner } from '../model/owner.ts';
import { refusal } from '../model/refusal.ts';
import { taskInput, textInput } from './inputs.ts';
import { cellRefusals, changeTask, onTask, refuseForeign } from './onDocument.ts';

export const assign = onTask({
  id: 'assign_task',
  description: 'Sets the owner of a task, for example to hand it to an agent; the status stays.',
  input: z.strictObject({ ...taskInput, owner: textInput('name of the new owner') }),
  refusals: ['owner.invalid', 'task.taken', ...cellRefusals],
  plan: (context, { owner }, task) => {
    const wrong = checkOwner(owner);
    if (wrong !== undefined) return refusal('owner.invalid', { fault: wrong });
    const title = task.title.value;
    const before = task.owner.value;
    if (isSameOwner(before, owner))
      return { kind: 'unchanged', outcome: outcome('task.isOwned', { title, owner }) };
    return (
      refuseForeign(task, context, 'assign') ??
      changeTask(context, task, { owner }, outcome('task.assigned', { title, owner }))
    );
  },
});
