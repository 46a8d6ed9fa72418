import { diffArrays } from 'diff';

/** A stretch of lines, by their numbers in one of the texts. */
export interface LineSpan {
  readonly from: number;
  readonly count: number;
}

/** Counts what comparing costs, in looks at a line, and what it may cost. */
export class DiffWork {
  readonly limit: number;
  steps = 0;

  constructor(limit = 2_000_000) {
    this.limit = limit;
  }

  get isUsedUp(): boolean {
    return this.steps >= this.limit;
  }
}

/** A stretch of one text that another one has otherwise; one of the two may be empty. */
export interface Hunk {
  readonly old: LineSpan;
  readonly now: LineSpan;
}

/** The lines that both have, in order: by their numbers in the one and in the other. */
export function commonLines(
  a: readonly string[],
  b: readonly string[],
  work = new DiffWork(),
): readonly (readonly [a: number, b: number])[] {
  const common: [number, number][] = [];
  let i = 0;
  let j = 0;
  const upTo = (end: number): void => {
    for (; i < end; i++, j++) common.push([i, j]);
  };
  for (const { old, now } of diffLines(a, b, work)) {
    upTo(old.from);
    i = old.from + old.count;
    j = now.from + now.count;
  }
  upTo(a.length);
  return common;
}

/** A part of both texts that is still to be compared; ends are exclusive. */
interface Stretch {
  oldStart: number;
  oldEnd: number;
  nowStart: number;
  nowEnd: number;
}

/**
 * Where two texts differ, in order. First the lines that stand once in both are matched (patience diff: Bram Cohen), which takes
 * n log n; what is left between them is compared by Myers' algorithm as long as there is work left to spend, and is one hunk where
 * there is not.
 */
export function diffLines(old: readonly string[], now: readonly string[], work: DiffWork): readonly Hunk[] {
  const numbers = new Map<string, number>();
  const toNumbers = (lines: readonly string[]): number[] =>
    lines.map((line) => {
      const known = numbers.get(line) ?? numbers.size;
      numbers.set(line, known);
      return known;
    });
  const a = toNumbers(old);
  const b = toNumbers(now);
  work.steps += a.length + b.length;
  const hunks: Hunk[] = [];
  const stretches: Stretch[] = [{ oldStart: 0, oldEnd: a.length, nowStart: 0, nowEnd: b.length }];
  for (let stretch = stretches.pop(); stretch !== undefined; stretch = stretches.pop()) {
    const { oldStart, oldEnd, nowStart, nowEnd } = trim(a, b, stretch, work);
    const whole = {
      old: { from: oldStart, count: oldEnd - oldStart },
      now: { from: nowStart, count: nowEnd - nowStart },
    };
    if (whole.old.count === 0 && whole.now.count === 0) continue;
    if (whole.old.count === 0 || whole.now.count === 0) {
      hunks.push(whole);
      continue;
    }
    const anchors = findAnchors(a, b, { oldStart, oldEnd, nowStart, nowEnd }, work);
    if (anchors.length === 0) {
      for (const hunk of compare(a, b, whole, work)) hunks.push(hunk);
      continue;
    }
    // From the last part to the first, so that the first is taken from the stack next and hunks come in order.
    let end = { old: oldEnd, now: nowEnd };
    for (const anchor of anchors.reverse()) {
      stretches.push({
        oldStart: anchor.old + 1,
        oldEnd: end.old,
        nowStart: anchor.now + 1,
        nowEnd: end.now,
      });
      end = anchor;
    }
    stretches.push({ oldStart, oldEnd: end.old, nowStart, nowEnd: end.now });
  }
  return hunks;
}

/** Without what is the same at both ends. */
function trim(
  a: readonly number[],
  b: readonly number[],
  { oldStart, oldEnd, nowStart, nowEnd }: Stretch,
  work: DiffWork,
): Stretch {
  const before = oldEnd - oldStart;
  while (oldStart < oldEnd && nowStart < nowEnd && a[oldStart] === b[nowStart]) {
    oldStart++;
    nowStart++;
  }
  while (oldStart < oldEnd && nowStart < nowEnd && a[oldEnd - 1] === b[nowEnd - 1]) {
    oldEnd--;
    nowEnd--;
  }
  work.steps += before - (oldEnd - oldStart) + 2;
  return { oldStart, oldEnd, nowStart, nowEnd };
}

/** The lines that stand once in both parts, as many as are in the same order. None when there is no work left to spend. */
function findAnchors(
  a: readonly number[],
  b: readonly number[],
  { oldStart, oldEnd, nowStart, nowEnd }: Stretch,
  work: DiffWork,
): { readonly old: number; readonly now: number }[] {
  // The first look at the whole texts is always taken.
  if (work.isUsedUp && oldEnd - oldStart < a.length / 2) return [];
  work.steps += oldEnd - oldStart + nowEnd - nowStart;
  const once = (lines: readonly number[], start: number, end: number): Map<number, number> => {
    const found = new Map<number, number>();
    for (let at = start; at < end; at++) found.set(lines[at] ?? -1, found.has(lines[at] ?? -1) ? -1 : at);
    return found;
  };
  const inNow = once(b, nowStart, nowEnd);
  interface Pair {
    readonly old: number;
    readonly now: number;
    readonly before: Pair | undefined;
  }
  // The longest increasing subsequence, by piles (Schensted 1961).
  const piles: Pair[] = [];
  for (const [line, at] of once(a, oldStart, oldEnd)) {
    const there = inNow.get(line) ?? -1;
    if (at < 0 || there < 0) continue;
    let low = 0;
    let high = piles.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((piles[middle]?.now ?? 0) < there) low = middle + 1;
      else high = middle;
      work.steps++;
    }
    piles[low] = { old: at, now: there, before: piles[low - 1] };
  }
  const anchors: Pair[] = [];
  for (let pair = piles.at(-1); pair !== undefined; pair = pair.before) anchors.push(pair);
  return anchors.reverse();
}

/** Myers' comparison of a part in which no line stands once; the part as one hunk when that takes too much. */
function compare(a: readonly number[], b: readonly number[], whole: Hunk, work: DiffWork): readonly Hunk[] {
  const { old, now } = whole;
  const changes = diffArrays(
    a.slice(old.from, old.from + old.count),
    b.slice(now.from, now.from + now.count),
    {
      // Each round of the algorithm looks at no more lines than there are.
      maxEditLength: Math.floor(Math.max(0, work.limit - work.steps) / (old.count + now.count)),
      comparator: (left, right) => {
        work.steps++;
        return left === right;
      },
    },
  ) as { readonly added: boolean; readonly removed: boolean; readonly count: number }[] | undefined;
  if (changes === undefined) return [whole];
  const hunks: Hunk[] = [];
  let oldAt = old.from;
  let nowAt = now.from;
  let open = { old: oldAt, now: nowAt };
  const close = (): void => {
    if (oldAt > open.old || nowAt > open.now)
      hunks.push({
        old: { from: open.old, count: oldAt - open.old },
        now: { from: open.now, count: nowAt - open.now },
      });
  };
  for (const { added, removed, count } of changes) {
    if (!added && !removed) close();
    if (!added) oldAt += count;
    if (!removed) nowAt += count;
    if (!added && !removed) open = { old: oldAt, now: nowAt };
  }
  close();
  return hunks;
}
