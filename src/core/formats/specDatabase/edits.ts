import type { StreamPart, StreamTask } from '../../model/item.ts';
import { refusal, type Refusal } from '../../model/refusal.ts';
import { comparable } from '../../model/rowIdentity.ts';
import { findMember, type DataNode } from '../../text/dataDocument.ts';
import { DataEditor } from '../../text/dataEdits.ts';
import type { Edits } from '../../text/edit.ts';
import {
  refuseMissing,
  type NewTask,
  type OpenDocument,
  type TaskChange,
  type TaskEdits,
  type WriteContext,
} from '../format.ts';
import type { RowNode } from './rowValues.ts';
import { taskWordFor, taskWords } from './words.ts';

function setTask(
  { document }: OpenDocument<'data'>,
  task: StreamTask,
  { status }: TaskChange,
  { now }: WriteContext,
): Edits | Refusal {
  const { path } = document.id;
  const { root } = document;
  const row = rowsIn(root).find(({ range }) => range.start === task.location.range.start);
  if (root === undefined || row === undefined) return refuseMissing(path, task.title.value);
  if (status === undefined || status === task.status.value) return { kind: 'edits', edits: [] };
  const word = taskWordFor(status);
  if (word === undefined) return refusal('feature.noWord', { path, status, words: taskWords });
  const editor = new DataEditor(document.source.text, root);
  return { kind: 'edits', edits: editor.setMembers(row, { status: word, updated_at: now }) };
}

/** Adds a row to the last group, with the next number in it. */
function addTask(
  { document }: OpenDocument<'data'>,
  part: StreamPart,
  { title, mentions = [], heading }: NewTask,
  { now }: WriteContext,
): Edits | Refusal {
  const { path } = document.id;
  const list = findMember(document.root, 'tasks')?.value;
  if (document.root === undefined || list?.kind !== 'array') return refusal('stream.missing', { path });
  if (heading !== undefined) return refusal('task.noTable', { heading, path, headings: [] });
  const text = mentions.length === 0 ? title : `${title} (${mentions.join(', ')})`;
  const same = part.tasks?.find((each) => comparable(each.title.value) === comparable(text));
  if (same !== undefined) {
    const line = document.source.lineAt(same.location.range.start) + 1;
    return refusal('task.exists', { title, line });
  }
  const numbers = rowsIn(document.root).map((row) => ({
    group: numberIn(row, 'group_no'),
    seq: numberIn(row, 'seq'),
  }));
  const group = Math.max(1, ...numbers.map((each) => each.group));
  const seq = Math.max(0, ...numbers.flatMap((each) => (each.group === group ? [each.seq] : []))) + 1;
  const editor = new DataEditor(document.source.text, document.root);
  return {
    kind: 'edits',
    edits: editor.append(list, [
      { group_no: group, seq, text, status: taskWordFor('todo') ?? '', created_at: now, updated_at: now },
    ]),
  };
}

function rowsIn(root: DataNode | undefined): readonly RowNode[] {
  const list = findMember(root, 'tasks')?.value;
  return list?.kind === 'array' ? list.items.flatMap((each) => (each.kind === 'object' ? [each] : [])) : [];
}

function numberIn(row: RowNode, key: string): number {
  const node = findMember(row, key)?.value;
  return node?.kind === 'value' && Number.isSafeInteger(node.value) ? Number(node.value) : 0;
}

/** How rows of tasks are changed: the statements follow from what is different in the document. */
export const rowEdits: TaskEdits<'data'> = { set: setTask, add: addTask };
