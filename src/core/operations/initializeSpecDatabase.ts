import * as z from 'zod/mini';
import { ignoredDatabase, ownDatabase } from '../formats/specDatabase/places.ts';
import { outcome } from '../model/outcome.ts';
import type { DocumentChange } from '../model/plan.ts';
import { refusal } from '../model/refusal.ts';
import { toKey } from '../text/key.ts';
import type { WriteOperation } from './operation.ts';

const ignoreFile = toKey('.gitignore');

/** The store makes the tables in it. What is there stays as it is. */
export const initializeSpecDatabase: WriteOperation<{ readonly ignore?: boolean | undefined }> = {
  id: 'initialize_spec_database',
  description: 'Creates a database for changes and living specs that is the folder’s own.',
  effect: 'write',
  input: z.strictObject({
    ignore: z.optional(z.boolean().check(z.describe('also adds it to .gitignore'))),
  }),
  refusals: ['file.exists'],
  scope: (_, { ignore }) => (ignore === true ? [ignoreFile] : []),
  plan: (context, { ignore }) => {
    const database = { folder: context.folder, path: ownDatabase };
    if (!context.isFree(database)) return refusal('file.exists', { path: ownDatabase });
    const changes: DocumentChange[] = [{ kind: 'create', document: database, text: '' }];
    if (ignore === true) {
      const found = context.text(ignoreFile);
      if (found.kind === 'refused') return found;
      const document = context.documentOf(ignoreFile);
      if (found.kind === 'missing') changes.push({ kind: 'create', document, text: `${ignoredDatabase}\n` });
      else if (!found.text.split(/\r?\n/).includes(ignoredDatabase)) {
        const { text } = found;
        const ending = text.includes('\r\n') ? '\r\n' : '\n';
        const before = text === '' || text.endsWith('\n') ? '' : ending;
        const range = { start: text.length, end: text.length };
        const edit = { range, expect: '', text: `${before}${ignoredDatabase}${ending}` };
        changes.push({ kind: 'edit', document, edits: [edit] });
      }
    }
    return { kind: 'plan', changes, outcome: outcome('file.created', { path: ownDatabase }) };
  },
};
