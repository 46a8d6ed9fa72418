import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { refusalMessage } from '../../../src/core/messages/refusals.ts';
import { toKey } from '../../../src/core/text/key.ts';
import { undoStart } from '../../../src/project/branchStart.ts';
import { startChange } from '../../../src/project/changeStart.ts';
import { OpenedProject } from '../../support/openedProject.ts';
import { Repository } from '../../support/repository.ts';

const at = 'openspec/changes/add-2fa';
const archived = 'openspec/changes/archive/2026-05-01-old/tasks.md';

describe('the branch of a change begins', () => {
  let repository: Repository;
  let disk: OpenedProject;
  beforeEach(async () => {
    repository = new Repository();
    repository.commit('2026-06-01', {
      'openspec/project.md': '# Kit\n',
      [`${at}/proposal.md`]: '# Change: Ask for a code\n',
      [`${at}/tasks.md`]: '- [ ] 1.1 Code\n',
      [archived]: '- [x] 1.1 Old\n',
    });
    disk = new OpenedProject(repository.root);
    await disk.load();
  });
  afterEach(() => {
    disk.dispose();
    repository.dispose();
  });
  const context = () => ({
    project: disk.project,
    git: disk.world.repository,
    folder: disk.folder,
    today: '2026-06-20',
  });
  const start = (branch: string, wish: Partial<Parameters<typeof startChange.run>[1]> = {}) =>
    startChange.run(context(), {
      change: toKey(`${at}/tasks.md`),
      branch,
      where: 'here',
      withFile: false,
      ...wish,
    });
  const branchOf = (): string | undefined => disk.index.findStream(toKey(`${at}/tasks.md`))?.branch;

  it('by git alone: the change is the work of the branch', async () => {
    const started = await start('feat/add-2fa');
    assert.ok(started.kind === 'started');
    assert.equal(repository.git('symbolic-ref', '--short', 'HEAD').trim(), 'feat/add-2fa');
    await disk.project.idle();
    assert.equal(branchOf(), 'feat/add-2fa');
    assert.equal(repository.git('status', '--porcelain').trim(), '');
    assert.ok(started.undo);
    const undone = await undoStart.run(context(), started.undo);
    assert.equal(undone.kind, 'undone');
    assert.equal(repository.git('branch', '--list', 'feat/add-2fa').trim(), '');
  });

  it('with a progress file where that is wanted', async () => {
    const started = await start('feat/add-2fa', { withFile: true });
    assert.ok(started.kind === 'started');
    assert.equal(started.path, 'tracking/progress/2026-06-20-feat-add-2fa.md');
    await disk.project.idle();
    assert.deepEqual(
      disk.index.streamsOfBranch('feat/add-2fa').map(({ title }) => title),
      ['Ask for a code', 'Ask for a code'],
    );
  });

  it('in a worktree, which has the change if it is committed', async () => {
    const started = await start('feat/add-2fa', { where: 'worktree' });
    assert.ok(started.kind === 'started' && started.isItemLeft === undefined);
    assert.ok(existsSync(join(new URL(started.folder).pathname, at, 'tasks.md')));
  });

  it('in a worktree without what is not committed, which is told', async () => {
    repository.write('openspec/changes/faster/tasks.md', '- [ ] 1.1 Run\n');
    await disk.project.refresh();
    const change = toKey('openspec/changes/faster/tasks.md');
    const started = await start('feat/faster', { change, where: 'worktree' });
    assert.ok(started.kind === 'started' && started.isItemLeft === true);
  });

  it('here with what is not committed, also where nothing else of the folder is on the base', async () => {
    repository.git('switch', '--quiet', '--orphan', 'bare');
    repository.commit('2026-06-02', { 'README.md': 'Kit\n' });
    repository.git('branch', '--force', 'main', 'bare');
    repository.git('switch', '--quiet', '--create', 'feat/other');
    repository.commit('2026-06-11', {
      'openspec/project.md': '# Kit\n',
      'openspec/changes/slower/tasks.md': '- [ ] 1.1 Walk\n',
    });
    repository.write('openspec/changes/faster/tasks.md', '- [ ] 1.1 Run\n');
    await disk.project.refresh();
    await disk.project.idle();
    const change = toKey('openspec/changes/faster/tasks.md');
    const started = await start('feat/faster', { change });
    assert.ok(started.kind === 'started' && started.isItemLeft === undefined);
    await disk.project.refresh();
    await disk.project.idle();
    assert.equal(disk.index.findStream(change)?.branch, 'feat/faster');
  });

  it('here without what only another branch has, which is told', async () => {
    repository.git('switch', '--quiet', '--create', 'feat/other');
    repository.commit('2026-06-11', { 'openspec/changes/faster/tasks.md': '- [ ] 1.1 Run\n' });
    await disk.project.refresh();
    const started = await start('feat/faster', { change: toKey('openspec/changes/faster/tasks.md') });
    assert.ok(started.kind === 'started' && started.isItemLeft === true);
  });

  for (const [name, branch, wish, message] of [
    [
      'under another name',
      'feat/codes',
      {},
      'The last part of the name feat/codes has to be add-2fa, as that tells whose work the branch is.',
    ],
    [
      'for what was put away',
      'feat/old',
      { change: toKey(archived) },
      'old is archived, so it is not changed any more.',
    ],
    [
      'for what is no change',
      'feat/x',
      { change: toKey('README.md') },
      ' is not part of a change, and not a living spec.',
    ],
    ['under no name at all', 'feat/..', {}, 'A branch name cannot contain “..” or “@{”, or end with “.”.'],
  ] as const)
    it(`not ${name}`, async () => {
      const before = repository.git('for-each-ref');
      const result = await start(branch, wish);
      assert.ok(result.kind === 'refused');
      assert.equal(refusalMessage(result), message);
      assert.equal(repository.git('for-each-ref'), before);
    });

  it('not twice', async () => {
    await start('feat/add-2fa');
    await disk.project.idle();
    const result = await start('fix/add-2fa');
    assert.ok(result.kind === 'refused' && result.code === 'change.branch');
  });
});
