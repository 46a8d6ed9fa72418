import type { TextEdit } from '../../text/edit.ts';
import type { Range } from '../../text/range.ts';
import type { MarkdownDocument } from '../../text/syntax.ts';
import { keyOf, lead, type KeyLine } from './keyLines.ts';
import { writeValue } from './values.ts';
import { isUnfilled, saysNothing } from './words.ts';
import { entryOf, lineEndingOf, rigidBlockAt, type WrittenSection } from './written.ts';

/** What is changed of a section; undefined is one that cannot be changed there. */
export type FieldEdit = TextEdit | undefined;

/** A key as the protocol writes it: `Key decisions`. */
export function titled(key: string): string {
  return key.charAt(0).toUpperCase() + key.slice(1);
}

/** Keys, in lower case, in the order of the protocol; those of one list share a line in its compact form. */
export type KeyOrder = readonly (readonly string[])[];

export const stepKeys: KeyOrder = [
  ['status', 'summary'],
  ['artifacts', 'key decisions', 'design changes', 'current focus'],
  ['challenges'],
];
export const headKeys: KeyOrder = [['task', 'task spec', 'started', 'status'], ['branch']];

/** Makes the value of a key a text: replaces the one that is there, or adds the key where it belongs. */
export function setField(
  document: MarkdownDocument,
  section: WrittenSection,
  name: string,
  line: string,
  order: KeyOrder = stepKeys,
): FieldEdit {
  const entry = entryOf(section, name);
  return entry === undefined
    ? insertField(document, section, name, line, order)
    : replaceValue(document, entry, line);
}

/** Adds a text to the value of a key: `; text`, or one more item of its list. */
export function appendToField(
  document: MarkdownDocument,
  section: WrittenSection,
  name: string,
  line: string,
): FieldEdit {
  const entry = entryOf(section, name);
  if (entry === undefined) return insertField(document, section, name, line, stepKeys);
  const { source } = document;
  const { text, value } = entry;
  if (saysNothing(text) || isUnfilled(source.slice(value))) return replaceValue(document, entry, line);
  if (rigidBlockAt(document, value.end) !== undefined) return undefined;
  const sign = itemSignAt(document, entry);
  if (sign === undefined) {
    const written = writeValue(line, 'value');
    // Behind other text a sign at the start is none.
    return written === undefined ? undefined : insertion(value.end, `; ${written}`);
  }
  const written = writeValue(line, 'item');
  return written === undefined
    ? undefined
    : insertion(value.end, `${lineEndingOf(document)}${sign}${written}`);
}

/** Takes a key with its value out of a section, and the line or lines where nothing else is in them. */
export function removeField(
  document: MarkdownDocument,
  { entries }: WrittenSection,
  entry: KeyLine,
): TextEdit {
  const { source } = document;
  const at = entries.indexOf(entry);
  const [before, after] = [entries[at - 1], entries[at + 1]];
  const first = source.lineAt(entry.start);
  const last = source.lineAt(entry.value.end);
  if (before !== undefined && !before.isHeading && source.lineAt(before.value.end) === first)
    return removal(document, { start: before.value.end, end: entry.value.end });
  if (after !== undefined && !after.isHeading && source.lineAt(after.start) === last)
    return removal(document, { start: entry.start, end: after.start });
  const isBlank = (line: number): boolean =>
    line >= source.lineCount || source.slice(source.lineRange(line)).trim() === '';
  // Where keys are parted by blank lines, one of the two goes too.
  const from = first > 1 && isBlank(first - 1) && isBlank(last + 1) ? first - 1 : first;
  return removal(
    document,
    last + 1 < source.lineCount
      ? { start: source.lineStart(from), end: source.lineStart(last + 1) }
      : { start: source.lineRange(Math.max(from - 1, 0)).end, end: source.lineRange(last).end },
  );
}

function removal({ source }: MarkdownDocument, range: Range): TextEdit {
  return { range, expect: source.slice(range), text: '' };
}

function insertion(at: number, text: string): TextEdit {
  return { range: { start: at, end: at }, expect: '', text };
}

function replaceValue(document: MarkdownDocument, entry: KeyLine, line: string): FieldEdit {
  const { source } = document;
  const { keyEnd, value, isHeading } = entry;
  const written = writeValue(line, isHeading ? 'item' : 'value');
  if (written === undefined) return undefined;
  const ending = lineEndingOf(document);
  if (isHeading)
    return value.start === value.end
      ? insertion(keyEnd, `${ending}${ending}${written}`)
      : { range: value, expect: source.slice(value), text: written };
  const lineEnd = source.lineRange(source.lineAt(value.end)).end;
  // An empty value has what is left of its line.
  const isRest = value.start === value.end && source.text.slice(value.end, lineEnd).trim() === '';
  const range = { start: keyEnd, end: isRest ? lineEnd : value.end };
  const space = /\s$/.test(source.text.slice(0, keyEnd)) ? '' : ' ';
  return { range, expect: source.slice(range), text: `${space}${written}` };
}

