import { createHash } from 'node:crypto';

/** What others did to a file on disk at one moment. */
export interface DiskChange {
  readonly base: string;
  readonly theirs: string;
}

interface Recorded extends DiskChange {
  /** True when it was merged into unsaved changes; false when the editor, without any, just showed it. */
  readonly isMerged: boolean;
}

/** A text that the editor had. */
interface State {
  readonly hash: string;
  /** How many of all recorded changes are in the text; undefined when that is not known. */
  included: number | undefined;
}

/** How a text came about. */
export type Step = 'typed' | 'undone' | 'redone';

/** So many changes on disk are kept, and so many characters of them. */
const changesKept = 50;
const charactersKept = 16 * 1024 * 1024;
/** So many texts are known again. */
const statesKept = 10_000;

/**
 * The texts that an editor went through, as its undo stack has them, each with the changes on disk that are in it. Undo takes
 * back a merge like anything else: this is what says that the text lacks again what others wrote.
 */
export class EditHistory {
  /** As the undo stack: what was undone comes behind the text that is shown. */
  readonly #states: State[];
  #at = 0;
  readonly #changes: Recorded[] = [];
  /** How many changes came before those that are kept. */
  #forgotten = 0;

  constructor(text: string) {
    this.#states = [{ hash: hashOf(text), included: 0 }];
  }

  /** Whether this is the text that the editor showed last. */
  shows(text: string): boolean {
    return this.#current.hash === hashOf(text);
  }

  /** The editor shows another text. */
  step(text: string, how: Step): void {
    const hash = hashOf(text);
    if (how === 'typed') {
      if (this.lacks?.length === 0) this.#accept();
      this.#push({ hash, included: this.#current.included });
      return;
    }
    const found = this.#find(hash, how);
    if (found !== undefined) this.#at = found;
    else if (how === 'undone') {
      this.#states.splice(0, this.#at, { hash, included: undefined });
      this.#at = 0;
    } else {
      this.#push({ hash, included: undefined });
    }
  }

  /** The editor shows what it showed, and what others wrote: a change on disk, all that it lacked, or both. */
  merge(text: string, change: DiskChange | undefined): void {
    if (change !== undefined) this.#record({ ...change, isMerged: true });
    this.#show(text);
  }

  /** The editor has no unsaved changes and shows the disk, where others wrote `text` instead of `base`. */
  load(text: string, base: string): void {
    if (text !== base) this.#record({ base, theirs: text, isMerged: false });
    this.#show(text);
  }

  /** The text was saved: what it lacked without a merge, or what nobody knows of, it lacks on purpose from now on. */
  save(): void {
    if ((this.lacks?.length ?? 0) === 0) this.#accept();
  }

  /**
   * What has to be merged into the text, one after the other: undo took it out again. A person who goes back to before what the
   * editor just showed means it, maybe to rescue a text from whoever overwrote it; that comes again only with a merge from before it.
   * Undefined when it is not known what the text lacks.
   */
  get lacks(): readonly DiskChange[] | undefined {
    const { included } = this.#current;
    if (included === undefined) return this.#hadMerges ? undefined : [];
    const missing = this.#changes.slice(included - this.#forgotten);
    return missing.some(({ isMerged }) => isMerged) ? joined(missing) : [];
  }

  get #hadMerges(): boolean {
    return this.#forgotten > 0 || this.#changes.some(({ isMerged }) => isMerged);
  }

  get #total(): number {
    return this.#forgotten + this.#changes.length;
  }

  get #current(): State {
    const state = this.#states[this.#at];
    if (state === undefined) throw new Error(`No text at ${this.#at} of ${this.#states.length}`);
    return state;
  }

  #accept(): void {
    this.#current.included = this.#total;
  }

  /** A text with all that others wrote. */
  #show(text: string): void {
    const hash = hashOf(text);
    if (this.#current.hash !== hash) this.#push({ hash, included: undefined });
    this.#accept();
  }

  /** The nearest text in the direction of a step, else in the other one. */
  #find(hash: string, how: 'undone' | 'redone'): number | undefined {
    const isIt = (state: State): boolean => state.hash === hash;
    const before = this.#states.slice(0, this.#at).findLastIndex(isIt);
    const after = this.#states.findIndex((state, i) => i > this.#at && isIt(state));
    const [near, far] = how === 'undone' ? [before, after] : [after, before];
    return near >= 0 ? near : far >= 0 ? far : undefined;
  }

  #push(state: State): void {
    this.#states.splice(this.#at + 1, Infinity, state);
    if (this.#states.length > statesKept) this.#states.shift();
    this.#at = this.#states.length - 1;
  }

  #record(change: Recorded): void {
    this.#changes.push(change);
    const size = ({ base, theirs }: Recorded): number => base.length + theirs.length;
    let characters = this.#changes.reduce((sum, each) => sum + size(each), 0);
    while (this.#changes.length > changesKept || characters > charactersKept) {
      const oldest = this.#changes.shift();
      if (oldest === undefined) break;
      characters -= size(oldest);
      this.#forgotten++;
    }
    for (const state of this.#states)
      if (state.included !== undefined && state.included < this.#forgotten) state.included = undefined;
  }
}

/** So many histories of closed files are kept: VS Code gives a file its undo stack back when it is opened again as it was. */
const closedKept = 20;

/** The histories of all files, by their URIs. */
export class EditHistories {
  readonly #open = new Map<string, EditHistory>();
  readonly #closed = new Map<string, EditHistory>();

  /** An editor is there, with this text. */
  open(uri: string, text: string): void {
    const known = this.#closed.get(uri);
    this.#closed.delete(uri);
    this.#open.set(uri, known?.shows(text) === true ? known : new EditHistory(text));
  }

  close(uri: string): void {
    const history = this.#open.get(uri);
    if (history === undefined) return;
    this.#open.delete(uri);
    this.#closed.set(uri, history);
    const [oldest] = this.#closed.keys();
    if (oldest !== undefined && this.#closed.size > closedKept) this.#closed.delete(oldest);
  }

  /** The history of a file that is open; it begins now where none is known. */
  of(uri: string, text: () => string): EditHistory {
    const known = this.#open.get(uri);
    if (known !== undefined) return known;
    const history = new EditHistory(text());
    this.#open.set(uri, history);
    return history;
  }
}

/** Fewer changes with the same result: those that follow each other are one. */
function joined(changes: readonly DiskChange[]): readonly DiskChange[] {
  const found: DiskChange[] = [];
  for (const { base, theirs } of changes) {
    const last = found.at(-1);
    if (last?.theirs === base) found[found.length - 1] = { base: last.base, theirs };
    else found.push({ base, theirs });
  }
  return found;
}

function hashOf(text: string): string {
  return createHash('sha1').update(text).digest('base64');
}
