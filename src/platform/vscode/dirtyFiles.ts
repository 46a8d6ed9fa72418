import * as vscode from 'vscode';
import type { Disposable } from '../../core/base/disposable.ts';
import type { UnsavedRegistry } from '../node/unsavedRegistry.ts';
import type { EditorStore } from './editorStore.ts';
import type { UnsavedBases } from './unsavedBases.ts';

/** Tells other windows and tools, and what is kept through a restart, which of our files have unsaved changes here. */
export class DirtyFiles implements Disposable {
  readonly #registry: UnsavedRegistry;
  readonly #bases: UnsavedBases;
  readonly #editors: EditorStore;
  /** What was unsaved when others were last told. */
  #told = '';

  constructor(registry: UnsavedRegistry, bases: UnsavedBases, editors: EditorStore) {
    this.#registry = registry;
    this.#bases = bases;
    this.#editors = editors;
  }

  dispose(): void {
    this.#registry.dispose();
  }

  /** Asked at each key that is pressed: most of the time there is nothing new. */
  tell(): void {
    if (!vscode.workspace.isTrusted) return;
    const documents = vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty).map(({ uri }) => uri);
    const tabs = vscode.window.tabGroups.all.flatMap(({ tabs: all }) =>
      all.flatMap(({ isDirty, input }) =>
        isDirty && input instanceof vscode.TabInputText ? [input.uri] : [],
      ),
    );
    const dirty = [...new Set([...documents, ...tabs].map(String))].sort().join('\n');
    if (dirty === this.#told) return;
    this.#told = dirty;
    const ours = [...documents, ...tabs].filter(
      (uri) => uri.scheme === 'file' && this.#editors.mergeOf(uri) !== undefined,
    );
    this.#bases.setUnsaved([...new Set(ours.map(String))]);
    this.#registry.register([...new Set(ours.map(({ fsPath }) => fsPath))].sort());
  }
}
