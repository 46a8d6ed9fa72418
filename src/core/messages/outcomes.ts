import type { Done, OutcomeData } from '../model/outcome.ts';
import { sentenceOf, type Sentences } from './sentences.ts';
import { trackingOutcomes } from './trackingOutcomes.ts';

const sentences: Sentences<OutcomeData> = trackingOutcomes;

/** What was done, and what undoes it: `Claimed Add jitter. Release Task undoes it.` */
export function outcomeMessage(done: Done): string {
  return sentenceOf(sentences, done);
}
