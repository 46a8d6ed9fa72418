const rowsIn = '[role=grid] .row';

/**
 * Where the keyboard is: one row of a page takes the Tab key, the one that had the focus last, and has the focus when the board is
 * opened. The focus is never taken from anything else, nor from another part of the window.
 */
export class RowFocus {
  readonly #root: Element;
  /** The row that had the focus last, by the key of its page. */
  readonly #last = new Map<string, string>();
  #wanted: 'once' | 'force' | undefined = 'once';

  constructor(root: Element) {
    this.#root = root;
  }

  get rows(): readonly HTMLElement[] {
    return [...this.#root.querySelectorAll<HTMLElement>(rowsIn)];
  }

  rowOf(id: string): HTMLElement | null {
    return this.#root.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`);
  }

  /** Id of the row that has the focus, or something in it has. */
  get focused(): string | undefined {
    return document.activeElement?.closest<HTMLElement>('[data-row]')?.dataset['row'];
  }

  lastOn(page: string): string {
    return this.#last.get(page) ?? '';
  }

  remember(page: string, row: string): void {
    this.#last.set(page, row);
  }

  /** A row is to have the focus as soon as this page has it; `force` takes it from the filter, too. */
  want(how: 'once' | 'force'): void {
    this.#wanted = how;
  }

  /**
   * Gives the focus to a row, when that is wanted: the last one, else the first one that keys do something with, and when all are
   * drawn, any.
   */
  settle(
    page: string,
    canAct: (row: HTMLElement) => boolean,
    allDrawn: boolean,
    preventScroll = false,
  ): void {
    this.#oneTabStop(page);
    if (this.#wanted === undefined || !document.hasFocus()) return;
    if (this.#wanted === 'once' && document.activeElement !== document.body) {
      this.#wanted = undefined;
      return;
    }
    const row =
      this.rowOf(this.lastOn(page)) ?? this.rows.find(canAct) ?? (allDrawn ? this.rows[0] : undefined);
    if (row === undefined) return;
    this.#wanted = undefined;
    row.focus({ preventScroll });
  }

  /** A row has the focus now. */
  came(page: string, row: HTMLElement): void {
    this.remember(page, row.dataset['row'] ?? '');
    this.#oneTabStop(page);
  }

  #oneTabStop(page: string): void {
    const stop = this.rowOf(this.lastOn(page)) ?? this.#root.querySelector<HTMLElement>(rowsIn);
    for (const each of this.#root.querySelectorAll<HTMLElement>(`${rowsIn}[tabindex="0"]`))
      if (each !== stop) each.tabIndex = -1;
    if (stop !== null) stop.tabIndex = 0;
  }
}
