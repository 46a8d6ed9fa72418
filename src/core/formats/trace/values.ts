import { longestTitle } from '../../model/title.ts';
import { oneLine, plainText } from '../../text/inline.ts';
import { keyAt, knownKey, keyOf } from './keyLines.ts';
import { countSentences, isUnfilled, isVague, saysNothing } from './words.ts';

/** Where a text is written: behind its key, as an item of a list, or as a heading's last words. */
export type ValuePlace = 'value' | 'item' | 'title';

/** What begins something else where a line of text is expected. */
const blockSign = /^(?:[-+*](?=\s|$)|[#>~<|=]|```|\[(?=[^\]]*\]:)|(?=([-*_])(?:\s*\1){2,}\s*$))/;
const listSign = /^(?:[-+*>](?=\s|$)|>)/;
const numberSign = /^(\d{1,9})(?=[.)](?:\s|$))/;

/** A text in one line, without control characters: a file with some of them is binary. */
export function toLine(text: string): string {
  // eslint-disable-next-line no-control-regex -- these very characters are meant
  return oneLine(text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' '));
}

/** One line of Markdown as it is written in a place, so that it is read back as it was given; undefined where it cannot be. */
export function writeValue(line: string, place: ValuePlace): string | undefined {
  const written = place === 'title' ? writeTitle(line) : writeText(line, place);
  return oneLine(plainText(written)) === oneLine(plainText(line)) ? written : undefined;
}

function writeText(line: string, place: ValuePlace): string {
  // ` | **Key:**` would end the value.
  let written = line.replace(/(^|\s)\|(?=\s+(?:\*\*|__))/g, '$1\\|');
  if (place === 'item') {
    const key = keyAt(written);
    if (key !== undefined && knownKey.test(keyOf(key.name))) written = written.replace(':', '\\:');
  }
  written = written.replace(numberSign, '$1\\');
  return (place === 'item' ? blockSign : listSign).test(written) ? `\\${written}` : written;
}

/** Signs at the end of a heading close it. */
function writeTitle(line: string): string {
  return line.replace(/(^|\s)(#+)$/, '$1\\$2');
}

/** What a text says to a reader. */
function said(line: string): string {
  return oneLine(plainText(line));
}

/** What is wrong with a text for a step. */
export type TextFault =
  { readonly why: 'empty' | 'template' | 'form' } | { readonly why: 'tooLong'; readonly most: number };

export function faultOfText(line: string): TextFault | undefined {
  if (saysNothing(said(line))) return { why: 'empty' };
  if (isUnfilled(line)) return { why: 'template' };
  return writeValue(line, 'value') === undefined || writeValue(line, 'item') === undefined
    ? { why: 'form' }
    : undefined;
}

export function faultOfTitle(line: string): TextFault | undefined {
  if (saysNothing(said(line))) return { why: 'empty' };
  if (isUnfilled(line)) return { why: 'template' };
  if (line.length > longestTitle) return { why: 'tooLong', most: longestTitle };
  return writeValue(line, 'title') === undefined ? { why: 'form' } : undefined;
}

/** Whether a focus leaves open where somebody is. */
export function isVagueFocus(line: string): boolean {
  return isVague(said(line));
}

/** How many sentences a summary has. */
export function sentencesIn(line: string): number {
  return countSentences(said(line));
}
