import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { commands } from '../../../src/ids.ts';
import { absolute, problemsFit, progressFile, retryFile } from '../../support/inHost.ts';

const spec = 'spec/features/2026-06-10-rpc-retries.md';

async function titles(path: string): Promise<string[]> {
  const uri = vscode.Uri.file(absolute(path));
  await vscode.workspace.openTextDocument(uri);
  // Lenses wait for no other document.
  await vscode.commands.executeCommand(commands.refresh);
  const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    uri,
    100,
  );
  return found.flatMap(({ command }) =>
    command?.command.startsWith('throughline.') === true ? [command.title] : [],
  );
}

/** Sets a setting of the workspace, lets the check run, and takes it back. */
async function withSetting(key: string, value: unknown, check: () => Promise<void>): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('throughline');
  await configuration.update(key, value, vscode.ConfigurationTarget.Workspace);
  try {
    await check();
  } finally {
    await configuration.update(key, undefined, vscode.ConfigurationTarget.Workspace);
  }
}

function write(path: string, text: string): void {
  fs.mkdirSync(dirname(absolute(path)), { recursive: true });
  fs.writeFileSync(absolute(path), text);
}

describe('settings apply without a reload', () => {
  it('criteria.pattern', async () => {
    await titles(spec);
    await withSetting('criteria.pattern', 'RPC-RETRY-0[12]', async () => {
      await problemsFit(retryFile, () => true);
      const found = await titles(spec);
      assert.equal(found.filter((title) => title === '1 task').length, 2);
      assert.ok(!found.includes('Add Task'), JSON.stringify(found));
    });
    assert.ok((await titles(spec)).includes('Add Task'));
    await withSetting('criteria.pattern', '(?=a)a', async () => {
      assert.ok((await titles(spec)).includes('Add Task'), 'a pattern that is refused changes nothing');
    });
  });

  it('systems', async () => {
    const path = 'tasks/tidy/trace.md';
    write(path, '# Trace: tidy\n**Status:** nonsense\n\n## Step 1: define\n**Status:** in-progress\n');
    await problemsFit(path, (found) => found.length > 0);
    await withSetting('systems', ['tracking'], async () => {
      await problemsFit(path, (found) => found.length === 0);
    });
    await problemsFit(path, (found) => found.length > 0);
    fs.rmSync(absolute('tasks/tidy'), { recursive: true });
  });

  it('specs.include and specs.exclude', async () => {
    write('requirements/a.md', '# A\n\n- **REQ-1** One.\n');
    assert.deepEqual(await titles('requirements/a.md'), []);
    await withSetting('specs.include', ['requirements/*.md'], async () => {
      assert.ok((await titles('requirements/a.md')).includes('Add Task'));
      await withSetting('specs.exclude', ['**/a.md'], async () => {
        assert.deepEqual(await titles('requirements/a.md'), []);
      });
    });
    assert.deepEqual(await titles('requirements/a.md'), []);
    fs.rmSync(absolute('requirements'), { recursive: true });
  });

  it('tracking.directory', async () => {
    const path = 'work/progress/2026-07-09-fix-dir.md';
    write(path, progressFile('fix/dir', 'One | nonsense | -'));
    await withSetting('tracking.directory', 'work', async () => {
      await problemsFit(path, (found) => found.some((each) => each.startsWith('status.unknown')));
    });
    await problemsFit(path, (found) => found.length === 0);
    fs.rmSync(absolute('work'), { recursive: true });
  });

  it('what git ignores is no spec, unless a Spec line links it', async () => {
    write('.gitignore', 'build/\n');
    write('build/spec/a.md', '# A\n\n- **BLD-1** One.\n');
    await vscode.commands.executeCommand('throughline.refresh');
    assert.deepEqual(await titles('build/spec/a.md'), []);
    fs.rmSync(absolute('.gitignore'));
    await vscode.commands.executeCommand('throughline.refresh');
    assert.ok((await titles('build/spec/a.md')).includes('Add Task'));
    fs.rmSync(absolute('build'), { recursive: true });
  });
});
