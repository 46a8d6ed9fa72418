import { perStep, runAtOnce, type Steps } from '../base/steps.ts';
import { toLines, withoutEnding } from './lineMerge.ts';

/** A text with the conflicts that git left in it, as each side has it (git-merge(1), "How conflicts are presented"). */
export interface ConflictedText {
  readonly ours: string;
  /** Known where the markers hold it (`merge.conflictStyle` diff3 or zdiff3). */
  readonly base: string | undefined;
  readonly theirs: string;
  /** What the markers call the sides: `HEAD`, `feat/rpc-retry`. */
  readonly names: { readonly ours: string; readonly theirs: string };
  /** Zero-based lines at which a conflict begins. */
  readonly lines: readonly number[];
}

/** Whether a text has markers that git left in it, whole or half of them. */
export function hasConflict(text: string): boolean {
  return runAtOnce(conflictLine(text)) !== undefined;
}

/** False for nearly all texts without conflicts, at the cost of one look. */
export function mayHaveConflict(text: string): boolean {
  return text.includes('<<<<<<') || text.includes('>>>>>>');
}

/**
 * The first line (zero-based) with a marker that git left in a text: the beginning or the end of a conflict, also where the rest of
 * it was removed. Lines of `=` or `|` are common text, and deep quotes look like an end: alone they are none.
 */
export function* conflictLine(text: string): Steps<number | undefined> {
  if (!mayHaveConflict(text)) return undefined;
  const lines = toLines(text);
  yield;
  const quoted = yield* findQuoted(lines, undefined);
  const isQuote = (line: number): boolean => lines[line]?.startsWith('>') === true;
  const divided = new Set<number>();
  for (const [i, line] of lines.entries()) {
    if (i % perStep === 0) yield;
    const marker = quoted.has(i) ? undefined : markerOf(line);
    if (marker === undefined) continue;
    const { sign, name, length } = marker;
    if (sign === '=' && name === '') divided.add(length);
    if (name === '') continue;
    if (sign === '<') return i;
    if (sign === '>' && (divided.has(length) || !(isQuote(i - 1) || isQuote(i + 1)))) return i;
  }
  return undefined;
}

/** A line of a text with conflicts, with its ending. */
export interface ConflictLine {
  readonly text: string;
  /** Undefined outside of all conflicts. */
  readonly place: 'marker' | 'ours' | 'base' | 'theirs' | undefined;
  /** How many conflicts begin before its end: 2 in the second one. */
  readonly conflict: number;
}

/**
 * The lines of a text with conflicts, each with its place in them; undefined for a text without any, or with markers that do not fit
 * together. Markers inside a fence or a comment are an example, so text that both sides have.
 * @param sides what git's index holds of both, where it does: it tells an example from a conflict inside a fence
 */
export function* placeLines(
  text: string,
  sides?: readonly string[],
): Steps<{ readonly lines: readonly ConflictLine[]; readonly names: ConflictedText['names'] } | undefined> {
  const names = { ours: '', theirs: '' };
  const placed: ConflictLine[] = [];
  let within: 'ours' | 'base' | 'theirs' | undefined;
  let length = 0;
  let conflict = 0;
  const lines = toLines(text);
  const known = sides === undefined ? undefined : new Set(sides.flatMap(toLines).map(withoutEnding));
  const quoted = yield* findQuoted(lines, known);
  for (const [i, line] of lines.entries()) {
    if (i % perStep === 0) yield;
    const marker = quoted.has(i) ? undefined : markerOf(line);
    // Inside a conflict only markers as long as its first one are its own.
    const isOwn = within === undefined || marker?.length === length;
    const { sign, name = '' } = (isOwn ? marker : undefined) ?? {};
    let place: ConflictLine['place'] = 'marker';
    if (sign === '<' && within === undefined) {
      within = 'ours';
      length = marker?.length ?? 0;
      names.ours ||= name;
      conflict++;
    } else if (sign === '|' && within === 'ours') within = 'base';
    else if (sign === '=' && name === '' && (within === 'ours' || within === 'base')) within = 'theirs';
    else if (sign === '>' && within === 'theirs') {
      within = undefined;
      names.theirs ||= name;
    } else if (within !== undefined && (sign === '<' || sign === '>')) return undefined;
    else place = within;
    placed.push({ text: line, place, conflict });
  }
  return conflict === 0 || within !== undefined ? undefined : { lines: placed, names };
}

