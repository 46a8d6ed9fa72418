import { toLines } from './lineMerge.ts';

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

/** Whether git left its markers in a text. */
export function hasConflict(text: string): boolean {
  return /^<{7} /m.test(text) && /^>{7}/m.test(text);
}

/** Takes the sides of all conflicts apart; undefined for a text without any, or with markers that do not fit together. */
export function splitConflicts(text: string): ConflictedText | undefined {
  const parts = { ours: '', base: '', theirs: '' };
  const names = { ours: '', theirs: '' };
  const lines: number[] = [];
  let within: keyof typeof parts | undefined;
  let bases = 0;
  for (const [i, line] of toLines(text).entries()) {
    const marker = /^(<{7}|\|{7}|={7}|>{7})(?: (.*))?$/.exec(line.trimEnd());
    const sign = marker?.[1]?.[0];
    const name = marker?.[2] ?? '';
    if (sign === '<' && within === undefined) {
      within = 'ours';
      names.ours ||= name;
      lines.push(i);
    } else if (sign === '|' && within === 'ours') {
      within = 'base';
      bases++;
    } else if (sign === '=' && name === '' && (within === 'ours' || within === 'base')) within = 'theirs';
    else if (sign === '>' && within === 'theirs') {
      within = undefined;
      names.theirs ||= name;
    } else if (within !== undefined && (sign === '<' || sign === '>')) return undefined;
    else if (within !== undefined) parts[within] += line;
    else {
      parts.ours += line;
      parts.base += line;
      parts.theirs += line;
    }
  }
  if (lines.length === 0 || within !== undefined) return undefined;
  return { ...parts, base: bases === lines.length ? parts.base : undefined, names, lines };
}
