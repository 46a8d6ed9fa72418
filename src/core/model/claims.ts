import type { TextEdit } from '../text/edit.ts';
import { keyIn, nameIn, type Key } from '../text/key.ts';
import { shownClaims, type Claim, type ClaimsPlace } from './claim.ts';
import type { Coded } from './codes/coded.ts';
import type { FileProblems } from './codes/files.ts';
import type { Stream, StreamPart, StreamTask } from './item.ts';
import { findByKey, labelOfKey } from './rowIdentity.ts';
import { canBecome, isUnfinished } from './taskRules.ts';

const format = 'throughline-claims';
/** Raised only when lines mean something else: whoever knows a lower one leaves the file alone. */
const version = 1;
/** Says what the file is. Also with no claim left it is not empty: that looks like a file that somebody is still writing. */
const firstLine = `${JSON.stringify({ format, version })}\n`;

/** Whether owners of any task are kept beside its file. */
export function usesClaims({ tasks = [] }: Pick<StreamPart, 'tasks'>): boolean {
  return tasks.some(({ can }) => can.owner === 'claims');
}

/** A stream as its text says it, with the claims that are known of it: a text says nothing of what is kept beside it. */
export function claimedAs(stream: Stream, known: Stream | undefined): Stream {
  const claimed = new Map(
    known?.tasks.flatMap((task) => (task.claim === undefined ? [] : [[task.key, task]])),
  );
  if (claimed.size === 0) return stream;
  const tasks = stream.tasks.map((task) => {
    const { claim, owner, status } = claimed.get(task.key) ?? {};
    if (claim === undefined || owner === undefined || !isUnfinished(task)) return task;
    const isBegun = task.status.value === 'todo' && status?.value === 'wip';
    return {
      ...task,
      claim,
      owner,
      status: isBegun ? { ...task.status, value: 'wip' as const } : task.status,
    };
  });
  return { ...stream, tasks };
}

/** A claim whose task is done, or not there. */
export interface Orphan {
  readonly claim: Claim;
  readonly task: StreamTask | undefined;
  /** What the task was called. */
  readonly label: string;
}

/** The claims of a clone, as one of its folders sees them. */
export class Claims {
  readonly #text: string;
  readonly #place: ClaimsPlace;
  readonly #byTask = new Map<string, Claim>();
  /** Why the file cannot be read now; what is known may be of before. */
  readonly unread: Coded<FileProblems> | undefined;

  /** @param text of the claims; empty where there are none. Lines that are no claim are left alone. */
  constructor(text: string, place: ClaimsPlace, unread?: Coded<FileProblems>) {
    const newer = newerFormat(text);
    this.#text = text;
    this.#place = place;
    this.unread = unread ?? newer;
    if (newer !== undefined) return;
    // Of two lines for one task the later one was written knowing of the other.
    for (const { claim } of linesOf(text)) if (claim !== undefined) this.#byTask.set(nameOf(claim), claim);
  }

