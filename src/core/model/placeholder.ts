/** Whether a text is what a template has in place of a name: `<owner>`. An address in such brackets is none. */
export function isPlaceholder(text: string): boolean {
  return /^<[^<>@:]*>$/.test(text);
}
