import type { FolderRules } from '../core/formats/folderRules.ts';
import { noConfigs, type FolderConfigs } from '../core/model/system.ts';
import { claimsKey, type Key } from '../core/text/key.ts';
import { DocumentReader, type ReaderEvents } from './documentReader.ts';
import type { Folder } from './documentStore.ts';
import { Pipeline, type Step } from './pipeline.ts';
import { SerialQueue } from './serialQueue.ts';
import { inSlices } from './slices.ts';
import { TrackedFolder, type GitAnswer } from './trackedFolder.ts';
import type { World } from './world.ts';

/** What is told of a folder. */
export interface FolderEvents {
  /** Documents are shown differently now, by their keys. */
  readonly changed: (keys: readonly Key[]) => void;
  /** All was listed and read once, or it is known what follows from all together. */
  readonly loaded: () => void;
  /** Git was asked about the clone. */
  readonly askedGit: () => void;
  readonly log: (error: unknown) => void;
}

/** All that belongs to one state of the settings: with other ones all is read anew. */
interface Parts {
  readonly tracked: TrackedFolder;
  readonly pipeline: Pipeline;
  readonly reader: DocumentReader;
  /** What git said last, until it is taken. */
  answer: GitAnswer | undefined;
}

/** Somebody who waits until something is so. */
interface Waiter {
  readonly isSo: () => boolean;
  readonly resolve: () => void;
}

/** Keeps what is known of one folder true, one step after the other: events say where to look, a reading tells what is there. */
export class FolderPipeline {
  readonly #world: World;
  readonly #folder: Folder;
  readonly #rulesNow: (configs: FolderConfigs) => FolderRules;
  readonly #events: FolderEvents;
  readonly #queue: SerialQueue;
  readonly #gitQueue: SerialQueue;
  readonly #waiters = new Set<Waiter>();
  #parts: Parts;
  /** What was known under other settings, and is to be drawn anew once it was read again. */
  #stale: readonly Key[] = [];
  #isDisposed = false;

  /** @param rulesNow by the settings as they are at that moment */
  constructor(
    world: World,
    folder: Folder,
    rulesNow: (configs: FolderConfigs) => FolderRules,
    events: FolderEvents,
  ) {
    this.#world = world;
    this.#folder = folder;
    this.#rulesNow = rulesNow;
    this.#events = events;
    this.#parts = this.#createParts(rulesNow(noConfigs));
    this.#queue = new SerialQueue(world.clock, () => this.#nextJob(), this.#log);
    this.#gitQueue = new SerialQueue(world.clock, () => this.#nextQuestion(), this.#log);
  }

  get tracked(): TrackedFolder {
    return this.#parts.tracked;
  }

  /** Whether everything was listed and read once, but for what the Markdown worker still has. */
  get isListed(): boolean {
    const { phase } = this.#parts.pipeline;
    return phase === 'listed' || phase === 'complete';
  }

  /** Whether git's answer may be on its way. */
  get isAskingGit(): boolean {
    return this.#parts.pipeline.isAskingGit();
  }

  /** Says that a document, or without one anything in the folder, may be different now. */
  look(key?: Key): void {
    this.#parts.pipeline.look(key);
    this.#wake();
  }

  /** Says that git may have moved. */
  gitMoved(): void {
    this.#parts.pipeline.gitMoved();
    this.#wake();
  }

