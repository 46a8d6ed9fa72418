import { checkGlob, toGlob } from '../text/glob.ts';
import type { SettingProblem, SpecsSetting } from './codes/settings.ts';
import { defaultCriteria, toCriteriaShape, type CriteriaShape } from './criteria.ts';
import { toTrackingDirectory } from './trackingPath.ts';

/** The settings of a folder that decide what is read, as somebody wrote them: of any type. */
export interface FolderSettings {
  readonly trackingDirectory: unknown;
  readonly specsInclude: unknown;
  readonly specsExclude: unknown;
  readonly criteriaPattern: unknown;
}

/** What is read in a folder, and how; always usable, whatever the settings say. */
export interface FolderRules {
  /** `tracking`: the name (or the last parts of the path) of tracking directories. */
  readonly trackingDirectory: string;
  /** Whether a path is a spec by its place; files that a `Spec:` line links are specs as well. */
  isSpec(path: string): boolean;
  readonly criteria: CriteriaShape;
  /** The globs behind {@link isSpec}, those that cannot be used left out. */
  readonly specs: { readonly include: readonly string[]; readonly exclude: readonly string[] };
  /** What of the settings cannot be used. */
  readonly problems: readonly SettingProblem[];
  /** Equal exactly when the settings are. */
  readonly key: string;
}

export const defaultSpecsInclude: readonly string[] = [
  '**/{spec,specs}/**/*.md',
  'docs/{spec,specs}/**/*.md',
];
export const defaultSpecsExclude: readonly string[] = ['**/node_modules/**'];

export function toRules(settings: FolderSettings): FolderRules {
  const problems: SettingProblem[] = [];
  const include = toPatterns(
    'throughline.specs.include',
    settings.specsInclude,
    defaultSpecsInclude,
    problems,
  );
  const exclude = toPatterns(
    'throughline.specs.exclude',
    settings.specsExclude,
    defaultSpecsExclude,
    problems,
  );
  const included = toGlob(include);
  const excluded = toGlob(exclude);
  return {
    trackingDirectory: toTrackingDirectory(settings.trackingDirectory),
    isSpec: (path) => included(path) && !excluded(path),
    criteria: toCriteria(settings.criteriaPattern, problems),
    specs: { include, exclude },
    problems,
    key: JSON.stringify(settings),
  };
}

export const defaultRules = toRules({
  trackingDirectory: undefined,
  specsInclude: undefined,
  specsExclude: undefined,
  criteriaPattern: undefined,
});

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

function toCriteria(value: unknown, problems: SettingProblem[]): CriteriaShape {
  if (value === undefined || value === null) return defaultCriteria;
  const shape =
    typeof value === 'string'
      ? toCriteriaShape(value)
      : ({ kind: 'unusable', fault: { kind: 'noText' } } as const);
  if (shape.kind === 'shape') return shape;
  const { fault } = shape;
  problems.push({ code: 'setting.criteria', data: { setting: 'throughline.criteria.pattern', fault } });
  return defaultCriteria;
}
