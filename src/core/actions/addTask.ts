import { t } from '@vscode/l10n';
import { longestTitle } from '../model/newFile.ts';
import { refuse } from '../model/refusal.ts';
import { noTasks, streamOf, type Action } from './action.ts';

/** Adds a free task below the last one; `criterion` is the ID that it is to serve. */
export const addTask: Action<{ readonly title: string; readonly criterion?: string }> = (context, args) => {
  const { file, format, preferred } = context;
  const stream = streamOf(context);
  if (stream === undefined || format.tasks === undefined) return noTasks(file.path);
  const title = args.title.replace(/\s+/g, ' ').trim();
  if (title === '') return refuse('task.title', t('A task has a title.'));
  if (title.length > longestTitle)
    return refuse('task.title', t('A title has at most {0} characters.', longestTitle));
  const notes = args.criterion === undefined ? {} : { notes: args.criterion };
  const result = format.tasks.addTask(file, { title, ...notes }, preferred);
  return result.kind === 'refused'
    ? result
    : { ...result, summary: t('Added {0} to {1}. It is free: Claim Task takes it.', title, stream.name) };
};
