const none: readonly never[] = [];

/**
 * The same elements in no more memory than they need: an array that was pushed to keeps room for sixteen more. For what is
 * kept of thousands of files.
 */
export function compact<T>(array: readonly T[]): readonly T[] {
  return array.length === 0 ? none : array.slice();
}
