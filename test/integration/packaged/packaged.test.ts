import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { commands } from '../../../src/ids.ts';
import { handOver } from '../../support/handOver.ts';
import { absolute, bytes, extensionId, problemsFit, retryFile, task } from '../../support/inHost.ts';

describe('the packaged extension', () => {
  it('is the installed one, and holds only what it names', () => {
    const extension = vscode.extensions.getExtension(extensionId);
    assert.ok(extension);
    assert.notEqual(extension.extensionPath, process.env['THROUGHLINE_ROOT']);
    const files = readdirSync(extension.extensionPath, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(extension.extensionPath.length + 1)
          .toLowerCase(),
      )
      .filter((path) => path !== '.vsixmanifest');
    const named = readFileSync(join(process.env['THROUGHLINE_ROOT'] ?? '', '.vscodeignore'), 'utf8')
      .split('\n')
      .flatMap((line) => (line.startsWith('!') ? [line.slice(1).toLowerCase()] : []));
    const renamed = (path: string): string => (path === 'license' ? 'license.txt' : path);
    assert.deepEqual(files.sort(), named.map(renamed).sort());
  });

  it('has no picture in its README that VS Code would show as a broken one', () => {
    const { extensionPath } = vscode.extensions.getExtension(extensionId) ?? {};
    const readme = readFileSync(join(extensionPath ?? '', 'readme.md'), 'utf8');
    assert.match(readme, /^# Throughline\n/);
    assert.doesNotMatch(readme, /!\[[^\]]*\]\((?!https:)/);
  });

  it('has the command line in it, which leads an agent to the end, and the next one on', () => {
    const { extensionPath } = vscode.extensions.getExtension(extensionId) ?? {};
    handOver(join(extensionPath ?? '', 'dist/cli.cjs'));
  }).timeout(60_000);

  it('is small', () => {
    const { size } = statSync(process.env['THROUGHLINE_VSIX'] ?? '');
    assert.ok(size < 750_000, `the VSIX has ${size} bytes`);
  });

  it('shows problems, also of text that only its worker reads', async () => {
    const path = 'tracking/progress/2026-07-04-fix-setext.md';
    writeFileSync(
      absolute(path),
      'Fix setext\n==========\n\nBranch: fix/setext\n\n| Task | Status |\n| --- | --- |\n| One | strange |\n',
    );
    await vscode.commands.executeCommand(commands.refresh);
    await problemsFit(path, (found) => found.some((each) => each.startsWith('status.unknown')));
  });

  it('claims a task', async () => {
    const text = bytes(retryFile);
    await vscode.commands.executeCommand(commands.claimTask, task('Backfill tests'));
    assert.equal(bytes(retryFile), text.replace('| todo | - |', '| wip | maple |'));
  });
});
