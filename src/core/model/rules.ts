import { t } from '@vscode/l10n';
import { checkGlob, toGlob } from '../text/glob.ts';
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
  /** What of the settings cannot be used, a sentence each. */
  readonly problems: readonly string[];
  /** Equal exactly when the settings are. */
  readonly key: string;
}

export const defaultSpecsInclude: readonly string[] = [
  '**/{spec,specs}/**/*.md',
  'docs/{spec,specs}/**/*.md',
];
export const defaultSpecsExclude: readonly string[] = ['**/node_modules/**'];

export function toRules(settings: FolderSettings): FolderRules {
  const problems: string[] = [];
  const include = toPatterns('specs.include', settings.specsInclude, defaultSpecsInclude, problems);
  const exclude = toPatterns('specs.exclude', settings.specsExclude, defaultSpecsExclude, problems);
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
  name: string,
  setting: unknown,
  byDefault: readonly string[],
  problems: string[],
): readonly string[] {
  if (setting === undefined || setting === null) return byDefault;
  if (!Array.isArray(setting)) {
    problems.push(t('{0} is no list of patterns: the default is used.', `throughline.${name}`));
    return byDefault;
  }
  return setting.filter((pattern): pattern is string => {
    const problem = checkGlob(pattern);
    if (problem !== undefined) problems.push(`throughline.${name}: ${problem}`);
    return problem === undefined;
  });
}

function toCriteria(setting: unknown, problems: string[]): CriteriaShape {
  if (setting === undefined || setting === null) return defaultCriteria;
  const shape =
    typeof setting === 'string'
      ? toCriteriaShape(setting)
      : { kind: 'unusable' as const, why: t('it is no text') };
  if (shape.kind === 'shape') return shape;
  problems.push(
    t('{0} is refused, because {1}: the default is used.', 'throughline.criteria.pattern', shape.why),
  );
  return defaultCriteria;
}
