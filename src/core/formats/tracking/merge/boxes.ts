import type { MergeConflict } from '../../../model/merge.ts';
import { withoutEnding } from '../../../text/lineMerge.ts';
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
    row === undefined ? /^\s*(?:[-*+]|\d{1,9}[.)])[ \t]+\[.\](?=[ \t])/.exec(written)?.[0] : undefined;
  if (marker === undefined) return undefined;
  const said = written.slice(marker.length).trim();
  // What is in brackets may stand behind the owner.
  const bracket = said.endsWith(')') ? said.lastIndexOf('(') : said.length;
  const before = said.slice(0, bracket).trimEnd();
  const name = /^@([A-Za-z0-9][A-Za-z0-9._@:+-]{0,63})$/.exec(before.slice(before.lastIndexOf(' ') + 1));
  const rest = name === null ? before : before.slice(0, -name[0].length).trimEnd();
  const title = [rest, said.slice(bracket)].filter((part) => part !== '').join(' ');
  return { marker: marker.slice(0, marker.lastIndexOf('[')), title, owner: name?.[1] };
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
      },
    });
  }
  return pairs;
}

function isSameBox(one: BoxLine, other: BoxLine | undefined): boolean {
  return one.marker === other?.marker && one.title === other.title;
}
