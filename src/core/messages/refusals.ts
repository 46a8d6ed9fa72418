import type { Doubt, Refusal, RefusalData } from '../model/refusal.ts';
import { fileDoubts, fileRefusals } from './fileRefusals.ts';
import { gitRefusals } from './gitRefusals.ts';
import { sentenceOf, type Sentences } from './sentences.ts';
import { trackingRefusals } from './trackingRefusals.ts';

const sentences: Sentences<RefusalData> = { ...fileRefusals, ...gitRefusals, ...trackingRefusals };

/** One sentence with the truth: `Add jitter is already claimed by maple.` */
export function refusalMessage(
  refusal:
    Refusal | Doubt | { readonly kind: 'unknown'; readonly data?: undefined; readonly message: string },
): string {
  if (refusal.data === undefined) return refusal.message;
  return refusal.kind === 'unknown' ? sentenceOf(fileDoubts, refusal) : sentenceOf(sentences, refusal);
}
