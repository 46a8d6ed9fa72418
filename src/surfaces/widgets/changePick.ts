import * as vscode from 'vscode';
import { isOfBranch, type Stream } from '../../core/model/item.ts';
import { describeDeltas } from '../../core/views/changeViews.ts';
import { shortProgress } from '../../core/views/progress.ts';
import { changesIn } from '../../core/views/specStatus.ts';
import type { Services } from '../surface.ts';
import { pickRecord, type RecordItem } from './recordPick.ts';
import type { FileTarget } from './target.ts';

/** The open change that a command is about: the only one, else the person says which, that of the branch that is checked out on top. */
export async function pickChange(services: Services, title: string): Promise<FileTarget | undefined> {
  const { project, branches } = services;
  await branches.start();
  const all = await project.found(() =>
    project.folders.flatMap(({ folder, index }) =>
      changesIn(index)
        .filter(({ archived }) => archived !== true)
        .map((stream) => ({
          stream,
          isCurrent: isOfBranch(stream, branches.current(folder.id)),
          target: { folder: folder.id, key: index.keyOf(stream.location) },
        })),
    ),
  );
  const items = all
    .toSorted((a, b) => Number(b.isCurrent) - Number(a.isCurrent))
    .map(({ stream, target }): RecordItem => ({ ...described(stream), target }));
  return pickRecord(services, items, {
    title,
    placeHolder: vscode.l10n.t('Choose a change'),
    none: vscode.l10n.t('There is no open change here.'),
  });
}

function described(stream: Stream): Omit<RecordItem, 'target'> {
  const { name, title, tasks } = stream;
  return {
    label: name,
    description: [shortProgress(tasks), describeDeltas(stream)],
    detail: title === name ? '' : title,
  };
}
