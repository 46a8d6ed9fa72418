import type { ChangeStore } from '../../formats/format.ts';
import type { NewText } from '../../formats/newChange.ts';
import { refuseConflict, type OpenDocument } from '../../formats/format.ts';
import type { ChangeField } from '../../model/changeField.ts';
import { pathOf, ownNameOf, type Stream } from '../../model/item.ts';
import type { Outcome } from '../../model/outcome.ts';
import { refusal, type Refusal, type RefusalCode } from '../../model/refusal.ts';
import type { DocumentId } from '../../text/document.ts';
import type { Key } from '../../text/key.ts';
import type { DocumentInput } from '../inputs.ts';
import type { PlanContext, Planned, ReadContext, WriteOperation } from '../operation.ts';

type Part = ChangeField | { readonly capability: string };

/** A change to living specs, and how its system keeps it. */
export interface FoundChange {
  readonly kind: 'change';
  readonly stream: Stream;
  readonly store: ChangeStore;
  readonly name: string;
}

/** A part of a change as it is at this moment. */
export interface PartOfChange extends FoundChange {
  /** Where the part is, or would be. */
  readonly document: DocumentId;
  /** Undefined for a document that is not there yet. */
  readonly open: OpenDocument | undefined;
}

export const onChangeRefusals: readonly RefusalCode[] = [
  'change.archived',
  'change.missing',
  'file.conflict',
];

/** The change that a document is a part of. */
export function findChange(
  { index, rules }: Pick<ReadContext, 'index' | 'rules'>,
  document: Key,
): FoundChange | Refusal {
  const item = index.itemAt(document);
  const store =
    item?.kind === 'stream' ? rules.changeStores.find(({ id }) => id === item.called)?.store : undefined;
  if (item?.kind !== 'stream' || store?.pathOf(item, 'title') === undefined)
    return refusal('change.missing', { path: index.pathOf(document) });
  return { kind: 'change', stream: item, store, name: ownNameOf(item) };
}

type Entry<Input> = Omit<WriteOperation<Input>, 'effect' | 'scope' | 'plan'>;

/** An operation on a part of an open change. */
export function onChange<Input extends DocumentInput>(
  entry: Entry<Input> & {
    partOf(input: Input): Part;
    plan(context: PlanContext, input: Input, part: PartOfChange): Planned;
  },
): WriteOperation<Input> {
  return {
    ...entry,
    refusals: [...onChangeRefusals, ...entry.refusals],
    effect: 'write',
    scope: (context, input) => {
      const found = findChange(context, input.document);
      if (found.kind === 'refused') return [];
      // Where the part is not there yet, others of the change say in which worktree it is.
      return [keyOfPart(context, found, entry.partOf(input)) ?? context.index.keyOf(found.stream.location)];
    },
    plan: (context, input) => {
      const found = findChange(context, input.document);
      if (found.kind === 'refused') return found;
      const { stream, store, name } = found;
      if (stream.archived === true) return refusal('change.archived', { name });
      const part = entry.partOf(input);
      const path = store.pathOf(stream, part);
      if (path === undefined) return refusal('change.missing', { path: pathOf(stream) });
      const document = { ...stream.location.document, path };
      const key = keyOfPart(context, found, part);
      if (key === undefined) return entry.plan(context, input, { ...found, document, open: undefined });
      const opened = context.open(key);
      if (opened.kind === 'refused') return opened;
      const { open } = opened;
      return (
        refuseConflict(open.document) ??
        entry.plan(context, input, { ...found, document: open.document.id, open })
      );
    },
  };
}

/** The key of the document of a part; undefined where there is none yet. */
function keyOfPart({ index }: ReadContext, { stream, store }: FoundChange, part: Part): Key | undefined {
  const path = store.pathOf(stream, part);
  const found = stream.parts.find((each) => pathOf(each) === path);
  return found && index.keyOf(found.location);
}

/** What is written of a part. */
export function planText(
  context: PlanContext,
  { document }: Pick<PartOfChange, 'document'>,
  result: NewText,
  outcome: Outcome,
): Planned {
  if (result.kind === 'refused') return result;
  if (result.kind === 'text')
    return context.isFree(document)
      ? { kind: 'plan', changes: [{ kind: 'create', document, text: result.text }], outcome }
      : refusal('file.exists', { path: document.path });
  if (result.edits.length === 0) return { kind: 'unchanged', outcome };
  return { kind: 'plan', changes: [{ kind: 'edit', document, edits: result.edits }], outcome };
}
