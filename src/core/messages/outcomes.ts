import type { Outcome, OutcomeData } from '../model/outcome.ts';
import { sentenceOf, type Sentences } from './sentences.ts';
import { fileOutcomes } from './fileOutcomes.ts';
import { taskHints, taskOutcomes } from './taskOutcomes.ts';

const sentences: Sentences<OutcomeData> = { ...fileOutcomes, ...taskOutcomes };
const hints: Partial<Sentences<OutcomeData>> = taskHints;

/** What was done: `Claimed Add jitter.` */
export function outcomeSentence(outcome: Outcome): string {
  return sentenceOf(sentences, outcome);
}

/** The same with the command of VS Code that undoes it: `Claimed Add jitter. Release Task undoes it.` */
export function outcomeMessage(outcome: Outcome): string {
  const hint = hints[outcome.code] as ((data: Outcome['data']) => string) | undefined;
  return hint === undefined ? outcomeSentence(outcome) : `${outcomeSentence(outcome)} ${hint(outcome.data)}`;
}
