import { perStep, runAtOnce, type Steps } from '../base/steps.ts';
import { type Key, keyIn, keysIn, nameIn } from '../text/key.ts';

/**
 * What tells a row of a task table from the others: its ID where the table has a column for it, its title, and the heading above
 * its table. A number (`#`, `No.`) says only where a row stands, so it is no part of this.
 */
export interface RowIdentity {
  readonly id?: string;
  /** Plain text; may be empty. */
  readonly title: { readonly value: string };
  /** Plain text of the nearest heading above the table. */
  readonly heading?: string;
}

/**
 * What a row is called among the rows of its text. `ambiguous`: another row is equal in everything; `nameless`: there is neither
 * a title nor an ID. Names of both kinds differ from all others of the text, but lead to no row.
 */
export interface RowName {
  readonly kind: 'unique' | 'ambiguous' | 'nameless';
  readonly name: string;
  /** The same for all rows that are equal in everything. */
  readonly alike: string;
}

/** What a task is known by in its document. */
export interface TaskKey {
  readonly key: Key;
  /** It cannot be told from another one, or has neither a title nor an ID. */
  readonly ambiguous?: true;
}

export type FoundRow<Row> =
  | { readonly kind: 'found'; readonly row: Row }
  | { readonly kind: 'missing' }
  /** Several rows have the name, or it was given to one of several. */
  | { readonly kind: 'ambiguous'; readonly rows: readonly Row[] };

/** What a row is known by, `i`d or `t`itle or nothing, and what that is; a position behind what is not enough. */
type Parts = readonly (string | number)[];

/**
 * Names each row as loosely as it can be told apart: by its ID, then with the title, then with the heading; a row without an ID by
 * its title, then with the heading. Given several versions of one text, a name is as strict as the strictest version needs, so that
 * a row is called the same in all of them.
 * @returns for each text, for each of its rows
 */
export function nameRows(texts: readonly (readonly RowIdentity[])[]): readonly (readonly RowName[])[] {
  return runAtOnce(nameRowsInSteps(texts));
}

/** {@link nameRows}, in steps. */
export function* nameRowsInSteps(
  texts: readonly (readonly RowIdentity[])[],
): Steps<readonly (readonly RowName[])[]> {
  const names = texts.map((rows) => Array.from<RowName | undefined>({ length: rows.length }));
  const positions = texts.map(() => new Map<string, number>());
  /** Numbers what is alike, from 1, so that no two rows of a text have one name. */
  const numbered = (text: number, parts: Parts, kind: RowName['kind']): RowName => {
    const alike = encode(parts);
    const position = (positions[text]?.get(alike) ?? 0) + 1;
    positions[text]?.set(alike, position);
    return { kind, name: encode([...parts, position]), alike };
  };
  let open = texts.map((rows) => rows.map((_row, i) => i));
  for (let level = 0; open.some((rows) => rows.length > 0); level++) {
    const repeated = new Set<string>();
    const levelNames: (string | undefined)[][] = [];
    for (const [text, rows] of texts.entries()) {
      const seen = new Set<string>();
      const found: (string | undefined)[] = [];
      for (const [at, i] of (open[text] ?? []).entries()) {
        if (at % perStep === 0) yield;
        const name = nameAt(rows[i], level);
        found.push(name);
        if (name === undefined) continue;
        if (seen.has(name)) repeated.add(name);
        else seen.add(name);
      }
      levelNames.push(found);
    }
    const left: number[][] = [];
    for (const [text, rows] of open.entries()) {
      const unnamed: number[] = [];
      for (const [at, i] of rows.entries()) {
        if (at % perStep === 0) yield;
        const name = levelNames[text]?.[at];
        const row = texts[text]?.[i];
        let given: RowName | undefined;
        if (name === undefined)
          given = numbered(text, strictest(row), level === 0 ? 'nameless' : 'ambiguous');
        else if (!repeated.has(name)) given = { kind: 'unique', name, alike: name };
        if (given === undefined) unnamed.push(i);
        else if (names[text] !== undefined) names[text][i] = given;
      }
      left.push(unnamed);
    }
    open = left;
  }
  return names.map((all) => all.flatMap((name) => (name === undefined ? [] : [name])));
}

/** The keys of the tasks of a document, by their names among each other. */
export function taskKeys(document: Key, rows: readonly RowIdentity[]): readonly TaskKey[] {
  const keyOf = keysIn(document);
  return (nameRows([rows])[0] ?? []).map(({ kind, name }) =>
    kind === 'unique' ? { key: keyOf(name) } : { key: keyOf(name), ambiguous: true },
  );
}

