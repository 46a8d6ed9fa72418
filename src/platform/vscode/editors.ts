import * as vscode from 'vscode';
import type { ProblemCode } from '../../core/model/problem.ts';
import { SourceText } from '../../core/text/sourceText.ts';
import type { ApplyResult, LockedChange } from '../../project/documentWriter.ts';
import { uriOf } from './places.ts';

/** The document of a file that VS Code has open. */
export function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  const wanted = uri.toString();
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === wanted);
}

/** Changes when the text of an editor does. */
export function documentVersion(document: vscode.TextDocument): string {
  return `editor:${document.version}`;
}

/** Changes texts of editors in one step, which is undone in one, and leaves the saving to whoever typed the rest. */
export async function applyInEditors(changes: readonly LockedChange[]): Promise<ApplyResult> {
  const edit = new vscode.WorkspaceEdit();
  const planned: { readonly editor: vscode.TextDocument; readonly base: string }[] = [];
  for (const change of changes) {
    const uri = uriOf(change.document.folder, change.document.path);
    if (change.kind === 'create') {
      edit.createFile(uri, { contents: new TextEncoder().encode(change.text) });
      continue;
    }
    if (change.kind === 'moveFolder') {
      edit.renameFile(uri, uriOf(change.to.folder, change.to.path));
      continue;
    }
    const { base } = change;
    planned.push({ editor: await vscode.workspace.openTextDocument(uri), base });
    if (change.kind === 'delete') {
      edit.deleteFile(uri);
      continue;
    }
    const source = new SourceText(base);
    for (const { range, text } of change.edits) {
      const from = source.positionAt(range.start);
      const to = source.positionAt(range.end);
      edit.replace(uri, new vscode.Range(from.line, from.character, to.line, to.character), text);
    }
  }
  if (planned.some(({ editor, base }) => editor.getText() !== base)) return { kind: 'stale' };
  // VS Code refuses when a document moved on since: then it is planned again.
  return (await vscode.workspace.applyEdit(edit)) ? { kind: 'done' } : { kind: 'stale' };
}

/** Whether VS Code may have written from a document what cannot be read here. */
export function mayBeWrittenFrom(document: vscode.TextDocument, code: ProblemCode): boolean {
  if (code === 'file.encoding') return !document.encoding.startsWith('utf8');
  return code !== 'file.binary' || document.getText().includes('\0');
}

/** A text with the line ends of an editor: it has one kind of them. */
export function withEndOfLine(text: string, { eol }: vscode.TextDocument): string {
  return text.replace(/\r\n|\n|\r/g, eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n');
}
