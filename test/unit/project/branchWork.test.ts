import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { refusalMessage } from '../../../src/core/messages/refusals.ts';
import { startBranch, undoStart } from '../../../src/project/branchStart.ts';
import { claim } from '../../../src/core/operations/claim.ts';
import { branchProgress } from '../../../src/core/views/branchProgress.ts';
import { pickSections, pickStreams } from '../../../src/core/views/pick.ts';
import { checkOutBranch } from '../../../src/project/branchCheckout.ts';
import { createProgressFile } from '../../../src/project/branchWork.ts';
import { outlineContext } from '../../support/indexOf.ts';
import { folderId, OpenedProject } from '../../support/openedProject.ts';
import { progressOf, Repository } from '../../support/repository.ts';

const item = 'tracking/backlog/rpc-retry.md';
const today = '2026-06-20';

describe('work on a branch begins', () => {
  let repository: Repository;
  let disk: OpenedProject;
  beforeEach(async () => {
    repository = new Repository();
    repository.commit('2026-06-01', {
      [item]: '# Retry\n',
      'spec/s.md': '# S\n\n- **FR-1** One | two. More.\n',
    });
    disk = new OpenedProject(repository.root);
    await disk.load();
  });
  afterEach(() => {
    disk.dispose();
    repository.dispose();
  });
  const start = (branch: string, where: 'here' | 'worktree' = 'worktree') =>
    startBranch.run(
      { project: disk.project, git: disk.world.repository, folder: disk.folder, today },
      {
        root: 'tracking',
        branch,
        item,
        where,
        title: 'Retry',
        specs: ['spec/s.md'],
        tasks: [{ title: 'One | two', notes: 'FR-1' }],
      },
    );
  const make = (branch: string) =>
    createProgressFile.run(
      { project: disk.project, git: disk.world.repository, folder: disk.folder, today },
      {
        root: 'tracking',
        branch,
        specs: [],
        tasks: [],
      },
    );

  for (const [what, add] of [
    [
      'a submodule',
      (repository: Repository, from: string) => {
        repository.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', from, 'libs/sub');
        repository.commit('2026-06-02');
      },
    ],
    [
      'another repository',
      (repository: Repository, from: string) => repository.git('clone', '--quiet', from, 'libs/sub'),
    ],
  ] as const)
    it(`not with what belongs to ${what} in the folder, and says where it does`, async () => {
      const other = new Repository();
      other.commit('2026-06-01', { [item]: '# Theirs\n' });
      add(repository, other.root);
      await disk.project.refresh();
      const before = repository.git('for-each-ref') + repository.git('status', '--porcelain');
      const wish = { branch: 'feat/x', specs: [], tasks: [] };
      const root = 'libs/sub/tracking';
      const results = [
        await startBranch.run(
          { project: disk.project, git: disk.world.repository, folder: disk.folder, today },
          {
            ...wish,
            root,
            item: `libs/sub/${item}`,
            title: 'Theirs',
            where: 'here',
          },
        ),
        await createProgressFile.run(
          { project: disk.project, git: disk.world.repository, folder: disk.folder, today },
          { ...wish, root },
        ),
      ];
      for (const result of results) {
        assert.ok(result.kind === 'refused');
        assert.match(
          refusalMessage(result),
          /^libs\/sub\/tracking\/.* belongs to another repository: libs\/sub\. Open that folder/,
        );
      }
      assert.equal(repository.git('for-each-ref') + repository.git('status', '--porcelain'), before);
      other.dispose();
    });

  it('with a worktree, a progress file there, and links to each other', async () => {
    const started = await start('feat/rpc-retry');
    assert.ok(started.kind === 'started', JSON.stringify(started));
    const there = join(repository.parent, 'repo-feat-rpc-retry');
    const path = `tracking/progress/${today}-feat-rpc-retry.md`;
    assert.deepEqual([started.folder, started.path, started.notLinked], [folderId(there), path, undefined]);
    assert.equal(
      readFileSync(join(there, path), 'utf8'),
      '# feat-rpc-retry - Retry\n\nBranch: `feat/rpc-retry`\nSpec: [s](../../spec/s.md)\nBacklog: [rpc-retry](../backlog/rpc-retry.md)\n\n## Tasks\n\n| Task | Status | Owner | Notes |\n| --- | --- | --- | --- |\n| One \\| two | todo | - | FR-1 |\n\n## Notes\n',
    );
    assert.equal(readFileSync(join(there, item), 'utf8'), '# Retry\nBranch: feat/rpc-retry\n');
    assert.equal(readFileSync(join(repository.root, item), 'utf8'), '# Retry\n');
    assert.deepEqual(
      disk.index.streamsOfBranch('feat/rpc-retry')[0]?.tasks.map(({ title }) => title.value),
      ['One | two'],
    );
  });

  describe('and undone', () => {
    const context = () => ({
      project: disk.project,
      git: disk.world.repository,
      folder: disk.folder,
      today,
    });
    const state = (): string =>
      [
        repository.git('for-each-ref'),
        repository.git('worktree', 'list', '--porcelain'),
        repository.git('status', '--porcelain', '--ignored'),
        repository.git('branch', '--show-current'),
        readFileSync(join(repository.root, item), 'utf8'),
      ].join('\n');
    /** Starts a branch, lets somebody do something, undoes it; gives what was said, and whether all is as it was before or after. */
    async function undoneAfter(
      where: 'here' | 'worktree',
      meanwhile: (at: string) => void = () => undefined,
    ): Promise<readonly [said: string, left: string]> {
      const before = state();
      const started = await start('feat/undone', where);
      assert.ok(started.kind === 'started' && started.undo !== undefined, JSON.stringify(started));
      const at = where === 'here' ? repository.root : join(repository.parent, 'repo-feat-undone');
      meanwhile(at);
      const after = state();
      const input = undoStart.input.safeParse(JSON.parse(JSON.stringify(started.undo)));
      assert.ok(input.success);
      const result = await undoStart.run(context(), input.data);
      const now = state();
      const left = now === before ? 'as before' : now === after ? 'as it was left' : now;
      return [result.kind === 'refused' ? result.code : result.kind, left];
    }

    for (const where of ['here', 'worktree'] as const)
      it(`${where}: branch, progress file and link go, and nothing else`, async () => {
        assert.deepEqual(await undoneAfter(where), ['undone', 'as before']);
        assert.equal(disk.index.streamsOfBranch('feat/undone').length, 0);
        // Once more is nothing new.
        assert.deepEqual(await undoneAfter(where), ['undone', 'as before']);
      });

    for (const [what, code, meanwhile] of [
      [
        'a commit of its own',
        'branch.moved',
        (at: string) => {
          for (const args of [
            ['add', '-A'],
            ['commit', '-q', '-m', 'more'],
          ])
            repository.git('-C', at, ...args);
        },
      ],
      [
        'a progress file that says more',
        'undo.changed',
        (at: string) => {
          const path = join(at, `tracking/progress/${today}-feat-undone.md`);
          writeFileSync(path, `${readFileSync(path, 'utf8')}\n- a note\n`);
        },
      ],
      [
        'a file that git ignores',
        'branch.notRemoved',
        (at: string) => {
          writeFileSync(join(repository.root, '.git/info/exclude'), '*.env\n');
          writeFileSync(join(at, 'secret.env'), 'key\n');
        },
      ],
      [
        'a file that nobody has committed',
        'branch.notRemoved',
        (at: string) => {
          writeFileSync(join(at, 'new.txt'), 'new\n');
        },
      ],
    ] as const)
      it(`is refused with ${what}, and all stays as it is`, async () => {
        assert.deepEqual(await undoneAfter('worktree', meanwhile), [code, 'as it was left']);
        const there = join(repository.parent, 'repo-feat-undone');
        assert.match(readFileSync(join(there, item), 'utf8'), /Branch: feat\/undone/);
      });
  });

  it('here, also with an item that is not committed yet', async () => {
    repository.write('tracking/backlog/new.md', '# New\n');
    const started = await startBranch.run(
      { project: disk.project, git: disk.world.repository, folder: disk.folder, today },
      {
        root: 'tracking',
        branch: 'feat/new',
        item: 'tracking/backlog/new.md',
        where: 'here',
        specs: [],
        tasks: [],
      },
    );
    assert.equal(started.kind, 'started');
    assert.equal(repository.git('branch', '--show-current').trim(), 'feat/new');
    assert.equal(
      readFileSync(join(repository.root, 'tracking/backlog/new.md'), 'utf8'),
      '# New\nBranch: feat/new\n',
    );
  });

  it('in a worktree, which lacks an item that is not committed: that is told', async () => {
    repository.write('tracking/backlog/late.md', '# Late\n');
    const { project } = disk;
    const { repository: git } = disk.world;
    const input = { root: 'tracking', specs: [], tasks: [], where: 'worktree' } as const;
    const context = { project, git, folder: disk.folder, today };
    const late = { ...input, branch: 'feat/late', item: 'tracking/backlog/late.md' };
    const started = await startBranch.run(context, late);
    assert.ok(started.kind === 'started');
    assert.equal(started.isItemLeft, true);
    assert.match(readFileSync(join(repository.root, late.item), 'utf8'), /Branch: feat\/late/);
    const known = await startBranch.run(context, { ...input, branch: 'feat/known', item });
    assert.ok(known.kind === 'started');
    assert.equal(known.isItemLeft, undefined);
  });

  it('not with a name that is taken or none, nor without a base', async () => {
    repository.git('branch', 'feat/x');
    const code = async (name: string): Promise<string> => {
      const result = await start(name);
      return result.kind === 'refused' ? result.code : result.kind;
    };
    assert.equal(await code('feat/x'), 'branch.exists');
    assert.equal(await code('-x'), 'branch.name');
    repository.git('branch', '--move', 'main', 'trunk');
    assert.equal(await code('feat/y'), 'branch.base');
    assert.ok(!existsSync(join(repository.parent, 'repo-feat-y')));
  });

  it('with one progress file for each branch, whose name stays', async () => {
    repository.git('switch', '--quiet', '--create', 'feat/x');
    repository.commit('2026-06-05');
    const first = await make('feat/x');
    assert.equal(first.kind === 'created' && first.path, 'tracking/progress/2026-06-05-feat-x.md');
    const second = await make('feat/x');
    assert.equal(second.kind === 'exists' && second.path, 'tracking/progress/2026-06-05-feat-x.md');
  });

  it('with a number behind a slug that another branch has taken', async () => {
    repository.git('switch', '--quiet', '--create', 'feat-a/b');
    repository.commit('2026-06-05', { 'tracking/progress/2026-06-02-feat-a-b.md': progressOf('feat/a-b') });
    await disk.refresh();
    const made = await make('feat-a/b');
    assert.equal(made.kind === 'created' && made.path, 'tracking/progress/2026-06-05-feat-a-b-2.md');
  });

  it('not for a branch that is checked out nowhere', async () => {
    repository.git('branch', 'feat/x');
    const made = await make('feat/x');
    assert.equal(made.kind === 'refused' && made.code, 'branch.noPlace');
  });
});

