import type { CriteriaShape } from '../../model/criteria.ts';
import type { Mention } from '../../model/item.ts';
import type { Range } from '../../text/range.ts';
import type { SourceText } from '../../text/sourceText.ts';

/** `R001`, as some have it without a hyphen; tasks have such IDs too. */
const bareId = /(?<![\p{L}\p{N}_/.-])(?!T\d)[A-Z]{1,4}\d{3,4}(?![\p{L}\p{N}_/-]|\.\d)/gu;
const wholeBareId = /^(?!T\d)[A-Z]{1,4}\d{3,4}$/;

/** Whether a word is the ID of a requirement: of the shape of criteria, or `R001`. */
export function isRequirementId(word: string, criteria: CriteriaShape): boolean {
  return criteria.lead(word)?.id === word || wholeBareId.test(word);
}

/** The IDs without a hyphen in a stretch of text. */
export function bareIdsIn(source: SourceText, range: Range): readonly Mention[] {
  return [...source.slice(range).matchAll(bareId)].map(({ 0: id, index }) => ({
    id,
    range: { start: range.start + index, end: range.start + index + id.length },
  }));
}
