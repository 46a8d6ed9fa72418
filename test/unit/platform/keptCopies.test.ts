import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { copyFailureMessage } from '../../../src/core/messages/unsaved.ts';
import { stampFile } from '../../../src/platform/node/disk.ts';
import { keepCopy } from '../../../src/platform/node/keptCopies.ts';
import { LinkGuard, toRoot } from '../../../src/platform/node/linkGuard.ts';
import { temporaryFolder } from '../../support/sample.mjs';

describe('a copy that is kept of what a save goes over', () => {
  let folder: string;
  let file: string;
  const guard = (): LinkGuard => new LinkGuard([toRoot(folder)]);
  const stamp = (): string => stampFile(file) ?? '';
  beforeEach(() => {
    folder = fs.realpathSync(temporaryFolder());
    file = join(folder, 'a.md');
    fs.writeFileSync(file, Buffer.from([0xff, 0xfe, 0, 1]));
  });
  afterEach(() => {
    fs.rmSync(folder, { recursive: true });
  });
  const kept = (): string => {
    const result = keepCopy(guard().follow(file), stamp());
    assert.ok(result.kind === 'kept', JSON.stringify(result));
    return result.copy;
  };
  const why = (at = stamp()): string => {
    const result = keepCopy(guard().follow(file), at);
    assert.ok(result.kind === 'failed', JSON.stringify(result));
    return copyFailureMessage(result.why);
  };

  it('has its bytes and its name, beside the others, where git sees nothing of it', () => {
    const copies = [kept(), kept()];
    assert.equal(new Set(copies).size, 2);
    for (const copy of copies) {
      assert.deepEqual(fs.readFileSync(copy), fs.readFileSync(file));
      assert.match(basename(copy), /^\d{4}-\d\d-\d\dT[\d.-]+Z-[0-9a-f]{8}-a\.md$/);
      assert.equal(dirname(copy), join(folder, '.throughline/kept'));
    }
    assert.equal(fs.readFileSync(join(folder, '.throughline/.gitignore'), 'utf8'), '*\n');
  });

  it('can be read by nobody who could not read the file', () => {
    fs.chmodSync(folder, 0o755);
    fs.chmodSync(file, 0o600);
    assert.equal(fs.statSync(kept()).mode & 0o777, 0o600);
  });

  it('has a name that a disk takes, whatever the file is called', () => {
    file = join(folder, `${'界'.repeat(80)}.md`);
    fs.writeFileSync(file, 'x');
    assert.ok(Buffer.byteLength(basename(kept())) <= 255);
  });

  it('is not taken for what was there when somebody has written since', () => {
    const before = stamp();
    fs.writeFileSync(file, 'saved over');
    assert.match(why(before), /changed again in the meantime/);
    assert.ok(!fs.existsSync(join(folder, '.throughline')));
  });

  it('is not made of what is too large, no file, a link, or gone; it says so', () => {
    fs.truncateSync(file, 65 * 1024 * 1024);
    assert.match(why(), /not a regular file, or too large/);
    fs.rmSync(file);
    assert.equal(why(), 'This file does not exist.');
    fs.symlinkSync('/etc/passwd', file);
    assert.match(why(), /leads out of the workspace/);
    fs.rmSync(file);
    fs.mkdirSync(file);
    assert.match(why(), /not a regular file/);
    assert.ok(!fs.existsSync(join(folder, '.throughline')));
  });

  it('is not written where a link is in the way', () => {
    fs.mkdirSync(join(folder, '.throughline'));
    fs.mkdirSync(join(folder, 'elsewhere'));
    fs.symlinkSync('../elsewhere', join(folder, '.throughline/kept'));
    assert.match(why(), /is not a regular folder/);
    assert.deepEqual(fs.readdirSync(join(folder, 'elsewhere')), []);
  });
});
