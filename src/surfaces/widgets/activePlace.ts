import * as vscode from 'vscode';
import { itemIn } from '../../core/index/composeStream.ts';
import { toKey } from '../../core/text/key.ts';
import type { ParsedDocument } from '../../core/model/parsedDocument.ts';
import { lineAt } from '../../core/text/lineStarts.ts';
import type { DocumentPart } from '../../core/text/document.ts';
import type { Services } from '../surface.ts';
import type { FileTarget, PlaceTarget } from './target.ts';

/** The folders and keys under which the sidebar may have a file: a spec can be linked from another folder. */
export function targetsOf({ project, uri }: Services, document: vscode.Uri): readonly FileTarget[] {
  const wanted = document.toString();
  const own = vscode.workspace.getWorkspaceFolder(document);
  return project.folders.flatMap(({ folder, index, sources }): FileTarget[] => {
    // In another worktree, or as a branch has it.
    const copy = [...sources.keys()].find((each) => uri(folder.id, each).toString() === wanted);
    if (copy !== undefined) return [{ folder: folder.id, key: copy }];
    if (own?.uri.toString() === folder.id) {
      const base = own.uri.path.endsWith('/') ? own.uri.path : `${own.uri.path}/`;
      return [{ folder: folder.id, key: toKey(document.path.slice(base.length)) }];
    }
    // Paths out of a folder are few: only links make them.
    const path = index.outsidePaths().find((each) => uri(folder.id, toKey(each)).toString() === wanted);
    return path === undefined ? [] : [{ folder: folder.id, key: toKey(path) }];
  });
}

/** What the cursor of the active editor stands on: a row, a note, a criterion, else the file; undefined for files of no concern. */
export async function activePlace(services: Services): Promise<PlaceTarget | undefined> {
  const editor = vscode.window.activeTextEditor;
  return editor === undefined
    ? undefined
    : placeInDocument(services, editor.document, editor.selection.active.line);
}

/** What a line of a document belongs to. */
export async function placeInDocument(
  services: Services,
  document: vscode.TextDocument,
  line: number,
): Promise<PlaceTarget | undefined> {
  for (const target of targetsOf(services, document.uri)) {
    const parsed = await services.project.parse(target, document.getText());
    if (parsed !== undefined) return { ...target, ...placeAt(parsed, line) };
  }
  return undefined;
}

function placeAt(parsed: ParsedDocument, line: number): Partial<PlaceTarget> {
  const { lineStarts } = parsed;
  const item = itemIn(parsed);
  const holds = ({ location: { range } }: { readonly location: DocumentPart }): boolean =>
    lineAt(lineStarts, range.start) <= line && line <= lineAt(lineStarts, range.end);
  if (item?.kind === 'stream') {
    const note = item.notes.find(holds);
    return note === undefined
      ? { taskKey: item.tasks.find(holds)?.key }
      : { line: lineAt(lineStarts, note.location.range.start) };
  }
  return item?.kind === 'spec' ? { criterion: item.criteria.find(holds)?.id } : {};
}
