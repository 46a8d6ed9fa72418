import type { Disposable } from '../core/base/disposable.ts';
import { DisposableStore } from '../core/base/disposable.ts';
import type { Task } from '../core/model/item.ts';
import type { Key } from '../core/text/key.ts';
import { type Loss, loss } from '../core/model/loss.ts';
import type { Outcome } from '../core/model/outcome.ts';
import { isSameDocument, nameOfDocument, type DocumentId } from '../core/text/document.ts';
import { applyEdits, type TextEdit } from '../core/text/edit.ts';
import { toLines, withoutEnding } from '../core/text/lineMerge.ts';
import { flatten } from '../core/text/sourceText.ts';
import { readOne } from './documentStore.ts';
import type { World } from './world.ts';
import {
  afterEarlier,
  changedRows,
  outcomeOf,
  lossOf,
  removedRows,
  type ChangedRow,
  type RowState,
} from './rowLoss.ts';

/** How long after a change a file that shows the old row again is surely an overwrite, in milliseconds. */
const sureTime = 2000;
/** So long is gathered what is told at once, in milliseconds; what is mended or undone until then is not told. */
const gatherTime = 1000;
/** So many changes are followed, the last ones. */
const watchedAtMost = 500;

/** A change that was written, and how to do it once more. */
export interface WrittenChange {
  readonly document: DocumentId;
  readonly base: string;
  readonly edits: readonly TextEdit[];
  readonly outcome: Outcome;
  /** Who asked for it. */
  readonly me: string;
  /** The tasks of a text as the file; undefined when it cannot be read, or holds none. */
  readonly tasksOf: (text: string) => Promise<readonly Task[] | undefined>;
  /** Does it again. Resolves with whether it stands then. */
  readonly retry: () => Promise<boolean>;
  /** True for what was done again already: a second time it is told. */
  readonly isReapplied: boolean;
}

/** Changes of one file that somebody took back, and that were not done again. */
export interface LostChange {
  readonly document: DocumentId;
  /** The row that is lost, where it is one. */
  readonly taskKey?: Key;
  /** Keys of all rows that are lost. */
  readonly keys: readonly Key[];
  readonly loss: Loss;
  /** What somebody else meant the file to be, where not all of it is in the file. */
  readonly theirs?: string;
}

interface Watched extends Omit<WrittenChange, 'base' | 'edits'> {
  /** The lines that it changed, before and after; none when lines were added. */
  readonly lines: readonly { readonly before: string; readonly after: string }[];
  /** The rows that it changed. */
  rows: Promise<readonly ChangedRow[]>;
  /** The text before it, while it may be done again. */
  base: string | undefined;
  readonly until: number;
  /** What git was at when it was last seen to stand; see `Repository.checkout`. */
  checkout: string;
}

interface LostRow {
  readonly row: ChangedRow | undefined;
  readonly now: RowState;
}

/** A change that is not in the file any more. */
interface Found {
  readonly losses: readonly LostRow[];
  /** Whether its lines are exactly as they were before it. */
  readonly isAsBefore: boolean;
  /** Whether it is told whatever git did: it was done just now, or git did not move. */
  readonly isSure: boolean;
}

/**
 * Looks after what was written: who writes a file without asking for its lock, from a text that he read before, takes a claim
 * back without knowing. Done once more is only what surely was such an overwrite: within two seconds, the row exactly as it was
 * before, the file never, and git did not move. All else may be somebody's will, and is told: for as long as this window knows of
 * its change, when the row says what it said before or is somebody else's. What the person did here, in an editor or by an
 * operation, is not told, and neither is what git took back later: whoever asked git for it knows.
 */
export class ChangeWatch implements Disposable {
  readonly #world: World;
  readonly #log: (error: unknown) => void;
  readonly #store = new DisposableStore();
  readonly #lose: (lost: LostChange) => void;
  readonly #watched = new Set<Watched>();
  /** Files that are being looked at, and whether to look once more then. */
  readonly #looking = new Map<string, boolean>();
  /** What will be told unless it is found to stand. */
  readonly #doubtful = new Map<Watched, { readonly isSure: boolean }>();
  #gathering = false;
  #healed = 0;

  constructor(world: World, lose: (lost: LostChange) => void, log: (error: unknown) => void) {
    this.#world = world;
    this.#log = log;
    this.#lose = lose;
    const look = (isAt: (watched: Watched) => boolean): void => {
      const at = documentsOf([...this.#watched].filter(isAt));
      for (const document of at) this.#lookAt(document).catch(log);
    };
    this.#store.add(
      world.documents.onDidChange(({ folder, path }) => {
        look(({ document }) => document.folder === folder && (path === undefined || document.path === path));
      }),
    );
    // What stands after git moved is not what git takes back later. Other worktrees may be those that it moved in.
    this.#store.add(
      world.repository.onDidMove(() => {
        look(() => true);
      }),
    );
  }

