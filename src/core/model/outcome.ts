import type { Coded } from './codes/coded.ts';
import type { FileOutcomes } from './codes/changes.ts';
import type { TaskOutcomes } from './codes/tasks.ts';

/** All that can be done, by dotted, stable codes: `task.claimed`, `note.added`. */
export interface OutcomeData extends FileOutcomes, TaskOutcomes {}
export type OutcomeCode = keyof OutcomeData;

/** What was done, once it is written; or what is so already. Its sentence is made by `core/messages/outcomes.ts`. */
export type Outcome = Coded<OutcomeData>;

export function outcome<Code extends OutcomeCode>(code: Code, data: OutcomeData[Code]): Outcome {
  return { code, data } as Outcome;
}
