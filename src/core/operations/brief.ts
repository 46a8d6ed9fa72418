import * as z from 'zod/mini';
import { refusal } from '../model/refusal.ts';
import type { Key } from '../text/key.ts';
import { branchBrief } from '../views/brief.ts';
import { documentInput } from './inputs.ts';
import type { ReadOperation } from './operation.ts';

/** A branch in Markdown. */
export interface Brief {
  readonly kind: 'brief';
  readonly name: string;
  readonly text: string;
}

export const getBrief: ReadOperation<{ readonly document: Key }, Brief> = {
  id: 'get_brief',
  description:
    'Says of a branch what it is for, how far it is, what is next, who is on what, and what was put off.',
  effect: 'read',
  input: z.strictObject(documentInput),
  refusals: ['stream.missing'],
  read: ({ index, git, me }, { document }) => {
    const stream = index.findStream(document);
    return stream === undefined
      ? refusal('stream.missing', { path: index.pathOf(document) })
      : {
          kind: 'brief',
          name: stream.name,
          text: branchBrief(index, stream, { git, me: me === '' ? undefined : me }),
        };
  },
};
