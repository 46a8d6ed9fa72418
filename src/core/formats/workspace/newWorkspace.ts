import { readJson, type DataValue } from '../../text/dataDocument.ts';
import { DataEditor } from '../../text/dataEdits.ts';
import { applyEdits } from '../../text/edit.ts';
import { md5 } from './md5.ts';
import { nextId } from './nextId.ts';

/** The names of the files in a workspace's folder. */
export const progressName = 'claude-progress.json';
export const featureListName = 'feature-list.json';

export interface NewWorkspace {
  readonly id: string;
  readonly project: string;
  readonly task: string;
  readonly position: string;
  readonly nextAction: string;
  readonly now: string;
}

/** The record of a workspace in which work begins: its first session is open. */
export function progressText({ id, project, task, position, nextAction, now }: NewWorkspace): string {
  return toText({
    workspaceId: id,
    project,
    started: now,
    lastUpdated: now,
    status: 'in_progress',
    currentTask: task,
    sessions: [newSession(id, now)],
    log: [],
    resumptionContext: { position, nextAction, dependencies: [], blockers: [] },
  });
}

/** A session that begins: `20250116_100000_abc1`. */
export function newSession(
  workspace: string,
  now: string,
): { readonly id: string; readonly started: string } {
  const [day = '', time = ''] = now.replace(/[-:Z]/g, '').split('T');
  return { id: `${day}_${time}_${md5(`${workspace} ${now}`).slice(0, 4)}`, started: now };
}

export interface NewFeature {
  readonly name: string;
  readonly description?: string | undefined;
}

/** A list of features of which none is begun. */
export function featureListText(
  head: { readonly id: string; readonly project: string },
  features: readonly NewFeature[],
): string {
  const ids: (string | number | undefined)[] = [];
  const listed = features.map(({ name, description }) => {
    const id = nextId(ids) ?? '';
    ids.push(id);
    return { id, name, ...(description === undefined ? {} : { description }), status: 'pending' };
  });
  return toText({
    workspaceId: head.id,
    project: head.project,
    totalFeatures: listed.length,
    completed: 0,
    features: listed,
  });
}

/** A value as a new file: laid out like that of an object that has no layout yet. */
function toText(value: DataValue): string {
  const empty = '{}';
  const { root } = readJson(empty);
  const edits = root === undefined ? [] : new DataEditor(empty, root).replace(root, value);
  const written = applyEdits(empty, edits);
  return `${written.kind === 'applied' ? written.text : empty}\n`;
}
