import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { agentDatabase } from '../../../src/core/formats/specDatabase/places.ts';
import { problemMessage } from '../../../src/core/messages/problems.ts';
import { OpenedProject } from '../../support/openedProject.ts';
import { Repository } from '../../support/repository.ts';

/** Suites that open databases are in test/database/. */
describe('a database of specs where Node.js has no SQLite', () => {
  it('is one row that says which Node.js it takes', async function () {
    if (process.getBuiltinModule('node:sqlite' as string) !== undefined) this.skip();
    const repository = new Repository();
    const path = join(repository.root, agentDatabase);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, 'SQLite format 3\0');
    const databaseWorker = join(process.env['THROUGHLINE_ROOT'] ?? '', 'dist/databaseWorker.cjs');
    const opened = new OpenedProject(repository.root, undefined, { databaseWorker });
    try {
      await opened.load();
      const told = [...opened.index.files()].flatMap(({ id, problems }) =>
        problems.map((problem) => `${id.path}: ${problemMessage(problem)}`),
      );
      assert.deepEqual(told, [
        `${agentDatabase}: Reading this database takes Node.js 22.13 or newer. This is Node.js ${process.versions.node}.`,
      ]);
    } finally {
      opened.dispose();
      repository.dispose();
    }
  });
});
