import { t } from '@vscode/l10n';
import type { DatabaseProblems, DatabaseRefusals } from '../model/codes/databases.ts';
import type { Sentences } from './sentences.ts';

export const databaseProblems: Sentences<DatabaseProblems> = {
  'database.noSqlite': ({ node }) =>
    t('Reading this database takes Node.js 22.13 or newer. This is Node.js {0}.', node),
  'database.untrusted': () => t('This database is read once the workspace is trusted.'),
  'database.virtual': () => t('Databases are read on a local disk only.'),
  'database.empty': () => t('This database is empty.'),
  'database.invalid': () => t('This file is damaged or not an SQLite database.'),
  'database.locked': () => t('Another program keeps this database locked.'),
  'database.slow': ({ seconds }) =>
    t('Reading this database takes longer than {0} seconds. Refresh to try again.', seconds),
  'database.failed': ({ text }) => t('This database cannot be read: {0}', text),
  'database.noTable': ({ table }) => t('The table {0} is missing in this database.', table),
  'database.noColumn': ({ table, column }) => t('The column {0} is missing in the table {1}.', column, table),
  'database.notTable': ({ table }) => t('{0} is not an ordinary table, so it is not read.', table),
  'database.triggers': ({ table }) => t('The table {0} has triggers, so this database is not read.', table),
  'database.value': ({ table, column, row }) =>
    t('Row {0} of {1} has a value in {2} that is not text or a number.', row, table, column),
};

export const databaseRefusals: Sentences<DatabaseRefusals> = {
  'database.busy': ({ name }) => t('Another program is writing to {0}. Try again in a moment.', name),
  'database.unfit': ({ name, place }) =>
    place === ''
      ? t('{0} cannot be changed like this: its tables have no place for it.', name)
      : t('{0} cannot be changed like this: its tables have no place for {1}.', name, place),
  'database.noDelete': ({ name }) => t('{0} is not deleted: rows of changes stay in their database.', name),
};
