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
  const parts = path.split('/');
  const names = trackingDirectory.split('/');
  for (let at = parts.length - 2; at >= names.length; at--) {
    const folder = trackingFolders.find((name) => name === parts[at]);
    if (folder === undefined) continue;
    const start = at - names.length;
    if (!names.every((name, i) => parts[start + i] === name)) continue;
    return { root: parts.slice(0, at).join('/'), folder, rest: parts.slice(at + 1).join('/') };
  }
  return undefined;
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
