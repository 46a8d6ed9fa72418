import * as z from 'zod/mini';
import { planMerge } from '../formats/tracking/merge/joinFiles.ts';
import { isOwnDocument } from '../formats/tracking/ownDocument.ts';
import { itemIn } from '../index/composeStream.ts';
import { outcome } from '../model/outcome.ts';
import { refusal, unlessConfirmed } from '../model/refusal.ts';
import type { Key } from '../text/key.ts';
import { lineEdits } from '../text/lineMerge.ts';
import { documentInput, keyInput } from './inputs.ts';
import type { PlanContext, WriteOperation } from './operation.ts';

/** Which of two versions of a row stays, by what the row is known by. */
export const decisionsInput = z.record(
  z.string(),
  z.enum(['ours', 'theirs']).check(z.describe('whose row stays, by the key of the choice')),
);

interface MergeInput {
  readonly document: Key;
  readonly other: Key;
  readonly decisions?: Readonly<Record<string, 'ours' | 'theirs'>> | undefined;
}

/** What both files say of a task in different words has to be decided: the refusal says of which. */
export const mergeFiles: WriteOperation<MergeInput> = {
  id: 'merge_progress_files',
  description: 'Merges a second progress file of the same branch into the first one, and removes it.',
  effect: 'write',
  input: z.strictObject({
    ...documentInput,
    other: keyInput('key of the file that is merged and removed'),
    decisions: z.optional(decisionsInput),
  }),
  refusals: [
    'file.conflict',
    'file.onlyShown',
    'merge.branches',
    'merge.elsewhere',
    'merge.incomplete',
    'merge.removal',
    'merge.undecided',
    'stream.missing',
  ],
  scope: (_, { document, other }) => [document, other],
  plan: (context, input) => {
    const [into, from] = [streamAt(context, input.document), streamAt(context, input.other)];
    if (into.kind === 'refused') return into;
    if (from.kind === 'refused') return from;
    const { document } = into.open;
    const { path } = document.id;
    for (const { open } of [into, from])
      if (open.document.id.folder !== context.folder)
        return refusal('merge.elsewhere', { path: open.document.id.path });
    const other = {
      path: from.open.document.id.path,
      text: from.open.document.source.text,
      branch: from.branch,
    };
    if (into.branch === undefined || into.branch !== other.branch)
      return refusal('merge.branches', { path, other: other.path });
    const decisions = new Map(Object.entries(input.decisions ?? {}));
    const planned = planMerge(document, document.source.text, { other, decisions });
    if (planned.kind === 'refused') return planned;
    if (planned.kind === 'choices')
      return refusal('merge.undecided', { path, other: other.path, choices: planned.choices });
    const removal = refusal('merge.removal', { path, other: other.path });
    const edits = lineEdits(document.source, planned.text);
    return (
      unlessConfirmed(removal, context.confirmed) ?? {
        kind: 'plan',
        atomic: true,
        changes: [
          ...(edits.length === 0 ? [] : [{ kind: 'edit' as const, document: document.id, edits }]),
          { kind: 'delete', document: from.open.document.id },
        ],
        outcome: outcome('files.merged', { path, other: other.path }),
      }
    );
  },
};

function streamAt(context: PlanContext, key: Key) {
  const found = context.open(key);
  if (found.kind === 'refused') return found;
  const { open } = found;
  const { path } = open.document.id;
  const item = itemIn(open.parsed);
  if (item?.kind !== 'stream') return refusal('stream.missing', { path });
  if (!isOwnDocument(open)) return refusal('file.onlyShown', { path });
  return { kind: 'stream' as const, open, branch: item.branch };
}