  /** How many changes were done again. */
  get healed(): number {
    return this.#healed;
  }

  /** Follows a change from now on; whatever was followed on the same rows is no longer. */
  watch({ base, edits, ...change }: WrittenChange): void {
    const result = applyEdits(base, edits);
    if (result.kind !== 'applied') return;
    const lines = changedLines(base, result.text);
    const earlier = [...this.#watched].filter((each) => isSameDocument(each.document, change.document));
    // Also before the rows are known: it must not be done again.
    for (const each of earlier)
      if (each.lines.some(({ after }) => lines.some(({ before }) => before === after))) each.base = undefined;
    const watched: Watched = {
      ...change,
      lines,
      base,
      until: this.#world.clock.now() + sureTime,
      checkout: this.#world.repository.checkout(change.document),
      rows: Promise.resolve([]),
    };
    watched.rows = this.#rowsOf(watched, base, result.text, earlier);
    watched.rows.catch(this.#log);
    this.#watched.add(watched);
    this.#forgetOld();
  }

  dispose(): void {
    this.#watched.clear();
    this.#doubtful.clear();
    this.#store.dispose();
  }

  /** Keeps what is needed: no more changes than the limit, no text that nothing is compared with any more. */
  #forgetOld(): void {
    const now = this.#world.clock.now();
    for (const each of this.#watched) {
      if (this.#watched.size > watchedAtMost) this.#watched.delete(each);
      if (now > each.until) each.base = undefined;
    }
  }

  /** The rows of a change; what changed them earlier is followed no longer. */
  async #rowsOf(
    watched: Watched,
    before: string,
    after: string,
    earlier: readonly Watched[],
  ): Promise<readonly ChangedRow[]> {
    const { tasksOf, me, lines } = watched;
    const [was, is] = [await tasksOf(before), await tasksOf(after)];
    let rows = was === undefined || is === undefined ? [] : changedRows(was, is, me);
    const removed = was === undefined || is === undefined ? [] : removedRows(was, is);
    for (const each of earlier) {
      const old = await each.rows;
      const shared = old.some(({ key }) => removed.includes(key) || rows.some((row) => row.key === key));
      const line = each.lines.some((was) => lines.some(({ before: now }) => now === was.after));
      if (!shared && !line) continue;
      this.#watched.delete(each);
      rows = rows.map((row) => {
        const same = old.find(({ key }) => key === row.key);
        return same === undefined ? row : afterEarlier(row, same);
      });
    }
    return rows;
  }

  /** Looks at a file, one look at a time, until nothing was hinted meanwhile. */
  async #lookAt(document: DocumentId): Promise<void> {
    const file = nameOfDocument(document);
    if (this.#looking.has(file)) {
      this.#looking.set(file, true);
      return;
    }
    try {
      do {
        this.#looking.set(file, false);
        for (const [watched, { isSure }] of await this.#find(document))
          this.#doubtful.set(watched, { isSure: isSure || this.#doubtful.get(watched)?.isSure === true });
      } while (this.#looking.get(file) === true);
    } finally {
      this.#looking.delete(file);
    }
    if (this.#doubtful.size > 0) await this.#gather();
  }

  /** Waits for what is lost together with what was found, looks again, and tells. */
  async #gather(): Promise<void> {
    if (this.#gathering) return;
    this.#gathering = true;
    await this.#world.clock.delay(gatherTime);
    this.#gathering = false;
    const doubtful = new Map(this.#doubtful);
    this.#doubtful.clear();
    for (const document of documentsOf([...doubtful.keys()])) {
      const losses: LostRow[] = [];
      const changes: Outcome[] = [];
      for (const [watched, found] of await this.#find(document)) {
        const first = doubtful.get(watched);
        // Found by this look alone: it has its time too.
        if (first === undefined) this.#doubtful.set(watched, found);
        else if (this.#watched.delete(watched) && (first.isSure || found.isSure)) {
          losses.push(...found.losses);
          changes.push(watched.outcome);
        }
      }
      if (losses.length > 0) this.#tell(document, losses, changes);
    }
    if (this.#doubtful.size > 0) await this.#gather();
  }

  #tell(document: DocumentId, losses: readonly LostRow[], changes: readonly Outcome[]): void {
    const { path } = document;
    const rows = losses.flatMap(({ row }) => (row === undefined ? [] : [row]));
    const [first] = losses;
    const what =
      rows.length > 1
        ? loss('rows.lost', { path, titles: [...new Set(rows.map(({ title }) => title))] })
        : first?.row === undefined
          ? loss('change.undone', { path, changes })
          : lossOf(path, first.row, first.now);
    const keys = rows.map(({ key }) => key);
    const [taskKey] = keys;
    const one = keys.length === 1 && taskKey !== undefined ? { taskKey } : {};
    this.#lose({ document, ...one, keys, loss: what });
  }

  /** Looks at a file as it is now: does again what surely was overwritten, and finds what else is lost. */
  async #find(document: DocumentId): Promise<Map<Watched, Found>> {
    const found = new Map<Watched, Found>();
    const read = await readOne(this.#world.documents, document);
    // An empty file is one that is just being written.
    if (read.kind !== 'text' || read.text === '') return found;
    const { text, isUnsaved } = read;
    const checkout = this.#world.repository.checkout(document);
    const lines = new Set(toLines(text).map(withoutEnding));
    const suspects: (readonly [Watched, Pick<Found, 'isAsBefore' | 'isSure'>])[] = [];
    for (const watched of this.#watched) {
      if (!isSameDocument(watched.document, document)) continue;
      const { lines: changed, until, base } = watched;
      if (changed.length > 0 && changed.every(({ after }) => lines.has(after))) {
        if (!isUnsaved) watched.checkout = checkout;
        continue;
      }
      const isAsBefore =
        changed.length > 0 && changed.every(({ before, after }) => lines.has(before) && !lines.has(after));
      const isRecent = this.#world.clock.now() <= until;
      const isUnmoved = checkout === watched.checkout;
      // The whole file as it was is somebody's will, and what comes after that is written on top of it.
      if (text === base) watched.base = undefined;
      const isOverwritten = isAsBefore && isRecent && isUnmoved && watched.base !== undefined;
      if (isOverwritten && !isUnsaved && !watched.isReapplied && (await this.#doAgain(watched))) continue;
      suspects.push([watched, { isAsBefore, isSure: isRecent || isUnmoved }]);
    }
    // What a newer change replaces is known with its rows.
    await Promise.all(
      [...this.#watched].filter((each) => isSameDocument(each.document, document)).map(({ rows }) => rows),
    );
    let tasks: readonly Task[] | undefined;
    for (const [watched, how] of suspects) {
      if (!this.#watched.has(watched)) continue;
      const rows = await watched.rows;
      if (rows.length > 0) tasks ??= await watched.tasksOf(text);
      if (rows.length > 0 && tasks === undefined) continue;
      const { losses, follow } = lossesOf(rows, tasks ?? [], how.isAsBefore);
      // What is typed in an editor here is an action of the person.
      if (losses.length === 0 ? !follow : isUnsaved) this.#watched.delete(watched);
      else if (losses.length > 0) found.set(watched, { ...how, losses });
      else if (!isUnsaved) watched.checkout = checkout;
    }
    return found;
  }

  /** Does a change again, once. Gives whether it stands then. */
  async #doAgain(watched: Watched): Promise<boolean> {
    watched.base = undefined;
    if (!(await watched.retry())) return false;
    this.#healed++;
    this.#watched.delete(watched);
    return true;
  }
}

/** What of a change is lost, and whether it is worth a look later where nothing is. */
function lossesOf(
  rows: readonly ChangedRow[],
  tasks: readonly Task[],
  isAsBefore: boolean,
): { readonly losses: readonly LostRow[]; readonly follow: boolean } {
  if (rows.length === 0)
    return { losses: isAsBefore ? [{ row: undefined, now: undefined }] : [], follow: false };
  const outcomes = rows.map((row) => ({ row, outcome: outcomeOf(row, tasks) }));
  return {
    losses: outcomes.flatMap(({ row, outcome }) =>
      outcome.kind === 'lost' ? [{ row, now: outcome.now }] : [],
    ),
    follow: outcomes.some(
      ({ outcome }) => outcome.kind === 'stands' || (outcome.kind === 'movedOn' && outcome.follow),
    ),
  };
}

/** The documents of changes, each once. */
function documentsOf(changes: readonly Watched[]): Iterable<DocumentId> {
  return new Map(changes.map(({ document }) => [nameOfDocument(document), document])).values();
}

/** Lines that were changed as such; none when lines were added. */
function changedLines(base: string, text: string): Watched['lines'] {
  const before = toLines(base).map(withoutEnding);
  const after = toLines(text).map(withoutEnding);
  if (before.length !== after.length) return [];
  return before.flatMap((line, i) => {
    const now = after[i] ?? '';
    return line === now ? [] : [{ before: flatten(line), after: flatten(now) }];
  });
}
