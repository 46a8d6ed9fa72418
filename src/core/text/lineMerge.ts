import { diff3MergeRegions, diffIndices } from 'node-diff3';
import type { TextEdit } from './edit.ts';
import type { SourceText } from './sourceText.ts';

/** A stretch of lines, by their numbers in one of the texts. */
export interface LineSpan {
  readonly from: number;
  readonly count: number;
}

/** A stretch that is settled, with the side that it is taken from, or one that both sides changed. */
export type MergeRegion =
  | { readonly kind: 'settled'; readonly side: 'ours' | 'base' | 'theirs'; readonly span: LineSpan }
  | { readonly kind: 'open'; readonly ours: LineSpan; readonly base: LineSpan; readonly theirs: LineSpan };

/** More lines than this are not compared: hostile texts make that slow. */
export const maximumLines = 20_000;

/**
 * Compares two versions with what they come from, line by line (diff3: Khanna, Kunal and Pierce, "A formal investigation of
 * diff3", 2007). What both changed alike is settled.
 */
export function mergeLines(
  ours: readonly string[],
  base: readonly string[],
  theirs: readonly string[],
): readonly MergeRegion[] {
  const sides = { a: 'ours', o: 'base', b: 'theirs' } as const;
  return diff3MergeRegions([...ours], [...base], [...theirs]).map((region) => {
    if (region.stable)
      return {
        kind: 'settled',
        side: sides[region.buffer],
        span: { from: region.bufferStart, count: region.bufferLength },
      };
    const own = { from: region.aStart, count: region.aLength };
    const alike =
      region.aLength === region.bLength && region.aContent.every((line, i) => line === region.bContent[i]);
    return alike
      ? { kind: 'settled', side: 'ours', span: own }
      : {
          kind: 'open',
          ours: own,
          base: { from: region.oStart, count: region.oLength },
          theirs: { from: region.bStart, count: region.bLength },
        };
  });
}

/** The edits that make one text of another: whole lines, and only those that differ. */
export function lineEdits(before: SourceText, after: string): readonly TextEdit[] {
  if (before.text === after) return [];
  const old = toLines(before.text);
  const wanted = toLines(after);
  const starts = [0];
  for (const line of old) starts.push((starts.at(-1) ?? 0) + line.length);
  return diffIndices(old, wanted).map(({ buffer1: [from, count], buffer2Content }) => {
    const range = { start: starts[from] ?? 0, end: starts[from + count] ?? before.text.length };
    return { range, expect: before.slice(range), text: buffer2Content.join('') };
  });
}

/** Lines with their endings; together they are the text. */
export function toLines(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n|\r(?!\n))/);
}
