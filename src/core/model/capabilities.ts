import type { Status } from './status.ts';

/** What a person or an agent can do with a task. One constant for each format, configuration and state that differ in it. */
export interface Capabilities {
  /** Where an owner is kept: in the task's file, in the clone's claims beside it, or nowhere. */
  readonly owner: 'file' | 'claims' | 'none';
  /** What the task can be set to. */
  readonly statuses: readonly Status[];
}

/** Of a task that is shown, and not changed. */
export const readOnly: Capabilities = { owner: 'none', statuses: [] };

export function isReadOnly({ owner, statuses }: Capabilities): boolean {
  return owner === 'none' && statuses.length === 0;
}
