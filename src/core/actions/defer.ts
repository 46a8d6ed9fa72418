import { debtItemText, debtLink, escapeInline } from '../formats/tracking/newFile.ts';
import { rangeText } from '../model/criteriaRanges.ts';
import { relativeLink } from '../model/destination.ts';
import { noTasks, onTask, refuseForeign, streamOf, type TaskArgs } from './action.ts';
import { outcome } from '../model/outcome.ts';
import { refusal } from '../model/refusal.ts';

/** What becomes of a task that is put off: where its debt item is made, and what it is called. */
export interface DeferArgs extends TaskArgs {
  /** Path of a file that is not there yet, in `tracking/tech-debt/`. */
  readonly debtPath: string;
  readonly title: string;
  /** `yyyy-mm-dd`. */
  readonly today: string;
}

/**
 * Puts a task off: a debt item with its origin, a note that links it, and the row is `dropped`, so that it leaves every
 * total of the branch.
 */
export const defer = onTask<DeferArgs>((context, args, task) => {
  const { open, me } = context;
  const { debtPath, today } = args;
  const { path } = open.document.id;
  const { tasks } = open.format;
  const stream = streamOf(context);
  const [part] = stream?.parts ?? [];
  if (stream === undefined || part === undefined || tasks?.addNote === undefined) return noTasks(context);
  const title = args.title.replace(/\s+/g, ' ').trim();
  if (title === '') return refusal('debt.title', {});
  if (task.status.value === 'done' || task.status.value === 'dropped')
    return refusal('task.closed', { title: task.title.value, status: task.status.value, asked: 'defer' });
  const foreign = refuseForeign(task, context, 'defer');
  if (foreign !== undefined) return foreign;
  const dropped = tasks.set(open, task, { status: 'dropped' }, context);
  if (dropped.kind === 'refused') return dropped;
  const link = debtLink(relativeLink(path, debtPath));
  const served = [...task.mentions.map(({ id }) => id), ...(task.ranges ?? []).map(rangeText)];
  const note = `${me}: deferred ${escapeInline(task.title.value)} -> ${link}`;
  const noted = tasks.addNote(open, part, note, context);
  if (noted.kind === 'refused') return noted;
  return {
    kind: 'edits',
    edits: [...dropped.edits, ...noted.edits],
    creates: [
      {
        path: debtPath,
        text: debtItemText({
          title,
          from: { name: stream.name, link: relativeLink(debtPath, path) },
          owner: me,
          today,
          ...(served.length === 0 ? {} : { criteria: served }),
        }),
      },
    ],
    outcome: outcome('task.deferred', { title: task.title.value, debtPath }),
  };
});
