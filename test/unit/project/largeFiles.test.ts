import assert from 'node:assert/strict';
import { claimNext } from '../../../src/core/operations/claim.ts';
import { toKey } from '../../../src/core/text/key.ts';
import type { MarkdownResult } from '../../../src/project/world.ts';
import { Project } from '../../../src/project/project.ts';
import { mostWaiting } from '../../../src/project/pipeline.ts';
import { MemoryWorld, folder } from '../../support/memoryWorld.ts';
import { runOn } from '../../support/attempt.ts';

const path = 'tracking/progress/2026-06-11-feat-x.md';
const rows = 20_000;
const head = 'Branch: x\n\n| Task | Status | Owner |\n|---|---|---|\n';
const large = head + Array.from({ length: rows }, (_, i) => `| Row ${i} | todo | - |\n`).join('');
/** More of them than of this many rows may not be read in one go. */
const mostSteps = 50;

/** Time goes on by a millisecond with each look at the clock; the most of them between two turns of others. */
class TickingHost extends MemoryWorld {
  longest = 0;
  #since = 0;

  override now(): number {
    this.longest = Math.max(this.longest, ++this.time - this.#since);
    return this.time;
  }

  override async pause(): Promise<void> {
    await super.pause();
    this.#since = this.time;
  }
}

function open(host: MemoryWorld): Project {
  return new Project(host, (error) => {
    throw error;
  });
}

describe('a file of 20,000 rows', () => {
  it('is read and claimed in while others have their turns', async () => {
    const host = new TickingHost({ [path]: large });
    const project = open(host);
    await project.load();
    await project.idle();
    const index = project.folder(folder)?.index;
    assert.equal(index?.findStream(toKey(path))?.tasks.length, rows);
    const claimed = await runOn(
      project,
      { folder, key: toKey(path) },
      claimNext,
      {},
      { me: 'maple', through: 'disk' },
    );
    assert.equal(claimed.kind, 'done');
    await project.idle();
    assert.equal(index.findStream(toKey(path))?.tasks[0]?.owner.value, 'maple');
    assert.ok(host.time > rows / mostSteps, 'the clock was looked at while it was read');
    assert.ok(host.longest < mostSteps, `${host.longest} milliseconds without a turn for others`);
  });

  it('is what it is at the end when it changes while it is read', async () => {
    const host = new TickingHost({ [path]: head });
    const project = open(host);
    await project.load();
    host.write(path, large);
    for (const last of ['wip | maple', 'done | maple', 'wip | otter']) {
      await host.pause();
      host.write(path, `${large}| Last | ${last} |\n`);
    }
    await project.idle();
    const tasks = project.folder(folder)?.index.findStream(toKey(path))?.tasks ?? [];
    assert.equal(tasks.length, rows + 1);
    assert.equal(tasks.at(-1)?.owner.value, 'otter');
  });

  it('tells nobody anything when it is written again as it was', async () => {
    const host = new TickingHost({ [path]: large });
    const project = open(host);
    await project.load();
    await project.idle();
    const changed: string[] = [];
    project.onDidChange(({ keys: paths }) => changed.push(...paths));
    host.write(path, large);
    await project.idle();
    assert.deepEqual(changed, []);
  });
});

describe('texts that wait for the Markdown worker', () => {
  const pathOf = (i: number): string => `tracking/progress/2026-06-11-b${i}.md`;
  /** The scanner is not sure of HTML. */
  const unsure = (i: number): string => `<br>\n\nb${i}\n${' '.repeat(mostWaiting / 2 - 1000)}`;

  class CountingHost extends MemoryWorld {
    waiting = 0;
    most = 0;
    asked = 0;
    override async readMarkdown(text: string): Promise<MarkdownResult> {
      this.asked++;
      this.waiting += text.length;
      this.most = Math.max(this.most, this.waiting);
      await this.holdMarkdown;
      await this.pause();
      this.waiting -= text.length;
      return { kind: 'read', markdown: { kind: 'blocks', blocks: [], nested: [] } };
    }
  }

  it('are so many that the memory is enough for them, and all are read in the end', async () => {
    const count = 9;
    const host = new CountingHost(
      Object.fromEntries(Array.from({ length: count }, (_, i) => [pathOf(i), unsure(i)])),
    );
    const project = open(host);
    await project.load();
    await project.idle();
    assert.ok(host.most <= mostWaiting, `${host.most} characters`);
    assert.equal(project.folder(folder)?.index.size, count);
    assert.equal(project.folder(folder)?.index.complete, true);
    assert.equal(host.asked, count);
  });

  it('are read as they are when their turn comes, and not at all when they are gone', async () => {
    const host = new CountingHost({ [pathOf(0)]: unsure(0), [pathOf(1)]: unsure(1), [pathOf(2)]: unsure(2) });
    let release = (): void => undefined;
    host.holdMarkdown = new Promise((resolve) => {
      release = resolve;
    });
    const project = open(host);
    await project.load();
    assert.equal(host.asked, 2);
    host.files.delete(pathOf(2));
    host.write(pathOf(3), unsure(3));
    host.hint();
    await host.pause();
    release();
    await project.idle();
    assert.deepEqual([...(project.folder(folder)?.index.keys() ?? [])].sort(), [0, 1, 3].map(pathOf));
  });

  it('may be one that is larger than all of them together', async () => {
    const host = new CountingHost({ [pathOf(0)]: unsure(0) + ' '.repeat(mostWaiting) });
    const project = open(host);
    await project.load();
    await project.idle();
    assert.equal(project.folder(folder)?.index.size, 1);
  });
});
