import type { Coded } from './codes/coded.ts';
import type { TrackingOutcomes } from './codes/tracking.ts';

/** All that can be done, by dotted, stable codes: `task.claimed`, `note.added`. */
export type OutcomeData = TrackingOutcomes;
export type OutcomeCode = keyof OutcomeData;

/** What was done, once it is written; or what is so already. Its sentence is made by `core/messages/outcomes.ts`. */
export type Done = Coded<OutcomeData>;
