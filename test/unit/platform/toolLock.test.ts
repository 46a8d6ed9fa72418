import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { dirname, join } from 'node:path';
import { refusalMessage } from '../../../src/core/messages/refusals.ts';
import type { ToolLock } from '../../../src/core/model/toolLock.ts';
import type { HeldToolLock } from '../../../src/project/documentWriter.ts';
import { ownTag } from '../../../src/platform/node/processIdentity.ts';
import { folderId, openFolder } from '../../support/openedProject.ts';
import { temporaryFolder } from '../../support/sample.mjs';

const staleAfterMs = 10_000;

describe('the lock of another tool, on the disk', () => {
  let parent: string;
  let root: string;
  beforeEach(() => {
    parent = temporaryFolder();
    root = join(parent, 'repo');
    fs.mkdirSync(join(root, 'kit'), { recursive: true });
  });
  afterEach(() => {
    fs.rmSync(parent, { recursive: true, force: true });
  });

  const at = (...names: readonly string[]): string => join(root, ...names);
  const path = (): string => at('kit/.locks/task-1');
  const take = (more: Partial<ToolLock> = {}) => {
    const folder = folderId(root);
    return openFolder(root).documents.writer.takeToolLock({
      tool: 'Kit.md',
      document: { folder, path: 'kit/tasks/1.md' },
      root: { folder, path: 'kit' },
      names: ['.locks', 'task-1'],
      staleAfterMs,
      ...more,
    });
  };
  const taken = async (more: Partial<ToolLock> = {}): Promise<HeldToolLock> => {
    const result = await take(more);
    assert.ok(result.kind === 'held', JSON.stringify(result));
    return result;
  };
  const refused = async (more: Partial<ToolLock> = {}): Promise<string> => {
    const result = await take(more);
    assert.ok(result.kind === 'refused', JSON.stringify(result));
    return refusalMessage(result).replaceAll(parent, '');
  };
  /** As it is left by whoever touched it last so long ago. */
  const age = (milliseconds: number, lock = path()): void => {
    const then = (Date.now() - milliseconds) / 1000;
    fs.utimesSync(lock, then, then);
  };

  it('is an empty folder that is gone when it is let go, and there is no second one meanwhile', async () => {
    const held = await taken();
    assert.ok(fs.lstatSync(path()).isDirectory());
    assert.ok(Math.abs(fs.lstatSync(path()).mtimeMs - Date.now()) < 5000);
    assert.ok(held.still());
    assert.deepEqual(await take(), { kind: 'busy', path: path() });
    held.release();
    held.release();
    assert.ok(!held.still());
    // As the tool, which leaves the folder of its locks.
    assert.deepEqual(fs.readdirSync(at('kit/.locks')), []);
    (await taken()).release();
  });

  it('is taken over when it is older than its time, and not before', async () => {
    fs.mkdirSync(path(), { recursive: true });
    age(staleAfterMs - 500);
    assert.equal((await take()).kind, 'busy');
    age(staleAfterMs + 500);
    const held = await taken();
    assert.ok(Math.abs(fs.lstatSync(path()).mtimeMs - Date.now()) < 5000);
    held.release();
    assert.deepEqual(fs.readdirSync(at('kit/.locks')), []);
  });

  it('that was taken over or removed is not held any more, and that of the other one stays', async () => {
    const held = await taken();
    fs.rmdirSync(path());
    assert.ok(!held.still());
    fs.mkdirSync(path());
    const { ino, mtimeMs } = fs.lstatSync(path());
    assert.ok(!held.still());
    held.release();
    const now = fs.lstatSync(path());
    assert.deepEqual([now.ino, now.mtimeMs], [ino, mtimeMs]);
    fs.rmdirSync(path());
    // What stands there now may be no folder at all.
    const another = await taken();
    fs.rmdirSync(path());
    fs.symlinkSync(parent, path());
    assert.ok(!another.still());
    another.release();
    assert.ok(fs.lstatSync(path()).isSymbolicLink());
  });

  it('tells two that were made in the same place one right after the other', async () => {
    for (let i = 0; i < 200; i++) {
      const first = await taken();
      fs.rmdirSync(path());
      const second = await taken();
      assert.ok(!first.still() && second.still());
      first.release();
      assert.ok(second.still());
      second.release();
    }
  });

  it('is not held any more when its time is nearly over, whether or not somebody has taken it', async () => {
    const held = await taken({ staleAfterMs: 1030 });
    assert.ok(held.still());
    await new Promise((resolve) => setTimeout(resolve, 40));
    assert.ok(!held.still());
    held.release();
    assert.deepEqual(fs.readdirSync(at('kit/.locks')), []);
  });

  it('is refused where something else stands: nothing is followed, and nothing removed', async () => {
    const elsewhere = join(parent, 'elsewhere');
    fs.mkdirSync(join(elsewhere, 'task-1'), { recursive: true });
    const put: Readonly<Record<string, (path: string) => void>> = {
      'a link to a folder': (path) => {
        fs.symlinkSync(join(elsewhere, 'task-1'), path);
      },
      'a link to nothing': (path) => {
        fs.symlinkSync(join(parent, 'nothing'), path);
      },
      'a file': (path) => {
        fs.writeFileSync(path, 'text');
      },
    };
    for (const [what, make] of Object.entries(put))
      for (const old of [false, true]) {
        fs.mkdirSync(at('kit/.locks'));
        make(path());
        if (old) fs.lutimesSync(path(), 1, 1);
        const before = fs.lstatSync(path(), { bigint: true });
        assert.equal(
          await refused(),
          `kit/tasks/1.md: nothing was written, its lock cannot be taken: /repo/kit/.locks/task-1 is not a regular folder. Rename or remove it.`,
          what,
        );
        const after = fs.lstatSync(path(), { bigint: true });
        assert.deepEqual([after.ino, after.mtimeNs], [before.ino, before.mtimeNs], what);
        fs.rmSync(at('kit/.locks'), { recursive: true });
        make(at('kit/.locks'));
        assert.match(await refused(), /\/repo\/kit\/\.locks is not a regular folder/, what);
        fs.rmSync(at('kit/.locks'));
      }
    assert.deepEqual(fs.readdirSync(elsewhere), ['task-1']);
    assert.deepEqual(fs.readdirSync(parent).sort(), ['elsewhere', 'repo']);
  });

  it('with something in it is busy, then refused, and what is in it stays', async () => {
    fs.mkdirSync(path(), { recursive: true });
    fs.writeFileSync(join(path(), 'notes.md'), 'mine');
    assert.equal((await take()).kind, 'busy');
    age(60_000);
    assert.equal(
      await refused(),
      'kit/tasks/1.md: nothing was written, its lock cannot be taken: /repo/kit/.locks/task-1 is not empty. If nothing is using it, remove it.',
    );
    assert.equal(fs.readFileSync(join(path(), 'notes.md'), 'utf8'), 'mine');
    fs.rmSync(path(), { recursive: true });
    const held = await taken();
    fs.writeFileSync(join(path(), 'notes.md'), 'mine');
    held.release();
    assert.equal(fs.readFileSync(join(path(), 'notes.md'), 'utf8'), 'mine');
  });

  it('is in no place but below its root, whatever a name says', async () => {
    fs.mkdirSync(at('kit/.locks'));
    const names = ['..', '.', '', '../task-1', '/tmp/x', 'a/b', 'a\\b', 'a\0b', 'C:x', '...', 'ä', ' '];
    for (const name of names)
      for (const each of [[name], ['.locks', name], [name, 'task-1']])
        assert.match(await refused({ names: each }), /EINVAL/, name);
    assert.match(await refused({ names: ['.locks', 'x'.repeat(300)] }), /ENAMETOOLONG/);
    assert.match(await refused({ root: { folder: folderId(root), path: '../..' } }), /leads out/);
    assert.deepEqual(fs.readdirSync(at('kit/.locks')), []);
    assert.deepEqual(fs.readdirSync(parent), ['repo']);
  });

  it('is where the root really is when that is a link within the folder, and refused when it leads out', async () => {
    fs.renameSync(at('kit'), at('real'));
    fs.symlinkSync('real', at('kit'));
    const held = await taken();
    assert.ok(fs.existsSync(at('real/.locks/task-1')));
    held.release();
    fs.rmSync(at('kit'));
    fs.symlinkSync('../elsewhere', at('kit'));
    fs.mkdirSync(join(parent, 'elsewhere'));
    assert.match(await refused(), /leads out of the workspace/);
    assert.deepEqual(fs.readdirSync(join(parent, 'elsewhere')), []);
  });

  it('is in the git directory that all worktrees share when it is one for all of them', async () => {
    const inRepository = ['kit.md', 'locks', 'create'];
    const alone = await taken({ inRepository });
    assert.ok(fs.existsSync(path()));
    alone.release();
    for (const name of ['objects', 'refs']) fs.mkdirSync(at('.git', name), { recursive: true });
    const held = await taken({ inRepository });
    assert.ok(fs.existsSync(at('.git/kit.md/locks/create')));
    assert.ok(!fs.existsSync(path()));
    assert.equal((await take({ inRepository })).kind, 'busy');
    held.release();
    fs.rmSync(at('.git/kit.md'), { recursive: true });
    fs.mkdirSync(join(parent, 'elsewhere/locks'), { recursive: true });
    fs.symlinkSync('../../elsewhere', at('.git/kit.md'));
    assert.match(await refused({ inRepository }), /is not a regular folder/);
    assert.deepEqual(fs.readdirSync(join(parent, 'elsewhere/locks')), []);
  });

  const isRoot = process.geteuid?.() === 0;
  (isRoot ? it : it.skip)('that root makes is the owner’s of what it is in', async () => {
    fs.chownSync(at('kit'), 1000, 1000);
    (await taken()).release();
    assert.equal(fs.statSync(at('kit/.locks')).uid, 1000);
  });
  (isRoot ? it.skip : it)('in a folder that this user may not write is refused with the folder', async () => {
    for (const folder of ['kit', 'kit/.locks']) {
      fs.chmodSync(at(folder), 0o500);
      assert.match(await refused(), /You cannot write \/repo\/kit\/\.locks/);
      fs.chmodSync(at(folder), 0o700);
      fs.mkdirSync(at('kit/.locks'), { recursive: true });
    }
  });

  it('of a process that ended is cleared by the next one after its time', async () => {
    const held = await taken();
    // Its holder comes to no end.
    age(staleAfterMs + 1000);
    const next = await taken();
    assert.ok(!held.still());
    held.release();
    assert.ok(next.still());
    next.release();
    assert.deepEqual(fs.readdirSync(dirname(path())), []);
  });

  describe('that is a file', () => {
    const file = { names: ['archive', '.kit.lock'], isFile: true } as const;
    const lock = (): string => at('kit/archive/.kit.lock');

    it('says whose it is, and is gone when it is let go', async () => {
      const held = await taken(file);
      const { pid, nonce } = JSON.parse(fs.readFileSync(lock(), 'utf8')) as Record<string, unknown>;
      assert.equal(pid, process.pid);
      assert.match(String(nonce), /^[0-9a-f-]{36}$/);
      assert.ok(held.still());
      assert.deepEqual(await take(file), { kind: 'busy', path: lock() });
      held.release();
      assert.ok(!fs.existsSync(lock()));
      assert.ok(!held.still());
    });

    it('is never taken from the tool, however old it is', async () => {
      fs.mkdirSync(dirname(lock()), { recursive: true });
      for (const text of ['{"pid":1,"nonce":"x"}', '{"pid":999999,"by":7}', '', 'no JSON']) {
        fs.writeFileSync(lock(), text);
        age(10 * 60_000, lock());
        assert.deepEqual(await take(file), { kind: 'busy', path: lock() }, text);
        assert.equal(fs.readFileSync(lock(), 'utf8'), text);
      }
    });

    it('is taken from one of us that is dead', async () => {
      fs.mkdirSync(dirname(lock()), { recursive: true });
      const by = ownTag().replace(/^\d+-\d*/, '4194303-1');
      fs.writeFileSync(lock(), JSON.stringify({ pid: 4194303, nonce: 'x', by }));
      const held = await taken(file);
      held.release();
      assert.ok(!fs.existsSync(lock()));
    });

    it('is left to whoever took it over, and is none where something else stands', async () => {
      const held = await taken(file);
      fs.writeFileSync(lock(), '{"pid":1}');
      assert.ok(!held.still());
      held.release();
      assert.equal(fs.readFileSync(lock(), 'utf8'), '{"pid":1}');
      fs.rmSync(lock());
      fs.mkdirSync(lock());
      assert.match(await refused(file), /is not a regular file\. Rename or remove it\.$/);
      fs.rmdirSync(lock());
      fs.symlinkSync(at('outside'), lock());
      await refused(file);
      assert.ok(!fs.existsSync(at('outside')));
    });
  });
});
