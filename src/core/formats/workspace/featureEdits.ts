import type { StreamPart, StreamTask } from '../../model/item.ts';
import { isNobody } from '../../model/owner.ts';
import { refusal, type Refusal } from '../../model/refusal.ts';
import { comparable } from '../../model/rowIdentity.ts';
import type { Status } from '../../model/status.ts';
import { DataEditor } from '../../text/dataEdits.ts';
import { findMember, type DataNode, type DataValue } from '../../text/dataDocument.ts';
import type { Edits } from '../../text/edit.ts';
import type { Document } from '../../text/syntax.ts';
import {
  refuseConflict,
  refuseMissing,
  type NewTask,
  type OpenDocument,
  type TaskChange,
  type WriteContext,
} from '../format.ts';
import { featuresIn, type FeatureNode } from './features.ts';
import {
  isBlank,
  ownerKeyOf,
  ownerKeys,
  statusKeys,
  styleOf,
  textOf,
  type FeatureStyle,
  type ObjectNode,
} from './featureStyle.ts';
import { nextId } from './nextId.ts';
import { touched } from './stamps.ts';
import { readWord } from './words.ts';

/** The list of a document as it is changed. */
interface List {
  readonly root: DataNode;
  readonly node: Exclude<DataNode, { kind: 'value' }>;
  readonly features: readonly FeatureNode[];
  readonly objects: readonly ObjectNode[];
  readonly style: FeatureStyle;
}

type Members = Record<string, DataValue | undefined>;

/** Makes a feature what `change` says, with the times and numbers that the file keeps of it. */
export function setFeature(
  { document }: OpenDocument<'data'>,
  task: StreamTask,
  change: TaskChange,
  { now }: WriteContext,
): Edits | Refusal {
  const { path } = document.id;
  const list = listOf(document);
  const feature = list?.objects.find(({ range }) => range.start === task.location.range.start);
  if (list === undefined || feature === undefined) return refuseMissing(path, task.title.value);
  const { status, owner } = change;
  const members: Members = {};
  if (owner !== undefined) {
    const key = ownerKeyOf(feature);
    if (key === undefined)
      return refusal('column.missing', { title: task.title.value, column: ownerKeys[0] });
    members[key] = owner ?? nobodyIn(list, key);
  }
  if (status !== undefined && status !== task.status.value) {
    const written = statusMembers(list, feature, status);
    if (written === undefined)
      return refusal('feature.noWord', { path, status, words: wordsFor(list.style, feature) });
    Object.assign(members, written, stampsFor(list, feature, status, now));
  }
  const editor = new DataEditor(document.source.text, list.root);
  const edits = editor.setMembers(feature, members);
  if (edits.length === 0) return { kind: 'edits', edits };
  const others = list.objects.filter((each) => each !== feature);
  const isDone = (status ?? task.status.value) === 'done';
  const counted = { total: list.objects.length, done: doneIn(others) + (isDone ? 1 : 0) };
  return { kind: 'edits', edits: [...edits, ...rootEdits(editor, list, counted, now)] };
}

/** Adds a feature at the end of the list, with the keys that the last one has for what is known of the new one. */
export function addFeature(
  { document }: OpenDocument<'data'>,
  part: StreamPart,
  { title, mentions = [], heading }: NewTask,
  { now }: WriteContext,
): Edits | Refusal {
  const { path } = document.id;
  const conflict = refuseConflict(document);
  if (conflict !== undefined) return conflict;
  if (heading !== undefined) return refusal('task.noTable', { heading, path, headings: [] });
  const list = listOf(document);
  if (list === undefined) return refusal('stream.missing', { path });
  const same = part.tasks?.find((each) => comparable(each.title.value) === comparable(title));
  if (same !== undefined) {
    const line = document.source.lineAt(same.location.range.start) + 1;
    return refusal('task.exists', { title, line });
  }
  const { node, features, objects } = list;
  const ids = features.map(({ node: each, id }) => id?.value ?? idOf(each));
  const id = nextId(ids);
  const last = objects.at(-1);
  const members: Members = {
    ...(id === undefined || node.kind === 'object' ? {} : { [idKeyOf(last)]: id }),
    ...titleMembers(list, title, mentions),
    ...statusMembers(list, last, 'todo', true),
  };
  const written = ordered(members, last);
  const editor = new DataEditor(document.source.text, list.root);
  const edits =
    node.kind === 'array'
      ? editor.append(node, [written])
      : editor.setMembers(node, { [String(id ?? title)]: written });
  const counted = { total: objects.length + 1, done: doneIn(objects) };
  return { kind: 'edits', edits: [...edits, ...rootEdits(editor, list, counted, now)] };
}

