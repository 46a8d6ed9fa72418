import type { WhyItemState } from '../model/codes/items.ts';
import { pathOf, type Note, type Stream, type WorkItem } from '../model/item.ts';
import { toKey } from '../text/key.ts';
import type { Status } from '../model/status.ts';
import { isUnfinished } from '../model/taskRules.ts';
import { pathOfTarget } from './linkGraph.ts';
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
 * task done or its branch is merged, else in progress. Where it says no more than that it is open, a stream at work on it says more:
 * nobody goes back to a file to write that.
 */
export function workItemState(index: ProjectIndex, item: WorkItem): WorkItemState {
  // A branch's name is no link, and nor is one of the item's own: what becomes of that branch is not told to the item.
  if (
    item.branch !== undefined ||
    item.task.id !== undefined ||
    item.task.links.some(({ role }) => role === 'progress')
  )
    return readState(index, item);
  return index.derive(item.task.key, () => readState(index, item));
}

function readState(index: ProjectIndex, item: WorkItem): WorkItemState {
  const streams = streamsOf(index, item);
  const { value, written } = item.task.status;
  const because = (
    reason: 'finished' | 'linked' | 'merged' | 'notLinked' | 'started',
    which: readonly Stream[],
  ) => ({
    reason,
    streams: which.map(({ name }) => name),
    written,
  });
  const isAtWork = ({ tasks, branchState }: Stream): boolean =>
    branchState === undefined && (tasks.length === 0 || tasks.some(isUnfinished));
  if (value === 'todo' && streams.some(isAtWork))
    return { status: 'wip', why: because('started', streams.filter(isAtWork)), streams };
  if (value !== 'unknown') return { status: value, why: { reason: 'said', written }, streams };
  if (streams.length === 0) return { status: 'todo', why: because('notLinked', []), streams };
  const finished = streams.find(({ tasks }) => tasks.length > 0 && !tasks.some(isUnfinished));
  if (finished !== undefined) return { status: 'done', why: because('finished', [finished]), streams };
  const merged = streams.find((stream) => stream.branchState === 'merged');
  if (merged !== undefined) return { status: 'done', why: because('merged', [merged]), streams };
  return { status: 'wip', why: because('linked', streams), streams };
}

/** The streams that link the item; without any, those of the branch that it names, or of the progress files that it links. */
function streamsOf(index: ProjectIndex, item: WorkItem): readonly Stream[] {
  const linking = [...index.streamsLinking(pathOf(item.task))];
  if (linking.length > 0) return linking;
  const named = item.branch === undefined ? [] : index.streamsOfBranch(item.branch.value);
  if (named.length > 0) return named;
  const linked = linkedStreams(index, item);
  if (linked.length > 0) return linked;
  // Those of the branches that have its ID in their names: `tasks/back-12-show-parent`.
  return index.ids.streamsNamedAfter(item).flatMap((key) => index.findStream(key) ?? []);
}

/** The streams of the progress files that an item links: in the folder, or as another worktree or a commit has them. */
function linkedStreams(index: ProjectIndex, item: WorkItem): readonly Stream[] {
  return index.linksOf(item.task.key).flatMap(({ link, target }) => {
    const path = link.role === 'progress' ? pathOfTarget(target) : undefined;
    return path === undefined ? [] : (index.findStream(toKey(path)) ?? []);
  });
}

/** Where a debt item came from: the streams whose rows or notes link it, else the one that the item itself names. */
export interface DebtOrigin {
  readonly streams: readonly Stream[];
  /** Who put it off: the author of the note, or the owner of the row. */
  readonly author?: string;
}

export function debtOrigin(index: ProjectIndex, item: WorkItem): DebtOrigin {
  const path = pathOf(item.task);
  const named = linkedStreams(index, item);
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
