import stringWidth from 'string-width';

/** How many columns a text takes in a terminal, and in an editor with a font of one width: 2 for `漢` and `✅`. */
export function textWidth(text: string): number {
  // Nearly all cells; what knows of the others takes long to get ready.
  return /^[ -~]*$/.test(text) ? text.length : stringWidth(text);
}
