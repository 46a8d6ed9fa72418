import assert from 'node:assert/strict';
import { claim } from '../../../src/core/operations/claim.ts';
import { addTask } from '../../../src/core/operations/addTask.ts';
import { finish } from '../../../src/core/operations/finish.ts';
import { release } from '../../../src/core/operations/release.ts';
import { lossMessage } from '../../../src/core/messages/losses.ts';
import { undo } from '../../../src/core/operations/undo.ts';
import { toKey } from '../../../src/core/text/key.ts';
import { Project } from '../../../src/project/project.ts';
import { folder, MemoryWorld } from '../../support/memoryWorld.ts';
import { runOn } from '../../support/attempt.ts';

const path = 'tracking/progress/2026-06-11-feat-x.md';
const base =
  '# feat/x\n\nBranch: `feat/x`\n\n| Task | Status | Owner |\n|---|---|---|\n| One | todo | - |\n\n## Notes\n';
const claimed = base.replace('| todo | - |', '| wip | maple |');

describe('a claim that was written', () => {
  async function claimIt(text = base, titles: readonly string[] = ['One']) {
    const host = new MemoryWorld({ [path]: text });
    const project = new Project(host, (error) => {
      throw error;
    });
    const told: string[] = [];
    project.onDidLose(({ loss }) => told.push(lossMessage(loss)));
    const run = async (action: typeof claim, title: string): Promise<void> => {
      const args = { task: toKey(`${path}#${title}`) };
      const options = { me: 'maple', through: 'disk' } as const;
      assert.equal((await runOn(project, { folder, key: toKey(path) }, action, args, options)).kind, 'done');
    };
    for (const title of titles) await run(claim, title);
    const settle = async (): Promise<void> => {
      for (let i = 0; i < 20; i++) await host.pause();
    };
    /** Somebody writes the file; gives what it is once everything that follows from that is done, and was told. */
    const write = async (now: string): Promise<string> => {
      host.write(path, now);
      await settle();
      await host.passTime();
      await settle();
      return host.files.get(path) ?? '';
    };
    return { host, project, told, write, run, settle };
  }
  const free =
    'Your claim of One in tracking/progress/2026-06-11-feat-x.md was overwritten: it is free again.';
  const half = 30_000;

  it('is made again when somebody writes an older text over it', async () => {
    const { write, told } = await claimIt();
    assert.equal(await write(`${base}- otter: a note\n`), `${claimed}- otter: a note\n`);
    assert.deepEqual(told, []);
  });

  it('is made again once; the second time it is told', async () => {
    const { write, told } = await claimIt();
    await write(`${base}- otter: a note\n`);
    assert.equal(await write(`${base}- otter: another\n`), `${base}- otter: another\n`);
    assert.deepEqual(told, [free]);
  });

  it('is not fought for when the whole file is as it was, by whatever way, but told', async () => {
    const { write, told } = await claimIt();
    assert.equal(await write(base), base);
    assert.deepEqual(told, [free]);
  });

  it('is not fought for when somebody who took it back goes on writing, but told', async () => {
    const { host, write, settle, told } = await claimIt();
    host.write(path, base);
    await settle();
    assert.equal(await write(`${base}- otter: a note\n`), `${base}- otter: a note\n`);
    assert.deepEqual(told, [free]);
  });

  it('is not fought for when git moved right after it, but told', async () => {
    const { host, write, told } = await claimIt();
    host.head = 'another';
    assert.equal(await write(`${base}- otter: stashed\n`), `${base}- otter: stashed\n`);
    assert.deepEqual(told, [free]);
  });

  for (const [name, text] of [
    ['exactly', base],
    ['with a note', `${base}- otter: a note\n`],
    ['with other spaces in the table', base.replace('| One | todo | - |', '| One  | todo   | -     |')],
  ] as const)
    it(`is told when somebody writes the text that he read half a minute ago: ${name}`, async () => {
      const { host, write, told } = await claimIt();
      host.time = half;
      assert.equal(await write(text), text);
      assert.deepEqual(told, [free]);
      await write(`${text}- heron: later\n`);
      assert.equal(told.length, 1, 'once');
    });

  for (const time of [500, half])
    it(`is told when the row is somebody else’s ${time} milliseconds later`, async () => {
      const { host, write, told } = await claimIt();
      host.time = time;
      const others = base.replace('| todo | - |', '| wip | otter |');
      assert.equal(await write(others), others);
      assert.deepEqual(told, [
        'Your claim of One in tracking/progress/2026-06-11-feat-x.md was overwritten: it now belongs to otter.',
      ]);
    });

  it('is no loss while its owner’s row moves on, and is told when it is free after that', async () => {
    const { host, write, told } = await claimIt();
    host.time = half;
    await write(claimed.replace('wip', 'blocked'));
    await write(claimed.replace('wip', 'done').replace('| One |', '| **One** |'));
    assert.deepEqual(told, []);
    await write(base);
    assert.deepEqual(told, [free]);
  });

  it('is told once with all others that one text took back', async () => {
    const rows = ['One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven'];
    const many = base.replace('| One | todo | - |', rows.map((row) => `| ${row} | todo | - |`).join('\n'));
    const { host, write, told } = await claimIt(many, rows);
    host.time = half;
    await write(many);
    assert.deepEqual(told, [
      '7 of your changes in tracking/progress/2026-06-11-feat-x.md were overwritten by someone else: One, Two, Three, Four, Five, …',
    ]);
  });

  it('is not told when it was undone here: by an action, or in an editor', async () => {
    const released = await claimIt();
    released.host.time = half;
    await released.run(release, 'One');
    assert.equal(await released.write(`${base}- otter: a note\n`), `${base}- otter: a note\n`);
    const typed = await claimIt();
    typed.host.time = half;
    typed.host.editors.set(path, base);
    typed.host.hint(path);
    await typed.settle();
    typed.host.editors.delete(path);
    await typed.write(base);
    assert.deepEqual([released.told, typed.told], [[], []]);
  });

  it('is not told of a row that was added, and undone here', async () => {
    const { host, project, told, settle } = await claimIt();
    const options = { me: 'maple', through: 'disk' } as const;
    const added = await runOn(project, { folder, key: toKey(path) }, addTask, { title: 'Two' }, options);
    assert.ok(added.kind === 'done' && added.outcome.undo !== undefined);
    assert.equal((await project.run(folder, undo, added.outcome.undo.input, options)).kind, 'done');
    assert.equal(host.files.get(path), claimed);
    host.hint(path);
    await settle();
    await host.passTime();
    await settle();
    assert.deepEqual(told, []);
  });

  it('is not told when it was put right before anybody could read that', async () => {
    const { host, settle, told, write } = await claimIt();
    host.time = half;
    host.write(path, base);
    await settle();
    await write(claimed);
    assert.deepEqual(told, []);
  });

  it('is not told when git takes it back later; after a commit it is still followed', async () => {
    const stashed = await claimIt();
    stashed.host.time = half;
    stashed.host.head = 'stashed';
    await stashed.write(base);
    const committed = await claimIt();
    committed.host.time = half;
    committed.host.head = 'committed';
    committed.host.setClone(undefined);
    await committed.settle();
    await committed.write(base);
    assert.deepEqual([stashed.told, committed.told], [[], [free]]);
  });

  it('is told of the last of several changes, whichever text before them comes back', async () => {
    const { host, run, write, told } = await claimIt();
    await run(finish, 'One');
    host.time = half;
    await write(base);
    assert.deepEqual(told, [`One is free again in ${path}: someone else wrote the file after you.`]);
  });

  it('that was given back is not told when somebody else takes the row', async () => {
    const { host, run, write, told } = await claimIt();
    await run(release, 'One');
    host.time = half;
    await write(base.replace('| todo | - |', '| wip | otter |'));
    await write(claimed);
    assert.deepEqual(told, []);
  });

  it('is forgotten after so many others that a window need not keep them all', async () => {
    const paths = Array.from({ length: 502 }, (_, i) => `tracking/progress/2026-06-11-feat-${i}.md`);
    const host = new MemoryWorld(Object.fromEntries(paths.map((each) => [each, base])));
    const project = new Project(host, (error) => {
      throw error;
    });
    const told: string[] = [];
    project.onDidLose((lost) => told.push(lost.document.path));
    const options = { me: 'maple', through: 'disk' } as const;
    for (const each of paths)
      await runOn(project, { folder, key: toKey(each) }, claim, { task: toKey(`${each}#One`) }, options);
    host.time = half;
    for (const each of paths) host.write(each, base);
    for (let i = 0; i < 20; i++) await host.pause();
    await host.passTime();
    for (let i = 0; i < 20; i++) await host.pause();
    assert.deepEqual(told, paths.slice(2));
  });
});

describe('a task that was added', () => {
  it('is told when a text from before takes it out of the file', async () => {
    const host = new MemoryWorld({ [path]: base });
    const project = new Project(host, (error) => {
      throw error;
    });
    const told: string[] = [];
    project.onDidLose(({ loss }) => told.push(lossMessage(loss)));
    const options = { me: 'maple', through: 'disk' } as const;
    assert.equal(
      (await runOn(project, { folder, key: toKey(path) }, addTask, { title: 'Two' }, options)).kind,
      'done',
    );
    host.time = 30_000;
    host.write(path, base);
    for (let i = 0; i < 20; i++) await host.pause();
    await host.passTime();
    for (let i = 0; i < 20; i++) await host.pause();
    assert.deepEqual(told, [
      'Two is no longer in tracking/progress/2026-06-11-feat-x.md: someone else wrote the file after you added it.',
    ]);
  });
});
