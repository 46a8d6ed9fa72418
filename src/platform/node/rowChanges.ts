import { refusal, doubt, type Refusal } from '../../core/model/refusal.ts';
import { applyEdits } from '../../core/text/edit.ts';
import type { ApplyResult, LockedChange, NowText } from '../../project/documentWriter.ts';
import type { Failed } from './databaseFile.ts';
import { rowsOf } from './databaseMount.ts';
import type { DatabaseThread } from './databaseThread.ts';
import type { RowChange } from './specDatabase.ts';

/** What became of changes in a database. */
export type RowsResult =
  | ApplyResult
  /** A document that was to be made is there. */
  | { readonly kind: 'exists' };

/**
 * Makes changes of documents of one database, and others with them: all or none. The rows are changed first, in a transaction that
 * is committed last: whatever goes wrong until then, and should this process end, they are as they were.
 * @param real where the database is
 * @param isUndo see `Plan.isUndo`
 * @param writeOthers makes the other changes, or says why not; asked right before the rows are committed
 */
export async function changeRows(
  thread: DatabaseThread,
  real: string,
  changes: readonly LockedChange[],
  isUndo: boolean,
  writeOthers: () => ApplyResult,
): Promise<RowsResult> {
  const rows: RowChange[] = [];
  const [first] = changes;
  if (first === undefined) return writeOthers();
  for (const change of changes) {
    const row = toRowChange(change);
    if (row === undefined)
      return refusal('file.notWritten', { name: change.document.path, reason: 'misfit' });
    rows.push(row);
  }
  const nameOf = (document: RowChange['document']): string => {
    const at = rows.findIndex((each) => each.document === document || isSame(each, document));
    return (changes[at] ?? first).document.path;
  };
  const prepared = await thread.ask({ kind: 'prepare', path: real, changes: rows, isUndo });
  switch (prepared.kind) {
    case 'prepared':
      break;
    case 'stale':
    case 'none':
      return { kind: 'stale' };
    case 'exists':
      return { kind: 'exists' };
    case 'unfit':
      return refusal('database.unfit', { name: nameOf(prepared.document), place: prepared.place });
    case 'noDelete':
      return refusal('database.noDelete', { name: nameOf(prepared.document) });
    case 'failed':
      return notWritten(first.document.path, prepared);
    default:
      throw new Error(`the database answered ${prepared.kind}`);
  }
  const end = (isWanted: boolean) => thread.ask({ kind: 'finish', prepared: prepared.id, isWanted });
  let others: ApplyResult;
  try {
    others = writeOthers();
  } catch (error) {
    await end(false);
    throw error;
  }
  // What somebody changed right after it was written was written.
  const isWritten =
    others.kind === 'done' || (others.kind === 'unknown' && others.code === 'file.changedAfter');
  const ended = await end(isWritten);
  if (!isWritten) return others;
  if (ended.kind === 'done') {
    const now = changes.flatMap(({ document }, at): readonly NowText[] => {
      const text = prepared.now[at];
      return text === undefined ? [] : [{ document, text }];
    });
    return others.kind === 'done' ? { kind: 'done', now } : others;
  }
  const text = ended.kind === 'failed' ? JSON.stringify(ended.problem) : ended.kind;
  return doubt('file.incomplete', { name: first.document.path, why: { reason: 'other', text } });
}

function toRowChange(change: LockedChange): RowChange | undefined {
  const rows = rowsOf(change.document);
  if (rows === undefined) return undefined;
  const document = { kind: rows.kind, name: rows.name };
  switch (change.kind) {
    case 'create':
      return { kind: 'create', document, after: change.text };
    case 'delete':
      return { kind: 'delete', document, base: change.base };
    case 'edit': {
      const { base } = change;
      const applied = applyEdits(base, change.edits);
      return applied.kind === 'applied' ? { kind: 'edit', document, base, after: applied.text } : undefined;
    }
    // Rows are in no folder.
    case 'moveFolder':
      return undefined;
  }
}

function isSame({ document }: RowChange, { kind, name }: RowChange['document']): boolean {
  return document.kind === kind && document.name === name;
}

/** Why nothing was written to a database. */
export function notWritten(name: string, { problem }: Failed): Refusal {
  switch (problem.code) {
    case 'database.locked':
    case 'database.slow':
      return refusal('database.busy', { name });
    case 'database.failed':
      return refusal('file.notWritten', { name, reason: 'other', text: problem.data.text });
    default:
      return refusal('file.unreadable', { path: name, problem });
  }
}
