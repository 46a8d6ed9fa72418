import { t } from '@vscode/l10n';
import { cutEnd } from '../text/cutEnd.ts';
import { plainText } from '../text/inline.ts';

const nobodyWords = new Set([
  '',
  '-',
  '–',
  '—',
  '--',
  '---',
  'tbd',
  'tba',
  'unassigned',
  'none',
  '@none',
  'nobody',
  'n/a',
  'na',
  '?',
  'free',
  'open',
  'todo',
  'anyone',
  '_',
  '.',
]);

/** Whether an Owner cell names nobody: `-`, `—`, empty, `TBD`, `unassigned`... */
export function isNobody(text: string): boolean {
  return nobodyWords.has(text.replace(/[*`~]/g, '').trim().toLowerCase());
}

/** The file's `nobody` where it has none of its own. */
export const defaultNobody = '-';

/** What is wrong with a name for an Owner cell, as a sentence; undefined when nothing is. */
export function checkOwner(name: string): string | undefined {
  if (name === '') return t('A name has at least one character.');
  if (name.length > 64) return t('A name has at most 64 characters.');
  if (!/^[A-Za-z0-9]/.test(name)) return t('A name begins with a letter or a digit.');
  if (!/^[A-Za-z0-9._@:+-]+$/.test(name)) return t('A name holds letters, digits and . _ @ : + - only.');
  const read = plainText(name);
  if (read !== name) return t('Markdown reads “{0}” as “{1}”.', name, read);
  if (isNobody(name)) return t('“{0}” stands for nobody.', name);
  return undefined;
}

/** A name for Owner cells out of git's `user.name`: `Maple Doe` is `maple-doe`; undefined when nothing is left. */
export function ownerSlug(name: string): string | undefined {
  const words = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 64);
  const slug = cutEnd(words, /-/);
  return checkOwner(slug) === undefined ? slug : undefined;
}
