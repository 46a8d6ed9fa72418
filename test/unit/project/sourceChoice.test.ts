import assert from 'node:assert/strict';
import type { DocumentId } from '../../../src/core/text/document.ts';
import type { FullSnapshot } from '../../../src/project/snapshot.ts';
import type { MarkdownResult } from '../../../src/project/world.ts';
import { Project } from '../../../src/project/project.ts';
import { cloneOf, type TestBranch } from '../../support/clone.ts';
import { folder, MemoryWorld } from '../../support/memoryWorld.ts';
import { progressOf } from '../../support/repository.ts';

const count = 120;
const numbers = Array.from({ length: count }, (_, i) => i);
const pathOf = (i: number): string => `tracking/progress/2026-06-11-feat-b${i}.md`;
/** The scanner leaves a heading with a line below it to the worker, where each reading is counted. */
const textOf = (i: number, row = 'Old | todo | -'): string =>
  `${progressOf(`feat/b${i}`, row)}\nTitle\n=====\n`;
const filesOf = (row?: string): Record<string, string> =>
  Object.fromEntries(numbers.map((i) => [pathOf(i), textOf(i, row)]));

/** Counts what is done between two turns of others, and takes its time for it. */
class CountingHost extends MemoryWorld {
  parsed = 0;
  most = 0;
  #done = 0;
  #isOver = false;

  #count(): void {
    this.time += 1;
    this.most = Math.max(this.most, ++this.#done);
  }

  override versionOf(document: DocumentId): string | undefined {
    this.#count();
    return super.versionOf(document);
  }

  override read(document: DocumentId): FullSnapshot {
    this.#count();
    return super.read(document);
  }

  override readMarkdown(text: string): Promise<MarkdownResult> {
    this.#count();
    this.parsed++;
    return super.readMarkdown(text);
  }

  /** Starts anew. */
  reset(): void {
    this.reads.length = 0;
    this.parsed = 0;
    this.most = 0;
  }

