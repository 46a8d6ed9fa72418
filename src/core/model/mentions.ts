import { plainText } from '../text/inline.ts';
import type { Range } from '../text/range.ts';
import type { SourceText } from '../text/sourceText.ts';
import type { CriteriaShape } from './criteria.ts';
import type { Mention } from './item.ts';

/** The IDs of criteria in a stretch of Markdown, in order, each once. */
export function mentionsIn(source: SourceText, text: Range, shape: CriteriaShape): readonly Mention[] {
  const written = source.slice(text);
  if (!shape.mayHold(written)) return [];
  const found = new Map<string, Mention>();
  for (const { id, start } of shape.find(plainText(written))) {
    if (found.has(id)) continue;
    // Marks and escapes only move it on; where one is inside the ID, the whole text stands for it.
    const at = written.indexOf(id, start);
    const range = at < 0 ? text : { start: text.start + at, end: text.start + at + id.length };
    found.set(id, { id, range });
  }
  return [...found.values()];
}
