import assert from 'node:assert/strict';
import { refusalMessage } from '../../../src/core/messages/refusals.ts';
import type { DocumentChange, Plan } from '../../../src/core/model/plan.ts';
import type { ToolLock } from '../../../src/core/model/toolLock.ts';
import { claim } from '../../../src/core/operations/claim.ts';
import { toKey } from '../../../src/core/text/key.ts';
import type { Committed, Scope } from '../../../src/project/plan.ts';
import { Project } from '../../../src/project/project.ts';
import { runOn } from '../../support/attempt.ts';
import { folder, MemoryWorld } from '../../support/memoryWorld.ts';
import { toolLocked } from '../../support/toolLocked.ts';

const path = 'kit/tasks/1.md';
const lockPath = 'kit/.locks/task-1';
const lock = (name = 'task-1'): ToolLock => ({
  tool: 'Kit.md',
  document: { folder, path },
  root: { folder, path: 'kit' },
  names: ['.locks', name],
  staleAfterMs: 10_000,
});

describe('the lock of another tool, around a change', () => {
  let world: MemoryWorld;
  /** What each plan was made of, and whether the tool's lock was held then. */
  let plans: { readonly text: string; readonly isLocked: boolean }[];
  beforeEach(() => {
    world = new MemoryWorld({ [path]: 'old\n' });
    plans = [];
  });

  const append = (text: string): DocumentChange => ({
    kind: 'edit',
    document: { folder, path },
    edits: [{ range: { start: text.length, end: text.length }, expect: '', text: 'new\n' }],
  });
  const commit = (
    toPlan: (text: string) => Partial<Plan> | Error = () => ({}),
    through: Scope['through'] = 'disk',
  ): Promise<Committed> =>
    world.documents.commit(
      { documents: [{ folder, path }], through },
      {
        plan: ([now]) => {
          assert.ok(now?.kind === 'text');
          plans.push({ text: now.text, isLocked: world.toolLocks.has(lockPath) });
          const more = toPlan(now.text);
          if (more instanceof Error) throw more;
          return Promise.resolve({
            kind: 'plan',
            changes: [append(now.text)],
            toolLocks: [lock()],
            ...more,
          });
        },
      },
    );
  /** Lets time go on until a commit has ended; how often it was waited for something. */
  const ended = async (committed: Promise<Committed>) => {
    const until = { ended: false };
    void committed.then(
      () => (until.ended = true),
      () => (until.ended = true),
    );
    let waits = 0;
    while (!until.ended) waits += await world.passTime();
    return { ...(await committed), waits };
  };

  it('is held while it is read and planned for the last time and written, and let go then', async () => {
    let isLocked: boolean | undefined;
    world.beforeApply = () => {
      isLocked = world.toolLocks.has(lockPath);
    };
    const { result } = await commit();
    assert.deepEqual(result, { kind: 'done' });
    assert.ok(isLocked);
    assert.deepEqual(plans, [
      { text: 'old\n', isLocked: false },
      { text: 'old\n', isLocked: true },
    ]);
    assert.deepEqual([...world.toolLocks], []);
    assert.equal(world.files.get(path), 'old\nnew\n');
  });

  it('makes it plan anew what the tool wrote before it let go', async () => {
    world.toolLocks.add(lockPath);
    const committed = commit();
    await world.pause();
    world.files.set(path, 'tool\n');
    world.toolLocks.delete(lockPath);
    const { result, waits } = await ended(committed);
    assert.equal(result.kind, 'done');
    assert.equal(waits, 1);
    assert.equal(world.files.get(path), 'tool\nnew\n');
    assert.deepEqual(
      plans.map(({ text }) => text),
      ['old\n', 'tool\n', 'tool\n'],
    );
  });

  it('is waited for two seconds, then it is refused with the name of the tool and of the lock, and nothing is written', async () => {
    world.toolLocks.add(lockPath);
    const { result, waits } = await ended(commit());
    assert.ok(result.kind === 'refused' && result.code === 'file.busy', JSON.stringify(result));
    assert.equal(
      refusalMessage(result),
      'kit/tasks/1.md is being changed by Kit.md, so nothing was changed. Try again. If nothing is changing it, remove kit/.locks/task-1.',
    );
    assert.equal(waits, 40);
    assert.equal(world.files.get(path), 'old\n');
    assert.deepEqual([...world.toolLocks], [lockPath]);
  });

  it('is held no more while it is waited for another one, and is let go whatever comes of the change', async () => {
    world.toolLocks.add('kit/.locks/task-2');
    const seen: boolean[] = [];
    const committed = commit(() => ({ toolLocks: [lock(), lock('task-2')] }));
    await world.pause();
    seen.push(world.toolLocks.has(lockPath));
    assert.equal((await ended(committed)).result.kind, 'refused');
    assert.deepEqual(seen, [false]);
    world.toolLocks.delete('kit/.locks/task-2');

    world.toolLocksTaken.length = 0;
    const failed = commit((text) =>
      plans.at(-1)?.isLocked === true ? new Error(text) : { toolLocks: [lock()] },
    );
    await assert.rejects(failed, /old/);
    const refused = await commit(() => ({
      condition: () => ({ kind: 'refused', code: 'branch.switched', data: { path } }),
    }));
    assert.equal(refused.result.kind, 'refused');
    assert.deepEqual(world.toolLocksTaken, [lockPath, lockPath]);
    assert.deepEqual([...world.toolLocks], []);
    assert.equal(world.files.get(path), 'old\n');
  });

  it('that somebody removes is taken again before anything is made', async () => {
    let removals = 0;
    const made = { folder, path: 'kit/tasks/2.md' };
    const { result } = await commit(() => ({
      changes: [{ kind: 'create', document: made, text: 'two\n' }],
      condition: () => {
        if (removals++ < 2) world.toolLocks.clear();
        return undefined;
      },
    }));
    assert.equal(result.kind, 'done');
    assert.equal(world.toolLocksTaken.length, 3);
    assert.deepEqual([...world.toolLocks], []);
  });

  it('that somebody removes undoes what was to be changed together', async () => {
    let removals = 0;
    const { result } = await commit((text) => ({
      changes: [
        append(text),
        { kind: 'create', document: { folder, path: 'kit/tasks/2.md' }, text: 'two\n' },
      ],
      atomic: true,
      condition: () => {
        if (removals++ < 1) world.toolLocks.clear();
        return undefined;
      },
    }));
    assert.equal(result.kind, 'done');
    assert.equal(world.toolLocksTaken.length, 2);
    assert.equal(world.files.get(path), 'old\nnew\n');
  });

  it('is not needed for the text of an editor, nor for a plan that is refused', async () => {
    world.editors.set(path, 'typed\n');
    assert.equal((await commit(undefined, 'editor')).result.kind, 'done');
    assert.deepEqual(world.toolLocksTaken, []);
    assert.equal(world.editors.get(path), 'typed\nnew\n');
  });
});

describe('a format whose own tool takes locks', () => {
  const progress = 'tracking/progress/2026-06-11-feat-x.md';

  it('has the lock of what is changed held, and of nothing else', async () => {
    const world = new MemoryWorld({
      [progress]: 'Branch: feat/x\n\n| Task | Status | Owner |\n|---|---|---|\n| One | todo | - |\n',
    });
    const project = new Project(
      world,
      (error) => {
        throw error;
      },
      [toolLocked],
    );
    await project.load();
    const run = (row: string) =>
      runOn(
        project,
        { folder, key: toKey(progress) },
        claim,
        { task: toKey(`${progress}#${row}`) },
        { me: 'maple', through: 'disk' },
      );
    const claimed = run('One');
    while (world.toolLocks.size > 0 || world.toolLocksTaken.length === 0) await world.pause();
    while ((await world.passTime()) === 0);
    assert.equal((await claimed).kind, 'done');
    assert.deepEqual(world.toolLocksTaken, ['tracking/.locks/2026-06-11-feat-x.md']);
    assert.equal((await run('Two')).kind, 'refused');
    assert.equal(world.toolLocksTaken.length, 1);
    project.dispose();
  });
});
