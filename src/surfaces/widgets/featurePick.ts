import * as vscode from 'vscode';
import { isFeature } from '../../core/formats/specKit/phases.ts';
import { isOfBranch, ownNameOf } from '../../core/model/item.ts';
import { describePhase } from '../../core/views/featureStatus.ts';
import { shortProgress } from '../../core/views/progress.ts';
import { showPick } from './ask.ts';
import { findPreferred, preferences, preferredFirst } from './preferred.ts';
import { showInformation } from './tell.ts';
import type { Services } from '../surface.ts';
import type { FileTarget } from './target.ts';

interface FeatureItem extends vscode.QuickPickItem {
  readonly target?: FileTarget;
}

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
  const [only] = all;
  if (only === undefined) {
    void showInformation(vscode.l10n.t('There is no feature of Spec Kit here.'));
    return undefined;
  }
  if (all.length === 1) return only.target;
  const items = all
    .toSorted((a, b) => Number(b.isCurrent) - Number(a.isCurrent))
    .map(({ stream, target }): FeatureItem => {
      const name = ownNameOf(stream);
      return {
        label: name,
        description: [shortProgress(stream.tasks), describePhase(stream)]
          .filter((each) => each !== '')
          .join(' · '),
        detail: stream.title === name ? '' : stream.title,
        target,
      };
    });
  const preferred = await preferences(services);
  const isAt = ({ target }: FeatureItem, { folder, key }: FileTarget): boolean =>
    target?.folder === folder && target.key === key;
  const offered =
    findPreferred(items, preferred, isAt) === undefined
      ? items
      : preferredFirst<FeatureItem>(items, preferred, isAt, vscode.l10n.t('In the editor'));
  const picked = await showPick<FeatureItem>(offered, {
    title,
    placeHolder: vscode.l10n.t('Choose a feature'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.target;
}
