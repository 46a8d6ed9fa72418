import { readDelimiter } from '../../../text/pipeRow.ts';
import type { SourceText } from '../../../text/sourceText.ts';
import type { MergeTable } from './types.ts';
import type { FoundTable } from '../tables.ts';

/** A table as it was found, with its rows. */
export interface ReadTable {
  readonly source: SourceText;
  readonly found: FoundTable;
  /** Of its rows, where they have one. */
  readonly keys: readonly (string | undefined)[];
}

/** What a merged table looks like: the rows of the result are written for it. */
export interface TableShape {
  readonly key: string;
  readonly columns: readonly string[];
  readonly top: readonly [head: string, delimiter: string];
  /** Whether both changed the columns so that only one can have them. */
  readonly contested: boolean;
}

/** Which tables are the same in all versions, and which of their columns: those that share their rows, else those under one heading. */
export function identifyTables(
  ours: readonly ReadTable[],
  base: readonly ReadTable[],
  theirs: readonly ReadTable[],
): readonly [ours: readonly MergeTable[], base: readonly MergeTable[], theirs: readonly MergeTable[]] {
  const baseKey = (at: number): string => `base ${at}`;
  const own = pairTables(ours, base);
  const other = pairTables(theirs, base);
  const ownKeys = own.map(({ of, first }, i) => (first && of !== undefined ? baseKey(of) : `ours ${i}`));
  // What both have and the base has not.
  const isNew = (pairs: readonly Pairing[]) => (_table: ReadTable, i: number) => pairs[i]?.first === false;
  const ownNew = ours.flatMap((table, i) => (isNew(own)(table, i) ? [{ table, key: ownKeys[i] ?? '' }] : []));
  const otherNew = pairTables(
    theirs.filter(isNew(other)),
    ownNew.map(({ table }) => table),
  );
  let next = 0;
  const otherKeys = other.map(({ of, first }, i) => {
    if (first && of !== undefined) return baseKey(of);
    const pairing = otherNew[next++];
    return (pairing?.first === true ? ownNew[pairing.of ?? -1]?.key : undefined) ?? `theirs ${i}`;
  });
  const tables = (
    read: readonly ReadTable[],
    keys: readonly string[],
    pairs: readonly Pairing[],
  ): readonly MergeTable[] =>
    read.map((table, i) => {
      const of = pairs[i]?.of;
      const old = of === undefined ? undefined : base[of];
      const origin = of === undefined ? undefined : baseKey(of);
      return toTable(table, keys[i] ?? '', origin, old);
    });
  return [
    tables(ours, ownKeys, own),
    base.map((table, i) => toTable(table, baseKey(i), baseKey(i), undefined)),
    tables(theirs, otherKeys, other),
  ];
}

/** Which of the others a table comes from, and whether it is that one: of several that come from it, the one with most of its rows. */
interface Pairing {
  of: number | undefined;
  first: boolean;
}

function pairTables(tables: readonly ReadTable[], others: readonly ReadTable[]): readonly Pairing[] {
  const placeOf = new Map<string, number>();
  for (const [i, { keys }] of others.entries())
    for (const key of keys) if (key !== undefined) placeOf.set(key, i);
  const pairs = tables.map((): Pairing => ({ of: undefined, first: false }));
  const best = new Map<number, { readonly pair: Pairing; readonly shared: number }>();
  const take = (pair: Pairing, of: number, shared: number): void => {
    pair.of = of;
    if (shared <= (best.get(of)?.shared ?? -1)) return;
    const before = best.get(of);
    if (before !== undefined) before.pair.first = false;
    best.set(of, { pair, shared });
    pair.first = true;
  };
  for (const [i, { keys }] of tables.entries()) {
    const shared = new Map<number, number>();
    for (const key of keys) {
      const at = placeOf.get(key ?? '');
      if (at !== undefined) shared.set(at, (shared.get(at) ?? 0) + 1);
    }
    let most: readonly [number, number] | undefined;
    for (const entry of shared) if (entry[1] > (most?.[1] ?? 0)) most = entry;
    if (most !== undefined && pairs[i] !== undefined) take(pairs[i], ...most);
  }
  const looks = [
    ({ found }: ReadTable) => JSON.stringify([found.heading, found.columns.names]),
    ({ found }: ReadTable) => JSON.stringify([found.heading]),
    ({ found }: ReadTable) => JSON.stringify(found.columns.names),
  ];
  for (const look of looks) {
    const free = new Map<string, number>();
    for (const [i, other] of others.entries()) if (!best.has(i)) free.set(look(other), i);
    for (const [i, table] of tables.entries()) {
      const pair = pairs[i];
      const of = free.get(look(table));
      if (pair === undefined || pair.of !== undefined || of === undefined) continue;
      free.delete(look(table));
      take(pair, of, 0);
    }
  }
  return pairs;
}

