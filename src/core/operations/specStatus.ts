import * as z from 'zod/mini';
import { isLivingSpec } from '../model/item.ts';
import { refusal } from '../model/refusal.ts';
import type { Key } from '../text/key.ts';
import { allStatus, changeStatus, livingSpecStatus } from '../views/specStatus.ts';
import { isChange } from '../views/changeKind.ts';
import { keyInput } from './inputs.ts';
import type { ReadOperation } from './operation.ts';

/** How changes and living specs stand, in Markdown. */
export interface SpecStatus {
  readonly kind: 'specStatus';
  /** Of the change or the spec; empty for all of them. */
  readonly name: string;
  readonly text: string;
}

export const showSpecStatus: ReadOperation<{ readonly document?: Key | undefined }, SpecStatus> = {
  id: 'show_spec_status',
  description:
    'Shows all changes to living specs with their progress, one change with its deltas and tasks, or one living spec with its requirements.',
  effect: 'read',
  input: z.strictObject({
    document: z.optional(
      keyInput('key of a document of a change, or of a living spec; without it all are shown'),
    ),
  }),
  refusals: ['change.missing'],
  read: ({ index }, { document }) => {
    if (document === undefined) return { kind: 'specStatus', name: '', text: allStatus(index) };
    const item = index.itemAt(document);
    if (item?.kind === 'stream' && isChange(item))
      return { kind: 'specStatus', name: item.name, text: changeStatus(index, item) };
    if (item?.kind === 'spec' && isLivingSpec(item))
      return { kind: 'specStatus', name: item.name, text: livingSpecStatus(index, item) };
    return refusal('change.missing', { path: index.pathOf(document) });
  },
};
