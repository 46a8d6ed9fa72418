import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toKey } from '../../../src/core/text/key.ts';
import { CloneReader } from '../../../src/platform/node/cloneReader.ts';
import { BranchStatusReader } from '../../../src/platform/node/branchStatusReader.ts';
import { createGit, type Git } from '../../../src/platform/node/git.ts';
import { checkOut, remove, start } from '../../../src/platform/node/branchWork.ts';
import { PartialClone, startLocked } from '../../support/hostileRepository.ts';
import { committedIn } from '../../support/rules.ts';

/** How a configuration names a program, and what plain git does that runs it. */
interface Trap {
  readonly set: (clone: PartialClone, url: string) => void;
  /** Commands of git, one after the other, after which the program has run. Missing where that needs a terminal. */
  readonly springs?: readonly (readonly string[])[];
}

/** Fetches what is missing: the file of another branch. */
const read = ['cat-file', '-p', 'origin/feat/x:src/a.ts'];
const configured = (key: string, then?: string, ...more: readonly (readonly [string, string])[]) => ({
  set: (clone: PartialClone) => {
    for (const [each, value] of more) clone.git('config', each, value);
    clone.git('config', key, clone.program(then));
  },
});
const remote = (url: string): readonly [string, string] => ['remote.origin.url', url];

