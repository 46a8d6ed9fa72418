import { t } from '@vscode/l10n';
import type { Entry } from '../index/items.ts';
import type { ProjectIndex } from '../index/projectIndex.ts';
import { isProgressFile, type Stream, type WorkItem } from '../model/item.ts';
import { shownItemsOfStream } from './branchItems.ts';
import { fitsTask, fitsText, isFiltering, namesOf, recordKindOf } from './filter.ts';
import type { OutlineContext } from './outline.ts';
import { countStatus, progressOf } from './progress.ts';
import { nameRecord } from './recordName.ts';
import { joinSpoken, shownText } from './shownText.ts';
import { branchStatesOf } from './signals.ts';

/** What the row of an entry is about; undefined where nothing of it can be read. */
export function streamOf({ item }: Entry): Stream | undefined {
  return item?.kind === 'stream' ? item : undefined;
}

/** Records of other systems on the branch that a stream speaks for. */
export function recordsBeside(index: ProjectIndex, stream: Stream): readonly Stream[] {
  return besides(stream, onBranchOf(index, stream));
}

/**
 * The same for each stream that speaks for a branch, among those that are shown: what is not shown speaks for none. Found in one pass:
 * a branch may have thousands of files.
 */
export function recordsBesideEach(
  index: ProjectIndex,
  shown: ReadonlySet<Stream>,
): ReadonlyMap<Stream, readonly Stream[]> {
  const branches = new Set<string>();
  for (const { called, branch, otherRepository } of shown)
    if (called !== undefined && branch !== undefined && otherRepository !== true) branches.add(branch);
  const found = new Map<Stream, readonly Stream[]>();
  for (const branch of branches) {
    const all = index.streamsOfBranch(branch).filter((each) => shown.has(each));
    const [leading] = all;
    const records = leading === undefined ? [] : besides(leading, all);
    if (leading !== undefined && records.length > 0) found.set(leading, records);
  }
  return found;
}

/** Whether another stream speaks for the branch of a record. */
export function isBeside(index: ProjectIndex, stream: Stream): boolean {
  if (isProgressFile(stream)) return false;
  const [leading] = onBranchOf(index, stream);
  return leading !== undefined && leading !== stream;
}

/** What else keeps work of a stream's branch: what speaks for it first, then the records of other systems. */
export function othersOnBranch(index: ProjectIndex, stream: Stream): readonly Stream[] {
  const all = onBranchOf(index, stream);
  return all.filter((each) => each !== stream && (each === all[0] || !isProgressFile(each)));
}

function besides(stream: Stream, all: readonly Stream[]): readonly Stream[] {
  return all[0] === stream ? all.filter((each) => each !== stream && !isProgressFile(each)) : [];
}

/** All streams of a stream's branch, the one that speaks for it first. */
function onBranchOf(index: ProjectIndex, { branch, otherRepository }: Stream): readonly Stream[] {
  return branch === undefined || otherRepository === true ? [] : index.streamsOfBranch(branch);
}

/** Whether the filter lets a row through. */
export function isShown(index: ProjectIndex, entry: Entry, context: OutlineContext): boolean {
  const stream = streamOf(entry);
  if (stream !== undefined) return isShownStream(index, stream, context);
  const { filter } = context;
  if (!isFiltering(filter)) return true;
  const { branches, statuses, owners, records } = filter;
  const isAny = branches.length + statuses.length + owners.length + records.length > 0;
  return !isAny && fitsText(filter, entry.path);
}

function isShownStream(index: ProjectIndex, stream: Stream, context: OutlineContext): boolean {
  const { filter, git } = context;
  if (!isFiltering(filter)) return true;
  if (filter.records.length > 0 && !filter.records.includes(recordKindOf(stream))) return false;
  if (filter.branches.length > 0) {
    const states = branchStatesOf(index, stream, git);
    if (!filter.branches.some((state) => states.has(state))) return false;
  }
  if (stream.tasks.some((task) => fitsTask(filter, task, ...namesOf(stream)))) return true;
  if (shownItemsOfStream(index, stream, context).length > 0) return true;
  if (filter.statuses.length + filter.owners.length > 0) return false;
  return fitsText(
    filter,
    namesOf(stream),
    stream.notes.map(({ text }) => text),
    index.linksOf(stream.key).map(({ link }) => link.text),
  );
}

/**
 * `+ Workspace`, `+ BACK-12`, `+ 2 records: 1 failed`: what else there is on the branch, and what is wrong with it, which a closed row would hide.
 * @param problems what is said of those of their files
 */
export function describeBeside(
  streams: readonly Stream[],
  items: readonly WorkItem[],
  problems: string | undefined,
): string | undefined {
  const names = [...streams.map(nameRecord), ...items.map(({ task }) => shownText(task.id ?? '', 60))];
  const [only] = names;
  if (only === undefined) return undefined;
  const what = names.length === 1 ? `+ ${only}` : t('+ {0} records', names.length);
  const trouble = joinSpoken([...stuckIn(streams), problems]);
  return trouble === '' ? what : `${what}: ${trouble}`;
}

/** `1 blocked`, `2 failed`: tasks of records that are stuck, or the records themselves where they say so of none. */
export function stuckIn(streams: readonly Stream[]): readonly string[] {
  return (['blocked', 'failed'] as const).flatMap((status) => {
    const counts = streams.map((stream) => stuckAs(status, stream));
    const count = counts.reduce((sum, each) => sum + each, 0);
    return count > 0 ? [countStatus(status, count)] : [];
  });
}

function stuckAs(status: 'blocked' | 'failed', { tasks, status: own }: Stream): number {
  return progressOf(tasks).counts[status] || Number(own === status);
}
