import type { LineSpan } from '../../../text/lineDiff.ts';
import { withoutEnding } from '../../../text/lineMerge.ts';
import { isChanged } from './row.ts';
import { isSame } from './table.ts';
import type { MergeRow, Side, Sides } from './types.ts';

/** A line of one side, as the merge looks at it. */
export interface Line {
  readonly token: string;
  readonly line: string;
  readonly row: MergeRow | undefined;
}

/** The line of a row that one side left exactly as it was, whatever the head above it is just becoming: the other one's. */
export function unchangedIn(old: MergeRow | undefined, own: MergeRow, other: MergeRow): string | undefined {
  if (own === old && isSame(other.table.columns, old.table.columns)) return other.line;
  if (other === old && isSame(own.table.columns, old.table.columns)) return own.line;
  return undefined;
}

export function endingOfLine(line: string): string {
  return /(?:\r\n|\n|\r)?$/.exec(line)?.[0] ?? '';
}

/** The lines as words alone, without the white space that aligns cells. */
export function inWords({ lines }: Side): readonly string[] {
  return lines.map((line) =>
    line
      .split('|')
      .map((part) => part.trim())
      .join('|'),
  );
}

export function lineOf(side: Side, at: number): Line {
  return { token: side.tokens[at] ?? '', line: side.lines[at] ?? '', row: side.rowAt[at] };
}

export function linesOf(side: Side, { from, count }: LineSpan): readonly Line[] {
  return Array.from({ length: count }, (_, i) => lineOf(side, from + i));
}

export function isRow({ row }: Line): boolean {
  return row !== undefined;
}

export function isListItem({ token }: Line): boolean {
  return /^\s*(?:[-*+]|\d+[.)])\s/.test(token);
}

/** What the token of a row begins with that one side removed and the other changed. */
export const changedToken = '\0changed ';

/** A row that one side removed and the other changed is in question: to the comparison of lines it is another line then. */
export function markRemoved(base: Side, ours: Side, theirs: Side): void {
  for (const [kept, other] of [
    [ours, theirs],
    [theirs, ours],
  ] as const)
    for (const [i, row] of kept.rowAt.entries()) {
      const old = row === undefined ? undefined : base.rows.get(row.key);
      if (row === undefined || old === undefined || other.rows.has(row.key)) continue;
      if (isChanged(old, row)) kept.tokens[i] = changedToken + row.key;
    }
}

/** Keys of the tables whose head one side broke, and that still have rows there. */
export function brokenTables({ ours, theirs }: Sides): ReadonlySet<string> {
  return new Set(
    [ours, theirs].flatMap(({ rows, tables }) =>
      [...rows.values()].flatMap(({ table: { key } }) => (tables.has(key) ? [] : [key])),
    ),
  );
}

/** The last line ends as the side that changed that has it. */
export function withoutAddedEnding(
  text: string,
  base: string | undefined,
  ours: string,
  theirs: string,
): string {
  const ends = (each: string): boolean => /[\r\n]$/.test(each);
  const wanted = base === undefined || ends(ours) !== ends(base) ? ends(ours) : ends(theirs);
  return wanted ? text : withoutEnding(text);
}
