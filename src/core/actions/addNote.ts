import { t } from '@vscode/l10n';
import { refuse } from '../model/refusal.ts';
import { noTasks, streamOf, type Action } from './action.ts';

/** Adds a note, signed by whoever asks: `- maple: the key store is being changed`. */
export const addNote: Action<{ readonly text: string }> = (context, args) => {
  const { file, format, me } = context;
  const stream = streamOf(context);
  if (stream === undefined || format.tasks === undefined) return noTasks(file.path);
  const text = args.text.replace(/\s+/g, ' ').trim();
  if (text === '') return refuse('note.text', t('A note has a text.'));
  const result = format.tasks.addNote(file, `${me}: ${text}`);
  return result.kind === 'refused' ? result : { ...result, summary: t('Added a note to {0}.', stream.name) };
};
