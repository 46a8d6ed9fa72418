import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { refusalMessage } from '../../../src/core/messages/refusals.ts';
import { FolderRules } from '../../../src/core/formats/folderRules.ts';
import { systems } from '../../../src/core/formats/registry.ts';
import { FileLocks } from '../../../src/platform/node/fileLock.ts';
import { writeTogether } from '../../../src/platform/node/journal.ts';
import { hashOf } from '../../../src/platform/node/journalFile.ts';
import { recoverInterrupted, type Recovered } from '../../../src/platform/node/journalRecovery.ts';
import { sharedFolderOf } from '../../../src/platform/node/lockPlace.ts';
import { RecoveringLocks } from '../../../src/platform/node/recoveringLocks.ts';
import { temporaryName } from '../../../src/platform/node/temporaryFiles.ts';
import { aroundCalls, type FsCall } from '../../support/fsCalls.ts';
import { folderId, openFolder } from '../../support/openedProject.ts';
import { Repository } from '../../support/repository.ts';
import {
  alsoEdited,
  changeTogether,
  created,
  edited,
  JointScene,
  kinds,
  moved,
  removed,
} from '../../support/jointChange.ts';

/** Another process: it settles what is left halfway, or ends right before it gives the n-th of the files its new content. */
interface Task {
  readonly root: string;
  readonly nth?: number;
}

const victim = process.env['THROUGHLINE_WRITER'];
if (victim !== undefined) {
  const { root, nth } = JSON.parse(victim) as Task;
  let number = 0;
  const change = (): Promise<unknown> =>
    aroundCalls(
      (call) => {
        if (isReplacement(call) && ++number === nth) process.kill(process.pid, 'SIGKILL');
        return call.go();
      },
      () => changeTogether(root),
    );
  await (nth === undefined ? new JointScene(root).next() : change());
  process.exit(0);
}

function run(task: Task): NodeJS.Signals | null {
  const child = spawnSync(process.execPath, [import.meta.filename], {
    env: { ...process.env, THROUGHLINE_WRITER: JSON.stringify(task) },
    encoding: 'utf8',
  });
  assert.ok(child.signal !== null || child.status === 0, child.stderr);
  return child.signal;
}

/** Whether a call gives one of the files another content, or the folder its new place. */
function isReplacement({ name, args }: FsCall): boolean {
  const target = { renameSync: args[1], linkSync: args[1], unlinkSync: args[0] }[name];
  return typeof target === 'string' && (target.endsWith('.md') || target.endsWith(basename(moved.to)));
}

function crash(root: string, nth: number): void {
  assert.equal(run({ root, nth }), 'SIGKILL');
}

