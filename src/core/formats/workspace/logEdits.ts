import { refusal, type Refusal } from '../../model/refusal.ts';
import { DataEditor } from '../../text/dataEdits.ts';
import { findMember, type DataNode, type DataValue } from '../../text/dataDocument.ts';
import type { Edits } from '../../text/edit.ts';
import type { Document } from '../../text/syntax.ts';
import type { OpenDocument, WriteContext } from '../format.ts';
import { refuseConflict } from '../format.ts';
import { textOf } from './featureStyle.ts';
import { fileKeys, namesFiles } from './sessions.ts';
import { touched } from './stamps.ts';

/** What happened, for the log of a workspace. */
export interface LogEntry {
  readonly action: string;
  readonly details?: string | undefined;
  readonly files?: readonly string[] | undefined;
  /** Who says so; it is only written where the log has a place for it. */
  readonly author?: string | undefined;
}

/** Where a record of progress has its log, or can have it; undefined where it keeps none. */
export function logOf(
  root: DataNode | undefined,
): { readonly key: string; readonly node?: DataNode } | undefined {
  const member = findMember(root, 'log', 'entries');
  if (member !== undefined)
    return member.value.kind === 'array' ? { key: member.key, node: member.value } : undefined;
  return findMember(root, 'workspaceId') === undefined ? undefined : { key: 'log' };
}

/** Adds an entry at the end of the log, in the shape that the last one has. */
export function addEntry(document: Document<'data'>, entry: LogEntry, now: string): Edits | Refusal {
  const { root, source, id } = document;
  const conflict = refuseConflict(document);
  if (conflict !== undefined) return conflict;
  const log = logOf(root);
  if (root?.kind !== 'object' || log === undefined) return refusal('note.none', { path: id.path });
  const editor = new DataEditor(source.text, root);
  const list = log.node?.kind === 'array' ? log.node : undefined;
  const last = list?.items.findLast(({ kind }) => kind === 'object');
  const written =
    last === undefined
      ? seedEntry(entry, now)
      : entryLike(last, entry, namesFiles(root, list?.items ?? []), now);
  const edits =
    list === undefined
      ? editor.setMembers(root, { ...touched(root, now), [log.key]: [written] })
      : [...editor.append(list, [written]), ...editor.setMembers(root, touched(root, now))];
  return { kind: 'edits', edits };
}

/** Adds a note as an entry that has no more than what happened. */
export function addLogNote(
  { document }: OpenDocument<'data'>,
  _part: unknown,
  text: string,
  { now }: WriteContext,
): Edits | Refusal {
  const { author = '', rest = text } = /^(?<author>[^:\n]{1,80}): (?<rest>.+)$/s.exec(text)?.groups ?? {};
  const hasAuthor = authorKeyIn(document.root) !== undefined && author !== '';
  return addEntry(document, hasAuthor ? { action: rest, author } : { action: text }, now);
}

type Entry = Readonly<Record<string, DataValue>>;

function seedEntry({ action, details, files = [] }: LogEntry, now: string): Entry {
  return {
    timestamp: now,
    action,
    ...(details === undefined ? {} : { details }),
    files: [...files],
  };
}

const timeKeys = ['timestamp', 'time', 'date'];
const authorKeys = ['agent', 'author', 'by'];
const actionKeys = ['action', 'event', 'title'];
const detailKeys = ['details', 'message', 'description', 'summary'];
const sessionKeys = ['sessionId', 'session_id'];

/**
 * An entry with the keys of another one, in their order.
 * @param hasFiles also one without files says so
 */
function entryLike(
  last: DataNode,
  { action, details, files = [], author }: LogEntry,
  hasFiles: boolean,
  now: string,
): Entry {
  const keyOf = (keys: readonly string[]): string | undefined => findMember(last, ...keys)?.key;
  const timeKey = keyOf(timeKeys) ?? 'timestamp';
  const isDay = textOf(findMember(last, timeKey)?.value)?.length === 10;
  const known = new Map<string, DataValue>([[timeKey, isDay ? now.slice(0, 10) : now]]);
  const session = findMember(last, ...sessionKeys);
  if (session?.value.kind === 'value' && session.value.value !== null)
    known.set(session.key, session.value.value);
  const authorKey = keyOf(authorKeys);
  if (authorKey !== undefined && author !== undefined) known.set(authorKey, author);
  const [actionKey, detailKey] = [keyOf(actionKeys), keyOf(detailKeys)];
  if (actionKey === undefined && detailKey !== undefined)
    known.set(detailKey, details === undefined ? action : `${action}: ${details}`);
  else {
    known.set(actionKey ?? 'action', action);
    if (details !== undefined) known.set(detailKey ?? 'details', details);
  }
  if (hasFiles || files.length > 0) known.set(keyOf(fileKeys) ?? 'files', [...files]);
  const order = last.kind === 'object' ? last.members.map(({ key }) => key) : [];
  const place = (key: string): number => (order.includes(key) ? order.indexOf(key) : order.length);
  return Object.fromEntries([...known].sort(([a], [b]) => place(a) - place(b)));
}

function authorKeyIn(root: DataNode | undefined): string | undefined {
  const log = logOf(root)?.node;
  const last = log?.kind === 'array' ? log.items.findLast(({ kind }) => kind === 'object') : undefined;
  return findMember(last, ...authorKeys)?.key;
}