function listOf({ source, root }: Document<'data'>): List | undefined {
  const node = root?.kind === 'array' ? root : findMember(root, 'features')?.value;
  const features = featuresIn(source.text, node);
  if (root === undefined || node === undefined || node.kind === 'value' || features === undefined)
    return undefined;
  const objects = features.flatMap(({ node: each }) => (each.kind === 'object' ? [each] : []));
  return { root, node, features, objects, style: styleOf(root, objects) };
}

/** The word of a status, and whether it passes; undefined where the file has no word for it. */
function statusMembers(
  { style }: List,
  feature: ObjectNode | undefined,
  status: Status,
  isNew = false,
): Members | undefined {
  const key = findMember(feature, ...statusKeys)?.key;
  const passes = findMember(feature, 'passes')?.value;
  const members: Members = {};
  if (passes !== undefined) members['passes'] = truthLike(passes, status === 'done');
  if (key === undefined && passes !== undefined)
    return isNew || status === 'done' || status === 'todo' ? members : undefined;
  const word = style.words.get(status);
  if (word === undefined) return undefined;
  members[key ?? style.statusKey ?? 'status'] = word;
  return members;
}

/** What a feature's status can be written as. */
function wordsFor({ words }: FeatureStyle, feature: ObjectNode): readonly string[] {
  const isVerdict = findMember(feature, ...statusKeys) === undefined && findMember(feature, 'passes');
  return isVerdict ? ['true', 'false'] : [...words.values()];
}

/** A truth value of the type of another one: `"False"` becomes `"True"`. */
function truthLike(node: DataNode, value: boolean): DataValue {
  const written = textOf(node);
  if (written === undefined) return value;
  const word = String(value);
  return /^[A-Z]/.test(written) ? word.charAt(0).toUpperCase() + word.slice(1) : word;
}

const begunKeys = ['startedAt', 'started_at', 'startedDate', 'started_date'];
const doneKeys = ['completedAt', 'completed_at', 'completedDate', 'completed_date'];

/** When a feature was begun and done, where the file keeps that: what no longer holds goes. */
function stampsFor(list: List, feature: ObjectNode, status: Status, now: string): Members {
  const members: Members = {};
  const put = (keys: readonly string[], isRenewed: boolean): void => {
    const key = stampKey(list, feature, keys);
    if (key !== undefined && (isRenewed || isBlank(findMember(feature, key)?.value)))
      members[key] = stamp(list, key, now);
  };
  const remove = (keys: readonly string[]): void => {
    for (const key of keys)
      if (!isBlank(findMember(feature, key)?.value))
        members[key] = list.objects.some((each) => isNull(findMember(each, key)?.value)) ? null : undefined;
  };
  if (status === 'wip') put(begunKeys, false);
  if (status === 'todo') remove(begunKeys);
  if (status === 'done') put(doneKeys, true);
  else remove(doneKeys);
  return members;
}

/** The key that the feature has, or another one; in the schema that names its workspace, the first. */
function stampKey({ root, objects }: List, feature: ObjectNode, keys: readonly string[]): string | undefined {
  const used = [feature, ...objects].flatMap((each) => findMember(each, ...keys)?.key ?? []);
  return used[0] ?? (findMember(root, 'workspaceId') === undefined ? undefined : keys[0]);
}

