import { longestTitle } from '../formats/tracking/newFile.ts';
import { outcome } from '../model/outcome.ts';
import { refusal } from '../model/refusal.ts';
import { noTasks, streamOf, type Action } from './action.ts';

/** Adds a free task below the last one; `criterion` is the ID that it is to serve. */
export const addTask: Action<{ readonly title: string; readonly criterion?: string }> = (context, args) => {
  const { open } = context;
  const { tasks } = open.format;
  const stream = streamOf(context);
  const [part] = stream?.parts ?? [];
  if (stream === undefined || part === undefined || tasks?.add === undefined) return noTasks(context);
  const title = args.title.replace(/\s+/g, ' ').trim();
  if (title === '') return refusal('task.title', { why: 'empty' });
  if (title.length > longestTitle) return refusal('task.title', { why: 'tooLong', most: longestTitle });
  const mentions = args.criterion === undefined ? [] : [args.criterion];
  const result = tasks.add(open, part, { title, mentions }, context);
  return result.kind === 'refused'
    ? result
    : { ...result, outcome: outcome('task.added', { title, stream: stream.name }) };
};
