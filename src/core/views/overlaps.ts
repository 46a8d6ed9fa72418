import { compareText } from '../base/compareText.ts';
import type { ProjectIndex } from '../index/projectIndex.ts';
import type { FolderBranchStatus } from '../model/branchStatus.ts';
import type { Stream } from '../model/item.ts';
import type { Key } from '../text/key.ts';
import { isUnfinished } from '../model/taskRules.ts';

/** What two branches are both on. */
export interface Overlap {
  readonly other: Stream;
  /** IDs of criteria that unfinished rows of both serve. */
  readonly criteria: readonly string[];
  /** Whether both link one backlog item. */
  readonly item: boolean;
  /** Paths that both changed. */
  readonly files: readonly string[];
}

/**
 * So many things that others have in common with one branch are looked at: where all share something, all pairs of them would be
 * too many.
 */
const mostLooks = 200;

/** The other branches that work on the same, by name; `cut` when there was more to look at. */
export function findOverlaps(
  index: ProjectIndex,
  stream: Stream,
  branchStatus: FolderBranchStatus,
): { readonly overlaps: readonly Overlap[]; readonly cut: boolean } {
  const shared = new Map<Stream, { criteria: Set<string>; item: boolean; files: string[] }>();
  const own = branchStatus.streams.get(stream.key);
  let looks = 0;
  /** Where it is noted what is shared with another stream; undefined where it does not count, or too many were looked at. */
  const look = (other: Stream | undefined) => {
    if (other === undefined || other.key === stream.key || looks++ >= mostLooks) return undefined;
    if (other.branch === stream.branch || !isOpen(other)) return undefined;
    const stacked =
      own?.contains.includes(other.branch ?? '') === true ||
      branchStatus.streams.get(other.key)?.contains.includes(stream.branch ?? '') === true;
    if (stacked) return undefined;
    const known = shared.get(other) ?? { criteria: new Set(), item: false, files: [] };
    shared.set(other, known);
    return known;
  };
  const seen = new Set<string>();
  for (const task of stream.tasks) {
    if (!isUnfinished(task)) continue;
    for (const id of index.criteriaOf(stream, task)) {
      if (seen.has(id)) continue;
      seen.add(id);
      const meaning = index.meaning(stream, id);
      const spec = meaning.kind === 'defined' ? index.findSpec(meaning.spec) : undefined;
      for (const other of spec === undefined ? [] : index.eachTaskOf(spec, id)) {
        if (looks > mostLooks) break;
        if (isUnfinished(other.task)) look(other.stream)?.criteria.add(id);
      }
    }
  }
  for (const { link, target } of index.linksOf(stream.key))
    if (link.role === 'backlog' && target.kind === 'file')
      for (const other of index.streamsLinking(target.path)) {
        if (looks > mostLooks) break;
        const found = look(other);
        if (found !== undefined) found.item = true;
      }
  const byFile = changersOf(branchStatus);
  for (const file of own?.changed ?? [])
    for (const key of byFile.get(file) ?? []) {
      if (looks > mostLooks) break;
      look(index.findStream(key))?.files.push(file);
    }
  const overlaps = [...shared].map(([other, { criteria, item, files }]) => ({
    other,
    criteria: [...criteria],
    item,
    files,
  }));
  return {
    overlaps: overlaps.sort((a, b) => compareText(a.other.name, b.other.name)),
    cut: looks > mostLooks,
  };
}

const open = new WeakMap<Stream, boolean>();

function isOpen(stream: Stream): boolean {
  if (stream.branchState !== undefined) return false;
  const known = open.get(stream) ?? stream.tasks.some(isUnfinished);
  open.set(stream, known);
  return known;
}

const changers = new WeakMap<FolderBranchStatus, ReadonlyMap<string, readonly Key[]>>();

/** The streams whose branches changed each file. */
function changersOf(branchStatus: FolderBranchStatus): ReadonlyMap<string, readonly Key[]> {
  const known = changers.get(branchStatus);
  if (known !== undefined) return known;
  const found = new Map<string, Key[]>();
  for (const [key, { changed }] of branchStatus.streams)
    for (const file of changed) {
      const keys = found.get(file);
      if (keys === undefined) found.set(file, [key]);
      else keys.push(key);
    }
  changers.set(branchStatus, found);
  return found;
}
