import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as vscode from 'vscode';
import { absolute, problems, problemsFit, progressFile } from '../../support/inHost.ts';

const path = 'tracking/progress/2026-07-01-feat-follow.md';
const good = progressFile('feat/follow', 'One | todo | -', 'Two | done | otter');
const bad = good.replace('todo', 'strange');
const isBad = (found: readonly string[]): boolean => found.some((each) => each.startsWith('status.unknown'));
const isGood = (found: readonly string[]): boolean => found.length === 0;
const put = (text: string, to = path): void => {
  fs.writeFileSync(absolute(to), text);
};

describe('what is shown follows the files', () => {
  before(async () => {
    await vscode.commands.executeCommand('throughline.refresh');
  });
  beforeEach(async () => {
    put(good);
    await problemsFit(path, isGood);
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    fs.rmSync(absolute(path), { force: true });
  });

  it('written in place', async () => {
    put(bad);
    await problemsFit(path, isBad);
    assert.deepEqual(problems(path), [
      'status.unknown: Unknown status “strange”. Use todo, wip, blocked, done, failed or dropped. (7)',
    ]);
  });

  it('saved atomically', async () => {
    fs.writeFileSync(absolute('tracking/progress/.new'), bad);
    fs.renameSync(absolute('tracking/progress/.new'), absolute(path));
    await problemsFit(path, isBad);
  });

  it('truncated and written in two parts', async () => {
    fs.writeFileSync(absolute(path), '');
    fs.appendFileSync(absolute(path), bad.slice(0, 20));
    fs.appendFileSync(absolute(path), bad.slice(20));
    await problemsFit(path, isBad);
  });

  it('typed in an editor and not saved, then reverted', async () => {
    const document = await vscode.workspace.openTextDocument(absolute(path));
    await vscode.window.showTextDocument(document);
    const at = document.getText().indexOf('todo');
    const edit = new vscode.WorkspaceEdit();
    edit.replace(
      document.uri,
      new vscode.Range(document.positionAt(at), document.positionAt(at + 4)),
      'strange',
    );
    await vscode.workspace.applyEdit(edit);
    assert.ok(document.isDirty);
    await problemsFit(path, isBad);
    assert.equal(fs.readFileSync(absolute(path), 'utf8'), good);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await problemsFit(path, isGood);
  });

  it('removed, and there again', async () => {
    put(bad);
    await problemsFit(path, isBad);
    fs.rmSync(absolute(path));
    await problemsFit(path, isGood);
    put(bad);
    await problemsFit(path, isBad);
  });

  it('another branch checked out', async () => {
    const git = (...args: string[]): void => {
      execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.org', ...args], {
        cwd: absolute('.'),
        stdio: 'ignore',
      });
    };
    const other = 'tracking/progress/2026-06-18-feat-http-client.md';
    await problemsFit(other, (found) => found.some((each) => each.includes('almost')));
    git('stash', '--include-untracked');
    git('switch', 'main');
    await problemsFit(other, isGood);
    git('switch', 'feat/rpc-retry');
    git('stash', 'pop');
    await problemsFit(other, (found) => found.some((each) => each.includes('almost')));
  });

  it('in a package of a monorepo, also when a folder above is renamed or removed', async () => {
    const inner = 'tracking/progress/2026-07-02-fix-inner.md';
    fs.mkdirSync(absolute('.building/api/tracking/progress'), { recursive: true });
    put(bad, `.building/api/${inner}`);
    fs.renameSync(absolute('.building'), absolute('packages.d'));
    await problemsFit(`packages.d/api/${inner}`, isBad);
    fs.renameSync(absolute('packages.d'), absolute('modules'));
    await problemsFit(`modules/api/${inner}`, isBad);
    await problemsFit(`packages.d/api/${inner}`, isGood);
    fs.rmSync(absolute('modules'), { recursive: true });
    await problemsFit(`modules/api/${inner}`, isGood);
  });
});
