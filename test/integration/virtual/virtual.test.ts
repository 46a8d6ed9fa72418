import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { toKey } from '../../../src/core/text/key.ts';
import { commands } from '../../../src/ids.ts';
import { progressFile } from '../../support/inHost.ts';

const path = '/project/tracking/progress/2026-07-01-feat-virtual.md';

/** One file that is on no disk; whoever writes is noted. */
class OneFile implements vscode.FileSystemProvider {
  readonly writes: string[] = [];
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changed.event;
  text = progressFile('feat/virtual', 'One | strange | -', 'Two | todo | -');

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }
  stat(uri: vscode.Uri): vscode.FileStat {
    if (uri.path === path) return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: this.text.length };
    if (uri.path === '/project/.dirge/sessions/state.db')
      return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: 4096 };
    if (`${path}/`.startsWith(`${uri.path}/`))
      return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
    throw vscode.FileSystemError.FileNotFound(uri);
  }
  readDirectory(uri: vscode.Uri): [string, vscode.FileType][] {
    this.stat(uri);
    const [name = ''] = path.slice(uri.path.length + 1).split('/');
    return [[name, name.endsWith('.md') ? vscode.FileType.File : vscode.FileType.Directory]];
  }
  readFile(uri: vscode.Uri): Uint8Array {
    if (uri.path !== path) throw vscode.FileSystemError.FileNotFound(uri);
    return new TextEncoder().encode(this.text);
  }
  writeFile(uri: vscode.Uri): void {
    this.writes.push(`write ${uri.path}`);
  }
  createDirectory(uri: vscode.Uri): void {
    this.writes.push(`create ${uri.path}`);
  }
  delete(uri: vscode.Uri): void {
    this.writes.push(`delete ${uri.path}`);
  }
  rename(uri: vscode.Uri): void {
    this.writes.push(`rename ${uri.path}`);
  }
}

describe('a virtual workspace', () => {
  const files = new OneFile();
  const uri = vscode.Uri.from({ scheme: 'onefile', path });
  let provider: vscode.Disposable;
  before(() => {
    provider = vscode.workspace.registerFileSystemProvider('onefile', files);
  });
  after(() => {
    provider.dispose();
  });

  it('is read, and its problems are shown', async () => {
    assert.equal(vscode.workspace.workspaceFolders?.[0]?.uri.scheme, 'onefile');
    await vscode.commands.executeCommand(commands.refresh);
    const found = vscode.languages.getDiagnostics(uri).map(({ code }) => code);
    assert.deepEqual(found, ['status.unknown']);
    const database = uri.with({ path: '/project/.dirge/sessions/state.db' });
    const told = vscode.languages.getDiagnostics(database).map(({ code }) => code);
    assert.deepEqual(told, ['database.virtual']);
  });

  it('is not written', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri.toString();
    const relative = path.slice('/project/'.length);
    // It ends with a message that waits for an answer, so it is not waited for.
    void vscode.commands.executeCommand(commands.claimTask, {
      folder,
      key: relative,
      taskKey: toKey(`${relative}#Two`),
    });
    await vscode.commands.executeCommand(commands.refresh);
    assert.deepEqual(files.writes, []);
  });
});
