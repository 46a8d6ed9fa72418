import assert from 'node:assert/strict';
import { refusalMessage } from '../../../src/core/messages/refusals.ts';
import { initializeTracking } from '../../../src/core/operations/initializeTracking.ts';
import { findTitled } from '../../../src/surfaces/widgets/newTask.ts';
import { Project } from '../../../src/project/project.ts';
import { folder, MemoryWorld } from '../../support/memoryWorld.ts';

const as = { me: 'maple', through: 'disk' } as const;
const head = '| Task | Status | Owner | Notes |\n| --- | --- | --- | --- |\n';

async function initialize(files: Record<string, string>, task?: string) {
  const world = new MemoryWorld(files);
  const project = new Project(world, assert.ifError);
  await project.load();
  await project.idle();
  const branch = 'feat/new';
  const input = task === undefined ? { branch } : { branch, task };
  const result = await project.run(folder, initializeTracking, input, as);
  await project.idle();
  const said = result.kind === 'refused' ? refusalMessage(result) : result.kind;
  const streams = project.folder(folder)?.index.streams() ?? [];
  const [stream] = streams;
  const found =
    stream === undefined || task === undefined
      ? undefined
      : await findTitled(project, { folder, key: stream.key }, task.trim());
  return { said, files: world.files, tasks: streams.flatMap(({ tasks }) => tasks), found };
}

/** The one progress file that there is. */
const progressOf = (files: ReadonlyMap<string, string>): string =>
  [...files].find(([path]) => path.includes('/progress/'))?.[1] ?? '';

describe('a tracking directory that is made', () => {
  it('is a README and a progress file, and nothing that git would not keep', async () => {
    const { said, files } = await initialize({});
    assert.equal(said, 'done');
    assert.equal(files.size, 2, [...files.keys()].join());
    assert.ok(progressOf(files).includes(`${head}\n## Notes`));
  });

  for (const [typed, shown] of [
    ['Parse the header', 'Parse the header'],
    ['  two\twords ', 'two words'],
    ['a | b', 'a | b'],
    ['*not* [a](b) `c` <d> snake_case', '*not* [a](b) `c` <d> snake_case'],
    ['解析 🎉', '解析 🎉'],
  ] as const)
    it(`has a first task, free, with its title as it was typed: ${typed.trim()}`, async () => {
      const { said, tasks, found } = await initialize({}, typed);
      assert.equal(said, 'done');
      assert.deepEqual(
        tasks.map(({ title, status, owner }) => [title.value, status.value, owner.value]),
        [[shown, 'todo', undefined]],
      );
      assert.ok(found !== undefined && found === tasks[0]?.key, 'and it is found again, to be shown');
    });

  for (const [why, task] of [
    ['no words', ' \n '],
    ['too many', 'x'.repeat(201)],
  ] as const)
    it(`is not made with a title of ${why}`, async () => {
      const { said, files } = await initialize({}, task);
      assert.notEqual(said, 'done');
      assert.equal(files.size, 0);
    });

  it('loses no task without a word where the branch has its file already', async () => {
    const path = 'tracking/progress/2026-06-11-feat-new.md';
    const text = '# x\n\nBranch: feat/new\n';
    const { said, files } = await initialize({ [path]: text }, 'Parse');
    assert.equal(said, `${path} already exists and was not changed.`);
    assert.deepEqual([...files], [[path, text]]);
  });
});
