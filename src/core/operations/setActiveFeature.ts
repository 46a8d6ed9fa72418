import * as z from 'zod/mini';
import { isFeature } from '../formats/specKit/phases.ts';
import { activePathIn, toolFolderIn } from '../formats/specKit/places.ts';
import { outcome } from '../model/outcome.ts';
import { refusal } from '../model/refusal.ts';
import { ownNameOf, pathOf, type Stream } from '../model/item.ts';
import { DataEditor } from '../text/dataEdits.ts';
import { readJson } from '../text/dataDocument.ts';
import { toKey } from '../text/key.ts';
import { documentInput, type DocumentInput } from './inputs.ts';
import type { ReadContext, WriteOperation } from './operation.ts';

/** The key under which the tool's file has the folder of the feature. */
const key = 'feature_directory';

/** The feature that is worked on where this is checked out: one value of a file of the tool, and nothing else. */
export const setActiveFeature: WriteOperation<DocumentInput> = {
  id: 'set_active_feature',
  description: 'Makes a feature of Spec Kit the active one: the one that its commands work on.',
  effect: 'write',
  input: z.strictObject(documentInput),
  refusals: ['active.form', 'active.missing', 'branch.notHere', 'feature.missing'],
  scope: (context, { document }) => {
    const found = find(context, document);
    return found === undefined ? [] : [toKey(found.path)];
  },
  plan: (context, { document }) => {
    const { folder, index } = context;
    const found = find(context, document);
    if (found === undefined) return refusal('feature.missing', { path: index.pathOf(document) });
    const { stream, path, place, directory } = found;
    const file = context.documentOf(toKey(path));
    const { branch } = stream;
    // The file belongs to what is checked out here.
    if (stream.location.document.folder !== folder && branch !== undefined)
      return refusal('branch.notHere', { branch });
    const done = outcome('feature.active', { feature: ownNameOf(stream) });
    const now = context.text(toKey(path));
    if (now.kind === 'refused') return now;
    if (now.kind === 'missing') {
      const above = toolFolderIn(place);
      if (context.isFree({ folder, path: above })) return refusal('active.missing', { path: above });
      const text = `${JSON.stringify({ [key]: directory }, undefined, 2)}\n`;
      return { kind: 'plan', changes: [{ kind: 'create', document: file, text }], outcome: done };
    }
    const { root } = readJson(now.text);
    if (root?.kind !== 'object') return refusal('active.form', { path: file.path });
    const edits = new DataEditor(now.text, root).setMembers(root, { [key]: directory });
    return edits.length === 0
      ? { kind: 'unchanged', outcome: done }
      : { kind: 'plan', changes: [{ kind: 'edit', document: file, edits }], outcome: done };
  },
};

/** The feature of a document, the file that says which one is active, and what it is to say. */
function find(
  { index, rules }: ReadContext,
  document: DocumentInput['document'],
):
  | { readonly stream: Stream; readonly path: string; readonly place: string; readonly directory: string }
  | undefined {
  const stream = index.findStream(document);
  if (stream === undefined || !isFeature(stream)) return undefined;
  const root = rules.rootOf(pathOf(stream));
  if (root === undefined) return undefined;
  const { path, place } = root;
  const directory = place === '' ? path : path.slice(place.length + 1);
  return { stream, path: activePathIn(place), place, directory };
}
