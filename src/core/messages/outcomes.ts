import type { Outcome, OutcomeData } from '../model/outcome.ts';
import { sentenceOf, type Sentences } from './sentences.ts';
import { taskOutcomes } from './taskOutcomes.ts';

const sentences: Sentences<OutcomeData> = taskOutcomes;

/** What was done, and what undoes it: `Claimed Add jitter. Release Task undoes it.` */
export function outcomeMessage(outcome: Outcome): string {
  return sentenceOf(sentences, outcome);
}
