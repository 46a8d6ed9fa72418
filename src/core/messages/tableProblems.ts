import { t } from '@vscode/l10n';
import type { StrayRows, TableProblems } from '../model/codes/tables.ts';
import type { Sentences } from './sentences.ts';

export const tableProblems: Sentences<TableProblems> = {
  'table.missing': ({ items }) => {
    switch (items) {
      case 0:
        return t('No tasks found. Use a table with Task and Status columns, or check boxes “- [ ] …”.');
      case 1:
        return t(
          'No tasks found: a list item without a check box is not a task. Write “- [ ] …”, or use a table with Task and Status columns.',
        );
      default:
        return t(
          'No tasks found: the {0} list items have no check boxes. Write “- [ ] …”, or use a table with Task and Status columns.',
          items,
        );
    }
  },
  'list.noTasks': ({ count }) =>
    count === 1
      ? t(
          'This list item is not read as a task: it has no check box. Write “- [ ] …”, or add it to the tasks.',
        )
      : t(
          'These {0} list items are not read as tasks: they have no check boxes. Write “- [ ] …”, or add them to the tasks.',
          count,
        ),
  'table.noStatus': () =>
    t('This table has no Status column, so its rows are not tasks. Add one to track them.'),
  'table.noTask': () => t('These rows are not read as tasks: there is no Task column.'),
  'table.otherStates': () => t('These rows are not read as tasks: most of their statuses are unknown.'),
  'column.second': (column) =>
    column.kind === 'sameName'
      ? t('There are two {0} columns. The first one is used.', column.name)
      : t('“{0}” counts, so “{1}” is a column like any other.', column.counts, column.other),
  'row.empty': () => t('This row is empty.'),
  'row.sum': () => t('This row is a total or a heading, not a task.'),
  'row.short': () => t('This row ends before its Status column.'),
  'row.long': ({ cells, columns }) =>
    t('{0} cells where the table has {1}. Write \\| for a bar inside a cell.', cells, columns),
  'row.cutOff': ({ rows }) =>
    rows === 1
      ? t('A blank line separates this row from its table. Join it to the table above to change it.')
      : t('Blank lines separate these rows from their table. Join them to the table above to change them.'),
  'row.manyCriteria': ({ most }) => t('Only the first {0} criteria of this row are read.', most),
  'row.stray': strayRows,
  'task.noTitle': ({ hasId }) =>
    hasId ? t('This row has no title.') : t('This row has neither a title nor an ID. Add one to change it.'),
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
        'This is not a table: its header has {0} columns, but the line below it has {1}.',
        why.head,
        why.below,
      );
    case 'notSetApart':
      return t(
        'Markdown does not read this as a table. Leave a blank line above it, and start its lines at the left margin.',
      );
    case 'cutOff':
      return why.rows === 1
        ? t('Not shown as a task: this row is cut off from the table at line {0}.', why.line)
        : t('Not shown as tasks: these rows are cut off from the table at line {0}.', why.line);
    case 'long':
      return t(
        'Not shown as a task: {0} cells where the table has {1}. Write \\| for a bar inside a cell.',
        why.cells,
        why.columns,
      );
    case 'noHead':
      return why.rows === 1
        ? t('This line looks like a table row, but is not part of a table.')
        : t('These lines look like table rows, but are not part of a table.');
  }
}
