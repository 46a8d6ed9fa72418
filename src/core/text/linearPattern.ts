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

/**
 * Compiles the source of a regular expression that JavaScript accepts with the flag `u`. Patterns and texts of a repository
 * could hold this thread for years if the engine of JavaScript, which backtracks, matched them; RE2 does not backtrack.
 */
export function compileLinear(source: string): LinearPattern {
  try {
    const compiled = RE2JS.compile(RE2JS.translateRegExp(toCommonSyntax(source)));
    if (compiled.programSize() > mostInstructions) return { kind: 'tooLarge' };
    return { kind: 'compiled', matches: (text) => compiled.testExact(text) };
  } catch (error) {
    if (error instanceof UnsupportedConstruct) return { kind: 'unsupported', construct: error.message };
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    if (/repeat count|too large|too deeply/.test(error.getDescription())) return { kind: 'tooLarge' };
    return { kind: 'unsupported', construct: error.getPattern() ?? source };
  }
}

class UnsupportedConstruct extends Error {}

const whiteSpace = '\\t-\\r \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff';
const notWhiteSpace =
  '\\0-\\x08\\x0e-\\x1f!-\\u009f\\u00a1-\\u167f\\u1681-\\u1fff\\u200b-\\u2027\\u202a-\\u202e' +
  '\\u2030-\\u205e\\u2060-\\u2fff\\u3001-\\ufefe\\uff00-\\u{10ffff}';

/** Look-around, flags inside the pattern, a surrogate pair, any other escape, the ends of classes, a dot. */
const token =
  /\(\?(?:<?[=!]|[a-z-]+:)|\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|\\[^]|[[\].]/g;

/** Rewrites, or refuses, what RE2 reads differently from JavaScript and what its translation leaves alone. */
function toCommonSyntax(source: string): string {
  let inClass = false;
  return source.replace(token, (part) => {
    if (part.startsWith('(?')) {
      if (inClass) return part;
      throw new UnsupportedConstruct(part);
    }
    // No group is kept for a reference to it.
    if (/^\\[1-9k]/.test(part)) throw new UnsupportedConstruct(part);
    // Two surrogates are one character.
    if (part.length === 12) return JSON.parse(`"${part}"`) as string;
    switch (part) {
      case '[':
        // A second one may begin a class of POSIX: `[[:alpha:]]`.
        if (inClass) return '\\[';
        inClass = true;
        return part;
      case ']':
        inClass = false;
        return part;
      case '.':
        return inClass ? part : '[^\\n\\r\\u2028\\u2029]';
      case '\\s':
        return inClass ? whiteSpace : `[${whiteSpace}]`;
      case '\\S':
        return inClass ? notWhiteSpace : `[${notWhiteSpace}]`;
      default:
        return part;
    }
  });
}
