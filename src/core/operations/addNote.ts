import * as z from 'zod/mini';
import { outcome } from '../model/outcome.ts';
import { refusal } from '../model/refusal.ts';
import { documentInput, textInput, type DocumentInput } from './inputs.ts';
import { memoryScope, planMemoryNote } from './memoryNote.ts';
import { onDocument, noteHolder, planEdits } from './onDocument.ts';
import type { WriteOperation } from './operation.ts';

interface NoteInput extends DocumentInput {
  readonly text: string;
  readonly memory?: boolean | undefined;
}

/** In the document itself: `- maple: the key store is being changed`. */
const inDocument = onDocument<NoteInput>({
  id: 'add_note',
  description: 'Adds a note to a branch, signed by whoever asks.',
  input: z.strictObject({
    ...documentInput,
    text: textInput('the note, in one line'),
    memory: z.optional(
      z.boolean().check(z.describe('to what flowspec remembers of the task, in place of the task')),
    ),
  }),
  refusals: [
    'file.conflict',
    'file.onlyShown',
    'note.noMemory',
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
    const text = lineOf(input);
    if (text === '') return refusal('note.text', { why: 'empty' });
    const result = tasks.addNote(context.open, part, `${context.me}: ${text}`, context);
    if (result.kind === 'refused') return result;
    return planEdits(context, result.edits, outcome('note.added', { stream: name }));
  },
});

export const addNote: WriteOperation<NoteInput> = {
  ...inDocument,
  scope: (context, input) =>
    input.memory === true ? memoryScope(context, input.document) : inDocument.scope(context, input),
  plan: (context, input) => {
    if (input.memory !== true) return inDocument.plan(context, input);
    const text = lineOf(input);
    return text === ''
      ? refusal('note.text', { why: 'empty' })
      : planMemoryNote(context, input.document, `${context.me}: ${text}`);
  },
};

function lineOf({ text }: NoteInput): string {
  return text.replace(/\s+/g, ' ').trim();
}
