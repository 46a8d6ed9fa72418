import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as vscode from 'vscode';
import { commands } from '../../../src/ids.ts';
import { problems, problemsFit } from '../../support/inHost.ts';

const [api, web] = vscode.workspace.workspaceFolders ?? [];
const uriOf = (folder: vscode.WorkspaceFolder | undefined, path: string): vscode.Uri => {
  assert.ok(folder);
  return vscode.Uri.joinPath(folder.uri, path);
};

async function lensesOf(uri: vscode.Uri): Promise<string[]> {
  await vscode.workspace.openTextDocument(uri);
  // Lenses wait for no other document.
  await vscode.commands.executeCommand(commands.refresh);
  const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    uri,
    100,
  );
  return found
    .filter(({ command }) => command?.command.startsWith('throughline.') === true)
    .map(({ command }) => (command?.title ?? '').replace(/^\$\([\w-]+\)\u00A0/, ''));
}

describe('a spec shared by two workspace folders', () => {
  it('is followed from the other folder, and has the tasks of both', async () => {
    const spec = uriOf(api, 'spec/shared.md');
    const titles = await lensesOf(spec);
    assert.ok(
      titles.some((title) => title.startsWith('done · otter · feat/api')),
      JSON.stringify(titles),
    );
    assert.ok(
      titles.some((title) => title.startsWith('wip · heron · feat/web')),
      JSON.stringify(titles),
    );
  });

  it('is no problem in the folder that links it; what is out of both is one', async () => {
    const path = uriOf(web, 'tracking/progress/2026-06-02-feat-web.md').fsPath;
    await problemsFit(path, (found) => found.length === 1);
    assert.deepEqual(problems(path), [
      'link.outside: “../../../../elsewhere/spec.md” leads out of the workspace, so it is not followed. (4)',
    ]);
  });

  it('is followed when it changes', async () => {
    const spec = uriOf(api, 'spec/shared.md');
    const text = fs.readFileSync(spec.fsPath, 'utf8');
    fs.writeFileSync(spec.fsPath, text.replace('SHARE-1', 'SHARE-3'));
    const path = uriOf(web, 'tracking/progress/2026-06-02-feat-web.md').fsPath;
    await problemsFit(path, (found) => found.some((each) => each.startsWith('criterion.undefined')));
    fs.writeFileSync(spec.fsPath, text);
    await problemsFit(path, (found) => found.length === 1);
  });
});
