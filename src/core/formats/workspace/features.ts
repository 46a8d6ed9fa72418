import { readOnly } from '../../model/capabilities.ts';
import { mostCriteria } from '../../model/criteria.ts';
import { readOwner } from '../../model/owner.ts';
import type { ChecklistItem, Mention, StreamTask, TaskGroup } from '../../model/item.ts';
import type { Sourced } from '../../model/sourced.ts';
import type { Status } from '../../model/status.ts';
import { othersAlike, taskKeys } from '../../model/rowIdentity.ts';
import { findMember, type DataNode } from '../../text/dataDocument.ts';
import { oneLine } from '../../text/inline.ts';
import type { Range } from '../../text/range.ts';
import { flatten } from '../../text/sourceText.ts';
import { capabilitiesOf, ownerKeys, styleOf, type FeatureStyle } from './featureStyle.ts';
import { inner, ObjectReader, shownText, sourcedText } from './objectReader.ts';
import { fileLinks, type Source } from './source.ts';
import { areVerdicts, readWord } from './words.ts';

/** A feature as it is written: an element of a list, or a member of an object that has them by their IDs. */
export interface FeatureNode {
  readonly node: DataNode;
  readonly id?: Sourced<string>;
}

/** The features that a value holds; undefined for a value that holds none and is no place for them. */
export function featuresIn(text: string, node: DataNode | undefined): readonly FeatureNode[] | undefined {
  if (node?.kind === 'array') return node.items.map((item) => ({ node: item }));
  if (node?.kind !== 'object' || !node.members.every(({ value }) => value.kind === 'object'))
    return undefined;
  return node.members.map(({ key, keyRange, value }) => {
    const range = { start: keyRange.start + 1, end: keyRange.end - 1 };
    return {
      node: value,
      id: { value: flatten(key), written: flatten(text.slice(range.start, range.end)), range },
    };
  });
}

type Draft = Omit<StreamTask, 'key' | 'ambiguous'> & { readonly id?: string };

/** Reads features as tasks, in order, and reports what is wrong with each and with all together. */
export function readFeatures(
  source: Source,
  features: readonly FeatureNode[],
): { readonly tasks: readonly StreamTask[]; readonly groups: readonly TaskGroup[] } {
  const { document, lines, report } = source;
  const objects = features.filter(({ node }) => node.kind === 'object');
  for (const { node } of features)
    if (node.kind !== 'object') report('feature.notObject', 'warning', {}, node.range);
  const words = objects.flatMap(({ node }) => {
    const word = findMember(node, 'status')?.value;
    return word?.kind === 'value' && typeof word.value === 'string' ? [word.value] : [];
  });
  const style = styleOf(
    document.root,
    objects.map(({ node }) => node),
  );
  const drafts = objects.map((feature) => readFeature(source, feature, areVerdicts(words), style));
  reportNoStatus(source, drafts);
  const keys = taskKeys(document.key, drafts);
  const names = drafts.map(({ id, title }) => id ?? title.value);
  const others = othersAlike(names);
  const tasks = drafts.map((draft, i): StreamTask => {
    const { range } = draft.location;
    const name = names[i] ?? '';
    const alike = (others[i] ?? []).map(
      (other) => lines.lineAt(drafts[other]?.location.range.start ?? 0) + 1,
    );
    if (name === '') report('feature.noName', 'warning', {}, range);
    else if (alike.length > 0) report('feature.duplicate', 'error', { name, lines: alike }, range);
    return { ...draft, ...(keys[i] ?? { key: document.key }) };
  });
  const [first, last] = [tasks[0]?.location.range, tasks.at(-1)?.location.range];
  if (first === undefined || last === undefined) return { tasks, groups: [] };
  const location = { document: document.id, range: { start: first.start, end: last.end } };
  return { tasks, groups: [{ count: tasks.length, location }] };
}

