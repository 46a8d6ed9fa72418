import { commonLines, DiffWork, type LineSpan } from '../text/lineDiff.ts';
import { mergeLines, type MergeRegion } from '../text/lineMerge.ts';
import { changedColumns, mergeRow } from './progressFileMergeRow.ts';
import { readSides, type MergeRow, type Side, type Sides } from './progressFileSides.ts';

/** What two sides want, and cannot both have. */
export interface MergeConflict {
  /** `task`: the row of one task. `text`: lines that are no rows, or rows that one side removed and the other changed. */
  readonly kind: 'task' | 'text';
  /** Title of the task, or the first line in question. */
  readonly title: string;
  /** What the row is known by, where the title alone does not tell it from others. */
  readonly key?: string;
  /** Zero-based line in the merged text. */
  readonly line: number;
  /** Who each side says owns it; undefined for nobody. */
  readonly ours?: string;
  readonly theirs?: string;
  /** False when both wrote the same: merged, but two may be at it. */
  readonly open: boolean;
}

export interface MergeResult {
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

type OpenRegion = MergeRegion & { readonly kind: 'open' };

interface Line {
  readonly token: string;
  readonly line: string;
  readonly row: MergeRow | undefined;
}

/**
 * Merges two versions of a progress file by cells: rows are known by what identifies them, so claims of different rows never
 * conflict, wherever they stand and whoever aligned the table anew; of all other lines each is merged by itself. A row whose status
 * or owner both changed is always reported, also when both wrote the same. What cannot be merged stays between conflict markers,
 * one row or stretch at a time.
 * @param base what both come from; undefined when that is not known: then rows that differ are all in question
 * @param work counts what it costs: some n log n for n lines, and at most its limit more
 */
export function mergeProgressFiles(
  base: string | undefined,
  ours: string,
  theirs: string,
  names: MergeNames,
  decide: Decide = () => undefined,
  work = new DiffWork(),
): MergeResult {
  if (theirs === base) return { text: ours, conflicts: [] };
  if (ours === base) return { text: theirs, conflicts: [] };
  const sides = readSides(ours, base ?? '', theirs, work);
  markRemoved(sides.base, sides.ours, sides.theirs);
  const merge = new Merge(sides, { base, ours, theirs }, names, decide, work);
  const { ours: own, base: old, theirs: other } = sides;
  const written = { ours: inWords(own), base: inWords(old), theirs: inWords(other) };
  for (const region of mergeLines(own.tokens, old.tokens, other.tokens, work, written)) {
    if (region.kind === 'settled') merge.putSpan(sides[region.side], region.span);
    else merge.putOpen(region);
  }
  return { text: withoutAddedEnding(merge.text(), base, ours, theirs), conflicts: merge.conflicts };
}

class Merge {
  readonly conflicts: MergeConflict[] = [];
  readonly #sides: Sides;
  readonly #names: MergeNames;
  readonly #decide: Decide;
  readonly #out: string[] = [];
  readonly #placed = new Set<string>();
  readonly #ending: string;
  /** A line that ends like most of its text follows a change of all endings; an odd one stays odd. */
  readonly #usual: ReadonlySet<string>;
  readonly #variants: Record<'ours' | 'base' | 'theirs', ReadonlyMap<string, string | undefined>>;
  /** The last text conflict between markers: what is in question right behind it is put into it. */
  #last:
    | {
        readonly start: number;
        readonly end: number;
        readonly own: readonly string[];
        readonly other: readonly string[];
      }
    | undefined;
  readonly #work: DiffWork;

  constructor(
    sides: Sides,
    texts: { readonly base: string | undefined; readonly ours: string; readonly theirs: string },
    names: MergeNames,
    decide: Decide,
    work: DiffWork,
  ) {
    this.#work = work;
    this.#sides = sides;
    this.#names = names;
    this.#decide = decide;
    const ours = endingOf(texts.ours);
    const theirs = endingOf(texts.theirs);
    const base = endingOf(texts.base ?? texts.ours);
    this.#ending = texts.base === undefined || ours !== base ? ours : theirs;
    this.#usual = new Set([ours, theirs, base, '']);
    this.#variants = {
      ours: topLines(sides.ours),
      base: topLines(sides.base),
      theirs: topLines(sides.theirs),
    };
  }