  /** Others have their turns. */
  start(): void {
    this.#done = 0;
    if (this.#isOver) return;
    setImmediate(() => {
      this.start();
    });
  }

  stop(): void {
    this.#isOver = true;
  }
}

async function open(files: Record<string, string>) {
  const host = new CountingHost(files);
  const project = new Project(host, (error) => {
    throw error;
  });
  await project.load();
  await project.idle();
  host.reset();
  const see = async (branches: readonly TestBranch[]): Promise<void> => {
    host.setClone(cloneOf(branches));
    await project.idle();
  };
  return { host, project, see };
}

const main = { name: 'main', worktree: folder };

describe('the choice of progress files', () => {
  it('reads no file at hand that is known, and parses none of the same texts in commits', async () => {
    const { host, see } = await open(filesOf());
    const branches = numbers.map((i) => ({ name: `feat/b${i}` }));
    await see([{ ...main, files: filesOf() }, ...branches]);
    assert.equal(host.reads.length, 0);
    assert.equal(host.parsed, 0);
    await see([{ ...main, files: { ...filesOf(), [pathOf(7)]: textOf(7, 'New | todo | -') } }, ...branches]);
    assert.equal(host.parsed, 1, 'what is new is parsed');
  });

  it('compares the base with files at hand of branches that are gone, and reads none for that', async () => {
    const plain = (row?: string): Record<string, string> =>
      Object.fromEntries(numbers.map((i) => [pathOf(i), progressOf(`feat/b${i}`, row ?? 'Old | todo | -')]));
    const { host, project, see } = await open(plain());
    const shown = (): number =>
      [...(project.folder(folder)?.index.files() ?? [])].filter(({ elsewhere }) => elsewhere !== undefined)
        .length;
    const here = { name: 'feat/y', worktree: folder };
    await see([here, { name: 'main', files: plain() }]);
    assert.equal(host.reads.length, count, 'what is shown of each is another now');
    assert.equal(shown(), 0);
    host.reset();
    const changed = { ...plain(), [pathOf(7)]: progressOf('feat/b7', 'New | todo | -') };
    await see([here, { name: 'main', files: changed }]);
    assert.equal(host.reads.length, 0);
    assert.equal(shown(), 1);
  });

  it('reads a file at hand that is behind another copy only when it changes', async () => {
    const { host, see } = await open(filesOf());
    const copies = (row: string): TestBranch[] => [
      main,
      ...numbers.map((i) => ({ name: `feat/b${i}`, files: { [pathOf(i)]: textOf(i, row) } })),
    ];
    await see(copies('New | todo | -'));
    await see(copies('Newer | todo | -'));
    assert.equal(host.reads.length, 0);
    host.parsed = 0;
    await see(copies('Newer | todo | -'));
    assert.equal(host.parsed, 0);
  });

  it('reads files of other worktrees only when they change', async () => {
    const { host, see } = await open({});
    for (const i of numbers) host.writeIn('memory:/other', pathOf(i), textOf(i));
    const branches = [main, { name: 'feat/b1', worktree: 'memory:/other' }];
    await see(branches);
    host.reset();
    await see(branches);
    assert.deepEqual([host.reads.length, host.parsed], [0, 0]);
  });

  describe('asks the index about a file at hand only', () => {
    const path = 'tracking/progress/2026-06-11-feat-a-b.md';
    const before = progressOf('feat/a-b', 'One | todo | -', 'Two | todo | -', 'Three | todo | -');
    const mine = progressOf(
      'feat-a/b',
      'One | todo | -',
      'Two | todo | -',
      'Three | todo | -',
      '4 | todo | -',
    );

    /** Whether the committed file of `feat-a/b` has its path for its key, as the one at hand is its own too. */
    async function isOwn(change: (host: CountingHost) => void): Promise<boolean> {
      const { host, project, see } = await open({ [path]: before });
      let release = (): void => undefined;
      host.holdMarkdown = new Promise((resolve) => {
        release = resolve;
      });
      change(host);
      for (let i = 0; i < 3; i++) await host.pause();
      const seen = see([main, { name: 'feat-a/b', files: { [path]: mine } }]);
      for (let i = 0; i < 3; i++) await host.pause();
      release();
      await seen;
      const keys: readonly string[] = [...(project.folder(folder)?.sources.keys() ?? [])];
      assert.equal(keys.length, 1);
      return keys.includes(path);
    }

    it('when it was read as it is', async () => {
      assert.equal(await isOwn(() => undefined), false);
    });

    it('when it did not change unnoticed', async () => {
      assert.equal(await isOwn((host) => host.files.set(path, mine)), true);
    });

    it('when it did not lose so much that it may be half written', async () => {
      const less = progressOf('feat-a/b', 'One | todo | -');
      assert.equal(
        await isOwn((host) => {
          host.write(path, less);
        }),
        true,
      );
    });

    it('when the worker has read it', async () => {
      assert.equal(
        await isOwn((host) => {
          host.write(path, `${mine}\nTitle\n=====\n`);
        }),
        true,
      );
    });
  });

  it('lets others have their turns, however much there is to choose from', async () => {
    const { host, see } = await open(filesOf());
    host.start();
    const files = (row: string): Record<string, string> => ({ ...filesOf(), ...filesOf(row) });
    const copies = (row: string): TestBranch[] =>
      numbers.map((i) => ({ name: `feat/b${i}`, files: { [pathOf(i)]: textOf(i, row) } }));
    for (const row of ['Old | todo | -', 'New | todo | -', 'New | done | maple'])
      for (const branches of [
        [main, ...copies(row)],
        [{ ...main, files: files(row) }],
        [
          { ...main, name: 'feat/y' },
          { name: 'main', files: files(row) },
        ],
      ]) {
        await see(branches);
        assert.ok(host.most < count / 2, `${host.most} files are looked at before others have a turn`);
      }
    for (const i of numbers) host.writeIn('memory:/other', pathOf(i), textOf(i));
    await see([main, { name: 'feat/b1', worktree: 'memory:/other' }]);
    host.stop();
    assert.ok(host.most < count / 2, `${host.most} files are looked at before others have a turn`);
  });
});
