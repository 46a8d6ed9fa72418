import type { TextEdit } from '../text/edit.ts';
import { nameIn, type Key } from '../text/key.ts';
import type { Claim, ClaimsPlace } from './claim.ts';
import type { StreamPart, StreamTask } from './item.ts';
import { canBecome, isUnfinished } from './taskRules.ts';

/** Says what the file is. Also with no claim left it is not empty: that looks like a file that somebody is still writing. */
const firstLine = `${JSON.stringify({ format: 'throughline-claims', version: 1 })}\n`;

/** Whether owners of any task are kept beside its file. */
export function usesClaims({ tasks = [] }: Pick<StreamPart, 'tasks'>): boolean {
  return tasks.some(({ can }) => can.owner === 'claims');
}

/** The claims of a clone, as one of its folders sees them. */
export class Claims {
  readonly #text: string;
  readonly #place: ClaimsPlace;
  readonly #byTask = new Map<string, Claim>();

  /** @param text of the claims; empty where there are none. Lines that are no claim are left alone. */
  constructor(text: string, place: ClaimsPlace) {
    this.#text = text;
    this.#place = place;
    // Of two lines for one task the later one was written knowing of the other.
    for (const { claim } of linesOf(text)) if (claim !== undefined) this.#byTask.set(nameOf(claim), claim);
  }

  get isEmpty(): boolean {
    return this.#byTask.size === 0;
  }

  /** @param document its key, which that of the task begins with */
  of(
    document: Key,
    task: Pick<StreamTask, 'key' | 'location'>,
    branch: string | undefined,
  ): Claim | undefined {
    const id = this.#idOf(document, task, branch);
    return id && this.#byTask.get(nameOf(id));
  }

  /** A part of a stream with the owners of its tasks; the part itself where nobody has claimed any. What is claimed is begun. */
  claimed(document: Key, part: StreamPart, branch: string | undefined): StreamPart {
    const { tasks = [] } = part;
    if (this.isEmpty || !usesClaims(part)) return part;
    const now = tasks.map((task) => {
      const claim = task.can.owner === 'claims' ? this.of(document, task, branch) : undefined;
      if (claim === undefined || !isUnfinished(task)) return task;
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
    return now.some((task, i) => task !== tasks[i]) ? { ...part, tasks: now } : part;
  }

  /** Claims of the tasks of a document, by the names of those. */
  *within(
    path: string,
    branch: string | undefined,
  ): Iterable<{ readonly name: string; readonly claim: Claim }> {
    const beginning = `${this.#place.prefix}${path}#`;
    for (const claim of this.#byTask.values())
      if (claim.task.startsWith(beginning) && claim.branch === (branch ?? this.#place.branch))
        yield { name: claim.task.slice(beginning.length), claim };
  }

  /**
   * The edits that make a task somebody's, or nobody's, and drop claims of the same document that are no task's any more.
   * @param isOrphan whether no open task of the document has a name
   */
  edits(
    document: Key,
    task: Pick<StreamTask, 'key' | 'location'>,
    branch: string | undefined,
    {
      owner,
      since,
      isOrphan,
    }: {
      readonly owner: string | undefined;
      readonly since: string;
      readonly isOrphan: (name: string) => boolean;
    },
  ): readonly TextEdit[] {
    const id = this.#idOf(document, task, branch);
    if (id === undefined) return [];
    const { path } = task.location.document;
    const gone = new Set([nameOf(id)]);
    for (const { name, claim } of this.within(path, branch)) if (isOrphan(name)) gone.add(nameOf(claim));
    const edits: TextEdit[] = [];
    for (const { start, end, claim } of linesOf(this.#text))
      if (claim !== undefined && gone.has(nameOf(claim)))
        edits.push({ range: { start, end }, expect: this.#text.slice(start, end), text: '' });
    if (owner === undefined) return edits;
    const end = this.#text.length;
    const before = this.#text === '' ? firstLine : this.#text.endsWith('\n') ? '' : '\n';
    return [
      ...edits,
      {
        range: { start: end, end },
        expect: '',
        text: `${before}${JSON.stringify({ ...id, owner, since })}\n`,
      },
    ];
  }

  #idOf(
    document: Key,
    { key, location }: Pick<StreamTask, 'key' | 'location'>,
    branch = this.#place.branch,
  ): Pick<Claim, 'task' | 'branch'> | undefined {
    const name = nameIn(document, key);
    if (name === undefined) return undefined;
    const task = `${this.#place.prefix}${location.document.path}#${name}`;
    return { task, ...(branch === undefined ? {} : { branch }) };
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

function readClaim(line: string): Claim | undefined {
  try {
    const said: unknown = JSON.parse(line);
    if (typeof said !== 'object' || said === null) return undefined;
    const { task, branch, owner, since } = said as Partial<Record<keyof Claim, unknown>>;
    if (typeof task !== 'string' || typeof owner !== 'string' || owner.trim() === '') return undefined;
    return {
      task,
      owner,
      since: typeof since === 'string' ? since : '',
      ...(typeof branch === 'string' ? { branch } : {}),
    };
  } catch {
    return undefined;
  }
}
