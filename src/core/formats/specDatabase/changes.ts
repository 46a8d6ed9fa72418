import { pathOf } from '../../model/item.ts';
import { refusal } from '../../model/refusal.ts';
import { toText } from '../../model/specRows.ts';
import { findMember } from '../../text/dataDocument.ts';
import { DataEditor } from '../../text/dataEdits.ts';
import { toKey } from '../../text/key.ts';
import type { ChangeStore } from '../format.ts';
import type { NewText } from '../newChange.ts';
import { isOpenAs, type OpenDocument } from '../format.ts';
import { changeTexts } from './changeTexts.ts';
import { databasePaths, fromRowPath, ownDatabase, toRowPath } from './places.ts';

/** The rows of a change as an object; undefined for what is not read as one. */
function openRow(open: OpenDocument | undefined) {
  if (open === undefined || !isOpenAs(open, 'data')) return undefined;
  const { root, source } = open.document;
  return root?.kind === 'object' ? { root, editor: new DataEditor(source.text, root) } : undefined;
}

function missing(open: OpenDocument | undefined): NewText {
  return refusal('change.missing', { path: open?.document.id.path ?? '' });
}

/** Changes as rows: of the agent's database, or of the folder's own. */
export const changes: ChangeStore = {
  word: 'database',
  home: ownDatabase,
  signs: databasePaths,
  needsKeyword: false,
  texts: changeTexts,
  refuseField: () => undefined,
  configsOf: () => [],
  placeOf: (database, slug) => toRowPath({ database, kind: 'change', name: slug }),
  begin: (database) => [{ path: database, text: '' }],
  create: (database, { slug, title = '', why, what }, _configs, { now }) => {
    const row = { slug, title, why, what, design: '', status: 'active' };
    const times = { created_at: now, updated_at: now, archived_at: null };
    return [
      {
        path: toRowPath({ database, kind: 'change', name: slug }),
        text: toText({ ...row, ...times, tasks: [], deltas: [] }),
      },
    ];
  },
  pathOf: (stream) => {
    const path = pathOf(stream);
    return fromRowPath(path)?.kind === 'change' ? path : undefined;
  },
  livingSpecOf: (stream, name) => {
    const database = fromRowPath(pathOf(stream))?.database;
    return database === undefined ? undefined : toKey(toRowPath({ database, kind: 'capability', name }));
  },
  setField: (open, field, value, { now }) => {
    const row = openRow(open);
    if (row === undefined) return missing(open);
    const edits = row.editor.setMembers(row.root, { [field]: value });
    if (edits.length === 0) return { kind: 'edits', edits };
    return { kind: 'edits', edits: row.editor.setMembers(row.root, { [field]: value, updated_at: now }) };
  },
  addDelta: (open, delta, { now }) => {
    const row = openRow(open);
    const list = findMember(row?.root, 'deltas')?.value;
    if (row === undefined || list?.kind !== 'array') return missing(open);
    const { operation, capability, requirement, newName, reason, migration, draft } = delta;
    const scenarios = (draft?.scenarios ?? []).map(({ name, steps }) => ({ name, when_then: steps }));
    const added = {
      op: operation,
      capability,
      requirement,
      text: draft?.text ?? '',
      scenarios: draft === undefined ? '' : scenarios,
      reason: reason ?? '',
      migration: migration ?? '',
      rename_to: newName ?? '',
      created_at: now,
    };
    return { kind: 'edits', edits: row.editor.append(list, [added]) };
  },
};
