import { outcome } from '../model/outcome.ts';
import { refusal } from '../model/refusal.ts';
import { noTasks, streamOf, type Action } from './action.ts';

/** Adds a note, signed by whoever asks: `- maple: the key store is being changed`. */
export const addNote: Action<{ readonly text: string }> = (context, args) => {
  const { file, format, me } = context;
  const stream = streamOf(context);
  if (stream === undefined || format.tasks === undefined) return noTasks(context);
  const text = args.text.replace(/\s+/g, ' ').trim();
  if (text === '') return refusal('note.text', { why: 'empty' });
  const result = format.tasks.addNote(file, `${me}: ${text}`);
  return result.kind === 'refused'
    ? result
    : { ...result, outcome: outcome('note.added', { stream: stream.name }) };
};