function toTable(
  read: ReadTable,
  key: string,
  origin: string | undefined,
  old: ReadTable | undefined,
): MergeTable {
  const { source, found } = read;
  const names = eachOnce(found.columns.names);
  const columns = old === undefined ? names : asInBase(read, names, old);
  const delimiter = readDelimiter(source.text, found.table.delimiter);
  const slices = (cells: readonly { readonly content: { start: number; end: number } }[]) =>
    new Map(cells.map(({ content }, i) => [columns[i] ?? '', source.slice(content)]));
  const { task, id, number, status, owner } = found.columns;
  return {
    key,
    origin,
    top: [source.slice(found.table.header.range), source.slice(found.table.delimiter)],
    columns,
    places: new Map(columns.map((name, i) => [name, i])),
    heads: slices(found.table.header.cells),
    marks: slices(delimiter?.cells ?? []),
    statusColumn: columns[status] ?? '',
    ownerColumn: columns[owner],
    naming: new Set([task, id, number].flatMap((at) => columns[at] ?? [])),
  };
}

/**
 * The columns by what the base calls them: of the same name, else of the same meaning, else the one that stands between the same
 * neighbours and holds the same, as a name does that is just being typed.
 */
function asInBase(read: ReadTable, names: readonly string[], old: ReadTable): readonly string[] {
  const oldNames = eachOnce(old.found.columns.names);
  const there = new Set(oldNames);
  const columns = names.map((name) => (there.has(name) ? name : undefined));
  const taken = new Set(columns);
  const give = (at: number, name: string | undefined): void => {
    if (name === undefined || taken.has(name) || at < 0 || at >= columns.length || columns[at] !== undefined)
      return;
    columns[at] = name;
    taken.add(name);
  };
  for (const meaning of ['task', 'status', 'owner', 'notes', 'id', 'number'] as const)
    give(read.found.columns[meaning], oldNames[old.found.columns[meaning]]);
  const placeOf = new Map(oldNames.map((name, i) => [name, i]));
  for (const [at, column] of columns.entries()) {
    if (column !== undefined) continue;
    const before = at === 0 ? -1 : placeOf.get(columns[at - 1] ?? '\0');
    const behind = at === columns.length - 1 ? oldNames.length : placeOf.get(columns[at + 1] ?? '\0');
    if (before === undefined || behind !== before + 2 || !holdsSame(read, at, old, before + 1)) continue;
    give(at, oldNames[before + 1]);
  }
  return columns.map((column, i) => column ?? names[i] ?? '');
}

/** Whether a column has in half of the rows or more what one of the base has. */
function holdsSame(read: ReadTable, at: number, old: ReadTable, oldAt: number): boolean {
  const cells = ({ source, found, keys }: ReadTable, column: number): ReadonlyMap<string, string> =>
    new Map(
      found.rows.flatMap((row, i) => {
        const key = keys[i];
        const cell = row.cells[column];
        return key === undefined ? [] : [[key, cell === undefined ? '' : source.slice(cell.content)]];
      }),
    );
  const before = cells(old, oldAt);
  let same = 0;
  let all = 0;
  for (const [key, text] of cells(read, at)) {
    if (!before.has(key)) continue;
    all++;
    if (before.get(key) === text) same++;
  }
  return same * 2 >= all;
}

