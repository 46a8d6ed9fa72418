import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileLocks } from '../../../src/platform/fileLock.ts';
import { lockFolderOf } from '../../../src/platform/lockPlace.ts';
import { ownIdentity } from '../../../src/platform/processIdentity.ts';

describe('the lock of a file', () => {
  let root: string;
  let file: string;
  beforeEach(() => {
    root = fs.mkdtempSync(join(fs.realpathSync(tmpdir()), 'throughline-lock-'));
    for (const name of ['objects', 'refs']) fs.mkdirSync(join(root, '.git', name), { recursive: true });
    file = join(root, 'a.md');
    fs.writeFileSync(file, '');
  });
  afterEach(() => {
    fs.rmSync(root, { recursive: true });
  });

  /** Somebody else who took the lock and did not give it back. */
  const leave = (record: string, ageInSeconds = 0): void => {
    const folder = lockFolderOf(file);
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(join(folder, '7'), record);
    const at = Date.now() / 1000 - ageInSeconds;
    fs.utimesSync(join(folder, '7'), at, at);
  };
  const taken = async (patience = 50): Promise<string> => {
    const result = await new FileLocks({ patience }).hold(file, (held) =>
      Promise.resolve({ kind: 'held' as const, still: held?.still() }),
    );
    return result.kind === 'held' ? `held ${String(result.still)}` : `${result.code}: ${result.message}`;
  };
  const own = ownIdentity();

  it('is held by one at a time, in the order of asking', async () => {
    const order: string[] = [];
    const locks = new FileLocks();
    let inside = 0;
    await Promise.all(
      ['a', 'b', 'c'].map((name) =>
        locks.hold(file, async () => {
          assert.equal(++inside, 1);
          await new Promise((resolve) => setImmediate(resolve));
          order.push(name);
          inside--;
        }),
      ),
    );
    assert.deepEqual(order, ['a', 'b', 'c']);
  });

  it('is let go of when what was done under it fails', async () => {
    const locks = new FileLocks();
    await assert.rejects(
      locks.hold(file, () => Promise.reject(new Error('no'))),
      /no/,
    );
    assert.equal(await taken(), 'held true');
  });

  it('lies in git’s directory, the same for all worktrees and for all ways to a file', () => {
    const folder = lockFolderOf(file);
    assert.ok(folder.startsWith(join(root, '.git/throughline/locks/')));
    fs.mkdirSync(join(root, '.git/worktrees/two'), { recursive: true });
    fs.writeFileSync(join(root, '.git/worktrees/two/commondir'), '../..\n');
    fs.mkdirSync(join(root, 'two'));
    fs.writeFileSync(join(root, 'two/.git'), `gitdir: ${join(root, '.git/worktrees/two')}\n`);
    assert.ok(lockFolderOf(join(root, 'two/b.md')).startsWith(join(root, '.git/throughline/locks/')));
  });

  it('lies beside the file where there is no git, or where .git leads elsewhere, hidden from git', async () => {
    fs.mkdirSync(join(root, 'two'));
    fs.mkdirSync(join(root, 'elsewhere'));
    fs.writeFileSync(join(root, 'two/.git'), `gitdir: ${join(root, 'elsewhere')}\n`);
    file = join(root, 'two/a.md');
    fs.writeFileSync(file, '');
    assert.equal(await taken(), 'held true');
    assert.deepEqual(fs.readdirSync(join(root, 'elsewhere')), []);
    assert.equal(fs.readFileSync(join(root, 'two/.throughline/.gitignore'), 'utf8'), '*\n');
  });

  it('is waited for while its holder lives, and the refusal names it', async () => {
    leave(JSON.stringify(own), 3600);
    assert.match(
      await taken(),
      new RegExp(`^file.busy: a.md is being changed by process ${process.pid} on `),
    );
  });

  it('is taken from a holder that is dead: the process, its number given to another, or the machine started anew', async () => {
    for (const dead of [{ pid: 4_194_305 }, { start: '1' }, { boot: 'another' }]) {
      leave(JSON.stringify({ ...own, ...dead }));
      assert.equal(await taken(), 'held true', JSON.stringify(dead));
      fs.rmSync(lockFolderOf(file), { recursive: true });
    }
  });

  it('is believed for a while when its holder cannot be looked at, or its record is torn', async () => {
    for (const record of [
      JSON.stringify({ ...own, pid: 4_194_305, namespace: 'pid:[1]' }),
      JSON.stringify({ ...own, host: `not-${hostname()}` }),
      '{"pid":',
      '',
    ]) {
      leave(record, 5);
      assert.match(await taken(), /^file\.busy/, record);
      leave(record, 40);
      assert.equal(await taken(), 'held true', record);
      fs.rmSync(lockFolderOf(file), { recursive: true });
    }
  });

  it('is lost when somebody takes it over or removes it', async () => {
    await new FileLocks().hold(file, (held) => {
      assert.equal(held?.still(), true);
      fs.writeFileSync(join(lockFolderOf(file), '9'), JSON.stringify(own));
      assert.equal(held.still(), false);
      return Promise.resolve();
    });
    fs.rmSync(lockFolderOf(file), { recursive: true });
    await new FileLocks().hold(file, (held) => {
      fs.rmSync(lockFolderOf(file), { recursive: true });
      assert.equal(held?.still(), false);
      return Promise.resolve();
    });
  });

  it('leaves nothing behind that grows', async () => {
    const locks = new FileLocks();
    for (let i = 0; i < 5; i++) await locks.hold(file, () => Promise.resolve());
    assert.deepEqual(fs.readdirSync(lockFolderOf(file)).sort(), ['5', '5.r']);
  });
});
