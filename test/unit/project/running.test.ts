import assert from 'node:assert/strict';
import { claim } from '../../../src/core/operations/claim.ts';
import { refusalMessage } from '../../../src/core/messages/refusals.ts';
import { toKey } from '../../../src/core/text/key.ts';
import type { Refusal } from '../../../src/core/model/refusal.ts';
import type { DocumentId } from '../../../src/core/text/document.ts';
import type { HeldLock } from '../../../src/project/documentWriter.ts';
import type { MarkdownResult } from '../../../src/project/world.ts';
import { Project } from '../../../src/project/project.ts';
import { MemoryWorld, folder } from '../../support/memoryWorld.ts';
import { runOn } from '../../support/attempt.ts';

const path = 'tracking/progress/2026-06-11-feat-x.md';
/** HTML is what the scanner leaves to the worker. */
const text = (note = ''): string =>
  `Branch: feat/x\n\n<details>\n\n</details>\n\n| Task | Status | Owner |\n|---|---|---|\n| One | todo | - |\n${note}`;

/** Notes the order in which the lock and the worker are asked. */
class OrderedHost extends MemoryWorld {
  readonly order: string[] = [];
  /** What somebody else does just before the lock is taken. */
  meanwhile: () => void = () => undefined;

  override async readMarkdown(markdown: string, urgent?: boolean): Promise<MarkdownResult> {
    this.order.push(urgent === true ? 'urgent' : 'index');
    // The texts of the index never come to an end.
    return urgent === true ? super.readMarkdown(markdown) : new Promise(() => undefined);
  }

  override async exclusively<T>(
    documents: readonly DocumentId[],
    run: (held: readonly (HeldLock | undefined)[]) => Promise<T>,
  ): Promise<T | Refusal> {
    this.meanwhile();
    this.order.push('lock');
    const result = await super.exclusively(documents, run);
    this.order.push('unlock');
    return result;
  }
}

describe('a change of a file that only the Markdown worker can read', () => {
  function open() {
    const host = new OrderedHost({ [path]: text() });
    const project = new Project(host, (error) => {
      throw error;
    });
    const run = () =>
      runOn(
        project,
        { folder, key: toKey(path) },
        claim,
        { task: toKey(`${path}#One`) },
        { me: 'maple', through: 'disk' },
      );
    return { host, project, run };
  }

  it('is made while the texts of the whole folder wait for the worker, and takes the lock when its own is read', async () => {
    const { host, project, run } = open();
    await project.load();
    host.order.length = 0;
    const result = run();
    // What was done is shown later: the answer does not wait for that.
    while (!host.order.includes('unlock')) await host.pause();
    while ((await host.passTime()) === 0);
    assert.equal((await result).kind, 'done');
    const order = host.order.filter((each) => each !== 'index');
    assert.deepEqual(order.slice(0, order.indexOf('unlock') + 1), ['urgent', 'lock', 'unlock']);
    assert.match(host.files.get(path) ?? '', /\| One \| wip \| maple \|/);
    project.dispose();
  });

  it('leaves the lock to read again when somebody was faster', async () => {
    const { host, run } = open();
    host.meanwhile = () => {
      host.meanwhile = () => undefined;
      host.files.set(path, text('\nA note.\n'));
    };
    assert.equal((await run()).kind, 'done');
    assert.deepEqual(host.order.slice(0, 6), ['urgent', 'lock', 'unlock', 'urgent', 'lock', 'unlock']);
    assert.match(host.files.get(path) ?? '', /maple[^]*A note/);
  });

  it('ends with a reason when the file never holds still', async () => {
    const { host, run } = open();
    let changes = 0;
    host.meanwhile = () => {
      host.files.set(path, text(`\nNote ${changes++}.\n`));
    };
    const result = await run();
    assert.ok(result.kind === 'refused');
    assert.equal(result.code, 'file.contended');
    assert.ok(changes <= 20);
  });
});

describe('a change of a file that git is replacing', () => {
  it('is refused after a while, with what to do when no git is there', async () => {
    const host = new MemoryWorld({ [path]: text() });
    host.gitIsBusy = () => true;
    const project = new Project(host, (error) => {
      throw error;
    });
    const result = runOn(
      project,
      { folder, key: toKey(path) },
      claim,
      { task: toKey(`${path}#One`) },
      { me: 'maple', through: 'disk' },
    );
    const until = { ended: false };
    void result.then(() => (until.ended = true));
    while (!until.ended) await host.passTime();
    const refused = await result;
    assert.ok(refused.kind === 'refused');
    assert.equal(refused.code, 'git.busy');
    assert.match(refusalMessage(refused), /remove index\.lock/);
    assert.equal(host.files.get(path), text());
  });
});

describe('a file that ends in the middle of a row', () => {
  const start = 'Branch: feat/x\n\n| Task | Status | Owner |\n|---|---|---|\n| One | todo | - |\n';
  const begin = () => {
    const host = new MemoryWorld({ [path]: `${start}| Two | todo | -` });
    const project = new Project(host, (error) => {
      throw error;
    });
    const args = { task: toKey(`${path}#Two`) };
    const running = runOn(project, { folder, key: toKey(path) }, claim, args, {
      me: 'maple',
      through: 'disk',
    });
    return { host, running };
  };

  it('is read again before it is changed: somebody is just writing it', async () => {
    const { host, running } = begin();
    while ((await host.passTime()) === 0) host.files.set(path, `${start}| Two | todo | - |\n`);
    assert.equal((await running).kind, 'done');
    assert.equal(host.files.get(path), `${start}| Two | wip | maple |\n`);
  });

  it('is changed as it is when it stays so', async () => {
    const { host, running } = begin();
    let waits = 0;
    let result: string | undefined;
    void running.then(({ kind }) => (result = kind));
    while (result === undefined) waits += await host.passTime();
    assert.equal(result, 'done');
    // The last of them until what was done is shown.
    assert.ok(waits <= 6);
  });
});
