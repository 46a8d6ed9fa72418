import * as z from 'zod/mini';
import { ownNameOf, type Stream } from '../model/item.ts';
import type { LongText } from '../model/longText.ts';
import { refusal } from '../model/refusal.ts';
import type { Key } from '../text/key.ts';
import { isChange } from '../views/changeKind.ts';
import { rationale } from '../views/rationale.ts';
import { documentInput } from './inputs.ts';
import type { ReadContext, ReadOperation } from './operation.ts';

/** Why a change was made, in Markdown, for a place that outlives it. */
export interface Rationale {
  readonly kind: 'rationale';
  readonly name: string;
  readonly text: string;
}

export const getRationale: ReadOperation<{ readonly document: Key }, Rationale> = {
  id: 'get_rationale',
  description:
    'Says why a change to living specs was made, open or archived: its why, what and design as they are written, and the requirements that it touched.',
  effect: 'read',
  input: z.strictObject(documentInput),
  refusals: ['change.missing'],
  scope: (context, { document }) => {
    const stream = changeAt(context, document);
    return stream === undefined ? [] : context.index.documentsOf(stream.key);
  },
  read: (context, { document }, open) => {
    const stream = changeAt(context, document);
    if (stream === undefined) return refusal('change.missing', { path: context.index.pathOf(document) });
    const texts = [...(open?.values() ?? [])].flatMap(
      ({ document: each, format }) => format.longTexts?.(each) ?? [],
    );
    return { kind: 'rationale', name: ownNameOf(stream), text: rationale(stream, inOrder(texts)) };
  },
};

function changeAt({ index }: ReadContext, document: Key): Stream | undefined {
  const item = index.itemAt(document);
  return item?.kind === 'stream' && isChange(item) ? item : undefined;
}

const order: readonly LongText['about'][] = ['why', 'what', 'design'];

function inOrder(texts: readonly LongText[]): readonly LongText[] {
  return order.flatMap((about) => texts.filter((text) => text.about === about));
}