const traps: Readonly<Record<string, Trap>> = {
  'an ext:: address': {
    set: (clone) => {
      clone.git('config', 'protocol.ext.allow', 'always');
      clone.git('config', 'remote.origin.url', `ext::sh -c ${clone.program()}`);
    },
    springs: [read],
  },
  'core.sshCommand': {
    ...configured('core.sshCommand', undefined, remote('ssh://example.invalid/x.git')),
    springs: [read],
  },
  'remote.*.uploadpack': { ...configured('remote.origin.uploadpack'), springs: [read] },
  'remote.*.vcs and an alias': {
    set: (clone) => {
      clone.git('config', 'remote.origin.vcs', 'ssh');
      clone.git('config', 'alias.remote-ssh', `!${clone.program()}`);
    },
    springs: [read],
  },
  'an address with the name of an alias': {
    set: (clone) => {
      clone.git('config', 'remote.origin.url', 'none::x');
      clone.git('config', 'alias.remote-none', `!${clone.program()}`);
      clone.git('config', 'protocol.none.allow', 'always');
    },
    springs: [read],
  },
  'url.*.insteadOf': {
    set: (clone) => {
      clone.git('config', 'protocol.ext.allow', 'always');
      clone.git('config', 'remote.origin.url', 'https://example.invalid/x');
      clone.git('config', `url.ext::sh -c ${clone.program()} .insteadOf`, 'https://example.invalid/');
    },
    springs: [read],
  },
  'core.gitProxy': {
    ...configured('core.gitProxy', undefined, remote('git://example.invalid/x.git')),
    springs: [read],
  },
  'credential.helper': {
    set: (clone, url) => {
      clone.git('config', 'remote.origin.url', url);
      clone.git('config', 'credential.helper', clone.program());
    },
    springs: [read],
  },
  'core.askPass': {
    set: (clone, url) => {
      clone.git('config', 'remote.origin.url', url);
      clone.git('config', 'core.askPass', clone.program());
    },
    springs: [read],
  },
  'core.alternateRefsCommand': {
    set: (clone) => {
      const info = join(clone.root, '.git/objects/info');
      mkdirSync(info, { recursive: true });
      mkdirSync(join(clone.parent, 'other'));
      clone.origin.git('clone', '--quiet', '--bare', '.', join(clone.parent, 'other'));
      writeFileSync(join(info, 'alternates'), `${join(clone.parent, 'other/objects')}\n`);
      clone.git('config', 'core.alternateRefsCommand', clone.program('exit 0'));
      // Something to be fetched.
      clone.origin.commit('2026-06-03', { 'src/b.ts': 'b' });
    },
    springs: [['fetch', 'origin']],
  },
  'core.fsmonitor': { ...configured('core.fsmonitor'), springs: [['status']] },
  'include.path': {
    set: (clone) => {
      const file = join(clone.parent, 'included');
      writeFileSync(file, `[core]\n\tfsmonitor = ${clone.program()}\n`);
      clone.git('config', 'include.path', file);
    },
    springs: [['status']],
  },
  'filter.*.clean': { ...configured('filter.evil.clean', 'cat'), springs: [['add', 'src']] },
  'filter.*.smudge': {
    ...configured('filter.evil.smudge', 'cat'),
    springs: [
      ['checkout', '--force', 'HEAD', '--', 'src'],
      ['reset', '--hard'],
      ['checkout-index', '-f', '-a'],
    ],
  },
  'filter.*.process': { ...configured('filter.evil.process'), springs: [['add', 'src']] },
  'a filter that an included file names': {
    set: (clone) => {
      const file = join(clone.parent, 'included');
      writeFileSync(file, `[filter "evil"]\n\tclean = ${clone.program('cat')}\n\tsmudge = cat\n`);
      clone.git('config', 'include.path', file);
    },
    springs: [['add', 'src']],
  },
  'diff.external': { ...configured('diff.external'), springs: [['diff']] },
  'diff.*.command': { ...configured('diff.evil.command'), springs: [['diff']] },
  'diff.*.textconv': { ...configured('diff.evil.textconv', 'cat "$1"'), springs: [['diff']] },
  'merge.*.driver': {
    ...configured('merge.evil.driver', 'exit 0'),
    springs: [
      ['fetch', '--quiet', 'origin', 'feat/x'],
      ['commit', '--quiet', '--all', '--message', 'x'],
      ['merge', 'FETCH_HEAD'],
    ],
  },
  'gpg.program': {
    ...configured('gpg.program', undefined, ['log.showSignature', 'true']),
    springs: [['log', 'origin/feat/x']],
  },
  'core.editor': { ...configured('core.editor'), springs: [['commit', '--allow-empty']] },
  'interactive.diffFilter': configured('interactive.diffFilter', 'cat', ['color.ui', 'always']),
  'core.pager': configured('core.pager', 'cat', ['pager.log', 'true'], ['pager.for-each-ref', 'true']),
  'an alias with the name of a command': {
    set: (clone) => {
      for (const each of ['for-each-ref', 'cat-file', 'log', 'switch', 'spring'])
        clone.git('config', `alias.${each}`, `!${clone.program()}`);
    },
    springs: [['spring']],
  },
  'submodule.*.update': {
    set: (clone) => {
      const inner = join(clone.parent, 'inner');
      clone.origin.git('clone', '--quiet', '--branch', 'main', '.', inner);
      clone.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner, 'inner');
      clone.git('commit', '--quiet', '--message', 'Submodule');
      clone.git('config', 'submodule.inner.update', `!${clone.program()}`);
      clone.git('config', 'submodule.recurse', 'true');
    },
    springs: [['submodule', 'update', '--force']],
  },
  ...Object.fromEntries(
    [
      ['post-checkout', ['checkout', '--detach']],
      ['reference-transaction', ['branch', 'sprung']],
      ['post-index-change', ['add', 'src']],
      ['pre-commit', ['commit', '--all', '--message', 'x']],
    ].map(([hook, spring]): [string, Trap] => [
      `the hook ${String(hook)}`,
      {
        set: (clone) => {
          clone.hook(String(hook));
        },
        springs: [spring as string[]],
      },
    ]),
  ),
};

/** Every verb of git that only reads, as it is asked. */
function reading(git: Git, clone: PartialClone): Record<string, () => Promise<unknown>> {
  const { root } = clone;
  const main = clone.git('rev-parse', 'refs/remotes/origin/main').trim();
  const branch = clone.git('rev-parse', 'refs/remotes/origin/feat/x').trim();
  const blobs = ['src/a.ts', 'tracking/progress/2026-06-02-feat-x.md'].map((path) =>
    clone.origin.head(`feat/x:${path}`),
  );
  const names = [...blobs, `${branch}:tracking/progress`, `${branch}:src/a.ts`, `${main}:src/a.ts`];
  return {
    branch: () => git.branch(root),
    userName: () => git.userName(root),
    ignored: () => git.ignored(root),
    stages: () => git.stages(root, 'src/a.ts'),
    textAtChange: () => git.textAtChange(root, 'src/a.ts', 'src/a.ts'),
    remotes: () => git.remotes(root),
    refs: () => git.refs(root),
    containedIn: () => git.containedIn(root, branch),
    firstParents: () => git.firstParents(root, branch, 10),
    pullRequests: () => git.pullRequests(root),
    objects: () => git.objects(root, names),
    heads: () => git.heads(root, names),
    present: () => git.present(root, blobs),
    mergeBase: () => git.mergeBase(root, main, branch),
    distance: () => git.distance(root, main, branch),
    changedBetween: () => git.changedBetween(root, main, branch),
    uncommitted: () => git.uncommitted(root),
    firstDay: () => git.firstDay(root, main, branch),
    lastChange: () => git.lastChange(root, branch, 'src/a.ts'),
  };
}

