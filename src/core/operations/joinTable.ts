import * as z from 'zod/mini';
import { isOwnDocument } from '../formats/tracking/ownDocument.ts';
import { joinRows } from '../formats/tracking/joinRows.ts';
import { outcome } from '../model/outcome.ts';
import { documentInput } from './inputs.ts';
import { noTasks, onDocument, planEdits, streamOf } from './onDocument.ts';

export const joinTable = onDocument({
  id: 'join_table_rows',
  description: 'Joins rows that a blank line separates from their table.',
  input: z.strictObject(documentInput),
  refusals: ['file.conflict', 'file.onlyShown', 'stream.missing'],
  plan: (context) => {
    const { open } = context;
    if (streamOf(context) === undefined || !isOwnDocument(open)) return noTasks(context);
    const result = joinRows(open);
    if (result.kind === 'refused') return result;
    const { edits, rows } = result;
    if (edits.length === 0)
      return { kind: 'unchanged', outcome: outcome('rows.noneCutOff', { path: open.document.id.path }) };
    return planEdits(context, edits, outcome('rows.joined', { count: rows }));
  },
});
