import * as z from 'zod/mini';
import { isOwnDocument } from '../formats/tracking/ownDocument.ts';
import { readBranch } from '../formats/tracking/readBranch.ts';
import { setField, tickBoxes } from '../formats/tracking/workItemEdits.ts';
import { itemIn } from '../index/composeStream.ts';
import { workItemState } from '../index/workItemState.ts';
import type { WorkItem } from '../model/item.ts';
import { outcome } from '../model/outcome.ts';
import { refusal, unlessConfirmed, type RefusalData } from '../model/refusal.ts';
import { isUnfinished } from '../model/taskRules.ts';
import { applyEdits } from '../text/edit.ts';
import { plainText } from '../text/inline.ts';
import { documentInput, textInput } from './inputs.ts';
import { onDocument, planEdits, type DocumentContext } from './onDocument.ts';
import type { Planned } from './operation.ts';

/** How a repository says that an item is done: a status, its check boxes, or that the file is gone. */
export const closings = ['status', 'boxes', 'remove'] as const;
export type Closing = (typeof closings)[number];

/** The same for tech debt: boxes alone leave it in the list. */
export const debtClosings = ['status', 'remove'] as const;

export const closeItem = onDocument({
  id: 'close_backlog_item',
  description: 'Closes a backlog item whose work is done.',
  input: z.strictObject({
    ...documentInput,
    how: z.enum(closings).check(z.describe('by its status, by its check boxes, or by removing the file')),
    word: z.optional(textInput('the word for the status; by default the one that most closed items have')),
  }),
  refusals: ['file.conflict', 'item.boxes', 'item.missing', 'item.notDone', 'item.removal', 'item.value'],
  plan: (context, { how, word }) => {
    const { open, confirmed, index } = context;
    const { id } = open.document;
    const item = itemOf(context);
    if (item?.list !== 'backlog' || !isOwnDocument(open)) return refusal('item.missing', { path: id.path });
    const title = item.task.title.value;
    if (item.task.status.value === 'done')
      return { kind: 'unchanged', outcome: outcome('item.isClosed', { title }) };
    const { status, why } = workItemState(index, item);
    const isDone = status === 'done';
    if (how === 'remove') return planRemoval(context, { title, path: id.path, state: { isDone, why } });
    const notDone = isDone ? undefined : unlessConfirmed(refusal('item.notDone', { title, why }), confirmed);
    if (notDone !== undefined) return notDone;
    const { document } = open;
    const result =
      how === 'status'
        ? setField(document, 'Status', word ?? doneWord(context, 'backlog'))
        : tickBoxes(document);
    if (result.kind === 'refused') return result;
    const { text } = document.source;
    return result.edits.length === 0 && how === 'boxes' && !text.includes('[x]') && !text.includes('[X]')
      ? refusal('item.boxes', { path: id.path })
      : planEdits(context, result.edits, outcome('item.closed', { title }));
  },
});

/** Removes the file of an item, once a person agreed to that. */
function planRemoval({ open, confirmed }: DocumentContext, removal: RefusalData['item.removal']): Planned {
  return (
    unlessConfirmed(refusal('item.removal', removal), confirmed) ?? {
      kind: 'plan',
      changes: [{ kind: 'delete', document: open.document.id }],
      outcome: outcome('item.removed', { path: removal.path }),
    }
  );
}

/** No branch says of tech debt that it is done: whoever asks does. */
export const closeDebtItem = onDocument({
  id: 'close_debt_item',
  description: 'Closes an item of tech debt.',
  input: z.strictObject({
    ...documentInput,
    how: z.enum(debtClosings).check(z.describe('by its status, or by removing the file')),
    word: z.optional(textInput('the word for the status; by default the one that most closed items have')),
  }),
  refusals: ['file.conflict', 'item.missing', 'item.removal', 'item.value'],
  plan: (context, { how, word }) => {
    const { open } = context;
    const { id } = open.document;
    const item = itemOf(context);
    if (item?.list !== 'debt' || !isOwnDocument(open)) return refusal('item.missing', { path: id.path });
    const { title } = item.task;
    if (!isUnfinished(item.task))
      return { kind: 'unchanged', outcome: outcome('item.isClosed', { title: title.value }) };
    if (how === 'remove') return planRemoval(context, { title: title.value, path: id.path });
    const result = setField(open.document, 'Status', word ?? doneWord(context, 'debt'));
    if (result.kind === 'refused') return result;
    return planEdits(context, result.edits, outcome('item.closed', { title: title.value }));
  },
});

export const linkBranch = onDocument({
  id: 'link_branch',
  description: 'Links a backlog item to the branch that works on it.',
  input: z.strictObject({ ...documentInput, branch: textInput('name of the branch') }),
  refusals: ['branch.unwritable', 'file.conflict', 'item.branch', 'item.missing', 'item.value'],
  plan: (context, { branch }) => {
    const { open, rules } = context;
    const { path } = open.document.id;
    const item = itemOf(context);
    if (item === undefined || !isOwnDocument(open)) return refusal('item.missing', { path });
    const { document, format, root } = open;
    const linked = outcome('item.linked', { title: item.task.title.value, branch });
    // Front matter knows no Markdown: a name that stands in backticks there is that name all the same.
    const now = item.branch?.value;
    if (now !== undefined && [now, plainText(now)].includes(branch))
      return { kind: 'unchanged', outcome: linked };
    if (now !== undefined) return refusal('item.branch', { title: item.task.title.value, branch: now });
    const result = setField(document, 'Branch', branch);
    if (result.kind === 'refused') return result;
    const after = applyEdits(document.source.text, result.edits);
    const parseContext = { root, criteria: rules.criteria };
    if (after.kind !== 'applied' || readBranch(format, document, after.text, parseContext, branch) !== branch)
      return refusal('branch.unwritable', { branch, path });
    return planEdits(context, result.edits, linked);
  },
});

function itemOf({ open }: DocumentContext): WorkItem | undefined {
  const item = itemIn(open.parsed);
  return item?.kind === 'workItem' ? item : undefined;
}

/** The word that most closed items of the folder use. */
export function doneWord({ index }: Pick<DocumentContext, 'index'>, list: WorkItem['list']): string {
  const counts = new Map<string, number>();
  for (const { status, can } of index.workItems(list).map(({ task }) => task))
    if (status.value === 'done' && can.owner === 'none' && can.statuses.length > 0)
      counts.set(status.written, (counts.get(status.written) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'done';
}
