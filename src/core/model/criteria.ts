import { cutEnd } from '../text/cutEnd.ts';
import { compileLinear } from '../text/linearPattern.ts';
import type { CriteriaPatternFault } from './codes/settings.ts';

/** A token of the criteria shape in a text: `RPC-RETRY-02`. */
export interface CriterionToken {
  readonly id: string;
  readonly start: number;
  readonly end: number;
}

/** What IDs of criteria look like. */
export interface CriteriaShape {
  readonly kind: 'shape';
  /** False for most texts that hold none, at the cost of one look. */
  mayHold(text: string): boolean;
  /**
   * Every whole word of the shape, in order: `FR-1` is not in `FR-10`, in `FR-1.2` or in `docs/FR-1`. `FR-1/FR-2` and `FR-1..FR-4`
   * are two words, and `FR-1/2` begins with one.
   */
  find(text: string): readonly CriterionToken[];
  /** The token that the text begins with. */
  lead(text: string): CriterionToken | undefined;
}

/** Upper-case segments and a number: `RPC-RETRY-01`, `FR-001`, `IFC-V1-015`. */
export const defaultCriteriaPattern = '[A-Z][A-Z0-9]*(?:-[A-Z][A-Z0-9]*)*-[0-9]+';

/** More IDs than this in one row are a mistake, and would be looked for in every view. */
export const mostCriteria = 200;

/** Longer words are no IDs. */
const longestId = 64;
const longestPattern = 200;

const word = /(?<![\p{L}\p{N}_/.-])[\p{L}\p{N}_][\p{L}\p{N}_./-]*/gu;
const firstWord = /^[\p{L}\p{N}_][\p{L}\p{N}_./-]*/u;

/** What holds several IDs together without a space. */
const joint = /\/|\.{2,3}/;
const joints = /\/|\.\./;

/** The shape of a pattern, or why the pattern is refused. */
export function toCriteriaShape(
  pattern: string,
): CriteriaShape | { readonly kind: 'unusable'; readonly fault: CriteriaPatternFault } {
  if (pattern === defaultCriteriaPattern) return defaultCriteria;
  const compiled = compile(pattern);
  return compiled.kind === 'compiled'
    ? toShape(compiled.matches, /[\p{L}\p{N}]/u)
    : { kind: 'unusable', fault: compiled };
}

const wholeDefault = new RegExp(`^(?:${defaultCriteriaPattern})$`);

/**
 * JavaScript's own engine is faster, and has only one way to read a word by the default pattern: each segment ends where the
 * next one begins. No word without a digit has the shape, so most texts need one look.
 */
export const defaultCriteria = toShape((id) => wholeDefault.test(id), /[A-Z0-9]-[0-9]/);

function toShape(isId: (word: string) => boolean, maybe: RegExp): CriteriaShape {
  const toToken = (text: string, start: number): CriterionToken | undefined => {
    const id = cutEnd(text, /[.-]/);
    return id.length <= longestId && isId(id) ? { id, start, end: start + id.length } : undefined;
  };
  /** The parts of a word that joints hold together, where each is an ID or the number of one. */
  const toTokens = (text: string, start: number): readonly CriterionToken[] => {
    const found: CriterionToken[] = [];
    let at = 0;
    for (const part of text.split(joint)) {
      const isNumber = found.length > 0 && /^\d{1,9}[.-]?$/.test(part);
      const token = isNumber || part === '' ? undefined : toToken(part, start + text.indexOf(part, at));
      if (token !== undefined) found.push(token);
      // The end of a sentence is no part.
      else if (!isNumber && part !== '') return [];
      at = text.indexOf(part, at) + part.length;
    }
    return found;
  };
  return {
    kind: 'shape',
    mayHold: (text) => maybe.test(text),
    find: (text) => {
      if (!maybe.test(text)) return [];
      const found: CriterionToken[] = [];
      // One expression for all texts: a copy for each, as matchAll makes, costs more than the search.
      word.lastIndex = 0;
      for (let match = word.exec(text); match !== null; match = word.exec(text)) {
        const token = toToken(match[0], match.index);
        if (token !== undefined) found.push(token);
        else if (joints.test(match[0])) found.push(...toTokens(match[0], match.index));
      }
      return found;
    },
    lead: (text) => {
      const first = firstWord.exec(text)?.[0];
      return first === undefined ? undefined : (toToken(first, 0) ?? toTokens(first, 0)[0]);
    },
  };
}

/** What the IDs of a family share: `RPC-RETRY` of `RPC-RETRY-01`. */
export function prefixOf(id: string): string {
  const rest = cutEnd(id, /[\d._-]/);
  const digit = id.slice(rest.length).search(/\d/);
  return digit < 0 ? id : id.slice(0, rest.length + Math.max(0, digit - 1));
}

/** Whether a whole word matches the pattern, or why the pattern is refused. */
function compile(
  pattern: string,
): { readonly kind: 'compiled'; readonly matches: (word: string) => boolean } | CriteriaPatternFault {
  if (pattern.trim() === '') return { kind: 'empty' };
  if (pattern.length > longestPattern) return { kind: 'tooLong', most: longestPattern };
  try {
    // Only its grammar is asked for: to try a pattern even on an empty text may take the engine years.
    new RegExp(`^(?:${pattern})$`, 'u');
  } catch (error) {
    const said = error instanceof Error ? error.message.replace(/^.*: /, '') : String(error);
    return { kind: 'invalid', said };
  }
  const compiled = compileLinear(pattern);
  return compiled.kind === 'compiled' && compiled.matches('') ? { kind: 'fitsEmptyText' } : compiled;
}
