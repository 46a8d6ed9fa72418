/** Anything that holds something until it is told to let go. */
export interface Disposable {
  dispose(): void;
}

/** Holds disposables and lets them go in reverse order, once. */
export class DisposableStore implements Disposable {
  readonly #items: Disposable[] = [];
  #disposed = false;

  /** Keeps `item` until the store is disposed; at once if it already is. */
  add<T extends Disposable>(item: T): T {
    if (this.#disposed) item.dispose();
    else this.#items.push(item);
    return item;
  }

  dispose(): void {
    this.#disposed = true;
    for (const item of this.#items.splice(0).reverse()) item.dispose();
  }
}
