import type { TextEdit } from './edit.ts';
import { diffLines, DiffWork, type Hunk, type LineSpan } from './lineDiff.ts';
import { SourceText } from './sourceText.ts';

/**
 * A stretch that is settled, with the side that it is taken from, or one that both sides changed: one line of the base that both
 * changed, or (`base.count` 0) lines that both added at one place.
 */
export type MergeRegion =
  | { readonly kind: 'settled'; readonly side: 'ours' | 'base' | 'theirs'; readonly span: LineSpan }
  | { readonly kind: 'open'; readonly ours: LineSpan; readonly base: LineSpan; readonly theirs: LineSpan };

/**
 * Compares two versions with what they come from, line by line. Each line of the base is settled by itself: one that only one side
 * changed is that side's, whatever happened to its neighbours; what both changed alike is settled too.
 * @param texts the lines as they are written, where they are compared by something else: which line became which is seen by them
 */
export function mergeLines(
  ours: readonly string[],
  base: readonly string[],
  theirs: readonly string[],
  work = new DiffWork(),
  texts: Record<'ours' | 'base' | 'theirs', readonly string[]> = { ours, base, theirs },
): readonly MergeRegion[] {
  const changesOf = (side: readonly string[], written: readonly string[]): SideOfLines => {
    const pairs = (hunk: Hunk) => pairLines(texts.base, written, hunk, work);
    return new SideOfLines(diffLines(base, side, work), pairs, (line, at) => base[line] === side[at]);
  };
  const own = changesOf(ours, texts.ours);
  const other = changesOf(theirs, texts.theirs);
  const regions: MergeRegion[] = [];
  const settle = (side: 'ours' | 'base' | 'theirs', span: LineSpan): void => {
    if (span.count === 0) return;
    const last = regions.at(-1);
    if (last?.kind === 'settled' && last.side === side && last.span.from + last.span.count === span.from)
      regions[regions.length - 1] = {
        ...last,
        span: { from: last.span.from, count: last.span.count + span.count },
      };
    else regions.push({ kind: 'settled', side, span });
  };
  const alike = (a: LineSpan, b: LineSpan): boolean => {
    work.steps += Math.min(a.count, b.count);
    if (a.count !== b.count) return false;
    for (let i = 0; i < a.count; i++) if (ours[a.from + i] !== theirs[b.from + i]) return false;
    return true;
  };
  const put = (at: LineSpan, a: LineSpan | undefined, b: LineSpan | undefined): void => {
    if (a === undefined && b === undefined) settle('base', at);
    else if (a === undefined) settle('theirs', b ?? at);
    else if (b === undefined || alike(a, b)) settle('ours', a);
    else regions.push({ kind: 'open', ours: a, base: at, theirs: b });
  };
  for (let line = 0; line <= base.length; line++) {
    put({ from: line, count: 0 }, own.before.get(line), other.before.get(line));
    if (line < base.length) put({ from: line, count: 1 }, own.changed.get(line), other.changed.get(line));
  }
  return regions;
}

/** What a side did to each line of the base, and between them. */
class SideOfLines {
  /** What stands for a line now; an empty span where it was removed. */
  readonly changed = new Map<number, LineSpan>();
  /** What was added before a line, or behind the last one. */
  readonly before = new Map<number, LineSpan>();

  constructor(
    hunks: readonly Hunk[],
    pairsOf: (hunk: Hunk) => readonly (readonly [old: number, now: number])[],
    isSame: (old: number, now: number) => boolean,
  ) {
    for (const { old, now } of hunks) {
      let nowAt = now.from;
      let oldAt = old.from;
      const add = (before: number, end: number): void => {
        if (end > nowAt) this.before.set(before, { from: nowAt, count: end - nowAt });
        nowAt = end;
      };
      for (const [line, at] of pairsOf({ old, now })) {
        for (; oldAt < line; oldAt++) this.changed.set(oldAt, { from: nowAt, count: 0 });
        add(line, at);
        if (!isSame(line, at)) this.changed.set(line, { from: at, count: 1 });
        oldAt = line + 1;
        nowAt = at + 1;
      }
      for (; oldAt < old.from + old.count; oldAt++) this.changed.set(oldAt, { from: nowAt, count: 0 });
      add(old.from + old.count, now.from + now.count);
    }
  }
}

/** More pairs of lines than this are not looked at in one hunk. */
const maximumPairs = 2500;

/**
 * Which line of a hunk became which: those that have most in common, in order, and between them one after the other. Too many lines
 * are taken one after the other at once.
 */
