import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { absolute } from './inHost.ts';

/** Aligned, so that a claim leaves the size as it is. */
export const row = (i: number, status = 'todo', owner = '-'): string =>
  `| Row ${String(i).padEnd(4)} | ${status.padEnd(6)} | ${owner.padEnd(8)} |\n`;
export const table = (rows: number): string =>
  `# feat/unsaved\n\nBranch: \`feat/unsaved\`\n\n| Task     | Status | Owner    |\n| -------- | ------ | -------- |\n${Array.from({ length: rows }, (_, i) => row(i)).join('')}\n## Notes\n\n- nobody: begins\n`;

/** Resolves when a change of the document, or what is true already, fits. */
export async function becomes(document: vscode.TextDocument, fit: (text: string) => boolean): Promise<void> {
  if (fit(document.getText())) return;
  await new Promise<void>((resolve) => {
    const listener = vscode.workspace.onDidChangeTextDocument((event) => {
      if (event.document !== document || !fit(document.getText())) return;
      listener.dispose();
      resolve();
    });
  });
}

export async function open(at: string): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(absolute(at)));
}

/** Resolves with the next save of anything. */
export function nextSave(): Promise<void> {
  return new Promise((resolve) => {
    const listener = vscode.workspace.onDidSaveTextDocument(() => {
      listener.dispose();
      resolve();
    });
  });
}

/** Types behind the last character but the final newline. */
export async function type(editor: vscode.TextEditor, text: string): Promise<void> {
  const { document } = editor;
  const end = document.lineAt(document.lineCount - 2).range.end;
  assert.ok(
    await editor.edit((edit) => {
      edit.insert(end, text);
    }),
  );
}
