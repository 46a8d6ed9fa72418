import assert from 'node:assert/strict';
import childProcess from 'node:child_process';
import nodeFs, * as fs from 'node:fs';
import * as vscode from 'vscode';
import { commands } from '../../../src/ids.ts';
import { absolute, bytes, problemsFit, progressFile, retryFile, task } from '../../support/inHost.ts';

describe('an untrusted workspace', () => {
  it('is not trusted, or this suite shows nothing', () => {
    assert.equal(vscode.workspace.isTrusted, false);
  });

  it('is read and followed', async () => {
    await vscode.commands.executeCommand(commands.refresh);
    await problemsFit('tracking/progress/2026-06-18-feat-http-client.md', (found) =>
      found.some((each) => each.includes('Unknown status “almost”')),
    );
    const path = 'tracking/progress/2026-07-01-feat-follow.md';
    fs.writeFileSync(absolute(path), progressFile('feat/follow', 'One | strange | -'));
    await problemsFit(path, (found) => found.length === 1);
  });

  it('has no database opened', async () => {
    const path = '.dirge/sessions/state.db';
    fs.mkdirSync(absolute('.dirge/sessions'), { recursive: true });
    fs.writeFileSync(absolute(path), 'not looked into');
    await problemsFit(path, (found) => found.join().startsWith('database.untrusted'));
    fs.rmSync(absolute('.dirge'), { recursive: true });
    await problemsFit(path, (found) => found.length === 0);
  });

  it('is not written', async () => {
    const text = bytes(retryFile);
    // These end with a message that waits for an answer, so they are not waited for.
    for (const id of [commands.claimTask, commands.finishTask, commands.releaseTask, commands.reopenTask])
      void vscode.commands.executeCommand(id, task('Add jitter'));
    void vscode.commands.executeCommand(commands.claimTask, task('Backfill tests'));
    await vscode.commands.executeCommand(commands.refresh);
    assert.equal(bytes(retryFile), text);
  });

  it('has nothing started and nothing written by the extension, whatever is asked of it', async () => {
    const calls: string[] = [];
    const restore: (() => void)[] = [];
    const spy = (module: object, names: RegExp): void => {
      const table = module as Record<string, unknown>;
      for (const [name, original] of Object.entries(table)) {
        if (typeof original !== 'function' || !names.test(name)) continue;
        table[name] = (...args: unknown[]): unknown => {
          if (/dist[\\/]extension\.cjs/.test(new Error().stack ?? '')) calls.push(name);
          return (original as (...all: unknown[]) => unknown)(...args);
        };
        restore.push(() => {
          table[name] = original;
        });
      }
    };
    spy(childProcess, /^(?:spawn|exec|fork)/);
    spy(nodeFs, /^(?:write|append|f?truncate|rename|rm|unlink|mkdir|copy|cp|link|symlink|f?ch(?:mod|own))/);
    spy(nodeFs, /^lstatSync$/);
    const document = await vscode.workspace.openTextDocument(absolute(retryFile));
    await vscode.window.showTextDocument(document);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), 'typed ');
    await vscode.workspace.applyEdit(edit);
    for (const id of [
      commands.claimTask,
      commands.assignTask,
      commands.resolveConflict,
      commands.initializeTracking,
    ])
      void vscode.commands.executeCommand(id, task('Add jitter'));
    await vscode.commands.executeCommand(commands.openBoard);
    await vscode.commands.executeCommand(commands.refresh);
    await vscode.commands.executeCommand('vscode.executeCodeLensProvider', document.uri, 100);
    for (const back of restore) back();
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    assert.ok(calls.includes('lstatSync'), 'or the spy sees nothing');
    assert.deepEqual(
      calls.filter((name) => name !== 'lstatSync'),
      [],
    );
    assert.ok(!fs.existsSync(absolute('.git/throughline')));
  });
});
