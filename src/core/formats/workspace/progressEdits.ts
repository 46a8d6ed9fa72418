import { refusal, type Refusal } from '../../model/refusal.ts';
import { DataEditor } from '../../text/dataEdits.ts';
import { findMember, type DataNode, type DataValue } from '../../text/dataDocument.ts';
import type { Edits, TextEdit } from '../../text/edit.ts';
import type { Document } from '../../text/syntax.ts';
import { isOpenAs, refuseConflict, type OpenDocument } from '../format.ts';
import { isBlank, textOf, type ObjectNode } from './featureStyle.ts';
import { newSession } from './newWorkspace.ts';
import { endKeys, startKeys } from './sessions.ts';
import { newestFirst } from './source.ts';
import { touched } from './stamps.ts';
import { isVague } from './words.ts';

/** Where the work is and how it goes on; what is left out stays as it is. */
export interface ResumptionChange {
  readonly position?: string | undefined;
  readonly nextAction?: string | undefined;
  readonly blockers?: readonly string[] | undefined;
  readonly dependencies?: readonly string[] | undefined;
  readonly keyFiles?: readonly string[] | undefined;
  readonly decisions?: readonly string[] | undefined;
}

/** What was done in a session. */
export interface SessionEnd {
  readonly summary: string;
  readonly files: readonly string[];
  readonly nextSteps: readonly string[];
}

type Members = Record<string, DataValue | undefined>;

/** Why nobody could go on from there: nothing is said, or no more than that work goes on. */
export function refuseResumption({ position, nextAction }: ResumptionChange): Refusal | undefined {
  if (position?.trim() === '') return refusal('resumption.position', {});
  if (nextAction !== undefined && (nextAction.trim() === '' || isVague(nextAction)))
    return refusal('resumption.nextAction', { text: nextAction });
  return undefined;
}

/** Writes where the work is into a record of progress. */
export function setResumption(
  document: Document<'data'>,
  change: ResumptionChange,
  now: string,
): Edits | Refusal {
  const found = recordOf(document);
  if (found.kind === 'refused') return found;
  const { root, editor } = found;
  const resumption = resumptionEdits(document, found, change);
  if (resumption.kind === 'refused') return resumption;
  if (resumption.edits.length === 0) return resumption;
  const edits = resumption.isAdded
    ? // In one with what is new at the end, or both would be written at the same place.
      editor.setMembers(root, { ...touched(root, now), ...resumption.members })
    : [...resumption.edits, ...editor.setMembers(root, touched(root, now))];
  return { kind: 'edits', edits };
}

/** The session that has not ended, as its object; undefined where there is none. */
export function openSession({ root }: Document<'data'>): ObjectNode | undefined {
  const sessions = findMember(root, 'sessions')?.value;
  const all = sessions?.kind === 'array' ? sessions.items : [];
  const objects = all.flatMap((each) => (each.kind === 'object' ? [each] : []));
  const [last] = newestFirst(objects, (each) => textOf(findMember(each, ...startKeys)?.value));
  // One that was left open is over once another one has begun.
  return last !== undefined && endKeys.every((key) => isBlank(findMember(last, key)?.value))
    ? last
    : undefined;
}

/** Whether a record says where to go on, or can. */
export function hasResumption({ root }: Document<'data'>): boolean {
  const context = findMember(root, 'resumptionContext', 'resumption_context')?.value;
  return context === undefined ? findMember(root, 'workspaceId') !== undefined : context.kind === 'object';
}

/** Whether a record keeps sessions, or can. */
export function canBeginSession({ root }: Document<'data'>): boolean {
  const sessions = findMember(root, 'sessions')?.value;
  return sessions === undefined ? findMember(root, 'workspaceId') !== undefined : sessions.kind === 'array';
}

/** Begins a session behind the last one. */
export function beginSession(document: Document<'data'>, now: string): Edits | Refusal {
  const found = recordOf(document);
  if (found.kind === 'refused') return found;
  const { root, editor } = found;
  if (!canBeginSession(document)) return refusal('session.noPlace', { path: document.id.path });
  const sessions = findMember(root, 'sessions')?.value;
  const session = newSession(textOf(findMember(root, 'workspaceId')?.value) ?? document.id.path, now);
  if (sessions?.kind !== 'array')
    return { kind: 'edits', edits: editor.setMembers(root, { ...touched(root, now), sessions: [session] }) };
  const edits = [...editor.append(sessions, [session]), ...editor.setMembers(root, touched(root, now))];
  return { kind: 'edits', edits };
}

