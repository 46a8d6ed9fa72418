import type { Root } from '../../model/system.ts';

/** The folders of a tracking directory, one for each kind of file. */
export const trackingFolders = ['progress', 'backlog', 'tech-debt'] as const;

/** The folder of a tracking directory that holds the files of branches. */
export function progressFolder(root: string): string {
  return `${root}/progress`;
}

export function backlogFolder(root: string): string {
  return `${root}/backlog`;
}

export function debtFolder(root: string): string {
  return `${root}/tech-debt`;
}

/** Where in a tracking directory a path stands. */
export interface TrackingPath {
  /** Path of the tracking directory, relative to the workspace folder: `packages/api/tracking`. */
  readonly root: string;
  readonly folder: (typeof trackingFolders)[number];
  /** What comes after: `2026-06-11-feat-rpc-retry.md`. */
  readonly rest: string;
}

/**
 * Reads `packages/api/tracking/progress/2026-06-11-feat-rpc-retry.md`, where tracking directories are named
 * `trackingDirectory`. The directory may stand anywhere; the innermost one counts.
 */
export function readTrackingPath(path: string, trackingDirectory: string): TrackingPath | undefined {
  for (let end = path.lastIndexOf('/'); end > 0;) {
    const before = path.lastIndexOf('/', end - 1);
    const start = before + 1;
    const folder = trackingFolders.find(
      (name) => name.length === end - start && path.startsWith(name, start),
    );
    if (folder !== undefined && before > 0) {
      if (isDirectoryUpTo(path, before, trackingDirectory))
        return { root: path.slice(0, before), folder, rest: path.slice(end + 1) };
    }
    end = before;
  }
  return undefined;
}

/** Whether a path is, up to `end`, that of a tracking directory. */
export function isDirectoryUpTo(path: string, end: number, trackingDirectory: string): boolean {
  const from = end - trackingDirectory.length;
  return (
    from >= 0 && path.startsWith(trackingDirectory, from) && (from === 0 || path.charAt(from - 1) === '/')
  );
}

/** What may be an item in a folder of a tracking directory, from that. */
export function itemGlobs({ path }: Root, folder: TrackingPath['folder']): readonly string[] {
  return path === '' ? [] : [`${folder}/**/*.[mM][dD]`];
}

/**
 * Whether a file of a tracking directory is an item: not what explains the folder, lists the others, instructs agents, or is copied
 * to make a new one. Dated names are always a branch's.
 */
export function isItemName(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return /\.md$/i.test(name) && !/^(?:(?:readme|index|agents|claude|template)\.md$|[_.])/i.test(name);
}
