import * as z from 'zod/mini';
import type { OpenChange } from '../../formats/archiver.ts';
import type { OpenDocument } from '../../formats/format.ts';
import { systems } from '../../formats/registry.ts';
import { composeStream } from '../../index/composeStream.ts';
import { ownNameOf, type Stream } from '../../model/item.ts';
import { refusal } from '../../model/refusal.ts';
import { toKey, type Key } from '../../text/key.ts';
import { isChange } from '../../views/changeKind.ts';
import { documentInput, type DocumentInput } from '../inputs.ts';
import type { ReadContext, WriteOperation } from '../operation.ts';
import { planArchive } from './planArchive.ts';

/** Folds all deltas of a change into the living specs and puts the change away, or does nothing. */
export const archiveChange: WriteOperation<DocumentInput> = {
  id: 'archive_change',
  description:
    'Folds the deltas of a change into the living specs, all of them or none, and puts the change into the archive.',
  effect: 'write',
  input: z.strictObject(documentInput),
  refusals: [
    'change.archived',
    'change.elsewhere',
    'change.missing',
    'change.notReady',
    'change.stale',
    'folder.fixed',
  ],
  scope: ({ index }, { document }) => {
    const stream = changeAt(index, document);
    if (stream === undefined) return [document];
    return [...new Set([...documentsIn(index, stream), ...stream.deltas.map(({ spec }) => spec)])];
  },
  asksPast: ({ index }, { document }) => {
    const deltas = changeAt(index, document)?.deltas ?? [];
    // As many deltas as there are on a spec, git is asked once.
    return [...new Map(deltas.map((delta) => [delta.spec, delta])).values()].map(({ location, spec }) => ({
      changed: toKey(index.keyOf(location)),
      document: spec,
    }));
  },
  plan: (context, { document }) => {
    const { index } = context;
    const stream = changeAt(index, document);
    const missing = refusal('change.missing', { path: index.pathOf(document) || document });
    if (stream === undefined) return missing;
    const { name, archived } = stream;
    if (archived === true) return refusal('change.archived', { name });
    const elsewhere = index.elsewhere(stream);
    if (elsewhere !== undefined)
      return refusal('change.elsewhere', {
        name,
        worktree: elsewhere.kind === 'worktree' ? elsewhere.name : elsewhere.ref,
      });
    const documents: OpenDocument[] = [];
    for (const key of documentsIn(index, stream)) {
      // It came after it was found out what has to be locked.
      if (!context.isInScope(key)) return refusal('file.contended', { path: index.pathOf(key) });
      const opened = context.open(key);
      if (opened.kind === 'refused') return opened;
      documents.push(opened.open);
    }
    const now = streamIn(documents, stream);
    const archiver = systems.find(({ id }) => id === documents[0]?.root.system)?.archiver;
    if (now === undefined || archiver === undefined) return missing;
    if (now.archived === true) return refusal('change.archived', { name });
    const { today, now: time } = context;
    const change: OpenChange = { name: ownNameOf(now), documents, today, now: time };
    return planArchive(context, archiver, change, now);
  },
};

/** All documents in the folder of a change, also those that cannot be read: tasks that nobody sees may be open. */
function documentsIn(index: ReadContext['index'], { key }: Stream): readonly Key[] {
  const parts = index.documentsOf(key);
  if (!key.endsWith('/')) return parts;
  return [...new Set([...parts, ...[...index.keys()].filter((each) => each.startsWith(key))])];
}

/** The change as its documents say at this moment. */
function streamIn(documents: readonly OpenDocument[], { key }: Stream): Stream | undefined {
  const [first, ...others] = documents.flatMap(({ parsed: { parts } }) =>
    parts.flatMap((part) => (part.kind === 'streamPart' && part.stream === key ? [part] : [])),
  );
  return first === undefined ? undefined : composeStream([first, ...others]);
}

/** The change that a document is of. */
function changeAt(index: ReadContext['index'], key: Key): Stream | undefined {
  const item = index.itemAt(key);
  return item?.kind === 'stream' && isChange(item) ? item : undefined;
}
