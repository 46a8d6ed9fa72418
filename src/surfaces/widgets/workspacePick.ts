import * as vscode from 'vscode';
import {
  isOwnWorkspace,
  isWorkspace,
  operationsOnWorkspace,
  ownWorkspaces,
  recordOf,
} from '../../core/formats/workspace/offers.ts';
import type { ProjectIndex } from '../../core/index/projectIndex.ts';
import type { WorkspaceOperationId } from '../../core/model/availableOperations.ts';
import { ownNameOf, type Stream } from '../../core/model/item.ts';
import { shortProgress } from '../../core/views/progress.ts';
import type { Step } from './ask.ts';
import { checkoutsOf } from './gitView.ts';
import { pickRecord, type RecordItem } from './recordPick.ts';
import type { Services } from '../surface.ts';
import type { FileTarget } from './target.ts';

/** The document of a workspace that is changed: its record of progress, where it has one. */
function targetOf(folder: string, index: ProjectIndex, stream: Stream): FileTarget {
  return { folder, key: index.keyOf((recordOf(stream) ?? stream).location) };
}

/** The workspace that a row, a lens or a document is about, as the record that is changed. */
export function toRecord({ project }: Services, { folder, key }: FileTarget): FileTarget {
  const index = project.folder(folder)?.index;
  const stream = index?.findStream(key);
  return index === undefined || stream === undefined ? { folder, key } : targetOf(folder, index, stream);
}

/** The stream of a workspace, and what can be asked for with it. */
export function workspaceOf(
  services: Services,
  { folder, key }: FileTarget,
): { readonly stream: Stream; readonly offered: readonly WorkspaceOperationId[] } | undefined {
  const stream = services.project.folder(folder)?.index.findStream(key);
  return stream === undefined || !isWorkspace(stream)
    ? undefined
    : { stream, offered: operationsOnWorkspace(stream, checkoutsOf(services, folder)) };
}

/**
 * The workspace that fits a purpose: the only one, else the person says which, that of the branch that is checked out on top. Where none
 * fits, that of the branch: it is told why not. Undefined when there is none (said) or the person leaves the question.
 */
export async function pickWorkspace(
  services: Services,
  title: string,
  purpose: WorkspaceOperationId,
  at: () => Step | undefined,
): Promise<FileTarget | undefined> {
  const { project, branches } = services;
  await branches.start();
  const all = await project.found(() =>
    project.folders.flatMap(({ folder: { id }, index }) => {
      const checkouts = checkoutsOf(services, id);
      const streams = index.streams().filter(isWorkspace);
      const own = ownWorkspaces(streams, checkouts);
      return streams.map((stream) => ({
        stream,
        rank: own.includes(stream) ? 0 : isOwnWorkspace(stream, checkouts) ? 1 : 2,
        isFitting: operationsOnWorkspace(stream, checkouts).includes(purpose),
        target: targetOf(id, index, stream),
      }));
    }),
  );
  const fitting = all.filter(({ isFitting }) => isFitting);
  const own = all.filter(({ rank }) => rank < 2);
  const found = fitting.length > 0 ? fitting : own;
  const items = found
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ stream, target }): RecordItem => ({
      label: ownNameOf(stream),
      description: [
        [ownNameOf(stream), stream.name].includes(stream.title) ? '' : stream.title,
        stream.status ?? '',
        stream.tasks.length === 0 ? '' : shortProgress(stream.tasks),
      ],
      detail: stream.resumption?.position.value ?? '',
      target,
    }));
  return pickRecord(services, items, {
    title,
    at,
    placeHolder: vscode.l10n.t('Choose a workspace'),
    none: vscode.l10n.t('This branch has no workspace yet. Start Workspace creates one.'),
    toRecord: (place) => toRecord(services, place),
  });
}
