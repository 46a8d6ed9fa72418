import type { TextEdit } from './edit.ts';
import type { SourceText } from './sourceText.ts';

/** The edit that puts new lines below the one that holds `offset`, in the file's line endings. */
export function insertLines(source: SourceText, offset: number, lines: readonly string[]): TextEdit {
  const line = source.lineAt(offset);
  const at = source.lineRange(line).end;
  const ending = source.lineEnding(line) || (line > 0 ? source.lineEnding(line - 1) : '') || '\n';
  // An empty file begins with the first line.
  const added = source.text === '' ? [...lines.slice(lines[0] === '' ? 1 : 0), ''] : ['', ...lines];
  return { range: { start: at, end: at }, expect: '', text: added.join(ending) };
}
