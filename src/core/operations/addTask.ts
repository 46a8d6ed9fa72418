import * as z from 'zod/mini';
import { outcome } from '../model/outcome.ts';
import { refusal } from '../model/refusal.ts';
import { toTitle } from '../model/title.ts';
import { documentInput, textInput } from './inputs.ts';
import { onDocument, onePart, planEdits } from './onDocument.ts';

export const addTask = onDocument({
  id: 'add_task',
  description: 'Adds a free task below the last one of a branch.',
  input: z.strictObject({
    ...documentInput,
    title: textInput('what is to be done'),
    criterion: z.optional(textInput('ID of the criterion that it is to serve')),
    table: z.optional(
      textInput('heading of the table or check boxes that it goes to; by default the last with work left'),
    ),
  }),
  refusals: [
    'file.conflict',
    'file.onlyShown',
    'step.instead',
    'stream.missing',
    'table.noStatus',
    'task.exists',
    'task.noTable',
    'task.title',
  ],
  plan: (context, input) => {
    if (context.open.format.steps !== undefined) return refusal('step.instead', { use: 'start_step' });
    const found = onePart(context);
    if (found.kind === 'refused') return found;
    const { stream, part, tasks } = found;
    if (tasks.add === undefined) return found.onlyShown;
    const title = toTitle(input.title);
    if (typeof title !== 'string') return title;
    const mentions = input.criterion === undefined ? [] : [input.criterion];
    const result = tasks.add(context.open, part, { title, mentions, heading: input.table }, context);
    if (result.kind === 'refused') return result;
    return planEdits(context, result.edits, outcome('task.added', { title, stream: stream.name }));
  },
});
