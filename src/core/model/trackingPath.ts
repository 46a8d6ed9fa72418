/** The folders of a tracking directory, one for each kind of file. */
export const trackingFolders = ['progress', 'backlog', 'tech-debt'] as const;

export const defaultTrackingDirectory = 'tracking';

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
      const from = before - trackingDirectory.length;
      const fits = from >= 0 && path.startsWith(trackingDirectory, from);
      if (fits && (from === 0 || path.charAt(from - 1) === '/'))
        return { root: path.slice(0, before), folder, rest: path.slice(end + 1) };
    }
    end = before;
  }
  return undefined;
}

/**
 * Whether a file of a tracking directory is an item: not what explains the folder, lists the others, instructs agents, or is copied
 * to make a new one. Dated names are always a branch's.
 */
export function isItemName(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return /\.md$/i.test(name) && !/^(?:(?:readme|index|agents|claude|template)\.md$|[_.])/i.test(name);
}

/** Whether a text is what a template has in place of a name: `<owner>`. An address in such brackets is none. */
export function isPlaceholder(text: string): boolean {
  return /^<[^<>@:]*>$/.test(text);
}

/** The folder that a file speaks of: the one that its tracking directory is in, else its own. Relative; empty for the workspace folder. */
export function placeOfFile(path: string, trackingDirectory: string): string {
  const root = readTrackingPath(path, trackingDirectory)?.root;
  if (root === undefined) return path.slice(0, Math.max(0, path.lastIndexOf('/')));
  return root.slice(0, Math.max(0, root.length - trackingDirectory.length - 1));
}

/** What stands for a branch in the names of its files: `feat/rpc-retry` is `feat-rpc-retry`. */
export function branchSlug(branch: string): string {
  return branch
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}

/**
 * The `throughline.tracking.directory` setting as a path of plain names. Whatever would lead out of the workspace
 * folder, match everything or is no text gives the default.
 */
export function toTrackingDirectory(setting: unknown): string {
  if (typeof setting !== 'string') return defaultTrackingDirectory;
  const parts = setting.split(/[\\/]/).filter((part) => part !== '' && part !== '.');
  const plain = parts.every((part) => part !== '..' && !/[*?{}[\]!:\0]/.test(part));
  return plain && parts.length > 0 ? parts.join('/') : defaultTrackingDirectory;
}
