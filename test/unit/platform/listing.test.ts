import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { problemMessage } from '../../../src/core/messages/problems.ts';
import { toAnyGlob } from '../../../src/core/text/glob.ts';
import { LinkGuard, toRoot } from '../../../src/platform/node/linkGuard.ts';
import { limits, listFiles, type Limits } from '../../../src/platform/node/listing.ts';

describe('the files below a folder', () => {
  let top: string;
  let root: string;
  beforeEach(() => {
    top = fs.mkdtempSync(join(fs.realpathSync(tmpdir()), 'throughline-listing-'));
    // Others may look, too.
    fs.chmodSync(top, 0o755);
    root = join(top, 'ws');
    fs.mkdirSync(root);
  });
  afterEach(() => {
    // Node itself cannot remove paths that are longer than the system's.
    spawnSync('rm', ['-rf', top]);
  });

  const put = (...paths: readonly string[]): void => {
    for (const path of paths) {
      fs.mkdirSync(dirname(join(root, path)), { recursive: true });
      fs.writeFileSync(join(root, path), '');
    }
  };
  const link = (target: string, path: string): void => {
    fs.mkdirSync(dirname(join(root, path)), { recursive: true });
    fs.symlinkSync(target, join(root, path));
  };
  /** Every step is one pause long; what happens meanwhile may be given. */
  const list = async (
    folders: readonly string[] = ['t'],
    more: { allowed?: readonly string[]; limits?: Limits; meanwhile?: (pause: number) => void } = {},
  ) => {
    let time = 0;
    let pauses = 0;
    const host = {
      now: () => (time += 1000),
      pause: () => {
        pauses++;
        more.meanwhile?.(pauses);
        return Promise.resolve();
      },
    };
    const guard = new LinkGuard([root, ...(more.allowed ?? [])].map(toRoot));
    const { paths, problems, linked } = await listFiles(host, root, folders, {
      guard,
      wanted: toAnyGlob(['**/*.[mM][dD]']),
      limits: more.limits ?? limits,
    });
    return {
      paths,
      linked,
      problems: problems.map(({ path, problem }) => `${path}: ${problemMessage(problem)}`),
      pauses,
    };
  };

  it('are listed in order, the Markdown ones', async () => {
    put('t/b.md', 't/sub/A.MD', 't/a.txt', 'other/c.md');
    const { paths, problems } = await list(['t', 'none']);
    assert.deepEqual([paths, problems], [['t/b.md', 't/sub/A.MD'], []]);
  });

  it('are found by links in the workspace, each real folder once and by its own name', async () => {
    put('t/real/a.md', 'shared/s.md', 'shared/deep/d.md');
    link('real', 't/again');
    link('../shared', 't/linked');
    link('../shared', 't/twice');
    link('..', 't/real/up');
    link('../..', 't/real/top');
    link('.', 't/self');
    link('../shared/s.md', 't/s.md');
    const { paths, problems } = await list();
    assert.deepEqual(paths, ['t/linked/deep/d.md', 't/linked/s.md', 't/real/a.md']);
    assert.deepEqual(problems, []);
    link('t', 'alias');
    assert.deepEqual((await list(['alias', 't'])).paths, paths, 'under its own name');
    assert.equal((await list(['alias'])).paths.length, 3, 'when there is no better name');
  });

  it('are each listed once when links give them other names, and say where those lead', async () => {
    put('t/progress/a.md', 'u/progress/b.md', 'elsewhere/c.md');
    link('a.md', 't/progress/current.md');
    link('../a.md', 't/progress/sub/again.md');
    link('../../elsewhere/c.md', 't/progress/c.md');
    link('../../elsewhere/c.md', 't/progress/c-too.md');
    link('../../u/progress/b.md', 't/progress/b.md');
    link('../../none.md', 't/progress/dangling.md');
    link('../elsewhere', 'u/linked');
    const { paths, linked } = await list(['t/progress', 'u/progress', 'u/linked']);
    assert.deepEqual(paths, [
      't/progress/a.md',
      't/progress/b.md',
      't/progress/c-too.md',
      't/progress/dangling.md',
      'u/linked/c.md',
      'u/progress/b.md',
    ]);
    assert.deepEqual(
      linked.map(({ path, real }) => [path, real.slice(root.length + 1)]).sort(),
      [
        ['t/progress/b.md', 'u/progress/b.md'],
        ['t/progress/c-too.md', 'elsewhere/c.md'],
        ['t/progress/dangling.md', 'none.md'],
        ['u/linked', 'elsewhere'],
      ],
      'also where nothing is yet; another folder’s list has the same file by right',
    );
  });

  it('take steps by the number of folders and links, not of ways through them', async () => {
    const stepsWith = async (count: number): Promise<number> => {
      const name = `t${count}`;
      for (let i = 0; i < count; i++) {
        put(`${name}/d${i}/a.md`);
        for (let j = 0; j < count; j++) if (j !== i) link(`../d${j}`, `${name}/d${i}/l${j}`);
      }
      const { paths, pauses } = await list([name]);
      assert.equal(paths.length, count);
      return pauses;
    };
    for (const count of [4, 12, 24]) {
      const links = count * (count - 1);
      const steps = await stepsWith(count);
      assert.ok(steps <= 2 * (count + links) + 4, `${steps} steps for ${links} links`);
    }
  });

  it('are a problem with its target where a link leads out, until that is allowed', async () => {
    put('t/a.md');
    fs.mkdirSync(join(top, 'out/deep'), { recursive: true });
    fs.writeFileSync(join(top, 'out/deep/o.md'), '');
    fs.symlinkSync('/etc', join(top, 'out/etc'));
    link('../../out', 't/linked');
    link('/', 't/everything');
    link('../../out/deep/o.md', 't/o.md');
    const { paths, problems, pauses } = await list();
    assert.deepEqual(paths, ['t/a.md']);
    assert.deepEqual(
      problems.map((each) => each.replace(/ Allow it .*/, '').replaceAll(top, '')),
      [
        't/everything: This link leads out of the workspace, to /.',
        't/linked: This link leads out of the workspace, to /out.',
        't/o.md: This link leads out of the workspace, to /out/deep/o.md.',
      ],
    );
    assert.ok(pauses < 10, String(pauses));
    const allowed = await list(['t'], { allowed: [join(top, 'out')] });
    assert.deepEqual(allowed.paths, ['t/a.md', 't/linked/deep/o.md'], 'the file once');
    assert.deepEqual(
      allowed.problems.map((each) => each.replace(/: .*, to/, ' ->').replace(/\. Allow .*/, '')),
      ['t/everything -> /', 't/linked/etc -> /etc'],
    );
  });

  it('are told of once when the listed folder itself is a link that leads out', async () => {
    fs.mkdirSync(join(top, 'shared/progress'), { recursive: true });
    fs.writeFileSync(join(top, 'shared/progress/a.md'), '');
    link('../shared', 'tracking');
    const folders = ['tracking/progress', 'tracking/backlog'];
    const { problems } = await list(folders);
    assert.match(problems.join('\n'), /^tracking: This link leads out of the workspace, to .*\/shared\. .*$/);
    assert.deepEqual((await list(folders, { allowed: [join(top, 'shared')] })).paths, [
      'tracking/progress/a.md',
    ]);
  });

  it('are cut where there are too many, and that is told once', async () => {
    put(...Array.from({ length: 3000 }, (_, i) => `t/deep/${i}.md`), 't/near.md', 'u/b.md');
    const { paths, problems, pauses } = await list(['t', 'u'], { limits: { entries: 1000, depth: 5 } });
    assert.deepEqual(problems, ['t: More than 1,000 files and folders in t: the rest is not shown.']);
    assert.equal(paths.length, 1000, 'with the one of the other folder');
    assert.ok(paths.includes('t/near.md'), 'what is near comes first');
    assert.ok(paths.includes('u/b.md'), 'other folders are not cut');
    assert.ok(pauses >= 4, 'also within one large folder others have their turn');
  });

  it('are cut where folders are too deep, also beyond what the system can name', async () => {
    put('t/a.md');
    const script =
      'cd "$1" && i=0 && while [ $i -lt 420 ]; do mkdir abcdefghij && cd -P abcdefghij && i=$((i+1)) || exit 1; done';
    spawnSync('sh', ['-c', script, 'sh', join(root, 't')]);
    const { paths, problems } = await list();
    assert.deepEqual(paths, ['t/a.md']);
    assert.equal(problems.length, 1);
    assert.match(problems.join(), /: This folder is more than 40 levels deep. Its contents are not shown.$/);
  });

  it('keep others company that cannot be read, each with its reason', async function () {
    put('t/a.md', 't/folder.md/in.md');
    try {
      fs.writeFileSync(
        Buffer.concat([Buffer.from(join(root, 't/latin')), Buffer.from([0xe9]), Buffer.from('.md')]),
        '',
      );
    } catch {
      // Not every disk takes names that are no text.
      this.skip();
    }
    put('t/\uFFFD.md');
    link('loop', 't/loop');
    link('gone', 't/dangling');
    const { paths, problems } = await list();
    assert.deepEqual(paths, ['t/a.md', 't/folder.md/in.md', 't/\uFFFD.md']);
    assert.deepEqual(problems.sort(), [
      't/dangling: This symbolic link leads to a file that does not exist.',
      't/folder.md: This is a folder, not a file.',
      't/latin\uFFFD.md: This file name is not valid UTF-8. Rename the file so that Throughline can read it.',
      't/loop: This symbolic link leads in a circle.',
    ]);
    put('file');
    assert.deepEqual((await list(['file'])).problems, ['file: This is a file, not a folder.']);
  });

  it('are listed without a link that went away meanwhile', async () => {
    put('t/a.md');
    link('gone', 't/dangling');
    const meanwhile = (): void => {
      fs.rmSync(join(root, 't/dangling'), { force: true });
    };
    const { paths, problems } = await list(['t'], { meanwhile });
    assert.deepEqual([paths, problems], [['t/a.md'], []]);
  });

  it('keep others company in a folder that its user may not read', async function () {
    if (process.getuid?.() !== 0 || process.seteuid === undefined) this.skip();
    put('t/a.md', 't/private/b.md', 't/z/c.md');
    link('private/b.md', 't/link.md');
    fs.chmodSync(join(root, 't/private'), 0o700);
    process.seteuid(65534);
    try {
      const { paths, problems } = await list();
      assert.deepEqual(paths, ['t/a.md', 't/link.md', 't/z/c.md']);
      assert.deepEqual(problems, ['t/private: This folder cannot be read: permission denied.']);
    } finally {
      process.seteuid(0);
    }
  });

  it('come and go while they are listed', async () => {
    put('t/a.md', ...Array.from({ length: 20 }, (_, i) => `t/d${i}/x.md`));
    const { paths, problems } = await list(['t'], {
      meanwhile: (pause) => {
        const path = join(root, `t/d${pause}`);
        fs.rmSync(path, { recursive: true, force: true });
        if (pause % 2 === 0) fs.writeFileSync(path, '');
      },
    });
    assert.deepEqual(problems, []);
    assert.ok(paths.includes('t/a.md'));
  });
});
