import type { SettingProblem, SpecsSetting } from '../../model/codes/settings.ts';
import type { FolderSettings } from '../../model/system.ts';
import { checkGlob, toGlob } from '../../text/glob.ts';
import { readTrackingPath } from './trackingPath.ts';

/** What the settings of a folder say of this system; always usable, whatever somebody wrote. */
export interface TrackingSettings {
  /** `tracking`: the name (or the last parts of the path) of tracking directories. */
  readonly directory: string;
  /** Whether a path is a spec by its place; files that a `Spec:` line links are specs as well. */
  isSpec(path: string): boolean;
  /** The globs behind {@link isSpec}, those that cannot be used left out. */
  readonly specs: { readonly include: readonly string[]; readonly exclude: readonly string[] };
  /** What of the settings cannot be used. */
  readonly problems: readonly SettingProblem[];
}

const defaultDirectory = 'tracking';
const defaultInclude: readonly string[] = ['**/{spec,specs}/**/*.md', 'docs/{spec,specs}/**/*.md'];
const defaultExclude: readonly string[] = ['**/node_modules/**'];

/** Asked for each path: what they say is worked out once. */
const known = new WeakMap<FolderSettings, TrackingSettings>();

export function trackingSettings(settings: FolderSettings): TrackingSettings {
  let said = known.get(settings);
  if (said === undefined) {
    said = readSettings(settings);
    known.set(settings, said);
  }
  return said;
}

/** The tracking directory that a path lies in, else the one at the top of the folder. */
export function trackingDirectoryOf(path: string, settings: FolderSettings): string {
  const { directory } = trackingSettings(settings);
  return readTrackingPath(path, directory)?.root ?? directory;
}

function readSettings({ trackingDirectory, specsInclude, specsExclude }: FolderSettings): TrackingSettings {
  const problems: SettingProblem[] = [];
  const include = toPatterns('throughline.specs.include', specsInclude, defaultInclude, problems);
  const exclude = toPatterns('throughline.specs.exclude', specsExclude, defaultExclude, problems);
  const included = toGlob(include);
  const excluded = toGlob(exclude);
  return {
    directory: toTrackingDirectory(trackingDirectory),
    isSpec: (path) => included(path) && !excluded(path),
    specs: { include, exclude },
    problems,
  };
}

function toPatterns(
  setting: SpecsSetting,
  value: unknown,
  byDefault: readonly string[],
  problems: SettingProblem[],
): readonly string[] {
  if (value === undefined || value === null) return byDefault;
  if (!Array.isArray(value)) {
    problems.push({ code: 'setting.noList', data: { setting } });
    return byDefault;
  }
  return value.filter((pattern): pattern is string => {
    const fault = checkGlob(pattern);
    if (fault !== undefined) problems.push({ code: 'setting.glob', data: { setting, fault } });
    return fault === undefined;
  });
}

/**
 * The `throughline.tracking.directory` setting as a path of plain names. Whatever would lead out of the workspace
 * folder, match everything or is no text gives the default.
 */
export function toTrackingDirectory(setting: unknown): string {
  if (typeof setting !== 'string') return defaultDirectory;
  const parts = setting.split(/[\\/]/).filter((part) => part !== '' && part !== '.');
  const plain = parts.every((part) => part !== '..' && !/[*?{}[\]!:\0]/.test(part));
  return plain && parts.length > 0 ? parts.join('/') : defaultDirectory;
}
