import type { ProjectIndex } from '../index/projectIndex.ts';
import { identityOf } from '../model/item.ts';
import type { Key } from '../text/key.ts';
import type { OutlineNode } from './outline.ts';

/** Something in a document that a row is looked for of: a task or a criterion, else what the document is about. */
export interface RevealedPlace {
  readonly key: Key;
  readonly taskKey?: Key | undefined;
  readonly criterion?: string | undefined;
  /** Of a note (zero-based). */
  readonly line?: number | undefined;
}

/** Finds the row of a place: what is in several documents has one row, whichever of them it is looked for from. */
export class RowSearch {
  readonly #documents: ReadonlySet<Key>;
  readonly #place: RevealedPlace;

  constructor(index: ProjectIndex | undefined, place: RevealedPlace) {
    const item = index?.itemAt(place.key);
    const documents = item === undefined ? [] : (index?.documentsOf(identityOf(item).key) ?? []);
    this.#documents = new Set([place.key, ...documents]);
    this.#place = place;
  }

  fits({ open, kind }: OutlineNode): boolean {
    if (
      open === undefined ||
      kind === 'problem' ||
      kind === 'link' ||
      kind === 'check' ||
      !this.#documents.has(open.key)
    )
      return false;
    const { taskKey, criterion, line } = this.#place;
    // Of all that has a line of its own, notes alone are named by it.
    const isNote = kind === 'note' && open.key === this.#place.key && open.line === line;
    if (line !== undefined || kind === 'note') return isNote;
    // A document may be a task by itself.
    const taskOf = (key: Key | undefined): Key | undefined => (key === open.key ? undefined : key);
    return taskOf(open.taskKey) === taskOf(taskKey) && open.criterion === criterion;
  }

  /** Whether the row can stand below another one. */
  mayBeBelow({ kind, open, context }: OutlineNode): boolean {
    if (kind === 'folder' || kind === 'group' || /\bhasItems\b/.test(context)) return true;
    return open !== undefined && this.#documents.has(open.key) && kind !== 'task';
  }
}
