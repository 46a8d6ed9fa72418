import * as vscode from 'vscode';
import type { ParsedFile } from '../../core/model/parsedFile.ts';
import { plainText } from '../../core/text/inline.ts';
import type { PlaceTarget } from '../../ids.ts';
import type { Services } from '../surface.ts';

/** Opens a file as a preview at a place, or at its top. */
export async function showPlace(
  uri: vscode.Uri,
  place: { readonly line: number; readonly character: number } | undefined,
): Promise<void> {
  const position = new vscode.Position(place?.line ?? 0, place?.character ?? 0);
  await vscode.window.showTextDocument(uri, {
    preview: true,
    selection: new vscode.Range(position, position),
  });
}

/** Opens what a target names: an address in the browser, else the row or criterion where it is now, the heading, or the line. */
export async function openPlace(services: Services, target: PlaceTarget): Promise<void> {
  const { folder, path, taskKey, criterion, line, anchor, url } = target;
  if (url !== undefined) {
    await openAddress(url);
    return;
  }
  const uri = services.uri(folder, path);
  if (vscode.workspace.getWorkspaceFolder(uri) === undefined) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('{0} is out of the workspace, so it is not opened.', path),
    );
    return;
  }
  const keyed = taskKey !== undefined || criterion !== undefined;
  const parsed = keyed ? await services.project.read(folder, path) : undefined;
  const place = keyed ? findPlace(parsed, taskKey, criterion) : undefined;
  const heading = anchor === undefined ? undefined : await findHeading(uri, anchor);
  await showPlace(uri, place ?? { line: heading ?? line ?? 0, character: 0 });
}

/** Opens https, http and mailto addresses, nothing else. */
export async function openAddress(url: string): Promise<void> {
  if (!/^(?:https?|mailto):/i.test(url)) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('Only https, http and mailto addresses are opened: {0}', url.slice(0, 100)),
    );
    return;
  }
  await vscode.env.openExternal(vscode.Uri.parse(url, true));
}

function findPlace(parsed: ParsedFile | undefined, taskKey?: string, criterion?: string) {
  const item = parsed?.item;
  if (item?.kind === 'stream') return item.tasks.find(({ key }) => key === taskKey)?.place;
  return item?.kind === 'spec' ? item.criteria.find(({ id }) => id === criterion)?.place : undefined;
}

/** The line of the heading that an anchor names, as GitHub and VS Code make them out of its text. */
async function findHeading(uri: vscode.Uri, anchor: string): Promise<number | undefined> {
  const document = await vscode.workspace.openTextDocument(uri);
  const wanted = slugOf(anchor);
  for (let line = 0; line < document.lineCount; line++) {
    const heading = /^#{1,6}\s+(.*?)(?:\s+#+)?\s*$/.exec(document.lineAt(line).text)?.[1];
    if (heading !== undefined && slugOf(plainText(heading)) === wanted) return line;
  }
  const number = /^L(\d{1,6})$/.exec(anchor)?.[1];
  return number === undefined ? undefined : Math.min(document.lineCount, Number(number)) - 1;
}

function slugOf(text: string): string {
  return text
    .toLowerCase()
    .trim()
    .replace(/[^\p{L}\p{N}_\s-]/gu, '')
    .replace(/\s+/g, '-');
}
