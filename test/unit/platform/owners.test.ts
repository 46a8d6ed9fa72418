import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { dirname, join } from 'node:path';
import { claim } from '../../../src/core/operations/claim.ts';
import { refusalMessage } from '../../../src/core/messages/refusals.ts';
import { toKey } from '../../../src/core/text/key.ts';
import { createFile } from '../../../src/platform/node/fileCreation.ts';
import { Project } from '../../../src/project/project.ts';
import { folderId, openFolder } from '../../support/openedProject.ts';
import { temporaryFolder } from '../../support/sample.mjs';
import { runOn } from '../../support/attempt.ts';

const path = 'tracking/progress/2026-06-11-feat-x.md';
const text =
  'Branch: feat/x\n\n| Task | Status | Owner |\n|---|---|---|\n| One | todo | - |\n| Two | todo | - |\n';
/** Users that need not exist. */
const [person, colleague, stranger] = [1000, 1001, 1002];
const team = 2000;

async function claimRow(root: string, row: string): Promise<string> {
  const project = new Project(openFolder(root), (error) => {
    throw error;
  });
  const result = await runOn(
    project,
    { folder: folderId(root), key: toKey(path) },
    claim,
    { task: toKey(`${path}#${row}`) },
    { me: 'maple', through: 'disk' },
  );
  return result.kind === 'refused' ? `${result.code}: ${refusalMessage(result)}` : result.kind;
}

const victim = process.env['THROUGHLINE_AS'];
if (victim !== undefined) {
  const { root, row } = JSON.parse(victim) as { root: string; row: string };
  process.umask(0o022);
  process.stdout.write(await claimRow(root, row));
  process.exit(0);
}

describe('several users of one clone', () => {
  let root: string;
  beforeEach(function () {
    // Only root can be somebody else.
    if (process.geteuid?.() !== 0) this.skip();
    root = temporaryFolder();
    for (const folder of ['tracking/progress', '.git/objects', '.git/refs'])
      fs.mkdirSync(join(root, folder), { recursive: true });
    fs.writeFileSync(join(root, path), text);
  });
  afterEach(() => {
    fs.rmSync(root, { recursive: true, force: true });
  });
  const all = (): string[] => [
    root,
    ...fs.readdirSync(root, { recursive: true, encoding: 'utf8' }).map((name) => join(root, name)),
  ];
  /** The clone, and all in it, belongs to a user or a group. */
  const give = (uid: number, gid: number, folders: number, files: number): void => {
    for (const each of all()) {
      fs.chownSync(each, uid, gid);
      fs.chmodSync(each, fs.statSync(each).isDirectory() ? folders : files);
    }
  };
  const claimAs = (context: Mocha.Context, uid: number, gid: number, row: string): string => {
    const child = spawnSync(process.execPath, [import.meta.filename], {
      uid,
      gid,
      encoding: 'utf8',
      env: { ...process.env, THROUGHLINE_AS: JSON.stringify({ root, row }) },
    });
    // Where another user may not even read this test, there is nothing to see.
    if (child.status !== 0 && /EACCES|permission denied|MODULE_NOT_FOUND/i.test(child.stderr)) context.skip();
    assert.equal(child.status, 0, child.stderr);
    return child.stdout;
  };
  const rights = (file: string): string => {
    const { uid, gid, mode } = fs.lstatSync(file);
    return `${uid}:${gid} ${(mode & 0o7777).toString(8)}`;
  };
  const own = (): string[] => all().filter((each) => each.startsWith(join(root, '.git/throughline')));

  it('root in a container and the person outside take turns, and the person owns everything', async function () {
    give(person, person, 0o755, 0o644);
    assert.equal(await claimRow(root, 'One'), 'done');
    assert.equal(rights(join(root, path)), `${person}:${person} 644`);
    for (const each of own())
      assert.match(rights(each), new RegExp(`^${person}:${person} (?:755|644)$`), each);
    assert.equal(claimAs(this, person, person, 'Two'), 'done');
    assert.deepEqual(createFile(join(root, 'tracking/tech-debt/deep/one.md'), 'x'), { kind: 'created' });
    for (const name of ['tracking/tech-debt', 'tracking/tech-debt/deep', 'tracking/tech-debt/deep/one.md'])
      assert.match(rights(join(root, name)), new RegExp(`^${person}:${person} `), name);
  });

  it('folders that an earlier version left to root are mended by root, and named to the person until then', async function () {
    fs.mkdirSync(join(root, '.git/throughline/locks'), { recursive: true });
    give(person, person, 0o755, 0o644);
    for (const each of own()) fs.chownSync(each, 0, 0);
    assert.match(
      claimAs(this, person, person, 'One'),
      /^file\.notWritten: .*You cannot write .*\.git\/throughline\. Give it the owner, group and mode of .*\.git\.$/,
    );
    assert.equal(await claimRow(root, 'One'), 'done');
    assert.equal(claimAs(this, person, person, 'Two'), 'done');
  });

  it('members of a group take turns in a shared clone, and the group keeps what it has', function () {
    give(person, team, 0o2775, 0o664);
    assert.equal(claimAs(this, colleague, team, 'One'), 'done');
    assert.equal(rights(join(root, path)), `${colleague}:${team} 664`);
    for (const each of own()) assert.match(rights(each), new RegExp(`^\\d+:${team} (?:2775|664)$`), each);
    assert.equal(claimAs(this, person, team, 'Two'), 'done');
  });

  it('a group that the user is not in is kept by the folder, or the claim is refused; nobody gets more than before', function () {
    give(person, person, 0o755, 0o644);
    fs.chownSync(join(root, path), person, team);
    fs.chmodSync(join(root, path), 0o664);
    assert.match(claimAs(this, person, person, 'One'), /^file\.owner: .*another user or group/);
    assert.equal(rights(join(root, path)), `${person}:${team} 664`);
    assert.equal(fs.readFileSync(join(root, path), 'utf8'), text);
    fs.chownSync(dirname(join(root, path)), person, team);
    fs.chmodSync(dirname(join(root, path)), 0o2755);
    assert.equal(claimAs(this, person, person, 'One'), 'done');
    assert.equal(rights(join(root, path)), `${person}:${team} 664`);
    assert.deepEqual(fs.readdirSync(dirname(join(root, path))), [path.split('/').at(-1)]);
  });

  it('a file of somebody else that only some may write is not taken over', function () {
    give(person, person, 0o777, 0o644);
    fs.chmodSync(join(root, path), 0o666);
    assert.equal(claimAs(this, stranger, stranger, 'One'), 'done', 'whoever could write it can still');
    for (const mode of [0o460, 0o646]) {
      fs.chownSync(join(root, path), person, team);
      fs.chmodSync(join(root, path), mode);
      assert.match(claimAs(this, stranger, mode === 0o460 ? team : stranger, 'Two'), /^file\.owner/);
      assert.equal(rights(join(root, path)), `${person}:${team} ${mode.toString(8)}`);
    }
  });
});
