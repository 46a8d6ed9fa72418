import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as vscode from 'vscode';
import type { DocumentChange } from '../../../src/core/model/plan.ts';
import { absolute, workspace } from '../../support/inHost.ts';
import { OwnProject } from '../../support/ownProject.ts';
import { describeStore } from '../../support/storeContract.ts';

describe('the store of editors and files', () => {
  const own = new OwnProject();
  after(() => {
    own.dispose();
  });
  describeStore(() => ({
    documents: own.world.documents,
    folder: vscode.workspace.workspaceFolders?.[0]?.uri.toString() ?? '',
    root: workspace,
  }));

  it('makes an atomic plan for editors in one step, and leaves the saving to whoever types', async () => {
    const paths = ['tracking/backlog/typed-1.md', 'tracking/backlog/typed-2.md'] as const;
    const made = 'tracking/backlog/typed-3.md';
    for (const path of paths) fs.writeFileSync(absolute(path), '# Typed\n');
    const [first, second] = await Promise.all(
      paths.map((path) => vscode.workspace.openTextDocument(absolute(path))),
    );
    assert.ok(first && second);
    const documents = paths.map((path) => ({ folder: own.folder, path }));
    let plans = 0;
    const { result, touched } = await own.world.documents.commit(
      { documents, through: 'editor' },
      {
        plan: async (snapshots) => {
          const changes = snapshots.map((now, at): DocumentChange => {
            const text = now.kind === 'text' ? now.text : '';
            const edits = [{ range: { start: 0, end: text.length }, expect: text, text: `${text}planned\n` }];
            return { kind: 'edit', document: documents[at] ?? { folder: '', path: '' }, edits };
          });
          if (++plans === 1) {
            const typing = new vscode.WorkspaceEdit();
            typing.insert(second.uri, new vscode.Position(1, 0), 'typed\n');
            await vscode.workspace.applyEdit(typing);
          }
          const creation = {
            kind: 'create' as const,
            document: { folder: own.folder, path: made },
            text: '# Made\n',
          };
          return { kind: 'plan', atomic: true, changes: [...changes, creation] };
        },
      },
    );
    assert.equal(result.kind, 'done', JSON.stringify(result));
    assert.deepEqual([plans, touched.map(({ path }) => path)], [2, [...paths, made]]);
    assert.deepEqual(
      [first, second].map((each) => [each.getText(), each.isDirty]),
      [
        ['# Typed\nplanned\n', true],
        ['# Typed\ntyped\nplanned\n', true],
      ],
    );
    assert.deepEqual(
      [...paths, made].map((path) => fs.readFileSync(absolute(path), 'utf8')),
      ['# Typed\n', '# Typed\n', '# Made\n'],
    );
    for (const { uri } of [first, second]) {
      await vscode.window.showTextDocument(uri);
      await vscode.commands.executeCommand('workbench.action.files.revert');
    }
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const path of [...paths, made]) fs.rmSync(absolute(path));
  });
});
