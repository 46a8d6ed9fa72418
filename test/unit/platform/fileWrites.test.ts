import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TextEdit } from '../../../src/core/text/edit.ts';
import { FileLocks } from '../../../src/platform/fileLock.ts';
import { createFile, editFile } from '../../../src/platform/fileWrites.ts';
import type { ApplyResult } from '../../../src/project/host.ts';

describe('files are written', () => {
  let root: string;
  const locks = new FileLocks();
  beforeEach(() => {
    root = fs.mkdtempSync(join(fs.realpathSync(tmpdir()), 'throughline-writes-'));
    for (const name of ['objects', 'refs']) fs.mkdirSync(join(root, '.git', name), { recursive: true });
  });
  afterEach(() => {
    fs.rmSync(root, { recursive: true });
  });

  const put = (name: string, content: string | Uint8Array): string => {
    const path = join(root, name);
    fs.writeFileSync(path, content);
    return path;
  };
  /** An edit of the first place where `expect` stands. */
  const edit = (text: string, expect: string, by: string): TextEdit => {
    const start = text.indexOf(expect);
    assert.ok(start >= 0);
    return { range: { start, end: start + expect.length }, expect, text: by };
  };
  const change = async (path: string, base: string, edits: readonly TextEdit[]): Promise<ApplyResult> =>
    locks.hold(path, (held) =>
      Promise.resolve(held === undefined ? { kind: 'stale' as const } : editFile(path, base, edits, held)),
    );
  const names = (): string[] => fs.readdirSync(root).filter((name) => name !== '.git');

  const shapes: Record<string, string> = {
    LF: '# Ä\n| todo | - |\n',
    CRLF: '# Ä\r\n| todo | - |\r\n',
    'mixed line endings': '# Ä\n| todo | - |\r\nx\ry\n\n',
    'a byte order mark': '\uFEFF# Ä\n| todo | - |\n',
    'no final newline': '# 🦦\n| todo | - |',
    'white space at line ends': '# Ä  \t\n\n\n| todo | - |  \n ',
  };
  for (const [name, content] of Object.entries(shapes))
    it(`in the named bytes only: ${name}`, async () => {
      const path = put('a.md', content);
      const text = content.replace('\uFEFF', '');
      const edits = [edit(text, '-', 'maple🍁'), edit(text, 'todo', 'wip')];
      assert.deepEqual(await change(path, text, edits), { kind: 'done' });
      assert.deepEqual(
        fs.readFileSync(path),
        Buffer.from(content.replace('todo', 'wip').replace('-', 'maple🍁')),
      );
      assert.deepEqual(names(), ['a.md'], 'no temporary file stays');
    });

  it('not at all, when the text is no longer the one they were made for', async () => {
    const path = put('a.md', 'one two');
    assert.deepEqual(await change(path, 'one', [edit('one', 'one', 'x')]), { kind: 'stale' });
    assert.equal(fs.readFileSync(path, 'utf8'), 'one two');
    fs.rmSync(path);
    assert.deepEqual(await change(path, 'one', [edit('one', 'one', 'x')]), { kind: 'stale' });
    assert.deepEqual(names(), []);
  });

  it('not at all, when the lock is no longer held', async () => {
    const path = put('a.md', 'one');
    const result = await locks.hold(path, (held) => {
      assert.ok(held);
      fs.rmSync(join(root, '.git/throughline'), { recursive: true });
      return Promise.resolve(editFile(path, 'one', [edit('one', 'one', 'two')], held));
    });
    assert.equal(result.kind === 'refused' && result.code, 'file.lockLost');
    assert.equal(fs.readFileSync(path, 'utf8'), 'one');
    assert.deepEqual(names(), ['a.md']);
  });

  it('with their mode kept, and a link kept a link', async () => {
    const path = put('a.md', 'one');
    fs.chmodSync(path, 0o640);
    fs.symlinkSync('a.md', join(root, 'link.md'));
    const through = join(root, 'link.md');
    assert.deepEqual(await change(through, 'one', [edit('one', 'one', 'two')]), { kind: 'done' });
    assert.equal(fs.statSync(path).mode & 0o777, 0o640);
    assert.ok(fs.lstatSync(through).isSymbolicLink());
    assert.equal(fs.readFileSync(path, 'utf8'), 'two');
  });

  it('not at all, when a second name would keep the old text', async () => {
    const path = put('a.md', 'one');
    fs.linkSync(path, join(root, 'b.md'));
    const result = await change(path, 'one', [edit('one', 'one', 'two')]);
    assert.equal(result.kind === 'refused' && result.code, 'file.hardLink');
    assert.equal(fs.readFileSync(join(root, 'b.md'), 'utf8'), 'one');
  });

  it('not at all, with the reason, when they are no UTF-8 text', async () => {
    const bytes = Buffer.from([0x23, 0xe4]);
    const path = put('a.md', bytes);
    const result = await change(path, '#', [edit('#', '#', 'x')]);
    assert.equal(result.kind === 'refused' && result.code, 'file.encoding');
    assert.deepEqual(fs.readFileSync(path), bytes);
  });

  it('new ones whole, and never over another', () => {
    const path = join(root, 'deep', 'new.md');
    assert.deepEqual(createFile(path, '# Ä\n'), { kind: 'created' });
    assert.deepEqual(createFile(path, 'other'), { kind: 'exists' });
    assert.equal(fs.readFileSync(path, 'utf8'), '# Ä\n');
    assert.deepEqual(fs.readdirSync(join(root, 'deep')), ['new.md']);
  });
});
