import { t } from '@vscode/l10n';
import type { StrayRows, TableProblems } from '../model/codes/tables.ts';
import type { Sentences } from './sentences.ts';

export const tableProblems: Sentences<TableProblems> = {
  'table.missing': () => t('No task table found (needs Task and Status columns).'),
  'table.noStatus': () => t('This table has no Status column, so its rows are not read as tasks.'),
  'table.noTask': () => t('These rows are not read as tasks: no column says what is to be done.'),
  'table.otherStates': () => t('These rows are not read as tasks: most of their states are not known.'),
  'column.second': (column) =>
    column.kind === 'sameName'
      ? t('There are two {0} columns: the first counts.', column.name)
      : t('“{0}” counts, so “{1}” is a column like any other.', column.counts, column.other),
  'row.empty': () => t('This row is empty.'),
  'row.sum': () => t('This row is a total or a heading, not a task.'),
  'row.short': () => t('This row ends before its Status column.'),
  'row.long': () => t('This row has more cells than the head: what is in them belongs to no column.'),
  'row.cutOff': ({ rows }) =>
    rows === 1
      ? t('A blank line cuts this row off from its table. Join it to the table above to change it.')
      : t('Blank lines cut these rows off from their table. Join them to the table above to change them.'),
  'row.manyCriteria': ({ most }) => t('Only the first {0} criteria of this row are read.', most),
  'row.stray': strayRows,
  'task.noTitle': ({ hasId }) =>
    hasId ? t('This row has no task.') : t('This row has no task and no ID: it cannot be changed.'),
  'task.duplicate': ({ title, lines }) =>
    t(
      '“{0}” is also on line {1}. Rename one of the rows so that both can be changed.',
      title,
      lines.join(', '),
    ),
};

function strayRows(why: StrayRows): string {
  switch (why.kind) {
    case 'unevenHead':
      return t(
        'This is not a table: its header has {0} columns, and the line below it has {1}.',
        why.head,
        why.below,
      );
    case 'notSetApart':
      return t(
        'This is not a table here. Leave a blank line above it, and begin its lines at the left margin.',
      );
    case 'noHead':
      return why.rows === 1
        ? t('This looks like a row of a table, but it belongs to none.')
        : t('These lines look like rows of a table, but they belong to none.');
  }
}
