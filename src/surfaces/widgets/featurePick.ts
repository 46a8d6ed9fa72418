import * as vscode from 'vscode';
import { isFeature } from '../../core/formats/specKit/phases.ts';
import { isOfBranch, ownNameOf } from '../../core/model/item.ts';
import { describePhase } from '../../core/views/featureStatus.ts';
import { shortProgress } from '../../core/views/progress.ts';
import { pickRecord, type RecordItem } from './recordPick.ts';
import type { Services } from '../surface.ts';
import type { FileTarget } from './target.ts';

/**
 * The feature that a command is about: the only one, else the person says which, that of the branch that is checked out on top. Undefined
 * when there is none (said) or the person leaves the question.
 */
export async function pickFeature(services: Services, title: string): Promise<FileTarget | undefined> {
  const { project, branches } = services;
  await branches.start();
  const all = await project.found(() =>
    project.folders.flatMap(({ folder, index }) => {
      const branch = branches.current(folder.id);
      return index
        .streams()
        .filter(isFeature)
        .map((stream) => ({
          stream,
          isCurrent: isOfBranch(stream, branch),
          target: { folder: folder.id, key: index.keyOf(stream.location) },
        }));
    }),
  );
  const items = all
    .toSorted((a, b) => Number(b.isCurrent) - Number(a.isCurrent))
    .map(({ stream, target }): RecordItem => {
      const name = ownNameOf(stream);
      return {
        label: name,
        description: [shortProgress(stream.tasks), describePhase(stream)],
        detail: stream.title === name ? '' : stream.title,
        target,
      };
    });
  return pickRecord(services, items, {
    title,
    placeHolder: vscode.l10n.t('Choose a feature'),
    none: vscode.l10n.t('There is no feature of Spec Kit here.'),
  });
}
