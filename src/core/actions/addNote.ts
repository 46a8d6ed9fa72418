import { outcome } from '../model/outcome.ts';
import { refusal } from '../model/refusal.ts';
import { noTasks, streamOf, type Action } from './action.ts';

/** Adds a note, signed by whoever asks: `- maple: the key store is being changed`. */
export const addNote: Action<{ readonly text: string }> = (context, args) => {
  const { open, me } = context;
  const { tasks } = open.format;
  const stream = streamOf(context);
  const [part] = stream?.parts ?? [];
  if (stream === undefined || part === undefined || tasks?.addNote === undefined) return noTasks(context);
  const text = args.text.replace(/\s+/g, ' ').trim();
  if (text === '') return refusal('note.text', { why: 'empty' });
  const result = tasks.addNote(open, part, `${me}: ${text}`, context);
  return result.kind === 'refused'
    ? result
    : { ...result, outcome: outcome('note.added', { stream: stream.name }) };
};
