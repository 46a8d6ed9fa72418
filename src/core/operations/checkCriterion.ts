import * as z from 'zod/mini';
import type { ChecklistItem } from '../model/item.ts';
import { outcome } from '../model/outcome.ts';
import { refusal, type Refusal } from '../model/refusal.ts';
import { taskInput, textInput } from './inputs.ts';
import { onTask, planEdits, refuseReadOnly } from './onDocument.ts';

const lists = ['acceptance', 'definitionOfDone'] as const;

/** One character in the file: `- [ ] #2` becomes `- [x] #2`. */
export const checkCriterion = onTask({
  id: 'check_criterion',
  description: 'Checks a criterion of a task, or takes that back.',
  input: z.strictObject({
    ...taskInput,
    check: textInput('number of the criterion, #2, or its text where it has none'),
    list: z.optional(z.enum(lists)),
    undone: z.optional(z.boolean().check(z.describe('unchecks it instead'))),
  }),
  refusals: ['check.ambiguous', 'check.missing', 'markers.broken'],
  plan: (context, { check: wanted, list, undone = false }, task) => {
    const { open } = context;
    const found = findCheck(task.checks ?? [], wanted, list);
    if (found.kind === 'refused') return found;
    const { check } = found;
    const result = open.format.tasks?.setCheck?.(open, check, !undone) ?? refuseReadOnly(open.document.id);
    if (result.kind === 'refused') return result;
    const data = { title: task.title.value, check: check.id ?? check.text };
    return planEdits(
      context,
      result.edits,
      undone ? outcome('criterion.unchecked', data) : outcome('criterion.checked', data),
    );
  },
});

/** Numbers begin anew in each list: without one that is named, those of the acceptance criteria come first. */
function findCheck(
  checks: readonly ChecklistItem[],
  wanted: string,
  list: ChecklistItem['list'] | undefined,
): { readonly kind: 'found'; readonly check: ChecklistItem } | Refusal {
  const text = wanted.trim();
  const number = /^#?(\d+)$/.exec(text)?.[1];
  const fits = ({ id, text: said }: ChecklistItem): boolean =>
    number === undefined ? said === text : id === `#${number}`;
  const all = checks.filter((each) => (list === undefined || each.list === list) && fits(each));
  const first = all.filter((each) => each.list === all[0]?.list);
  const [check, ...others] = first;
  if (check === undefined) return refusal('check.missing', { check: text });
  return others.length > 0
    ? refusal('check.ambiguous', { check: text, count: first.length })
    : { kind: 'found', check };
}
