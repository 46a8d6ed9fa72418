import { refusal } from '../../model/refusal.ts';
import { findMember, readJson } from '../../text/dataDocument.ts';
import { DataEditor } from '../../text/dataEdits.ts';
import { toLineFeeds, writeRequirement } from '../../text/requirementDraft.ts';
import { isOpenAs, type ChangeTexts } from '../format.ts';
import type { RowNode } from './rowValues.ts';

/** The long texts of a change are in columns of its rows. */
export const changeTexts: ChangeTexts = {
  deltas: (text) =>
    rowsOf(text).flatMap((row) => {
      const id = findMember(row, 'id')?.value;
      const operation = (['added', 'modified'] as const).find((each) => each === textIn(row, 'op'));
      if (id?.kind !== 'value' || typeof id.value !== 'number' || operation === undefined) return [];
      const [capability, requirement] = [textIn(row, 'capability'), textIn(row, 'requirement')];
      return [{ delta: id.value, operation, capability, requirement }];
    }),
  read: (text, part) => {
    const { root } = readJson(text);
    if (root?.kind !== 'object') return undefined;
    if (typeof part === 'string') return toLineFeeds(textIn(root, part));
    const row = rowsOf(text).find((each) => idIn(each) === part.delta);
    if (row === undefined) return undefined;
    const list = findMember(row, 'scenarios')?.value;
    const scenarios = (list?.kind === 'array' ? list.items : []).flatMap((each) =>
      each.kind === 'object' ? [{ name: textIn(each, 'name'), steps: textIn(each, 'when_then') }] : [],
    );
    return toLineFeeds(
      writeRequirement({ name: textIn(row, 'requirement'), text: textIn(row, 'text'), scenarios }),
    );
  },
  setDelta: (open, id, { text, scenarios }) => {
    const missing = refusal('change.missing', { path: open.document.id.path });
    if (!isOpenAs(open, 'data') || open.document.root === undefined) return missing;
    const { source, root } = open.document;
    const list = findMember(root, 'deltas')?.value;
    const row = list?.kind === 'array' ? list.items.find((each) => idIn(each) === id) : undefined;
    if (row?.kind !== 'object') return missing;
    const written = scenarios.map(({ name, steps }) => ({ name, when_then: steps }));
    const editor = new DataEditor(source.text, root);
    return { kind: 'edits', edits: editor.setMembers(row, { text, scenarios: written }) };
  },
};

function rowsOf(text: string): readonly RowNode[] {
  const list = findMember(readJson(text).root, 'deltas')?.value;
  return list?.kind === 'array' ? list.items.flatMap((each) => (each.kind === 'object' ? [each] : [])) : [];
}

function idIn(row: Parameters<typeof findMember>[0]): unknown {
  const node = findMember(row, 'id')?.value;
  return node?.kind === 'value' ? node.value : undefined;
}

function textIn(row: RowNode, key: string): string {
  const node = findMember(row, key)?.value;
  return node?.kind === 'value' && typeof node.value === 'string' ? node.value : '';
}
