import { t } from '@vscode/l10n';
import type { Doubt, DoubtData, Refusal, RefusalData } from '../model/refusal.ts';
import { backlogMdRefusals } from './backlogMdChanges.ts';
import { branchRefusals } from './branchRefusals.ts';
import { changeEditRefusals } from './changeEdits.ts';
import { changeDoubts, changeRefusals } from './changeRefusals.ts';
import { fileDoubts, fileRefusals } from './fileRefusals.ts';
import { gitRefusals } from './gitRefusals.ts';
import { sentenceOf, type Sentences } from './sentences.ts';
import { specChangeRefusals } from './specChanges.ts';
import { specKitRefusals } from './specKitRefusals.ts';
import { taskRefusals } from './taskRefusals.ts';
import { workspaceRefusals } from './workspaceChanges.ts';
import { traceRefusals } from './traceRefusals.ts';

const sentences: Sentences<RefusalData> = {
  ...backlogMdRefusals,
  ...branchRefusals,
  ...changeEditRefusals,
  ...changeRefusals,
  ...fileRefusals,
  ...gitRefusals,
  ...specChangeRefusals,
  ...specKitRefusals,
  ...taskRefusals,
  ...workspaceRefusals,
  ...traceRefusals,
};

const doubts: Sentences<DoubtData> = { ...changeDoubts, ...fileDoubts };

/** One sentence with the truth: `Add jitter is already claimed by maple.` */
export function refusalMessage(refusal: Refusal | Doubt): string {
  if (refusal.kind === 'unknown') return sentenceOf(doubts, refusal);
  const { created, started } = refusal;
  const message = sentenceOf(sentences, refusal);
  const inFull =
    created === undefined ? message : t('{0} was created, but: {1}', created.join(', '), message);
  return started === undefined
    ? inFull
    : t('Started {0}, but could not create its progress file: {1}', started, inFull);
}
