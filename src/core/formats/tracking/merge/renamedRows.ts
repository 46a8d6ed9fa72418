import type { DiffWork } from '../../../text/lineDiff.ts';
import { alikeLines } from '../../../text/lineMerge.ts';
import { changedCells } from './row.ts';
import type { MergeRow, Side } from './types.ts';

/**
 * Rows of the base that are gone, where as many new rows stand at their place, are those rows under other titles: they keep their
 * keys, so that what the other side did to them is merged into them.
 */
export function keepRenamedRows(ours: Side, base: Side, theirs: Side, work: DiffWork): void {
  const own = findRenamed(base, ours, work);
  const other = findRenamed(base, theirs, work);
  const keep = (
    side: Side,
    found: ReadonlyMap<string, string>,
    third: Side,
    there: ReadonlyMap<string, string>,
  ): void => {
    for (const [j, row] of side.rowAt.entries()) {
      const key = found.get(row?.key ?? '\0');
      if (row === undefined || key === undefined) continue;
      // Both have a row of the new title: it is theirs to be merged with, unless they renamed the same one.
      if (third.rows.has(row.key) && there.get(row.key) !== key) continue;
      const renamed = { ...row, key };
      side.rows.delete(row.key);
      side.rows.set(key, renamed);
      side.rowAt[j] = renamed;
      side.tokens[j] = `\0row ${key}`;
    }
  };
  const [ownKeys, otherKeys] = [new Map(own), new Map(other)];
  const asRead = { ...ours, rows: new Map(ours.rows) };
  keep(ours, ownKeys, theirs, otherKeys);
  keep(theirs, otherKeys, asRead, ownKeys);
}

/** Keys of new rows, and the keys that the base knows them by. */
function findRenamed(base: Side, side: Side, work: DiffWork): ReadonlyMap<string, string> {
  const gone = gapsOf(base, side);
  const renamed = new Map<string, string>();
  for (const [place, added] of gapsOf(side, base)) {
    const before = gone.get(place) ?? [];
    const labels = new Map(before.map((row) => [row.label, row]));
    const rest: MergeRow[] = [];
    for (const row of added) {
      const same = labels.get(row.label);
      if (same === undefined) rest.push(row);
      else renamed.set(row.key, same.key);
      labels.delete(row.label);
    }
    const alike = alikeLines(
      [...labels.keys()],
      rest.map(({ label }) => label),
      work,
    );
    const gonePlaces = [...labels.values()];
    for (const [i, j] of alike) {
      const [old, now] = [gonePlaces[i], rest[j]];
      if (old === undefined || now === undefined) continue;
      renamed.set(now.key, old.key);
      labels.delete(old.label);
    }
    // As many as are gone, one after the other; where they are more or fewer, nobody knows which is which.
    const left = [...labels.values()];
    const others = rest.filter(({ key }) => !renamed.has(key));
    if (left.length === others.length && left.every((old, i) => hasSameCells(old, others[i])))
      for (const [i, old] of left.entries()) renamed.set(others[i]?.key ?? '', old.key);
  }
  return renamed;
}

/** The rows that the other side has not, by the neighbours that they stand between. */
function gapsOf(side: Side, other: Side): ReadonlyMap<string, readonly MergeRow[]> {
  const gaps = new Map<string, readonly MergeRow[]>();
  let gap: MergeRow[] = [];
  let table: string | undefined;
  let before: string | undefined;
  const close = (behind: string | undefined): void => {
    if (gap.length > 0) gaps.set(JSON.stringify([table, before ?? null, behind ?? null]), gap);
    gap = [];
    before = behind;
  };
  for (const row of side.rowAt) {
    if (row === undefined) continue;
    if (row.table.key !== table) {
      close(undefined);
      table = row.table.key;
    }
    if (other.rows.has(row.key)) close(row.key);
    else gap.push(row);
  }
  close(undefined);
  return gaps;
}

/** Whether all but the name is the same. */
function hasSameCells(old: MergeRow, now: MergeRow | undefined): boolean {
  if (now === undefined) return true;
  return changedCells(old, now).every(
    (name) => !old.table.places.has(name) || !now.table.places.has(name) || old.table.naming.has(name),
  );
}
