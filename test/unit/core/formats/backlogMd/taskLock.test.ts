import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createLock, lockName } from '../../../../../src/core/formats/backlogMd/taskLock.ts';
import { openTask, plainFront, taskPath, taskText } from '../../../../support/backlogTexts.ts';

const lockOf = (id: string, path = taskPath) => {
  const open = openTask(taskText([id, ...plainFront.slice(1)]), path);
  return open.format.toolLock?.(open);
};

describe('the lock that Backlog.md takes for a task', () => {
  it('is below the root of the task, whatever folder it is in', () => {
    const lock = lockOf('id: BACK-12');
    assert.ok(lock);
    const { folder } = lock.document;
    assert.deepEqual(lock, {
      tool: 'Backlog.md',
      document: { folder, path: taskPath },
      root: { folder, path: 'backlog' },
      names: ['.locks', 'task-back-12'],
      staleAfterMs: 10_000,
    });
    assert.deepEqual(lockOf('id: BACK-12', 'backlog/completed/back-12 - Show.md')?.names, lock.names);
  });

  it('is known by the ID that the file says', () => {
    const names: Readonly<Record<string, string>> = {
      'back-7': 'task-back-7',
      "'BACK-007'": 'task-back-007',
      '"BACK-7.1"': 'task-back-7.1',
      '7': 'task-task-7',
      'BACK-7a': 'task-back-7a',
      '"BACK-7 b/../../c"': 'task-back-7-b-..-..-c',
      '"../../etc"': 'task-task-..-..-etc',
      '..': 'task-task-..',
      ünï: 'task-task--n-',
    };
    for (const [id, name] of Object.entries(names))
      assert.deepEqual(lockOf(`id: ${id}`)?.names, ['.locks', name], id);
    assert.equal(lockOf('ordinal: 1'), undefined);
    assert.equal(lockOf('id:'), undefined);
  });

  it('is one for all worktrees while a task is made, unless the project does without git', () => {
    const root = { system: 'backlogMd', path: 'backlog', place: '' } as const;
    const document = { folder: 'file:///project', path: 'backlog/tasks/task-2 - B.md' };
    const lock = createLock({ ...root, config: 'project_name: x\n' }, document);
    assert.deepEqual(lock, {
      tool: 'Backlog.md',
      document,
      root: { folder: document.folder, path: 'backlog' },
      names: ['.locks', 'create'],
      inRepository: ['backlog.md', 'locks', 'create'],
      staleAfterMs: 10_000,
    });
    const alone = createLock({ ...root, config: 'filesystem_only: true\n' }, document);
    assert.equal(alone.inRepository, undefined);
  });

  it('has a name that is one part of a path, for every ID', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[./\\ -]*$/)),
        (id) => {
          const name = lockName(id);
          return /^task-[a-z0-9._-]*$/.test(name);
        },
      ),
    );
  });
});
