import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { refusalMessage } from '../../../src/core/messages/refusals.ts';
import { refusal } from '../../../src/core/model/refusal.ts';
import { UnsavedRegistry } from '../../../src/platform/node/unsavedRegistry.ts';
import { placeOf, sharedFolderOf } from '../../../src/platform/node/lockPlace.ts';
import { ownIdentity } from '../../../src/platform/node/processIdentity.ts';

describe('what windows tell each other about unsaved changes', () => {
  const fail = (error: unknown): never => {
    throw error;
  };
  let root: string;
  let file: string;
  let told: string;
  beforeEach(() => {
    root = fs.mkdtempSync(join(fs.realpathSync(tmpdir()), 'throughline-beacon-'));
    for (const name of ['objects', 'refs']) fs.mkdirSync(join(root, '.git', name), { recursive: true });
    file = join(root, 'a.md');
    fs.writeFileSync(file, '');
    told = join(sharedFolderOf(file), 'dirty');
  });
  afterEach(() => {
    fs.rmSync(root, { recursive: true });
  });

  /** What another window left, and where. */
  const leave = (identity: object): string => {
    fs.mkdirSync(told, { recursive: true });
    const path = join(told, '4242-aabbccddeeff.json');
    fs.writeFileSync(path, JSON.stringify({ ...ownIdentity(), ...identity, keys: [placeOf(file).key] }));
    return path;
  };

  it('holds while a file is unsaved, for others and not for the window itself', () => {
    const [one, other] = [new UnsavedRegistry(fail), new UnsavedRegistry(fail)];
    one.register([file]);
    assert.ok(other.isDirtyElsewhere(file));
    assert.ok(!other.isDirtyElsewhere(join(root, 'b.md')));
    assert.ok(!one.isDirtyElsewhere(file));
    one.register([]);
    assert.ok(!other.isDirtyElsewhere(file));
    assert.deepEqual(fs.readdirSync(told), []);
  });

  it('reaches who comes to the file by another way', () => {
    fs.symlinkSync(root, `${root}-link`);
    const [one, other] = [new UnsavedRegistry(fail), new UnsavedRegistry(fail)];
    one.register([join(`${root}-link`, 'a.md')]);
    assert.ok(other.isDirtyElsewhere(file));
    one.dispose();
    fs.rmSync(`${root}-link`);
  });

  it('ends with the process that told it, also when that is killed', async () => {
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    await once(child, 'spawn');
    const pid = child.pid ?? 0;
    const stat = fs.existsSync(`/proc/${pid}/stat`) ? fs.readFileSync(`/proc/${pid}/stat`, 'utf8') : '';
    const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
    leave({ pid, start });
    const beacon = new UnsavedRegistry(fail);
    const who = beacon.whoElse(file);
    assert.ok(who);
    const refused = refusal('file.dirtyElsewhere', { path: 'a.md', process: who, records: '' });
    assert.ok(refusalMessage(refused).includes(`(process ${pid} on `));
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.ok(!beacon.isDirtyElsewhere(file));
    assert.deepEqual(fs.readdirSync(told), []);
  });

  it('is not believed when it is torn or says something else, and stays', () => {
    fs.mkdirSync(told, { recursive: true });
    const records = [
      ...['', '{', '[]', '[1,2]', '42', 'null', '{"pid":-1}', '{"auths":{}}'],
      JSON.stringify({ ...ownIdentity(), keys: 'a' }),
    ];
    const names = records.map((record, i) => {
      const name = `${i}-aaaaaaaaaaaa.json`;
      fs.writeFileSync(join(told, name), record);
      return name;
    });
    assert.ok(!new UnsavedRegistry(fail).isDirtyElsewhere(file));
    assert.deepEqual(fs.readdirSync(told).sort(), names);
  });

  const gone: Record<string, object> = {
    'another container': { host: '3f2a9c1b7d10', namespace: 'pid:[4026532001]' },
    'a machine of the same name': { boot: 'another' },
    'a system without start times, whose number another process has': { pid: process.ppid, start: '' },
  };
  for (const [what, identity] of Object.entries(gone))
    it(`is believed as long as it comes again, from ${what}`, () => {
      for (const hours of [-1, 1]) {
        const path = leave(identity);
        assert.ok(new UnsavedRegistry(fail).isDirtyElsewhere(file));
        const at = Date.now() / 1000 + hours * 3600;
        fs.utimesSync(path, at, at);
        assert.ok(!new UnsavedRegistry(fail).isDirtyElsewhere(file));
        assert.deepEqual(fs.readdirSync(told), []);
      }
    });

  it('comes again and again until nothing is unsaved, also after it was removed', async () => {
    const beacon = new UnsavedRegistry(fail, { heartbeat: 5 });
    beacon.register([file]);
    for (let i = 0; i < 3; i++) {
      fs.rmSync(join(root, '.git/throughline'), { recursive: true });
      while (!new UnsavedRegistry(fail).isDirtyElsewhere(file))
        await new Promise((resolve) => setTimeout(resolve, 1));
    }
    beacon.dispose();
    assert.deepEqual(fs.readdirSync(told), []);
  });

  for (const [what, put] of Object.entries<(path: string, elsewhere: string) => void>({
    'a link to a folder of somebody’s': (path, elsewhere) => {
      fs.symlinkSync(elsewhere, path);
    },
    'a link to nowhere': (path) => {
      fs.symlinkSync('/nowhere/at/all', path);
    },
    'a file': (path) => {
      fs.writeFileSync(path, '');
    },
    'a FIFO': (path) => {
      execFileSync('mkfifo', [path]);
    },
  }))
    for (const name of ['.git/throughline', '.git/throughline/dirty', '.throughline/dirty'])
      it(`counts as none, and is logged, where ${name} is ${what}`, () => {
        if (name.startsWith('.throughline')) fs.rmSync(join(root, '.git'), { recursive: true });
        const elsewhere = join(root, 'elsewhere');
        fs.mkdirSync(elsewhere);
        const dead = JSON.stringify({ ...ownIdentity(), pid: 4_194_305 });
        const names = ['1-aaaaaaaaaaaa.json', 'config.json'];
        for (const each of names) fs.writeFileSync(join(elsewhere, each), dead);
        fs.mkdirSync(dirname(join(root, name)), { recursive: true });
        put(join(root, name), elsewhere);
        const logged: unknown[] = [];
        const beacon = new UnsavedRegistry((error) => {
          logged.push(error);
        });
        assert.ok(!beacon.isDirtyElsewhere(file));
        beacon.register([file]);
        beacon.dispose();
        assert.match(String(logged[0]), /is not a regular folder/);
        assert.deepEqual(fs.readdirSync(elsewhere).sort(), names);
      });

  it('is not read from what only has its name: a link, a FIFO, a folder, a huge file; nor is anything removed', () => {
    fs.mkdirSync(told, { recursive: true });
    const dead = JSON.stringify({ ...ownIdentity(), pid: 4_194_305 });
    const names = [1, 2, 3, 4].map((i) => `${i}-aaaaaaaaaaaa.json`);
    const [link = '', fifo = '', folder = '', huge = ''] = names.map((name) => join(told, name));
    fs.writeFileSync(join(root, 'config.json'), dead);
    fs.symlinkSync(join(root, 'config.json'), link);
    execFileSync('mkfifo', [fifo]);
    fs.mkdirSync(folder);
    fs.writeFileSync(huge, `${dead}${' '.repeat(1024 * 1024)}`);
    for (const other of ['settings.json', '1-AAAAAAAAAAAA.json', '1-aaaaaaaaaaaa.json.bak']) {
      fs.writeFileSync(join(told, other), dead);
      names.push(other);
    }
    assert.ok(!new UnsavedRegistry(fail).isDirtyElsewhere(file));
    assert.deepEqual(fs.readdirSync(told).sort(), names.sort());
  });
});
