import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { extensionId } from '../../support/inHost.ts';

interface Bundle {
  activate(context: Context): void;
}

/** What the extension asks for before anything is asked of it. */
type Context = Pick<
  vscode.ExtensionContext,
  'subscriptions' | 'extensionUri' | 'globalStorageUri' | 'workspaceState'
> & {
  readonly environmentVariableCollection: Pick<vscode.EnvironmentVariableCollection, 'get'>;
};

describe('the extension', () => {
  it('leaves nothing registered behind: it can be done twice', async () => {
    const extension = vscode.extensions.getExtension(extensionId);
    assert.ok(extension);
    assert.equal(extension.isActive, false);
    const main = join(extension.extensionPath, 'dist/extension.cjs');
    const bundle = createRequire(main)(main) as Bundle;
    const state = new Map<string, unknown>();
    const workspaceState: vscode.Memento = {
      keys: () => [...state.keys()],
      get: <T>(key: string, fallback?: T) => (state.get(key) as T | undefined) ?? fallback,
      update: (key: string, value: unknown) => Promise.resolve(void state.set(key, value)),
    };
    for (let i = 0; i < 2; i++) {
      const subscriptions: vscode.Disposable[] = [];
      // A command that is still there is one too many: to register it again throws.
      bundle.activate({
        subscriptions,
        extensionUri: extension.extensionUri,
        globalStorageUri: vscode.Uri.joinPath(extension.extensionUri, 'none'),
        environmentVariableCollection: { get: () => undefined },
        workspaceState,
      });
      // Once there and back, so that what was asked for is there before it is let go of.
      await vscode.workspace.findFiles('**');
      for (const each of subscriptions) each.dispose();
    }
    assert.equal(extension.isActive, false);
  });
});
