import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FileLocks } from '../../../src/platform/node/fileLock.ts';
import { answer, program, throughline } from '../../support/commandLine.ts';
import { isChange, withFault } from '../../support/faults.ts';
import { progressOf, Repository } from '../../support/repository.ts';
import { temporaryFolder } from '../../support/sample.mjs';

const as = 'wren-1a2b';
const path = 'tracking/progress/2026-06-11-main.md';
const original = progressOf('main', 'One | todo | -', 'Two | todo | -');
const claimed = progressOf('main', `One | wip | ${as}`, 'Two | todo | -');

describe('a change of the command line, when something goes wrong', function () {
  this.timeout(120_000);
  let repository: Repository;
  const file = (): string => join(repository.root, path);
  const text = (): string => readFileSync(file(), 'utf8');
  beforeEach(() => {
    repository = new Repository();
    repository.commit('2026-06-11', { [path]: original });
  });
  afterEach(() => {
    repository.dispose();
  });

  it('is refused after some seconds while another process has the file locked, and made once it does not', async () => {
    const now = performance.now.bind(performance);
    // Its patience ends sooner.
    performance.now = () => now() * 100;
    try {
      await new FileLocks().hold(file(), async () => {
        const { exit, out, error } = await throughline(as, repository.root, 'claim', 'One');
        assert.deepEqual([exit, out], [1, '']);
        assert.match(error, /^refused file\.busy: [^\n]+\nnothing was changed\n$/);
        assert.equal((await answer(as, repository.root, 'claim', 'One')).code, 'file.busy');
        assert.match((await throughline(as, repository.root, 'next')).out, /^ok One\n/);
      });
    } finally {
      performance.now = now;
    }
    assert.equal(text(), original);
    assert.equal((await throughline(as, repository.root, 'claim', 'One')).exit, 0);
    assert.equal(text(), claimed);
  });

  for (const fault of ['ENOSPC', 'late EIO'] as const)
    it(`is made or not made, and says which: ${fault}`, async () => {
      for (const argv of [
        ['claim', 'One'],
        ['defer', 'One'],
        ['backlog', 'add', 'New'],
      ]) {
        let isOver = false;
        for (let at = 1; !isOver; at++) {
          assert.ok(at < 100, 'it never ends without a fault');
          repository.git('reset', '--quiet', '--hard');
          repository.git('clean', '--quiet', '--force', '-d');
          const { value, calls } = await withFault(
            at,
            fault,
            () => throughline(as, repository.root, ...argv),
            isChange,
          );
          const { exit, out, error } = value;
          const shown = `${argv.join(' ')}, ${fault} at ${at}: ${out}${error}`;
          assert.ok(exit === 0 || exit === 1, shown);
          const isUnknown = error.includes('look at the file');
          const isChanged = repository.git('status', '--porcelain', '--untracked-files=all') !== '';
          if (!isUnknown) assert.equal(isChanged, exit === 0, shown);
          if (argv[0] === 'claim') assert.ok([original, claimed].includes(text()), shown);
          // Nothing is left behind that keeps the next one out.
          const next = await throughline('otter-3c4d', repository.root, 'note', 'Next');
          assert.equal(next.exit, 0, `${shown}\n${next.error}`);
          isOver = calls < at;
        }
      }
    });

  /** Ends the program at one of the calls by which it changes the disk, as Ctrl-C does. */
  const stop = (at: number, ...argv: readonly string[]) => {
    const preload = join(repository.parent, 'preload.cjs');
    writeFileSync(
      preload,
      `const fs = require('node:fs');
let calls = 0;
for (const [name, original] of Object.entries(fs))
  if (/^(?:open|write|link|rename|rm|unlink|mkdir|fsync|ftruncate|f?chmod|f?utimes)\\w*Sync$/.test(name))
    fs[name] = (...args) => {
      if (++calls === ${at}) for (process.kill(process.pid, 'SIGINT'); ; );
      return original(...args);
    };
`,
    );
    return spawnSync(process.execPath, ['--require', preload, program, ...argv], {
      cwd: repository.root,
      encoding: 'utf8',
      env: { ...process.env, THROUGHLINE_AGENT: as },
    });
  };

  it('is made or not made when Ctrl-C ends it at any step, and keeps nobody out', async () => {
    for (let at = 1; ; at += 2) {
      assert.ok(at < 200);
      writeFileSync(file(), original);
      const { signal, status, stderr } = stop(at, 'claim', 'One');
      if (signal === null) {
        assert.equal(status, 0, stderr);
        break;
      }
      assert.equal(signal, 'SIGINT');
      assert.ok([original, claimed].includes(text()), `at ${at}: ${text()}`);
      const { exit, error } = await throughline('otter-3c4d', repository.root, 'claim', 'Two');
      assert.equal(exit, 0, `at ${at}: ${error}`);
      assert.equal(repository.git('status', '--porcelain'), ` M ${path}\n`);
    }
  });

  it('is made or not made when Ctrl-C comes at any moment, again and again', async () => {
    for (let i = 0; i < 16; i++) {
      writeFileSync(file(), original);
      const child = spawn(process.execPath, [program, 'claim', 'One', '--as', as], { cwd: repository.root });
      const timer = setTimeout(() => child.kill('SIGINT'), 80 + Math.random() * 300);
      await new Promise((resolve) => child.once('close', resolve));
      clearTimeout(timer);
      assert.ok([original, claimed].includes(text()), text());
    }
    writeFileSync(file(), original);
    assert.equal((await throughline('otter-3c4d', repository.root, 'claim', 'Two')).exit, 0);
    assert.equal(repository.git('status', '--porcelain'), ` M ${path}\n`);
  });

  it('does not depend on settings that nobody can read, and leaves them as they are', async () => {
    const settings = join(repository.root, '.vscode/settings.json');
    for (const content of ['{ not json', '', '[]', 'null', '\u0000'.repeat(1000), '{'.repeat(100_000)]) {
      repository.write('.vscode/settings.json', content);
      writeFileSync(file(), original);
      const { exit, error } = await throughline(as, repository.root, 'claim', 'One');
      assert.equal(exit, 0, error);
      assert.equal(text(), claimed);
      assert.equal(readFileSync(settings, 'utf8'), content);
    }
    rmSync(settings);
    mkdirSync(settings);
    assert.match(
      (await throughline(as, repository.root, 'claim', 'One')).out,
      /^ok One is already yours\.\n$/,
    );
  });
});

