import assert from 'node:assert/strict';
import { backlog } from '../../../src/core/views/backlog.ts';
import { branchProgress } from '../../../src/core/views/branchProgress.ts';
import { techDebt } from '../../../src/core/views/techDebt.ts';
import { Project } from '../../../src/project/project.ts';
import { drawn, outlineContext } from '../../support/indexOf.ts';
import { MemoryWorld, folder } from '../../support/memoryWorld.ts';

describe('a single file where a folder of a tracking directory is meant', () => {
  const open = async (files: Record<string, string>) => {
    const host = new MemoryWorld(files);
    const project = new Project(host, (error) => {
      throw error;
    });
    await project.load();
    await project.idle();
    const rows = (view = branchProgress): string[] => {
      const index = project.folder(folder)?.index;
      assert.ok(index);
      return drawn(view(index, outlineContext()));
    };
    return { host, project, rows };
  };

  it('is shown with the place that is meant, in the tree that it would be in', async () => {
    const { project, rows } = await open({
      'tracking/TODO.md': '- [ ] a\n',
      'packages/web/tracking/progress.md': '| Task | Status |\n|-|-|\n| a | todo |\n',
      'tracking/backlog.md': '# B\n',
      'tracking/tech-debt.md': '',
    });
    assert.deepEqual(rows(), [
      'TODO.md (1 problem)',
      '  tracking/TODO.md is not read: progress files are in tracking/progress/, one for each branch. (line 1)',
      'progress.md (1 problem)',
      '  packages/web/tracking/progress.md is not read: progress files are in packages/web/tracking/progress/, one for each branch. (line 1)',
    ]);
    assert.deepEqual(rows(backlog), [
      'backlog.md (1 problem)',
      '  tracking/backlog.md is not read: backlog items are in tracking/backlog/, one file each. (line 1)',
    ]);
    assert.deepEqual(rows(techDebt), [
      'No origin (1)',
      '  tech-debt.md (1 problem)',
      '    tracking/tech-debt.md is not read: tech-debt items are in tracking/tech-debt/, one file each. (line 1)',
    ]);
    assert.deepEqual(project.folder(folder)?.index.streams(), []);
  });

  it('is known of in the folder itself, where a list is not read either', async () => {
    const lists = async (files: Record<string, string>): Promise<readonly string[]> => {
      const { project, rows } = await open(files);
      assert.deepEqual([...rows(), ...rows(backlog), ...rows(techDebt)], []);
      return [...(project.folder(folder)?.unreadLists ?? [])];
    };
    assert.deepEqual(await lists({ 'TODO.md': '- a\n', 'BACKLOG.md': '- b\n' }), ['backlog']);
    assert.deepEqual(await lists({ 'todo.md': '', 'TECH_DEBT.md': '' }), ['backlog', 'debt']);
    assert.deepEqual(
      await lists({ 'README.md': '', 'docs/TODO.md': '', 'TODO.txt': '', 'DEBTORS.md': '' }),
      [],
    );
  });

  it('is nothing of ours under another name, or elsewhere', async () => {
    const { rows } = await open({
      'tracking/README.md': '',
      'tracking/metrics.md': '',
      'docs/TODO.md': '',
      'tracking/notes/todo.md': '',
      'mytracking/todo.md': '',
    });
    assert.deepEqual(rows(), []);
  });

  it('comes and goes as other files do', async () => {
    const { host, project, rows } = await open({});
    host.write('tracking/tasks.md', 'x');
    await project.idle();
    assert.equal(rows()[0], 'tasks.md (1 problem)');
    host.write('tracking/tasks.md', undefined);
    await project.idle();
    assert.deepEqual(rows(), []);
  });
});