/** What the next item of the list begins with that a value ends with: `- `, `3. `; undefined where it ends otherwise. */
function itemSignAt({ source }: MarkdownDocument, { value, keyEnd }: KeyLine): string | undefined {
  const line = source.lineRange(source.lineAt(value.end));
  // On the key's own line the sign is that of the key.
  if (line.start <= keyEnd) return undefined;
  const [sign = ''] = lead.exec(source.slice(line)) ?? [];
  if (/^[\s>]*$/.test(sign)) return undefined;
  return sign.replace(/\d+/, (number) => String(Number(number) + 1));
}

function insertField(
  document: MarkdownDocument,
  section: WrittenSection,
  name: string,
  line: string,
  order: KeyOrder,
): FieldEdit {
  const { source } = document;
  const { heading, entries } = section;
  const written = writeValue(line, 'value');
  if (written === undefined) return undefined;
  const places = order.flat();
  const place = places.indexOf(name);
  const placeOf = (entry: KeyLine): number => places.indexOf(keyOf(entry.name));
  // The focus of a step that ends is about to go: nothing is put behind it.
  const known = entries.filter((entry) => placeOf(entry) >= 0 && keyOf(entry.name) !== 'current focus');
  const key = `${keyStyle(document, entries, titled(name))}${written}`;
  const mates = order.find((each) => each.includes(name)) ?? [];
  const mate = isCompact(document, entries)
    ? known.findLast((entry) => mates.includes(keyOf(entry.name)) && isOneLine(document, entry))
    : undefined;
  if (mate !== undefined)
    return placeOf(mate) < place
      ? insertion(mate.value.end, ` | ${key}`)
      : insertion(mate.start, `${key} | `);
  const ending = lineEndingOf(document);
  const before =
    known.findLast((entry) => placeOf(entry) < place) ?? (known.length === 0 ? entries.at(-1) : undefined);
  const first = known.find((entry) => placeOf(entry) > place);
  if (before === undefined && first !== undefined && !first.isHeading) {
    const sign = source.text.slice(source.lineStart(source.lineAt(first.start)), first.start);
    return insertion(first.start, onlyLead.test(sign) ? `${key}${ending}${sign}` : `${key} | `);
  }
  if (before === undefined) {
    const at = source.lineRange(source.lineAt(heading.range.end)).end;
    return insertion(at, `${ending}${ending}${key}`);
  }
  const at = source.lineRange(source.lineAt(before.value.end)).end;
  const sign = leadOf(document, before);
  const isPlain =
    !before.isHeading &&
    rigidBlockAt(document, before.value.end) === undefined &&
    itemSignAt(document, before) === undefined;
  const isApart = hasBlankLines(document, section);
  const trail = isPlain ? source.text.slice(before.value.end, at) : '';
  const gap = isPlain && !isApart ? ending : `${ending}${ending}`;
  return insertion(at, `${gap}${sign}${key}${trail.trim() === '' ? trail : ''}`);
}

/** How a key is written where others are: `**Artifacts:** `, `Artifacts: `, `**Artifacts**: `; in bold where one of them is. */
export function keyStyle({ source }: MarkdownDocument, entries: readonly KeyLine[], name: string): string {
  const rawOf = ({ start, keyEnd }: KeyLine): string => source.text.slice(start, keyEnd);
  const usable = entries.filter((entry) => !entry.isHeading && rawOf(entry).includes(entry.name));
  const entry = usable.find((each) => /^[*_]/.test(rawOf(each))) ?? usable[0];
  if (entry === undefined) return `**${name}:** `;
  const [before = '', ...after] = rawOf(entry).split(entry.name);
  return `${before}${name}${after.join(entry.name).trimEnd()} `;
}

const onlyLead = /^[\s>\d.)*+-]*$/;

/** What stands before the first key of a line: `- `, `> `. */
export function leadOf({ source }: MarkdownDocument, { start, isHeading }: KeyLine): string {
  const before = source.text.slice(source.lineStart(source.lineAt(start)), start);
  return isHeading || !onlyLead.test(before) ? '' : before;
}

/** Whether some line of a section has several keys. */
export function isCompact({ source }: MarkdownDocument, entries: readonly KeyLine[]): boolean {
  return entries.some(
    ({ start }, i) => i > 0 && source.lineAt(start) === source.lineAt(entries[i - 1]?.start ?? -1),
  );
}

function isOneLine({ source }: MarkdownDocument, { start, value, isHeading }: KeyLine): boolean {
  return !isHeading && source.lineAt(start) === source.lineAt(value.end);
}

/** Whether the keys of a section are parted by blank lines. */
export function hasBlankLines({ source }: MarkdownDocument, { entries }: WrittenSection): boolean {
  return entries.some((entry, i) => {
    const before = entries[i - 1];
    if (before === undefined || before.isHeading || entry.isHeading) return false;
    return source.lineAt(entry.start) - source.lineAt(before.value.end) > 1;
  });
}
