import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { toKey } from '../../../src/core/text/key.ts';
import { absolute, progressFile, workspace } from '../../support/inHost.ts';
import { OwnProject } from '../../support/ownProject.ts';

describe('files that are reached through links', () => {
  const own = new OwnProject();
  const { allowed, project, folder } = own;
  const outside = fs.mkdtempSync(join(fs.realpathSync(tmpdir()), 'throughline-linked-'));
  const detached = join(workspace, `../${basename(workspace)}-detached`);
  // One folder below one that is watched: of two that are made at once, VS Code's watcher may miss the inner one.
  const inside = absolute('linked');
  const below = absolute('.agent/worktrees/below');
  const text = (status: string): string => progressFile('feat/linked', `One | ${status} | -`);
  const git = (...args: readonly string[]): void => {
    execFileSync('git', args, { cwd: workspace, stdio: 'pipe' });
  };
  /** Resolves when the file at a path has a task of this status, or none when nothing is given. */
  const becomes = (path: string, status: string | undefined): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (project.folder(folder)?.index.findStream(toKey(path))?.tasks[0]?.status.value !== status) return;
        listener.dispose();
        resolve();
      };
      const listener = project.onDidChange(look);
      look();
    });
  const links = ['dir', 'one.md', 'near', 'detached'].map((name) => absolute(`tracking/progress/${name}`));
  const [dir = '', one = '', near = '', other = ''] = links;

  before(async () => {
    fs.mkdirSync(join(outside, 'dir'));
    fs.mkdirSync(inside, { recursive: true });
    git('worktree', 'add', '--quiet', '--detach', detached);
    for (const each of [join(outside, 'dir/a.md'), join(outside, 'one.md'), join(inside, 'b.md')])
      fs.writeFileSync(each, text('todo'));
    fs.mkdirSync(join(detached, 'notes'));
    fs.writeFileSync(join(detached, 'notes/c.md'), text('todo'));
    fs.symlinkSync(join(outside, 'dir'), dir);
    fs.symlinkSync(join(outside, 'one.md'), one);
    fs.symlinkSync(inside, near);
    fs.symlinkSync(join(detached, 'notes'), other);
    const place = await allowed.find(outside);
    assert.ok(typeof place === 'object');
    await allowed.allow(place);
    await project.load();
    await project.idle();
  });
  after(() => {
    for (const link of links) fs.rmSync(link, { force: true });
    for (const each of [outside, inside]) fs.rmSync(each, { recursive: true, force: true });
    for (const each of [detached, below]) git('worktree', 'remove', '--force', each);
    own.dispose();
  });

  const places: Record<string, readonly [path: string, real: string]> = {
    'a folder out of the workspace that is allowed': [
      'tracking/progress/dir/a.md',
      join(outside, 'dir/a.md'),
    ],
    'a file out of the workspace that is allowed': ['tracking/progress/one.md', join(outside, 'one.md')],
    'a folder elsewhere in the workspace': ['tracking/progress/near/b.md', join(inside, 'b.md')],
    'a worktree without a branch': ['tracking/progress/detached/c.md', join(detached, 'notes/c.md')],
  };
  for (const [where, [path, real]] of Object.entries(places))
    it(`follow what happens in ${where}`, async () => {
      await becomes(path, 'todo');
      fs.writeFileSync(real, text('done'));
      await becomes(path, 'done');
      fs.writeFileSync(`${real}.new`, text('blocked'));
      fs.renameSync(`${real}.new`, real);
      await becomes(path, 'blocked');
      fs.rmSync(real);
      await becomes(path, undefined);
      fs.writeFileSync(real, text('todo'));
      await becomes(path, 'todo');
    }).timeout(60_000);

  it('come to a folder that a link leads to, and go with the link', async () => {
    fs.writeFileSync(join(outside, 'dir/new.md'), text('todo'));
    await becomes('tracking/progress/dir/new.md', 'todo');
    fs.rmSync(dir);
    await becomes('tracking/progress/dir/new.md', undefined);
    fs.mkdirSync(join(outside, 'second'));
    fs.writeFileSync(join(outside, 'second/new.md'), text('done'));
    fs.symlinkSync(join(outside, 'second'), dir);
    await becomes('tracking/progress/dir/new.md', 'done');
  });

  it('are none of the folder in a worktree that is made below it', async () => {
    git('worktree', 'add', '--quiet', '--detach', below);
    const path = '.agent/worktrees/below/tracking/progress/2026-08-09-below.md';
    fs.writeFileSync(absolute(path), text('todo'));
    fs.writeFileSync(absolute('tracking/progress/2026-08-09-beside.md'), text('todo'));
    await becomes('tracking/progress/2026-08-09-beside.md', 'todo');
    await project.refresh();
    fs.rmSync(absolute('tracking/progress/2026-08-09-beside.md'));
    await becomes('tracking/progress/2026-08-09-beside.md', undefined);
    assert.deepEqual(
      [...(project.folder(folder)?.index.keys() ?? [])].filter((each) => each.startsWith('.agent')),
      [],
    );
  });
});
