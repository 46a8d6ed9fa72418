import { shownText } from './shownText.ts';

/** Text of a file as one line of Markdown; only what would be markup is escaped, so that it reads well unrendered too. */
export function markdownText(text: string, limit = 200): string {
  return shownText(text, limit).replace(/[\\`*_[\]<|]|&(?=[#\w]+;)|^[#+>-]|^\d+(?=[.)])/g, (sign) =>
    /\d/.test(sign) ? `${sign}\\` : `\\${sign}`,
  );
}

/** The same as code: a path. */
export function markdownCode(path: string): string {
  return `\`${shownText(path, 200).replaceAll('`', 'ˋ')}\``;
}
