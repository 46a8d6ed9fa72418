import { t } from '@vscode/l10n';
import type { Outcome, OutcomeData } from '../model/outcome.ts';
import { sentenceOf, type Sentences } from './sentences.ts';
import { backlogMdOutcomes } from './backlogMdChanges.ts';
import { changeEditOutcomes } from './changeEdits.ts';
import { fileOutcomes } from './fileOutcomes.ts';
import { specChangeOutcomes } from './specChanges.ts';
import { specKitOutcomes } from './specKitRefusals.ts';
import { taskOutcomes } from './taskOutcomes.ts';
import { workspaceOutcomes } from './workspaceChanges.ts';
import { traceOutcomes } from './traceOutcomes.ts';

const sentences: Sentences<OutcomeData> = {
  ...backlogMdOutcomes,
  ...changeEditOutcomes,
  ...fileOutcomes,
  ...specChangeOutcomes,
  ...specKitOutcomes,
  ...taskOutcomes,
  ...traceOutcomes,
  ...workspaceOutcomes,
};

/** What was done: `Claimed Add jitter.` */
export function outcomeMessage(outcome: Outcome): string {
  const message = sentenceOf(sentences, outcome);
  return outcome.commandNotRun === true
    ? t('{0} Backlog.md’s onStatusChange command was not run.', message)
    : message;
}
