import * as vscode from 'vscode';
import { toKey } from '../core/text/key.ts';
import { livingSpecs } from '../core/views/specStatus.ts';
import { describeMet, specProgress } from '../core/views/specProgress.ts';
import { commands } from '../ids.ts';
import { toSpecStatusUri } from './widgets/branchUri.ts';
import { changeItems } from './widgets/changePick.ts';
import { pickRecord, type RecordItem } from './widgets/recordPick.ts';
import { showPlace } from './widgets/showPlace.ts';
import { toFileTarget, type FileTarget } from './widgets/target.ts';
import type { Services } from './surface.ts';
import type { Disposable } from '../core/base/disposable.ts';

/** Show Spec Status: all changes and living specs, or one of them, as a document to be read. */
export function registerSpecStatusCommand(services: Services): Disposable {
  const { project } = services;
  const title = vscode.l10n.t('Show Spec Status');
  const show = services.guard(title, async (argument: unknown) => {
    await project.load();
    const target = toFileTarget(argument) ?? (await pickStatus(services, title));
    if (target === undefined) return;
    const item = project.folder(target.folder)?.index.itemAt(target.key);
    const name = item?.kind === 'stream' || item?.kind === 'spec' ? item.name : vscode.l10n.t('Spec status');
    await showPlace(toSpecStatusUri(name, target), undefined);
  });
  return vscode.commands.registerCommand(commands.showSpecStatus, show);
}

/** What the person wants to see: everything on top, then the change of the branch that is checked out. */
async function pickStatus(services: Services, title: string): Promise<FileTarget | undefined> {
  const { project, branches } = services;
  await branches.start();
  const items = await project.found(() =>
    project.folders.flatMap(({ folder, index }): readonly RecordItem[] => {
      const changes = changeItems(folder.id, index, branches.current(folder.id));
      const specs = livingSpecs(index);
      if (changes.length + specs.length === 0) return [];
      return [
        {
          label: vscode.l10n.t('All changes and living specs'),
          description: [],
          detail: project.folders.length > 1 ? folder.name : '',
          target: { folder: folder.id, key: toKey('') },
        },
        ...changes,
        ...specs.map((spec) => ({
          label: spec.name,
          description: [vscode.l10n.t('Living spec'), describeMet(specProgress(index, spec))],
          detail: spec.title === spec.name ? '' : spec.title,
          target: { folder: folder.id, key: spec.key },
        })),
      ];
    }),
  );
  return pickRecord(services, items, {
    title,
    placeHolder: vscode.l10n.t('Choose a change or a living spec'),
    none: vscode.l10n.t('There is no change and no living spec here.'),
  });
}
