import * as z from 'zod/mini';
import { debtItemText, debtLink } from '../formats/tracking/newFile.ts';
import { trackingDirectoryOf } from '../formats/tracking/settings.ts';
import { debtFolder } from '../formats/tracking/trackingPath.ts';
import { rangeText } from '../model/criteriaRanges.ts';
import { relativeLink } from '../model/destination.ts';
import { outcome } from '../model/outcome.ts';
import { refusal } from '../model/refusal.ts';
import { escapeInline } from '../text/inline.ts';
import { taskInput, textInput } from './inputs.ts';
import { freeItemPath } from './newItems.ts';
import { cellRefusals, onePart, onTask, refuseForeign } from './onDocument.ts';

/**
 * A debt item with its origin, a note that links it, and the row is `dropped`, so that it leaves every total of the branch. The item
 * goes where the progress file is.
 */
export const defer = onTask({
  id: 'defer_task',
  description: 'Puts a task off: it is dropped, and an item of tech debt says what is left to do.',
  input: z.strictObject({
    ...taskInput,
    title: textInput('title of the item of tech debt'),
    reason: z.optional(textInput('why, in one line, for the notes of the branch')),
  }),
  refusals: ['debt.title', 'note.text', 'stream.missing', 'task.closed', 'task.taken', ...cellRefusals],
  plan: (context, input, task) => {
    const { open, me, today, rules } = context;
    const { folder, path } = open.document.id;
    const found = onePart(context);
    if (found.kind === 'refused') return found;
    const { stream, part, tasks } = found;
    if (tasks.addNote === undefined) {
      const noWord = tasks.set(open, task, { status: 'dropped' }, context);
      return noWord.kind === 'refused' ? noWord : found.onlyShown;
    }
    const title = input.title.replace(/\s+/g, ' ').trim();
    if (title === '') return refusal('debt.title', {});
    const reason = input.reason?.replace(/\s+/g, ' ').trim();
    if (reason === '') return refusal('note.text', { why: 'empty' });
    if (task.status.value === 'done' || task.status.value === 'dropped')
      return refusal('task.closed', { title: task.title.value, status: task.status.value, asked: 'defer' });
    const foreign = refuseForeign(task, context, 'defer');
    if (foreign !== undefined) return foreign;
    const dropped = tasks.set(open, task, { status: 'dropped' }, context);
    if (dropped.kind === 'refused') return dropped;
    const directory = debtFolder(trackingDirectoryOf(path, rules.settings));
    const debtPath = freeItemPath(context, folder, directory, title);
    const link = debtLink(relativeLink(path, debtPath));
    const served = [...task.mentions.map(({ id }) => id), ...(task.ranges ?? []).map(rangeText)];
    const note = `${me}: deferred ${escapeInline(task.title.value)} -> ${link}${reason === undefined ? '' : `: ${reason}`}`;
    const noted = tasks.addNote(open, part, note, context);
    if (noted.kind === 'refused') return noted;
    const text = debtItemText({
      title,
      from: { name: stream.name, link: relativeLink(debtPath, path) },
      owner: me,
      today,
      ...(served.length === 0 ? {} : { criteria: served }),
    });
    return {
      kind: 'plan',
      atomic: true,
      changes: [
        { kind: 'create', document: { folder, path: debtPath }, text },
        { kind: 'edit', document: open.document.id, edits: [...dropped.edits, ...noted.edits] },
      ],
      outcome: outcome('task.deferred', { title: task.title.value, debtPath }),
    };
  },
});
