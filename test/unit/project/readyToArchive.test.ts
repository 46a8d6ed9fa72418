import assert from 'node:assert/strict';
import { branchProgress } from '../../../src/core/views/branchProgress.ts';
import { changesToArchive } from '../../../src/core/views/readyToArchive.ts';
import { drawn, outlineContext } from '../../support/indexOf.ts';
import { OpenedProject } from '../../support/openedProject.ts';
import { Repository } from '../../support/repository.ts';

const done = '- [x] 1.1 Code\n';
const open = '- [x] 1.1 Code\n- [ ] 1.2 Text\n';

describe('changes that can be archived', () => {
  let repository: Repository;
  let disk: OpenedProject | undefined;
  beforeEach(() => {
    repository = new Repository();
    repository.commit('2026-06-01', { 'openspec/project.md': '# Kit\n' });
  });
  afterEach(() => {
    disk?.dispose();
    disk = undefined;
    repository.dispose();
  });

  /** Does work on a branch, and merges it. */
  function merge(branch: string, files: Readonly<Record<string, string>>): void {
    repository.git('switch', '--quiet', '--create', branch);
    repository.commit('2026-06-10', files);
    repository.git('switch', '--quiet', 'main');
    repository.git('merge', '--quiet', '--no-ff', '--message', 'Merge', branch);
  }
  async function ready(): Promise<readonly string[]> {
    disk = new OpenedProject(repository.root);
    await disk.load();
    await disk.project.idle();
    return changesToArchive(disk.index).map(({ name }) => name);
  }

  it('are done, and their branch is merged', async () => {
    merge('feat/add-2fa', { 'openspec/changes/add-2fa/tasks.md': done });
    merge('feat/faster', { 'openspec/changes/faster/tasks.md': open });
    repository.commit('2026-06-11', {
      'openspec/changes/no-branch/tasks.md': done,
      'openspec/changes/archive/2026-05-01-old/tasks.md': done,
    });
    assert.deepEqual(await ready(), ['feat/add-2fa']);
    const rows = drawn(branchProgress(disk?.index ?? assert.fail(), outlineContext()));
    assert.deepEqual(
      rows.filter((row) => row.includes('can be archived')),
      ['feat/add-2fa (OpenSpec add-2fa · merged · 1/1 · can be archived)'],
    );
  });

  it('or it is gone, and their progress file names it', async () => {
    const link = 'Spec: [change](../../openspec/changes/add-2fa/tasks.md)';
    const file = `# Codes\n\nBranch: feat/codes\n${link}\n\n| Task | Status | Owner |\n|---|---|---|\n| A | done | maple |\n`;
    merge('feat/codes', {
      'openspec/changes/add-2fa/tasks.md': done,
      'tracking/progress/2026-06-10-codes.md': file,
    });
    repository.git('branch', '--delete', 'feat/codes');
    assert.deepEqual(await ready(), ['feat/codes']);
  });

  it('are not while work goes on', async () => {
    repository.git('switch', '--quiet', '--create', 'feat/add-2fa');
    repository.commit('2026-06-10', { 'openspec/changes/add-2fa/tasks.md': done });
    assert.deepEqual(await ready(), []);
  });
});
