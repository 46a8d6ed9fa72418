import type { Range } from './range.ts';
import type { SourceText } from './sourceText.ts';

/**
 * Where something stands: offsets for edits (it is a {@link Range}), and zero-based lines and characters
 * for people and widgets, so that nobody needs the text again to show it.
 */
export interface Place extends Range {
  readonly line: number;
  readonly character: number;
  readonly endLine: number;
  readonly endCharacter: number;
}

/** The place of `range` in `source`. */
export function placeOf(source: SourceText, range: Range): Place {
  const { start, end } = range;
  const line = source.lineAt(start);
  const endLine = source.lineAt(end);
  return {
    start,
    end,
    line,
    character: start - source.lineStart(line),
    endLine,
    endCharacter: end - source.lineStart(endLine),
  };
}
