import { t } from '@vscode/l10n';
import picomatch from 'picomatch';

/** Longer patterns, and more stars in one part, are nobody's; they only make matching slow. */
const longest = 256;
const starsInPart = 3;

/** What is wrong with a glob pattern, as a sentence; undefined when nothing is. */
export function checkGlob(pattern: unknown): string | undefined {
  if (typeof pattern !== 'string' || pattern.trim() === '')
    return t('A pattern is a text such as `**/spec/**/*.md`.');
  if (pattern.length > longest) return t('A pattern has at most {0} characters.', longest);
  if (pattern.split('/').some((part) => part !== '**' && part.split('*').length - 1 > starsInPart))
    return t('“{0}” has more than {1} stars between two slashes.', pattern, starsInPart);
  if (leadsOut(pattern)) return t('“{0}” leads out of the folder.', pattern);
  if (pattern.startsWith('!')) return t('“{0}” begins with “!”: use the exclude setting instead.', pattern);
  return undefined;
}

/** Patterns are looked for below the folder; `{..,a}/b` hides the step up in a group. */
function leadsOut(pattern: string): boolean {
  return /^[/~\\]|^[a-z]:|\\/i.test(pattern) || pattern.split(/[/{},]/).includes('..');
}

/**
 * Whether a path (relative, `/` between the parts) fits one of the patterns, as VS Code's globs do: `**`, `*`, `?`,
 * `{a,b}`, `[ab]`. Patterns that {@link checkGlob} refuses fit nothing. Names that begin with a dot are as good as others.
 */
export function toGlob(patterns: readonly string[]): (path: string) => boolean {
  const usable = patterns.filter((pattern) => checkGlob(pattern) === undefined);
  if (usable.length === 0) return () => false;
  const fits = picomatch(usable, { dot: true, noext: true, nonegate: true, windows: false });
  return (path) => fits(path);
}
