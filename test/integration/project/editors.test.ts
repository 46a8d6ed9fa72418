import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as vscode from 'vscode';
import { claim } from '../../../src/core/operations/claim.ts';
import { finish } from '../../../src/core/operations/finish.ts';
import { toKey } from '../../../src/core/text/key.ts';
import { absolute, bytes, progressFile } from '../../support/inHost.ts';
import { OwnProject } from '../../support/ownProject.ts';
import { runOn } from '../../support/attempt.ts';

/** Resolves when a document is as wanted, or with its next change that makes it so. */
async function becomes(fit: () => boolean): Promise<void> {
  if (fit()) return;
  await new Promise<void>((resolve) => {
    const listener = vscode.workspace.onDidChangeTextDocument(() => {
      if (!fit()) return;
      listener.dispose();
      resolve();
    });
  });
}

async function setting(key: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration('files').update(key, value, vscode.ConfigurationTarget.Workspace);
}

describe('a claim and the editors', () => {
  const own = new OwnProject();
  const { project, folder } = own;
  const text = `${progressFile('feat/editors', 'One | todo | -', 'Two | todo | -')}\n## Notes\n\n- nobody: begins\n`;
  const claimed = text.replace('| One | todo | - |', '| One | wip | maple |');
  let path = '';
  let files = 0;
  const claimOne = (through: 'disk' | 'editor' = 'disk') =>
    runOn(
      project,
      { folder, key: toKey(path) },
      claim,
      { task: toKey(`${path}#One`) },
      { me: 'maple', through },
    );
  const open = async (): Promise<vscode.TextEditor> =>
    vscode.window.showTextDocument(await vscode.workspace.openTextDocument(absolute(path)));

  beforeEach(() => {
    path = `tracking/progress/2026-07-05-feat-editors-${++files}.md`;
    fs.writeFileSync(absolute(path), text);
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    fs.rmSync(absolute(path));
  });
  after(() => {
    own.dispose();
  });

  it('is in a file that is opened afterwards', async () => {
    assert.equal((await claimOne()).kind, 'done');
    assert.equal((await open()).document.getText(), claimed);
  });

  it('comes into an editor without unsaved changes, and leaves the cursor where it is', async () => {
    const editor = await open();
    const at = new vscode.Position(9, 3);
    editor.selection = new vscode.Selection(at, at);
    assert.equal((await claimOne()).kind, 'done');
    await becomes(() => editor.document.getText() === claimed);
    assert.ok(!editor.document.isDirty);
    assert.ok(editor.selection.active.isEqual(at));
  });

  for (const [where, line, character, rest] of [
    ['in the title of the row that is changed', 6, 4, 'e | done | maple |'],
    ['behind its owner', 6, 16, ' |'],
    ['between the row and the note that is added', 7, 4, 'o | todo | - |'],
  ] as const)
    it(`leaves the cursor ${where}`, async () => {
      const editor = await open();
      const at = new vscode.Position(line, character);
      editor.selection = new vscode.Selection(at, at);
      const as = { me: 'maple', through: 'disk' } as const;
      const input = { task: toKey(`${path}#One`), evidence: 'npm test' };
      assert.equal((await runOn(project, { folder, key: toKey(path) }, finish, input, as)).kind, 'done');
      await becomes(() => editor.document.getText().includes('| One | done | maple |'));
      const isThere = ({ line: shown, character: from }: vscode.Position): boolean =>
        shown === line && editor.document.lineAt(shown).text.slice(from) === rest;
      while (!isThere(editor.selection.active))
        await new Promise<void>((resolve) => {
          const listener = vscode.window.onDidChangeTextEditorSelection(() => {
            listener.dispose();
            resolve();
          });
        });
    });

  it('made in the editor is taken back by undo: nothing was claimed, and it can be claimed again', async () => {
    const editor = await open();
    await editor.edit((edit) => {
      edit.insert(new vscode.Position(editor.document.lineCount - 1, 0), '- maple: typed\n');
    });
    assert.equal((await claimOne('editor')).kind, 'done');
    assert.equal(editor.document.getText(), `${claimed}- maple: typed\n`);
    assert.equal(bytes(path), text, 'nothing is on disk before it is saved');
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), `${text}- maple: typed\n`);
    assert.equal((await claimOne('editor')).kind, 'done');
    await editor.document.save();
    assert.equal(bytes(path), `${claimed}- maple: typed\n`);
  });

  it('outlives a save of somebody who told VS Code to overwrite what is on disk', async () => {
    await setting('saveConflictResolution', 'overwriteFileOnDisk');
    const editor = await open();
    await editor.edit((edit) => {
      edit.insert(new vscode.Position(editor.document.lineCount - 1, 0), '- maple: typed\n');
    });
    fs.writeFileSync(absolute(path), text.replace('| Two | todo | - |', '| Two | wip | otter |'));
    await editor.document.save();
    assert.equal(
      bytes(path),
      `${text.replace('| Two | todo | - |', '| Two | wip | otter |')}- maple: typed\n`,
    );
    await setting('saveConflictResolution', undefined);
  });

  it('is refused in files that VS Code is told to keep read-only, unless it is told otherwise of them', async () => {
    await setting('readonlyInclude', { '**/tracking/**': true });
    const refused = await claimOne();
    assert.equal(refused.kind === 'refused' && refused.code, 'file.readOnly');
    assert.equal(bytes(path), text);
    await setting('readonlyExclude', { [path]: true });
    assert.equal((await claimOne()).kind, 'done');
    await setting('readonlyInclude', undefined);
    await setting('readonlyExclude', undefined);
    assert.equal(bytes(path), claimed);
  });

  it('has no lens in what is no file of the folder: an earlier version, a text without a file', async () => {
    await open();
    const untitled = await vscode.workspace.openTextDocument({ language: 'markdown', content: text });
    const earlier = vscode.Uri.file(absolute(path)).with({ scheme: 'git', query: '{}' });
    for (const uri of [untitled.uri, earlier]) {
      const lenses = await vscode.commands
        .executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri)
        .then(
          (found) => found,
          () => [],
        );
      assert.deepEqual(lenses, [], uri.toString());
    }
  });
});
