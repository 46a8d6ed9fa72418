import * as z from 'zod/mini';
import { outcome, type UndoInput } from '../model/outcome.ts';
import type { DocumentChange } from '../model/plan.ts';
import { refusal } from '../model/refusal.ts';
import type { DocumentId } from '../text/document.ts';
import { claimsKey, type Key } from '../text/key.ts';
import { undoLines } from '../text/undoLines.ts';
import { claimsNow } from './claimsBeside.ts';
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
    changes.map((change): Key | DocumentId => (change.kind === 'edit' ? change.document : idOf(change))),
  plan: (context, { changes }) => {
    const planned: DocumentChange[] = [];
    const emptied = new Map<string, DocumentChange>();
    for (const change of [...changes].reverse()) {
      const document = change.kind === 'edit' ? context.documentOf(change.document) : idOf(change);
      const changed = refusal('undo.changed', { path: document.path });
      switch (change.kind) {
        case 'edit': {
          const claims = change.document === claimsKey ? claimsNow(context) : undefined;
          if (claims?.kind === 'refused') return claims;
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
          // Folders are made with a file; as git does, those that are empty now go with it.
          for (const path of foldersAbove(document.path))
            emptied.set(path, { kind: 'removeFolder', document: { folder: document.folder, path } });
          break;
        }
        case 'delete':
          if (!context.isFree(document)) return changed;
          planned.push({ kind: 'create', document, text: change.text });
      }
    }
    const paths = planned.map(({ document: { path } }) => path);
    // The innermost first.
    const folders = [...emptied.values()].sort((a, b) => b.document.path.length - a.document.path.length);
    return {
      kind: 'plan',
      atomic: true,
      isUndo: true,
      changes: [...planned, ...folders],
      outcome: outcome('change.undone', { paths }),
    };
  },
};

/** `a/b` and `a` for `a/b/c.md`. */
function foldersAbove(path: string): readonly string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_part, at) => parts.slice(0, at + 1).join('/'));
}

function idOf({ folder, path }: DocumentId): DocumentId {
  return { folder, path };
}