/** Takes the sides of all conflicts apart; see {@link placeLines}. */
export function splitConflicts(text: string, sides?: readonly string[]): ConflictedText | undefined {
  const placed = runAtOnce(placeLines(text, sides));
  if (placed === undefined) return undefined;
  const parts = { ours: '', base: '', theirs: '' };
  const starts: number[] = [];
  const withBase = new Set<number>();
  for (const [i, { text: line, place, conflict }] of placed.lines.entries()) {
    if (place === 'marker') {
      if (conflict > starts.length) starts.push(i);
      else if (line.startsWith('|')) withBase.add(conflict);
    } else
      for (const side of place === undefined ? (['ours', 'base', 'theirs'] as const) : [place])
        parts[side] += line;
  }
  const base = withBase.size === starts.length ? parts.base : undefined;
  return { ...parts, base, names: placed.names, lines: starts };
}

interface Marker {
  readonly sign: string;
  /** Seven signs, or more: see `conflict-marker-size` in gitattributes(5). */
  readonly length: number;
  readonly name: string;
}

/** Whether a line looks like one that git leaves in a conflict. */
export function isMarkerLine(line: string): boolean {
  return markerOf(line) !== undefined;
}

function markerOf(line: string): Marker | undefined {
  // Most lines are told apart by their first characters.
  if (!/^(?:<<<<<<<|\|\|\|\|\|\|\||=======|>>>>>>>)/.test(line)) return undefined;
  const [, signs, name = ''] = /^(<+|\|+|=+|>+)(?: (.*))?$/.exec(line.trimEnd()) ?? [];
  if (signs === undefined) return undefined;
  const sign = signs.charAt(0);
  // A line of signs with a word between them is drawn by hand.
  return sign === '<' && name.endsWith('>>>') ? undefined : { sign, length: signs.length, name };
}

/**
 * The lines with markers that are an example: inside a fence or a comment that begins before them and ends behind them. One that ends
 * in the middle of a conflict is a part of what each side has, and one that nobody closes hides nothing: it would hide all of the rest.
 * @param known the lines of both sides, where they are known: an example is there, and what is not there git has written
 */
function* findQuoted(
  lines: readonly string[],
  known: ReadonlySet<string> | undefined,
): Steps<ReadonlySet<number>> {
  const signs = lines.map((line) => markerOf(line)?.sign);
  const quoted = new Set<number>();
  // Where the conflict that would begin at a line ends: without a line between the sides it is half an example.
  const ends: number[] = [];
  const divides: number[] = [];
  for (let i = signs.length - 1; i >= 0; i--) {
    ends[i] = signs[i] === '>' ? i : (ends[i + 1] ?? -1);
    divides[i] = signs[i] === '=' ? i : (divides[i + 1] ?? Infinity);
  }
  let block: Block | undefined;
  let held: number[] = [];
  const read = (line: string, open: Block | undefined): Block | undefined => {
    if (open === undefined) return blockAt(line);
    return open.closes(line) ? undefined : open;
  };
  yield;
  for (let i = 0; i < lines.length; i++) {
    if (i % perStep === 0) yield;
    const next = ends[i] ?? -1;
    const end = signs[i] === '<' && (divides[i] ?? Infinity) < next ? next : -1;
    if (end < 0) {
      if (signs[i] !== undefined && block !== undefined) held.push(i);
      const before = block;
      block = read(lines[i] ?? '', block);
      if (before !== undefined && block === undefined) for (const marker of held) quoted.add(marker);
      if (block === undefined) held = [];
      continue;
    }
    const start = block;
    const inside = lines.slice(i, end + 1);
    const isExample = known?.has(withoutEnding(lines[i] ?? '')) ?? true;
    if (start !== undefined && isExample && !inside.some((line) => start.closes(line))) {
      for (let at = i; at <= end; at++) if (signs[at] !== undefined) held.push(at);
    } else {
      const left: (Block | undefined)[] = [];
      for (let at = i + 1; at <= end; at++)
        if (signs[at] === undefined) block = read(lines[at] ?? '', block);
        else {
          left.push(block);
          if (at < end) block = start;
        }
      block = left.find((open) => open !== undefined);
      if (block !== start) {
        if (start !== undefined) for (const marker of held) quoted.add(marker);
        held = [];
      }
    }
    i = end;
  }
  return quoted;
}

/** A fence or a comment that is open. */
interface Block {
  readonly closes: (line: string) => boolean;
}

function blockAt(line: string): Block | undefined {
  const text = line.replace(/^ {1,3}/, '');
  const sign = text.charAt(0);
  if (text.startsWith('```') || text.startsWith('~~~')) {
    const length = runOf(text, sign);
    if (sign === '`' && text.includes('`', length)) return undefined;
    return {
      closes: (other) => {
        const end = other.replace(/^ {1,3}/, '').trimEnd();
        return end.length >= length && runOf(end, sign) === end.length;
      },
    };
  }
  return text.startsWith('<!--') && !text.includes('-->')
    ? { closes: (other) => other.includes('-->') }
    : undefined;
}

/** How many times a text has the sign at its beginning. */
function runOf(text: string, sign: string): number {
  let length = 0;
  while (text[length] === sign) length++;
  return length;
}
