import * as z from 'zod/mini';
import { outcome } from '../model/outcome.ts';
import { refusal } from '../model/refusal.ts';
import { documentInput, textInput } from './inputs.ts';
import { onDocument, noteHolder, planEdits } from './onDocument.ts';

/** `- maple: the key store is being changed` */
export const addNote = onDocument({
  id: 'add_note',
  description: 'Adds a note to a branch, signed by whoever asks.',
  input: z.strictObject({ ...documentInput, text: textInput('the note, in one line') }),
  refusals: [
    'file.conflict',
    'file.onlyShown',
    'note.none',
    'note.text',
    'markers.broken',
    'step.instead',
    'stream.missing',
  ],
  plan: (context, input) => {
    if (context.open.format.steps !== undefined) return refusal('step.instead', { use: 'record_in_step' });
    const found = noteHolder(context);
    if (found.kind === 'refused') return found;
    const { name, part, tasks } = found;
    if (tasks.addNote === undefined) return refusal('note.none', { path: context.open.document.id.path });
    const text = input.text.replace(/\s+/g, ' ').trim();
    if (text === '') return refusal('note.text', { why: 'empty' });
    const result = tasks.addNote(context.open, part, `${context.me}: ${text}`, context);
    if (result.kind === 'refused') return result;
    return planEdits(context, result.edits, outcome('note.added', { stream: name }));
  },
});
