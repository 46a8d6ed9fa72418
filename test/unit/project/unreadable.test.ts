import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { claim } from '../../../src/core/operations/claim.ts';
import { toKey } from '../../../src/core/text/key.ts';
import { backlog } from '../../../src/core/views/backlog.ts';
import { branchProgress } from '../../../src/core/views/branchProgress.ts';
import { specs } from '../../../src/core/views/specs.ts';
import type { PathProblem } from '../../../src/project/documentStore.ts';
import { Project } from '../../../src/project/project.ts';
import { folderId, openFolder } from '../../support/openedProject.ts';
import { drawn, outlineContext } from '../../support/indexOf.ts';
import { MemoryWorld, folder } from '../../support/memoryWorld.ts';
import { runOn } from '../../support/attempt.ts';

const progress = (branch: string): string =>
  `# ${branch}\nBranch: ${branch}\n\n| Task | Status | Owner |\n| --- | --- | --- |\n| One | todo | - |\n`;
const a = 'tracking/progress/a.md';
const b = 'tracking/progress/shared/b.md';

const rows = (project: Project, id = folder, view = branchProgress): string[] => {
  const index = project.folder(id)?.index;
  assert.ok(index);
  return drawn(view(index, outlineContext())).filter((row) => !/^ +One\b/.test(row));
};

