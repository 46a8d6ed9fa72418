import type { Coded } from '../model/codes/coded.ts';
import type { ProblemData } from '../model/problem.ts';
import { fileProblems } from './fileProblems.ts';
import { sentenceOf, type Sentences } from './sentences.ts';
import { trackingProblems } from './trackingProblems.ts';

const sentences: Sentences<ProblemData> = { ...fileProblems, ...trackingProblems };

/** One sentence for people, without the place. */
export function problemMessage(problem: Coded<ProblemData>): string {
  return sentenceOf(sentences, problem);
}
