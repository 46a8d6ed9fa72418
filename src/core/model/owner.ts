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
  if (name === '') return 'A name has at least one character.';
  if (name.length > 64) return 'A name has at most 64 characters.';
  if (!/^[A-Za-z0-9]/.test(name)) return 'A name begins with a letter or a digit.';
  if (!/^[A-Za-z0-9._@:+-]+$/.test(name)) return 'A name holds letters, digits and . _ @ : + - only.';
  const read = plainText(name);
  if (read !== name) return `Markdown reads “${name}” as “${read}”.`;
  if (isNobody(name)) return `“${name}” stands for nobody.`;
  return undefined;
}

/** A name for Owner cells out of git's `user.name`: `Maple Doe` is `maple-doe`; undefined when nothing is left. */
export function ownerSlug(name: string): string | undefined {
  const slug = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 64)
    .replace(/-+$/, '');
  return checkOwner(slug) === undefined ? slug : undefined;
}
