import { t } from '@vscode/l10n';

/** A token of the criteria shape in a text: `RPC-RETRY-02`. */
export interface CriterionToken {
  readonly id: string;
  readonly start: number;
  readonly end: number;
}

/** What IDs of criteria look like. */
export interface CriteriaShape {
  /** False for most texts that hold none, at the cost of one look. */
  mayHold(text: string): boolean;
  /** Every whole word of the shape, in order: `FR-1` is not in `FR-10`, in `FR-1.2` or in `docs/FR-1`. */
  find(text: string): readonly CriterionToken[];
  /** The token that the text begins with. */
  lead(text: string): CriterionToken | undefined;
}

/** Upper-case segments and a number: `RPC-RETRY-01`, `FR-001`, `IFC-V1-015`. */
export const defaultCriteriaPattern = '[A-Z][A-Z0-9]*(?:-[A-Z][A-Z0-9]*)*-[0-9]+';

/** Longer words are no IDs: with the rules for patterns below, this bounds what matching one can cost. */
const longestId = 64;
const longestPattern = 200;
const mostLoops = 4;

const word = /(?<![\p{L}\p{N}_/.-])[\p{L}\p{N}_][\p{L}\p{N}_./-]*/gu;
const firstWord = /^[\p{L}\p{N}_][\p{L}\p{N}_./-]*/u;

/** The shape of a pattern, or a sentence that says why the pattern is refused. */
export function toCriteriaShape(pattern: string): CriteriaShape | { readonly problem: string } {
  const problem = whyRefused(pattern);
  if (problem !== undefined) return { problem };
  const whole = new RegExp(`^(?:${pattern})$`, 'u');
  const toToken = (text: string, start: number): CriterionToken | undefined => {
    const id = text.replace(/[.-]+$/, '');
    return id.length <= longestId && whole.test(id) ? { id, start, end: start + id.length } : undefined;
  };
  // No word without a digit fits the default shape: most texts need no more than this look.
  const maybe = pattern === defaultCriteriaPattern ? /[A-Z0-9]-[0-9]/ : /[\p{L}\p{N}]/u;
  return {
    mayHold: (text) => maybe.test(text),
    find: (text) => {
      if (!maybe.test(text)) return [];
      const found: CriterionToken[] = [];
      // One expression for all texts: a copy for each, as matchAll makes, costs more than the search.
      word.lastIndex = 0;
      for (let match = word.exec(text); match !== null; match = word.exec(text)) {
        const token = toToken(match[0], match.index);
        if (token !== undefined) found.push(token);
      }
      return found;
    },
    lead: (text) => {
      const first = firstWord.exec(text)?.[0];
      return first === undefined ? undefined : toToken(first, 0);
    },
  };
}

export const defaultCriteria = toCriteriaShape(defaultCriteriaPattern) as CriteriaShape;

/** What the IDs of a family share: `RPC-RETRY` of `RPC-RETRY-01`. */
export function prefixOf(id: string): string {
  const end = id.search(/[-_.]?\d[\d._-]*$/u);
  return end < 0 ? id : id.slice(0, end);
}

function whyRefused(pattern: string): string | undefined {
  if (pattern.trim() === '') return t('it is empty');
  if (pattern.length > longestPattern) return t('it has more than {0} characters', longestPattern);
  try {
    if (new RegExp(`^(?:${pattern})$`, 'u').test('')) return t('it fits the empty text');
  } catch (error) {
    return t(
      'it is no regular expression ({0})',
      error instanceof Error ? error.message.replace(/^.*: /, '') : String(error),
    );
  }
  return runsAway(pattern);
}

/**
 * Whether matching can take a time that grows beyond all bounds with the length of a word: a group that repeats must
 * begin with a separator that stands nowhere else in it, so that there is one way only to read a word.
 */
function runsAway(pattern: string): string | undefined {
  let loops = 0;
  const groups: { start: number; loops: boolean; choice: boolean }[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const each = pattern.charAt(at);
    if (each === '\\') {
      if (/[1-9k]/.test(pattern.charAt(at + 1))) return t('it refers back to a group');
      at += pattern.charAt(at + 1) === 'p' ? pattern.indexOf('}', at) - at : 1;
    } else if (each === '[') at = endOfClass(pattern, at);
    else if (each === '(') {
      if (/^\(\?(?!:)/.test(pattern.slice(at, at + 3)))
        return t('it looks ahead or behind, or names a group');
      groups.push({ start: at, loops: false, choice: false });
      continue;
    } else if (each === '|') {
      const group = groups.at(-1);
      if (group !== undefined) group.choice = true;
      continue;
    }
    const closed = each === ')' ? groups.pop() : undefined;
    const repeat = /^(?:[*+]|\{(\d*)(?:,(\d*))?\})/.exec(pattern.slice(at + 1));
    const more = repeat !== null && !(repeat[0].startsWith('{') && Number(repeat[2] ?? repeat[1]) === 1);
    const inner = closed?.loops === true;
    const outer = groups.at(-1);
    if (more) {
      loops++;
      if (outer !== undefined) outer.loops = true;
      if (closed !== undefined && (closed.choice || !isSeparated(pattern.slice(closed.start, at))))
        return t('it can run away: a group that repeats has to begin with a separator, as in (?:-[A-Z]+)*');
    } else if (inner && outer !== undefined) outer.loops = true;
  }
  return loops > mostLoops ? t('it can run away: it repeats in more than {0} places', mostLoops) : undefined;
}

/** Whether `(?:-[A-Z0-9]*` begins with a separator that nothing behind it can match. */
function isSeparated(group: string): boolean {
  const inside = group.replace(/^\((?:\?:)?/, '').replace(/^\\(?=[-_.:/])/, '');
  const separator = inside.charAt(0);
  if (!/^[-_.:/]$/.test(separator) || /^.[*+?{]/.test(inside)) return false;
  const rest = inside
    .slice(1)
    .replace(/\[(?!\^)(?:\\d|[A-Za-z]-[A-Za-z]|[0-9]-[0-9]|[A-Za-z0-9])*\]|\\d/g, '');
  return separator === '_' ? !/[\\[.]|_/.test(rest) : !/[[.]|\\[^w]/.test(rest) && !rest.includes(separator);
}

function endOfClass(pattern: string, start: number): number {
  let at = start + 1;
  while (at < pattern.length && pattern.charAt(at) !== ']') at += pattern.charAt(at) === '\\' ? 2 : 1;
  return at;
}
