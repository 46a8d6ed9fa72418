/** What two sides want, and cannot both have. */
export interface MergeConflict {
  /** `task`: the row of one task. `columns`: the head of a table. `text`: lines that are neither. */
  readonly kind: 'task' | 'columns' | 'text';
  /** Title of the task, names of the columns, or the first line in question. */
  readonly title: string;
  /** What the row is known by, where the title alone does not tell it from others. */
  readonly key?: string;
  /** Zero-based line in the merged text. */
  readonly line: number;
  /** Who each side says owns it; undefined for nobody. */
  readonly ours?: string;
  readonly theirs?: string;
  /** Of a task: its row as each side writes it, without the line end; undefined where it has none. */
  readonly rows?: { readonly ours: string | undefined; readonly theirs: string | undefined };
  /** Which side removed the row, where the other changed it. */
  readonly removed?: 'ours' | 'theirs';
  /** What stood in columns of one side that the other removed, as `Column: text`: nowhere in the merged text. */
  readonly lost?: readonly string[];
  /** False when it is merged: both wrote the same, and two may be at it; or what is told is decided. */
  readonly open: boolean;
}

export interface MergeResult {
  readonly kind: 'merged';
  readonly text: string;
  readonly conflicts: readonly MergeConflict[];
}

/** What the conflict markers call the two sides. */
export interface MergeNames {
  readonly ours: string;
  readonly theirs: string;
}

/**
 * Which side has an open conflict; undefined leaves it, between markers. Where both only `added` lines at one place, the decision
 * is whose come first: nothing that one of them wrote is dropped.
 */
export type Decide = (
  conflict: Omit<MergeConflict, 'open'> & { readonly added: boolean },
) => 'ours' | 'theirs' | undefined;

/** The versions that git keeps of a path that it could not merge: gitrevisions(7), `:1:`, `:2:`, `:3:`. */
export interface ConflictStages {
  /** Undefined when both sides added the file. */
  readonly base: string | undefined;
  readonly ours: string;
  readonly theirs: string;
}

/** A task that two progress files of a branch have, and of which neither row says all that the other one does. */
export interface RowChoice {
  readonly key: string;
  readonly title: string;
  /** The rows as they are written, without line ends. */
  readonly ours: string;
  readonly theirs: string;
}
