import { t } from '@vscode/l10n';
import { noTasks, type Action } from './action.ts';

/** Joins the rows that blank lines cut off from the tables of a progress file to the table above each. */
export const joinTable: Action<object> = ({ file, format }) => {
  const result = format.tasks?.joinRows(file) ?? noTasks(file.path);
  if (result.kind === 'refused') return result;
  const { edits, rows } = result;
  if (edits.length === 0)
    return { kind: 'unchanged', summary: t('No row of {0} is cut off from its table.', file.path) };
  const summary = rows === 1 ? t('Joined 1 row to its table.') : t('Joined {0} rows to their table.', rows);
  return { kind: 'edits', edits, summary };
};