describe('a project in which not all can be read', () => {
  function open(files: Record<string, string>) {
    const host = new MemoryWorld(files);
    const errors: unknown[] = [];
    const project = new Project(host, (error) => errors.push(error));
    return { host, project, errors };
  }

  it('loads when its folder cannot be listed, says so in one row, and shows all after the next look', async () => {
    const { host, project, errors } = open({ [a]: progress('feat/a') });
    host.notListed = new Error('EMFILE: too many open files');
    await project.load();
    await project.refresh();
    assert.deepEqual(rows(project), [
      'tracking (1 problem)',
      '  The files of this folder could not be listed: EMFILE: too many open files. Refresh to try again. (line 1)',
    ]);
    assert.equal(errors.length, 2, 'and in the log');
    host.notListed = undefined;
    await project.refresh();
    assert.deepEqual(rows(project), ['feat/a (0/1 · unassigned)']);
    host.notListed = new Error('EIO');
    await project.refresh();
    assert.equal(rows(project).length, 3, 'what is known stays');
  });

  it('keeps what goes wrong with one file to that file', async () => {
    const { host, project, errors } = open({ [a]: progress('feat/a'), [b]: progress('feat/b') });
    host.broken.add(a);
    await project.load();
    await project.idle();
    assert.deepEqual(rows(project), [
      'a.md (1 problem)',
      `  ${a} is broken (line 1)`,
      'feat/b (0/1 · unassigned)',
    ]);
    assert.ok(errors.length > 0);
    host.broken.clear();
    await project.refresh();
    assert.deepEqual(rows(project), ['feat/a (0/1 · unassigned)', 'feat/b (0/1 · unassigned)']);
  });

  it('lets go of who waits when it is disposed', async () => {
    const { host, project } = open({ [a]: progress('feat/a') });
    let listed: (() => void) | undefined;
    host.list = () => new Promise(() => listed?.());
    const listing = new Promise<void>((resolve) => {
      listed = resolve;
    });
    const loading = project.load();
    await listing;
    project.dispose();
    await loading;
  });

  it('shows what could not be listed where its files would be, and nothing below it', async () => {
    const { host, project } = open({
      [a]: progress('feat/a'),
      [b]: progress('feat/b'),
      'tracking/backlog/x/c.md': '# C\n',
      'spec/y/d.md': '# D\n- **FR-1** one\n',
    });
    await project.load();
    const problem = (path: string): PathProblem => ({
      path,
      problem: { code: 'file.outside', data: { target: `/else/${path}` } },
    });
    host.problems = ['tracking/progress/shared', 'tracking/backlog/x', 'spec/y'].map(problem);
    await project.refresh();
    assert.deepEqual(rows(project), [
      'feat/a (0/1 · unassigned)',
      'shared (1 problem)',
      '  This link leads out of the workspace, to /else/tracking/progress/shared. Allow it to read what is there. (line 1)',
    ]);
    assert.equal(rows(project, folder, backlog)[0], 'x (1 problem)');
    assert.equal(rows(project, folder, specs)[0], 'y (1 problem)');
    const index = project.folder(folder)?.index;
    assert.ok(index);
    const [, row] = branchProgress(index, outlineContext());
    assert.match(row?.context ?? '', /\ballowLink\b/, 'a menu offers to allow it');
    assert.match(row?.children?.()[0]?.context ?? '', /\ballowLink\b/);
    // Somebody opens a file there.
    host.hint(b);
    await project.idle();
    assert.equal(rows(project).length, 3);
    host.problems = [];
    host.hint('tracking/progress/shared');
    await project.idle();
    assert.deepEqual(
      rows(project),
      ['feat/a (0/1 · unassigned)', 'feat/b (0/1 · unassigned)'],
      'something else now',
    );
  });

  describe('on a disk', () => {
    let root: string;
    beforeEach(() => {
      root = fs.mkdtempSync(join(fs.realpathSync(tmpdir()), 'throughline-unreadable-'));
      fs.chmodSync(root, 0o755);
      put(a, progress('feat/a'));
    });
    afterEach(() => {
      fs.rmSync(root, { recursive: true });
    });
    function put(path: string, text: string): void {
      fs.mkdirSync(dirname(join(root, path)), { recursive: true });
      fs.writeFileSync(join(root, path), text);
    }
    function openDisk() {
      const allowed: string[] = [];
      const world = openFolder(root, { allowed, log: () => undefined });
      // Git has tests of its own.
      world.repository.clone = () => Promise.resolve(undefined);
      const project = new Project(world, (error) => {
        throw error;
      });
      return { allowed, project };
    }

    it('says of a tracking directory anywhere that it leads out, and nothing of what was in it', async () => {
      put('packages/api/tracking/progress/b.md', progress('feat/b'));
      const { project } = openDisk();
      await project.load();
      const api = join(root, 'packages/api/tracking');
      fs.rmSync(api, { recursive: true });
      fs.symlinkSync('/', api);
      await project.refresh();
      const anew = openDisk().project;
      await anew.load();
      for (const each of [project, anew])
        assert.deepEqual(rows(each, folderId(root)), [
          'feat/a (0/1 · unassigned)',
          'tracking (1 problem)',
          '  This link leads out of the workspace, to /. Allow it to read what is there. (line 1)',
        ]);
    });

    it('loads beside a folder and a file that its user may not read', async function () {
      if (process.getuid?.() !== 0 || process.seteuid === undefined) this.skip();
      put('tracking/progress/private/x.md', progress('feat/x'));
      put('tracking/progress/mine.md', progress('feat/mine'));
      fs.chmodSync(join(root, 'tracking/progress/private'), 0o700);
      fs.chmodSync(join(root, 'tracking/progress/mine.md'), 0o600);
      const { project } = openDisk();
      process.seteuid(65534);
      try {
        await project.load();
        assert.deepEqual(rows(project, folderId(root)), [
          'feat/a (0/1 · unassigned)',
          'mine.md (1 problem)',
          '  This file cannot be read: permission denied. (line 1)',
          'private (1 problem)',
          '  This folder cannot be read: permission denied. (line 1)',
        ]);
      } finally {
        process.seteuid(0);
      }
      await project.refresh();
      assert.deepEqual(rows(project, folderId(root)), [
        'feat/a (0/1 · unassigned)',
        'feat/mine (0/1 · unassigned)',
        'feat/x (0/1 · unassigned)',
      ]);
    });

    it('loads beside what is no file', async () => {
      put('tracking/progress/folder.md/in.md', progress('feat/in'));
      spawnSync('mkfifo', [join(root, 'tracking/progress/fifo.md')]);
      fs.symlinkSync('loop.md', join(root, 'tracking/progress/loop.md'));
      const { project } = openDisk();
      await project.load();
      assert.deepEqual(rows(project, folderId(root)), [
        'feat/a (0/1 · unassigned)',
        'feat/in (0/1 · unassigned)',
        'fifo.md (1 problem)',
        '  This is not a regular file. (line 1)',
        'folder.md (1 problem)',
        '  This is a folder, not a file. (line 1)',
        'loop.md (1 problem)',
        '  This symbolic link leads in a circle. (line 1)',
      ]);
    });

    it('follows a link that leads out once it is allowed, also to write, and shows what changes there', async () => {
      const outside = fs.mkdtempSync(join(fs.realpathSync(tmpdir()), 'throughline-elsewhere-'));
      const there = join(outside, 'b.md');
      fs.writeFileSync(there, progress('feat/b'));
      fs.symlinkSync(outside, join(root, 'tracking/progress/shared'));
      const { allowed, project } = openDisk();
      await project.load();
      const problem = `  This link leads out of the workspace, to ${outside}. Allow it to read what is there. (line 1)`;
      assert.deepEqual(rows(project, folderId(root)), [
        'feat/a (0/1 · unassigned)',
        'shared (1 problem)',
        problem,
      ]);
      allowed.push(outside);
      await project.refresh();
      assert.deepEqual(rows(project, folderId(root)), [
        'feat/a (0/1 · unassigned)',
        'feat/b (0/1 · unassigned)',
      ]);
      const done = await runOn(
        project,
        { folder: folderId(root), key: toKey(b) },
        claim,
        { task: toKey(`${b}#One`) },
        { me: 'maple', through: 'disk' },
      );
      assert.equal(done.kind, 'done');
      assert.match(fs.readFileSync(there, 'utf8'), /\| One \| wip \| maple \|/);
      fs.writeFileSync(there, progress('feat/other'));
      await project.refresh();
      assert.deepEqual(rows(project, folderId(root)), [
        'feat/a (0/1 · unassigned)',
        'feat/other (0/1 · unassigned)',
      ]);
      allowed.length = 0;
      await project.refresh();
      assert.deepEqual(rows(project, folderId(root)), [
        'feat/a (0/1 · unassigned)',
        'shared (1 problem)',
        problem,
      ]);
      fs.rmSync(outside, { recursive: true });
    });

    it('loads while no file can be opened, and shows all after the next look', async function () {
      if (process.platform === 'win32') this.skip();
      if (process.env['THROUGHLINE_FEW_FILES'] === undefined) {
        // A process of its own: this one may open more files than can be opened in a test.
        const script = join(process.env['THROUGHLINE_ROOT'] ?? '', 'test/support/runMocha.mjs');
        const child = spawnSync(
          'sh',
          [
            '-c',
            'ulimit -n 256 && exec "$@"',
            'sh',
            process.execPath,
            script,
            join(root, 'results.json'),
            '20000',
            '1',
            fileURLToPath(import.meta.url),
          ],
          {
            encoding: 'utf8',
            timeout: 60_000,
            env: {
              ...process.env,
              THROUGHLINE_FEW_FILES: '1',
              THROUGHLINE_GREP: 'loads while no file can be opened',
            },
          },
        );
        assert.equal(child.status, 0, child.stdout + child.stderr);
        assert.match(fs.readFileSync(join(root, 'results.json'), 'utf8'), /"passed":1/);
        return;
      }
      const { project } = openDisk();
      const open: number[] = [];
      try {
        for (;;) open.push(fs.openSync('/dev/null', 'r'));
      } catch {
        // No more can be opened: as it should be.
      }
      try {
        assert.ok(open.length < 256);
        await project.load();
        assert.deepEqual(rows(project, folderId(root)), [
          'progress (1 problem)',
          '  Too many files are open. Refresh to try again. (line 1)',
          `${basename(root)} (1 problem)`,
          '  Too many files are open. Refresh to try again. (line 1)',
        ]);
      } finally {
        for (const each of open) fs.closeSync(each);
      }
      await project.refresh();
      assert.deepEqual(rows(project, folderId(root)), ['feat/a (0/1 · unassigned)']);
    });
  });
});