  text(): string {
    return this.#out.join('');
  }

  putSpan(side: Side, { from, count }: LineSpan): void {
    for (let i = from; i < from + count; i++) this.#putLine(lineOf(side, i));
  }

  putOpen(region: OpenRegion): void {
    const own = linesOf(this.#sides.ours, region.ours);
    const old = linesOf(this.#sides.base, region.base);
    const other = linesOf(this.#sides.theirs, region.theirs);
    const added = old.length === 0;
    const all = [...own, ...old, ...other];
    // Rows and list items are things of their own: what each side added stays.
    if (all.every(isRow) || (added && all.every(isListItem))) {
      this.#putBoth(own, other);
      return;
    }
    const first = [...own, ...other].find(({ line }) => line.trim() !== '');
    const conflict = { kind: 'text' as const, title: first?.line.trim() ?? '', line: this.#out.length };
    const decided = this.#decide({ ...conflict, added });
    if (decided === undefined) {
      this.#putMarked(own, other, conflict);
      return;
    }
    const [chosen, left] = decided === 'ours' ? [own, other] : [other, own];
    // With its line a row is decided, wherever else the other side has it.
    for (const { row } of old)
      if (row !== undefined && !chosen.some((line) => line.row?.key === row.key)) this.#placed.add(row.key);
    // Also where the line is decided, a row that the other side has instead stays.
    this.#putBoth(chosen, added ? left : left.filter(isRow));
  }

  /** The lines of both, those of the first before those of the second, and once what both have. */
  #putBoth(chosen: readonly Line[], left: readonly Line[]): void {
    const tokens = (lines: readonly Line[]): string[] => lines.map(({ token }) => token);
    const there = new Set(tokens(chosen));
    let i = 0;
    let j = 0;
    const upTo = (endOfChosen: number, endOfLeft: number): void => {
      for (const line of chosen.slice(i, endOfChosen)) this.#putLine(line);
      for (const line of left.slice(j, endOfLeft))
        if (line.token.trim() === '' || !there.has(line.token)) this.#putLine(line);
    };
    for (const [a, b] of commonLines(tokens(chosen), tokens(left), this.#work)) {
      upTo(a, b);
      const line = chosen[a];
      if (line !== undefined) this.#putLine(line);
      i = a + 1;
      j = b + 1;
    }
    upTo(chosen.length, left.length);
  }

  #put(line: string): void {
    const own = /(?:\r\n|\n|\r)?$/.exec(line)?.[0] ?? '';
    this.#out.push(this.#usual.has(own) ? line.slice(0, line.length - own.length) + this.#ending : line);
  }

  #putLine({ row, token, line }: Line): void {
    if (row === undefined) this.#put(this.#variant(token, line));
    else this.#putRow(row.key);
  }

  #putRow(key: string): void {
    if (this.#placed.has(key)) return;
    this.#placed.add(key);
    const { ours, base, theirs } = this.#sides;
    const own = ours.rows.get(key);
    const other = theirs.rows.get(key);
    const old = base.rows.get(key);
    if (own === undefined || other === undefined) {
      const kept = own ?? other;
      // What one side removed and the other left alone, or only moved, is removed.
      if (kept !== undefined && (old === undefined || changedColumns(old, kept).length > 0))
        this.#put(kept.line);
      return;
    }
    const merged = mergeRow(old, own, other);
    const conflict = {
      kind: 'task' as const,
      title: own.label,
      ...(own.label === key ? {} : { key }),
      line: this.#out.length,
      ...(own.owner === undefined ? {} : { ours: own.owner }),
      ...(other.owner === undefined ? {} : { theirs: other.owner }),
    };
    if (merged.line !== undefined) {
      if (merged.both) this.conflicts.push({ ...conflict, open: false });
      this.#put(merged.line);
      return;
    }
    const decided = this.#decide({ ...conflict, added: old === undefined });
    if (decided !== undefined) {
      this.#put((decided === 'ours' ? own : other).line);
      return;
    }
    this.conflicts.push({ ...conflict, open: true });
    this.#putBetween([own.line], [other.line]);
  }

  /** Between markers, together with what is in question right before it. */
  #putMarked(own: readonly Line[], other: readonly Line[], conflict: Omit<MergeConflict, 'open'>): void {
    const last = this.#last?.end === this.#out.length ? this.#last : undefined;
    const placed = new Set(this.#placed);
    const shown = (lines: readonly Line[]): string[] =>
      lines.flatMap(({ row, line }) => {
        if (row === undefined) return [line];
        this.#placed.add(row.key);
        return placed.has(row.key) ? [] : [this.#mergedLine(row.key) ?? line];
      });
    const start = last?.start ?? this.#out.length;
    const mine = [...(last?.own ?? []), ...shown(own)];
    const yours = [...(last?.other ?? []), ...shown(other)];
    this.#out.length = start;
    if (last === undefined) this.conflicts.push({ ...conflict, open: true });
    this.#putBetween(mine, yours);
    this.#last = { start, end: this.#out.length, own: mine, other: yours };
  }

  /** A row that both have, where they agree on it. */
  #mergedLine(key: string): string | undefined {
    const { ours, base, theirs } = this.#sides;
    const own = ours.rows.get(key);
    const other = theirs.rows.get(key);
    return own === undefined || other === undefined
      ? undefined
      : mergeRow(base.rows.get(key), own, other).line;
  }

  /** A head or delimiter line as the side that changed its white space has it. */
  #variant(token: string, line: string): string {
    if (!token.startsWith('\0')) return line;
    const { ours, base, theirs } = this.#variants;
    const own = ours.get(token);
    const other = theirs.get(token);
    if (own === undefined || other === undefined) return line;
    return own === base.get(token) ? other : own;
  }

  #putBetween(own: readonly string[], other: readonly string[]): void {
    this.#put(`<<<<<<< ${this.#names.ours}`);
    for (const line of own) this.#put(line);
    this.#put('=======');
    for (const line of other) this.#put(line);
    this.#put(`>>>>>>> ${this.#names.theirs}`);
  }
}

