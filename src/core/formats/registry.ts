import type { System } from './format.ts';
import { backlogMd } from './backlogMd/system.ts';
import { openSpec } from './openSpec/system.ts';
import { specDatabase } from './specDatabase/system.ts';
import { specKit } from './specKit/system.ts';
import { trace } from './trace/system.ts';
import { tracking } from './tracking/system.ts';
import { workspace } from './workspace/system.ts';

/** Every system, in the order in which they are asked. */
export const systems: readonly System[] = [
  tracking,
  trace,
  workspace,
  backlogMd,
  specKit,
  openSpec,
  specDatabase,
];
