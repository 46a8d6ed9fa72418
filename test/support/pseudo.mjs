// A language that nobody speaks: every letter that is translated has an accent, so what has none was not.
import { getL10nPseudoLocalized } from '@vscode/l10n-dev';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What translators leave as it is: links to commands and settings, icons, code. */
const markup = /(\]\([^)]*\)|#[\w.]+#|\$\([\w-]+\)|`[^`]*`|<[^>]*>)/;

/** @param {string} text */
function accented(text) {
  const { part = '' } = getL10nPseudoLocalized({ part: text });
  return typeof part === 'string' ? part : part.message;
}

/**
 * The texts of `l10n/bundle.l10n.json` or `package.nls.json` in that language.
 * @param {'l10n/bundle.l10n.json' | 'package.nls.json'} path
 * @returns {Record<string, string>}
 */
export function pseudoTexts(path) {
  const file = fileURLToPath(new URL(`../../${path}`, import.meta.url));
  /** @type {Record<string, string>} */
  const texts = JSON.parse(readFileSync(file, 'utf8'));
  return Object.fromEntries(
    Object.entries(texts).map(([key, text]) => [
      key,
      text
        .split(markup)
        .map((part, i) => (i % 2 === 1 ? part : accented(part)))
        .join(''),
    ]),
  );
}
