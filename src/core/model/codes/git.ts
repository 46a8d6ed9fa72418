import type { NoData } from './coded.ts';

/** Why git did not do what was asked. */
export interface GitRefusals {
  readonly 'git.missing': NoData;
}
