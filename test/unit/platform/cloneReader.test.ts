import assert from 'node:assert/strict';
import { itemIn } from '../../../src/core/index/composeStream.ts';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { problemMessage } from '../../../src/core/messages/problems.ts';
import { toKey } from '../../../src/core/text/key.ts';
import { CloneReader, nameFrom, type CloneReading } from '../../../src/platform/node/cloneReader.ts';
import { headBranch } from '../../../src/platform/node/lockPlace.ts';
import { createGit } from '../../../src/platform/node/git.ts';
import { OpenedProject } from '../../support/openedProject.ts';
import { keeping } from '../../support/disposing.ts';
import { RecordedGit } from '../../support/recordedGit.ts';
import { progressOf, Repository } from '../../support/repository.ts';
import { committedIn } from '../../support/rules.ts';
import { git, temporaryFolder } from '../../support/sample.mjs';

const path = (name: string): string => `tracking/progress/2026-06-11-${name}.md`;

describe('reading the progress files of all branches', () => {
  const errors: unknown[] = [];
  const log = (error: unknown): void => {
    errors.push(error);
  };
  const keep = keeping();
  afterEach(() => {
    errors.length = 0;
  });
  const read = (folder: string, reader = new CloneReader(createGit(log), log), base: unknown = '') =>
    reader.read({ folder, committed: committedIn(['tracking']), base });
  const refsOf = (reading: CloneReading | undefined): string[] =>
    (reading?.refs ?? []).map(({ ref }) => ref).sort();
  const textOf = (reading: CloneReading | undefined, ref: string, file: string): string | undefined => {
    const commit = reading?.refs.find((each) => each.ref === ref)?.commit ?? '';
    const content = reading?.files.get(commit)?.find((each) => each.path === file)?.content;
    return typeof content === 'object' ? problemMessage(content.problem) : content;
  };

  it('takes at most five processes for 200 branches, and one when nothing moved', async () => {
    const repository = keep(new Repository());
    repository.commit('2026-06-10', { 'README.md': 'x' });
    const input: string[] = [];
    for (let i = 0; i < 200; i++) {
      const ref = i < 100 ? `refs/heads/feat/b${i}` : `refs/remotes/origin/feat/b${i}`;
      const text = progressOf(`feat/b${i}`, `Row ${i} | todo | -`);
      input.push(
        `commit ${ref}\ncommitter M <m@example.org> ${1_781_000_000 + i} +0000\ndata 1\nx\nfrom refs/heads/main^0\nM 644 inline ${path(`feat-b${i}`)}\ndata ${text.length}\n${text}\n`,
      );
    }
    writeFileSync(join(repository.parent, 'import'), input.join(''));
    const { execFileSync } = await import('node:child_process');
    execFileSync('sh', ['-c', 'git fast-import --quiet < ../import'], { cwd: repository.root });
    const recorded = keep(new RecordedGit(repository.parent));
    const reader = new CloneReader(createGit(log), log);
    const reading = await read(repository.root, reader);
    const calls = recorded.calls();
    assert.ok(calls.length <= 5, JSON.stringify(calls.map(([verb]) => verb)));
    assert.equal(reading?.refs.length, 201);
    for (const i of [0, 99, 100, 199]) {
      const ref = i < 100 ? `refs/heads/feat/b${i}` : `refs/remotes/origin/feat/b${i}`;
      assert.match(textOf(reading, ref, path(`feat-b${i}`)) ?? '', new RegExp(`Row ${i} `));
    }
    assert.equal(await read(repository.root, reader), reading);
    assert.deepEqual(
      recorded.calls().map(([verb]) => verb),
      ['for-each-ref'],
    );
    repository.git('branch', 'feat/new');
    await read(repository.root, reader);
    assert.deepEqual(
      recorded.calls().map(([verb]) => verb),
      ['branch', 'for-each-ref', 'for-each-ref'],
      'a branch at a commit that is known',
    );
    assert.deepEqual(errors, []);
  }).timeout(60_000);

  it('knows which branches were merged, are at a commit of the base itself, or have just been made', async () => {
    const repository = keep(new Repository());
    repository.commit('2026-06-10');
    repository.git('branch', 'behind');
    for (const name of ['merged', 'moved', 'open']) {
      repository.git('switch', '--quiet', '--create', name, 'main');
      repository.commit('2026-06-11', { [name]: '' });
      repository.git('switch', '--quiet', 'main');
      if (name !== 'open') repository.git('merge', '--quiet', name === 'merged' ? '--no-ff' : '--ff', name);
    }
    repository.git('branch', 'new');
    repository.git('branch', 'again', 'merged');
    repository.git('branch', 'renamed');
    repository.git('branch', '--move', 'renamed', 'other');
    repository.git('switch', '--quiet', 'behind');
    repository.git('merge', '--quiet', '--ff-only', 'main');
    repository.git('switch', '--quiet', 'main');
    repository.git('branch', 'unknown');
    rmSync(join(repository.root, '.git/logs/refs/heads/unknown'));
    const states = (reading: CloneReading | undefined) =>
      (reading?.refs ?? []).map(({ name, contained = false, onBase = false, untouched = false }) => [
        name,
        contained,
        onBase,
        untouched,
      ]);
    const expected = [
      ['again', true, false, true],
      ['behind', true, true, true],
      ['main', true, true, false],
      ['merged', true, false, false],
      ['moved', true, true, false],
      ['new', true, true, true],
      ['open', false, false, false],
      ['other', true, true, true],
      ['unknown', true, true, false],
    ];
    assert.deepEqual(states(await read(repository.root)).sort(), expected);
    repository.commit('2026-06-12');
    assert.deepEqual(states(await read(repository.root)).sort(), expected);
  });

  it('knows where branches are checked out, and not folders that are gone', async () => {
    const repository = keep(new Repository());
    repository.commit('2026-06-10', { 'packages/api/x': '' });
    const one = repository.worktree('one', '-b', 'feat/one');
    const two = repository.worktree('two', '-b', 'feat/two');
    rmSync(two, { recursive: true });
    const reading = await read(join(repository.root, 'packages/api'));
    assert.deepEqual(
      [...(reading?.worktrees ?? [])].sort(),
      [
        ['feat/one', join(one, 'packages/api')],
        ['main', join(repository.root, 'packages/api')],
      ],
      'the same folder in each',
    );
    assert.equal(reading?.prefix, 'packages/api');
    assert.equal(nameFrom(repository.root, one), '../one');
    assert.equal(nameFrom('/a/b/c/d', '/x'), '/x');
    const fromOther = await read(one);
    assert.equal(fromOther?.head, 'feat/one');
    assert.deepEqual(refsOf(fromOther), refsOf(reading));
  });

  it('finds the base: the setting, origin/HEAD, main, master', async () => {
    const repository = keep(new Repository());
    repository.commit('2026-06-10');
    const baseOf = async (base: unknown = ''): Promise<string | undefined> =>
      (await read(repository.root, undefined, base))?.base?.ref;
    assert.equal(await baseOf(), 'refs/heads/main');
    repository.git('update-ref', 'refs/remotes/origin/develop', 'HEAD');
    repository.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/develop');
    assert.equal(await baseOf(), 'refs/remotes/origin/develop');
    assert.equal(await baseOf('main'), 'refs/heads/main');
    assert.equal(
      await baseOf('no/such'),
      undefined,
      'a base that does not exist is none, and nothing else is taken',
    );
    repository.git('symbolic-ref', '--delete', 'refs/remotes/origin/HEAD');
    repository.git('branch', '--move', 'main', 'master');
    assert.equal(await baseOf(), 'refs/heads/master');
  });

  const without: Record<string, () => string> = {
    'no repository': () => {
      const folder = temporaryFolder();
      keep({
        dispose: () => {
          rmSync(folder, { recursive: true });
        },
      });
      return folder;
    },
    'a bare repository': () => {
      const repository = keep(new Repository());
      git(repository.parent, '2026-06-11T12:00:00Z', 'init', '--quiet', '--bare', 'bare.git');
      return join(repository.parent, 'bare.git');
    },
    'a .git file that leads nowhere': () => {
      const folder = temporaryFolder();
      keep({
        dispose: () => {
          rmSync(folder, { recursive: true });
        },
      });
      writeFileSync(join(folder, '.git'), 'gitdir: /nowhere\n');
      return folder;
    },
    'a folder that is not there': () => '/nowhere/at/all',
  };
  for (const [what, make] of Object.entries(without))
    it(`says that there is nothing in ${what}`, async () => {
      assert.equal(await read(make()), undefined);
    });

  it('an unborn branch, a detached HEAD and a rebase in progress are no trouble', async () => {
    const repository = keep(new Repository());
    const unborn = await read(repository.root);
    assert.deepEqual([unborn?.head, unborn?.refs.length], ['main', 0]);
    repository.commit('2026-06-10', { a: '1' });
    repository.git('switch', '--quiet', '--create', 'feat/x');
    repository.commit('2026-06-11', { a: '2', [path('feat-x')]: progressOf('feat/x', 'One | todo | -') });
    repository.git('switch', '--quiet', 'main');
    repository.commit('2026-06-12', { a: '3' });
    repository.git('switch', '--quiet', 'feat/x');
    assert.throws(() => repository.git('rebase', '--quiet', 'main'), /rebase/);
    const rebasing = await read(repository.root);
    assert.equal(rebasing?.head, undefined);
    assert.match(textOf(rebasing, 'refs/heads/feat/x', path('feat-x')) ?? '', /One/);
    repository.git('rebase', '--abort');
    repository.git('switch', '--quiet', '--detach');
    assert.equal((await read(repository.root))?.head, undefined);
    assert.deepEqual(errors, []);
  });

  it('takes no branch from what git leaves in HEAD where its refs are in a table', () => {
    const repository = keep(new Repository());
    repository.commit('2026-06-10', { a: '1' });
    assert.equal(headBranch(repository.root), 'main');
    repository.write('.git/HEAD', 'ref: refs/heads/.invalid\n');
    assert.equal(headBranch(repository.root), undefined);
  });

  it('a submodule, a separate git directory and a shallow clone are clones as others', async () => {
    const repository = keep(new Repository());
    repository.commit('2026-06-10', { [path('main')]: progressOf('main', 'One | todo | -') });
    repository.commit('2026-06-11');
    const at = '2026-06-11T12:00:00Z';
    git(repository.parent, at, 'clone', '--quiet', '--depth=1', `file://${repository.root}`, 'shallow');
    git(
      repository.parent,
      at,
      'clone',
      '--quiet',
      '--separate-git-dir=elsewhere.git',
      repository.root,
      'separate',
    );
    git(repository.parent, at, 'init', '--quiet', 'outer');
    const outer = join(repository.parent, 'outer');
    git(
      outer,
      at,
      '-c',
      'protocol.file.allow=always',
      'submodule',
      '--quiet',
      'add',
      repository.root,
      'inner',
    );
    for (const name of ['shallow', 'separate', 'outer/inner']) {
      const reading = await read(join(repository.parent, name));
      assert.match(textOf(reading, 'refs/heads/main', path('main')) ?? '', /One/, name);
      assert.equal(reading?.prefix, '', name);
      assert.equal(reading.head, 'main', name);
    }
  });

  it('is not led astray by what it reads: links, folders, binary and huge files', async () => {
    const repository = keep(new Repository());
    mkdirSync(join(repository.root, 'tracking/progress/folder.md'), { recursive: true });
    symlinkSync('/etc/passwd', join(repository.root, 'tracking/progress/link.md'));
    writeFileSync(join(repository.root, 'tracking/progress/folder.md/x'), '');
    writeFileSync(join(repository.root, 'tracking/progress/binary.md'), Buffer.from([0, 1, 2]));
    writeFileSync(join(repository.root, 'tracking/progress/huge.md'), 'x'.repeat(6 * 1024 * 1024));
    repository.commit('2026-06-10', { [path('ok')]: progressOf('main', 'One | todo | -') });
    const reading = await read(repository.root);
    const files = reading?.files.get(repository.head()) ?? [];
    assert.deepEqual(
      files.map(({ path: at, content }) => [at, typeof content === 'object' ? content.problem.code : 'text']),
      [
        [path('ok'), 'text'],
        ['tracking/progress/binary.md', 'file.binary'],
        ['tracking/progress/huge.md', 'file.tooLarge'],
        ['tracking/progress/link.md', 'file.unreadable'],
      ],
    );
  });

  const links: Record<string, { readonly make: (folder: string) => void; readonly says: RegExp }> = {
    'to a file elsewhere in it': {
      make: (folder) => {
        symlinkSync('../../notes/plan.md', folder);
      },
      says: /Wanted/,
    },
    'to another link': {
      make: (folder) => {
        symlinkSync('../../notes/current.md', folder);
      },
      says: /Wanted/,
    },
    'through a folder that is a link': {
      make: (folder) => {
        symlinkSync('../../alias/plan.md', folder);
      },
      says: /Wanted/,
    },
    'out of it': {
      make: (folder) => {
        symlinkSync('../../../notes/plan.md', folder);
      },
      says: /leads out of the repository/,
    },
    'to a whole path': {
      make: (folder) => {
        symlinkSync(folder, folder);
      },
      says: /leads out of the repository/,
    },
    'into git’s own directory': {
      make: (folder) => {
        symlinkSync('../../.git/config', folder);
      },
      says: /a file that does not exist/,
    },
    'to nothing': {
      make: (folder) => {
        symlinkSync('none.md', folder);
      },
      says: /a file that does not exist/,
    },
    'to itself': {
      make: (folder) => {
        symlinkSync(path('feat-x').slice(path('feat-x').lastIndexOf('/') + 1), folder);
      },
      says: /leads in a circle/,
    },
    'to a folder': {
      make: (folder) => {
        symlinkSync('../../notes', folder);
      },
      says: /not a regular file/,
    },
    'through a file': {
      make: (folder) => {
        symlinkSync('../../notes/plan.md/x', folder);
      },
      says: /a file that does not exist/,
    },
  };
  for (const [where, { make, says }] of Object.entries(links))
    it(`follows a link in the tree of a branch that leads ${where}, and no further than the tree`, async () => {
      const repository = keep(new Repository());
      repository.commit('2026-06-10');
      repository.git('switch', '--quiet', '--create', 'feat/x');
      mkdirSync(join(repository.root, 'notes'));
      mkdirSync(join(repository.root, 'tracking/progress'), { recursive: true });
      symlinkSync('plan.md', join(repository.root, 'notes/current.md'));
      symlinkSync('notes', join(repository.root, 'alias'));
      make(join(repository.root, path('feat-x')));
      repository.commit('2026-06-11', { 'notes/plan.md': progressOf('feat/x', 'Wanted | todo | -') });
      repository.git('switch', '--quiet', 'main');
      const disk = keep(new OpenedProject(repository.root));
      await disk.load();
      assert.match(textOf(await read(repository.root), 'refs/heads/feat/x', path('feat-x')) ?? '', says);
      const shown = disk.index.file(toKey(path('feat-x')));
      const item = itemIn(shown);
      const texts = [
        ...(item?.kind === 'stream' ? item.tasks.map(({ title }) => title.value) : []),
        ...(shown?.problems.map(problemMessage) ?? []),
      ];
      assert.match(texts.join(), says);
      assert.deepEqual(disk.facts.of('bench').fileless, [], 'it has one');
      assert.deepEqual(errors, []);
    });

  it('follows a tracking directory that is a link, and shows a link beside its target once', async () => {
    const repository = keep(new Repository());
    repository.commit('2026-06-10');
    repository.git('switch', '--quiet', '--create', 'feat/x');
    symlinkSync('docs/tracking', join(repository.root, 'tracking'));
    repository.write(`docs/${path('feat-x')}`, progressOf('feat/x', 'Wanted | todo | -'));
    symlinkSync('2026-06-11-feat-x.md', join(repository.root, 'docs/tracking/progress/current.md'));
    repository.commit('2026-06-11');
    const reading = await read(repository.root);
    assert.deepEqual(
      reading?.files.get(repository.head())?.map((file) => file.path),
      [path('feat-x')],
    );
    assert.match(textOf(reading, 'refs/heads/feat/x', path('feat-x')) ?? '', /Wanted/);
  });

  it('says so when a ref is corrupt, and goes on with nothing', async () => {
    const repository = keep(new Repository());
    repository.commit('2026-06-10', { [path('main')]: progressOf('main', 'One | todo | -') });
    writeFileSync(join(repository.root, '.git/refs/heads/broken'), 'no object name\n');
    const reading = await read(repository.root);
    // git for-each-ref warns and leaves it out, or fails: both are told, neither is an exception.
    assert.ok(reading === undefined ? errors.length > 0 : refsOf(reading).includes('refs/heads/main'));
  });
});

