import { isOwnDocument } from '../formats/tracking/ownDocument.ts';
import { joinRows } from '../formats/tracking/joinRows.ts';
import { outcome } from '../model/outcome.ts';
import { noTasks, streamOf, type Action } from './action.ts';

/** Joins the rows that blank lines cut off from the tables of a progress file to the table above each. */
export const joinTable: Action<object> = (context) => {
  const { open } = context;
  if (streamOf(context) === undefined || !isOwnDocument(open)) return noTasks(context);
  const result = joinRows(open);
  if (result.kind === 'refused') return result;
  const { edits, rows } = result;
  if (edits.length === 0)
    return { kind: 'unchanged', outcome: outcome('rows.noneCutOff', { path: open.document.id.path }) };
  return { kind: 'edits', edits, outcome: outcome('rows.joined', { count: rows }) };
};
