import { compareText } from '../base/compareText.ts';
import { partRoles, type BranchFacts, type Item, type Stream, type StreamPart } from '../model/item.ts';
import type { ParsedDocument } from '../model/parsedDocument.ts';

/**
 * What the parts of a stream say together: their lists one behind the other in the order of their roles, tasks of the first role
 * that has any, and of each other value the first that is there.
 * @param told the branch where no part knows one
 */
export function composeStream(
  parts: readonly [StreamPart, ...StreamPart[]],
  facts: BranchFacts = {},
  told?: string,
): Stream {
  // Also a copy without the room to grow that a list has which was pushed to.
  const sorted = [...parts].sort(compareParts);
  const [first = parts[0]] = sorted;
  const having = sorted.find(({ tasks = [] }) => tasks.length > 0) ?? first;
  const ofTasks = sorted.filter(({ role }) => role === having.role);
  const { branch = told, branchRange } = surest(sorted) ?? {};
  const name = branch ?? firstOf(sorted, (part) => part.name) ?? first.stream;
  const called = firstOf(sorted, (part) => part.called);
  const pullRequest = firstOf(sorted, (part) => part.pullRequest);
  const status = firstOf(sorted, (part) => part.status?.value);
  const resumption = firstOf(sorted, (part) => part.resumption);
  const archivedAt = firstOf(sorted, (part) => part.archivedAt);
  return {
    kind: 'stream',
    key: first.stream,
    location: first.location,
    title: firstOf(sorted, (part) => part.title?.value) ?? name,
    name,
    tasks: join(ofTasks, ({ tasks }) => tasks),
    groups: join(ofTasks, ({ groups }) => groups),
    notes: join(sorted, ({ notes }) => notes),
    fields: join(sorted, ({ fields }) => fields),
    links: join(sorted, ({ links }) => links),
    sessions: join(sorted, ({ sessions }) => sessions),
    deltas: join(sorted, ({ deltas }) => deltas),
    operations: join(sorted, ({ operations }) => operations),
    parts: sorted,
    ...(called === undefined ? {} : { called }),
    ...(branch === undefined ? {} : { branch }),
    ...(branchRange === undefined ? {} : { branchRange }),
    ...(pullRequest === undefined ? {} : { pullRequest }),
    ...(status === undefined ? {} : { status }),
    ...(resumption === undefined ? {} : { resumption }),
    ...(first.archived === true ? { archived: true } : {}),
    ...(archivedAt === undefined ? {} : { archivedAt }),
    ...facts,
  };
}

/** What a document is about by itself: of a stream, what its own parts say. */
export function itemIn(parsed: ParsedDocument | undefined): Item | undefined {
  const [first, ...others] = parsed?.parts ?? [];
  if (first?.kind !== 'streamPart') return first;
  const more = others.filter((part) => part.kind === 'streamPart');
  return composeStream([first, ...more], parsed?.facts);
}

/** The part that has the stream's branch: of those that know one equally well the first. */
export function surest(parts: readonly StreamPart[]): StreamPart | undefined {
  let found: StreamPart | undefined;
  for (const part of parts)
    if (part.branch !== undefined && (found === undefined || rankOf(part) < rankOf(found))) found = part;
  return found;
}

function rankOf({ branchRank = 0 }: StreamPart): number {
  return branchRank;
}

function compareParts(a: StreamPart, b: StreamPart): number {
  return (
    partRoles.indexOf(a.role) - partRoles.indexOf(b.role) ||
    compareText(a.location.document.path, b.location.document.path)
  );
}

function firstOf<T>(parts: readonly StreamPart[], find: (part: StreamPart) => T | undefined): T | undefined {
  for (const part of parts) {
    const found = find(part);
    if (found !== undefined) return found;
  }
  return undefined;
}

const none: readonly never[] = [];

/** One list is kept as it is: that of nearly all streams, with thousands of tasks. */
function join<T>(
  parts: readonly StreamPart[],
  find: (part: StreamPart) => readonly T[] | undefined,
): readonly T[] {
  const lists = parts.flatMap((part) => {
    const list = find(part);
    return list === undefined || list.length === 0 ? [] : [list];
  });
  const [only = none] = lists;
  return lists.length < 2 ? only : lists.flat();
}
