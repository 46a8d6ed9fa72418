import type { CriteriaShape } from './criteria.ts';

/** IDs of one family by their numbers, both ends included: `FR-001..FR-004`, or `02` of `FR-001/02`. */
export interface IdRange {
  /** What stands before the number: `FR-`. */
  readonly family: string;
  readonly from: number;
  readonly to: number;
  /** Digits of the ID that it begins with. */
  readonly width: number;
}

/** More of them in one cell are a mistake. */
const mostRanges = 200;

const piece =
  /(?<word>[\p{L}\p{N}_]+(?:[._-][\p{L}\p{N}_]+)*)|(?<range>\.{2,3}|[…–—~～〜‑-])|(?<list>[,;/&+|、，；・\n])|[\s()[\]{}"'`*.]/uy;
const rangeWords = new Set([
  'to',
  'through',
  'thru',
  'until',
  'bis',
  'à',
  'hasta',
  'até',
  'до',
  'по',
  '至',
  '到',
  'から',
  'إلى',
]);
const listWords = new Set(['and', 'und', 'et', 'y', 'e', 'и', '和', '及', '与', 'と', '및', 'و']);

/**
 * The ranges and short forms in a cell that holds IDs and nothing else: `FR-001..FR-004`, `FR-001 to FR-004`, `FR-001–04`,
 * `FR-001/02`, `FR-001, 002`. In a text that says more they are prose: `moved FR-001 to FR-004`.
 */
export function findRanges(text: string, shape: CriteriaShape): readonly IdRange[] {
  // Nearly every cell that holds an ID holds that alone: nothing is named behind its number.
  if (text.length > 5000 || !/\d(?:[^\p{L}\p{N}]+[\p{L}\p{N}]|[至到])/u.test(text) || !shape.mayHold(text))
    return none;
  const spaced = text.replace(/[至到]/g, ' $& ');
  const found: IdRange[] = [];
  let last: Numbered | undefined;
  let joined: 'range' | 'list' | undefined;
  const take = (next: Numbered, isShort: boolean): void => {
    const same = last?.family === next.family;
    if (same && joined === 'range' && next.number > (last?.number ?? 0))
      found.push({ family: next.family, from: last?.number ?? 0, to: next.number, width: last?.width ?? 0 });
    else if (isShort)
      found.push({ family: next.family, from: next.number, to: next.number, width: next.width });
    last = next;
    joined = undefined;
  };
  piece.lastIndex = 0;
  while (piece.lastIndex < spaced.length) {
    const groups = piece.exec(spaced)?.groups;
    if (groups === undefined || found.length > mostRanges) return none;
    const { word, range, list } = groups;
    if (range !== undefined) joined = 'range';
    else if (list !== undefined) joined = 'list';
    if (word === undefined) continue;
    const lower = word.toLowerCase();
    if (last !== undefined && rangeWords.has(lower)) joined = 'range';
    else if (last !== undefined && listWords.has(lower)) joined = 'list';
    else if (last !== undefined && joined !== undefined && /^\d{1,9}$/.test(word))
      take({ ...last, number: Number(word) }, true);
    else {
      const ids = toIds(word, shape);
      if (ids === undefined) return none;
      for (const [i, id] of ids.entries()) {
        if (i > 0) joined = 'range';
        take(id, false);
      }
    }
  }
  return found;
}

const none: readonly never[] = [];

interface Numbered {
  readonly family: string;
  readonly number: number;
  readonly width: number;
}

/** The number of an ID and what stands before it. */
export function numberOf(id: string): Numbered | undefined {
  const digits = /\d{1,15}$/.exec(id)?.[0];
  return digits === undefined
    ? undefined
    : { family: id.slice(0, -digits.length), number: Number(digits), width: digits.length };
}

/** A word that is an ID, or two of one family with a hyphen between them. */
function toIds(word: string, shape: CriteriaShape): readonly Numbered[] | undefined {
  const whole = toId(word, shape);
  if (whole !== undefined) return [whole];
  if (word.length > 130) return undefined;
  for (let at = word.indexOf('-'); at > 0; at = word.indexOf('-', at + 1)) {
    const from = toId(word.slice(0, at), shape);
    const to = from === undefined ? undefined : toId(word.slice(at + 1), shape);
    if (from !== undefined && to?.family === from.family) return [from, to];
  }
  return undefined;
}

function toId(word: string, shape: CriteriaShape): Numbered | undefined {
  return shape.lead(word)?.id === word ? numberOf(word) : undefined;
}

/** A range as it may be written: `FR-001..FR-004`. */
export function rangeText({ family, from, to, width }: IdRange): string {
  const [first, last] = [from, to].map((number) => family + String(number).padStart(width, '0'));
  return from === to ? (first ?? '') : `${first}..${last}`;
}