/** Heads and delimiter lines by their tokens; undefined for one that is there twice. */
function topLines({ tokens, lines }: Side): ReadonlyMap<string, string | undefined> {
  const found = new Map<string, string | undefined>();
  for (const [i, token] of tokens.entries())
    if (token.startsWith('\0')) found.set(token, found.has(token) ? undefined : lines[i]);
  return found;
}

/** The lines as words alone, without the white space that aligns cells. */
function inWords({ lines }: Side): readonly string[] {
  return lines.map((line) =>
    line
      .split('|')
      .map((part) => part.trim())
      .join('|'),
  );
}

function lineOf(side: Side, at: number): Line {
  return { token: side.tokens[at] ?? '', line: side.lines[at] ?? '', row: side.rowAt[at] };
}

function linesOf(side: Side, { from, count }: LineSpan): readonly Line[] {
  return Array.from({ length: count }, (_, i) => lineOf(side, from + i));
}

function isRow({ token }: Line): boolean {
  return token.startsWith('\0row ');
}

function isListItem({ token }: Line): boolean {
  return /^\s*(?:[-*+]|\d+[.)])\s/.test(token);
}

/** A row that one side removed and the other changed is in question: to the comparison of lines it is another line then. */
function markRemoved(base: Side, ours: Side, theirs: Side): void {
  for (const [kept, other] of [
    [ours, theirs],
    [theirs, ours],
  ] as const)
    for (const [i, row] of kept.rowAt.entries()) {
      const old = row === undefined ? undefined : base.rows.get(row.key);
      if (row === undefined || old === undefined || other.rows.has(row.key)) continue;
      if (changedColumns(old, row).length > 0) kept.tokens[i] = `\0changed ${row.key}`;
    }
}

/** The ending that most lines have. */
function endingOf(text: string): string {
  const counts = new Map<string, number>();
  for (const [ending] of text.matchAll(/\r\n|\n|\r/g)) counts.set(ending, (counts.get(ending) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '\n';
}

/** The last line ends as the side that changed that has it. */
function withoutAddedEnding(text: string, base: string | undefined, ours: string, theirs: string): string {
  const ends = (each: string): boolean => /[\r\n]$/.test(each);
  const wanted = base === undefined || ends(ours) !== ends(base) ? ends(ours) : ends(theirs);
  return wanted ? text : text.replace(/(?:\r\n|\n|\r)$/, '');
}
