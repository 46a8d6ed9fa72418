import { t } from '@vscode/l10n';

/** `a, b and 3 more`: as many as a line has room for, each as `show` writes it. There may be a hundred thousand. */
export function someOf(
  words: readonly string[],
  most: number,
  show: (word: string) => string = (word) => word,
): string {
  const shown = words.slice(0, most).map(show).join(', ');
  return words.length > most ? t('{0} and {1} more', shown, words.length - most) : shown;
}
