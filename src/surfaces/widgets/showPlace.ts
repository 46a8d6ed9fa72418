import * as vscode from 'vscode';
import { itemIn } from '../../core/index/composeStream.ts';
import { DisposableStore } from '../../core/base/disposable.ts';
import { problemMessage } from '../../core/messages/problems.ts';
import type { Key } from '../../core/text/key.ts';
import type { ParsedDocument } from '../../core/model/parsedDocument.ts';
import { findByKey } from '../../core/model/rowIdentity.ts';
import { findHeading } from '../../core/text/headingAnchor.ts';
import { positionAt } from '../../core/text/lineStarts.ts';
import type { Position, Range } from '../../core/text/range.ts';
import { commands } from '../../ids.ts';
import { branchScheme, branchTabLabel } from './branchUri.ts';
import { showWarning } from './tell.ts';
import type { Services } from '../surface.ts';
import type { PlaceTarget } from './target.ts';

/** Opens a file as a preview at a place, or at its top. */
export async function showPlace(uri: vscode.Uri, place: Position | undefined): Promise<void> {
  const position = new vscode.Position(place?.line ?? 0, place?.character ?? 0);
  const options = { preview: true, selection: new vscode.Range(position, position) };
  const label = branchTabLabel(uri);
  if (label === undefined) await vscode.window.showTextDocument(uri, options);
  else await vscode.commands.executeCommand('vscode.open', uri, options, label);
}

/** Opens what a target names: an address in the browser, else the row or criterion where it is now, the heading, or the line. */
export async function openPlace(services: Services, target: PlaceTarget): Promise<void> {
  const { folder, key, taskKey, criterion, line, anchor, url } = target;
  if (url !== undefined) {
    await openAddress(url);
    return;
  }
  const { path } = services.project.documentOf(target);
  const unlisted = services.project.folder(folder)?.unlisted.get(path);
  if (unlisted !== undefined) {
    const allow = vscode.l10n.t('Allow Link...');
    const buttons = unlisted.problem.code === 'file.outside' && vscode.workspace.isTrusted ? [allow] : [];
    if ((await showWarning(problemMessage(unlisted.problem), ...buttons)) === allow)
      await vscode.commands.executeCommand(commands.allowLink, target);
    return;
  }
  const uri = services.uri(folder, key);
  const copied = services.project.folder(folder)?.sources.find(key) !== undefined;
  if (!copied && uri.scheme !== branchScheme && vscode.workspace.getWorkspaceFolder(uri) === undefined) {
    void showWarning(vscode.l10n.t('{0} is outside the workspace, so it was not opened.', path));
    return;
  }
  const keyed = taskKey !== undefined || criterion !== undefined;
  const place = keyed ? await findKeyed(services, uri, target) : undefined;
  const anchored = anchor === undefined ? undefined : await lineOfAnchor(uri, anchor);
  await showPlace(uri, place ?? { line: anchored ?? line ?? 0, character: 0 });
}

/** How long an editor may take to catch up with the disk, in milliseconds. */
const catchUpLimit = 2000;

/**
 * Where a row or criterion stands in the text that an editor shows. One that is open already may lag behind the disk, and
 * would take a selection made too early to some other line: it is given time to catch up.
 */
async function findKeyed(
  { project }: Services,
  uri: vscode.Uri,
  target: PlaceTarget,
): Promise<Position | undefined> {
  const document = await vscode.workspace.openTextDocument(uri);
  for (;;) {
    const changed = nextChange(document);
    try {
      const shown = findPlace(await project.parse(target, document.getText()), target);
      const place = findPlace(await project.read(target), target);
      if (place === undefined || (shown?.line === place.line && shown.character === place.character))
        return shown;
      if ((await changed.promise) === 'late') return shown;
    } finally {
      changed.dispose();
    }
  }
}

/** The next change of a document, or that none came in time. */
function nextChange(document: vscode.TextDocument) {
  const store = new DisposableStore();
  const promise = new Promise<'changed' | 'late'>((resolve) => {
    store.add(
      vscode.workspace.onDidChangeTextDocument((event) => {
        if (event.document === document) resolve('changed');
      }),
    );
    const timer = setTimeout(() => {
      resolve('late');
    }, catchUpLimit);
    store.add(
      new vscode.Disposable(() => {
        clearTimeout(timer);
      }),
    );
  });
  return {
    promise,
    dispose: () => {
      store.dispose();
    },
  };
}

/** Opens https, http and mailto addresses, nothing else. */
export async function openAddress(url: string): Promise<void> {
  if (!/^(?:https?|mailto):/i.test(url)) {
    void showWarning(
      vscode.l10n.t('Can’t open this link. Only https, http and mailto are allowed: {0}', url.slice(0, 100)),
    );
    return;
  }
  await vscode.env.openExternal(vscode.Uri.parse(url, true));
}

function findPlace(
  parsed: ParsedDocument | undefined,
  { taskKey, criterion }: PlaceTarget,
): Position | undefined {
  if (parsed === undefined) return undefined;
  const range = rangeOf(parsed, taskKey, criterion);
  return range === undefined ? undefined : positionAt(parsed.lineStarts, range.start);
}

function rangeOf(
  parsed: ParsedDocument,
  taskKey: Key | undefined,
  criterion: string | undefined,
): Range | undefined {
  const item = itemIn(parsed);
  if (item?.kind === 'stream') {
    if (taskKey === undefined) return undefined;
    const same = item.tasks.find(({ key, ambiguous }) => key === taskKey && ambiguous !== true);
    if (same !== undefined) return same.location.range;
    const found = findByKey(parsed.key, taskKey, item.tasks);
    return found.kind === 'found' ? found.row.location.range : undefined;
  }
  return item?.kind === 'spec' ? item.criteria.find(({ id }) => id === criterion)?.location.range : undefined;
}

/** The line that an anchor names: that of a heading, or `L12`. */
async function lineOfAnchor(uri: vscode.Uri, anchor: string): Promise<number | undefined> {
  const document = await vscode.workspace.openTextDocument(uri);
  const heading = findHeading(document.getText().split(/\r\n|\r|\n/), anchor);
  if (heading !== undefined) return heading;
  const number = /^L(\d{1,6})$/.exec(anchor)?.[1];
  return number === undefined ? undefined : Math.min(document.lineCount, Number(number)) - 1;
}
