import assert from 'node:assert/strict';
import { refusalMessage } from '../../../src/core/messages/refusals.ts';
import type { Outcome } from '../../../src/core/model/outcome.ts';
import { addNote } from '../../../src/core/operations/addNote.ts';
import { addWorkflow } from '../../../src/core/operations/addWorkflow.ts';
import { claim } from '../../../src/core/operations/claim.ts';
import { defer } from '../../../src/core/operations/defer.ts';
import { initializeTracking } from '../../../src/core/operations/initializeTracking.ts';
import { closeItem } from '../../../src/core/operations/items.ts';
import { mergeFiles } from '../../../src/core/operations/mergeFiles.ts';
import type { Write } from '../../../src/core/operations/operation.ts';
import { undo } from '../../../src/core/operations/undo.ts';
import { toKey } from '../../../src/core/text/key.ts';
import { Project } from '../../../src/project/project.ts';
import { folder, MemoryWorld } from '../../support/memoryWorld.ts';

const path = 'tracking/progress/2026-06-11-feat-x.md';
const document = toKey(path);
const task = toKey(`${path}#One`);
const text =
  '# x\n\nBranch: feat/x\n\n| Task | Status | Owner |\n|---|---|---|\n| One | Not started | — |\n| Two | todo | — |\n\n## Notes\n\n- otter: first\n';
const as = { me: 'maple', through: 'disk' } as const;

function open(files: Record<string, string> = { [path]: text }) {
  const world = new MemoryWorld(files);
  const project = new Project(world, (error) => {
    throw error;
  });
  /** Lets time go on until something is there: a file that is gone may be about to come back. */
  const inTime = async <T>(promise: Promise<T>): Promise<T> => {
    const waited = { isOver: false };
    const done = promise.finally(() => {
      waited.isOver = true;
    });
    while (!waited.isOver) {
      await world.pause();
      await world.passTime();
    }
    return done;
  };
  /** Runs an operation for somebody who agrees to all that is asked. */
  const run = async <Input>(operation: Write<Input>, input: Input): Promise<Outcome> => {
    const first = await inTime(project.run(folder, operation, input, as));
    const isAsked = first.kind === 'refused' && first.confirmable === true;
    const result = isAsked
      ? await inTime(project.run(folder, operation, input, { ...as, confirmed: [first] }))
      : first;
    assert.ok(result.kind === 'done', JSON.stringify(result));
    return result.outcome;
  };
  /** What becomes of the files when an outcome is undone, by the operation and the input that it says. */
  const takeBack = async ({ undo: way }: Outcome): Promise<string> => {
    assert.ok(way?.operation === undo.id);
    // As it is after a way through JSON: tools send it so.
    const input = undo.input.safeParse(JSON.parse(JSON.stringify(way.input)));
    assert.ok(input.success);
    const result = await inTime(project.run(folder, undo, input.data, as));
    return result.kind === 'refused' ? `${result.code}: ${refusalMessage(result)}` : result.kind;
  };
  const filesNow = () => Object.fromEntries([...world.files].sort());
  return { world, project, run, takeBack, inTime, files: filesNow };
}

describe('what was done', () => {
  const second = 'tracking/progress/2026-06-12-feat-x.md';
  const item = 'tracking/backlog/a.md';
  const all = {
    [path]: text,
    [second]: text.replace('Two', 'Three'),
    [item]: '# A\n\nStatus: open\n',
    'AGENTS.md': '# Agents\n',
  };
  for (const [what, change] of [
    ['a claim', ({ run }) => run(claim, { document, task })],
    ['a note', ({ run }) => run(addNote, { document, text: 'second' })],
    ['a task put off, with its debt item', ({ run }) => run(defer, { document, task, title: 'Later' })],
    [
      'a merge, with the file that it removed',
      ({ run }) => run(mergeFiles, { document, other: toKey(second) }),
    ],
    ['an item that was closed', ({ run }) => run(closeItem, { document: toKey(item), how: 'status' })],
    ['an item that was removed', ({ run }) => run(closeItem, { document: toKey(item), how: 'remove' })],
    [
      'a tracking directory with a first task',
      ({ run }) => run(initializeTracking, { branch: 'feat/other', task: 'Parse' }),
    ],
    ['the workflow', ({ run }) => run(addWorkflow, { path: 'AGENTS.md' })],
    ['a file for the workflow', ({ run }) => run(addWorkflow, { path: 'CLAUDE.md' })],
  ] as const satisfies readonly (readonly [string, (opened: ReturnType<typeof open>) => Promise<Outcome>])[])
    it(`is undone to the byte, and done again: ${what}`, async () => {
      const opened = open(all);
      await opened.project.load();
      await opened.project.idle();
      const before = opened.files();
      const outcome = await change(opened);
      const after = opened.files();
      assert.notDeepEqual(after, before);
      const input = outcome.undo?.input ?? { changes: [] };
      const result = await opened.inTime(opened.project.run(folder, undo, input, as));
      assert.ok(result.kind === 'done', JSON.stringify(result));
      assert.deepEqual(opened.files(), before);
      assert.equal(await opened.takeBack(result.outcome), 'done');
      assert.deepEqual(opened.files(), after);
    });

  it('is undone though others changed something else, and nobody does it again', async () => {
    const { world, run, takeBack } = open();
    const outcome = await run(claim, { document, task });
    world.write(path, world.files.get(path)?.replace('Two | todo | —', 'Two | wip | otter'));
    assert.equal(await takeBack(outcome), 'done');
    for (let i = 0; i < 20; i++) {
      await world.pause();
      await world.passTime();
    }
    assert.equal(world.files.get(path), text.replace('Two | todo | —', 'Two | wip | otter'));
  });

  it('is not undone once anything that was written is another, not even the rest of it', async () => {
    const { world, run, takeBack, files } = open();
    const outcome = await run(defer, { document, task, title: 'Later' });
    world.write('tracking/tech-debt/later.md', '# Later\n\nMore about it.\n');
    const now = files();
    assert.equal(
      await takeBack(outcome),
      'undo.changed: tracking/tech-debt/later.md was changed in the meantime, so nothing was undone. Change it by hand.',
    );
    assert.deepEqual(files(), now);
    world.write('tracking/tech-debt/later.md', undefined);
    assert.match(await takeBack(outcome), /^undo\.changed/);
    assert.equal(files()[path], now[path]);
  });

  it('is not undone twice', async () => {
    const { run, takeBack, files } = open();
    const outcome = await run(claim, { document, task });
    assert.equal(await takeBack(outcome), 'done');
    assert.match(await takeBack(outcome), /^undo\.changed/);
    assert.equal(files()[path], text);
  });

  it('and removed is not put over what came in its place', async () => {
    const { world, run, takeBack } = open({ ...all });
    const outcome = await run(closeItem, { document: toKey(item), how: 'remove' });
    world.write(item, '# Another\n');
    assert.match(await takeBack(outcome), /^undo\.changed/);
    assert.equal(world.files.get(item), '# Another\n');
  });

  it('is undone nowhere but in the folder and the worktrees of its clone', async () => {
    const { project } = open();
    for (const change of [
      { kind: 'delete', folder: 'memory:/elsewhere', path: 'a.md', text: '' },
      { kind: 'create', folder: 'memory:/elsewhere', path: 'a.md', text: '' },
    ] as const) {
      const result = await project.run(folder, undo, { changes: [change] }, as);
      assert.equal(result.kind === 'refused' && result.code, 'file.unknown');
    }
  });
});