function raise(error: unknown): never {
  throw error;
}

describe('git', () => {
  let repository: Repository;
  beforeEach(() => {
    repository = new Repository();
  });
  afterEach(() => {
    repository.dispose();
  });

  it('that is not installed is told, and is no exception', async () => {
    repository.commit('2026-06-10');
    const path = process.env['PATH'];
    const errors: unknown[] = [];
    process.env['PATH'] = '';
    try {
      const reader = new CloneReader(
        createGit((error) => {
          errors.push(error);
        }),
        raise,
      );
      assert.equal(
        await reader.read({ folder: repository.root, committed: committedIn(['tracking']), base: '' }),
        undefined,
      );
    } finally {
      process.env['PATH'] = path;
    }
    assert.match(String(errors[0]), /git cannot be started/);
  });

  it('knows the pull request of a branch where a GitHub tool left it', async () => {
    repository.commit('2026-06-10');
    repository.git('config', 'branch.feat/a.b.merge', 'refs/pull/12/head');
    repository.git('config', 'branch.feat/x.github-pr-owner-number', 'octo#kit#34');
    repository.git('config', 'branch.feat/y.merge', 'refs/heads/feat/y');
    const found = await createGit(raise).pullRequests(repository.root);
    assert.deepEqual([...found].sort(), [
      ['feat/a.b', 12],
      ['feat/x', 34],
    ]);
  });
});
