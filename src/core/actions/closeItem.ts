import { t } from '@vscode/l10n';
import { readBranch } from '../formats/tracking/readBranch.ts';
import type { WorkItem } from '../model/item.ts';
import { refuse } from '../model/refusal.ts';
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
  if (item === undefined || format.item === undefined)
    return refuse('item.missing', t('{0} holds no item.', file.path));
  const result = how === 'status' ? format.item.setField(file, 'Status', word) : format.item.tickBoxes(file);
  if (result.kind === 'refused') return result;
  const summary = t('{0} is closed.', item.title);
  if (result.edits.length > 0) return { kind: 'edits', edits: result.edits, summary };
  return how === 'boxes' && !file.source.text.includes('[x]') && !file.source.text.includes('[X]')
    ? refuse('item.boxes', t('{0} has no check boxes.', file.path))
    : { kind: 'unchanged', summary };
};

/** Says in a backlog item which branch works on it. */
export const linkBranch: Action<{ readonly branch: string }> = (context, { branch }) => {
  const { file, format, rules } = context;
  const item = itemOf(context);
  if (item === undefined || format.item === undefined)
    return refuse('item.missing', t('{0} holds no item.', file.path));
  const summary = t('{0} names {1}.', item.title, branch);
  // Front matter knows no Markdown: a name that stands in backticks there is that name all the same.
  if (item.branch !== undefined && [item.branch, plainText(item.branch)].includes(branch))
    return { kind: 'unchanged', summary };
  if (item.branch !== undefined)
    return refuse('item.branch', t('{0} names another branch already: {1}.', item.title, item.branch));
  const result = format.item.setField(file, 'Branch', branch);
  if (result.kind === 'refused') return result;
  const after = applyEdits(file.source.text, result.edits);
  if (after.kind !== 'applied' || readBranch(format, file.path, after.text, rules, branch) !== branch)
    return refuse(
      'branch.unwritable',
      t('{0} cannot be written in {1}; nothing was written.', branch, file.path),
    );
  return { kind: 'edits', edits: result.edits, summary };
};

function itemOf({ item }: ActionContext): WorkItem | undefined {
  return item?.kind === 'backlogItem' || item?.kind === 'debtItem' ? item : undefined;
}
