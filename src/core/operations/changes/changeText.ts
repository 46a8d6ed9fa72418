import type { OpenDocument } from '../../formats/format.ts';
import { itemIn } from '../../index/composeStream.ts';
import { refuseText } from '../../model/changeNames.ts';
import type { ChangeTextPart } from '../../model/changeText.ts';
import { outcome } from '../../model/outcome.ts';
import { refusal, type Refusal } from '../../model/refusal.ts';
import type { Key } from '../../text/key.ts';
import { readRequirement, toBody, type RequirementDraft } from '../../text/requirementDraft.ts';
import type { PlanContext, Planned, Write } from '../operation.ts';
import { refuseDraft, refuseLine } from './addDelta.ts';
import { livingRequirement, oldNameOf } from './deltaRules.ts';
import { findChange, planText, type FoundChange } from './onChange.ts';

interface TextInput {
  readonly document: Key;
  readonly part: ChangeTextPart;
  readonly text: string;
  /** What it said when whoever writes it read it. */
  readonly base: string;
}

/** Writes a text of a change that was edited as a document of its own: only while it says what it said then. */
export const writeChangeText: Write<TextInput> = {
  scope: (_, { document }) => [document],
  plan: (context, input) => {
    const found = findChange(context, input.document);
    if (found.kind === 'refused') return found;
    if (found.stream.archived === true) return refusal('change.archived', { name: found.name });
    const opened = context.open(input.document);
    return opened.kind === 'refused' ? opened : planIn(context, input, found, opened.open);
  },
};

function planIn(context: PlanContext, input: TextInput, found: FoundChange, open: OpenDocument): Planned {
  const { part, base } = input;
  const { store, name } = found;
  const { id, source } = open.document;
  const now = store.texts?.read(source.text, part);
  if (now === undefined) return refusal('change.missing', { path: id.path });
  if (now !== base) return refusal('file.contended', { path: id.path });
  const text = toBody(input.text);
  const place = { document: id };
  if (typeof part === 'string') {
    const refused = refuseText(part, text) ?? store.refuseField(part, text);
    if (refused !== undefined) return refused;
    const data = { change: name, field: part, path: id.path };
    return planText(
      context,
      place,
      store.setField(open, part, text, context),
      outcome('change.fieldSet', data),
    );
  }
  const draft = toDraft(context, found, open, part.delta, input.text);
  if (draft.kind === 'refused' || store.texts === undefined)
    return draft.kind === 'refused' ? draft : refusal('change.missing', { path: id.path });
  const data = { change: name, requirement: draft.draft.name };
  const result = store.texts.setDelta(open, part.delta, draft.draft);
  return planText(context, place, result, outcome('delta.written', data));
}

/** The requirement that a text is, under the name that it has. */
function toDraft(
  { index }: PlanContext,
  { store, stream }: FoundChange,
  open: OpenDocument,
  wanted: number,
  text: string,
): { readonly kind: 'draft'; readonly draft: RequirementDraft } | Refusal {
  const row = store.texts?.deltas(open.document.source.text).find(({ delta }) => delta === wanted);
  if (row === undefined) return refusal('change.missing', { path: open.document.id.path });
  const read = readRequirement(text);
  if (read.kind === 'fault')
    return read.why === 'none' ? refusal('delta.heading', { name: row.requirement }) : refuseLine(read);
  const { draft } = read;
  if (draft.name !== row.requirement) return refusal('delta.heading', { name: row.requirement });
  const item = itemIn(open.parsed);
  const others = (item?.kind === 'stream' ? item.deltas : []).filter(
    ({ capability }) => capability === row.capability,
  );
  const key = store.livingSpecOf(stream, row.capability);
  const living = key === undefined ? undefined : index.findSpec(key);
  const old =
    row.operation === 'modified' ? livingRequirement(living, oldNameOf(row, others))?.body : undefined;
  const refused =
    refuseText('text', draft.text) ??
    draft.scenarios.map(({ steps }) => refuseText('steps', steps)).find((each) => each !== undefined) ??
    refuseDraft(draft, old, store.needsKeyword);
  return refused ?? { kind: 'draft', draft };
}
