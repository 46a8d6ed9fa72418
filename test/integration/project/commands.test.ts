import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as vscode from 'vscode';
import { commands } from '../../../src/ids.ts';
import { FileLocks } from '../../../src/platform/node/fileLock.ts';
import { absolute, bytes, extensionId, progressFile, retryFile, task } from '../../support/inHost.ts';

describe('commands on tasks', () => {
  const before_ = bytes(retryFile);
  afterEach(() => {
    fs.writeFileSync(absolute(retryFile), before_);
  });

  it('are there as soon as the folder has progress files', async () => {
    const extension = vscode.extensions.getExtension(extensionId);
    assert.ok(extension);
    await extension.activate();
    const known = new Set(await vscode.commands.getCommands(true));
    for (const id of Object.values(commands)) assert.ok(known.has(id), id);
  });

  it('claim, finish, reopen and release: only the named cells change', async () => {
    const row = (status: string, owner: string): string =>
      before_.replace('| Backfill tests | todo | - |', `| Backfill tests | ${status} | ${owner} |`);
    await vscode.commands.executeCommand(commands.claimTask, task('Backfill tests'));
    assert.equal(bytes(retryFile), row('wip', 'maple'));
    await vscode.commands.executeCommand(commands.finishTask, task('Backfill tests'));
    assert.equal(bytes(retryFile), row('done', 'maple'));
    await vscode.commands.executeCommand(commands.reopenTask, task('Backfill tests'));
    assert.equal(bytes(retryFile), row('wip', 'maple'));
    await vscode.commands.executeCommand(commands.releaseTask, task('Backfill tests'));
    assert.equal(bytes(retryFile), before_);
  });

  it('are undone while they are still being made, and not the change before', async () => {
    await vscode.commands.executeCommand(commands.claimTask, task('Backfill tests'));
    const claimed = bytes(retryFile);
    let finishing: Thenable<unknown> | undefined;
    let undoing: Thenable<unknown> | undefined;
    await new FileLocks().hold(absolute(retryFile), async () => {
      finishing = vscode.commands.executeCommand(commands.finishTask, task('Backfill tests'));
      for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
      undoing = vscode.commands.executeCommand(commands.undoChange);
      for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
      assert.equal(bytes(retryFile), claimed);
    });
    await Promise.all([finishing, undoing]);
    assert.equal(bytes(retryFile), claimed);
  });

  it('claim, finish and release check boxes', async () => {
    const path = 'tracking/progress/2026-07-04-feat-boxes.md';
    const text = (one: string): string =>
      `# Boxes\n\nBranch: \`feat/boxes\`\n\n## Tasks\n\n- ${one}\n- [ ] Two @otter\n`;
    fs.writeFileSync(absolute(path), text('[ ] One'));
    await vscode.commands.executeCommand(commands.claimTask, task('One', path));
    assert.equal(bytes(path), text('[ ] One @maple'));
    await vscode.commands.executeCommand(commands.finishTask, task('One', path));
    assert.equal(bytes(path), text('[x] One @maple'));
    await vscode.commands.executeCommand(commands.reopenTask, task('One', path));
    await vscode.commands.executeCommand(commands.releaseTask, task('One', path));
    assert.equal(bytes(path), text('[ ] One'));
    fs.rmSync(absolute(path));
  });

  it('write the words that the file uses', async () => {
    const path = 'tracking/progress/2026-06-14-feat-session-sync.md';
    const text = bytes(path);
    await vscode.commands.executeCommand(commands.claimTask, task('Merge two stores', path));
    assert.equal(
      bytes(path),
      text.replace(
        '| Merge two stores                 | Not started    | -          |',
        '| Merge two stores                 | 🔄 In Progress | maple      |',
      ),
    );
    await vscode.commands.executeCommand(commands.releaseTask, task('Merge two stores', path));
    assert.equal(bytes(path), text);
  });

  it('join rows that a blank line cuts off, also as the quick fix of what is told of them', async () => {
    const cut = before_.replace('\n| Backfill tests |', '\n\n| Backfill tests |');
    const uri = vscode.Uri.file(absolute(retryFile));
    const told = new Promise<vscode.Diagnostic>((resolve) => {
      const listener = vscode.languages.onDidChangeDiagnostics(() => {
        const found = vscode.languages.getDiagnostics(uri).find(({ code }) => code === 'row.cutOff');
        if (found === undefined) return;
        listener.dispose();
        resolve(found);
      });
    });
    fs.writeFileSync(absolute(retryFile), cut);
    const { range } = await told;
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    // The window learns of a problem a moment after the extension told it.
    let fix: vscode.CodeAction | undefined;
    while (fix === undefined) {
      const fixes = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        uri,
        range,
      );
      fix = fixes.find(({ title }) => title === 'Join to the Table Above');
    }
    assert.ok(fix.command);
    await vscode.commands.executeCommand(
      fix.command.command,
      ...((fix.command.arguments ?? []) as unknown[]),
    );
    assert.equal(bytes(retryFile), before_);
  });

  it('claim the next task of a stream', async () => {
    const { folder } = task('');
    await vscode.commands.executeCommand(commands.claimNextTask, { folder, key: retryFile });
    assert.equal(bytes(retryFile), before_.replace('| todo | - |', '| wip | maple |'));
  });

  it('change a clean open document on disk, and leave it clean', async () => {
    const document = await vscode.workspace.openTextDocument(absolute(retryFile));
    await vscode.window.showTextDocument(document);
    const reloaded = new Promise<void>((resolve) => {
      const listener = vscode.workspace.onDidChangeTextDocument((event) => {
        if (event.document !== document || !document.getText().includes('| wip | maple | RPC-RETRY-03 |'))
          return;
        listener.dispose();
        resolve();
      });
    });
    await vscode.commands.executeCommand(commands.claimTask, task('Backfill tests'));
    await reloaded;
    assert.equal(document.isDirty, false);
    assert.equal(document.getText(), bytes(retryFile));
  });

  it('open the row where it is now', async () => {
    const moved = before_.replace('## Tasks\n', '## Tasks\n\nSome words that came in between.\n\n');
    fs.writeFileSync(absolute(retryFile), moved);
    await vscode.commands.executeCommand(commands.openRow, task('Add jitter'));
    const line = moved.slice(0, moved.indexOf('| Add jitter')).split('\n').length - 1;
    assert.equal(vscode.window.activeTextEditor?.selection.active.line, line);
  });

  it('keep a byte order mark and CRLF', async () => {
    const path = 'tracking/progress/2026-07-03-fix-crlf.md';
    const text = `\uFEFF${progressFile('fix/crlf', 'Über 🦦 | todo | -').replaceAll('\n', '\r\n')}`;
    fs.writeFileSync(absolute(path), text);
    await vscode.commands.executeCommand(commands.claimTask, task('Über 🦦', path));
    assert.equal(bytes(path), text.replace('| todo | - |', '| wip | maple |'));
    fs.rmSync(absolute(path));
  });
});
