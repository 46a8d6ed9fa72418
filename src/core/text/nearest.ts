/** The word of a list that is most like one that is not in it; undefined when none is much like it. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  let best: { readonly each: string; readonly distance: number } | undefined;
  // What is given may be of any length.
  const short = word.slice(0, 40).toLowerCase();
  for (const each of known) {
    const folded = each.toLowerCase();
    const distance = folded.startsWith(short) && short.length > 1 ? 1 : editDistance(short, folded);
    if (best === undefined || distance < best.distance) best = { each, distance };
  }
  return best !== undefined && best.distance <= Math.max(1, Math.floor(short.length / 2.5))
    ? best.each
    : undefined;
}

/** How many letters have to be changed, added, taken away or exchanged with their neighbours. */
export function editDistance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    const above = rows[i - 1] ?? [];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (rows[i - 2]?.[j - 2] ?? 0) + 1);
      row.push(least);
    }
    rows.push(row);
  }
  return rows[a.length]?.[b.length] ?? 0;
}
