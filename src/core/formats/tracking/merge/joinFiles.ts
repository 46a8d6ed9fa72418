import { runAtOnce } from '../../../base/steps.ts';
import { defaultCriteria } from '../../../model/criteria.ts';
import type { RowChoice } from '../../../model/merge.ts';
import { refusal, type Refusal } from '../../../model/refusal.ts';
import { hasConflict } from '../../../text/conflictMarkers.ts';
import type { KeyedDocument } from '../../../text/key.ts';
import { DiffWork } from '../../../text/lineDiff.ts';
import { toLines, withoutEnding } from '../../../text/lineMerge.ts';
import { isDelimiter, splitRow } from '../../../text/pipeRow.ts';
import { openInSteps } from '../../../text/syntax.ts';
import { parseAtOnce } from '../../format.ts';
import { progressFile } from '../progressFile.ts';
import { mergeProgressFiles } from './mergeProgressFiles.ts';
import { readSides } from './sides.ts';
import type { MergeRow } from './types.ts';

/** A second progress file of the branch, as it is now. */
export interface OtherFile {
  readonly path: string;
  readonly text: string;
  readonly branch: string | undefined;
}

/** Which file's row stays, by the keys of {@link RowChoice}. */
export type RowDecisions = ReadonlyMap<string, 'ours' | 'theirs'>;

export interface MergeArgs {
  readonly other: OtherFile;
  readonly decisions: RowDecisions;
}

/**
 * Folds the other file's text into ours: rows by what they are known by, all other lines each once. What both files say of a task in
 * different words has to be decided.
 * @returns the text, or what is still to be decided; a refusal where something of either would be in neither
 */
export function planMerge(
  document: KeyedDocument,
  text: string,
  { other, decisions }: MergeArgs,
):
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'choices'; readonly choices: readonly RowChoice[] }
  | Refusal {
  const { path } = document.id;
  for (const [name, each] of [
    [path, text],
    [other.path, other.text],
  ] as const)
    if (hasConflict(each)) return refusal('file.conflict', { path: name });
  const { ours, theirs } = readSides(text, '', other.text, new DiffWork());
  const chosen = new Map(decisions);
  const choices: RowChoice[] = [];
  for (const [key, own] of ours.rows) {
    const their = theirs.rows.get(key);
    if (their === undefined || chosen.has(key)) continue;
    if (saysAllOf(own, their)) chosen.set(key, 'ours');
    else if (saysAllOf(their, own)) chosen.set(key, 'theirs');
    else choices.push({ key, title: own.label, ours: own.line.trim(), theirs: their.line.trim() });
  }
  if (choices.length > 0) return { kind: 'choices', choices };
  const merged = mergeProgressFiles(
    undefined,
    text,
    other.text,
    { ours: path, theirs: other.path },
    (conflict) => (conflict.kind === 'task' ? chosen.get(conflict.key ?? conflict.title) : 'ours'),
  );
  const folded = apart(merged.text, [text, other.text]);
  const dropped = (side: 'ours' | 'theirs', key: string): boolean => {
    const decided = decisions.get(key);
    return decided !== undefined && decided !== side;
  };
  const missing =
    firstMissing(folded, ours, (key) => dropped('ours', key)) ??
    firstMissing(folded, theirs, (key) => dropped('theirs', key)) ??
    firstUnread(document, folded, [text, other.text]);
  if (missing !== undefined || merged.conflicts.some(({ open }) => open))
    return refusal('merge.incomplete', {
      path,
      other: other.path,
      lost: missing ?? merged.conflicts.find(({ open }) => open)?.title ?? '',
    });
  return { kind: 'text', text: folded };
}

