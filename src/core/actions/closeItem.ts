import { isOwnDocument } from '../formats/tracking/ownDocument.ts';
import { readBranch } from '../formats/tracking/readBranch.ts';
import { setField, tickBoxes } from '../formats/tracking/workItemEdits.ts';
import { itemIn } from '../index/composeStream.ts';
import type { WorkItem } from '../model/item.ts';
import { outcome } from '../model/outcome.ts';
import { refusal } from '../model/refusal.ts';
import { applyEdits } from '../text/edit.ts';
import { plainText } from '../text/inline.ts';
import type { Action, ActionContext } from './action.ts';

/** How a repository says in a file that its item is done. */
export interface CloseArgs {
  readonly how: 'status' | 'boxes';
  /** The word for the status: `done`. */
  readonly word: string;
}

/** Says in a backlog item's own file that it is done. */
export const closeItem: Action<CloseArgs> = (context, { how, word }) => {
  const { open } = context;
  const { path } = open.document.id;
  const item = itemOf(context);
  if (item === undefined || !isOwnDocument(open)) return refusal('item.missing', { path });
  const { document } = open;
  const result = how === 'status' ? setField(document, 'Status', word) : tickBoxes(document);
  if (result.kind === 'refused') return result;
  const closed = outcome('item.closed', { title: item.task.title.value });
  if (result.edits.length > 0) return { kind: 'edits', edits: result.edits, outcome: closed };
  const { text } = document.source;
  return how === 'boxes' && !text.includes('[x]') && !text.includes('[X]')
    ? refusal('item.boxes', { path })
    : { kind: 'unchanged', outcome: closed };
};

/** Says in a backlog item which branch works on it. */
export const linkBranch: Action<{ readonly branch: string }> = (context, { branch }) => {
  const { open } = context;
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
  const parseContext = { root, criteria: context.criteria };
  if (after.kind !== 'applied' || readBranch(format, document, after.text, parseContext, branch) !== branch)
    return refusal('branch.unwritable', { branch, path });
  return { kind: 'edits', edits: result.edits, outcome: linked };
};

function itemOf({ open }: ActionContext): WorkItem | undefined {
  const item = itemIn(open.parsed);
  return item?.kind === 'workItem' ? item : undefined;
}
