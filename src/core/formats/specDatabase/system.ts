import type { Format, System } from '../format.ts';
import { archiver } from './archive.ts';
import { branchOfChange } from './branches.ts';
import { changes } from './changes.ts';
import { parseCapability } from './capability.ts';
import { longTextsOf, parseChange } from './change.ts';
import { rowEdits } from './edits.ts';
import { databasePaths, fromRowPath } from './places.ts';

const change: Format<'data'> = {
  id: 'specDatabase.change',
  syntax: 'data',
  holds: 'stream',
  globs: (root) => (root.path === '' ? [] : ['changes/*.json']),
  accepts: (path) => fromRowPath(path)?.kind === 'change',
  listed: 'everywhere',
  branchOf: (document, part, checkouts) =>
    part?.status?.value === 'done' ? undefined : branchOfChange(document, checkouts),
  groupOf: (path) => fromRowPath(path)?.database,
  tasks: rowEdits,
  longTexts: longTextsOf,
  *parseInSteps(document, context) {
    yield;
    return parseChange(document, context);
  },
};

const capability: Format<'data'> = {
  id: 'specDatabase.capability',
  syntax: 'data',
  holds: 'spec',
  globs: (root) => (root.path === '' ? [] : ['specs/*.json']),
  accepts: (path) => fromRowPath(path)?.kind === 'capability',
  listed: 'everywhere',
  *parseInSteps(document, context) {
    yield;
    return parseCapability(document, context);
  },
};

/** Changes and living specs that are rows of a database: each is read as a document below the path of its database. */
export const specDatabase: System = {
  id: 'specDatabase',
  formats: [change, capability],
  isAlone: true,
  archiver,
  changes,
  // Its databases have fixed places, where whoever lists looks without a search.
  markers: () => [],
  rootOf: (path) => {
    const database = databasePaths.find((each) => path === each || path.startsWith(`${each}/`));
    return database === undefined ? undefined : { system: 'specDatabase', path: database, place: '' };
  },
  formatBelow: (path) =>
    databasePaths.some((each) => each === path || each.startsWith(`${path}/`)) ? change : undefined,
};