function readFeature(
  source: Source,
  { node, id: keyed }: FeatureNode,
  isVerdict: boolean,
  style: FeatureStyle,
): Draft {
  const { document, report } = source;
  const { text } = document.source;
  const reader = new ObjectReader(text, node, report);
  const id = keyed ?? reader.text('id', 'feature_id', 'featureId');
  const title = reader.text('title', 'name', 'description');
  const said = reader.text('description', 'notes');
  const status = statusOf(source, reader, isVerdict);
  const owner = reader.text(...ownerKeys);
  const dependencies = reader.list('dependencies', 'depends_on', 'dependsOn');
  const checks = reader.list('acceptance', 'acceptance_criteria', 'acceptanceCriteria');
  const links = fileLinks(source, reader.list('files', 'filesModified', 'files_modified'));
  const traced = reader.list('srs_trace', 'criteria');
  return {
    kind: 'task',
    title:
      title === undefined
        ? { value: id?.value ?? '', written: '' }
        : { ...title, value: flatten(oneLine(title.value)) },
    status,
    owner:
      owner === undefined ? { value: undefined, written: '' } : { ...owner, value: readOwner(owner.value) },
    mentions: mentionsIn(source, node, traced, [...(id === undefined ? [] : [id]), ...dependencies]),
    links,
    fields: reader.rest(),
    can: status.value === 'dropped' ? readOnly : capabilitiesOf(style, node),
    location: { document: document.id, range: node.range },
    ...(id === undefined ? {} : { id: id.value }),
    ...(said === undefined ? {} : { text: said }),
    ...(checks.length === 0
      ? {}
      : { checks: checks.map((check, i) => toCheck(source, check, i, status.value === 'done')) }),
    ...(dependencies.length === 0 ? {} : { dependsOn: dependencies.map((each) => sourcedText(text, each)) }),
  };
}

/** The status, else what `passes` says; what is deprecated is dropped, whatever it was. */
function statusOf(
  { document, report }: Source,
  reader: ObjectReader,
  isVerdict: boolean,
): Sourced<Status | 'unknown'> {
  const word = reader.text('status', 'state');
  const passes = reader.flag('passes');
  const isDropped = reader.flag('deprecated')?.value === true;
  if (word === undefined && passes === undefined)
    return isDropped ? { value: 'dropped', written: '' } : { value: 'unknown', written: '' };
  if (word === undefined) {
    const { node, value } = passes ?? {};
    const said = node === undefined ? { written: '' } : sourcedText(document.source.text, node);
    return { ...said, value: isDropped ? 'dropped' : value === true ? 'done' : 'todo' };
  }
  const status = readWord(word.value, isVerdict);
  const { range } = word;
  if (status === 'unknown' && range !== undefined)
    report('status.unknown', 'warning', { word: word.value }, range);
  if (passes !== undefined && status !== 'unknown' && (status === 'done') !== passes.value)
    report(
      'feature.passesDiffers',
      'warning',
      { status: word.value, passes: passes.value },
      passes.node.range,
    );
  return { ...word, value: isDropped ? 'dropped' : status };
}

/** Where none of many has a status, one line says so. */
function reportNoStatus({ report }: Source, drafts: readonly Draft[]): void {
  const without = drafts.filter(({ status }) => status.value === 'unknown' && status.written === '');
  const told = without.length === drafts.length ? without.slice(0, 1) : without;
  for (const { title, id, location } of told)
    report('feature.noStatus', 'warning', { name: title.value || (id ?? '') }, location.range);
}

/** Lists of criteria have no boxes: each is met where the feature is done, unless it says otherwise. */
function toCheck({ document, report }: Source, node: DataNode, i: number, isDone: boolean): ChecklistItem {
  const { text } = document.source;
  const box = new ObjectReader(text, node, report).flag('done', 'passes', 'checked', 'met');
  return {
    id: `#${i + 1}`,
    list: 'acceptance',
    text: shownText(text, findMember(node, 'text', 'description', 'criterion')?.value ?? node),
    checked:
      box === undefined
        ? { value: isDone, written: '' }
        : { ...sourcedText(text, box.node), value: box.value },
    location: { document: document.id, range: node.range },
  };
}

/** What the feature says that it traces, and other IDs in it, each where it is first; its own ID and those of others are none. */
function mentionsIn(
  { document, criteria }: Source,
  { range }: DataNode,
  traced: readonly DataNode[],
  others: readonly { readonly range?: Range }[],
): readonly Mention[] {
  const seen = new Map<string, Mention>();
  const add = (id: string, at: Range): void => {
    if (id !== '' && !seen.has(id) && seen.size < mostCriteria) seen.set(id, { id: flatten(id), range: at });
  };
  for (const node of traced)
    if (node.kind === 'value')
      add(sourcedText(document.source.text, node).value, inner(document.source.text, node));
  // In what is escaped no ID begins.
  const raw = document.source.text
    .slice(range.start, range.end)
    .replace(/\\(?:u[0-9a-f]{4}|.)/gi, (escape) => ' '.repeat(escape.length));
  if (criteria.mayHold(raw))
    for (const { id, start, end } of criteria.find(raw)) {
      const at = { start: range.start + start, end: range.start + end };
      const isOther = others.some(
        (other) => other.range !== undefined && other.range.start <= at.start && at.end <= other.range.end,
      );
      if (!isOther) add(id, at);
    }
  return [...seen.values()];
}
