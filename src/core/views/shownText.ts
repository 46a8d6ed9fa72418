import type { Task } from '../model/item.ts';
import { cutEnd } from '../text/cutEnd.ts';

/** The longest label that a row gets; the tooltip has more. */
const longest = 200;

/** What hides or reorders other text: control characters, zero width marks and bidirectional controls. */
const invisible = /[\p{Cc}\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]+/gu;

/** Text of a file as one line of a label: nothing invisible, not endless. */
export function shownText(text: string, limit: number = longest): string {
  // Cut first: the rest may be megabytes.
  const clean = text
    .slice(0, limit * 4)
    .replace(invisible, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  if (clean.length <= limit && text.length <= limit * 4) return clean;
  // Not in the middle of a character of two units.
  const cut = clean.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '');
  return `${cut}…`;
}

/** What people read as a row's title; empty where it has none. */
export function shownTitle({ title, renderedTitle }: Task, limit?: number): string {
  return shownText(renderedTitle ?? title.value, limit);
}

/**
 * Text of a file for a Markdown string of VS Code: shown as it is, so that neither markup nor a link, an image, HTML or an
 * icon (`$(name)`) comes of it.
 */
export function escapeMarkdown(text: string, limit = 1000): string {
  return (
    shownText(text, limit)
      // Every ASCII punctuation character may be escaped in Markdown, and then stands for itself.
      .replace(/[!-/:-@[-`{-~]/g, '\\$&')
      // Icons are looked for after Markdown was read, in its text: an entity is text only after that.
      .replace(/\\\$/g, '&#36;')
      .replace(/\\</g, '&lt;')
  );
}

/** Keeps `$(name)` in the text of a file from becoming an icon where labels may have some. */
export function escapeIcons(text: string): string {
  return text.replace(/\$\([A-Za-z0-9-]+(?:~[A-Za-z]+)?\)/g, '\\$&');
}

/** The parts that say something, as one line. */
export function joinWords(parts: readonly (string | undefined)[], separator = ' · '): string {
  return parts.filter((part) => part !== undefined && part !== '').join(separator);
}

/** The same for a screen reader, which tells parts by commas: a part that ends as a sentence gets no second sign. */
export function joinSpoken(parts: readonly (string | undefined)[]): string {
  const said = parts.filter((part) => part !== undefined && part !== '') as string[];
  return said.map((part, i) => (i < said.length - 1 ? withoutStop(part) : part)).join(', ');
}

/** A sentence as a part of another one. */
export function withoutStop(sentence: string): string {
  return cutEnd(sentence, /[.,;:]/);
}
