import type { StreamPart, StreamTask } from '../../model/item.ts';
import type { Refusal } from '../../model/refusal.ts';
import { groupToExtend } from '../../model/taskGroups.ts';
import { readBoxLine } from '../../text/checklist.ts';
import type { Edits } from '../../text/edit.ts';
import type { SourceText } from '../../text/sourceText.ts';
import { addBox, groupsForBox, lineOf, nextMarker, shallowest } from '../boxTaskEdits.ts';
import type { NewTask, OpenDocument } from '../format.ts';

/**
 * Adds a task below the last one of a phase, with the next number, in the layout of the others: of the phase that is named, else of the
 * story that it is for, else of the last one with work left.
 */
export function addTask(
  open: OpenDocument<'lines'>,
  part: StreamPart,
  { title, mentions = [], heading }: NewTask,
): Edits | Refusal {
  const { source } = open.document;
  const tasks = part.tasks ?? [];
  const phases = groupsForBox(open, part, { title, heading });
  if (phases.kind === 'refused') return phases;
  const named = phases.groups;
  const isOf = (task: StreamTask, id: string): boolean => task.mentions.some((each) => each.id === id);
  const ofStory = named.filter((each) =>
    each.tasks.some((task) => mentions.some((id) => isStory(id) && isOf(task, id))),
  );
  const phase = groupToExtend(ofStory.length > 0 ? ofStory : named);
  const item = itemFor(source, tasks, phase?.tasks ?? [], { title, mentions });
  const others = mentions.filter((id) => !isStory(id));
  const read = others.length === 0 ? title : `${title} (${others.join(', ')})`;
  return addBox(open, phase?.tasks ?? [], item, { title, read });
}

function isStory(id: string): boolean {
  return /^US\d+$/.test(id);
}

/** The line of a new task, as those beside it are written. */
function itemFor(
  source: SourceText,
  all: readonly StreamTask[],
  beside: readonly StreamTask[],
  { title, mentions }: Pick<NewTask, 'title'> & { readonly mentions: readonly string[] },
): string {
  const like = beside.filter(({ ambiguous }) => ambiguous !== true);
  const top = shallowest(source, like.length > 0 ? like : beside);
  const box = top === undefined ? undefined : readBoxLine(source, lineOf(source, top));
  const withId = like.findLast(({ id }) => id !== undefined) ?? all.findLast(({ id }) => id !== undefined);
  const stories = mentions.filter(isStory);
  const shared = stories.length > 0 ? stories : sharedStories(beside);
  const others = mentions.filter((id) => !isStory(id));
  const words = [
    `${box?.indent ?? ''}${nextMarker(box?.marker)} [ ]`,
    nextId(source, all, withId),
    ...shared.map((id) => `[${id}]`),
    title,
    ...(others.length === 0 ? [] : [`(${others.join(', ')})`]),
  ];
  return words.filter((word) => word !== '').join(' ');
}

/** Of phases whose tasks are all for the same stories: those. */
function sharedStories(tasks: readonly StreamTask[]): readonly string[] {
  const [first, ...others] = tasks.map(({ mentions }) =>
    mentions
      .map(({ id }) => id)
      .filter(isStory)
      .join(' '),
  );
  return first === undefined || first === '' || others.some((each) => each !== first) ? [] : first.split(' ');
}

/** `**T013**` behind `**T012**`; empty where the tasks have no IDs. In a file without tasks they begin. */
function nextId(source: SourceText, all: readonly StreamTask[], like: StreamTask | undefined): string {
  if (like === undefined) return all.length === 0 ? 'T001' : '';
  const [, prefix = 'T', digits = '001'] = /^(\D+)(\d+)/.exec(like.id ?? '') ?? [];
  const numbers = all.flatMap(({ id }) => /^\D+(\d{1,6})/.exec(id ?? '')?.[1] ?? []);
  const next = Math.max(0, ...numbers.map(Number)) + 1;
  const id = `${prefix}${String(next).padStart(digits.length, '0')}`;
  return markedAs(source.slice(source.lineRange(lineOf(source, like))), like.id ?? '', id);
}

/** An ID with the marks around it, and the colon behind it, that another one has in its line. */
function markedAs(line: string, like: string, id: string): string {
  const at = line.indexOf(like);
  const mark = ['**', '__', '`'].find(
    (each) => line.slice(0, at).endsWith(each) && line.startsWith(each, at + like.length),
  );
  const end = at + like.length + (mark?.length ?? 0);
  return `${mark ?? ''}${id}${mark ?? ''}${line.charAt(end) === ':' ? ':' : ''}`;
}
