import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import nodeFs, * as fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refusalMessage } from '../../../src/core/messages/refusals.ts';
import type { TextEdit } from '../../../src/core/text/edit.ts';
import { FileLocks } from '../../../src/platform/node/fileLock.ts';
import { createFile } from '../../../src/platform/node/fileCreation.ts';
import { editFile } from '../../../src/platform/node/fileWrites.ts';
import type { ApplyResult } from '../../../src/project/documentWriter.ts';
import { aroundCalls } from '../../support/fsCalls.ts';
import { Repository } from '../../support/repository.ts';

/** The process ends where it would give a new text its name: at the call that a claim, or a new file, does it with. */
const victim = process.env['THROUGHLINE_WRITER'];
if (victim !== undefined) {
  const { folder, call } = JSON.parse(victim) as { folder: string; call: 'renameSync' | 'linkSync' };
  const original = nodeFs[call];
  nodeFs[call] = (from, to) => {
    if (String(to).endsWith('.md')) process.kill(process.pid, 'SIGKILL');
    original(from, to);
  };
  syncBuiltinESMExports();
  const path = join(folder, 'a.md');
  if (call === 'linkSync') createFile(join(folder, 'c.md'), 'x');
  else
    await new FileLocks().hold(path, (held) => {
      const [start, end] = [0, 3];
      const text = fs.readFileSync(path, 'utf8');
      const edits = [{ range: { start, end }, expect: text.slice(start, end), text: 'new' }];
      return Promise.resolve(held === undefined ? undefined : editFile(path, text, edits, held));
    });
  process.exit(0);
}

function kill(folder: string, call: string): void {
  const child = spawnSync(process.execPath, [import.meta.filename], {
    env: { ...process.env, THROUGHLINE_WRITER: JSON.stringify({ folder, call }) },
  });
  assert.equal(child.signal, 'SIGKILL', String(child.stderr));
}

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

  it('and say that the file is away, not that it is a link, when git takes it right after', async () => {
    const path = put('a.md', 'one');
    const { value } = await aroundCalls(
      ({ name, args, go }) => {
        const gave = go();
        if (name === 'renameSync' && String(args[1]).endsWith('a.md')) fs.rmSync(path);
        return gave;
      },
      () => change(path, 'one', [edit('one', 'one', 'two')]),
    );
    assert.ok(value.kind === 'unknown');
    assert.equal(
      refusalMessage(value),
      'a.md may have been written, but the write did not complete: This file does not exist.',
    );
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

  it('whatever their names are, up to the longest that the disk takes', async () => {
    for (const name of [`${'a'.repeat(252)}.md`, `${'日'.repeat(80)}.md`, ' .md', '-rf.md']) {
      const path = put(name, 'one');
      assert.deepEqual(await change(path, 'one', [edit('one', 'one', 'two')]), { kind: 'done' }, name);
      assert.equal(fs.readFileSync(path, 'utf8'), 'two');
      fs.rmSync(path);
    }
    const path = join(root, 'new', `${'b'.repeat(252)}.md`);
    assert.deepEqual(createFile(path, 'x'), { kind: 'created' });
  });

  it('not at all, and it is said that the lock was lost, when somebody took it over in the last moment', async () => {
    const path = put('a.md', 'one');
    const result = await locks.hold(path, (held) => {
      assert.ok(held);
      let looks = 0;
      return Promise.resolve(
        editFile(path, 'one', [edit('one', 'one', 'two')], {
          ...held,
          still: () => {
            if (looks++ > 0) return false;
            // Between the look and the replacement: the next holder clears up, and writes.
            for (const each of held.temporaries) fs.rmSync(each, { force: true });
            fs.writeFileSync(path, 'one');
            return true;
          },
        }),
      );
    });
    assert.equal(result.kind === 'refused' && result.code, 'file.lockLost', JSON.stringify(result));
    assert.equal(fs.readFileSync(path, 'utf8'), 'one');
  });

  for (const [what, ...mount] of [
    ['mounted for itself', '--bind', 'inner', 'inner'],
    ['on another disk', '-t', 'tmpfs', 'tmpfs', 'inner'],
  ])
    it(`in a folder that is ${what} too, and nothing stays there`, async function () {
      const inner = join(root, 'inner');
      fs.mkdirSync(inner);
      const args = mount.map((each) => (each === 'inner' ? inner : each));
      if (spawnSync('mount', args).status !== 0) this.skip();
      try {
        const path = put('inner/a.md', 'one');
        assert.deepEqual(await change(path, 'one', [edit('one', 'one', 'two')]), { kind: 'done' });
        assert.deepEqual(createFile(join(inner, 'b.md'), 'x'), { kind: 'created' });
        assert.deepEqual(fs.readdirSync(inner), ['a.md', 'b.md']);
        for (const call of ['renameSync', 'linkSync']) kill(inner, call);
        assert.deepEqual(await change(path, 'two', [edit('two', 'two', 'one')]), { kind: 'done' });
        assert.deepEqual(fs.readdirSync(inner), ['a.md', 'b.md']);
      } finally {
        spawnSync('umount', ['-l', inner]);
      }
    });

  it('and what a killed process left is not seen by git, and gone after the next write', async () => {
    const repository = new Repository();
    repository.commit('2026-06-10', { 'a.md': 'one', 'b.md': 'one' });
    try {
      const folder = repository.root;
      for (const call of ['renameSync', 'linkSync']) kill(folder, call);
      assert.equal(repository.git('status', '--short', '--untracked-files=all'), '');
      const left = join(folder, '.git/throughline/new');
      assert.equal(fs.readdirSync(left).length, 1, 'the second cleared up after the first');
      const path = join(folder, 'b.md');
      assert.deepEqual(await change(path, 'one', [edit('one', 'one', 'two')]), { kind: 'done' });
      assert.deepEqual(fs.readdirSync(left), []);
    } finally {
      repository.dispose();
    }
  });

  it('but leaves alone what only looks like it', async () => {
    const path = put('a.md', 'one');
    const name = `.throughline-1-1-${'0'.repeat(12)}-${'0'.repeat(16)}.tmp`;
    fs.mkdirSync(join(root, name));
    put('.throughline-notes.tmp', '');
    put('.a.md.1.throughline', '');
    assert.deepEqual(await change(path, 'one', [edit('one', 'one', 'two')]), { kind: 'done' });
    assert.deepEqual(names().sort(), [name, '.a.md.1.throughline', '.throughline-notes.tmp', 'a.md'].sort());
  });
});