/** A time as others under the key are written: some keep the day alone. */
function stamp({ objects }: List, key: string, now: string): string {
  const written = objects.flatMap((each) => textOf(findMember(each, key)?.value) ?? []);
  const isDay = written.length === 0 ? /date$/i.test(key) : written.every((each) => each.length === 10);
  return isDay ? now.slice(0, 10) : now;
}

/** How the list writes that a feature is nobody's. */
function nobodyIn({ objects }: List, key: string): string | null {
  for (const each of objects) {
    const value = findMember(each, key)?.value;
    if (isNull(value)) return null;
    if (value?.kind === 'value' && typeof value.value === 'string' && isNobody(value.value))
      return value.value;
  }
  return '';
}

const titleKeys = ['title', 'name', 'description'];

/** The title, and the IDs of the criteria that it serves, where such a list has a place for them. */
function titleMembers({ objects }: List, title: string, mentions: readonly string[]): Members {
  const last = objects.at(-1);
  const key = objects.length === 0 ? 'name' : (findMember(last, ...titleKeys)?.key ?? 'name');
  if (mentions.length === 0) return { [key]: title };
  const traced = objects.flatMap((each) => findMember(each, 'srs_trace', 'criteria')?.key ?? [])[0];
  if (traced !== undefined) return { [key]: title, [traced]: [...mentions] };
  const ids = mentions.join(', ');
  return key === 'description' ? { [key]: `${title} (${ids})` } : { [key]: title, description: ids };
}

/** In the order in which the last feature has its keys; what that does not have comes last. */
function ordered(members: Members, last: ObjectNode | undefined): Readonly<Record<string, DataValue>> {
  const order = last?.members.map(({ key }) => key) ?? [];
  const place = (key: string): number => (order.includes(key) ? order.indexOf(key) : order.length);
  const entries = Object.entries(members).sort(([a], [b]) => place(a) - place(b));
  return Object.fromEntries(entries.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}

const idKeys = ['id', 'feature_id', 'featureId'];

function idKeyOf(last: ObjectNode | undefined): string {
  return findMember(last, ...idKeys)?.key ?? 'id';
}

function idOf(feature: DataNode): string | number | undefined {
  const value = findMember(feature, ...idKeys)?.value;
  return value?.kind === 'value' && (typeof value.value === 'string' || typeof value.value === 'number')
    ? value.value
    : undefined;
}

/** The numbers that the file keeps of its features, made true, and when it was changed last. */
function rootEdits(
  editor: DataEditor,
  { root }: List,
  { total, done }: { readonly total: number; readonly done: number },
  now: string,
): Edits['edits'] {
  if (root.kind !== 'object') return [];
  const members: Members = { ...touched(root, now) };
  for (const [keys, count] of [
    [['totalFeatures', 'total_features'], total],
    [['completed', 'completedFeatures', 'completed_features'], done],
  ] as const)
    for (const key of keys) {
      const value = findMember(root, key)?.value;
      if (value?.kind === 'value' && typeof value.value === 'number') members[key] = count;
    }
  return editor.setMembers(root, members);
}

function doneIn(features: readonly ObjectNode[]): number {
  return features.filter((feature) => {
    const deprecated = findMember(feature, 'deprecated')?.value;
    if (deprecated?.kind === 'value' && String(deprecated.value).toLowerCase() === 'true') return false;
    const word = textOf(findMember(feature, ...statusKeys)?.value);
    if (word !== undefined) return readWord(word, false) === 'done';
    const passes = findMember(feature, 'passes')?.value;
    return passes?.kind === 'value' && String(passes.value).toLowerCase() === 'true';
  }).length;
}

function isNull(node: DataNode | undefined): boolean {
  return node?.kind === 'value' && node.value === null;
}
