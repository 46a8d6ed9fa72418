import { type AST, RegExpParser, RegExpSyntaxError } from '@eslint-community/regexpp';
import { RE2JS, RE2JSSyntaxException } from 're2js';

/** A pattern that can be matched, or why it is refused: the construct of it that is not supported, or its size. */
export type LinearPattern =
  | {
      readonly kind: 'compiled';
      /** Whether the pattern matches the whole text, in time linear in the length of the text. */
      readonly matches: (text: string) => boolean;
    }
  | { readonly kind: 'unsupported'; readonly construct: string }
  | { readonly kind: 'tooLarge' };

/** A character of a text costs at most one step for each instruction; patterns that people write have some dozens. */
const mostInstructions = 1000;

/** The parser calls itself for each open group: a longer source could nest them deeper than the stack. */
const longestSource = 2000;

/**
 * Compiles the source of a regular expression that JavaScript accepts with the flag `u`. Patterns and texts of a repository
 * could hold this thread for years if the engine of JavaScript, which backtracks, matched them; RE2 does not backtrack.
 */
export function compileLinear(source: string): LinearPattern {
  if (source.length > longestSource) return { kind: 'tooLarge' };
  try {
    const pattern = new RegExpParser().parsePattern(source, 0, source.length, { unicode: true });
    const compiled = RE2JS.compile(write(pattern));
    if (compiled.programSize() > mostInstructions) return { kind: 'tooLarge' };
    return { kind: 'compiled', matches: (text) => compiled.testExact(text) };
  } catch (error) {
    if (error instanceof UnsupportedConstruct) return { kind: 'unsupported', construct: error.message };
    // What JavaScript knows and the parser does not.
    if (error instanceof RegExpSyntaxError) return { kind: 'unsupported', construct: source };
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    if (/repeat count|too large|too deeply/.test(error.getDescription())) return { kind: 'tooLarge' };
    return { kind: 'unsupported', construct: error.getPattern() ?? source };
  }
}

class UnsupportedConstruct extends Error {}

const whiteSpace =
  '\\t-\\r \\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}';
const notWhiteSpace =
  '\\x{0}-\\x{8}\\x{e}-\\x{1f}!-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}' +
  '\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}';

/** Writes a part of a pattern as RE2 reads it, or refuses it. Groups are not kept: nothing refers to them. */
function write(node: AST.Pattern | AST.Element): string {
  switch (node.type) {
    case 'Group':
      if (node.modifiers !== null) throw new UnsupportedConstruct(openingOf(node));
      return `(?:${writeAlternatives(node)})`;
    case 'CapturingGroup':
      return `(?:${writeAlternatives(node)})`;
    case 'Pattern':
      return writeAlternatives(node);
    case 'Quantifier':
      return write(node.element) + node.raw.slice(node.element.raw.length);
    case 'Assertion':
      if (node.kind === 'lookahead' || node.kind === 'lookbehind')
        throw new UnsupportedConstruct(openingOf(node));
      return node.raw;
    case 'Backreference':
      throw new UnsupportedConstruct(node.raw.slice(0, 2));
    case 'CharacterSet':
      return node.kind === 'any' ? '[^\\n\\r\\x{2028}\\x{2029}]' : `[${writeMember(node)}]`;
    case 'CharacterClass':
      if (node.elements.length === 0) return node.negate ? '[\\x{0}-\\x{10ffff}]' : '[^\\x{0}-\\x{10ffff}]';
      return `[${node.negate ? '^' : ''}${node.elements.map(writeMember).join('')}]`;
    case 'Character':
      return writeMember(node);
    case 'ExpressionCharacterClass':
      throw new UnsupportedConstruct(node.raw);
  }
}

function writeAlternatives({ alternatives }: AST.Pattern | AST.Group | AST.CapturingGroup): string {
  return alternatives.map(({ elements }) => elements.map(write).join('')).join('|');
}

/** A member of a class of characters. */
function writeMember(node: AST.CharacterClassElement): string {
  switch (node.type) {
    case 'Character':
      return `\\x{${node.value.toString(16)}}`;
    case 'CharacterClassRange':
      return `${writeMember(node.min)}-${writeMember(node.max)}`;
    case 'CharacterSet':
      // RE2 knows those of ASCII alone.
      if (node.kind === 'space') return node.negate ? notWhiteSpace : whiteSpace;
      return node.raw;
    default:
      throw new UnsupportedConstruct(node.raw);
  }
}

/** What opens a group: `(?<!` of `(?<!a)`. */
function openingOf(group: AST.Group | AST.LookaroundAssertion): string {
  return group.raw.slice(0, (group.alternatives[0]?.start ?? group.end) - group.start);
}