  /** Resolves when none of these documents, or none at all, is on its way to the index any more. */
  settled(keys?: readonly Key[]): Promise<void> {
    return this.#when(() => {
      const { pipeline } = this.#parts;
      return keys === undefined ? !pipeline.isReading() : !keys.some((key) => pipeline.isReading(key));
    });
  }

  /** Asks git now; resolves when it has answered and what it said is in the index. */
  async askGit(): Promise<void> {
    this.gitMoved();
    await this.#when(() => !this.#parts.pipeline.isAskingGit());
  }

  /** Resolves when nothing is left to do, the Markdown worker's share included. */
  idle(): Promise<void> {
    return this.#when(() => this.#parts.pipeline.isIdle);
  }

  /** What is being read is given up. */
  dispose(): void {
    this.#isDisposed = true;
    for (const { resolve } of this.#waiters) resolve();
    this.#waiters.clear();
  }

  #when(isSo: () => boolean): Promise<void> {
    if (this.#isDisposed || isSo()) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.add({ isSo, resolve }));
  }

  #tellWaiters(): void {
    for (const waiter of this.#waiters) {
      if (!waiter.isSo()) continue;
      this.#waiters.delete(waiter);
      waiter.resolve();
    }
  }

  #wake(): void {
    if (this.#isDisposed) return;
    this.#queue.wake();
    this.#gitQueue.wake();
  }

  readonly #log = (error: unknown): void => {
    // What was let go of while it was used is nobody's fault.
    if (!this.#isDisposed) this.#events.log(error);
  };

  #createParts(rules: FolderRules): Parts {
    const tracked = new TrackedFolder(this.#world, this.#folder, rules);
    const pipeline = new Pipeline();
    const events: ReaderEvents = {
      isCurrent: () => !this.#isDisposed && this.#parts.tracked === tracked,
      changed: this.#events.changed,
      wake: () => {
        this.#wake();
        this.#tellWaiters();
      },
      log: this.#log,
    };
    const reader = new DocumentReader(this.#world, tracked, pipeline, events);
    return { tracked, pipeline, reader, answer: undefined };
  }

  #nextJob(): (() => Promise<void>) | undefined {
    const parts = this.#parts;
    const step = this.#isDisposed ? undefined : parts.pipeline.next();
    if (step === undefined) {
      this.#tellWaiters();
      return undefined;
    }
    return async () => {
      try {
        await this.#do(step, parts);
      } finally {
        parts.pipeline.ended();
        // A listing asks for git too.
        this.#wake();
        if (!this.#isDisposed) this.#tellEnd(step, parts);
        this.#tellWaiters();
      }
    };
  }

  #nextQuestion(): (() => Promise<void>) | undefined {
    const parts = this.#parts;
    if (this.#isDisposed || !parts.pipeline.askGit()) return undefined;
    return async () => {
      try {
        parts.answer = await parts.tracked.askGit();
      } finally {
        parts.pipeline.gitAnswered(parts.answer !== undefined);
        this.#wake();
        this.#tellWaiters();
      }
    };
  }

  async #do(step: Step, parts: Parts): Promise<void> {
    switch (step.kind) {
      case 'list':
        return this.#list(parts);
      case 'read':
        return parts.reader.read(step.keys);
      case 'takeClone':
        return this.#takeClone(parts);
      case 'complete':
        return this.#complete(parts);
    }
  }

  #tellEnd({ kind }: Step, { tracked }: Parts): void {
    if (this.#parts.tracked !== tracked) return;
    if (kind === 'list' || kind === 'complete') this.#events.loaded();
    if (kind === 'takeClone') this.#events.askedGit();
  }

  async #list({ tracked, reader }: Parts): Promise<void> {
    const rules = this.#rulesNow(tracked.rules.configs);
    if (rules.key !== tracked.rules.key) {
      this.#startAnew(rules);
      return;
    }
    try {
      const configs = await reader.readListed();
      if (configs !== undefined && !this.#isDisposed) {
        this.#startAnew(this.#rulesNow(configs));
        return;
      }
    } catch (error) {
      if (this.#isDisposed) return;
      this.#events.log(error);
      reader.showFailure(error);
    }
    if (this.#stale.length > 0) this.#events.changed(this.#stale);
    this.#stale = [];
  }

  /** Other settings or configurations: what was read under the old ones is read anew. */
  #startAnew(rules: FolderRules): void {
    this.#stale = [...this.#stale, ...this.#parts.tracked.index.keys()];
    this.#parts = this.#createParts(rules);
    this.look();
  }

  /** Takes which documents are the truth, and reads those that are others than before. */
  async #takeClone(parts: Parts): Promise<void> {
    const { tracked, pipeline, reader, answer } = parts;
    parts.answer = undefined;
    const isCurrent = (): boolean => !this.#isDisposed && this.#parts.tracked === tracked;
    const exchanged = answer === undefined ? [] : await tracked.takeClone(answer, isCurrent);
    if (!isCurrent()) return;
    for (const key of exchanged) pipeline.exchanged(key);
    // Whose a task is may depend on what is checked out.
    await reader.read([...exchanged, claimsKey]);
  }

  /** Every document was read once: now it can be said where links lead and which criteria there are. */
  async #complete({ tracked: { index }, reader }: Parts): Promise<void> {
    index.setComplete();
    const changed = new Set<Key>();
    const isCurrent = (): boolean => !this.#isDisposed;
    await inSlices(this.#world.clock, [...index.keys()], isCurrent, async (key) => {
      await reader.lookAtLinks(key);
    });
    await inSlices(this.#world.clock, [...index.keys()], isCurrent, (key) => {
      if (index.problems(key).length !== index.file(key)?.problems.length) changed.add(key);
    });
    this.#events.changed([...changed]);
  }
}
