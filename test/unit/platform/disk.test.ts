import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { problemMessage } from '../../../src/core/messages/problems.ts';
import { maximumSize, readFile, stampFile, whyUnreadable } from '../../../src/platform/node/disk.ts';

describe('files on disk', () => {
  let root: string;
  beforeEach(() => {
    root = fs.mkdtempSync(join(fs.realpathSync(tmpdir()), 'throughline-disk-'));
  });
  afterEach(() => {
    fs.rmSync(root, { recursive: true });
  });

  const put = (name: string, content: string | Uint8Array): string => {
    const path = join(root, name);
    fs.writeFileSync(path, content);
    return path;
  };
  const told = (path: string): string => {
    const read = readFile(path);
    return read.kind === 'unreadable' ? `${read.problem.code}: ${problemMessage(read.problem)}` : read.kind;
  };

  describe('are read', () => {
    it('as text, without the byte order mark', () => {
      const read = readFile(put('a.md', '\uFEFF# Täsk 🦦\r\n'));
      assert.equal(read.kind === 'text' && read.text, '# Täsk 🦦\r\n');
    });

    it('as missing, when nothing is there', () => {
      assert.deepEqual(readFile(join(root, 'no.md')), { kind: 'missing' });
      assert.deepEqual(readFile(join(root, 'no', 'no.md')), { kind: 'missing' });
      assert.equal(stampFile(join(root, 'no.md')), undefined);
    });

    it('with the reason, when they are no UTF-8 text', () => {
      assert.match(told(put('le.md', Buffer.from('\uFEFF# Task', 'utf16le'))), /^file\.encoding: .*UTF-16/);
      assert.match(
        told(put('be.md', Buffer.from('\uFEFF# Task', 'utf16le').swap16())),
        /^file\.encoding: .*UTF-16/,
      );
      assert.match(
        told(put('latin.md', Buffer.from([0x23, 0x20, 0xe4]))),
        /^file\.encoding: .*not valid UTF-8/,
      );
      assert.match(told(put('nul.md', '# Task\0')), /^file\.binary: .*NUL/);
    });

    it('with the reason, when they are too large', () => {
      const path = put('large.md', Buffer.alloc(6 * 1024 * 1024, 'a'));
      assert.match(told(path), /^file\.tooLarge: .*6\.0 MiB; the limit is 5 MiB/);
      assert.equal(readFile(put('fits.md', Buffer.alloc(maximumSize, 'a'))).kind, 'text');
    });

    it('as missing, when they are away for a moment, and never as links', () => {
      // As git does it: the old file goes, then the new one comes. It is looked at in between.
      const path = put('a.md', '# Task');
      fs.rmSync(path);
      assert.deepEqual(readFile(path), { kind: 'missing' });
      for (const code of ['ENOENT', 'ENOTDIR']) {
        const data = whyUnreadable(Object.assign(new Error(code), { code }));
        assert.equal(problemMessage({ code: 'file.unreadable', data }), 'This file does not exist.');
      }
    });

    it('with the reason, when they are links to nowhere, in a circle, or no file at all', () => {
      fs.symlinkSync('b.md', join(root, 'a.md'));
      fs.symlinkSync('a.md', join(root, 'b.md'));
      fs.symlinkSync('gone.md', join(root, 'dangling.md'));
      fs.mkdirSync(join(root, 'folder.md'));
      assert.match(told(join(root, 'a.md')), /circle/);
      assert.match(told(join(root, 'dangling.md')), /does not exist/);
      assert.match(told(join(root, 'folder.md')), /not a regular file/);
    });
  });
});
