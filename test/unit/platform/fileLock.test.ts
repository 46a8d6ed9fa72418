import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { refusalMessage } from '../../../src/core/messages/refusals.ts';
import { FileLocks } from '../../../src/platform/node/fileLock.ts';
import { lockFolderOf } from '../../../src/platform/node/lockPlace.ts';
import { ownIdentity } from '../../../src/platform/node/processIdentity.ts';
import type { HeldLock } from '../../../src/project/documentWriter.ts';

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
    return result.kind === 'held'
      ? `held ${String(result.still)}`
      : `${result.code}: ${refusalMessage(result)}`;
  };
  /** Takes the lock and keeps it until `end`. */
  const keep = (): Promise<{ readonly held: HeldLock | undefined; readonly end: () => Promise<void> }> =>
    new Promise((resolve) => {
      let isDone = (): void => undefined;
      const done = new Promise<void>((each) => {
        isDone = each;
      });
      const holding: Promise<unknown> = new FileLocks().hold(file, (held) => {
        const end = async (): Promise<void> => {
          isDone();
          await holding;
        };
        resolve({ held, end });
        return done;
      });
    });
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

  it('leaves the .gitignore of a folder alone that was called .throughline before', async () => {
    const clone = join(root, '.throughline');
    for (const name of ['objects', 'refs']) fs.mkdirSync(join(clone, '.git', name), { recursive: true });
    fs.mkdirSync(join(root, 'two/.throughline'), { recursive: true });
    fs.mkdirSync(join(root, 'two/.git'));
    for (const folder of [clone, join(root, 'two/.throughline')])
      fs.writeFileSync(join(folder, '.gitignore'), 'mine\n');
    for (const path of [join(clone, 'a.md'), join(root, 'two/a.md')]) {
      fs.writeFileSync((file = path), '');
      assert.equal(await taken(), 'held true');
    }
    for (const folder of [clone, join(root, 'two/.throughline')])
      assert.equal(fs.readFileSync(join(folder, '.gitignore'), 'utf8'), 'mine\n');
  });

  it('is waited for while its holder lives; the refusal names it, and the folder to remove should that not be true', async () => {
    leave(JSON.stringify(own), 3600);
    const refusal = await taken();
    assert.match(refusal, new RegExp(`^file.busy: a.md is being changed by process ${process.pid} on `));
    const folder = / remove (.+)\.$/.exec(refusal)?.[1] ?? '';
    fs.rmSync(folder, { recursive: true });
    assert.equal(await taken(), 'held true');
  });

  it('is taken from a holder that is dead: the process, or its number given to another', async () => {
    for (const dead of [{ pid: 4_194_305 }, { start: '1' }]) {
      leave(JSON.stringify({ ...own, ...dead }));
      assert.equal(await taken(), 'held true', JSON.stringify(dead));
      fs.rmSync(lockFolderOf(file), { recursive: true });
    }
  });

  it('is believed for a while when its holder cannot be looked at, or its record is torn', async () => {
    for (const record of [
      JSON.stringify({ ...own, pid: 4_194_305, namespace: 'pid:[1]' }),
      JSON.stringify({ ...own, host: `not-${hostname()}` }),
      // The machine, started anew, or another one of the same name.
      JSON.stringify({ ...own, boot: 'another' }),
      JSON.stringify({ ...own, boot: '' }),
      // Where start times are not known, the number may be another process's by now.
      JSON.stringify({ ...own, start: '' }),
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

  it('is believed although its holder’s clock is ahead', async () => {
    leave(JSON.stringify({ ...own, namespace: 'pid:[1]' }), -3600);
    assert.match(await taken(), /^file\.busy/);
  });

  it('is free after the lease although the record’s time lies a century ahead, also for those who do not stay that long', async () => {
    for (const record of [JSON.stringify({ ...own, namespace: 'pid:[1]' }), '{}', '']) {
      leave(record, -100 * 365 * 24 * 3600);
      assert.match(await taken(), /^file\.busy/);
      const path = join(lockFolderOf(file), '7');
      // Each is another process, or a window that was opened anew: nobody remembers when it was first there.
      const { mtimeMs } = fs.statSync(path);
      assert.ok(mtimeMs <= Date.now(), 'it counts from when it was first seen');
      assert.match(await taken(), /^file\.busy/);
      assert.equal(fs.statSync(path).mtimeMs, mtimeMs, 'and is not put off');
      const past = mtimeMs / 1000 - 31;
      fs.utimesSync(path, past, past);
      assert.equal(await taken(), 'held true');
      fs.rmSync(lockFolderOf(file), { recursive: true });
    }
  });

  const last = 2 ** 40;
  for (const [name, numbers] of Object.entries({
    'the last number that counts': [last],
    'the last two': [last - 1, last],
    'one before the last': [last - 1],
    'the last number and the middle of all': [last / 2, last / 2 + 1, last],
    'the last number beside one of a dead holder': [3, last],
  }))
    it(`is free although its folder holds ${name}: nobody counted up to there`, async () => {
      for (const record of ['{}', '', JSON.stringify({ ...own, pid: 4_194_305 })]) {
        const folder = lockFolderOf(file);
        fs.mkdirSync(folder, { recursive: true });
        for (const number of numbers) fs.writeFileSync(join(folder, String(number)), record);
        if (!record.includes('pid')) {
          assert.match(await taken(), /^file\.busy/, 'it is believed for a while');
          for (const number of numbers) fs.utimesSync(join(folder, String(number)), 1, 1);
        }
        for (let i = 0; i < 6; i++) assert.equal(await taken(), 'held true', `${i} ${record}`);
        const left = fs.readdirSync(folder);
        assert.ok(left.length < 4, left.join(' '));
        fs.rmSync(folder, { recursive: true });
      }
    });

  it('is free although something that is no file has the last number that counts', async () => {
    const folder = lockFolderOf(file);
    fs.mkdirSync(join(folder, String(last)), { recursive: true });
    fs.writeFileSync(join(folder, String(last - 1)), JSON.stringify({ ...own, pid: 4_194_305 }));
    for (let i = 0; i < 6; i++) assert.equal(await taken(), 'held true');
    assert.ok(fs.readdirSync(folder).includes(String(last)), 'it is left alone');
  });

  it('is lost by its holder when somebody puts the last number there, and is one’s alone after that', async () => {
    const first = await keep();
    const folder = lockFolderOf(file);
    fs.writeFileSync(join(folder, String(last)), JSON.stringify({ ...own, pid: 4_194_305 }));
    assert.equal(first.held?.still(), false);
    // The first lives: what is there below the last number is its lock again.
    assert.match(await taken(), /^file\.busy/);
    assert.equal(first.held.still(), true);
    await first.end();
    assert.equal(await taken(), 'held true');
  });

  it('is another one’s, once the folder was removed and somebody took it there: the first has it no more and ends nothing', async () => {
    const first = await keep();
    fs.rmSync(join(root, '.git/throughline'), { recursive: true });
    const second = await keep();
    assert.deepEqual([first.held?.still(), second.held?.still()], [false, true]);
    assert.ok(first.held?.temporaries.every((path) => second.held?.temporaries.includes(path) === false));
    await first.end();
    assert.match(await taken(), /^file\.busy/, 'the first let go of what was its own');
    assert.equal(second.held?.still(), true);
    await second.end();
    assert.equal(await taken(), 'held true');
  });

  for (const [name, make] of Object.entries<(path: string) => void>({
    '999999999999999': (path) => {
      fs.writeFileSync(path, '{}');
    },
    '99999999999999999999999999': (path) => {
      fs.writeFileSync(path, '{}');
    },
    '00000001': (path) => {
      fs.writeFileSync(path, '{}');
    },
    '-1': (path) => {
      fs.writeFileSync(path, '{}');
    },
    '1': (path) => {
      fs.mkdirSync(path);
    },
    '2': (path) => {
      fs.symlinkSync('/dev/zero', path);
    },
    '3': (path) => {
      execFileSync('mkfifo', [path]);
    },
    '4': (path) => {
      fs.writeFileSync(path, Buffer.alloc(1024 * 1024));
    },
  }))
    it(`is free although its folder holds ${name}, which no holder made`, async () => {
      fs.mkdirSync(lockFolderOf(file), { recursive: true });
      make(join(lockFolderOf(file), name));
      for (let i = 0; i < 6; i++) assert.equal(await taken(), 'held true');
      if (name !== '4') assert.ok(fs.readdirSync(lockFolderOf(file)).includes(name), 'it is left alone');
    });

  for (const what of ['throughline', 'throughline/locks', 'throughline/new'])
    for (const kind of ['link', 'link to nowhere', 'file', 'FIFO'])
      it(`is refused where ${what} is a ${kind}, and nothing is made or removed there`, async () => {
        const elsewhere = join(root, 'elsewhere');
        fs.mkdirSync(elsewhere);
        fs.writeFileSync(join(elsewhere, '1-aaaaaaaaaaaa.json'), '{"pid":1}');
        const path = join(root, '.git', what);
        fs.mkdirSync(dirname(path), { recursive: true });
        if (kind === 'file') fs.writeFileSync(path, '');
        else if (kind === 'FIFO') execFileSync('mkfifo', [path]);
        else fs.symlinkSync(kind === 'link' ? elsewhere : join(root, 'nowhere'), path);
        const result = await taken();
        assert.match(result, /^file\.notWritten: a\.md: .* is not a regular folder/);
        assert.ok(result.includes(path), 'it is said what is in the way');
        assert.deepEqual(fs.readdirSync(elsewhere), ['1-aaaaaaaaaaaa.json']);
        assert.ok(!fs.existsSync(join(root, 'nowhere')));
      });

  it('leaves nothing behind that grows', async () => {
    const locks = new FileLocks();
    const hold = (): Promise<unknown> => locks.hold(file, () => Promise.resolve());
    await hold();
    const names = (): number => fs.readdirSync(join(root, '.git/throughline'), { recursive: true }).length;
    const before = names();
    for (let i = 0; i < 5; i++) await hold();
    assert.equal(names(), before);
  });
});
