import { runAtOnce } from '../../base/steps.ts';
import { toKey } from '../../text/key.ts';
import type { ParsedDocument } from '../../model/parsedDocument.ts';
import type { CriteriaShape } from '../../model/criteria.ts';
import type { StreamTask } from '../../model/item.ts';
import { toProblem, type Problem, type Report } from '../../model/problem.ts';
import type { Sourced } from '../../model/sourced.ts';
import type { Status } from '../../model/status.ts';
import type { RecordOperation, StreamOperation, StreamPart } from '../../model/item.ts';
import { conflictLine } from '../../text/conflictMarkers.ts';
import { findMember, type DataNode } from '../../text/dataDocument.ts';
import type { Document } from '../../text/syntax.ts';
import type { FormatId } from '../../model/system.ts';
import { featuresIn, readFeatures } from './features.ts';
import { logOf } from './logEdits.ts';
import { ObjectReader } from './objectReader.ts';
import { canBeginSession, hasResumption, openSession } from './progressEdits.ts';
import { ownFolderOf } from './places.ts';
import { reportData } from '../../model/reportData.ts';
import { readResumption, resumptionOfSession } from './resumption.ts';
import { readLog, readSession, readSessions } from './sessions.ts';
import { logLinks, type Source } from './source.ts';
import { readWord } from './words.ts';

/** The keys by which a record of progress is known, in all dialects. */
const progressKeys = [
  'workspaceId',
  'resumptionContext',
  'sessions',
  'log',
  'entries',
  'lastSession',
  'recentChanges',
  'currentTask',
];

/** What a project is called. */
const projectKeys = ['project', 'projectName', 'project_name', 'currentProject', 'name'];

/** Whether a document is a list of features; one that cannot be read is, as it is called like one. */
export function isFeatureList({ source: { text }, root }: Document<'data'>): boolean {
  if (root === undefined) return true;
  return root.kind === 'array' ? root.items.some(isFeature) : holdsFeatures(text, root);
}

/** Whether a document is a record of progress; one that cannot be read is, as it is called like one. */
export function isProgress({ source: { text }, root }: Document<'data'>): boolean {
  if (root === undefined) return true;
  return findMember(root, ...progressKeys) !== undefined || holdsFeatures(text, root);
}

/** Reads a list of features: they are the tasks of the workspace's stream. Total. */
export function parseFeatureList(document: Document<'data'>, criteria: CriteriaShape): ParsedDocument {
  return parse(document, criteria, 'workspace.features', ['object', 'array'], (source, root) => {
    const reader = new ObjectReader(document.source.text, root, source.report);
    const list = root.kind === 'array' ? root : reader.any('features');
    return toPart(source, 'tasks', reader, list);
  });
}

/**
 * Reads a record of progress: sessions, log, where to go on, and features where they are kept in it as well. Total.
 */
export function parseProgress(document: Document<'data'>, criteria: CriteriaShape): ParsedDocument {
  return parse(document, criteria, 'workspace.progress', ['object'], (source, root) => {
    const { report } = source;
    const reader = new ObjectReader(document.source.text, root, report);
    const isSeed = findMember(root, 'workspaceId') !== undefined;
    const updated = findMember(root, 'lastUpdated', 'last_updated')?.value;
    const status = statusOf(source, reader);
    const features = reader.any('features');
    const context = reader.object('resumptionContext', 'resumption_context');
    const last = reader.object('lastSession', 'last_session');
    const sessions = readSessions(source, reader.list('sessions'));
    const notes = readLog(source, reader.list('log', 'entries'));
    const compacted = lastCompaction(source, reader);
    if (compacted !== undefined && isBehind(updated, compacted.time))
      report('resumption.compacted', 'hint', { time: compacted.time }, compacted.range);
    if (context === undefined && isSeed && status?.value !== 'done')
      report('resumption.missing', 'hint', {}, firstSign(root));
    const read =
      context === undefined
        ? undefined
        : readResumption(source, context, status?.value === 'done', compacted?.time);
    const resumption =
      read?.resumption ?? (last === undefined ? undefined : resumptionOfSession(source, last));
    const part = toPart(source, 'progress', reader, features);
    const { operations = [] } = part;
    return {
      ...part,
      operations: [...operations, ...recordOperations(document)],
      sessions: last === undefined ? sessions : [readSession(source, last, 'lastSession'), ...sessions],
      notes,
      links: [...(read?.links ?? []), ...logLinks(document.id, firstSign(root))],
      fields: [...(part.fields ?? []), ...(read?.fields ?? [])],
      ...(status === undefined ? {} : { status }),
      ...(resumption === undefined ? {} : { resumption }),
    };
  });
}

/** What a record of progress has a place for, in its dialect. */
function recordOperations(document: Document<'data'>): readonly (StreamOperation | RecordOperation)[] {
  const features = findMember(document.root, 'features')?.value;
  const hasFeatures = features?.kind === 'array' && features.items.length > 0;
  return [
    ...(logOf(document.root) === undefined ? [] : (['addNote', 'addEntry'] as const)),
    ...(hasFeatures ? [] : (['addFeatures'] as const)),
    ...(hasResumption(document) ? (['setResumption'] as const) : []),
    ...(openSession(document) !== undefined
      ? (['endSession'] as const)
      : canBeginSession(document)
        ? (['startSession'] as const)
        : []),
  ];
}