describe('a change of several files', () => {
  let scene: JointScene;
  beforeEach(() => {
    scene = JointScene.make('clone');
  });
  afterEach(() => {
    scene.dispose();
  });
  const shared = (): string => sharedFolderOf(scene.at(edited));
  const recover = (): Promise<readonly unknown[]> =>
    recoverInterrupted({ shared: shared() }, new FileLocks());
  /** Makes the change, and does something right before the n-th file gets its new content. */
  const interfere = async (nth: number, act: () => void): Promise<string> => {
    let number = 0;
    const { value } = await aroundCalls(
      (call) => {
        // The file is looked at right before it is replaced.
        if (
          call.name === 'openSync' &&
          String(call.args[0]).endsWith('.md') &&
          isPublished() &&
          ++number === nth
        )
          act();
        return call.go();
      },
      () => changeTogether(scene.root),
    );
    return value.kind === 'refused' || value.kind === 'unknown'
      ? `${value.code}: ${refusalMessage(value)}`
      : value.kind;
  };
  const isPublished = (): boolean => scene.left().some((path) => path.includes('/journal/'));

  for (const kind of kinds)
    it(`is made whole in a ${kind}: edited, made and removed, modes and line ends kept, and nothing else stays`, async () => {
      const other = JointScene.make(kind);
      assert.deepEqual(await changeTogether(other.root), { kind: 'done' });
      assert.equal(other.state(), 'new');
      assert.deepEqual(other.left(), []);
      other.dispose();
    });

  it('is not made at all, and is to be planned again, when one of the files is not what it was', async () => {
    const reasons: Record<string, () => void> = {
      'an edited one': () => {
        fs.appendFileSync(scene.at(alsoEdited), 'more');
      },
      'the removed one': () => {
        fs.appendFileSync(scene.at(removed), 'more');
      },
      'one in the place of the new one': () => {
        fs.mkdirSync(dirname(scene.at(created)), { recursive: true });
        fs.writeFileSync(scene.at(created), 'mine');
      },
      'a removed one that is gone': () => {
        fs.rmSync(scene.at(removed));
      },
    };
    for (const [what, act] of Object.entries(reasons)) {
      scene.dispose();
      scene = JointScene.make('clone');
      act();
      const before = scene.state();
      assert.deepEqual(await changeTogether(scene.root), { kind: 'stale' }, what);
      assert.equal(scene.state(), before, what);
      assert.deepEqual(scene.left(), [], what);
    }
  });

  it('is not made at all, with the reason, when one of the files may not be written so', async () => {
    fs.linkSync(scene.at(alsoEdited), scene.at('other.md'));
    const result = await changeTogether(scene.root);
    assert.equal(result.kind === 'refused' && result.code, 'file.hardLink');
    assert.equal(scene.state(), 'old');
    assert.deepEqual(scene.left(), []);
  });

  it('is not made at all when a file is named twice, or a lock is lost', async () => {
    const twice = await changeTogether(scene.root, (steps) => [...steps, ...steps.slice(0, 1)]);
    assert.equal(twice.kind === 'refused' && twice.code, 'file.notWritten');
    const lost = await changeTogether(scene.root, (steps) =>
      steps.map((step) =>
        step.kind === 'remove' ? { ...step, held: { ...step.held, still: () => false } } : step,
      ),
    );
    assert.equal(lost.kind === 'refused' && lost.code, 'file.lockLost');
    assert.equal(scene.state(), 'old');
    assert.deepEqual(scene.left(), []);
  });

  it('of nothing is done, and so is one that edits nothing', async () => {
    assert.deepEqual(writeTogether([]), { kind: 'done' });
    const result = await changeTogether(scene.root, (steps) =>
      steps.flatMap((step) => (step.kind === 'edit' ? { ...step, edits: [] } : [])),
    );
    assert.deepEqual(result, { kind: 'done' });
    assert.equal(scene.state(), 'old');
  });

  it('is taken back when somebody without a lock changes one of the files meanwhile, and what he wrote stays', async () => {
    for (const [nth, path] of [edited, created, removed, alsoEdited].entries()) {
      scene.dispose();
      scene = JointScene.make('clone');
      const said = await interfere(nth + 1, () => {
        fs.writeFileSync(scene.at(path), 'foreign');
      });
      assert.equal(said, 'stale', path);
      assert.equal(scene.read(path), 'foreign');
      if (path === created) fs.rmSync(scene.at(path));
      else fs.writeFileSync(scene.at(path), JointScene.textBefore(path));
      assert.equal(scene.state(), 'old', path);
      assert.deepEqual(scene.left(), [], path);
    }
  });

  it('is doubtful when it cannot be taken back, because a file was changed that was replaced already', async () => {
    const said = await interfere(4, () => {
      fs.writeFileSync(scene.at(edited), 'foreign');
      fs.writeFileSync(scene.at(alsoEdited), 'foreign, too');
    });
    assert.match(said, /^files\.incomplete: The change to a\.md, d\.md, c\.md, b\.md, one did not complete/);
    assert.deepEqual(
      [edited, created, removed, alsoEdited].map((path) => scene.read(path)),
      ['foreign', undefined, 'c', 'foreign, too'],
    );
    assert.deepEqual(scene.left(), []);
  });

  it('is left to whoever took its locks over while it stood still, and the truth is told of it', async () => {
    for (const [isForeign, expected] of [
      [false, 'done'],
      [true, 'file.lockLost'],
    ] as const)
      for (const nth of [1, 2, 4]) {
        scene.dispose();
        scene = JointScene.make('clone');
        let number = 0;
        const { value } = await aroundCalls(
          (call) => {
            // Between the last look and the replacement.
            if (isReplacement(call) && ++number === nth) {
              if (isForeign) fs.writeFileSync(scene.at(alsoEdited), 'foreign');
              fs.rmSync(join(shared(), 'locks'), { recursive: true });
              run({ root: scene.root });
            }
            return call.go();
          },
          () => changeTogether(scene.root),
        );
        const what = `${nth}: ${JSON.stringify(value)}`;
        assert.equal(value.kind === 'refused' ? value.code : value.kind, expected, what);
        if (isForeign) fs.writeFileSync(scene.at(alsoEdited), JointScene.textBefore(alsoEdited));
        assert.equal(scene.state(), isForeign ? 'old' : 'new', what);
        assert.deepEqual(scene.left(), [], what);
      }
  });

  it('is told to watch the files that it replaces, and lets go of all', async () => {
    const seen: string[] = [];
    await changeTogether(scene.root, (steps) =>
      steps.map((step) =>
        step.kind !== 'edit'
          ? step
          : {
              ...step,
              old: {
                open: (path) => seen.push(`open ${basename(path)}`),
                keep: (before) => seen.push(`keep ${before.length}`),
                close: () => seen.push('close'),
              },
            },
      ),
    );
    assert.deepEqual(seen, ['open a.md', 'keep 8', 'open b.md', 'keep 13', 'close', 'close']);
  });

  it('that is half done is finished by whoever takes the lock of any of its files, also one that is not there', async () => {
    for (const path of [edited, created, removed, alsoEdited])
      for (let nth = 1; nth <= 4; nth++) {
        const each = JointScene.make('clone');
        crash(each.root, nth);
        assert.notEqual(each.state(), nth === 1 ? 'new' : 'old');
        const told: Recovered[] = [];
        const locks = new RecoveringLocks({}, (recovered) => told.push(recovered));
        await locks.hold(each.at(path), (held) => {
          assert.equal(each.state(), 'new', `${path}, ${nth}`);
          assert.equal(held === undefined, path === removed);
          return Promise.resolve();
        });
        assert.deepEqual(
          told.map(({ kind, left }) => [kind, left]),
          [['completed', []]],
        );
        assert.deepEqual(each.left(), []);
        each.dispose();
      }
  });

  it('that is half done is finished although a file was changed further that was replaced already', async () => {
    crash(scene.root, 3);
    fs.appendFileSync(scene.at(edited), 'further');
    await recover();
    assert.equal(scene.read(edited), '# a\nnew\nfurther');
    assert.deepEqual([scene.read(created), scene.read(removed)], ['Ä\n', undefined]);
    assert.deepEqual(scene.left(), []);
  });

  it('that is half done is taken back when a file was changed that was not replaced yet; what cannot be is told', async () => {
    crash(scene.root, 4);
    fs.writeFileSync(scene.at(alsoEdited), 'foreign');
    fs.writeFileSync(scene.at(removed), 'made anew');
    const results = await recover();
    const files = [edited, created, removed, alsoEdited, moved.from].map((path) => scene.at(path));
    assert.deepEqual(results, [{ kind: 'takenBack', files, left: [] }]);
    assert.deepEqual(
      [edited, created, removed, alsoEdited].map((path) => scene.read(path)),
      ['# a\nold\n', undefined, 'made anew', 'foreign'],
    );
    assert.equal(fs.statSync(scene.at(edited)).mode & 0o777, 0o640);
    assert.deepEqual(scene.left(), []);

    scene.dispose();
    scene = JointScene.make('clone');
    crash(scene.root, 4);
    fs.writeFileSync(scene.at(alsoEdited), 'foreign');
    fs.appendFileSync(scene.at(edited), 'further');
    const [second] = await recover();
    assert.deepEqual(second, {
      kind: 'takenBack',
      files: [edited, created, removed, alsoEdited, moved.from].map((path) => scene.at(path)),
      left: [scene.at(edited)],
    });
    assert.equal(scene.read(removed), 'c');
    assert.deepEqual(scene.left(), []);
  });

  it('that is half done is taken back when its new contents are gone, and when a folder of it is', async () => {
    for (const lose of [
      () => {
        const contents = scene.left().filter((each) => /-\da$/.test(each) && !each.includes('journal'));
        assert.ok(contents.length > 0);
        for (const path of contents) fs.rmSync(scene.at(path));
      },
      () => {
        fs.rmSync(dirname(scene.at(alsoEdited)), { recursive: true });
      },
    ]) {
      scene.dispose();
      scene = JointScene.make('clone');
      crash(scene.root, 3);
      lose();
      await recover();
      assert.deepEqual([scene.read(created), scene.read(removed)], [undefined, 'c']);
      assert.deepEqual(scene.left(), []);
    }
  });

  it('that is half done is settled once, however many do it', async () => {
    for (let nth = 1; nth <= 4; nth++) {
      scene.dispose();
      scene = JointScene.make('clone');
      crash(scene.root, nth);
      const results = await Promise.all([1, 2, 3, 4].map(() => recover()));
      assert.equal(results.flat().length, 1, JSON.stringify(results));
      assert.equal(scene.state(), 'new');
      assert.deepEqual(scene.left(), []);
    }
  });

  it('that is half done is no reason to wait for those who work on other files', async () => {
    crash(scene.root, 2);
    fs.writeFileSync(scene.at('tracking/progress/other.md'), '');
    await new RecoveringLocks().hold(scene.at('tracking/progress/other.md'), () => Promise.resolve());
    assert.notEqual(scene.state(), 'new');
    assert.notEqual(scene.state(), 'old');
    assert.equal(await scene.next(), 'new');
  });

  for (const kind of kinds)
    it(`that is half done in a ${kind} is settled before the folder is listed, and the log says so`, async () => {
      for (const nth of [2, 3, 4, 5]) {
        const each = JointScene.make(kind);
        crash(each.root, nth);
        const logged: string[] = [];
        const world = openFolder(each.root, { log: (error) => logged.push(String(error)) });
        const { paths } = await world.documents.list(folderId(each.root), new FolderRules(systems, {}));
        assert.equal(each.state(), 'new', `${nth}`);
        assert.deepEqual(paths.includes(removed), false);
        const told = logged.filter((each) =>
          /A process ended in the middle of a change, which was completed: .*a\.md/.test(each),
        );
        assert.equal(told.length, 1, logged.join('\n'));
        world.dispose();
        each.dispose();
      }
    });

  it('that somebody is at work on is no reason to list nothing', async () => {
    crash(scene.root, 2);
    const world = openFolder(scene.root, { log: () => undefined });
    const listing = await new FileLocks().hold(scene.at(edited), async () => {
      const { paths } = await world.documents.list(folderId(scene.root), new FolderRules(systems, {}));
      return { kind: 'listed' as const, paths };
    });
    assert.ok(listing.kind === 'listed' && listing.paths.includes(edited));
    world.dispose();
  });

  it('that is half done stays so while somebody has the lock of one of its files, and the others are told who', async () => {
    crash(scene.root, 2);
    const result = await new FileLocks().hold(scene.at(alsoEdited), () =>
      new RecoveringLocks({ patience: 50 }).hold(scene.at(edited), () => Promise.resolve(undefined)),
    );
    assert.ok(result?.kind === 'refused');
    assert.match(refusalMessage(result), new RegExp(`^b.md is being changed by process ${process.pid} `));
    assert.equal(await scene.next(), 'new');
  });

  it('of files in two clones is finished, too', async () => {
    const inner = join(scene.root, 'tracking/backlog');
    for (const name of ['objects', 'refs']) fs.mkdirSync(join(inner, '.git', name), { recursive: true });
    for (let nth = 1; nth <= 4; nth++) {
      const each = scene.copy();
      crash(each.root, nth);
      await new RecoveringLocks().hold(each.at(removed), () => Promise.resolve(undefined));
      assert.equal(each.state(), 'new', `${nth}`);
      assert.deepEqual(each.left(), []);
      each.dispose();
    }
  });

  it('of files in two worktrees is finished where the clone was moved to', async () => {
    const repository = new Repository();
    repository.commit('2026-06-10', { 'a.txt': '' });
    const moved = `${repository.parent}-moved`;
    try {
      const root = join(repository.root, 'tracking');
      const other = JointScene.make('folder without git');
      fs.cpSync(join(other.root, 'tracking'), root, { recursive: true });
      other.dispose();
      crash(repository.root, 3);
      fs.renameSync(repository.parent, moved);
      const there = new JointScene(join(moved, 'repo'));
      assert.equal(await there.next(), 'new');
      assert.deepEqual(there.left(), []);
    } finally {
      fs.rmSync(moved, { recursive: true, force: true });
      repository.dispose();
    }
  });

  it('costs whoever works on one file a single look while there was none', async () => {
    const path = scene.at(edited);
    const count = async (locks: Pick<FileLocks, 'hold'> | RecoveringLocks): Promise<number> => {
      await locks.hold(path, () => Promise.resolve(undefined));
      return (
        await aroundCalls(
          ({ go }) => go(),
          () => locks.hold(path, () => Promise.resolve(undefined)),
        )
      ).calls;
    };
    assert.equal(await count(new RecoveringLocks()), (await count(new FileLocks())) + 1);
  });

  for (const [what, ...mount] of [
    ['mounted for itself', '--bind', 'inner', 'inner'],
    ['on another disk', '-t', 'tmpfs', 'tmpfs', 'inner'],
  ])
    it(`with a folder that is ${what} is made, finished and taken back`, async function () {
      const inner = join(scene.root, 'tracking/progress');
      const texts = [edited, alsoEdited].map((path) => [path, scene.read(path) ?? ''] as const);
      const args = mount.map((each) => (each === 'inner' ? inner : each));
      if (spawnSync('mount', args).status !== 0) this.skip();
      const reset = (): void => {
        fs.rmSync(dirname(scene.at(created)), { recursive: true, force: true });
        if (fs.existsSync(scene.at(moved.to))) fs.renameSync(scene.at(moved.to), scene.at(moved.from));
        fs.writeFileSync(scene.at(removed), 'c', { mode: 0o600 });
        for (const [path, text] of texts) {
          fs.writeFileSync(scene.at(path), text);
          fs.chmodSync(scene.at(path), path === edited ? 0o640 : 0o664);
        }
      };
      try {
        reset();
        assert.deepEqual(await changeTogether(scene.root), { kind: 'done' });
        assert.equal(scene.state(), 'new');
        for (let nth = 1; nth <= 5; nth++) {
          reset();
          crash(scene.root, nth);
          assert.equal(await scene.next(), 'new');
          assert.deepEqual(scene.left(), []);
        }
        reset();
        crash(scene.root, 4);
        fs.writeFileSync(scene.at(alsoEdited), 'foreign');
        await recover();
        assert.equal(scene.read(edited), '# a\nold\n');
        assert.deepEqual(scene.left(), []);
      } finally {
        spawnSync('umount', ['-l', inner]);
      }
    });

  describe('that a record claims', () => {
    const change = temporaryName();
    const old = '# a\nold\n';
    /** A record that could be one of ours, with contents. */
    const forge = (files: readonly object[]): void => {
      for (const folder of ['journal', 'new']) fs.mkdirSync(join(shared(), folder), { recursive: true });
      const path = join(shared(), 'journal', change);
      fs.writeFileSync(path, JSON.stringify({ version: 1, files }), { mode: 0o644 });
      for (const index of files.keys())
        fs.writeFileSync(join(shared(), 'new', `${change}-${index}a`), 'forged');
    };
    const entry = (path: string, before: string | null = old): object => ({
      path,
      before: before === null ? null : hashOf(Buffer.from(before)),
      after: hashOf(Buffer.from('forged')),
    });
    const own = `../../${edited}`;
    /** Nobody is kept from his work, and nothing is changed. */
    const isIgnored = async (what: string): Promise<void> => {
      assert.deepEqual(await recover(), [], what);
      assert.equal(await scene.next(), 'old', what);
      assert.deepEqual(await changeTogether(scene.root), { kind: 'done' }, what);
    };

    it('is made where it could have been ours: the others prove something', async () => {
      forge([entry(own)]);
      await recover();
      assert.equal(scene.read(edited), 'forged');
    });

    for (const [what, files] of Object.entries<() => readonly unknown[]>({
      'a file out of the clone': () => [entry(own), entry('../../../outside.md')],
      'a file out of the clone by its whole path': () => [
        entry(own),
        entry(join(scene.root, '../outside.md')),
      ],
      'a hook of git': () => [entry(own), entry('../hooks/pre-commit')],
      'a file that is to be made in git’s directory': () => [entry(own), entry('../hooks/post-commit', null)],
      '.git itself': () => [entry(own), entry('../../tracking/.git')],
      'a file through a link': () => [entry(own), entry('../../link/outside.md')],
      'a file in another clone': () => [entry(own), entry('../../inner/a.md')],
      'the same file twice': () => [entry(own), entry(`../../tracking/../${edited}`)],
      'no file': () => [],
      'a file without a path': () => [entry(own), entry('')],
      'a path with NUL': () => [entry(own), entry('a\0b')],
      'a path that is too long': () => [entry(own), entry('x/'.repeat(3000))],
      'a name that is too long': () => [entry(own), entry(`../../${'x'.repeat(300)}`)],
      'what is no hash': () => [entry(own), { path: own, before: 'x', after: null }],
      'what is no list of files': () => [null, 1, [], 'x'],
      'more files than there can be': () => Array.from({ length: 501 }, (_, at) => entry(`../../${at}.md`)),
    }))
      it(`is ignored with ${what}`, async () => {
        const outside = join(scene.root, '../outside.md');
        for (const folder of ['inner/.git/objects', 'inner/.git/refs', '.git/hooks'])
          fs.mkdirSync(scene.at(folder), { recursive: true });
        for (const path of ['inner/a.md', '.git/hooks/pre-commit']) fs.writeFileSync(scene.at(path), old);
        fs.writeFileSync(outside, old);
        fs.symlinkSync('..', scene.at('link'));
        try {
          forge(files() as readonly object[]);
          const isFollowed = what.includes('link');
          if (isFollowed) {
            // What is not where it was is left alone; nothing of the rest is half done by that.
            await recover();
            assert.equal(scene.state(), 'old');
          } else await isIgnored(what);
          for (const path of [outside, scene.at('inner/a.md'), scene.at('.git/hooks/pre-commit')])
            assert.equal(fs.readFileSync(path, 'utf8'), old, what);
          assert.ok(!fs.existsSync(scene.at('.git/hooks/post-commit')));
          assert.ok(!fs.existsSync(scene.at('tracking/.git')));
        } finally {
          fs.rmSync(outside);
        }
      });

    for (const [what, make] of Object.entries<(path: string) => void>({
      'a torn record': (path) => {
        fs.writeFileSync(path, '{"version":1,"files":[{"pa');
      },
      'an empty one': (path) => {
        fs.writeFileSync(path, '');
      },
      'one of a later version': (path) => {
        fs.writeFileSync(path, JSON.stringify({ version: 2, files: [entry(own)] }));
      },
      'a folder': (path) => {
        fs.mkdirSync(path);
      },
      'a FIFO': (path) => {
        spawnSync('mkfifo', [path]);
      },
      'a link to a record': (path) => {
        fs.writeFileSync(`${path}-elsewhere`, JSON.stringify({ version: 1, files: [entry(own)] }));
        fs.symlinkSync(`${path}-elsewhere`, path);
      },
      'one that is too large': (path) => {
        fs.writeFileSync(path, `{"version":1,"files":[${JSON.stringify(entry(own))}]${' '.repeat(300_000)}}`);
      },
      'a signpost to itself': (path) => {
        fs.writeFileSync(path, JSON.stringify({ version: 1, home: '.' }));
      },
      'a signpost to nowhere': (path) => {
        fs.writeFileSync(path, JSON.stringify({ version: 1, home: '/nowhere' }));
      },
    }))
      it(`is ignored where there is ${what}`, async () => {
        forge([entry(own)]);
        fs.rmSync(join(shared(), 'journal', change));
        make(join(shared(), 'journal', change));
        await isIgnored(what);
      });

    it('is ignored where the journal is a link or a file, and no change of several files is made then', async () => {
      for (const kind of ['link', 'file']) {
        forge([entry(own)]);
        fs.renameSync(join(shared(), 'journal'), scene.at('elsewhere'));
        if (kind === 'link') fs.symlinkSync(scene.at('elsewhere'), join(shared(), 'journal'));
        else fs.writeFileSync(join(shared(), 'journal'), '');
        assert.deepEqual(await recover(), [], kind);
        assert.equal(await scene.next(), 'old', kind);
        const result = await changeTogether(scene.root);
        assert.ok(result.kind === 'refused');
        assert.match(refusalMessage(result), /journal is not a regular folder/);
        assert.equal(scene.state(), 'old');
        fs.rmSync(join(shared(), 'journal'));
        fs.rmSync(scene.at('elsewhere'), { recursive: true });
      }
    });

    it('is not half made when what is to be a new content is another one, or a link', async () => {
      for (const put of [
        (path: string) => {
          fs.writeFileSync(path, 'other');
        },
        (path: string) => {
          fs.writeFileSync(scene.at('forged'), 'forged');
          fs.symlinkSync(scene.at('forged'), path);
        },
      ]) {
        forge([entry(own), entry(`../../${created}`, null)]);
        fs.mkdirSync(dirname(scene.at(created)), { recursive: true });
        const content = join(shared(), 'new', `${change}-1a`);
        fs.rmSync(content);
        put(content);
        await recover();
        assert.equal(scene.state(), 'old');
        assert.deepEqual(scene.left(), []);
      }
    });

    it('is made only if all who can have written it could have changed the files', async function () {
      // Only root can be somebody else.
      if (process.geteuid?.() !== 0) this.skip();
      const [person, stranger, team] = [1000, 1002, 2000];
      interface Rights {
        readonly uid?: number;
        readonly gid?: number;
        readonly mode?: number;
      }
      const give = (path: string, { uid = person, gid = uid, mode = 0o755 }: Rights): void => {
        fs.chownSync(path, uid, gid);
        fs.chmodSync(path, mode);
      };
      const shares = { gid: team, mode: 0o2775 };
      for (const [what, isMade, record, journal = {}, folder = {}] of [
        ['one of root’s own', true, { uid: 0, mode: 0o644 }],
        ['one of the owner of the files', true, { mode: 0o644 }],
        ['one of the owner, in a folder of all', true, { mode: 0o644 }, { mode: 0o777 }],
        ['one of the owner that a group may write, in its folder', false, { gid: team, mode: 0o664 }, shares],
        ['one of a stranger, in a folder of his', false, { uid: stranger }, { uid: stranger }],
        ['one of a stranger, in a folder of a group', false, { uid: stranger }, shares],
        ['one of a stranger, in a folder of all', false, { uid: stranger }, { mode: 0o777 }, shares],
        ['one of a group that may write the files, too', true, { uid: stranger }, shares, shares],
        ['one of another group', false, { uid: stranger }, { ...shares, gid: team + 1 }, shares],
        [
          'one of a group that may only add files',
          false,
          { uid: stranger },
          shares,
          { ...shares, mode: 0o3775 },
        ],
      ] as readonly (readonly [string, boolean, Rights, Rights?, Rights?])[]) {
        scene.dispose();
        scene = JointScene.make('clone');
        forge([entry(own)]);
        give(join(shared(), 'journal', change), record);
        give(join(shared(), 'journal'), journal);
        give(dirname(scene.at(edited)), folder);
        await recover();
        assert.equal(scene.read(edited), isMade ? 'forged' : old, what);
      }
    });

    it('is made with files of elsewhere only if their own journal leads to it', async () => {
      for (const isLed of [false, true]) {
        scene.dispose();
        scene = JointScene.make('clone');
        for (const name of ['objects', 'refs'])
          fs.mkdirSync(scene.at(`inner/.git/${name}`), { recursive: true });
        fs.writeFileSync(scene.at('inner/a.md'), old);
        forge([entry(own), entry('../../inner/a.md')]);
        const signpost = scene.at(`inner/.git/throughline/journal/${change}`);
        fs.mkdirSync(dirname(signpost), { recursive: true });
        const home = isLed ? shared() : scene.at('elsewhere');
        fs.writeFileSync(
          signpost,
          JSON.stringify({ version: 1, home: relative(dirname(dirname(signpost)), home) }),
        );
        fs.mkdirSync(scene.at('inner/.git/throughline/new'));
        fs.renameSync(
          join(shared(), 'new', `${change}-1a`),
          scene.at(`inner/.git/throughline/new/${change}-1a`),
        );
        await recover();
        assert.equal(fs.readFileSync(scene.at('inner/a.md'), 'utf8'), isLed ? 'forged' : old);
        assert.equal(scene.read(edited), isLed ? 'forged' : old);
      }
    });
  });
});
