import type { Disposable } from '../core/base/disposable.ts';
import type { Merge } from '../core/formats/format.ts';
import { loss } from '../core/model/loss.ts';
import type { DocumentId } from '../core/text/document.ts';
import { lineEdits } from '../core/text/lineMerge.ts';
import { SourceText } from '../core/text/sourceText.ts';
import type { LostChange } from './changeWatch.ts';
import { readOne, type LateWrite } from './documentStore.ts';
import type { Plan, Unchanged } from '../core/model/plan.ts';
import type { FullSnapshot } from './snapshot.ts';
import type { World } from './world.ts';

/**
 * Brings into a file what somebody wrote into the one that a change here had replaced: he had it open, and went on writing. What
 * he wrote and what is there now are merged, by rows; where they say different things of one row, that stays as it is and is told.
 */
export class LateWrites implements Disposable {
  readonly #world: World;
  readonly #mergeOf: (document: DocumentId) => Merge | undefined;
  readonly #tell: (lost: LostChange) => void;
  readonly #look: (document: DocumentId) => void;
  readonly #listener: Disposable;

  /** `mergeOf` gives how texts of a document are merged; `look` hears which one was written. */
  constructor(
    world: World,
    mergeOf: (document: DocumentId) => Merge | undefined,
    tell: (lost: LostChange) => void,
    look: (document: DocumentId) => void,
    log: (error: unknown) => void,
  ) {
    this.#world = world;
    this.#mergeOf = mergeOf;
    this.#tell = tell;
    this.#look = look;
    this.#listener = world.documents.onDidWriteReplaced((late) => {
      this.#bringIn(late).catch(log);
    });
  }

  dispose(): void {
    this.#listener.dispose();
  }

  async #bringIn(late: LateWrite): Promise<void> {
    const { document, text, isWhole, checkout } = late;
    const isSure = isWhole && this.#world.repository.checkout(document) === checkout;
    const titles = isSure ? await this.#merge(late) : undefined;
    if (titles?.length === 0 || (titles === undefined && (await this.#holds(document, text)))) return;
    const { path } = document;
    const what =
      titles === undefined ? loss('write.notMerged', { path }) : loss('write.kept', { path, titles });
    this.#tell({ document, keys: [], loss: what, theirs: text });
  }

  /** Titles of what both changed, once all else is in the file; undefined when nothing could be written. */
  async #merge({ document, base, text: theirs }: LateWrite): Promise<readonly string[] | undefined> {
    const merge = this.#mergeOf(document);
    if (merge === undefined) return undefined;
    const merged: { titles?: readonly string[] } = {};
    const planOn = (now: FullSnapshot | undefined): Plan | Unchanged => {
      delete merged.titles;
      if (now?.kind !== 'text') return { kind: 'unchanged' };
      const { text, titles } = mergeInto(merge, base, now.text, theirs);
      merged.titles = titles;
      if (text === now.text) return { kind: 'unchanged' };
      return {
        kind: 'plan',
        changes: [{ kind: 'edit', document, edits: lineEdits(new SourceText(now.text), text) }],
      };
    };
    const { result, touched } = await this.#world.documents.commit(
      { documents: [document], through: 'disk' },
      { plan: ([now]) => Promise.resolve(planOn(now)) },
    );
    if (touched.length > 0) this.#look(document);
    return result.kind === 'done' || result.kind === 'unchanged' ? merged.titles : undefined;
  }

  async #holds(document: DocumentId, text: string): Promise<boolean> {
    const now = await readOne(this.#world.documents, document);
    return now.kind === 'text' && now.text === text;
  }
}

function mergeInto(
  merge: Merge,
  base: string,
  ours: string,
  theirs: string,
): { readonly text: string; readonly titles: readonly string[] } {
  const titles: string[] = [];
  const { text } = merge(base, ours, theirs, { ours: 'file', theirs: 'late' }, ({ added, kind, title }) => {
    // Lines that both added are all there afterwards.
    if (!added || kind === 'task') titles.push(title);
    return 'ours';
  });
  return { text, titles };
}