/** With a blank line above each table that came to stand right below a line that it was not below before: else it would be a part of that. */
function apart(merged: string, sources: readonly string[]): string {
  const pairs = new Set<string>();
  for (const source of sources) {
    const lines = source.split(/\r\n|\r|\n/);
    lines.forEach((line, i) => pairs.add(`${lines[i - 1] ?? ''}\n${line}`));
  }
  const lines = toLines(merged);
  const bare = lines.map(withoutEnding);
  return lines
    .map((line, i) => {
      const [above = '', own = ''] = [bare[i - 1], bare[i]];
      const below = bare[i + 1] ?? '';
      const isHead = own.includes('|') && isDelimiter(below, { start: 0, end: below.length });
      if (!isHead || above.trim() === '' || pairs.has(`${above}\n${own}`)) return line;
      return (lines[i - 1] ?? '').slice(above.length) + line;
    })
    .join('');
}

/** Whether a row has all that another one has, in the same columns. */
function saysAllOf(row: MergeRow, other: MergeRow): boolean {
  for (const [column, text] of other.cells)
    if (text.trim() !== '' && row.cells.get(column)?.trim() !== text.trim()) return false;
  return true;
}

/** The first line, or cell of a row, that a text has and its merged form has not; white space and alignment do not count. */
function firstMissing(
  merged: string,
  { lines, rowAt, rows, tables }: ReturnType<typeof readSides>['ours'],
  isDropped: (key: string) => boolean,
): string | undefined {
  const mergedLines = merged.split(/\r\n|\r|\n/).map((line) => line.trim());
  const all = new Set(mergedLines);
  const rowsByCell = new Map<string, Set<number>>();
  mergedLines.forEach((line, i) => {
    for (const cell of cellsOf(line)) {
      const known = rowsByCell.get(cell);
      if (known === undefined) rowsByCell.set(cell, new Set([i]));
      else known.add(i);
    }
  });
  const tops = new Set([...tables.values()].flatMap(({ top }) => top.map((line) => line.trim())));
  for (const [i, line] of lines.entries()) {
    const text = line.trim();
    if (text === '' || rowAt[i] !== undefined || tops.has(text) || all.has(text)) continue;
    return text;
  }
  for (const [key, { label, cells }] of rows) {
    if (isDropped(key)) continue;
    const wanted = [...cells.values()].map((cell) => cell.trim()).filter((cell) => cell !== '');
    const [first = label, ...rest] = wanted;
    const found = [...(rowsByCell.get(first) ?? [])].some((at) =>
      rest.every((cell) => rowsByCell.get(cell)?.has(at) === true),
    );
    if (!found) return label;
  }
  return undefined;
}

/** The first task that a text has and its merged form has not, because the row is no longer in a table that can be read. */
function firstUnread(
  document: KeyedDocument,
  merged: string,
  sources: readonly string[],
): string | undefined {
  const after = titlesIn(document, merged);
  // Where it cannot be told at once, nothing is put at risk.
  if (after === undefined) return document.id.path;
  for (const source of sources)
    for (const [title, count] of titlesIn(document, source) ?? [])
      if ((after.get(title) ?? 0) < count) return title;
  return undefined;
}

/** How many tasks have each title; undefined where only the Markdown worker could tell. */
function titlesIn(named: KeyedDocument, text: string): ReadonlyMap<string, number> | undefined {
  const document = runAtOnce(openInSteps('markdown', named, text));
  if (document?.syntax !== 'markdown') return undefined;
  const [part] = parseAtOnce(progressFile, document, {
    root: { system: 'tracking', path: '', place: '' },
    criteria: defaultCriteria,
  }).parts;
  const counts = new Map<string, number>();
  for (const { title } of part?.kind === 'streamPart' ? (part.tasks ?? []) : [])
    counts.set(title.value, (counts.get(title.value) ?? 0) + 1);
  return counts;
}

/** The texts between the pipes of a line. */
function cellsOf(line: string): readonly string[] {
  const cells = splitRow(line, { start: 0, end: line.length })?.cells ?? [];
  return cells.map(({ content }) => line.slice(content.start, content.end));
}
