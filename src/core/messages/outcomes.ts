import type { Outcome, OutcomeData } from '../model/outcome.ts';
import { sentenceOf, type Sentences } from './sentences.ts';
import { fileOutcomes } from './fileOutcomes.ts';
import { specKitOutcomes } from './specKitRefusals.ts';
import { taskOutcomes } from './taskOutcomes.ts';
import { workspaceOutcomes } from './workspaceChanges.ts';
import { traceOutcomes } from './traceOutcomes.ts';

const sentences: Sentences<OutcomeData> = {
  ...fileOutcomes,
  ...specKitOutcomes,
  ...taskOutcomes,
  ...traceOutcomes,
  ...workspaceOutcomes,
};

/** What was done: `Claimed Add jitter.` */
export function outcomeMessage(outcome: Outcome): string {
  return sentenceOf(sentences, outcome);
}
