import type { Refusal, RefusalData } from '../model/refusal.ts';
import { fileRefusals } from './fileRefusals.ts';
import { gitRefusals } from './gitRefusals.ts';
import { sentenceOf, type Sentences } from './sentences.ts';
import { trackingRefusals } from './trackingRefusals.ts';

const sentences: Sentences<RefusalData> = { ...fileRefusals, ...gitRefusals, ...trackingRefusals };

/** One sentence with the truth: `Add jitter is already claimed by maple.` */
export function refusalMessage(
  refusal: Refusal | { readonly kind: 'unknown'; readonly data?: undefined; readonly message: string },
): string {
  return refusal.data === undefined ? refusal.message : sentenceOf(sentences, refusal);
}
