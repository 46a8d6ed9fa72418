/** The same text for IDs that mean the same item: `TASK-007.1` and `task-7.01`. */
export function comparableId(id: string): string {
  return id
    .trim()
    .toUpperCase()
    .replace(/(?<!\d)0+(?=\d)/g, '');
}
