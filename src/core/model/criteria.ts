/** A token of the criteria shape in a text: `RPC-RETRY-02`. */
export interface CriterionToken {
  readonly id: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Upper-case segments and a number: `RPC-RETRY-01`, `FR-001`, `IFC-V1-015`. Whole words only: no letter, digit, `-`, `_` or
 * `/` touches it, so that paths and longer names hold none. A segment starts with a letter: no two parts of the pattern
 * can share a character, so it is linear.
 */
const shape =
  /(?<![\p{L}\p{N}_/.-])[A-Z][A-Z0-9]*(?:-[A-Z][A-Z0-9]*)*-[0-9]+(?![\p{L}\p{N}_/]|-[\p{L}\p{N}])/gu;

/** Every token of the criteria shape, in order. */
export function findCriteria(text: string): readonly CriterionToken[] {
  if (!/-[0-9]/.test(text)) return [];
  return [...text.matchAll(shape)].map((match) => ({
    id: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
}
