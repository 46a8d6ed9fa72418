import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DirtyBeacon } from '../../../src/platform/dirtyBeacon.ts';
import { sharedFolderOf } from '../../../src/platform/lockPlace.ts';
import { ownIdentity } from '../../../src/platform/processIdentity.ts';

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

  it('holds while a file is unsaved, for others and not for the window itself', () => {
    const [one, other] = [new DirtyBeacon(fail), new DirtyBeacon(fail)];
    one.tell([file]);
    assert.ok(other.isDirtyElsewhere(file));
    assert.ok(!other.isDirtyElsewhere(join(root, 'b.md')));
    assert.ok(!one.isDirtyElsewhere(file));
    one.tell([]);
    assert.ok(!other.isDirtyElsewhere(file));
    assert.deepEqual(fs.readdirSync(told), []);
  });

  it('reaches who comes to the file by another way', () => {
    fs.symlinkSync(root, `${root}-link`);
    const [one, other] = [new DirtyBeacon(fail), new DirtyBeacon(fail)];
    one.tell([join(`${root}-link`, 'a.md')]);
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
    fs.mkdirSync(told, { recursive: true });
    fs.writeFileSync(
      join(told, 'theirs.json'),
      JSON.stringify({ ...ownIdentity(), pid, start, files: [file] }),
    );
    const beacon = new DirtyBeacon(fail);
    assert.ok(beacon.isDirtyElsewhere(file));
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.ok(!beacon.isDirtyElsewhere(file));
    assert.deepEqual(fs.readdirSync(told), []);
  });

  it('is not believed when it is torn or says something else', () => {
    fs.mkdirSync(told, { recursive: true });
    const records = ['', '{', '[]', 'null', '{"pid":-1}', JSON.stringify({ ...ownIdentity(), files: 'a' })];
    records.forEach((record, i) => {
      fs.writeFileSync(join(told, `${i}.json`), record);
    });
    assert.ok(!new DirtyBeacon(fail).isDirtyElsewhere(file));
  });
});