/** Two columns of one name are two columns. */
function eachOnce(names: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  return names.map((name) => {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return count === 1 ? name : `${name}\0${count}`;
  });
}

/** The head of both: all columns that either added, none that either removed, each cell as the one who changed it has it. */
export function settleTable(
  own: MergeTable,
  old: MergeTable | undefined,
  other: MergeTable,
): Omit<TableShape, 'key'> {
  const { columns, contested: order } = mergeColumns(own.columns, old?.columns ?? [], other.columns);
  let contested = order;
  const pick = (mine: string | undefined, was: string | undefined, yours: string | undefined): string => {
    if (mine === undefined || yours === undefined) return mine ?? yours ?? '';
    if (mine === yours || yours === was) return mine;
    if (mine !== was) contested = true;
    return mine === was ? yours : mine;
  };
  const heads = columns.map((name) => pick(own.heads.get(name), old?.heads.get(name), other.heads.get(name)));
  const aligned = (mark: string | undefined): string | undefined => mark?.replace(/-+/, '-');
  const markOf = (side: MergeTable | undefined, name: string) => aligned(side?.marks.get(name));
  const marks = columns.map((name) => pick(markOf(own, name), markOf(old, name), markOf(other, name)));
  const line = (which: 0 | 1, cells: readonly string[]): string => {
    const sides = own.top[which] === old?.top[which] ? [other, own] : [own, other];
    const same = sides.find(
      (side) =>
        isSame(side.columns, columns) &&
        columns.every((name, i) =>
          which === 0 ? side.heads.get(name) === cells[i] : aligned(side.marks.get(name)) === cells[i],
        ),
    );
    if (same !== undefined) return same.top[which];
    return which === 0
      ? `| ${cells.join(' | ')} |`
      : `|${cells.map((mark) => mark.replace('-', '---')).join('|')}|`;
  };
  return { columns, top: [line(0, heads), line(1, marks)], contested };
}

function mergeColumns(
  own: readonly string[],
  old: readonly string[],
  other: readonly string[],
): { readonly columns: readonly string[]; readonly contested: boolean } {
  if (isSame(other, old) || isSame(own, other)) return { columns: own, contested: false };
  if (isSame(own, old)) return { columns: other, contested: false };
  const [inOwn, inOld, inOther] = [new Set(own), new Set(old), new Set(other)];
  const kept = old.filter((name) => inOwn.has(name) && inOther.has(name));
  const common = new Set(kept);
  const mine = own.filter((name) => common.has(name));
  const yours = other.filter((name) => common.has(name));
  const [lead, left] = isSame(mine, kept) ? [other, own] : [own, other];
  const inLead = new Set(lead);
  const inLeft = new Set(left);
  const columns = lead.filter((name) => !inOld.has(name) || inLeft.has(name));
  for (const [i, name] of left.entries()) {
    if (inOld.has(name) || inLead.has(name)) continue;
    // Behind what it stands behind, and behind what the other one added there.
    let at = columns.indexOf(left.slice(0, i).findLast((each) => columns.includes(each)) ?? '\0') + 1;
    while (at < columns.length && !inOld.has(columns[at] ?? '') && !inLeft.has(columns[at] ?? '')) at++;
    columns.splice(at, 0, name);
  }
  const contested = !isSame(mine, yours) && !isSame(mine, kept) && !isSame(yours, kept);
  return { columns, contested };
}

/** Which columns were compared with which before: those of a table are for each of its rows. */
const compared = new WeakMap<readonly string[], WeakMap<readonly string[], boolean>>();

export function isSame(a: readonly string[], b: readonly string[]): boolean {
  if (a === b || a.length !== b.length) return a === b;
  const known = compared.get(a) ?? new WeakMap<readonly string[], boolean>();
  compared.set(a, known);
  const same = known.get(b) ?? a.every((name, i) => name === b[i]);
  known.set(b, same);
  return same;
}
