import type { Key } from '../core/text/key.ts';

/** What is to be done next for a folder. One step ends before the next one begins. */
export type Step =
  /** List the folder, and read what is new or different there. */
  | { readonly kind: 'list' }
  /** Read documents, whatever version of them is known. */
  | { readonly kind: 'read'; readonly keys: readonly Key[] }
  /** Take what git has answered about the clone. */
  | { readonly kind: 'takeClone' }
  /** Every document was read once: find out what follows from all of them together. */
  | { readonly kind: 'complete' };

/**
 * `peeked`: single documents are read, and nothing was listed; `listing`: it was asked for; `listed`: everything was read once, but for
 * what the Markdown worker still has; `complete`: that too, and it is known what follows.
 */
export type Phase = 'peeked' | 'listing' | 'listed' | 'complete';

/** A reading of a document: later ones have higher numbers. */
export type Reading = number;

/** What becomes of a text that was read. */
export type Verdict = 'take' | 'readAgain' | 'tooLate';

/** A text that may be half of what a writer is still writing: it is taken when it is read the same twice. */
interface Suspect {
  readonly text: string | undefined;
  readonly times: number;
}

/** How often a text that lost something is read again. */
const suspectLimit = 10;

/**
 * So many characters wait for the Markdown worker at most, unless one text alone has more: it may take a minute for them, and all of
 * them are in memory. What does not fit is read when there is room.
 */
export const mostWaiting = 8 * 2 ** 20;

/**
 * What is to be read of a folder, in which order, and what becomes of it: all decisions of the way from an event to the index, and none
 * of its doing. It reads no clock and no disk, and waits for nothing, so that any order of events can be tried on it.
 */
export class Pipeline {
  #phase: Phase = 'peeked';
  #toList = false;
  /** Git is asked beside the steps: nobody waits for it to read a document. */
  #toAskGit = false;
  #isGitAsked = false;
  #toTakeClone = false;
  readonly #toRead = new Set<Key>();
  /** What the step that was given last has in hand. */
  #step: Step | undefined;
  #lastReading: Reading = 0;
  /** The latest reading of each document, so that an older one knows that it comes too late. */
  readonly #latest = new Map<Key, Reading>();
  /** Version of each known document, as it was when it was last read. */
  readonly #versions = new Map<Key, string>();
  readonly #suspects = new Map<Key, Suspect>();
  /** Suspects that are read again after a while. */
  readonly #delayed = new Set<Key>();
  /** What is another document now than before: it has lost nothing. */
  readonly #exchanged = new Set<Key>();
  /** Sizes of the texts that the worker has, by their readings, in characters. */
  readonly #atWorker = new Map<Reading, { readonly key: Key; readonly size: number }>();
  /** Sizes of the texts for which it has no room yet. */
  readonly #postponed = new Map<Key, number>();

  get phase(): Phase {
    return this.#phase;
  }

