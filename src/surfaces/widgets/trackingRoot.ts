import * as vscode from 'vscode';
import { compareText } from '../../core/base/compareText.ts';
import { trackingSettings } from '../../core/formats/tracking/settings.ts';
import { readTrackingPath } from '../../core/formats/tracking/trackingPath.ts';
import { showPick, type Steps } from './ask.ts';
import { showInformation } from './tell.ts';
import type { Services } from '../surface.ts';

/** A tracking directory. */
export interface TrackingRoot {
  readonly folder: string;
  /** Relative to the folder. */
  readonly path: string;
}

/**
 * The tracking directories that hold something; without any, the one at each folder's root.
 * @param withItems also where items of other systems are made
 */
export function trackingRoots({ project }: Services, withItems = false): readonly TrackingRoot[] {
  const found: TrackingRoot[] = [];
  for (const { folder, index, rules } of project.folders) {
    const roots = new Set<string>();
    const { directory } = trackingSettings(rules.settings);
    for (const { id, holds } of index.files()) {
      const root = holds === 'spec' ? undefined : readTrackingPath(id.path, directory)?.root;
      if (root !== undefined) roots.add(root);
    }
    const ofItems = withItems ? rules.itemRoots.map(({ root }) => root.path) : [];
    if (roots.size + ofItems.length === 0) roots.add(directory);
    for (const path of ofItems) roots.add(path);
    for (const path of [...roots].sort(compareText)) found.push({ folder: folder.id, path });
  }
  return found;
}

/**
 * Asks for a tracking directory where there are several.
 * @param rest how many questions come after it, where that is known
 */
export async function pickTrackingRoot(
  services: Services,
  title: string,
  steps: Steps,
  rest?: number,
  withItems = false,
): Promise<TrackingRoot | undefined> {
  const roots = trackingRoots(services, withItems);
  const [only] = roots;
  if (roots.length < 2) {
    if (only === undefined) void showInformation(vscode.l10n.t('Open a folder first.'));
    return only;
  }
  const items = roots.map((target) => ({
    label: target.path,
    description: services.project.folder(target.folder)?.folder.name ?? '',
    target,
  }));
  const picked = await showPick(items, {
    title,
    at: steps.next(rest),
    placeHolder: vscode.l10n.t('Choose a tracking directory'),
  });
  return picked?.target;
}
