import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gitFailureMessage } from '../../../src/core/messages/gitFailures.ts';
import { createGit } from '../../../src/platform/node/git.ts';
import { findPresent } from '../../../src/platform/node/gitObjects.ts';
import {
  failureOf,
  GitNotStarted,
  isExpected,
  runCatFile,
  runGit,
} from '../../../src/platform/node/gitProcess.ts';

/** More than a pipe holds. */
const longInput = 'x'.repeat(1_000_000);
const commit = 'a'.repeat(40);

describe('git that does not run as it should', () => {
  const path = process.env['PATH'] ?? '';
  let root: string;
  beforeEach(() => {
    root = fs.mkdtempSync(join(fs.realpathSync(tmpdir()), 'throughline-git-'));
  });
  afterEach(() => {
    process.env['PATH'] = path;
    fs.rmSync(root, { recursive: true, force: true });
  });

  /** A git that runs these lines. */
  const play = (lines: string, mode = 0o755): void => {
    const bin = join(root, 'bin');
    fs.mkdirSync(bin, { recursive: true });
    fs.writeFileSync(join(bin, 'git'), `${lines}\n`, { mode });
    process.env['PATH'] = `${bin}${delimiter}${path}`;
  };
  /** What people are told when all ways to start git fail in a folder; each way has failed for the same reason. */
  const whyNot = async (folder: string): Promise<string> => {
    const told = new Set<string>();
    const logged: unknown[] = [];
    for (const run of [
      () => runGit({ folder, args: ['--version'] }),
      () => runGit({ folder, args: ['--version'], input: longInput }),
      () => runCatFile({ folder, args: ['--batch'], input: longInput }),
    ])
      await run().then(
        () => assert.fail('git ran'),
        (error: unknown) => {
          assert.ok(error instanceof GitNotStarted, String(error));
          assert.equal(isExpected(error), false);
          told.add(gitFailureMessage(failureOf(error)));
        },
      );
    const git = createGit((error) => logged.push(error));
    assert.equal(await git.branch(folder), undefined);
    assert.equal(await git.refs(folder), undefined);
    const made = await git.createBranch(folder, 'feat/x', commit);
    told.add(made.kind === 'failed' ? gitFailureMessage(made.why) : made.kind);
    assert.equal(logged.length, 2);
    for (const each of logged) told.add(gitFailureMessage(failureOf(each)));
    assert.equal(told.size, 1, [...told].join('\n'));
    return [...told].join('').replaceAll(root, '');
  };

  it('says so when git is not installed, may not be run, or lacks what runs it', async function () {
    if (process.platform === 'win32') this.skip();
    process.env['PATH'] = join(root, 'nothing');
    assert.equal(await whyNot(root), 'git cannot be started: it is not installed, or not on the PATH.');
    process.env['PATH'] = '';
    assert.equal(await whyNot(root), 'git cannot be started: it is not installed, or not on the PATH.');
    play('#!/no/such/interpreter');
    process.env['PATH'] = join(root, 'bin');
    assert.equal(await whyNot(root), 'git cannot be started: it is not installed, or not on the PATH.');
    fs.chmodSync(join(root, 'bin/git'), 0o644);
    assert.equal(await whyNot(root), 'git cannot be started: permission denied.');
  });

  it('says so when the folder was removed, or is a file', async () => {
    assert.equal(await whyNot(join(root, 'gone')), 'git cannot be started: the folder /gone does not exist.');
    fs.writeFileSync(join(root, 'file'), '');
    assert.equal(await whyNot(join(root, 'file')), 'git cannot be started: the folder /file does not exist.');
  });

  it('says so when the system takes the arguments for too long, or for none', async () => {
    for (const argument of ['a\0b', 'a'.repeat(4_000_000)])
      await assert.rejects(runGit({ folder: root, args: ['log', argument] }), GitNotStarted);
  });

  it('says so when no more files can be opened, and runs again when some can', async function () {
    if (process.platform === 'win32') this.skip();
    if (process.env['THROUGHLINE_FEW_FILES'] === undefined) {
      // A process of its own: this one may open more files than can be opened in a test.
      const script = join(process.env['THROUGHLINE_ROOT'] ?? '', 'test/support/runMocha.mjs');
      const results = join(root, 'results.json');
      const command = [process.execPath, script, results, '20000', '1', fileURLToPath(import.meta.url)];
      const child = spawnSync('sh', ['-c', 'ulimit -n 256 && exec "$@"', 'sh', ...command], {
        encoding: 'utf8',
        timeout: 60_000,
        env: { ...process.env, THROUGHLINE_FEW_FILES: '1', THROUGHLINE_GREP: 'no more files can be opened' },
      });
      assert.equal(child.status, 0, child.stdout + child.stderr);
      assert.match(fs.readFileSync(results, 'utf8'), /"passed":1/);
      return;
    }
    const open: number[] = [];
    const fill = (): void => {
      try {
        for (;;) open.push(fs.openSync('/dev/null', 'r'));
      } catch {
        // No more can be opened: as it should be.
      }
    };
    fill();
    assert.ok(open.length < 256);
    try {
      // Three pipes and what belongs to them: some of these are enough, and none fails in another way.
      let isStarted = false;
      for (let free = 0; free < 20 && !isStarted; free++) {
        for (let i = 0; i < free; i++) fs.closeSync(open.pop() ?? -1);
        isStarted = await runGit({ folder: root, args: ['--version'] }).then(
          () => true,
          (error: unknown) => {
            assert.equal(
              gitFailureMessage(failureOf(error)),
              'git cannot be started: too many files are open. Try again.',
            );
            return false;
          },
        );
        assert.ok(free > 0 || !isStarted);
        fill();
      }
      assert.ok(isStarted);
      assert.equal(await whyNot(root), 'git cannot be started: too many files are open. Try again.');
    } finally {
      for (const each of open) fs.closeSync(each);
    }
    assert.match(await runGit({ folder: root, args: ['--version'] }), /^git version/);
  });

  describe('once it runs', () => {
    beforeEach(function () {
      if (process.platform === 'win32') this.skip();
    });

    it('ends at once and leaves what it was to read: that is no error of its own', async () => {
      await assert.rejects(
        runGit({ folder: root, args: ['no-such-verb'], input: longInput }),
        /is not a git command/,
      );
      assert.match(await runGit({ folder: root, args: ['--version'], input: longInput }), /^git version/);
    });

    it('is stopped halfway: what it wrote until then is not taken for its answer', async () => {
      for (const signal of ['KILL', 'TERM']) {
        play(`#!/bin/sh\nprintf half\nkill -${signal} $$`);
        for (const run of [runGit, runCatFile])
          await assert.rejects(run({ folder: root, args: ['cat-file'] }), (error) => {
            assert.equal(isExpected(error), false);
            assert.equal(gitFailureMessage(failureOf(error)), 'git was stopped before it finished');
            return true;
          });
      }
    });

    it('fails after half of its answer: that is none, and a failure without a word means "there is none"', async () => {
      play('#!/bin/sh\nprintf half\nexit 3');
      await assert.rejects(runGit({ folder: root, args: ['log'] }), isExpected);
      play('#!/bin/sh\nprintf half\necho fatal: disk >&2\nexit 3');
      await assert.rejects(runGit({ folder: root, args: ['log'] }), (error) => {
        assert.equal(isExpected(error), false);
        assert.equal(gitFailureMessage(failureOf(error)), 'disk');
        return true;
      });
    });

    it('has ended before all that it wrote arrives: the rest is waited for', async () => {
      play('#!/bin/sh\nprintf first\n{ sleep 0.3; printf ", last"; } &');
      assert.equal(await runGit({ folder: root, args: ['log'] }), 'first, last');
    });

    it('leaves a process behind that keeps its output open: nobody waits for that one', async () => {
      play('#!/bin/sh\nprintf all\nsleep 60 &\necho $! >"$0.pid"');
      try {
        assert.equal(await runGit({ folder: root, args: ['log'] }), 'all');
      } finally {
        process.kill(Number(fs.readFileSync(join(root, 'bin/git.pid'), 'utf8')));
      }
    });

    it('is asked about no object at all: it is not kept waiting for names', async () => {
      play('#!/bin/sh\ncat\nexit 1');
      assert.deepEqual(await findPresent(root, []), new Set());
    });
  });
});
