import type { GlobFault } from '../../text/glob.ts';
import type { SystemId } from '../system.ts';
import type { Coded } from './coded.ts';

/** What of a folder's settings can be unusable; `setting` is its whole name. */
export interface SettingProblems {
  readonly 'setting.noList': { readonly setting: SpecsSetting };
  /** One of its patterns is left out. */
  readonly 'setting.glob': { readonly setting: SpecsSetting; readonly fault: GlobFault };
  /** It names no system at all. */
  readonly 'setting.noSystems': { readonly setting: SystemsSetting; readonly known: readonly SystemId[] };
  /** One of its names is that of no system. */
  readonly 'setting.system': {
    readonly setting: SystemsSetting;
    readonly name: string;
    readonly known: readonly SystemId[];
  };
  readonly 'setting.criteria': { readonly setting: CriteriaSetting; readonly fault: CriteriaPatternFault };
}
export type SettingProblem = Coded<SettingProblems>;

export type SpecsSetting = 'throughline.specs.include' | 'throughline.specs.exclude';
export type SystemsSetting = 'throughline.systems';
export type CriteriaSetting = 'throughline.criteria.pattern';

/** Why a pattern for the IDs of criteria is refused. */
export type CriteriaPatternFault =
  | { readonly kind: 'noText' | 'empty' | 'fitsEmptyText' }
  | { readonly kind: 'tooLong'; readonly most: number }
  /** It is no regular expression, as JavaScript says in its own words. */
  | { readonly kind: 'invalid'; readonly said: string }
  | { readonly kind: 'unsupported'; readonly construct: string }
  /** It repeats too much. */
  | { readonly kind: 'tooLarge' };
