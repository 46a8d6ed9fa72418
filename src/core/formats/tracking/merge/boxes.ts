import type { MergeConflict } from '../../../model/merge.ts';
import { withoutEnding } from '../../../text/lineMerge.ts';
import { readBoxOwner } from '../boxOwner.ts';
import type { Line } from './line.ts';

/** A check box as both sides have it: the same one by its text. */
export interface BoxChange {
  readonly own: Line;
  readonly other: Line;
  /** Which of them changed it. */
  readonly by: 'neither' | 'ours' | 'theirs' | 'both';
  /** What is in question where both did. */
  readonly conflict: Omit<MergeConflict, 'open' | 'line'>;
}

/** A box as the line alone says it: what is to be done is what it is known by. */
interface BoxLine {
  /** With the indent. */
  readonly marker: string;
  readonly title: string;
  readonly owner: string | undefined;
}

function readLine({ row, line }: Line): BoxLine | undefined {
  const written = withoutEnding(line);
  const marker =
    row === undefined
      ? /^\s*(?:[-*+]|\d{1,9}[.)])[ \t]+\[.\uFE0F?\](?=[ \t])/u.exec(written)?.[0]
      : undefined;
  if (marker === undefined) return undefined;
  const said = written.slice(marker.length).trim();
  const owner = readBoxOwner(said);
  const { start, end } = owner?.whole ?? { start: said.length, end: said.length };
  const title = [said.slice(0, start).trimEnd(), said.slice(end).trimStart()]
    .filter((part) => part !== '')
    .join(' ');
  return { marker: marker.slice(0, marker.lastIndexOf('[')), title, owner: owner?.value };
}

/**
 * The check boxes of a stretch that has the same ones on both sides and before; undefined for any other. A claim and a tick of one
 * box are a question of who is on it, and not of lines.
 */
export function pairBoxes(
  own: readonly Line[],
  old: readonly Line[],
  other: readonly Line[],
): readonly BoxChange[] | undefined {
  if (own.length !== old.length || other.length !== old.length) return undefined;
  const pairs: BoxChange[] = [];
  for (const [i, before] of old.entries()) {
    const [mine, yours] = [own[i], other[i]];
    if (mine === undefined || yours === undefined) return undefined;
    const [was, ours, theirs] = [readLine(before), readLine(mine), readLine(yours)];
    if (was === undefined || !isSameBox(was, ours) || !isSameBox(was, theirs)) return undefined;
    const isOwn = mine.token !== before.token;
    const isOther = yours.token !== before.token;
    pairs.push({
      own: mine,
      other: yours,
      by: isOwn && isOther ? 'both' : isOwn ? 'ours' : isOther ? 'theirs' : 'neither',
      conflict: {
        kind: 'task',
        title: was.title,
        ...(ours?.owner === undefined ? {} : { ours: ours.owner }),
        ...(theirs?.owner === undefined ? {} : { theirs: theirs.owner }),
        rows: { ours: mine.line.trim(), theirs: yours.line.trim() },
      },
    });
  }
  return pairs;
}

function isSameBox(one: BoxLine, other: BoxLine | undefined): boolean {
  return one.marker === other?.marker && one.title === other.title;
}
