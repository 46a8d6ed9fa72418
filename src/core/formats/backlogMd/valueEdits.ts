import { frontMatterValue } from '../../text/frontMatter.ts';
import type { FrontMatterEntry, FrontMatterScalar } from '../../text/frontMatterLines.ts';
import type { TextEdit } from '../../text/edit.ts';
import type { Range } from '../../text/range.ts';
import type { SourceText } from '../../text/sourceText.ts';

/** The edit that gives an entry one text for its value, in quotes where it has some; undefined where it is no plain value. */
export function setText(source: SourceText, entry: FrontMatterEntry, text: string): TextEdit | undefined {
  const { value } = entry;
  switch (value.kind) {
    case 'empty':
      return replace(source, value.range, ` ${frontMatterValue(text)}`);
    case 'scalar':
      return replace(source, value.scalar.range, spelled(text, value.scalar));
    case 'list': {
      const [only, ...others] = value.items;
      if (others.length > 0) return undefined;
      if (only === undefined) return replace(source, value.range, frontMatterValue(text));
      return replace(source, only.range, spelled(text, only));
    }
    case 'other':
      return undefined;
  }
}

/** The edit that gives an entry these names, in the form of the list that it is; undefined where it is none. */
export function setNames(
  source: SourceText,
  entry: FrontMatterEntry,
  names: readonly string[],
): TextEdit | undefined {
  const { value, keyRange } = entry;
  switch (value.kind) {
    case 'empty':
      return names.length === 0 ? undefined : replace(source, value.range, ` ${inBrackets(names)}`);
    case 'scalar': {
      const [only = '', ...others] = names;
      const isOne = names.length > 0 && others.length === 0;
      return replace(source, value.scalar.range, isOne ? spelled(only, value.scalar) : inBrackets(names));
    }
    case 'list': {
      const [like] = value.items;
      if (value.style === 'inline') return replace(source, value.range, inBrackets(names, like));
      if (names.length === 0 || like === undefined)
        return replace(source, { start: keyRange.end + 1, end: value.range.end }, ` ${inBrackets(names)}`);
      const line = source.lineAt(like.range.start);
      const start = source.lineStart(line);
      const lead = source.slice({ start, end: like.range.start });
      const ending = source.lineEnding(line) || source.lineEnding(Math.max(0, line - 1)) || '\n';
      const lines = names.map((name) => `${lead}${spelled(name, like)}`);
      return replace(source, { start, end: value.range.end }, lines.join(ending));
    }
    case 'other':
      return undefined;
  }
}

/** A text in the quotes of another one, or without any where that is read as the same text. */
function spelled(text: string, { style, isLoose }: FrontMatterScalar): string {
  if (style === 'single') return `'${text.replaceAll("'", "''")}'`;
  if (style === 'double') return JSON.stringify(text);
  // Where a name stands bare that strict YAML refuses, others may as well.
  return isLoose === true && /^@[\w.-]+$/.test(text) ? text : frontMatterValue(text);
}

function inBrackets(names: readonly string[], like?: FrontMatterScalar): string {
  const written = names.map((name) =>
    like === undefined
      ? /^[\w.-]+$/.test(name)
        ? frontMatterValue(name)
        : `'${name.replaceAll("'", "''")}'`
      : spelled(name, like),
  );
  return `[${written.join(', ')}]`;
}

function replace(source: SourceText, range: Range, text: string): TextEdit {
  return { range, expect: source.slice(range), text };
}
