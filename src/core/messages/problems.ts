import type { Coded } from '../model/codes/coded.ts';
import type { ProblemData } from '../model/problem.ts';
import { backlogMdProblems } from './backlogMdProblems.ts';
import { dataProblems } from './dataProblems.ts';
import { fileProblems } from './fileProblems.ts';
import { sentenceOf, type Sentences } from './sentences.ts';
import { specChangeProblems } from './specChangeProblems.ts';
import { specDatabaseProblems } from './specDatabaseProblems.ts';
import { specKitProblems } from './specKitProblems.ts';
import { streamProblems } from './streamProblems.ts';
import { traceProblems } from './traceProblems.ts';
import { trackingProblems } from './trackingProblems.ts';
import { workspaceProblems } from './workspaceProblems.ts';

const sentences: Sentences<ProblemData> = {
  ...backlogMdProblems,
  ...dataProblems,
  ...fileProblems,
  ...specChangeProblems,
  ...specDatabaseProblems,
  ...specKitProblems,
  ...streamProblems,
  ...traceProblems,
  ...trackingProblems,
  ...workspaceProblems,
};

/** One sentence for people, without the place. */
export function problemMessage(problem: Coded<ProblemData>): string {
  return sentenceOf(sentences, problem);
}