/** Reads a document whose text can be read, and reports why where it cannot. */
function parse(
  document: Document<'data'>,
  criteria: CriteriaShape,
  format: FormatId,
  kinds: readonly DataNode['kind'][],
  read: (source: Source, root: DataNode) => StreamPart,
): ParsedDocument {
  const { source: lines } = document;
  const problems: Problem[] = [];
  const report: Report = (code, severity, data, range) => {
    problems.push(toProblem(code, severity, data, range));
  };
  const conflict = runAtOnce(conflictLine(document.source.text));
  const isUsable = document.root !== undefined && kinds.includes(document.root.kind);
  const parts: StreamPart[] = [];
  if (conflict !== undefined && !isUsable) report('conflict.byHand', 'error', {}, lines.lineRange(conflict));
  else {
    reportData(document, lines, report);
    if (document.root !== undefined && !isUsable)
      report(
        'data.type',
        'error',
        { key: fileName(document.id.path), expected: 'object' },
        document.root.range,
      );
    if (document.root !== undefined && isUsable)
      parts.push(read({ document, lines, criteria, report }, document.root));
  }
  return {
    id: document.id,
    key: document.key,
    format,
    holds: 'stream',
    lineStarts: lines.lineStarts,
    parts,
    problems: problems.sort((a, b) => a.range.start - b.range.start),
  };
}

/** What both kinds of documents say: the project, its features, and whatever else is in them. */
function toPart(
  source: Source,
  role: StreamPart['role'],
  reader: ObjectReader,
  list: DataNode | undefined,
): StreamPart {
  const { document, report } = source;
  const features = featuresIn(document.source.text, list);
  if (list !== undefined && features === undefined)
    report('data.type', 'warning', { key: 'features', expected: 'list' }, list.range);
  const { tasks, groups } = readFeatures(source, features ?? []);
  const title = reader.text(...projectKeys);
  reportWorkspace(source, reader);
  if (features !== undefined) reportCounters(source, reader, tasks);
  const { path } = document.id;
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  return {
    kind: 'streamPart',
    // The folder is the stream's: its documents say what it is together.
    stream: toKey(`${folder === '' ? './' : folder}${document.key.slice(path.length)}`),
    role,
    name: folder.split('/').at(-2) ?? fileName(path),
    called: 'workspace',
    tasks,
    groups,
    fields: reader.rest(),
    links: [],
    operations: features === undefined ? [] : ['addTask'],
    location: { document: document.id },
    ...(title === undefined ? {} : { title }),
  };
}

function statusOf({ report }: Source, reader: ObjectReader): Sourced<Status | 'unknown'> | undefined {
  const word = reader.text('status');
  if (word === undefined) return undefined;
  const value = readWord(word.value, false);
  if (value === 'unknown' && word.range !== undefined)
    report('status.unknown', 'warning', { word: word.value }, word.range);
  return { ...word, value };
}

/** Reports where a file of a workspace says that it is another one's, or says nothing. */
function reportWorkspace({ document, report }: Source, reader: ObjectReader): void {
  const folder = ownFolderOf(document.id.path)?.name;
  const id = reader.text('workspaceId');
  if (folder === undefined || document.root === undefined) return;
  if (id === undefined) report('workspace.noId', 'hint', { folder }, firstSign(document.root));
  else if (id.value !== folder && id.range !== undefined)
    report('workspace.idDiffers', 'warning', { written: id.value, folder }, id.range);
}

/** Reports numbers that the file keeps of its features, where they are no longer so. */
function reportCounters({ report }: Source, reader: ObjectReader, tasks: readonly StreamTask[]): void {
  const done = tasks.filter(({ status }) => status.value === 'done').length;
  const told = [
    { names: ['totalFeatures', 'total_features'], counted: tasks.length },
    { names: ['completed', 'completedFeatures', 'completed_features'], counted: done },
  ].flatMap(({ names, counted }) =>
    names.flatMap((name) => {
      const said = reader.number(name);
      return said === undefined ? [] : [{ name, counted, said }];
    }),
  );
  // A list may hold some of its features alone: then both numbers tell of others.
  const [total, completed, ...others] = told.map(({ said, counted }) => said.value - counted);
  if (total !== undefined && completed !== undefined && others.length === 0)
    if (0 < completed && completed <= total) return;
  for (const { name, counted, said } of told)
    if (said.value !== counted)
      report('counter.wrong', 'warning', { name, written: said.value, counted }, said.range);
}

/** When the agent's context was compacted last. */
function lastCompaction(
  { document }: Source,
  reader: ObjectReader,
): { readonly time: string; readonly range: DataNode['range'] } | undefined {
  const silent = (): void => undefined;
  const history = reader.list('compactionHistory').flatMap((node) => {
    const time = new ObjectReader(document.source.text, node, silent).time('timestamp');
    return time === undefined ? [] : [{ time, range: node.range }];
  });
  return history.reduce<(typeof history)[number] | undefined>(
    (latest, each) =>
      latest === undefined || Date.parse(each.time) >= Date.parse(latest.time) ? each : latest,
    undefined,
  );
}

function isBehind(updated: DataNode | undefined, time: string): boolean {
  return (
    updated?.kind === 'value' &&
    typeof updated.value === 'string' &&
    Date.parse(updated.value) <= Date.parse(time)
  );
}

function holdsFeatures(text: string, root: DataNode): boolean {
  const list = findMember(root, 'features')?.value;
  const features = featuresIn(text, list);
  if (features === undefined) return false;
  return features.length === 0 ? list?.kind === 'array' : features.some(({ node }) => isFeature(node));
}

/** Columns of a table are called features too: work has a state, a name or a description. */
function isFeature(node: DataNode): boolean {
  return findMember(node, 'status', 'passes', 'description', 'title', 'name') !== undefined;
}

/** Where it is told what is missing in an object. */
function firstSign({ range: { start } }: DataNode): DataNode['range'] {
  return { start, end: start + 1 };
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
