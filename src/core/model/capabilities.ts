import type { Status } from './status.ts';

/** What a person or an agent can do with a task. One constant for each format, configuration and state that differ in it. */
export interface Capabilities {
  /** Where an owner is kept: in the task's file, in the clone's claims beside it, or nowhere. */
  readonly owner: 'file' | 'claims' | 'none';
  /** What the task can be set to. */
  readonly statuses: readonly Status[];
  /** The words that can be chosen in place of a status, where the project says which there are. */
  readonly words?: readonly { readonly word: string; readonly status: Status }[];
  /** Of a step of a workflow: whether it goes on, or is over. It is neither claimed nor set; it begins, and ends. */
  readonly step?: 'running' | 'over';
}

/** Of a task that is shown, and not changed. */
export const readOnly: Capabilities = { owner: 'none', statuses: [] };

export function isReadOnly({ owner, statuses }: Capabilities): boolean {
  return owner === 'none' && statuses.length === 0;
}

/** Of a step of a workflow: a running one is kept up and ended. */
export const runningStep: Capabilities = { ...readOnly, step: 'running' };
export const endedStep: Capabilities = { ...readOnly, step: 'over' };