  /** Something may be different: in a document, or without one anywhere in the folder. */
  look(key?: Key): void {
    if (key !== undefined) {
      this.#toRead.add(key);
      return;
    }
    this.#toList = true;
    if (this.#phase === 'peeked') this.#phase = 'listing';
  }

  /** Git may have moved. Until all was listed, nobody asks it: then it is asked anyway. */
  gitMoved(): void {
    if (this.#phase !== 'peeked' && this.#phase !== 'listing') this.#toAskGit = true;
  }

  /** Whether git is to be asked now: one question at a time, and one more for all that moves before it answers. */
  askGit(): boolean {
    if (!this.#toAskGit || this.#isGitAsked) return false;
    this.#toAskGit = false;
    this.#isGitAsked = true;
    return true;
  }

  /** Git has answered, or failed. */
  gitAnswered(hasAnswer: boolean): void {
    this.#isGitAsked = false;
    if (hasAnswer) this.#toTakeClone = true;
  }

  /** The next step; undefined while another one is under way, and when nothing is to be done. */
  next(): Step | undefined {
    if (this.#step !== undefined) return undefined;
    this.#step = this.#choose();
    return this.#step;
  }

  /** The step has ended, well or not. */
  ended(): void {
    const step = this.#step;
    this.#step = undefined;
    if (step?.kind === 'list') {
      if (this.#phase === 'listing') this.#phase = 'listed';
      this.#toAskGit = true;
    }
    if (step?.kind === 'complete') this.#phase = 'complete';
  }

  #choose(): Step | undefined {
    if (this.#toList) {
      this.#toList = false;
      // Listing looks at what is known anyway, but not at what has the version that is known.
      return { kind: 'list' };
    }
    if (this.#toRead.size > 0) {
      const keys = [...this.#toRead];
      this.#toRead.clear();
      return { kind: 'read', keys };
    }
    if (this.#toTakeClone) {
      this.#toTakeClone = false;
      return { kind: 'takeClone' };
    }
    const isRead = this.#atWorker.size === 0 && !this.#toAskGit && !this.#isGitAsked;
    return this.#phase === 'listed' && isRead ? { kind: 'complete' } : undefined;
  }

  /** The version with which a document needs not be read again. */
  knownVersion(key: Key): string | undefined {
    return this.#suspects.has(key) ? undefined : this.#versions.get(key);
  }

  /** A document is being read: what was read of it before and is not in the index yet comes too late. */
  begin(key: Key): Reading {
    this.#latest.set(key, ++this.#lastReading);
    this.#postponed.delete(key);
    return this.#lastReading;
  }

  isLatest(key: Key, reading: Reading): boolean {
    return this.#latest.get(key) === reading;
  }

  /** What was read has this version; undefined: it has none that could be compared. */
  found(key: Key, version: string | undefined): void {
    if (version === undefined) this.#versions.delete(key);
    else this.#versions.set(key, version);
  }

  /** A text goes to the Markdown worker; false when that has no room for it: it is looked at again once it has. */
  toWorker(key: Key, reading: Reading, size: number): boolean {
    if (!this.#hasRoom(size)) {
      // As if it had not been looked at yet.
      this.#versions.delete(key);
      this.#postponed.set(key, size);
      return false;
    }
    this.#atWorker.set(reading, { key, size });
    return true;
  }

  /** The worker has answered, or failed. */
  fromWorker(reading: Reading): void {
    this.#atWorker.delete(reading);
    let expected = 0;
    for (const [key, size] of this.#postponed) {
      if (!this.#hasRoom(expected + size)) return;
      expected += size;
      this.#postponed.delete(key);
      this.look(key);
    }
  }

  #hasRoom(size: number): boolean {
    let waiting = 0;
    for (const each of this.#atWorker.values()) waiting += each.size;
    return waiting === 0 || waiting + size <= mostWaiting;
  }

  /** A document is another one now, as its branch is checked out elsewhere: that it holds less says nothing. */
  exchanged(key: Key): void {
    this.#exchanged.add(key);
  }

  /** What a document says is known without a doubt. */
  certain(key: Key): void {
    this.#suspects.delete(key);
  }

  /**
   * What becomes of a text that was read. One that holds less than the index does may be half of what somebody is still writing: it is
   * taken once it was read the same twice. Not for ever: a document that keeps changing is taken as it is.
   * @param text undefined when nothing is there
   * @param isLess whether it holds less than what is known
   */
  judge(key: Key, reading: Reading, text: string | undefined, isLess: boolean): Verdict {
    if (!this.isLatest(key, reading)) return 'tooLate';
    const before = this.#suspects.get(key);
    const isExchanged = this.#exchanged.delete(key);
    const times = (before?.times ?? 0) + 1;
    const isSure = (before !== undefined && before.text === text) || times > suspectLimit;
    if (isExchanged || !isLess || isSure) {
      this.#suspects.delete(key);
      return 'take';
    }
    this.#suspects.set(key, { text, times });
    this.#delayed.add(key);
    return 'readAgain';
  }

  /** The time to read a suspect again has come. */
  waited(key: Key): void {
    if (this.#delayed.delete(key)) this.look(key);
  }

  /** A document is out of the index, or is shown with a problem instead. */
  forget(key: Key): void {
    this.#versions.delete(key);
    this.#suspects.delete(key);
    this.begin(key);
  }

  /** Whether what a document says may be on its way to the index; without a key: any document. */
  isReading(key?: Key): boolean {
    if (this.#toList || this.#step?.kind === 'list') return true;
    if (key === undefined)
      return this.#toRead.size > 0 || this.#step?.kind === 'read' || this.#atWorker.size > 0;
    if (this.#toRead.has(key) || this.#delayed.has(key) || this.#postponed.has(key)) return true;
    if (this.#step?.kind === 'read' && this.#step.keys.includes(key)) return true;
    return [...this.#atWorker.values()].some((each) => each.key === key);
  }

  /** Whether git's answer, or what follows from it, may be on its way. */
  isAskingGit(): boolean {
    const isOnItsWay = this.#toAskGit || this.#isGitAsked || this.#toTakeClone;
    return isOnItsWay || this.#step?.kind === 'takeClone' || this.#phase === 'listing';
  }

  /** Whether nothing is left to do until something happens. */
  get isIdle(): boolean {
    return (
      this.#step === undefined &&
      !this.#toList &&
      this.#toRead.size === 0 &&
      !this.#toAskGit &&
      !this.#isGitAsked &&
      !this.#toTakeClone &&
      this.#atWorker.size === 0 &&
      this.#phase !== 'listed'
    );
  }
}
