/** Why a backlog item is said to stand where it does. `written` is what its file says. */
export type WhyItemState =
  | { readonly reason: 'said'; readonly written: string }
  /** The file says that it is open, and these streams are at work on it. */
  | { readonly reason: 'started'; readonly streams: readonly string[]; readonly written: string }
  /** The file says nothing, or no word that is known: its streams, by their names, say it. */
  | {
      readonly reason: 'finished' | 'linked' | 'merged' | 'notLinked';
      readonly streams: readonly string[];
      readonly written: string;
    };
