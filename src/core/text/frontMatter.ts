import {
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  parseDocument,
  type DocumentOptions,
  type ParseOptions,
  type Scalar,
  type SchemaOptions,
} from 'yaml';
import type { TextEdit } from './edit.ts';
import type { FrontMatterBlock } from './markdown.ts';
import type { Range } from './range.ts';
import type { SourceText } from './sourceText.ts';

/** One `key: value` of a file's front matter. */
export interface FrontMatterField {
  readonly key: string;
  /** As written, quotes off: `012` stays `012`. Lists of plain values are joined with `, `. */
  readonly value: string;
  readonly range: Range;
}

/** What the front matter holds, or why it is none. */
export interface FrontMatter {
  readonly fields: readonly FrontMatterField[];
  readonly problems: readonly FrontMatterProblem[];
}

export interface FrontMatterProblem {
  readonly fault: FrontMatterFault;
  readonly range: Range;
}

export type FrontMatterFault =
  | { readonly kind: 'tooLong' | 'tooDeep' }
  /** The line of dashes below it is missing. */
  | { readonly kind: 'notClosed' }
  /** A line that is no part of a value, and has no key. */
  | { readonly kind: 'noKey' }
  /** It is no YAML, as the library for it says in its own words. */
  | { readonly kind: 'invalid'; readonly said: string };

/** YAML's core schema, no tags of anybody's own, and silence. */
const options: ParseOptions & DocumentOptions & SchemaOptions = {
  schema: 'core',
  customTags: [],
  logLevel: 'silent',
  strict: true,
};

/** Reads a block of front matter: YAML's core schema, few aliases, no tags of its own. Total. */
export function readFrontMatter(source: SourceText, { content }: FrontMatterBlock): FrontMatter {
  const text = source.slice(content);
  const refused = whyNotRead(text);
  if (refused !== undefined) return { fields: [], problems: [{ fault: refused, range: content }] };
  const document = parseDocument(text, options);
  const problems = document.errors.map(({ message, pos }): FrontMatterProblem => ({
    fault: { kind: 'invalid', said: message.split('\n')[0] ?? '' },
    range: {
      start: content.start + pos[0],
      end: content.start + Math.max(pos[0], Math.min(pos[1], text.length)),
    },
  }));
  const fields: FrontMatterField[] = [];
  if (isMap(document.contents))
    for (const pair of document.contents.items) {
      if (!isScalar(pair.key)) continue;
      const [start, keyEnd] = pair.key.range;
      const end = endOf(pair.value) ?? keyEnd;
      fields.push({
        key: pair.key.source,
        value: valueOf(pair.value),
        range: { start: content.start + start, end: content.start + end },
      });
    }
  return { fields, problems };
}

/** More than any front matter that people write; the time that its keys take grows with the square of their number. */
const longest = 16_384;
/** How many lists and maps may be opened in brackets, in all; as all may stand in one another, that bounds the depth. */
const mostBrackets = 200;
/** How far a line may be indented, and how many `- `, `? ` and `: ` may stand in it: that bounds the depth of the rest. */
const deepestLine = 60;

/**
 * Why a text is not given to the YAML parser. It reads what is nested by recursion, and does not only throw where the stack
 * ends: a regular expression that V8 compiles there ends the whole process, which nobody can catch.
 */
function whyNotRead(text: string): FrontMatterFault | undefined {
  if (text.length > longest) return { kind: 'tooLong' };
  let brackets = 0;
  let indent = 0;
  let signs = 0;
  let begun = false;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charAt(at);
    if (unit === '\n' || unit === '\r') {
      indent = 0;
      signs = 0;
      begun = false;
      continue;
    }
    if (unit === '[' || unit === '{') brackets++;
    else if ((unit === '-' || unit === '?' || unit === ':') && /^\s?$/.test(text.charAt(at + 1))) signs++;
    if (unit !== ' ') begun = true;
    else if (!begun) indent++;
    if (brackets > mostBrackets || indent > deepestLine || signs > deepestLine) return { kind: 'tooDeep' };
  }
  return undefined;
}

/** What a value is that stands by itself, without its key. */
export type YamlValue =
  | { readonly kind: 'text'; readonly value: string }
  /** Of texts alone. */
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'other' }
  | { readonly kind: 'fault'; readonly fault: FrontMatterFault };

/** Reads one value by YAML's core schema, for who has read the keys by lines. Total. */
export function readYamlValue(text: string): YamlValue {
  const refused = whyNotRead(text);
  if (refused !== undefined) return { kind: 'fault', fault: refused };
  const document = parseDocument(text.replace(/\r\n?/g, '\n'), options);
  const [error] = document.errors;
  if (error !== undefined) {
    // Its lines are not those of the file.
    const said = (error.message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:$/, '');
    return { kind: 'fault', fault: { kind: 'invalid', said } };
  }
  const { contents } = document;
  if (isScalar(contents)) return { kind: 'text', value: textOf(contents) };
  if (isSeq(contents) && contents.items.every((item) => isScalar(item)))
    return { kind: 'list', items: contents.items.map((item) => (isScalar(item) ? textOf(item) : '')) };
  return { kind: 'other' };
}

function textOf({ value, source }: Scalar): string {
  return typeof value === 'string' ? value : (source ?? '');
}

function endOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[1] : undefined;
}

function valueOf(node: unknown): string {
  if (isScalar(node)) return node.source ?? (typeof node.value === 'string' ? node.value : '');
  if (isCollection(node)) return node.items.map((item: unknown) => valueOf(item)).join(', ');
  return '';
}

/**
 * The edit that gives a key another plain value, and touches nothing else: comments, spacing and the other keys stay. Undefined
 * when the key is not there once, or its value is no plain text on one line (a list, a block, an alias, an anchor).
 */
export function setFrontMatterValue(
  source: SourceText,
  { content }: FrontMatterBlock,
  key: string,
  value: string,
): TextEdit | undefined {
  const text = source.slice(content);
  if (whyNotRead(text) !== undefined) return undefined;
  const document = parseDocument(text, options);
  if (document.errors.length > 0 || !isMap(document.contents)) return undefined;
  const node: unknown = document.contents.items.find(
    (pair) => isScalar(pair.key) && pair.key.value === key,
  )?.value;
  if (!isScalar(node) || node.anchor !== undefined || node.range === undefined || node.range === null)
    return undefined;
  const range = { start: content.start + node.range[0], end: content.start + node.range[1] };
  const expect = source.slice(range);
  if (/[\r\n]/.test(expect + value)) return undefined;
  // An empty value begins right behind its colon.
  const gap = source.text.charAt(range.start - 1) === ':' ? ' ' : '';
  return { range, expect, text: gap + frontMatterValue(value, node.type) };
}

/** A value as YAML reads it back as the same text: bare where that is so, else in quotes as they were, else in double ones. */
export function frontMatterValue(value: string, type?: string): string {
  if (type === 'QUOTE_SINGLE') return `'${value.replaceAll("'", "''")}'`;
  if (type !== 'QUOTE_DOUBLE') {
    const read = parseDocument(`x: ${value} # c`, options);
    const node: unknown = isMap(read.contents) ? read.contents.items[0]?.value : undefined;
    if (read.errors.length === 0 && isScalar(node) && node.source === value && node.type === 'PLAIN')
      return value;
  }
  return JSON.stringify(value);
}
