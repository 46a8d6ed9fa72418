import { cutEnd } from '../text/cutEnd.ts';
import { plainText } from '../text/inline.ts';
import { withReferences } from '../text/references.ts';

/** What a cell says in a word, as a status, a name or a priority, and what stands around that word. */
export interface CellWord {
  /** Folded as {@link foldWord} does it; empty where signs or nothing stand alone. */
  readonly word: string;
  /** The signs before and behind the word, in order: `✅`, `[x]`, `:rocket:`. */
  readonly signs: readonly string[];
  /** What comes behind the word and does not belong to it: `(#12)`, `2026-06-11`. */
  readonly remark: string;
  /** Something was struck out: it is no part of the rest. */
  readonly struck: boolean;
  /** What may be written in another cell to say the same: the cell without its remark. */
  readonly written: string;
}

/** A word is said early; what comes later is a remark. */
const longestCell = 300;

/** Where a remark begins in a cell that holds one word. */
const wordEnd =
  /\n|\s?[(—―、。]|\s[–-]{1,2}(?=\s|$)|\s?[:,;|]|\.(?=\s)|\s[[@{]|(?:\s(?:in|via|with|see|by))?\s(?:[PM]R\s?)?#|(?:\s(?:on|at|since|am|le))?\s~?\p{Nd}|(?<=[\p{Script=Han}\p{Script=Hangul}\p{Script=Katakana}\p{Script=Hiragana}])\p{Nd}|\s(?=[a-f]*\d)[0-9a-f]{7,40}(?=\s|$)/u;

/** Names hold `:` and `@`, and several may stand side by side: then none of them is the owner alone. */
const nameEnd = /\n|\s?[(—―]|\s[–-]{1,2}(?=\s|$)|:(?=\s|$)|\s[[{#]/u;

const signPattern =
  /^(?:\p{Nd}\uFE0F?\u20E3|[\p{So}\p{Extended_Pictographic}\u25F8-\u25FF](?:\p{Emoji_Modifier}|\uFE0F|\u200D)*|[•·]|:[a-z][a-z0-9_+-]{1,39}:)/u;
const boxPattern = /^(?:[-*+]\s+)?\[([ xX~!/>✓✔-])\](?=\s|$|[^([])/u;
const lastSignPattern =
  /(?:[\p{So}\p{Extended_Pictographic}\u25F8-\u25FF](?:\p{Emoji_Modifier}|\uFE0F|\u200D)*|:[a-z][a-z0-9_+-]{1,39}:)$/u;

/** Reads the word of a Status or Priority cell, as Markdown or as plain text. */
export function readCellWord(cell: string): CellWord {
  return read(cell, wordEnd);
}

/** Reads the name of an Owner cell: `@zed`, `**Zed** (lead)`, `👤 zed`. */
export function readCellName(cell: string): CellWord {
  return read(cell, nameEnd);
}

/** The word of the head of a column: all of it, as a remark there makes another column of it. */
export function readHeadWord(cell: string): string {
  return read(cell, undefined).word;
}

/**
 * The same for all ways to write a word: lower case, no accents, no marks, `_` and `-` between letters as spaces, one space between
 * the parts.
 */
export function foldWord(text: string): string {
  const folded = text
    .normalize('NFKD')
    .replace(
      /[\u0300-\u036F]|[\u064B-\u0655\u0640\u061C]|[\u200B-\u200F\u202A-\u202E\u2066-\u2069]|\uFE0F/g,
      '',
    )
    .normalize('NFC')
    .replace(/[*`~]/g, '')
    .replace(/(?<=\p{L})[_-](?=\p{L})/gu, ' ')
    .replace(/[’‘]/g, "'")
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
  return cutEnd(folded, /_/).replace(/^_+/, '');
}

function read(cell: string, end: RegExp | undefined): CellWord {
  // Nearly every cell is a word and nothing else.
  if (/^[A-Za-z]*$/.test(cell))
    return { word: cell.toLowerCase(), signs: [], remark: '', struck: false, written: cell };
  const raw = cell.length > longestCell ? cell.slice(0, longestCell) : cell;
  const shown = showHtml(raw);
  const { text: kept, struck } = withoutStruck(shown);
  const text = plainText(kept)
    .normalize('NFKC')
    .replace(/[\u200B\u200C\u200E\u200F\u061C\u202A-\u202E\u2066-\u2069]/g, '')
    .replace(/[^\S\n]+/g, ' ')
    .trim();
  const signs: string[] = [];
  let rest = text;
  let remark = '';
  // Signs and brackets may stand in each other: `✅ [**DONE**]`, `[✅ Done]`.
  for (let depth = 0; depth < 4; depth++) {
    rest = takeSigns(rest, signs);
    // Struck out, and only a remark behind it: nothing else is said.
    if (struck && end?.exec(rest)?.index === 0) {
      remark = rest;
      rest = '';
    }
    const inner = unwrap(rest);
    if (inner === undefined) break;
    rest = inner.text;
    remark ||= inner.remark;
  }
  const cut = end === undefined ? -1 : (end.exec(rest)?.index ?? -1);
  if (cut > 0) {
    remark = rest.slice(cut).trim();
    rest = rest.slice(0, cut);
  }
  const head = takeLastSigns(rest, signs);
  const bare = remark === '' && !struck && shown === raw && !raw.includes('](');
  const lead = text.slice(0, text.length - remark.length).trim();
  return {
    word: foldWord(head).replace(/(?<=\p{L})[.:!…]+$/u, ''),
    signs,
    remark,
    struck,
    written: bare
      ? cell.trim()
      : text.endsWith(remark)
        ? // `[~]` is a sign.
          cutEnd(lead.replace(/[*`]|(?<!\[)~|~(?!\])/g, ''), /[\s,;:|–—-]/)
        : [...signs, head].join(' '),
  };
}

/** Takes the signs off that lead a text. */
function takeSigns(text: string, signs: string[]): string {
  let rest = text.trimStart();
  for (;;) {
    const box = boxPattern.exec(rest);
    const found = box ?? signPattern.exec(rest);
    if (found === null) return rest;
    signs.push(box?.[1] === undefined ? bareSign(found[0]) : `[${box[1].toLowerCase()}]`);
    rest = rest.slice(found[0].length).trimStart();
  }
}

/** Takes the signs off that end a text. */
function takeLastSigns(text: string, signs: string[]): string {
  let rest = text.trimEnd();
  for (;;) {
    const found = lastSignPattern.exec(rest);
    if (found === null) return rest;
    signs.push(bareSign(found[0]));
    rest = rest.slice(0, found.index).trimEnd();
  }
}

function bareSign(sign: string): string {
  return sign.replace(/\p{Emoji_Modifier}|\uFE0F|\u200D/gu, '');
}

const closers: Readonly<Record<string, string>> = {
  '(': ')',
  '[': ']',
  '{': '}',
  '【': '】',
  '「': '」',
  '『': '』',
  '《': '》',
  '«': '»',
  '"': '"',
  '“': '”',
  '„': '“',
};

/** What stands in the brackets that a text begins with; those that make a remark of it only where they hold all of it. */
function unwrap(text: string): { readonly text: string; readonly remark: string } | undefined {
  const closer = closers[text.charAt(0)];
  if (closer === undefined) return undefined;
  const close = text.indexOf(closer, 1);
  if (close < 0) return undefined;
  const behind = text.slice(close + 1).trim();
  if (text.startsWith('(') && behind !== '') return undefined;
  return { text: text.slice(1, close), remark: behind };
}

const strikes = /(~~?)(?=[^\s~])([^~]*[^\s~])\1(?!~)/g;

/** A text without what is struck out in it. */
function withoutStruck(text: string): { readonly text: string; readonly struck: boolean } {
  if (!text.includes('~')) return { text, struck: false };
  const rest = text.replace(strikes, ' ');
  return rest === text
    ? { text, struck: false }
    : // `~~todo~~ → done`
      { text: rest.replace(/^[\s*_]*(?:->|=>|→|⇒)/, ''), struck: true };
}

/** Whether all of a cell is struck out, whatever marks are around that. */
export function isStruckOut(cell: string): boolean {
  if (!/~|<(?:s|del|strike)\b/i.test(cell)) return false;
  const { text, struck } = withoutStruck(showHtml(cell.slice(0, 2000)));
  return struck && text.replace(/[\s*_`]/g, '') === '' && cell.length <= 2000;
}

/** What a reader sees of the HTML in a cell: references as their signs, breaks as such, other tags not at all. */
function showHtml(text: string): string {
  if (!/[&<]/.test(text)) return text;
  return withReferences(
    text
      .replace(/<!--.*?(?:-->|$)/gs, '')
      .replace(/<br\s*\/?>/gi, '\n')
      .replace(/<\/?(?:s|del|strike)>/gi, '~~')
      .replace(/<\/?[a-z][a-z0-9-]*(?:\s[^<>]*)?\/?>/gi, ''),
  );
}
