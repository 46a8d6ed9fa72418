import * as z from 'zod/mini';
import { compareText } from '../base/compareText.ts';
import { eachOwner } from '../model/owner.ts';
import type { ReadOperation } from './operation.ts';

export interface Owners {
  readonly kind: 'owners';
  /** Each once, however it is written, in the order of the alphabet. */
  readonly names: readonly string[];
}

export const listOwners: ReadOperation<object, Owners> = {
  id: 'list_owners',
  description: 'Lists all who own a task.',
  effect: 'read',
  input: z.strictObject({}),
  refusals: [],
  read: ({ index }) => {
    const named = index
      .streams()
      .flatMap(({ tasks }) => tasks.flatMap(({ owner }) => (owner.value ? [owner.value] : [])));
    return { kind: 'owners', names: [...eachOwner(named)].sort(compareText) };
  },
};
