/**
 * Cuts characters off the end of a text as long as `sign` fits them. `replace(/…+$/, '')` would do the same, and look at each
 * run of them elsewhere in the text again from each of its characters.
 */
export function cutEnd(text: string, sign: RegExp): string {
  let end = text.length;
  while (end > 0 && sign.test(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}
