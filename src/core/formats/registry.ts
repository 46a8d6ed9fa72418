import type { System } from './format.ts';
import { tracking } from './tracking/system.ts';

/** Every system, in the order in which they are asked. */
export const systems: readonly System[] = [tracking];
