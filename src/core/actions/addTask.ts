import { longestTitle } from '../formats/tracking/newFile.ts';
import { outcome } from '../model/outcome.ts';
import { refusal } from '../model/refusal.ts';
import { noTasks, streamOf, type Action } from './action.ts';

/** Adds a free task below the last one; `criterion` is the ID that it is to serve. */
export const addTask: Action<{ readonly title: string; readonly criterion?: string }> = (context, args) => {
  const { file, format, preferred } = context;
  const stream = streamOf(context);
  if (stream === undefined || format.tasks === undefined) return noTasks(context);
  const title = args.title.replace(/\s+/g, ' ').trim();
  if (title === '') return refusal('task.title', { why: 'empty' });
  if (title.length > longestTitle) return refusal('task.title', { why: 'tooLong', most: longestTitle });
  const notes = args.criterion === undefined ? {} : { notes: args.criterion };
  const result = format.tasks.addTask({ file, stream }, { title, ...notes }, preferred);
  return result.kind === 'refused'
    ? result
    : { ...result, outcome: outcome('task.added', { title, stream: stream.name }) };
};
