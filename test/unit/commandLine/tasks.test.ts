import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answer, throughline, throughlineWith } from '../../support/commandLine.ts';
import { progressOf, Repository } from '../../support/repository.ts';
import { git, makeSample, temporaryFolder, type Sample } from '../../support/sample.mjs';

const path = 'tracking/progress/2026-06-11-feat-rpc-retry.md';

describe('the command line, on tasks', () => {
  let parent: string;
  let sample: Sample;
  let original: string;
  const text = (file = path): string => readFileSync(join(sample.root, file), 'utf8');
  const row = (title: string): string | undefined =>
    text()
      .split('\n')
      .find((line) => line.includes(title));
  const as = 'wren-1a2b';

  before(() => {
    parent = temporaryFolder();
    sample = makeSample(parent);
    original = text();
  });
  afterEach(() => {
    writeFileSync(join(sample.root, path), original);
  });
  after(() => {
    rmSync(parent, { recursive: true });
  });

  it('claims the next free task, and says how to undo it, which gives the first bytes back', async () => {
    const claimed = await throughline(as, sample.root, 'claim');
    assert.match(claimed.out, /^ok Claimed Backfill tests\.\nundo: throughline undo [\w-]+\n$/);
    assert.equal(claimed.exit, 0);
    assert.equal(row('Backfill tests'), '| Backfill tests | wip | wren-1a2b | RPC-RETRY-03 |');
    const [undo = '', token = ''] = /undo: throughline (\w+) (\S+)/.exec(claimed.out)?.slice(1) ?? [];
    const undone = await throughline(as, sample.root, undo, token);
    assert.equal(undone.exit, 0, undone.error);
    assert.equal(text(), original);
  });

  it('finds a task by its key, its title in any case, and a part of it that is its own', async () => {
    const listed = await answer(as, sample.root, 'list', 'feat/rpc-retry');
    const tasks = listed.data['tasks'] as {
      readonly key: string;
      readonly title: { readonly text: string };
    }[];
    const key = tasks.find(({ title }) => title.text === 'Backfill tests')?.key ?? '';
    for (const words of [[key], ['backfill TESTS'], ['backfill'], ['Backfill', 'tests'], ['tests']]) {
      const { exit, error } = await throughline(as, sample.root, 'claim', ...words);
      assert.equal(exit, 0, `${words.join(' ')}: ${error}`);
      assert.match(row('Backfill tests') ?? '', /wip \| wren-1a2b/);
      writeFileSync(join(sample.root, path), original);
    }
  });

  it('refuses what another owns, and names what is free instead', async () => {
    const refused = await throughline(as, sample.root, 'claim', 'Add jitter');
    assert.deepEqual(refused, {
      exit: 1,
      out: '',
      error: [
        'refused task.taken: Add jitter belongs to maple.',
        'next free task: Backfill tests',
        'only a person at a terminal can take it over: --take-over maple',
        'nothing was changed',
        '',
      ].join('\n'),
    });
    const { ok, code, data } = await answer(as, sample.root, 'claim', 'Add jitter');
    assert.equal(ok, false);
    assert.equal(code, 'task.taken');
    assert.deepEqual(data['owner'], { untrusted: true, text: 'maple' });
    assert.equal(text(), original);
  });

  it('takes over only for a person at a terminal who names the owner and says yes', async () => {
    const over = ['claim', 'Add jitter', '--take-over', 'maple', '--as', 'heron'];
    const tool = await throughlineWith({}, sample.root, ...over.slice(0, 4), '--as', as);
    assert.match(tool.error, /^refused terminal\.missing/);
    const no = await throughlineWith({ answers: ['n'] }, sample.root, ...over);
    assert.equal(no.exit, 1);
    const other = await throughlineWith({ answers: ['y'] }, sample.root, ...over.with(3, 'otter'));
    assert.match(other.error, /^refused owner\.other: Add jitter belongs to maple, not to otter/);
    assert.equal(text(), original);
    const yes = await throughlineWith({ answers: ['y'] }, sample.root, ...over);
    assert.equal(yes.exit, 0, yes.error);
    assert.match(row('Add jitter') ?? '', /wip \| heron/);
  });

  it('finishes with evidence, blocks with a reason, assigns, releases, reopens, defers, adds and notes', async () => {
    const steps: readonly (readonly [readonly string[], RegExp])[] = [
      [['claim', 'Backfill tests'], /\| Backfill tests \| wip \| wren-1a2b \|/],
      [
        ['status', 'Backfill tests', 'blocked', '--reason', 'waits for the clock'],
        /\| Backfill tests \| blocked \|[^]*- wren-1a2b: blocked "Backfill tests": waits for the clock/,
      ],
      [['reopen', 'Backfill tests'], /\| Backfill tests \| wip \|/],
      [
        ['done', 'Backfill tests', '-m', 'npm test passes'],
        /\| Backfill tests \| done \| wren-1a2b \|[^]*done "Backfill tests": npm test passes/,
      ],
      [
        ['add', 'Write', 'the', 'docs', '--criterion', 'RPC-RETRY-04'],
        /\| Write the docs \| todo \| - \| RPC-RETRY-04 \|/,
      ],
      [['assign', 'Write the docs', 'otter'], /\| Write the docs \| todo \| otter \|/],
      [['note', 'The', 'clock', 'is', 'new'], /- wren-1a2b: The clock is new/],
    ];
    for (const [argv, expected] of steps) {
      const { exit, error } = await throughline(as, sample.root, ...argv);
      assert.equal(exit, 0, `${argv.join(' ')}: ${error}`);
      assert.match(text(), expected);
    }
    const taken = await throughline(as, sample.root, 'release', 'Write the docs');
    assert.match(taken.error, /^refused task\.taken: Write the docs belongs to otter/);
    const twice = await throughline(as, sample.root, 'finish', 'Backfill tests');
    assert.equal(twice.out, 'ok Backfill tests is already done.\n');
    const added = await throughline(as, sample.root, 'add', 'Tune', 'the', 'wait');
    assert.equal(added.exit, 0);
    const deferred = await throughline(as, sample.root, 'defer', 'Tune the wait');
    assert.match(deferred.out, /^ok Deferred Tune the wait to tracking\/tech-debt\/.*tune-the-wait\.md\./);
    const debt = join(
      sample.root,
      /tracking\/tech-debt\/\S*tune-the-wait\.md/.exec(deferred.out)?.[0] ?? 'none',
    );
    const closed = await throughline(as, sample.root, 'debt', 'close', 'tune the wait');
    assert.match(closed.out, /^ok Closed Tune the wait\./);
    assert.match(readFileSync(debt, 'utf8'), /^Status: done$/m);
    const unknown = await throughline(as, sample.root, 'debt', 'close', 'no such item');
    assert.match(unknown.error, /^refused item\.unknown: No tech debt item is called “no such item”/);
    rmSync(debt);
  });

  it('defers with the reason that is given, in the notes, and by the title of the task', async () => {
    await throughline(as, sample.root, 'add', 'Tune the pause');
    const empty = await throughline(as, sample.root, 'defer', 'Tune the pause', '--reason', ' ');
    assert.match(empty.error, /^refused note\.text: /);
    const deferred = await throughline(as, sample.root, 'defer', 'Tune the pause', '-m', 'no time in June');
    assert.match(deferred.out, /^ok Deferred Tune the pause to tracking\/tech-debt\/tune-the-pause\.md\./);
    assert.match(
      text(),
      /^- wren-1a2b: deferred Tune the pause -> \[tech-debt\]\(.*tune-the-pause\.md\): no time in June$/m,
    );
    const debt = join(sample.root, 'tracking/tech-debt/tune-the-pause.md');
    assert.match(readFileSync(debt, 'utf8'), /^# Tune the pause$/m);
    rmSync(debt);
  });

  it('removes the file of an item when a person at a terminal says yes, and never for a tool', async () => {
    const item = join(sample.root, 'tracking/backlog/call-budget.md');
    const remove = ['reconcile', 'A budget for calls', '--how', 'remove', '--as', as];
    const tool = await throughline(as, sample.root, ...remove);
    assert.equal(tool.exit, 1);
    assert.match(tool.error, /^refused item\.removal: /);
    assert.match(
      tool.error,
      /\na person at a terminal is asked whether to do it all the same\nnothing was changed\n$/,
    );
    const no = await throughlineWith({ answers: ['n'] }, sample.root, ...remove);
    assert.equal(no.exit, 1);
    assert.ok(existsSync(item));
    const yes = await throughlineWith({ answers: ['y'] }, sample.root, ...remove);
    assert.equal(yes.exit, 0, yes.error);
    assert.ok(!existsSync(item));
    git(sample.root, '2026-06-25T10:00:00Z', 'checkout', '--quiet', 'tracking/backlog');
  });

  it('changes the progress file of a branch in the worktree that has it, and says where', async () => {
    const repository = new Repository();
    try {
      repository.commit('2026-06-11', { 'tracking/progress/x.md': progressOf('main', 'One | todo | -') });
      const file = 'tracking/progress/2026-06-12-feat-b.md';
      const beside = repository.worktree('beside', '-b', 'feat/b');
      mkdirSync(join(beside, 'tracking/progress'), { recursive: true });
      writeFileSync(join(beside, file), progressOf('feat/b', 'Two | todo | -'));
      repository.git('-C', beside, 'add', '--all');
      repository.git('-C', beside, 'commit', '--quiet', '--message', 'Begin b');
      const { code, data, undo } = await answer(as, repository.root, 'claim', 'Two', '--branch', 'feat/b');
      assert.equal(code, 'task.claimed');
      assert.equal(data['worktree'], beside);
      assert.match(readFileSync(join(beside, file), 'utf8'), /\| Two \| wip \| wren-1a2b \|/);
      // Without a branch named, what is nowhere else is meant as well.
      const other = await throughline(as, repository.root, 'finish', 'Two');
      assert.deepEqual(other.out.split('\n').slice(1, 3), ['branch: feat/b', `changed in ${beside}`]);
      assert.equal((await throughline(as, repository.root, 'reopen', 'Two', '--branch', 'feat/b')).exit, 0);
      assert.equal((await throughline(as, repository.root, 'claim', 'Two', '--branch', 'feat/b')).exit, 0);
      const undone = await throughline(as, repository.root, ...(undo ?? '').split(' ').slice(1));
      assert.equal(undone.exit, 0, undone.error);
      assert.equal(readFileSync(join(beside, file), 'utf8'), progressOf('feat/b', 'Two | todo | -'));
    } finally {
      repository.dispose();
    }
  });

  it('finds the progress file of the branch whatever it is called', async () => {
    const repository = new Repository();
    try {
      repository.commit('2026-06-11', {
        'tracking/progress/plan.md': progressOf('main', 'One | todo | -'),
        'tracking/progress/other.md': progressOf('feat/x', 'After main | todo | -'),
      });
      const claimed = await throughline(as, repository.root, 'claim');
      assert.match(claimed.out, /^ok Claimed One\./);
    } finally {
      repository.dispose();
    }
  });

  it('refuses to change a branch that is checked out nowhere, and says how to check it out', async () => {
    const repository = new Repository();
    try {
      repository.commit('2026-06-11', { 'README.md': '# Kit\n' });
      repository.git('switch', '--quiet', '-c', 'feat/c');
      repository.commit('2026-06-12', {
        'tracking/progress/2026-06-12-feat-c.md': progressOf('feat/c', 'Two | todo | -'),
      });
      repository.git('switch', '--quiet', 'main');
      const nowhere = await throughline(as, repository.root, 'claim', 'Two');
      assert.match(
        nowhere.error,
        /^refused branch\.notHere: .*\ncheck it out with: git switch feat\/c\nnothing was changed\n$/,
      );
      // A name is no command that somebody pastes.
      repository.git('switch', '--quiet', '-c', 'feat/$(touch${IFS}x)');
      repository.commit('2026-06-13', {
        'tracking/progress/2026-06-13-odd.md': progressOf('feat/$(touch${IFS}x)', 'Three | todo | -'),
      });
      repository.git('switch', '--quiet', 'main');
      const odd = await throughline(as, repository.root, 'claim', 'Three');
      assert.match(odd.error, /^refused branch\.notHere: .*\ncheck it out first\nnothing was changed\n$/);
    } finally {
      repository.dispose();
    }
  });

  it('names tasks that are like the one that is not there, and those that it may be', async () => {
    const unknown = await throughline(as, sample.root, 'claim', 'Backfil test');
    assert.match(
      unknown.error,
      /^refused task\.unknown: No task is called “Backfil test”\.\nnear: Backfill tests\n/,
    );
    await throughline(as, sample.root, 'add', 'Backfill docs');
    const several = await throughline(as, sample.root, 'claim', 'Backfill');
    assert.match(
      several.error,
      /^refused task\.several: “Backfill” fits 2 tasks\. Name one by its key\.\n.*#.*\n.*#.*\n$/,
    );
  });
});

describe('who asks on the command line', () => {
  let parent: string;
  let sample: Sample;
  before(() => {
    parent = temporaryFolder();
    sample = makeSample(parent);
    git(sample.root, '2026-06-25T10:00:00Z', 'config', 'user.name', 'Maple Doe');
  });
  after(() => {
    rmSync(parent, { recursive: true });
  });

  it('is a tool where there is no terminal, which has to give a name of its own', async () => {
    const unnamed = await throughlineWith({}, sample.root, 'claim');
    assert.match(
      unnamed.error,
      /^refused name\.missing: Say who you are: --as agent-[0-9a-f]{4} or the variable THROUGHLINE_AGENT\./,
    );
    for (const name of ['maple-doe', 'claude']) {
      const person = await throughlineWith({}, sample.root, 'claim', '--as', name);
      assert.match(person.error, new RegExp(`^refused name\\.person: .*--as ${name}-[0-9a-f]{4}`));
    }
    // Two agents of one model would own each other's tasks.
    for (const name of ['gpt-5', 'claude-sonnet-4-5', 'gpt-4o', 'opus-4-20260514']) {
      const model = await throughlineWith({}, sample.root, 'claim', '--as', name);
      assert.match(model.error, new RegExp(`^refused name\\.shared: .*“${name}”.*--as ${name}-[0-9a-f]{4}`));
    }
    const wrong = await throughlineWith({}, sample.root, 'claim', '--as', 'two words');
    assert.match(wrong.error, /^refused name\.invalid/);
    assert.equal(git(sample.root, '2026-06-25T10:00:00Z', 'status', '--porcelain'), '');
  });

  it('is the person of git at a terminal', async () => {
    const { exit, error } = await throughlineWith({ answers: [] }, sample.root, 'claim');
    assert.equal(exit, 0, error);
    assert.match(git(sample.root, '2026-06-25T10:00:00Z', 'diff'), /\+\| Backfill tests \| wip \| maple-doe/);
  });
});
