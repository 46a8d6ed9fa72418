import { readBranch } from '../formats/tracking/readBranch.ts';
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
  const { file, format } = context;
  const item = itemOf(context);
  if (item === undefined || format.item === undefined) return refusal('item.missing', { path: file.id.path });
  const result = how === 'status' ? format.item.setField(file, 'Status', word) : format.item.tickBoxes(file);
  if (result.kind === 'refused') return result;
  const closed = outcome('item.closed', { title: item.title });
  if (result.edits.length > 0) return { kind: 'edits', edits: result.edits, outcome: closed };
  return how === 'boxes' && !file.source.text.includes('[x]') && !file.source.text.includes('[X]')
    ? refusal('item.boxes', { path: file.id.path })
    : { kind: 'unchanged', outcome: closed };
};

/** Says in a backlog item which branch works on it. */
export const linkBranch: Action<{ readonly branch: string }> = (context, { branch }) => {
  const { file, format, parseContext } = context;
  const item = itemOf(context);
  if (item === undefined || format.item === undefined) return refusal('item.missing', { path: file.id.path });
  const linked = outcome('item.linked', { title: item.title, branch });
  // Front matter knows no Markdown: a name that stands in backticks there is that name all the same.
  const now = item.branch?.value;
  if (now !== undefined && [now, plainText(now)].includes(branch))
    return { kind: 'unchanged', outcome: linked };
  if (now !== undefined) return refusal('item.branch', { title: item.title, branch: now });
  const result = format.item.setField(file, 'Branch', branch);
  if (result.kind === 'refused') return result;
  const after = applyEdits(file.source.text, result.edits);
  if (after.kind !== 'applied' || readBranch(format, file, after.text, parseContext, branch) !== branch)
    return refusal('branch.unwritable', { branch, path: file.id.path });
  return { kind: 'edits', edits: result.edits, outcome: linked };
};

function itemOf({ item }: ActionContext): WorkItem | undefined {
  return item?.kind === 'backlogItem' || item?.kind === 'debtItem' ? item : undefined;
}
