import type { Holding } from '../../model/item.ts';
import type { Root } from '../../model/system.ts';
import type { Format, System } from '../format.ts';
import { withConflicts } from './conflicted.ts';
import { mergeProgressFiles } from './merge/mergeProgressFiles.ts';
import { misplaced } from './misplaced.ts';
import { progressFile } from './progressFile.ts';
import { trackingSettings } from './settings.ts';
import { spec } from './spec.ts';
import { readTrackingPath, trackingFolders, type TrackingPath } from './trackingPath.ts';
import { backlogItem, debtItem } from './workItem.ts';

const formats: readonly Format[] = [progressFile, backlogItem, debtItem, ...misplaced, spec].map(
  (format) => ({ ...withConflicts(format), merge: mergeProgressFiles }),
);

const held: Readonly<Record<TrackingPath['folder'], Holding>> = {
  progress: 'stream',
  backlog: 'backlog',
  'tech-debt': 'debt',
};

/** Progress files, backlog and debt items in tracking directories, wherever these stand, and specs. */
export const tracking: System = {
  id: 'tracking',
  formats,
  markers: (settings) => {
    const { directory, specs } = trackingSettings(settings);
    return [
      `**/${directory}/{${trackingFolders.join(',')}}/**`,
      `**/${directory}/*.{md,MD}`,
      ...specs.include,
    ];
  },
  home: (settings) => {
    const { directory } = trackingSettings(settings);
    return toRoot(directory, directory);
  },
  rootOf: (path, settings) => {
    const { directory } = trackingSettings(settings);
    const root = readTrackingPath(path, directory)?.root;
    return root === undefined ? undefined : toRoot(root, directory);
  },
  formatBelow: (path, settings) => {
    const said = trackingSettings(settings);
    const folderBelow = (each: string) => readTrackingPath(each, said.directory)?.folder;
    // A tracking directory shows as what most people look at in it.
    const folder = folderBelow(`${path}/`) ?? folderBelow(`${path}/progress/`);
    const kind =
      folder === undefined
        ? said.isSpec(path) || said.isSpec(`${path}/a.md`)
          ? 'spec'
          : undefined
        : held[folder];
    return formats.find(({ holds }) => holds === kind);
  },
  problems: (settings) => trackingSettings(settings).problems,
};

function toRoot(path: string, directory: string): Root {
  return { system: 'tracking', path, place: path.slice(0, Math.max(0, path.length - directory.length - 1)) };
}
