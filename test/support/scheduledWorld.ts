import type { Refusal } from '../../src/core/model/refusal.ts';
import { nameOfDocument, type DocumentId } from '../../src/core/text/document.ts';
import type { FileEvent } from '../../src/project/documentStore.ts';
import type { HeldLock } from '../../src/project/documentWriter.ts';
import type { MarkdownResult } from '../../src/project/world.ts';
import { MemoryWorld } from './memoryWorld.ts';

/** A world in which nothing ends by itself: whoever tests says which of all that is under way ends next, and which event comes. */
export class ScheduledWorld extends MemoryWorld {
  readonly #underWay: (() => void)[] = [];
  readonly #events: FileEvent[] = [];
  readonly #locks = new Map<string, Promise<unknown>>();
  /** Whether what is asked now is answered as the world is at the end, and not as it is at the beginning. */
  isLate = false;

  constructor(files: Record<string, string>) {
    super(files);
    const { documents, repository } = this;
    const list = documents.list.bind(documents);
    const listBelow = documents.listBelow.bind(documents);
    const read = documents.read.bind(documents);
    const clone = repository.clone.bind(repository);
    documents.list = (folder, rules) => this.#schedule(() => list(folder, rules));
    documents.listBelow = (folder, globs) => this.#schedule(() => listBelow(folder, globs));
    documents.read = (wanted) => this.#schedule(() => read(wanted));
    repository.clone = (folder, ...globs) => this.#schedule(() => clone(folder, ...globs));
  }

  get underWay(): number {
    return this.#underWay.length;
  }

  get events(): number {
    return this.#events.length;
  }

  /** One of what is under way ends. */
  end(which: number): void {
    const [go] = this.#underWay.splice(which % this.#underWay.length, 1);
    go?.();
  }

  /** One of the events comes. */
  deliver(which: number): void {
    const [event] = this.#events.splice(which % this.#events.length, 1);
    if (event !== undefined) this.tell(event);
  }

  /** Somebody writes a file, or removes it; the event comes later. */
  change(document: DocumentId, text: string | undefined): void {
    this.put(document, text);
    this.#events.push(document);
  }

  /** Somebody types in an editor, or takes it back; the event comes later. */
  type(document: DocumentId, text: string | undefined): void {
    if (text === undefined) this.editors.delete(document.path);
    else this.editors.set(document.path, text);
    this.#events.push(document);
  }

  override pause(): Promise<void> {
    return this.#schedule(() => Promise.resolve());
  }

  override delay(): Promise<void> {
    return this.#schedule(() => Promise.resolve());
  }

  override readMarkdown(text: string): Promise<MarkdownResult> {
    return this.#schedule(() => super.readMarkdown(text));
  }

  override async exclusively<T>(
    documents: readonly DocumentId[],
    run: (held: readonly (HeldLock | undefined)[]) => Promise<T>,
  ): Promise<T | Refusal> {
    const name = documents.map(nameOfDocument).join('\n');
    const before = this.#locks.get(name);
    const mine = (async () => {
      await before;
      await this.pause();
      return run([]);
    })();
    this.#locks.set(
      name,
      mine.then(
        () => undefined,
        () => undefined,
      ),
    );
    return mine;
  }

  #schedule<T>(answer: () => Promise<T>): Promise<T> {
    const { isLate } = this;
    const early = isLate ? undefined : answer();
    // It is waited for only later.
    early?.catch(() => undefined);
    return new Promise<T>((resolve, reject) => {
      this.#underWay.push(() => {
        (early ?? answer()).then(resolve, reject);
      });
    });
  }
}