describe('a branch that is checked out nowhere', () => {
  const path = 'tracking/progress/2026-06-02-feat-x.md';
  let repository: Repository;
  let disk: OpenedProject;
  beforeEach(() => {
    repository = new Repository();
    repository.commit('2026-06-01', { 'a.txt': 'a\n' });
    repository.git('switch', '--quiet', '--create', 'feat/x');
    repository.commit('2026-06-02', { [path]: progressOf('feat/x', 'One | todo | -'), 'a.txt': 'x\n' });
    repository.git('switch', '--quiet', 'main');
    disk = new OpenedProject(repository.root);
  });
  afterEach(() => {
    disk.dispose();
    repository.dispose();
  });
  const checkOut = async (where: 'here' | 'worktree', more: { branch?: string; path?: string } = {}) => {
    await disk.load();
    return checkOutBranch.run(
      { project: disk.project, git: disk.world.repository, folder: disk.folder, today },
      { branch: 'feat/x', where, ...more },
    );
  };
  const claimOne = async (): Promise<string> => {
    const [stream] = disk.index.streamsOfBranch('feat/x');
    assert.ok(stream);
    const input = { document: stream.key, task: stream.tasks[0]?.key ?? stream.key };
    const claimed = await disk.project.run(disk.folder, claim, input, { me: 'maple', through: 'disk' });
    return claimed.kind === 'refused' ? claimed.code : claimed.kind;
  };
  /** At a remote alone, as it was fetched. */
  const leaveToRemote = (): void => {
    repository.git('config', 'remote.origin.url', '/nowhere');
    repository.git('config', 'remote.origin.fetch', '+refs/heads/*:refs/remotes/origin/*');
    repository.git('update-ref', 'refs/remotes/origin/feat/x', 'feat/x');
    repository.git('branch', '--quiet', '-D', 'feat/x');
  };
  const upstream = (): string =>
    repository.git('rev-parse', '--symbolic-full-name', 'feat/x@{upstream}').trim();

  it('is not offered what is refused there, but to be checked out', async () => {
    await disk.load();
    const state = disk.project.folder(disk.folder);
    assert.ok(state);
    assert.equal(await claimOne(), 'branch.notHere');
    const rows = branchProgress(state.index, outlineContext({ currentBranch: 'main', me: 'maple' }));
    const [row] = rows;
    assert.equal(row?.context, 'stream checkOut');
    const [task] = row.children?.() ?? [];
    assert.equal(task?.context, 'task checkOut');
    assert.match(task.tooltip(), /feat\\\/x is not checked out\./);
    assert.match(row.tooltip(), /not checked out/);
    assert.deepEqual(pickSections(state.index, 'claim', {}), []);
    for (const [purpose, count] of [
      ['claim', 0],
      ['addTask', 0],
      ['addNote', 0],
      ['checkOut', 1],
    ] as const)
      assert.equal(pickStreams(state.index, purpose, {}).length, count, purpose);
    const linking = state.index.streams().map(({ key }) => key);
    assert.deepEqual(
      pickStreams(state.index, 'addTask', { linking }).map(({ group }) => group),
      ['notCheckedOut'],
    );
    assert.equal((await checkOut('here')).kind, 'checkedOut');
    await disk.refresh();
    const [now] = branchProgress(state.index, outlineContext({ currentBranch: 'feat/x', me: 'maple' }));
    assert.match(now?.context ?? '', /^stream claimNext addTask addNote/);
  });

  it('is checked out here, and can be worked on', async () => {
    assert.deepEqual(await checkOut('here'), { kind: 'checkedOut', folder: disk.folder });
    assert.equal(repository.git('branch', '--show-current').trim(), 'feat/x');
    assert.equal(await claimOne(), 'done');
  });

  it('is checked out in a worktree beside the clone, or where it is asked for', async () => {
    const result = await checkOut('worktree');
    const there = join(repository.parent, 'repo-feat-x');
    assert.deepEqual(result, { kind: 'checkedOut', folder: folderId(there) });
    assert.equal(repository.git('branch', '--show-current').trim(), 'main');
    assert.equal(await claimOne(), 'branch.elsewhere');
    assert.deepEqual(await checkOut('here'), result, 'and stays there');
    repository.git('branch', 'feat/y');
    assert.deepEqual(await checkOut('worktree', { branch: 'feat/y', path: '../else/where' }), {
      kind: 'checkedOut',
      folder: folderId(join(repository.parent, 'else/where')),
    });
  });

  for (const where of ['here', 'worktree'] as const)
    it(`of a remote gets a local branch that follows it (${where})`, async () => {
      leaveToRemote();
      assert.equal((await checkOut(where)).kind, 'checkedOut');
      assert.equal(upstream(), 'refs/remotes/origin/feat/x');
    });

  for (const remote of [false, true])
    it(`stays as it is where git refuses, which says why${remote ? ' (at a remote)' : ''}`, async () => {
      if (remote) leaveToRemote();
      repository.write('a.txt', 'not committed\n');
      repository.write('../repo-feat-x/mine.txt', 'mine\n');
      const state = (): string => [repository.git('for-each-ref'), repository.git('status')].join('\n');
      const before = state();
      const here = await checkOut('here');
      assert.ok(here.kind === 'refused');
      assert.match(refusalMessage(here), /^feat\/x was not checked out: .*local changes/);
      const beside = await checkOut('worktree');
      assert.ok(beside.kind === 'refused');
      assert.match(refusalMessage(beside), /^feat\/x was not checked out: .*already exists/);
      assert.equal(state(), before);
      assert.equal(readFileSync(join(repository.root, 'a.txt'), 'utf8'), 'not committed\n');
      assert.equal(repository.git('config', '--list').includes('branch.feat/x'), false);
    });

  it('has a name that git takes for a name', async () => {
    for (const [branch, code] of [
      ['--orphan', 'branch.name'],
      ['feat/none', 'branch.missing'],
    ] as const) {
      const result = await checkOut('here', { branch });
      assert.equal(result.kind === 'refused' && result.code, code);
    }
  });
});
