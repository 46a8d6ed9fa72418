import { readOnly, type Capabilities } from '../../model/capabilities.ts';
import type { Field, Mention, StreamPart, StreamTask, TaskGroup } from '../../model/item.ts';
import type { LongText } from '../../model/longText.ts';
import type { ParsedDocument } from '../../model/parsedDocument.ts';
import type { Report } from '../../model/problem.ts';
import { othersAlike } from '../../model/rowIdentity.ts';
import { firstParagraphOf } from '../../text/firstParagraph.ts';
import { oneLine } from '../../text/inline.ts';
import { keyIn } from '../../text/key.ts';
import { flatten } from '../../text/sourceText.ts';
import type { Document } from '../../text/syntax.ts';
import type { ParseContext } from '../format.ts';
import { readDeltas } from './deltas.ts';
import { parseRows } from './parsed.ts';
import { agentDatabase, fromRowPath } from './places.ts';
import { RowValues, type RowNode } from './rowValues.ts';
import { readChangeWord, readTaskWord, taskStatuses } from './words.ts';

/** Its table has no place for an owner. */
const openTask: Capabilities = { owner: 'claims', statuses: taskStatuses };

/** Longer texts are cut where they are shown in a line. */
const longestField = 500;

/** Reads a change: it is the stream, and its tasks are rows of their own. Total. */
export function parseChange(document: Document<'data'>, context: ParseContext): ParsedDocument {
  return parseRows(document, 'specDatabase.change', 'stream', (root, report): StreamPart => {
    const { id, key } = document;
    const values = new RowValues(document, root, report);
    const place = fromRowPath(id.path);
    const slug = values.text('slug')?.value ?? place?.name ?? '';
    const silent: Report = () => undefined;
    const title = values.text('title');
    const status = values.text('status');
    const state = status && { ...status, value: readChangeWord(status.value) };
    if (state?.value === 'unknown') report('status.unknown', 'warning', { word: state.written }, state.range);
    const isArchived = state?.value === 'done';
    const archivedAt = isArchived ? values.text('archived_at')?.value : undefined;
    const { tasks, groups } = readTasks(document, values.rows('tasks'), isArchived, context, report);
    return {
      kind: 'streamPart',
      stream: key,
      role: 'tasks',
      name: flatten(oneLine(slug)),
      called: 'specDatabase',
      tasks,
      groups,
      fields: ['why', 'what', 'design'].flatMap((name) => toField(values, name)),
      // Of what is over, nobody mends anything.
      deltas: readDeltas(
        document,
        place?.database ?? agentDatabase,
        values.rows('deltas'),
        isArchived ? silent : report,
      ),
      operations: isArchived ? [] : ['addTask'],
      location: { document: id },
      ...(isArchived ? { archived: true as const } : {}),
      ...(archivedAt !== undefined && /^\d{4}-\d{2}-\d{2}/.test(archivedAt) ? { archivedAt } : {}),
      ...(title === undefined ? {} : { title: { ...title, value: flatten(oneLine(title.value)) } }),
      ...(state === undefined ? {} : { status: state }),
    };
  });
}

/** What a change says at length; nothing where its text cannot be read as rows. */
export function longTextsOf(document: Document<'data'>): readonly LongText[] {
  const { root } = document;
  if (root?.kind !== 'object') return [];
  const values = new RowValues(document, root, () => undefined);
  return (['why', 'what', 'design'] as const).flatMap((about) => {
    const text = values.text(about)?.value.trim() ?? '';
    return text === '' ? [] : [{ about, text }];
  });
}

function toField(values: RowValues, key: string): readonly Field[] {
  const text = values.text(key);
  if (text === undefined) return [];
  const line = oneLine(text.value);
  const value = line.length <= longestField ? line : `${line.slice(0, longestField - 1)}…`;
  const { start, end } = firstParagraphOf(text.value, { start: 0, end: text.value.length });
  const { length } = oneLine(text.value.slice(start, end));
  return [
    {
      name: `${key.charAt(0).toUpperCase()}${key.slice(1)}`,
      value: flatten(value),
      range: text.range,
      ...(length < value.length ? { firstParagraph: length } : {}),
    },
  ];
}

function readTasks(
  document: Document<'data'>,
  rows: readonly RowNode[],
  isArchived: boolean,
  context: ParseContext,
  report: Report,
): { readonly tasks: readonly StreamTask[]; readonly groups: readonly TaskGroup[] } {
  const { source } = document;
  const tasks: StreamTask[] = [];
  const groups: (TaskGroup & { readonly label: string })[] = [];
  for (const row of rows) {
    const values = new RowValues(document, row, report);
    const group = values.label('group_no');
    const task = readTask(
      document,
      row,
      values,
      `${group}.${values.label('seq')}`,
      isArchived,
      context,
      report,
    );
    tasks.push(task);
    const last = groups.at(-1);
    const { location } = task;
    if (last?.label !== group) groups.push({ label: group, location, count: 1 });
    else {
      const range = { start: last.location.range.start, end: location.range.end };
      groups.splice(-1, 1, { ...last, location: { ...location, range }, count: last.count + 1 });
    }
  }
  const labels = tasks.map(({ id = '' }) => id);
  for (const [i, others] of othersAlike(labels).entries()) {
    const task = tasks[i];
    if (task === undefined || others.length === 0 || isArchived) continue;
    const lines = others.map((other) => source.lineAt(tasks[other]?.location.range.start ?? 0) + 1);
    report('row.numberTwice', 'hint', { label: labels[i] ?? '', lines }, task.location.range);
  }
  return { tasks, groups: groups.map(({ label: _, ...each }) => each) };
}

function readTask(
  { id: document, key, source }: Document<'data'>,
  row: RowNode,
  values: RowValues,
  label: string,
  isArchived: boolean,
  { criteria }: ParseContext,
  report: Report,
): StreamTask {
  const id = values.id();
  const text = values.text('text');
  const title = flatten(oneLine(text?.value ?? ''));
  const status = values.text('status');
  const value = readTaskWord(status?.value ?? '');
  if (text === undefined) report('row.noText', 'warning', { label }, row.range);
  if (value === 'unknown')
    report('status.unknown', 'warning', { word: status?.value ?? '' }, status?.range ?? row.range);
  const mentions: Mention[] = [];
  if (text !== undefined && criteria.mayHold(text.written))
    for (const { id: found, start, end } of criteria.find(text.written))
      if (!mentions.some((each) => each.id === found))
        mentions.push({
          id: flatten(found),
          range: { start: text.range.start + start, end: text.range.start + end },
        });
  return {
    kind: 'task',
    // The row is known by its number in the table, whatever becomes of its text.
    key: keyIn(key, JSON.stringify(['r', id ?? source.lineAt(row.range.start)])),
    id: label,
    title: text === undefined ? { value: '', written: '' } : { ...text, value: title },
    status: status === undefined ? { value, written: '' } : { ...status, value },
    owner: { value: undefined, written: '' },
    mentions,
    links: [],
    fields: [],
    can: isArchived || id === undefined ? readOnly : openTask,
    location: { document, range: row.range },
    ...(id === undefined ? { ambiguous: true as const } : {}),
  };
}
