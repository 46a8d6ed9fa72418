import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { claim } from '../../src/core/operations/claim.ts';
import { refusalMessage } from '../../src/core/messages/refusals.ts';
import { toKey } from '../../src/core/text/key.ts';
import { Project } from '../../src/project/project.ts';
import type { RunResult } from '../../src/project/running.ts';
import { folderId, openFolder } from '../support/openedProject.ts';
import { temporaryFolder } from '../support/sample.mjs';
import { runOn } from '../support/attempt.ts';

const path = 'tracking/progress/2026-06-11-feat-x.md';
const text = `# feat/x\n\nBranch: feat/x\n\n| Task | Status | Owner |\n|---|---|---|\n| One | todo | - |\n\n${'filler '.repeat(2000)}\n`;

function claimIn(root: string): Promise<RunResult> {
  const project = new Project(openFolder(root), (error) => {
    throw error;
  });
  return runOn(
    project,
    { folder: folderId(root), key: toKey(path) },
    claim,
    { task: toKey(`${path}#One`) },
    { me: 'maple', through: 'disk' },
  );
}

const told = (result: RunResult): string =>
  result.kind === 'refused' ? `${result.code}: ${refusalMessage(result)}` : result.kind;

const victim = process.env['THROUGHLINE_NOBODY'];
if (victim !== undefined) {
  process.stdout.write(told(await claimIn(victim)));
  process.exit(0);
}

describe('a claim on a disk that does not take it', () => {
  let root: string;
  let mounted: boolean;
  const run = (command: string, ...args: readonly string[]): boolean =>
    spawnSync(command, args, { stdio: 'ignore' }).status === 0;

  beforeEach(() => {
    root = temporaryFolder();
    mounted = run('mount', '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', root);
    for (const folder of ['tracking/progress', '.git/objects', '.git/refs'])
      fs.mkdirSync(join(root, folder), { recursive: true });
    fs.writeFileSync(join(root, path), text);
  });
  afterEach(() => {
    if (mounted) run('umount', '-l', root);
    fs.rmSync(root, { recursive: true, force: true });
  });
  const names = (): string[] => fs.readdirSync(join(root, 'tracking/progress'));

  it('says that the disk is full, and leaves every byte', async function () {
    if (!mounted) this.skip();
    const filler = fs.openSync(join(root, 'filler'), 'w');
    assert.throws(() => {
      for (;;) fs.writeSync(filler, Buffer.alloc(1024));
    }, /ENOSPC/);
    assert.match(told(await claimIn(root)), /disk is full|ENOSPC/);
    assert.equal(fs.readFileSync(join(root, path), 'utf8'), text);
    fs.closeSync(filler);
    fs.rmSync(join(root, 'filler'));
    assert.equal(told(await claimIn(root)), 'done', 'as soon as there is room');
    assert.deepEqual(names(), [path.slice(path.lastIndexOf('/') + 1)]);
  });

  it('says that the disk is read-only', async function () {
    if (!mounted || !run('mount', '-o', 'remount,ro', root)) this.skip();
    assert.match(told(await claimIn(root)), /read-only|EROFS/);
    assert.equal(fs.readFileSync(join(root, path), 'utf8'), text);
  });

  it('replaces no file that its user may not write, although the folder would allow it', function () {
    if (process.getuid?.() !== 0) this.skip();
    for (const folder of ['', 'tracking', 'tracking/progress', '.git', '.git/objects', '.git/refs'])
      fs.chmodSync(join(root, folder), 0o777);
    fs.chmodSync(join(root, path), 0o444);
    const child = spawnSync(process.execPath, [import.meta.filename], {
      uid: 65534,
      gid: 65534,
      encoding: 'utf8',
      env: { ...process.env, THROUGHLINE_NOBODY: root },
    });
    // Where another user may not even read this test, there is nothing to see.
    if (child.status !== 0 && /EACCES|permission denied|MODULE_NOT_FOUND/i.test(child.stderr)) this.skip();
    assert.match(child.stdout, /read-only/, child.stderr);
    assert.equal(fs.readFileSync(join(root, path), 'utf8'), text);
  });
});