describe('a full disk', function () {
  this.timeout(60_000);
  let root: string;
  let isMounted: boolean;
  const run = (command: string, ...argv: readonly string[]): boolean =>
    spawnSync(command, argv, { stdio: 'ignore' }).status === 0;
  before(function () {
    root = temporaryFolder();
    isMounted = process.platform === 'linux' && run('mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', root);
    if (!isMounted) this.skip();
  });
  after(() => {
    if (isMounted) run('umount', '-l', root);
    rmSync(root, { recursive: true, force: true });
  });

  it('refuses every change, and changes nothing', async () => {
    assert.ok(run('git', 'init', '--quiet', '--initial-branch=main', root));
    mkdirSync(join(root, 'tracking/progress'), { recursive: true });
    writeFileSync(join(root, path), original);
    run('dd', 'if=/dev/zero', `of=${join(root, 'filler')}`, 'bs=4096');
    for (const argv of [
      ['claim', 'One'],
      ['note', 'x'],
      ['add', 'Three'],
      ['backlog', 'add', 'New'],
      ['defer', 'One'],
    ]) {
      const { exit, out, error } = await throughline(as, root, ...argv);
      assert.deepEqual([exit, out], [1, ''], argv.join(' '));
      assert.match(error, /^refused file\.\w+: [^\n]+\nnothing was changed\n$/);
      assert.equal(readFileSync(join(root, path), 'utf8'), original);
    }
    assert.match((await throughline(as, root, 'next')).out, /^ok One\n/);
    rmSync(join(root, 'filler'));
    assert.equal((await throughline(as, root, 'claim', 'One')).exit, 0);
  });
});
