import * as z from 'zod/mini';
import { changeFields, type ChangeField } from '../../model/changeField.ts';
import { refuseText } from '../../model/changeNames.ts';
import { outcome } from '../../model/outcome.ts';
import { toTitle } from '../../model/title.ts';
import type { Key } from '../../text/key.ts';
import { toBody } from '../../text/requirementDraft.ts';
import { documentInput } from '../inputs.ts';
import { onChange, planText } from './onChange.ts';

export const setChangeField = onChange<{
  readonly document: Key;
  readonly field: ChangeField;
  readonly value: string;
}>({
  id: 'set_change_field',
  description:
    'Writes the title of a change to living specs, why it is made, what it changes, or its design.',
  input: z.strictObject({
    ...documentInput,
    field: z.enum(changeFields),
    value: z.string().check(z.describe('what it says, in Markdown; a title is one line')),
  }),
  refusals: ['change.line', 'change.text', 'task.title'],
  partOf: ({ field }) => field,
  plan: (context, { field, value }, part) => {
    const wrong = refuseText(field, value);
    if (wrong !== undefined) return wrong;
    const text = field === 'title' ? toTitle(value) : toBody(value);
    if (typeof text !== 'string') return text;
    const refused = part.store.refuseField(field, text);
    if (refused !== undefined) return refused;
    const result = part.store.setField(part.open, field, text, context);
    const { path } = part.document;
    return planText(context, part, result, outcome('change.fieldSet', { change: part.name, field, path }));
  },
});
