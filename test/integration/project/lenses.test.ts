import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as vscode from 'vscode';
import { commands } from '../../../src/ids.ts';
import { absolute, bytes, progressFile, retryFile, task } from '../../support/inHost.ts';

const spec = 'spec/features/2026-06-10-rpc-retries.md';

/** `line: title` of every lens of ours, as VS Code gets them for the text that is there now. */
async function lenses(path: string): Promise<string[]> {
  const uri = vscode.Uri.file(absolute(path));
  await vscode.workspace.openTextDocument(uri);
  const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    uri,
    1000,
  );
  const ours = found.filter(({ command }) => command?.command.startsWith('throughline.') === true);
  return ours.map(
    ({ range, command }) =>
      `${range.start.line + 1}: ${(command?.title ?? '').replace(/^\$\(([\w-]+)\)\u00A0/, '<$1> ')}`,
  );
}

describe('lenses', () => {
  const before_ = bytes(retryFile);
  afterEach(() => {
    fs.writeFileSync(absolute(retryFile), before_);
  });

  it('stand above the criteria of a spec', async () => {
    assert.deepEqual(await lenses(spec), [
      '7: <pass-filled> done · otter · feat/rpc-retry',
      '7: 1 task',
      '7: Open Board',
      '9: <color-mode> wip · maple · feat/rpc-retry',
      '9: 1 task',
      '9: Finish',
      '11: <circle-large-outline> todo · heron · 2 branches',
      '11: 2 tasks',
      '11: Claim',
      '13: <issue-draft> no task',
      '13: Add Task',
      '13: Open Board',
    ]);
  });

  it('stand on the table and the rows of a progress file that you can act on', async () => {
    assert.deepEqual(await lenses(retryFile), [
      '7: 1/3 done',
      '7: Claim Next',
      '7: Add Task',
      '10: <color-mode> wip · maple',
      '10: Finish',
      '10: Release',
      '11: <circle-large-outline> todo · free',
      '11: Claim',
    ]);
    const path = 'tracking/progress/2026-07-09-fix-lens.md';
    fs.writeFileSync(absolute(path), progressFile('fix/lens', 'One | wip | otter', 'Two | dropped | -'));
    assert.deepEqual(await lenses(path), ['5: 0/1 done', '5: Add Task']);
    fs.rmSync(absolute(path));
  });

  it('follow what is typed, before it is saved', async () => {
    const document = await vscode.workspace.openTextDocument(absolute(retryFile));
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => {
      edit.insert(new vscode.Position(6, 0), '\n\n');
    });
    assert.equal((await lenses(retryFile))[0], '9: 1/3 done');
    await vscode.commands.executeCommand('workbench.action.files.revert');
    assert.equal((await lenses(retryFile))[0], '7: 1/3 done');
  });

  it('act on the row as it is now, also when the spec changed since they were drawn', async () => {
    const text = bytes(spec);
    fs.writeFileSync(absolute(spec), `# Something above\n\n${text}`);
    await vscode.commands.executeCommand(commands.openRow, {
      choices: [{ ...task('Backfill tests'), label: 'Backfill tests', description: 'free' }],
    });
    assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, absolute(retryFile));
    await vscode.commands.executeCommand(commands.openRow, {
      folder: task('').folder,
      key: spec,
      criterion: 'RPC-RETRY-03',
    });
    assert.equal(vscode.window.activeTextEditor.selection.active.line, 12);
    fs.writeFileSync(absolute(spec), text);
  });

  it('are none where a setting says so', async () => {
    const configuration = vscode.workspace.getConfiguration('throughline');
    await configuration.update('codeLens.specs', false, vscode.ConfigurationTarget.Workspace);
    assert.deepEqual(await lenses(spec), []);
    await configuration.update('codeLens.specs', undefined, vscode.ConfigurationTarget.Workspace);
    await configuration.update('codeLens.progress', false, vscode.ConfigurationTarget.Workspace);
    assert.deepEqual(await lenses(retryFile), []);
    await configuration.update('codeLens.progress', undefined, vscode.ConfigurationTarget.Workspace);
    assert.equal((await lenses(retryFile)).length, 8);
  });
});
