/**
 * A command line for the shells that people have in a terminal: POSIX ones, or PowerShell on Windows. What is not plainly a word
 * stands in single quotes, in which both read every sign as itself; they differ in how the quote itself is written.
 */
export function commandLine(words: readonly string[], windows: boolean): string {
  return words
    .map((word) =>
      /^[\w./:=+%-][\w./:=+%@-]*$/.test(word) ? word : `'${word.replaceAll("'", windows ? "''" : "'\\''")}'`,
    )
    .join(' ');
}