function pairLines(
  base: readonly string[],
  side: readonly string[],
  { old, now }: Hunk,
  work: DiffWork,
): readonly (readonly [old: number, now: number])[] {
  const alike = old.count === now.count ? [] : findAlike(base, side, { old, now }, work);
  const pairs: [number, number][] = [];
  let oldAt = old.from;
  let nowAt = now.from;
  const upTo = (oldEnd: number, nowEnd: number): void => {
    while (oldAt < oldEnd && nowAt < nowEnd) pairs.push([oldAt++, nowAt++]);
    oldAt = oldEnd;
    nowAt = nowEnd;
  };
  for (const [line, at] of alike) {
    upTo(line, at);
    pairs.push([line, at]);
    oldAt = line + 1;
    nowAt = at + 1;
  }
  upTo(old.from + old.count, now.from + now.count);
  return pairs;
}

/** {@link findAlike} of all lines of two lists. */
export function alikeLines(
  old: readonly string[],
  now: readonly string[],
  work: DiffWork,
): readonly (readonly [old: number, now: number])[] {
  const whole = { old: { from: 0, count: old.length }, now: { from: 0, count: now.length } };
  return findAlike(old, now, whole, work);
}

/** The pairs of lines that have half of their characters or more in common, chosen so that they have most of them together. */
function findAlike(
  base: readonly string[],
  side: readonly string[],
  { old, now }: Hunk,
  work: DiffWork,
): readonly (readonly [old: number, now: number])[] {
  const cells = old.count * now.count;
  if (cells === 0 || cells > maximumPairs || work.isUsedUp) return [];
  work.steps += cells;
  const value = (i: number, j: number): number => {
    const a = base[old.from + i] ?? '';
    const b = side[now.from + j] ?? '';
    return isAlike(a, b) ? alikeness(a, b) : 0;
  };
  const width = now.count + 1;
  /** The most that can be had of the lines from here on. */
  const best = new Array<number>((old.count + 1) * width).fill(0);
  const values = new Array<number>(best.length).fill(0);
  const bestAt = (i: number, j: number): number => best[i * width + j] ?? 0;
  for (let i = old.count - 1; i >= 0; i--)
    for (let j = now.count - 1; j >= 0; j--) {
      const own = value(i, j);
      values[i * width + j] = own;
      best[i * width + j] = Math.max(bestAt(i + 1, j), bestAt(i, j + 1), own + bestAt(i + 1, j + 1));
    }
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < old.count && j < now.count;) {
    const own = values[i * width + j] ?? 0;
    if (own > 0 && bestAt(i, j) === own + bestAt(i + 1, j + 1)) pairs.push([old.from + i++, now.from + j++]);
    else if (bestAt(i, j) === bestAt(i + 1, j)) i++;
    else j++;
  }
  return pairs;
}

/** Whether two lines have half of their characters or more in common, as one has that was made of the other. */
export function isAlike(a: string, b: string): boolean {
  return alikeness(a, b) * 2 >= Math.min(Math.max(a.length, b.length), 200);
}

/** How many characters two lines have in common at their beginning and end. */
function alikeness(a: string, b: string): number {
  const length = Math.min(a.length, b.length, 200);
  let start = 0;
  while (start < length && a[start] === b[start]) start++;
  let end = 0;
  while (end < length - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  return start + end;
}

/** The edits that make one text of another: whole lines, and only those that differ. */
export function lineEdits(before: SourceText, after: string, work = new DiffWork()): readonly TextEdit[] {
  if (before.text === after) return [];
  const old = toLines(before.text);
  const wanted = toLines(after);
  const starts = [0];
  for (const line of old) starts.push((starts.at(-1) ?? 0) + line.length);
  return diffLines(old, wanted, work).map(({ old: { from, count }, now }) => {
    const range = { start: starts[from] ?? 0, end: starts[from + count] ?? before.text.length };
    const text = wanted.slice(now.from, now.from + now.count).join('');
    return { range, expect: before.slice(range), text };
  });
}

/** Lines with their endings; together they are the text. */
export function toLines(text: string): string[] {
  const source = new SourceText(text);
  const lines: string[] = [];
  for (let line = 0; line < source.lineCount; line++) {
    const start = source.lineStart(line);
    const end = line + 1 < source.lineCount ? source.lineStart(line + 1) : text.length;
    if (start < end) lines.push(text.slice(start, end));
  }
  return lines;
}

/** A line without its ending. */
export function withoutEnding(line: string): string {
  return line.replace(/(?:\r\n|\n|\r)$/, '');
}
