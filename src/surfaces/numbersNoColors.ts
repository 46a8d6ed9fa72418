import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import { section } from '../ids.ts';
import type { Services } from './surface.ts';

/**
 * VS Code takes `PR: #482` for a color and draws a swatch beside it, unless somebody else tells the colors of a file: in documents that
 * branches keep there are none.
 */
export function registerNumbersNoColors({ project }: Services): Disposable {
  const store = new DisposableStore();
  let registered: vscode.Disposable | undefined;
  const register = (): void => {
    registered?.dispose();
    registered = vscode.languages.registerColorProvider(
      (vscode.workspace.workspaceFolders ?? []).flatMap(({ uri }) => {
        const rules = project.rulesOf(uri.toString());
        const globs = rules.homes.flatMap((root) => rules.committedIn(root));
        return globs.map(({ base, pattern }) => ({
          pattern: new vscode.RelativePattern(uri, `**/${base}/${pattern}`),
        }));
      }),
      { provideDocumentColors: () => [], provideColorPresentations: () => [] },
    );
  };
  register();
  store.add(vscode.workspace.onDidChangeWorkspaceFolders(register));
  store.add(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(section)) register();
    }),
  );
  store.add({
    dispose: () => {
      registered?.dispose();
    },
  });
  return store;
}