/** The key of the note that stands as the `number`th in its document, from 1: no task is called like it. */
export function noteKey(document: Key, number: number): Key {
  return keyIn(document, JSON.stringify(['n', number]));
}

/** More than these say no more. */
const mostOthers = 4;

/** For each name the positions of others that are equal to it, at most four. */
export function othersAlike(names: readonly string[]): readonly (readonly number[])[] {
  const positions = new Map<string, number[]>();
  for (const [i, name] of names.entries()) {
    const known = positions.get(name);
    if (known === undefined) positions.set(name, [i]);
    else known.push(i);
  }
  return names.map((name, i) =>
    (positions.get(name) ?? [])
      .slice(0, mostOthers + 1)
      .filter((other) => other !== i)
      .slice(0, mostOthers),
  );
}

/**
 * Finds the row that a name was given to, in a later version of its text. The name is compared at the strictness that it was made
 * with: other rows that come or go never make it mean another row, they make it ambiguous at worst.
 */
export function findNamedRow<Row extends RowIdentity>(name: string, rows: readonly Row[]): FoundRow<Row> {
  const parts = decode(name);
  if (parts === undefined) return { kind: 'missing' };
  const numbered = typeof parts.at(-1) === 'number';
  const wanted = numbered ? encode(parts.slice(0, -1)) : name;
  const level = numbered ? undefined : levelOf(parts);
  const found = rows.filter((row) => {
    const own = level === undefined ? strictest(row) : partsAt(row, level);
    return own !== undefined && encode(own) === wanted;
  });
  const [row] = found;
  if (row === undefined) return { kind: 'missing' };
  return numbered || found.length > 1 ? { kind: 'ambiguous', rows: found } : { kind: 'found', row };
}

/** {@link findNamedRow} by a key that {@link keyOfRow} gave. */
export function findByKey<Row extends RowIdentity>(
  holder: Key,
  key: Key,
  rows: readonly Row[],
): FoundRow<Row> {
  const name = nameIn(holder, key);
  return name === undefined ? { kind: 'missing' } : findNamedRow(name, rows);
}

/** What people know the row by that has this key: its title, else its ID; empty for a row that has neither. */
export function labelOfKey(holder: Key, key: Key): string {
  const name = nameIn(holder, key) ?? String(key);
  const [kind, ...rest] = decode(name) ?? ['', name];
  const [first = '', second = ''] = rest;
  if (kind === '') return '';
  return String(kind === 'i' && typeof second === 'string' && second !== '' ? second : first);
}

/** The same word for texts that look the same: composed, white space as one space. */
export function comparable(text: string): string {
  return /[^\x20-\x7e]| {2}/.test(text) ? text.normalize('NFC').replace(/\s+/g, ' ') : text;
}

function partsAt(row: RowIdentity | undefined, level: number): Parts | undefined {
  if (row === undefined) return undefined;
  const title = comparable(row.title.value);
  const heading = comparable(row.heading ?? '');
  if (row.id !== undefined)
    return [
      ['i', comparable(row.id)],
      ['i', comparable(row.id), title],
      ['i', comparable(row.id), title, heading],
    ][level];
  if (title === '') return undefined;
  return [
    ['t', title],
    ['t', title, heading],
  ][level];
}

/** {@link partsAt}, encoded. */
function nameAt(row: RowIdentity | undefined, level: number): string | undefined {
  // Nearly every row is known by its title.
  if (level === 0 && row !== undefined && row.id === undefined) {
    const title = comparable(row.title.value);
    return title === '' ? undefined : encodeTitle(title);
  }
  const parts = partsAt(row, level);
  return parts === undefined ? undefined : encode(parts);
}

function strictest(row: RowIdentity | undefined): Parts {
  return partsAt(row, row?.id === undefined ? 1 : 2) ?? [''];
}

/** One for each part behind the kind and the first. */
function levelOf(parts: Parts): number {
  return parts.length - 2;
}

/** A title alone, as nearly all rows have it, is written as it is; everything else as JSON, which no such title begins like. */
function encode(parts: Parts): string {
  const [kind, title] = parts;
  return parts.length === 2 && kind === 't' && typeof title === 'string'
    ? encodeTitle(title)
    : JSON.stringify(parts);
}

function encodeTitle(title: string): string {
  return title.startsWith('[') ? JSON.stringify(['t', title]) : title;
}

function decode(name: string): Parts | undefined {
  if (!name.startsWith('[')) return name === '' ? undefined : ['t', name];
  try {
    const parts: unknown = JSON.parse(name);
    return Array.isArray(parts) &&
      parts.every((part): part is string | number => typeof part === 'string' || typeof part === 'number')
      ? parts
      : undefined;
  } catch {
    return undefined;
  }
}