describe('a configuration that names programs', () => {
  const none = (): void => undefined;
  let locked: Awaited<ReturnType<typeof startLocked>>;
  let made: PartialClone;
  let clone: PartialClone;
  before(async () => {
    locked = await startLocked();
    made = PartialClone.make();
  });
  after(async () => {
    made.dispose();
    await locked.close();
  });
  beforeEach(() => {
    clone = made.copy();
  });
  afterEach(() => {
    clone.dispose();
  });

  it('is tried on every verb there is', () => {
    const changing = [
      'addWorktree',
      'createBranch',
      'createWorktree',
      'removeBranch',
      'removeWorktree',
      'switchTo',
      'switchTracking',
    ];
    const git = createGit(none);
    assert.deepEqual(Object.keys(git).sort(), [...changing, ...Object.keys(reading(git, clone))].sort());
  });

  for (const [what, { set, springs }] of Object.entries(traps))
    it(`${what}: nothing runs, neither when looking nor when starting branches; plain git runs it`, async () => {
      set(clone, locked.url);
      writeFileSync(join(clone.root, 'src/a.ts'), 'changed and longer\n');
      const asked = locked.asked();
      const git = createGit(none);
      await Promise.all(Object.values(reading(git, clone)).map((run) => run()));
      assert.equal(clone.ran, false, 'reading');
      const question = { folder: clone.root, committed: committedIn(['tracking']) };
      const found = await new CloneReader(git, none).read({ ...question, base: '' });
      assert.ok(found !== undefined, 'branches are listed all the same');
      const [ref] = found.refs.filter(({ name }) => name === 'feat/x');
      assert.ok(ref !== undefined);
      const stream = {
        key: toKey('x'),
        ref,
        file: 'tracking/progress/x.md',
        worktree: clone.root,
        specs: ['spec/s.md'],
      };
      await new BranchStatusReader(git).read({
        ...question,
        roots: ['tracking'],
        prefix: '',
        base: found.base,
        streams: [stream],
        fileless: [],
      });
      assert.equal(clone.ran, false, 'branches and what is said of them');
      assert.equal(locked.asked(), asked, 'and nothing goes over the network');
      const main = clone.git('rev-parse', 'main').trim();
      const started = await start(git, clone.root, {
        name: 'feat/worktree',
        commit: main,
        where: 'worktree',
      });
      const at = started.kind === 'started' ? started.folder : clone.root;
      await remove(git, clone.root, { name: 'feat/worktree', commit: main, at, back: undefined });
      const track = 'refs/remotes/origin/feat/x';
      const beside = { where: 'worktree', path: '../beside' } as const;
      await checkOut(git, clone.root, { name: 'feat/beside', track, at: beside });
      await checkOut(git, clone.root, { name: 'feat/x', track, at: { where: 'here' } });
      await start(git, clone.root, { name: 'feat/here', commit: ref.commit, where: 'here' });
      await checkOut(git, clone.root, { name: 'main', at: { where: 'worktree', path: '../again' } });
      assert.equal(clone.ran, false, 'starting branches, checking them out, and removing one');
      // So that the program had every reason to run.
      clone.git(
        '-c',
        'core.hooksPath=/dev/null',
        '-c',
        'core.fsmonitor=false',
        'symbolic-ref',
        'HEAD',
        'refs/heads/main',
      );
      writeFileSync(join(clone.root, 'src/a.ts'), 'changed again\n');
      for (const spring of springs ?? []) await clone.plain(...spring);
      if (springs !== undefined) assert.ok(clone.ran, 'plain git');
    }).timeout(60_000);
});
