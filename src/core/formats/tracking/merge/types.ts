/** A row of a task table as a merge sees it: by itself, without the text that it stands in. */
export interface MergeRow {
  /** The same in all versions of the text, and in each of them no other row's. */
  readonly key: string;
  /** What people call it: its title, else its ID. */
  readonly label: string;
  /** By the names of their columns. */
  readonly cells: ReadonlyMap<string, string>;
  readonly owner: string | undefined;
  /** With its ending. */
  readonly line: string;
  readonly table: MergeTable;
}

/** One version of the text. */
export interface Side {
  /** Each with its ending. */
  readonly lines: readonly string[];
  /** What a line is compared by: a row by its key, so that other cells and white space make no difference. */
  readonly tokens: string[];
  readonly rows: Map<string, MergeRow>;
  readonly rowAt: (MergeRow | undefined)[];
  /** By their keys. */
  readonly tables: ReadonlyMap<string, MergeTable>;
}

export interface Sides {
  readonly ours: Side;
  readonly base: Side;
  readonly theirs: Side;
}

/** What the rows of a table have in common, as a merge sees it. */
export interface MergeTable {
  /** The same in all versions of the text. */
  readonly key: string;
  /** Key of the table of the base that most of its rows come from, where there is one: a table that was split is two of one. */
  readonly origin: string | undefined;
  /** Head and delimiter line, without indent and endings. */
  readonly top: readonly [head: string, delimiter: string];
  /** What each column is known by, each once: as the base calls it, also where it has another name here. */
  readonly columns: readonly string[];
  /** Where each column is. */
  readonly places: ReadonlyMap<string, number>;
  /** What stands in the head and in the delimiter line, by column. */
  readonly heads: ReadonlyMap<string, string>;
  readonly marks: ReadonlyMap<string, string>;
  readonly statusColumn: string;
  readonly ownerColumn: string | undefined;
  /** The columns that say which row it is: its title, its ID, its number. */
  readonly naming: ReadonlySet<string>;
}
