import * as vscode from 'vscode';
import { SourceText } from '../../core/text/sourceText.ts';
import type { ApplyResult, DocumentEdits } from '../../project/documentWriter.ts';

/** The document of a file that VS Code has open. */
export function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  const wanted = uri.toString();
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === wanted);
}

/** Changes when the text of an editor does. */
export function documentVersion(document: vscode.TextDocument): string {
  return `editor:${document.version}`;
}

/** Changes the text of an editor, and leaves the saving to whoever typed the rest. */
export async function applyInEditor(uri: vscode.Uri, change: DocumentEdits): Promise<ApplyResult> {
  const document = await vscode.workspace.openTextDocument(uri);
  if (document.getText() !== change.base) return { kind: 'stale' };
  const source = new SourceText(change.base);
  const edit = new vscode.WorkspaceEdit();
  for (const { range, text } of change.edits) {
    const from = source.positionAt(range.start);
    const to = source.positionAt(range.end);
    edit.replace(uri, new vscode.Range(from.line, from.character, to.line, to.character), text);
  }
  // VS Code refuses when the document moved on since: then it is planned again.
  return (await vscode.workspace.applyEdit(edit)) ? { kind: 'done' } : { kind: 'stale' };
}
