import type { WhyItemState } from '../model/codes/items.ts';
import { pathOf, type Note, type Stream, type WorkItem } from '../model/item.ts';
import { toKey } from '../text/key.ts';
import type { Status } from '../model/status.ts';
import { isUnfinished } from '../model/taskRules.ts';
import type { ProjectIndex } from './projectIndex.ts';

/** Where a backlog item stands, and why that is said. */
export interface WorkItemState {
  readonly status: Status;
  readonly why: WhyItemState;
  /** Streams that link the item. */
  readonly streams: readonly Stream[];
}

/**
 * What the file says of its state; where it says nothing: open when no stream links it, done when a linking stream has every
 * task done or its branch is merged, else in progress.
 */
export function workItemState(index: ProjectIndex, item: WorkItem): WorkItemState {
  // A branch's name is no link: what becomes of that branch is not told to the item.
  if (item.branch !== undefined) return readState(index, item);
  return index.derive(item.task.key, () => readState(index, item));
}

function readState(index: ProjectIndex, item: WorkItem): WorkItemState {
  const linking = [...index.streamsLinking(pathOf(item.task))];
  const streams =
    linking.length > 0 || item.branch === undefined ? linking : index.streamsOfBranch(item.branch.value);
  const { value, written } = item.task.status;
  if (value !== 'unknown') return { status: value, why: { reason: 'said', written }, streams };
  const because = (reason: 'finished' | 'linked' | 'merged' | 'notLinked', which: readonly Stream[]) => ({
    reason,
    streams: which.map(({ name }) => name),
    written,
  });
  if (streams.length === 0) return { status: 'todo', why: because('notLinked', []), streams };
  const finished = streams.find(({ tasks }) => tasks.length > 0 && !tasks.some(isUnfinished));
  if (finished !== undefined) return { status: 'done', why: because('finished', [finished]), streams };
  const merged = streams.find((stream) => stream.branchState === 'merged');
  if (merged !== undefined) return { status: 'done', why: because('merged', [merged]), streams };
  return { status: 'wip', why: because('linked', streams), streams };
}

/** Where a debt item came from: the streams whose rows or notes link it, else the one that the item itself names. */
export interface DebtOrigin {
  readonly streams: readonly Stream[];
  /** Who put it off: the author of the note, or the owner of the row. */
  readonly author?: string;
}

export function debtOrigin(index: ProjectIndex, item: WorkItem): DebtOrigin {
  const path = pathOf(item.task);
  const named = index
    .linksOf(item.task.key)
    .flatMap(({ link, target }) =>
      link.role === 'progress' && target.kind === 'file' ? (index.findStream(toKey(target.path)) ?? []) : [],
    );
  const ofBranch = item.branch === undefined ? [] : index.streamsOfBranch(item.branch.value);
  // The item's own word first; two branches that link it are both its origin.
  const streams = [...new Set([...named, ...ofBranch, ...index.streamsLinking(path)])];
  const author =
    item.task.owner.value ??
    streams.map((stream) => authorIn(index, stream, path)).find((name) => name !== undefined);
  return { streams, ...(author === undefined ? {} : { author }) };
}

function authorIn(index: ProjectIndex, stream: Stream, path: string): string | undefined {
  const links = ({ links: all }: Pick<Note, 'links'>): boolean =>
    all.some((link) => index.leadsTo(stream, link, path));
  return stream.notes.find(links)?.author ?? stream.tasks.find(links)?.owner.value;
}
