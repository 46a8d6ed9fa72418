import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { allCommands } from '../../../src/commandLine/commands.ts';
import { meantBy, meantLines } from '../../../src/commandLine/inventedWords.ts';
import { throughline, wordsOf } from '../../support/commandLine.ts';
import { progressOf, Repository } from '../../support/repository.ts';
import { git, makeSample, temporaryFolder, type Sample } from '../../support/sample.mjs';

const as = 'wren-1a2b';
const day = '2026-06-25T10:00:00Z';
const retry = 'tracking/progress/2026-06-11-feat-rpc-retry.md';

/** What people and agents type who have seen no help, or one line of it. */
describe('guesses on the command line', () => {
  let parent: string;
  let sample: Sample;
  beforeEach(() => {
    parent = temporaryFolder();
    sample = makeSample(parent);
  });
  afterEach(() => {
    rmSync(parent, { recursive: true });
  });
  const run = (...argv: readonly string[]) => throughline(as, sample.root, ...argv);
  const isUnchanged = (): void => {
    assert.equal(git(sample.root, day, 'status', '--porcelain'), '');
  };

  it('by a word that is no command are answered with the command line that is meant', async () => {
    const names = new Set(allCommands().flatMap(({ name, aliases }) => [name, ...aliases]));
    for (const word of ['drop', 'block', 'update', 'mine', 'todo', 'tasks', 'Handoff'])
      assert.ok(!names.has(word.toLowerCase()) && meantBy(word) !== undefined, word);
    assert.equal(meantBy('constructor'), undefined);
    const { exit, error } = await run('drop', 'Backfill tests', '--reason', 'no time');
    assert.equal(exit, 2);
    assert.match(
      error,
      /^error command\.unknown: There is no command “drop”\.\nexample: throughline status Add jitter dropped\n$/,
    );
    isUnchanged();
  });

  it('are answered with command lines that are right', async () => {
    for (const line of meantLines) {
      const { exit, error } = await run(...wordsOf(line));
      assert.ok(exit < 2, `${line}: ${error}`);
      git(sample.root, day, 'reset', '--quiet', '--hard');
    }
  }).timeout(120_000);

  it('of a status are read as in a file, and none is taken for another one', async () => {
    assert.equal((await run('status', 'Backfill tests', 'In Progress')).exit, 0);
    assert.match(readFileSync(join(sample.root, retry), 'utf8'), /\| Backfill tests \| wip \|/);
    const doing = await run('list', '--status', 'doing');
    assert.deepEqual([doing.exit, doing.out], [0, (await run('list', '--status', 'wip')).out]);
    const odd = await run('status', 'Backfill tests', 'purple');
    assert.equal(odd.exit, 2);
    assert.match(odd.error, /takes todo, wip, blocked, done, failed, dropped, not “purple”/);
  });

  it('of what to list are a branch, a status or somebody', async () => {
    assert.equal((await run('list', 'todo')).out, (await run('list', '--status', 'todo')).out);
    assert.equal((await run('list', 'otter')).out, (await run('list', '--owner', 'otter')).out);
    assert.equal((await run('list', 'rpc-retry')).out, (await run('list', 'feat/rpc-retry')).out);
    const unknown = await run('list', 'nosuch');
    assert.match(
      unknown.error,
      /^refused stream\.unknown: nosuch has no progress file\.\nthroughline list shows the branches that have one\n$/,
    );
  });

  it('of a task by its criterion find it, and by a number only in the branch that is meant', async () => {
    assert.match((await run('claim', 'rpc-retry-03')).out, /^ok Claimed Backfill tests\./);
    const other = await run('claim', '7');
    assert.equal(other.exit, 1);
    assert.match(other.error, /^refused task\.unknown/);
  });

  it('of a task of another branch are told with it', async () => {
    const { out } = await run('claim', 'Describe the dashboard');
    assert.match(out, /^ok Claimed Describe the dashboard\.\nbranch: feat\/call-metrics\n/);
    assert.doesNotMatch((await run('claim', 'Backfill tests')).out, /\nbranch: /);
  });

  it('that name a branch beside a text write neither', async () => {
    const note = await run('note', 'feat/session-sync', 'look at keys.ts first');
    assert.equal(note.exit, 2);
    assert.match(note.error, /“feat\/session-sync” is a branch\. Name it with --branch/);
    assert.equal((await run('add', 'Measure it', 'feat/call-metrics')).exit, 2);
    isUnchanged();
    assert.equal((await run('note', 'rebased on feat/session-sync')).exit, 0);
  });

  it('of a criterion are those of a spec, as it writes them', async () => {
    const unknown = await run('add', 'Measure it', '--criterion', 'RPC-RETRY-99');
    assert.equal(unknown.exit, 1);
    assert.match(
      unknown.error,
      /^refused criterion\.unknown: No spec has a criterion RPC-RETRY-99\.\nnear: RPC-RETRY-/,
    );
    isUnchanged();
    assert.equal((await run('add', 'Measure it', '--criterion', 'rpc-retry-04')).exit, 0);
    assert.match(readFileSync(join(sample.root, retry), 'utf8'), /\| Measure it \|.*RPC-RETRY-04/);
  });

  it('with a branch that another worktree has without its progress file change the one that there is', async () => {
    const repository = new Repository();
    try {
      repository.commit('2026-06-11', { 'README.md': '# Kit\n' });
      repository.worktree('beside', '-b', 'feat/b');
      const file = 'tracking/progress/2026-06-12-feat-b.md';
      mkdirSync(join(repository.root, 'tracking/progress'), { recursive: true });
      writeFileSync(join(repository.root, file), progressOf('feat/b', 'Two | todo | -'));
      const claimed = await throughline(as, repository.root, 'claim', 'Two', '--branch', 'feat/b');
      const brief = await throughline(as, repository.root, 'brief', 'feat/b');
      assert.deepEqual([claimed.exit, brief.exit], [0, 0], claimed.error + brief.error);
      assert.match(readFileSync(join(repository.root, file), 'utf8'), /\| Two \| wip \| wren-1a2b \|/);
    } finally {
      repository.dispose();
    }
  });

  it('of a branch that does not exist make no progress file, unless that is said', async () => {
    const slip = await run('progress', 'feat/rpc-rety');
    assert.equal(slip.exit, 1);
    assert.match(
      slip.error,
      /^refused branch\.missing: There is no branch named feat\/rpc-rety\.\nnear: feat\/rpc-retry\n.*--new\nnothing was changed\n$/,
    );
    const unlike = await run('progress', 'NOSUCH', '--json');
    assert.deepEqual((JSON.parse(unlike.out) as { data: { near: unknown } }).data.near, []);
    isUnchanged();
    const planned = await run('progress', 'feat/rpc-rety', '--new');
    assert.match(planned.out, /^ok Created tracking\/progress\/\d{4}-\d\d-\d\d-feat-rpc-rety\.md\.\n/);
  });

  it('of a branch that is checked out make its progress file, also before its first commit', async () => {
    git(sample.root, day, 'checkout', '--quiet', '--orphan', 'feat/unborn');
    const made = await run('progress', 'feat/unborn');
    assert.match(made.out, /^ok Created /, made.error);
  });

  it('of a person at a terminal, who says yes to taking a task over, are done', function () {
    const cli = join(process.env['THROUGHLINE_ROOT'] ?? process.cwd(), 'dist/cli.cjs');
    const line = `'${process.execPath}' '${cli}' claim Add jitter --as heron --take-over maple`;
    const terminal = spawnSync('script', ['--quiet', '--return', '--command', line, '/dev/null'], {
      cwd: sample.root,
      encoding: 'utf8',
      input: 'y\n',
      timeout: 30_000,
    });
    if (terminal.error !== undefined) this.skip();
    assert.equal(terminal.status, 0, terminal.stdout);
    assert.match(terminal.stdout, /Take it over\? \[y\/N\]/);
    assert.match(readFileSync(join(sample.root, retry), 'utf8'), /\| Add jitter \| wip \| heron \|/);
  });
});
