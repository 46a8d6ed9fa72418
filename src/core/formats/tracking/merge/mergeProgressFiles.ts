import { endingOf } from '../../../text/lineEndings.ts';
import type { MergeNames, Decide, MergeResult, MergeConflict } from '../../../model/merge.ts';
import { commonLines, DiffWork, type LineSpan } from '../../../text/lineDiff.ts';
import { isAlike, mergeLines, type MergeRegion } from '../../../text/lineMerge.ts';
import {
  brokenTables,
  changedToken,
  endingOfLine,
  inWords,
  isListItem,
  isRow,
  lineOf,
  linesOf,
  markRemoved,
  unchangedIn,
  withoutAddedEnding,
  type Line,
} from './line.ts';
import { pairBoxes, type BoxChange } from './boxes.ts';
import { isChanged, mergeRow, rowOf, writeRow, type CellWork, type MergedRow } from './row.ts';
import { settleTable, type TableShape } from './table.ts';
import type { MergeRow, Side, Sides } from './types.ts';
import { readSides } from './sides.ts';

type OpenRegion = MergeRegion & { readonly kind: 'open' };

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
  if (theirs === base) return { kind: 'merged', text: ours, conflicts: [] };
  if (ours === base) return { kind: 'merged', text: theirs, conflicts: [] };
  const sides = readSides(ours, base ?? '', theirs, work);
  markRemoved(sides.base, sides.ours, sides.theirs);
  const merge = new Merge(sides, { base, ours, theirs }, names, decide, work);
  const { ours: own, base: old, theirs: other } = sides;
  const written = { ours: inWords(own), base: inWords(old), theirs: inWords(other) };
  for (const region of mergeLines(own.tokens, old.tokens, other.tokens, work, written)) {
    if (region.kind === 'settled') merge.putSpan(sides[region.side], region.span);
    else merge.putOpen(region);
  }
  const text = ours === theirs ? ours : withoutAddedEnding(merge.text(), base, ours, theirs);
  return { kind: 'merged', text, conflicts: merge.conflicts };
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
  /** Tables whose head one side broke, as who is just typing it does: their rows stay as they are. */
  readonly #broken: ReadonlySet<string>;
  /** The table that the next row stands in. */
  #shape: TableShape | undefined;
  /** The text conflict that comes next, between markers: what is in question right behind it is put into it. */
  #open: { readonly own: string[]; readonly other: string[] } | undefined;
  readonly #work: DiffWork;
  readonly #cellWork: CellWork;

  constructor(
    sides: Sides,
    texts: { readonly base: string | undefined; readonly ours: string; readonly theirs: string },
    names: MergeNames,
    decide: Decide,
    work: DiffWork,
  ) {
    this.#work = work;
    // A row of usual width is read some times; what is left over is for a few wide ones.
    this.#cellWork = { left: 100_000 + 50 * (texts.ours.length + texts.theirs.length) };
    this.#sides = sides;
    this.#names = names;
    this.#decide = decide;
    const ours = endingOf(texts.ours);
    const theirs = endingOf(texts.theirs);
    const base = endingOf(texts.base ?? texts.ours);
    this.#ending = texts.base === undefined || ours !== base ? ours : theirs;
    this.#usual = new Set([ours, theirs, base, '']);
    this.#broken = brokenTables(sides);
  }

  text(): string {
    this.#closeMarked();
    return this.#out.join('');
  }

  putSpan(side: Side, { from, count }: LineSpan): void {
    for (let i = from; i < from + count; i++) this.#putLine(lineOf(side, i));
  }

  putOpen(region: OpenRegion): void {
    const own = linesOf(this.#sides.ours, region.ours);
    const old = linesOf(this.#sides.base, region.base);
    const other = linesOf(this.#sides.theirs, region.theirs);
    const boxes = old.length === 0 ? undefined : pairBoxes(own, old, other);
    if (boxes !== undefined) {
      for (const each of boxes) this.#putBox(each);
      return;
    }
    const added = old.length === 0;
    const all = [...own, ...old, ...other];
    /** What somebody wrote in the place of the line, and did not make of it. */
    const isNew = (line: Line): boolean =>
      old.every((each) => isListItem(line) || each.row !== undefined || !isAlike(each.line, line.line));
    const isAlone = own.length === 0 || other.length === 0;
    const changedRow = all.some(({ token }) => token.startsWith(changedToken));
    // Rows and list items are things of their own: what each side added stays. So does what one wrote where the other only removed.
    if (
      all.every(isRow) ||
      (added && all.every(isListItem)) ||
      (isAlone && !added && !changedRow && [...own, ...other].every(isNew))
    ) {
      this.#putBoth(own, other);
      return;
    }
    const conflict = this.#conflictOf(own, old[0], other);
    const decided = this.#decide({ ...conflict, added });
    if (decided === undefined) {
      this.#putMarked(own, other, conflict);
      return;
    }
    const [chosen, left] = decided === 'ours' ? [own, other] : [other, own];
    // With its line a row is decided, wherever else the other side has it.
    for (const { row } of old)
      if (row !== undefined && !chosen.some((line) => line.row?.key === row.key)) this.#placed.add(row.key);
    // Also where the line is decided, what the other side has instead, and did not make of it, stays.
    this.#putBoth(chosen, added ? left : left.filter((line) => isRow(line) || isNew(line)));
  }

  #putBox({ own, other, by, conflict: what }: BoxChange): void {
    const conflict = { ...what, line: this.#line };
    const isSame = own.token === other.token;
    const decided = by !== 'both' || isSame ? undefined : this.#decide({ ...conflict, added: false });
    if (by === 'both' && isSame) this.conflicts.push({ ...conflict, open: false });
    if (by === 'both' && !isSame && decided === undefined) this.#putMarked([own], [other], conflict);
    else this.#putLine(by === 'theirs' || decided === 'theirs' ? other : own);
  }

  /** What is in question at one place: a task, where its row was there before. */
  #conflictOf(
    own: readonly Line[],
    old: Line | undefined,
    other: readonly Line[],
  ): Omit<MergeConflict, 'open'> {
    const key = old?.row?.key;
    if (old?.row !== undefined && key !== undefined)
      return this.#taskConflict(old.row, this.#sides.ours.rows.get(key), this.#sides.theirs.rows.get(key));
    const first = [...own, ...other].find(({ line }) => line.trim() !== '') ?? old;
    return { kind: 'text', title: first?.line.trim() ?? '', line: this.#line };
  }

  #taskConflict(
    named: MergeRow,
    own: MergeRow | undefined,
    other: MergeRow | undefined,
  ): Omit<MergeConflict, 'open'> {
    const isNew = this.#sides.base.rows.get(named.key) === undefined;
    return {
      kind: 'task',
      title: named.label,
      ...(named.label === named.key ? {} : { key: named.key }),
      line: this.#line,
      ...(own?.owner === undefined ? {} : { ours: own.owner }),
      ...(other?.owner === undefined ? {} : { theirs: other.owner }),
      rows: { ours: own?.line.trim(), theirs: other?.line.trim() },
      ...(isNew || (own !== undefined && other !== undefined)
        ? {}
        : { removed: own === undefined ? ('ours' as const) : ('theirs' as const) }),
    };
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

  /** The number of the line that is put next. */
  get #line(): number {
    const markers = 3;
    const open = this.#open;
    return this.#out.length + (open === undefined ? 0 : open.own.length + open.other.length + markers);
  }

  #put(line: string): void {
    this.#closeMarked();
    const own = endingOfLine(line);
    this.#out.push(this.#usual.has(own) ? line.slice(0, line.length - own.length) + this.#ending : line);
  }

  #putLine({ row, token, line }: Line): void {
    const [, part, key] = /^\0(head|delimiter) (.*)$/.exec(token) ?? [];
    if (row !== undefined) this.#putRow(row);
    else if (key === undefined) this.#put(line);
    else this.#putTop(part === 'head' ? 0 : 1, key, line);
  }

  /** The head of a table, or the line below it, with the columns that both are to have. */
  #putTop(part: 0 | 1, key: string, line: string): void {
    if (part === 0) this.#shape = this.#settle(key);
    const indent = /^ */.exec(line)?.[0] ?? '';
    const text = this.#shape?.key === key ? indent + this.#shape.top[part] + endingOfLine(line) : line;
    this.#put(text);
  }

  #settle(key: string): TableShape | undefined {
    const { ours, base, theirs } = this.#sides;
    const [mine, was, yours] = [ours.tables.get(key), base.tables.get(key), theirs.tables.get(key)];
    const origin = (mine ?? yours ?? was)?.origin ?? '';
    const own = mine ?? ours.tables.get(origin);
    const other = yours ?? theirs.tables.get(origin);
    const old = was ?? base.tables.get(origin);
    if (own === undefined || other === undefined) {
      const only = own ?? other ?? old;
      return only === undefined ? undefined : { key, columns: only.columns, top: only.top, contested: false };
    }
    const settled = settleTable(own, old, other);
    if (!settled.contested) return { key, ...settled };
    const title = [...own.heads.values()].join(' | ');
    const conflict = { kind: 'columns' as const, title, line: this.#line };
    const decided = this.#decide({ ...conflict, added: false });
    // A table with markers in its head is none: without a decision it has our columns, and that is told.
    if (decided === undefined) this.conflicts.push({ ...conflict, open: false });
    return { key, ...(decided === 'theirs' ? settleTable(other, old, own) : settled) };
  }

  /** The shape that a row of a table gets at this place. */
  #shapeFor(key: string): TableShape | undefined {
    return this.#shape?.key === key || !this.#broken.has(key) ? this.#shape : undefined;
  }

  #putRow(placed: MergeRow): void {
    const { key } = placed;
    if (this.#placed.has(key)) return;
    this.#placed.add(key);
    const { ours, base, theirs } = this.#sides;
    const own = ours.rows.get(key);
    const other = theirs.rows.get(key);
    const old = base.rows.get(key);
    const shape = this.#shapeFor(placed.table.key);
    const write = (row: MergedRow): string => this.#write(row, shape, placed, own, other);
    if (own === undefined || other === undefined) {
      const kept = own ?? other;
      if (kept === undefined) return;
      if (old === undefined) this.#put(write(rowOf(kept)));
      // What one side removed and the other left alone, or only moved, is removed.
      else if (isChanged(old, kept)) {
        const conflict = this.#taskConflict(kept, own, other);
        const decided = this.#decide({ ...conflict, added: false });
        if (decided === conflict.removed) return;
        const line = write(rowOf(kept, undefined, old));
        if (decided !== undefined) this.#put(line);
        else {
          this.conflicts.push({ ...conflict, open: true });
          this.#putBetween(own === undefined ? [] : [line], own === undefined ? [line] : []);
        }
      }
      return;
    }
    const { row, open, both } = mergeRow(old, own, other);
    if (!open) {
      if (both) this.conflicts.push({ ...this.#taskConflict(own, own, other), open: false });
      this.#put(unchangedIn(old, own, other) ?? write(row));
      return;
    }
    const conflict = this.#taskConflict(own, own, other);
    const decided = this.#decide({ ...conflict, added: old === undefined });
    const yours = (): MergedRow => mergeRow(old, other, own).row;
    if (decided !== undefined) {
      this.#put(write(decided === 'ours' ? row : yours()));
      return;
    }
    this.conflicts.push({ ...conflict, open: true });
    this.#putBetween([write(row)], [write(yours())]);
  }

  /** The line of a row; what finds no column in it is told. */
  #write(
    row: MergedRow,
    shape: TableShape | undefined,
    named: MergeRow,
    own: MergeRow | undefined,
    other: MergeRow | undefined,
  ): string {
    const { line, lost } = writeRow(row, shape, this.#cellWork);
    if (lost.length > 0) {
      const conflict = { ...this.#taskConflict(own ?? other ?? named, own, other), lost };
      this.#decide({ ...conflict, added: false });
      this.conflicts.push({ ...conflict, open: false });
    }
    return line;
  }

  /** Between markers, together with what is in question right before it. */
  #putMarked(own: readonly Line[], other: readonly Line[], conflict: Omit<MergeConflict, 'open'>): void {
    const now = new Set<string>();
    const shown = ({ row, line }: Line): readonly string[] => {
      if (row === undefined) return [line];
      if (this.#placed.has(row.key) && !now.has(row.key)) return [];
      this.#placed.add(row.key);
      now.add(row.key);
      return [this.#mergedLine(row) ?? line];
    };
    const [mine, yours] = [own.flatMap(shown), other.flatMap(shown)];
    if (this.#open === undefined || conflict.kind === 'task')
      this.conflicts.push({ ...conflict, line: this.#out.length, open: true });
    this.#open ??= { own: [], other: [] };
    for (const line of mine) this.#open.own.push(line);
    for (const line of yours) this.#open.other.push(line);
  }

  #closeMarked(): void {
    const open = this.#open;
    this.#open = undefined;
    if (open !== undefined) this.#putBetween(open.own, open.other);
  }

  /** A row where both agree on it, or only one has it. */
  #mergedLine(placed: MergeRow): string | undefined {
    const { ours, base, theirs } = this.#sides;
    const own = ours.rows.get(placed.key);
    const other = theirs.rows.get(placed.key);
    const old = base.rows.get(placed.key);
    const shape = this.#shapeFor(placed.table.key);
    if (own === undefined || other === undefined)
      return this.#write(rowOf(placed, undefined, old), shape, placed, own, other);
    const { row, open } = mergeRow(old, own, other);
    return open ? undefined : this.#write(row, shape, placed, own, other);
  }

  #putBetween(own: readonly string[], other: readonly string[]): void {
    this.#put(`<<<<<<< ${this.#names.ours}`);
    for (const line of own) this.#put(line);
    this.#put('=======');
    for (const line of other) this.#put(line);
    this.#put(`>>>>>>> ${this.#names.theirs}`);
  }
}
