/**
 * Whether a text ends inside of a table row: whoever writes a file bit by bit has not come to its end. A text that is all there
 * may look like that too, so this is a reason to wait, not to refuse.
 */
export function endsInRow(text: string): boolean {
  const last = text.slice(Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1).trim();
  return last.startsWith('|') && (last === '|' || !last.endsWith('|'));
}
