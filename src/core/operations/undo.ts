import * as z from 'zod/mini';
import { outcome, type UndoInput } from '../model/outcome.ts';
import type { DocumentChange } from '../model/plan.ts';
import { refusal } from '../model/refusal.ts';
import type { DocumentId } from '../text/document.ts';
import type { Key } from '../text/key.ts';
import { undoLines } from '../text/undoLines.ts';
import { keyInput, textInput } from './inputs.ts';
import type { WriteOperation } from './operation.ts';

const place = { folder: textInput('folder of the file'), path: textInput('its path') };
const lines = z.strictObject({
  line: z.number(),
  was: z.string(),
  now: z.string(),
  above: z.string(),
  below: z.string(),
});

export const doneChangesInput = z
  .array(
    z.discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('edit'),
        document: keyInput('key of the document'),
        lines: z.array(lines),
      }),
      z.strictObject({ kind: z.enum(['create', 'delete']), ...place, text: z.string() }),
      z.strictObject({ kind: z.literal('createFolder'), ...place }),
    ]),
  )
  .check(z.describe('what was done, as the outcome says it'));

/** Lines get back what they were, files that were made go, and those that were removed come back. */
export const undo: WriteOperation<UndoInput> = {
  id: 'undo',
  description:
    'Undoes a change, all of it or nothing: only while everything that it wrote is as it was left.',
  effect: 'write',
  input: z.strictObject({ changes: doneChangesInput }),
  refusals: ['undo.changed'],
  scope: (_, { changes }) =>
    changes.flatMap((change): readonly (Key | DocumentId)[] => {
      if (change.kind === 'createFolder') return [];
      return [change.kind === 'edit' ? change.document : idOf(change)];
    }),
  plan: (context, { changes }) => {
    const planned: DocumentChange[] = [];
    for (const change of [...changes].reverse()) {
      const document = change.kind === 'edit' ? context.documentOf(change.document) : idOf(change);
      const changed = refusal('undo.changed', { path: document.path });
      switch (change.kind) {
        case 'edit': {
          const now = context.text(change.document);
          if (now.kind === 'refused') return now;
          const edits = now.kind === 'text' ? undoLines(now.text, change.lines) : undefined;
          if (edits === undefined) return changed;
          planned.push({ kind: 'edit', document, edits });
          break;
        }
        case 'create': {
          const now = context.text(document);
          if (now.kind === 'refused') return now;
          if (now.kind !== 'text' || now.text !== change.text) return changed;
          planned.push({ kind: 'delete', document });
          break;
        }
        case 'delete':
          if (!context.isFree(document)) return changed;
          planned.push({ kind: 'create', document, text: change.text });
          break;
        case 'createFolder':
          // Folders are made in the folder itself alone.
          if (change.folder !== context.folder) return refusal('file.unknown', { path: change.path });
          planned.push({ kind: 'removeFolder', document });
      }
    }
    const paths = planned.flatMap(({ kind, document: { path } }) => (kind === 'removeFolder' ? [] : [path]));
    return { kind: 'plan', atomic: true, changes: planned, outcome: outcome('change.undone', { paths }) };
  },
};

function idOf({ folder, path }: DocumentId): DocumentId {
  return { folder, path };
}
