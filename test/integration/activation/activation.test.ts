import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { absolute, extensionId } from '../../support/inHost.ts';

/** Milliseconds until an extension is active, as whoever asks for it waits. */
async function activate(id: string): Promise<number> {
  const extension = vscode.extensions.getExtension(id);
  assert.ok(extension, id);
  assert.equal(extension.isActive, false, `${id} is not active before`);
  const begun = performance.now();
  await extension.activate();
  return performance.now() - begun;
}

describe('activation', () => {
  it('comes with a Markdown file, beside the built-in Markdown extension’s', async () => {
    const ours = await activate(extensionId);
    const builtIn = await activate('vscode.markdown-language-features');
    console.log(`    activation: ${ours.toFixed(1)} ms, built-in Markdown: ${builtIn.toFixed(1)} ms`);
    const root = process.env['THROUGHLINE_ROOT'] ?? '';
    fs.mkdirSync(join(root, '.cache'), { recursive: true });
    fs.writeFileSync(join(root, '.cache/activation.json'), JSON.stringify({ ours, builtIn }));
  });

  it('leaves a folder without anything tracked alone', async () => {
    await vscode.window.showTextDocument(vscode.Uri.file(absolute('README.md')));
    assert.deepEqual(fs.readdirSync(absolute('.')), ['README.md']);
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      vscode.Uri.file(absolute('README.md')),
    );
    assert.deepEqual(
      lenses.filter(({ command }) => command?.command.startsWith('throughline.') === true),
      [],
    );
  });
});
