import type { Note } from '../../model/item.ts';
import type { Session } from '../../model/session.ts';
import { noteKey } from '../../model/rowIdentity.ts';
import { findMember, type DataNode } from '../../text/dataDocument.ts';
import { ObjectReader, shownText } from './objectReader.ts';
import { fileLinks, newestFirst, type Source } from './source.ts';

/** The keys under which an entry of a log names files. */
export const fileKeys = ['files', 'filesModified'] as const;

/** The keys under which a session says when it began, and when it ended. */
export const startKeys = ['started', 'startTime', 'start_time', 'startedAt', 'date', 'timestamp'] as const;
export const endKeys = ['ended', 'endTime', 'end_time', 'endedAt'] as const;

/** Reads the sessions of a workspace, the newest first. */
export function readSessions(source: Source, nodes: readonly DataNode[]): readonly Session[] {
  const { report } = source;
  const sessions = nodes.flatMap((node, i) => {
    if (node.kind === 'object') return [readSession(source, node, String(i + 1))];
    report('data.type', 'warning', { key: 'sessions', expected: 'object' }, node.range);
    return [];
  });
  return newestFirst(sessions, ({ started }) => started);
}

/** @param name of a session that has no ID */
export function readSession({ document, report }: Source, node: DataNode, name: string): Session {
  const reader = new ObjectReader(document.source.text, node, report);
  const id = reader.text('id', 'session_id', 'sessionId');
  const started = reader.time(...startKeys);
  const ended = reader.time(...endKeys);
  const summary = reader.text('summary');
  const nextSteps = reader.strings('nextSteps', 'next_steps');
  const files = reader.strings('filesModified', 'files_modified', 'files');
  return {
    id: id?.value ?? name,
    summary: withRest(summary?.value ?? '', reader),
    nextSteps,
    files,
    location: { document: document.id, range: node.range },
    ...(started === undefined ? {} : { started }),
    ...(ended === undefined ? {} : { ended }),
  };
}

/** Reads the log of a workspace as notes, the newest first. Their keys count from the first in the file, which is appended to. */
export function readLog(source: Source, nodes: readonly DataNode[]): readonly Note[] {
  if (namesFiles(source.document.root, nodes))
    for (const node of nodes)
      if (node.kind === 'object' && findMember(node, ...fileKeys) === undefined)
        source.report('log.noFiles', 'hint', {}, node.range);
  return newestFirst(
    nodes.map((node, i) => readEntry(source, node, i + 1)),
    ({ time }) => time,
  );
}

/** Whether the entries of a log name the files that were changed: some do, or the file follows the schema that names its workspace. */
export function namesFiles(root: DataNode | undefined, entries: readonly DataNode[]): boolean {
  return (
    findMember(root, 'workspaceId') !== undefined ||
    entries.some((entry) => findMember(entry, ...fileKeys) !== undefined)
  );
}

function readEntry(source: Source, node: DataNode, number: number): Note {
  const { document, report } = source;
  const note = {
    kind: 'note',
    key: noteKey(document.key, number),
    location: { document: document.id, range: node.range },
  } as const;
  if (node.kind !== 'object') return { ...note, text: shownText(document.source.text, node), links: [] };
  const reader = new ObjectReader(document.source.text, node, report);
  const time = reader.time('timestamp', 'time', 'date');
  const author = reader.text('agent', 'author', 'by')?.value;
  const what = [reader.text('action', 'event', 'title'), reader.text('featureId', 'feature_id', 'feature')]
    .flatMap((each) => (each === undefined ? [] : [each.value]))
    .join(' ');
  const details = reader.text('details', 'message', 'description', 'summary')?.value;
  const links = fileLinks(source, reader.list(...fileKeys));
  const text = [what, details ?? ''].filter((each) => each !== '').join(': ');
  return {
    ...note,
    text: withRest(text, reader),
    links,
    ...(time === undefined ? {} : { time }),
    ...(author === undefined ? {} : { author }),
  };
}

/** A text, with whatever else its object says behind it. */
function withRest(text: string, reader: ObjectReader): string {
  const rest = reader.rest().map(({ name, value }) => `${name}: ${value}`);
  return [text, ...rest].filter((each) => each !== '').join(' · ');
}
