import * as vscode from 'vscode';
import type { ProjectIndex } from '../../core/index/projectIndex.ts';
import { isOfBranch, ownNameOf, type Stream } from '../../core/model/item.ts';
import { describeDeltas } from '../../core/views/changeViews.ts';
import { shortProgress } from '../../core/views/progress.ts';
import { changesIn } from '../../core/views/specStatus.ts';
import type { Services } from '../surface.ts';
import { pickRecord, type RecordItem } from './recordPick.ts';
import type { FileTarget } from './target.ts';

/** The changes of a folder to choose from: that of the branch that is checked out first, those that were put away last. */
export function changeItems(
  folder: string,
  index: ProjectIndex,
  branch: string | undefined,
  fits: (stream: Stream) => boolean = () => true,
): readonly RecordItem[] {
  return changesIn(index)
    .filter(fits)
    .sort((a, b) => Number(isOfBranch(b, branch)) - Number(isOfBranch(a, branch)))
    .map((stream) => ({
      label: ownNameOf(stream),
      description: [
        vscode.l10n.t('Change'),
        stream.archived === true ? vscode.l10n.t('archived') : shortProgress(stream.tasks),
        describeDeltas(stream),
      ],
      detail: stream.title === ownNameOf(stream) ? '' : stream.title,
      target: { folder, key: stream.key },
    }));
}

/** The change that a command is about. Undefined when there is none (said), or the person leaves the question. */
export async function pickChange(
  services: Services,
  title: string,
  none: string,
  fits?: (stream: Stream) => boolean,
): Promise<FileTarget | undefined> {
  const { project, branches } = services;
  await branches.start();
  const items = await project.found(() =>
    project.folders.flatMap(({ folder, index }) =>
      changeItems(folder.id, index, branches.current(folder.id), fits),
    ),
  );
  return pickRecord(services, items, { title, placeHolder: vscode.l10n.t('Choose a change'), none });
}
