import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { claim } from '../../../src/core/operations/claim.ts';
import { lossMessage } from '../../../src/core/messages/losses.ts';
import { toKey } from '../../../src/core/text/key.ts';
import type { LostChange } from '../../../src/project/changeWatch.ts';
import { Project } from '../../../src/project/project.ts';
import type { OpenedWorld } from '../../../src/platform/node/openWorld.ts';
import { folderId, openFolder } from '../../support/openedProject.ts';
import { folder as memory, MemoryWorld } from '../../support/memoryWorld.ts';
import { temporaryFolder } from '../../support/sample.mjs';
import { runOn } from '../../support/attempt.ts';

const path = 'tracking/progress/2026-06-11-feat-x.md';
const row = (i: number, state = 'todo | -'): string => `| Row ${i} | ${state} |\n`;
const rows = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, i) => row(from + i)).join('');
const head = '# feat/x\n\nBranch: `feat/x`\n\n| Task | Status | Owner |\n|---|---|---|\n';
const whole = `${head}${rows(0, 40)}`;
const half = `${head}${rows(0, 20)}`;
const wanted = whole.replace(row(30), row(30, 'done | otter'));

describe('somebody who writes a file in place, bit by bit, while a task of it is claimed', () => {
  let root: string;
  let file: string;
  let world: OpenedWorld;
  let project: Project;
  let told: LostChange[];
  let waiting: (() => void)[];

  beforeEach(() => {
    root = temporaryFolder();
    for (const each of ['tracking/progress', '.git/objects', '.git/refs'])
      fs.mkdirSync(join(root, each), { recursive: true });
    file = join(root, path);
    fs.writeFileSync(file, whole);
    waiting = [];
    world = openFolder(root, { idle: () => new Promise((resolve) => waiting.push(resolve)) });
    project = new Project(world, (error) => {
      throw error;
    });
    told = [];
    project.onDidLose((lost) => told.push(lost));
  });
  afterEach(async () => {
    world.dispose();
    await looks(1);
    project.dispose();
    fs.rmSync(root, { recursive: true });
  });

  /** Lets all replaced files be looked at so often. */
  async function looks(times: number): Promise<void> {
    for (let i = 0; i < times; i++) {
      for (const go of waiting.splice(0)) go();
      await until(() => waiting.length >= world.documents.replaced.size);
    }
  }
  async function until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await world.clock.pause();
  }
  async function claimIt(i: number): Promise<void> {
    const args = { task: toKey(`${path}#Row ${i}`) };
    const result = await runOn(project, { folder: folderId(root), key: toKey(path) }, claim, args, {
      me: 'maple',
      through: 'disk',
    });
    assert.equal(result.kind, 'done');
  }
  const now = (): string => fs.readFileSync(file, 'utf8');
  const both = wanted.replace(row(3), row(3, 'wip | maple'));

  for (const flags of ['w', 'r+'] as const)
    for (const wait of [0, 30])
      it(`loses nothing, and takes nothing back: opened with ${flags}, the rest ${wait} looks later`, async () => {
        const writer = fs.openSync(file, flags);
        fs.writeSync(writer, half);
        await claimIt(3);
        await looks(wait);
        fs.writeSync(writer, wanted.slice(half.length));
        fs.closeSync(writer);
        await looks(6);
        await until(() => now() === both);
        assert.deepEqual(told, []);
      });

  it('loses nothing when the file is changed together with another one', async () => {
    const other = { folder: folderId(root), path: 'tracking/backlog/other.md' };
    const writer = fs.openSync(file, 'r+');
    const { result } = await world.documents.commit(
      { documents: [{ folder: folderId(root), path }], through: 'disk' },
      {
        plan: ([snapshot]) => {
          const text = snapshot?.kind === 'text' ? snapshot.text : '';
          const start = text.indexOf(row(3));
          const edit = { range: { start, end: start + row(3).length }, expect: row(3) };
          const edits = [{ ...edit, text: row(3, 'wip | maple') }];
          return Promise.resolve({
            kind: 'plan',
            atomic: true,
            changes: [
              { kind: 'create', document: other, text: '' },
              { kind: 'edit', document: { folder: folderId(root), path }, edits },
            ],
          });
        },
      },
    );
    assert.equal(result.kind, 'done', JSON.stringify(result));
    fs.writeSync(writer, wanted);
    fs.closeSync(writer);
    await looks(6);
    await until(() => now() === both);
  });

  it('loses nothing in three parts, with a claim in each gap', async () => {
    const writer = fs.openSync(file, 'w');
    const part = `${head}${rows(0, 10)}`;
    fs.writeSync(writer, part);
    await claimIt(3);
    await looks(6);
    fs.writeSync(writer, half.slice(part.length));
    await looks(6);
    await until(() => now().includes(row(12)));
    await claimIt(12);
    fs.writeSync(writer, wanted.slice(half.length));
    fs.closeSync(writer);
    await looks(6);
    await until(() => now() === both.replace(row(12), row(12, 'wip | maple')));
    assert.deepEqual(told, []);
  });

  it('is waited for while a row is not written to its end', async () => {
    const writer = fs.openSync(file, 'w');
    fs.writeSync(writer, half);
    await claimIt(3);
    fs.writeSync(writer, '| Row 20 | to');
    await looks(20);
    assert.equal(now(), half.replace(row(3), row(3, 'wip | maple')));
    fs.writeSync(writer, wanted.slice(half.length + '| Row 20 | to'.length));
    fs.closeSync(writer);
    await looks(6);
    await until(() => now() === both);
  });

  it('is told with the text when it ends with fewer lines, and nothing is taken out of the file', async () => {
    const writer = fs.openSync(file, 'r+');
    await claimIt(3);
    fs.ftruncateSync(writer);
    fs.writeSync(writer, half, 0);
    fs.closeSync(writer);
    await looks(210);
    await until(() => told.length > 0);
    assert.equal(now(), whole.replace(row(3), row(3, 'wip | maple')));
    assert.deepEqual(
      told.map(({ theirs }) => theirs),
      [half],
    );
  });

  it('is not brought in once git moved, but told with the text', async () => {
    const writer = fs.openSync(file, 'r+');
    await claimIt(3);
    fs.writeFileSync(join(root, '.git/ORIG_HEAD'), '');
    fs.writeSync(writer, wanted);
    fs.closeSync(writer);
    await looks(6);
    await until(() => told.length > 0);
    assert.equal(now(), whole.replace(row(3), row(3, 'wip | maple')));
    assert.deepEqual(
      told.map(({ theirs }) => theirs),
      [wanted],
    );
  });

  it('keeps the row that was claimed, and tells what else was written there', async () => {
    const writer = fs.openSync(file, 'r+');
    await claimIt(3);
    fs.writeSync(writer, wanted.replace(row(3), row(3, 'wip | otter')));
    fs.closeSync(writer);
    await looks(6);
    await until(() => told.length > 0);
    assert.equal(now(), both);
    assert.match(
      told.map(({ loss }) => lossMessage(loss)).join(),
      /both changed Row 3\. The text in the file was kept\.$/,
    );
  });

  (process.platform === 'linux' ? it : it.skip)('holds few files open, for a while', async () => {
    const open = (): number =>
      fs.readdirSync('/proc/self/fd').filter((fd) => {
        try {
          return fs.readlinkSync(`/proc/self/fd/${fd}`).startsWith(root);
        } catch {
          return false;
        }
      }).length;
    for (let i = 0; i < 40; i++) await claimIt(i);
    await looks(1);
    await until(() => open() <= 32);
    assert.equal(world.documents.replaced.size, 32);
    await looks(210);
    await until(() => open() === 0);
  });
});

describe('what somebody wrote too late', () => {
  it('is told with the text where the file has unsaved changes', async () => {
    const host = new MemoryWorld({ [path]: whole });
    const project = new Project(host, (error) => {
      throw error;
    });
    host.editors.set(path, `${whole}\n- maple: typing\n`);
    const lost = new Promise<LostChange>((resolve) => project.onDidLose(resolve));
    host.writeLate(path, whole, wanted);
    const { document, theirs, loss } = await lost;
    assert.deepEqual([document.folder, theirs, host.files.get(path)], [memory, wanted, whole]);
    assert.match(
      lossMessage(loss),
      /^Someone else changed tracking\/progress\/2026-06-11-feat-x\.md at the same time/,
    );
  });

  it('is not told where it is in the file already', async () => {
    const host = new MemoryWorld({ [path]: wanted });
    const project = new Project(host, (error) => {
      throw error;
    });
    const told: unknown[] = [];
    project.onDidLose((lost) => told.push(lost));
    host.writeLate(path, half, wanted, false);
    host.writeLate(path, half, wanted);
    for (let i = 0; i < 20; i++) await host.pause();
    assert.deepEqual([told, host.files.get(path)], [[], wanted]);
  });
});
