import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createGit } from '../../../src/platform/node/git.ts';
import { Repository } from '../../support/repository.ts';

describe('files that are not committed', () => {
  const git = createGit((error) => {
    throw error;
  });
  let repository: Repository;
  beforeEach(() => {
    repository = new Repository();
    repository.commit('2026-06-10', { 'a.md': '' });
  });
  afterEach(() => {
    repository.dispose();
  });

  it('are none in folders that are empty, as git status says', async () => {
    // As Initialize Tracking makes them.
    for (const folder of ['tracking/backlog', 'tracking/tech-debt'])
      mkdirSync(join(repository.root, folder), { recursive: true });
    assert.equal(repository.git('status', '--porcelain'), '');
    assert.deepEqual(await git.uncommitted(repository.root), []);
    repository.write('tracking/progress/2026-06-11-main.md', '');
    assert.deepEqual(await git.uncommitted(repository.root), ['tracking/progress/2026-06-11-main.md']);
    repository.commit('2026-06-11');
    assert.deepEqual(await git.uncommitted(repository.root), []);
    repository.write('tracking/backlog/b.md', '');
    repository.write('a.md', 'x');
    assert.deepEqual(await git.uncommitted(repository.root), ['a.md', 'tracking/backlog/b.md']);
  });
});
