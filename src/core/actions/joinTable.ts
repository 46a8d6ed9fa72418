import { outcome } from '../model/outcome.ts';
import { noTasks, type Action } from './action.ts';

/** Joins the rows that blank lines cut off from the tables of a progress file to the table above each. */
export const joinTable: Action<object> = (context) => {
  const { file, format } = context;
  const result = format.tasks?.joinRows(file) ?? noTasks(context);
  if (result.kind === 'refused') return result;
  const { edits, rows } = result;
  if (edits.length === 0)
    return { kind: 'unchanged', outcome: outcome('rows.noneCutOff', { path: file.id.path }) };
  return { kind: 'edits', edits, outcome: outcome('rows.joined', { count: rows }) };
};
