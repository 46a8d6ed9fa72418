import { t } from '@vscode/l10n';
import type { Refusal, RefusalData } from '../model/refusal.ts';
import { branchRefusals } from './branchRefusals.ts';
import { changeRefusals } from './changeRefusals.ts';
import { fileRefusals } from './fileRefusals.ts';
import { gitRefusals } from './gitRefusals.ts';
import { sentenceOf, type Sentences } from './sentences.ts';
import { takenButton, taskRefusals } from './taskRefusals.ts';

const sentences: Sentences<RefusalData> = {
  ...branchRefusals,
  ...changeRefusals,
  ...fileRefusals,
  ...gitRefusals,
  ...taskRefusals,
};

/** One sentence with the truth: `Add jitter is already claimed by maple.` */
export function refusalMessage(
  refusal: Refusal | { readonly kind: 'unknown'; readonly data?: undefined; readonly message: string },
): string {
  const message = refusal.data === undefined ? refusal.message : sentenceOf(sentences, refusal);
  if (refusal.kind === 'unknown') return message;
  const { created, started } = refusal;
  const inFull =
    created === undefined ? message : t('{0} was created, but: {1}', created.join(', '), message);
  return started === undefined
    ? inFull
    : t('{0} was started, but has no progress file: {1}', started, inFull);
}

/** The button that does it all the same, for a refusal that a person may confirm: `Take Over`. Undefined for all others. */
export function confirmButton(refusal: Refusal): string | undefined {
  return refusal.confirmable === true && refusal.code === 'task.taken' && refusal.data !== undefined
    ? takenButton(refusal.data.asked)
    : undefined;
}
