import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../core/base/disposable.ts';
import { applyEdits, movedOffset, type TextEdit } from '../../core/text/edit.ts';

/** So long an editor may take to show what was written to its file, in milliseconds. */
const longestWait = 10_000;

/**
 * Keeps the cursors of a file's editors at their words when the file is written. VS Code replaces all lines from the first to the last
 * that is another, as it cannot know what was edited, and puts cursors in between behind them.
 * @returns ends it, for a file that was not written after all
 */
export function keepCursors(uri: vscode.Uri, base: string, edits: readonly TextEdit[]): Disposable {
  const store = new DisposableStore();
  const file = uri.toString();
  const editors = vscode.window.visibleTextEditors.filter(
    ({ document }) => document.uri.toString() === file && document.getText() === base,
  );
  const result = applyEdits(base, edits);
  if (editors.length === 0 || result.kind === 'mismatch') return store;
  const offsetsIn = ({ document, selections }: vscode.TextEditor): readonly (readonly [number, number])[] =>
    selections.map(({ anchor, active }) => [document.offsetAt(anchor), document.offsetAt(active)]);
  const places = new Map(editors.map((editor) => [editor, offsetsIn(editor)]));
  store.add(
    vscode.window.onDidChangeTextEditorSelection(({ textEditor, kind }) => {
      // What a person does has a kind; what the new text does to cursors has none.
      if (kind !== undefined && places.has(textEditor)) places.set(textEditor, offsetsIn(textEditor));
    }),
  );
  store.add(
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (document.uri.toString() !== file || contentChanges.length === 0) return;
      store.dispose();
      if (document.getText() !== result.text) return;
      const position = (offset: number): vscode.Position => document.positionAt(movedOffset(offset, edits));
      for (const [editor, kept] of places)
        editor.selections = kept.map(
          ([anchor, active]) => new vscode.Selection(position(anchor), position(active)),
        );
    }),
  );
  const timer = setTimeout(() => {
    store.dispose();
  }, longestWait);
  store.add({
    dispose: () => {
      clearTimeout(timer);
    },
  });
  return store;
}
