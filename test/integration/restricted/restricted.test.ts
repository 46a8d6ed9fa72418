import assert from 'node:assert/strict';
import * as fs from 'node:fs';
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
      found.some((each) => each.includes('“almost” is no status')),
    );
    const path = 'tracking/progress/2026-07-01-feat-follow.md';
    fs.writeFileSync(absolute(path), progressFile('feat/follow', 'One | strange | -'));
    await problemsFit(path, (found) => found.length === 1);
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
});
