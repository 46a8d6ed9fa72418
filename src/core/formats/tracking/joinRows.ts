import type { Refusal } from '../../model/refusal.ts';
import type { Edits, TextEdit } from '../../text/edit.ts';
import { refuseConflict, type OpenDocument } from '../format.ts';

/**
 * Joins the rows that blank lines cut off from the tables of a progress file to the table above each: they are where the problems of
 * the parse say so. No edits where there are none.
 * @returns with how many rows these are
 */
export function joinRows({
  document,
  parsed,
}: OpenDocument<'markdown'>): (Edits & { readonly rows: number }) | Refusal {
  const conflict = refuseConflict(document);
  if (conflict !== undefined) return conflict;
  const { source } = document;
  const isBlank = (line: number): boolean => source.slice(source.lineRange(line)).trim() === '';
  const edits: TextEdit[] = [];
  let rows = 0;
  for (const problem of parsed.problems) {
    if (problem.code !== 'row.cutOff') continue;
    rows += problem.data.rows;
    const last = source.lineAt(problem.range.end);
    let line = source.lineAt(problem.range.start);
    // The blank lines between the table and the first of its rows go too.
    while (isBlank(line - 1)) line--;
    while (line <= last) {
      const first = line;
      while (isBlank(line)) line++;
      const range = { start: source.lineStart(first), end: source.lineStart(line) };
      if (line > first) edits.push({ range, expect: source.slice(range), text: '' });
      line++;
    }
  }
  return { kind: 'edits', edits, rows };
}
