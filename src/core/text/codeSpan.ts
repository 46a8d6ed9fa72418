import { oneLine, plainText } from './inline.ts';

/**
 * A text in Markdown that is read back as it is: bare where that is so, else as code, in which no sign means anything. Undefined
 * when neither does, as for what is no single line.
 */
export function inlineOf(text: string): string | undefined {
  return [text, codeSpan(text)].find((each) => oneLine(plainText(each)) === text);
}

/** A text as code: between more backticks than stand in it anywhere. */
export function codeSpan(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  // A backtick at an end would count among those outside (CommonMark 0.31.2, 6.1).
  const gap = /^`|`$/.test(text) ? ' ' : '';
  return `${fence}${gap}${text}${gap}${fence}`;
}
