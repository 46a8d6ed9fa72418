import { prefixOf, type CriteriaShape } from '../../model/criteria.ts';
import { numberOf } from '../../model/criteriaRanges.ts';
import type { Criterion } from '../../model/item.ts';
import { toProblem, type Problem } from '../../model/problem.ts';
import { cutEnd } from '../../text/cutEnd.ts';
import type { Range } from '../../text/range.ts';

/** A line that begins like a criterion, with a word that is not an ID by the pattern. */
interface Lookalike {
  readonly word: string;
  readonly range: Range;
  /** Whether its section is one of criteria. */
  readonly isExpected: boolean;
}

/** The lines of a spec that look like criteria and have IDs of another shape: `AC1: …`, `REQ_13: …`, `FR-1.2.3: …`. */
export class CriterionLookalikes {
  readonly #criteria: CriteriaShape;
  readonly #found: Lookalike[] = [];
  readonly #spaced: { readonly word: string; readonly number: string; readonly range: Range }[] = [];
  readonly #sections: { readonly depth: number; readonly isOfCriteria: boolean }[] = [];

  constructor(criteria: CriteriaShape) {
    this.#criteria = criteria;
  }

  /** Goes on below a heading. */
  enter(depth: number, heading: string): void {
    while ((this.#sections.at(-1)?.depth ?? 0) >= depth) this.#sections.pop();
    this.#sections.push({ depth, isOfCriteria: criteriaHeading.test(heading) });
  }

  /**
   * Looks at the lines of a text that no ID leads.
   * @param start where the text is
   * @param isMarked whether something else than signs in the text sets its first word apart
   */
  add(text: string, start: number, isMarked: boolean): void {
    for (const found of text.slice(0, longestText).matchAll(lead)) {
      const [whole, marks = '', word = '', behind = ''] = found;
      if (marks === '' && behind === '' && !(isMarked && found.index === 0)) continue;
      if (!isNumbered.test(word)) continue;
      // One in brackets may be a link.
      if (this.#criteria.lead(word)?.id === word) continue;
      const at = start + found.index + whole.indexOf(word);
      this.#found.push({
        word,
        range: { start: at, end: at + word.length },
        isExpected: this.#sections.some(({ isOfCriteria }) => isOfCriteria),
      });
    }
    for (const found of text.slice(0, longestText).matchAll(spacedLead)) {
      const [whole, marks = '', word = '', number = '', behind = ''] = found;
      if (marks === '' && behind === '' && !(isMarked && found.index === 0)) continue;
      const at = start + found.index + whole.indexOf(word);
      this.#spaced.push({ word, number, range: { start: at, end: at + word.length + 1 + number.length } });
    }
  }

  /** The lines that begin with a blank where the IDs of this spec have a hyphen, unless the ID is defined too. */
  nearProblems(criteria: readonly Criterion[]): readonly Problem[] {
    if (this.#spaced.length === 0) return [];
    const defined = new Set<string>();
    const widths = new Map<string, number>();
    for (const { id } of criteria) {
      const numbered = numberOf(id);
      if (numbered === undefined) continue;
      defined.add(`${numbered.family}${numbered.number}`);
      if (!widths.has(numbered.family)) widths.set(numbered.family, numbered.width);
    }
    return this.#spaced.flatMap(({ word, number, range }) => {
      const width = widths.get(`${word}-`);
      if (width === undefined || defined.has(`${word}-${Number(number)}`)) return [];
      const data = { written: `${word} ${number}`, id: `${word}-${number.padStart(width, '0')}` };
      return [toProblem('criterion.near', 'warning', data, range)];
    });
  }

  /** One problem for all of them, where it is a spec with criteria, or these are where criteria are. */
  problem(criteria: readonly Criterion[]): Problem | undefined {
    const families = new Set(criteria.map(({ id }) => familyOf(prefixOf(id))));
    const counts = new Map<string, number>();
    for (const { word } of this.#found) counts.set(familyOf(word), (counts.get(familyOf(word)) ?? 0) + 1);
    const meant = this.#found.filter(({ word, isExpected }) => {
      const family = familyOf(word);
      if (families.has(family)) return true;
      if (usual.test(family)) return isExpected || families.size > 0;
      // `OAUTH2: …` is a requirement without an ID.
      return isExpected && (counts.get(family) ?? 0) > 1 && !others.test(family);
    });
    const [first] = meant;
    if (first === undefined) return undefined;
    return toProblem('criterion.otherShape', 'hint', { count: meant.length, first: first.word }, first.range);
  }
}

const criteriaHeading =
  /(?<!\p{L})(?:requirements?|acceptance(?=\P{L}*$)|criteri(?:a|on)|anforderungen|\p{L}*kriterien|exigences|requisitos)(?!\p{L})|要件|需求|요구/iu;

/** More of one text is not looked through. */
const longestText = 5000;

/** A word alone, in bold or code, or before a colon or a dash. */
const lead =
  /^[ \t]*([*_`]*)\[?([A-Z][A-Z0-9._-]{0,63}[a-z]?)(?![\p{L}\p{N}_/.-])\]?(?![[(])[*_`]*([ \t]?[:：]|[ \t]+[-–—]+[ \t]|[ \t]*$)?/gmu;

/** The same for two words, of which the second one is a number. */
const spacedLead =
  /^[ \t]*([*_`]*)\[?([A-Z][A-Z0-9]{0,20}(?:-[A-Z0-9]{1,20}){0,4})[ \u00A0](\d{1,6})(?![\p{L}\p{N}_/.-])\]?(?![[(])[*_`]*([ \t]?[:：]|[ \t]+[-–—]+[ \t]|[ \t]*$)?/gmu;

/** Whether a word ends with a number, as IDs do: `FR-1.2.3`, `FR-020a`. */
const isNumbered = /\d[a-z]?$/;

/** What such words begin with in specs. */
const usual = /^(?:AC|FR|NFR|R|REQ|SC)$/;

/** What they begin with where they are tasks, user stories, priorities or questions. */
const others = /^(?:P|Q|T|TASK|US)$/;

/** `FR` of `FR-1.2.3`. */
function familyOf(word: string): string {
  return cutEnd(word.replace(/[a-z]$/, ''), /[\d._-]/);
}