/** Ends a session, with where the work is then. */
export function endSession(
  document: Document<'data'>,
  session: ObjectNode,
  { summary, files, nextSteps }: SessionEnd,
  change: ResumptionChange,
  now: string,
): Edits | Refusal {
  const found = recordOf(document);
  if (found.kind === 'refused') return found;
  const { root, editor } = found;
  const sessions = findMember(root, 'sessions')?.value;
  const siblings = sessions?.kind === 'array' ? sessions.items : [];
  const keyOf = (...keys: readonly string[]): string =>
    [session, ...siblings].flatMap((each) => findMember(each, ...keys)?.key ?? [])[0] ?? keys[0] ?? '';
  const ended = editor.setMembers(session, {
    [keyOf(...endKeys)]: now,
    summary,
    [keyOf('filesModified', 'files_modified', 'files')]: [...files],
    [keyOf('nextSteps', 'next_steps')]: [...nextSteps],
  });
  const resumption = resumptionEdits(document, found, change);
  if (resumption.kind === 'refused') return resumption;
  const own = resumption.isAdded ? [] : resumption.edits;
  const more = editor.setMembers(root, {
    ...touched(root, now),
    ...(resumption.isAdded ? resumption.members : {}),
  });
  return { kind: 'edits', edits: [...ended, ...own, ...more] };
}

interface ProgressRecord {
  readonly kind: 'record';
  readonly root: ObjectNode;
  readonly editor: DataEditor;
}

function recordOf(document: Document<'data'>): ProgressRecord | Refusal {
  const conflict = refuseConflict(document);
  if (conflict !== undefined) return conflict;
  const { root, source, id } = document;
  if (root?.kind !== 'object') return refusal('workspace.missing', { path: id.path });
  return { kind: 'record', root, editor: new DataEditor(source.text, root) };
}

function resumptionEdits(
  { id: { path } }: Document<'data'>,
  { root, editor }: ProgressRecord,
  change: ResumptionChange,
):
  | {
      readonly kind: 'edits';
      readonly edits: readonly TextEdit[];
      readonly isAdded: boolean;
      readonly members: Members;
    }
  | Refusal {
  const refused = refuseResumption(change);
  if (refused !== undefined) return refused;
  const context = findMember(root, 'resumptionContext', 'resumption_context')?.value;
  const { position, nextAction, blockers, dependencies, keyFiles, decisions } = change;
  if (context?.kind === 'object') {
    const members: Members = {};
    const put = (value: DataValue | undefined, ...keys: readonly string[]): void => {
      if (value !== undefined) members[findMember(context, ...keys)?.key ?? keys[0] ?? ''] = value;
    };
    put(position?.trim(), 'position');
    put(nextAction?.trim(), 'nextAction', 'next_action');
    put(dependencies, 'dependencies');
    put(keyFiles, 'keyFiles', 'key_files');
    put(decisions, 'recentDecisions', 'decisions', 'recent_decisions');
    put(blockers, 'blockers');
    return { kind: 'edits', edits: editor.setMembers(context, members), isAdded: false, members: {} };
  }
  const isNothing = [position, nextAction, blockers, dependencies, keyFiles, decisions].every(
    (each) => each === undefined,
  );
  if (isNothing) return { kind: 'edits', edits: [], isAdded: false, members: {} };
  if (context !== undefined || findMember(root, 'workspaceId') === undefined)
    return refusal('resumption.noPlace', { path });
  if (position === undefined) return refusal('resumption.position', {});
  if (nextAction === undefined) return refusal('resumption.nextAction', { text: '' });
  const written: DataValue = {
    position: position.trim(),
    nextAction: nextAction.trim(),
    dependencies: [...(dependencies ?? [])],
    ...(keyFiles === undefined ? {} : { keyFiles: [...keyFiles] }),
    ...(decisions === undefined ? {} : { recentDecisions: [...decisions] }),
    blockers: [...(blockers ?? [])],
  };
  const members = { resumptionContext: written };
  return { kind: 'edits', edits: editor.setMembers(root, members), isAdded: true, members };
}

/** Whether a document is a record of progress. */
export function isRecord(open: OpenDocument): open is OpenDocument<'data'> {
  return isOpenAs(open, 'data') && open.format.id === 'workspace.progress';
}

/** What a record is called: the name of its workspace, else that of its folder. */
export function nameOfWorkspace({ root, id: { path } }: Document<'data'>): string {
  return textOf(findMember(root, 'workspaceId')?.value) ?? path.split('/').at(-2) ?? path;
}

/** The project that a record names. */
export function projectOf(root: DataNode | undefined): string | undefined {
  return textOf(findMember(root, 'project', 'projectName', 'project_name')?.value);
}

/** The next action of a record that has a resumption context; empty where that says none. */
export function nextActionOf({ root }: Document<'data'>): string | undefined {
  const context = findMember(root, 'resumptionContext', 'resumption_context')?.value;
  return context === undefined
    ? undefined
    : (textOf(findMember(context, 'nextAction', 'next_action')?.value) ?? '');
}