  /** The same while the file cannot be read. */
  withUnread(problem: Coded<FileProblems>): Claims {
    return new Claims(this.#text, this.#place, problem);
  }

  /** Where they are kept, as people know it. */
  get shownPath(): string {
    return shownClaims(this.#place.document);
  }

  /** The branch that is checked out where they are kept. */
  get here(): string | undefined {
    return this.#place.branch;
  }

  get isEmpty(): boolean {
    return this.#byTask.size === 0;
  }

  /**
   * The claims of the tasks of a document, and those that are no open task's any more. One of a task that cannot be told from others
   * by now holds for each of them.
   */
  among(
    document: Key,
    path: string,
    tasks: readonly StreamTask[],
    branch: string | undefined,
  ): { readonly claims: ReadonlyMap<StreamTask, readonly Claim[]>; readonly orphans: readonly Orphan[] } {
    const claims = new Map<StreamTask, Claim[]>();
    const orphans: Orphan[] = [];
    const beginning = `${this.#place.prefix}${path}#`;
    const byKey = new Map(tasks.map((task) => [task.key, task]));
    for (const claim of this.#byTask.values()) {
      if (!claim.task.startsWith(beginning) || claim.branch !== (branch ?? this.#place.branch)) continue;
      const key = keyIn(document, claim.task.slice(beginning.length));
      const same = byKey.get(key);
      const found = same === undefined ? movedTasks(document, key, tasks) : [same];
      const open = found.filter(isUnfinished);
      for (const task of open) claims.set(task, [...(claims.get(task) ?? []), claim]);
      if (open.length === 0) orphans.push({ claim, task: found[0], label: labelOfKey(document, key) });
    }
    return { claims, orphans };
  }

  /** A part of a stream with the owners of its tasks; the part itself where nobody has claimed any. */
  claimed(document: Key, part: StreamPart, branch: string | undefined): StreamPart {
    const { tasks = [], location } = part;
    if (this.isEmpty || !usesClaims(part)) return part;
    const { claims } = this.among(document, location.document.path, tasks, branch);
    if (claims.size === 0) return part;
    const now = tasks.map((task) => {
      const claim = task.can.owner === 'claims' ? claims.get(task)?.at(-1) : undefined;
      if (claim === undefined) return task;
      const { status } = task;
      return {
        ...task,
        claim,
        owner: { value: claim.owner, written: claim.owner },
        // Where the file has no word for it, that it is claimed says that it is begun.
        ...(status.value === 'todo' && !canBecome(task, 'wip')
          ? { status: { ...status, value: 'wip' as const } }
          : {}),
      };
    });
    return { ...part, tasks: now };
  }

  /** What is said of the documents of a stream: as long as that is the same, so are its owners. */
  saidOf({ branch, parts }: Pick<Stream, 'branch' | 'parts'>): string {
    const beginnings = parts.map(({ location }) => `${this.#place.prefix}${location.document.path}#`);
    const own = [...this.#byTask.values()].filter(
      (claim) =>
        claim.branch === (branch ?? this.#place.branch) &&
        beginnings.some((beginning) => claim.task.startsWith(beginning)),
    );
    return JSON.stringify(this.unread === undefined ? own : [...own, this.unread]);
  }

  /**
   * The edits that make a task somebody's, or nobody's; claims of the same document that are no open task's go with them.
   * @param tasks all of the document
   */
  edits(
    document: Key,
    {
      task,
      tasks,
      branch,
    }: {
      readonly task: StreamTask;
      readonly tasks: readonly StreamTask[];
      readonly branch: string | undefined;
    },
    owner: string | undefined,
    since: string,
  ): readonly TextEdit[] {
    const { path } = task.location.document;
    const name = nameIn(document, task.key);
    if (name === undefined) return [];
    const { claims, orphans } = this.among(document, path, tasks, branch);
    const gone = new Set(orphans.map(({ claim }) => nameOf(claim)));
    for (const [each, own] of claims)
      if (each.key === task.key) for (const claim of own) gone.add(nameOf(claim));
    const edits: TextEdit[] = [];
    for (const { start, end, claim } of linesOf(this.#text))
      if (claim !== undefined && gone.has(nameOf(claim)))
        edits.push({ range: { start, end }, expect: this.#text.slice(start, end), text: '' });
    if (owner === undefined) return edits;
    const of = branch ?? this.#place.branch;
    const claim: Claim = {
      task: `${this.#place.prefix}${path}#${name}`,
      ...(of === undefined ? {} : { branch: of }),
      ...{ owner, since },
    };
    const end = this.#text.length;
    const before = this.#text === '' ? firstLine : this.#text.endsWith('\n') ? '' : '\n';
    return [
      ...edits,
      { range: { start: end, end }, expect: '', text: `${before}${JSON.stringify(claim)}\n` },
    ];
  }
}

/** Rows that came or went may have given a task another key, or others the same. */
function movedTasks(document: Key, key: Key, tasks: readonly StreamTask[]): readonly StreamTask[] {
  const found = findByKey(document, key, tasks);
  switch (found.kind) {
    case 'found':
      return [found.row];
    case 'ambiguous':
      return found.rows;
    case 'missing':
      return [];
  }
}

function nameOf({ task, branch = '' }: Pick<Claim, 'task' | 'branch'>): string {
  return `${branch}\0${task}`;
}

/** Each line, its end included. */
function* linesOf(
  text: string,
): Iterable<{ readonly start: number; readonly end: number; readonly claim: Claim | undefined }> {
  for (let start = 0; start < text.length;) {
    const at = text.indexOf('\n', start);
    const end = at < 0 ? text.length : at + 1;
    yield { start, end, claim: readClaim(text.slice(start, end)) };
    start = end;
  }
}

/** What is wrong with claims whose first line names a later version than the one that is known here. */
function newerFormat(text: string): Coded<FileProblems> | undefined {
  const found = readObject(text.split('\n', 1)[0] ?? '');
  return found?.['format'] === format && typeof found['version'] === 'number' && found['version'] > version
    ? { code: 'file.newer', data: { version: found['version'] } }
    : undefined;
}

function readClaim(line: string): Claim | undefined {
  const { task, branch, owner, since } = readObject(line) ?? {};
  if (typeof task !== 'string' || typeof owner !== 'string' || owner.trim() === '') return undefined;
  return {
    task,
    owner,
    since: typeof since === 'string' ? since : '',
    ...(typeof branch === 'string' ? { branch } : {}),
  };
}

/** What a line of JSON holds; undefined where it is no object. */
function readObject(line: string): Partial<Record<string, unknown>> | undefined {
  try {
    const said: unknown = JSON.parse(line);
    return typeof said === 'object' && said !== null ? said : undefined;
  } catch {
    return undefined;
  }
}
