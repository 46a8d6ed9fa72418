import type { StreamPart, StreamTask } from '../../model/item.ts';
import type { Refusal } from '../../model/refusal.ts';
import { groupToExtend } from '../../model/taskGroups.ts';
import type { Edits } from '../../text/edit.ts';
import { addBox, groupsForBox, lineOf, nextMarker, setBox, shallowest } from '../boxTaskEdits.ts';
import type { NewTask, OpenDocument, TaskEdits } from '../format.ts';
import { readTaskLine } from './taskLine.ts';

/** How the boxes of `tasks.md` are ticked, and tasks are added. Who is at one is kept beside the file. */
export const taskEdits: TaskEdits<'lines'> = { set: setBox, add: addTask };

/** Adds a task below the last one of a group, with the next number, in the layout of the others. */
function addTask(
  open: OpenDocument<'lines'>,
  part: StreamPart,
  { title, mentions = [], heading }: NewTask,
): Edits | Refusal {
  const groups = groupsForBox(open, part, { title, heading });
  if (groups.kind === 'refused') return groups;
  const beside = groupToExtend(groups.groups)?.tasks ?? [];
  const { source } = open.document;
  const like = shallowest(source, beside);
  const box = like === undefined ? undefined : readTaskLine(source, lineOf(source, like));
  const read = mentions.length === 0 ? title : `${title} (${mentions.join(', ')})`;
  const lead = `${box?.indent ?? ''}${nextMarker(box?.marker)} [ ]`;
  const item = [lead, nextNumber(part.tasks ?? [], beside), read].filter((word) => word !== '').join(' ');
  return addBox(open, beside, item, { title, read });
}

/** `1.3` behind `1.2`, in a group of tasks without numbers none; in a file without tasks `1.1`. */
function nextNumber(all: readonly StreamTask[], beside: readonly StreamTask[]): string {
  if (all.length === 0) return '1.1';
  const numbers = beside.flatMap(({ id }) => {
    const [group, at] = /^(\d+)\.(\d+)/.exec(id ?? '')?.slice(1) ?? [];
    return group === undefined || at === undefined ? [] : [{ group, at: Number(at) }];
  });
  const last = numbers.at(-1);
  if (last === undefined) return '';
  const taken = numbers.filter(({ group }) => group === last.group).map(({ at }) => at);
  return `${last.group}.${Math.max(...taken) + 1}`;
}
