/** What is kept while the window is reloaded. */
export interface Saved {
  /** Id of the stream; empty for all streams. */
  readonly view: string;
  readonly statuses: readonly string[];
  readonly text: string;
  readonly scroll: number;
  readonly focus: string;
}

/** What VS Code kept, whatever that is. */
export function readSaved(state: unknown): Saved {
  const { view, statuses: list, text: typed, scroll, focus } = (state ?? {}) as Partial<Saved>;
  return {
    view: typeof view === 'string' ? view : '',
    statuses: Array.isArray(list) ? list.filter((each) => typeof each === 'string') : [],
    text: typeof typed === 'string' ? typed : '',
    scroll: typeof scroll === 'number' ? scroll : 0,
    focus: typeof focus === 'string' ? focus : '',
  };
}
