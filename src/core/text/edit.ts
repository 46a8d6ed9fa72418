import type { Range } from './range.ts';

/**
 * Replaces `range` by `text`, provided that `range` still holds `expect`.
 * An edit covers a cell or a value, never a file.
 */
export interface TextEdit {
  readonly range: Range;
  readonly expect: string;
  readonly text: string;
}

/** Edits of one text, where there may be none to give. */
export interface Edits {
  readonly kind: 'edits';
  readonly edits: readonly TextEdit[];
}

/** What {@link applyEdits} gives: the new text, or the first edit that does not fit the text. */
export type EditResult =
  | { readonly kind: 'applied'; readonly text: string }
  | { readonly kind: 'mismatch'; readonly edit: TextEdit; readonly found: string };

/**
 * Applies all edits to `text`, or none. Ranges are those of the text as given.
 * Edits that overlap are a bug of the caller and throw.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): EditResult {
  const ordered = [...edits].sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
  const parts: string[] = [];
  let at = 0;
  for (const edit of ordered) {
    if (edit.range.start < at) throw new RangeError(`edits overlap at offset ${edit.range.start}`);
    const found = text.slice(edit.range.start, edit.range.end);
    if (found !== edit.expect || edit.range.end > text.length) return { kind: 'mismatch', edit, found };
    parts.push(text.slice(at, edit.range.start), edit.text);
    at = edit.range.end;
  }
  parts.push(text.slice(at));
  return { kind: 'applied', text: parts.join('') };
}

/** Where a place of a text is once the text is edited: in a cell that was replaced, as far into it as before where that fits. */
export function movedOffset(offset: number, edits: readonly TextEdit[]): number {
  let moved = offset;
  for (const { range, text } of edits) {
    if (range.start >= offset) continue;
    const length = range.end - range.start;
    moved += range.end <= offset ? text.length - length : Math.min(0, range.start + text.length - offset);
  }
  return moved;
}
