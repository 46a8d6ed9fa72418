import type { DocumentChange, Moment, Plan } from '../core/model/plan.ts';
import { doubt, refusal, type Refusal } from '../core/model/refusal.ts';
import { isSameDocument, type DocumentId, type FolderId } from '../core/text/document.ts';
import { applyEdits } from '../core/text/edit.ts';
import { toLines } from '../core/text/lineMerge.ts';
import { endsInRow } from '../core/text/unfinished.ts';
import type { DocumentWriter, HeldLock, LockedChange } from './documentWriter.ts';
import { HeldToolLocks, type ToolBusy } from './heldToolLocks.ts';
import type { Committed, Done, Planner, Scope, Written } from './plan.ts';
import { doneEdit, isMove, isOfFile, nowOf, touchedBy } from './lockedChanges.ts';
import { momentOf } from './moment.ts';
import type { FullSnapshot } from './snapshot.ts';
import type { Clock } from './world.ts';

/** The code of what was refused because the lock was taken over or removed before anything was written. */
export const lockLost = 'file.lockLost';
/**
 * How often a lock is taken again that was lost before anything was written. Whoever cleans up removes it once; where it is removed
 * again and again, or taken over because this process stands still for so long, somebody has to hear of it.
 */
const lockLimit = 5;
/** How often it is planned anew because a document changed meanwhile. */
const planLimit = 20;
/** How long it is waited for a git that is replacing files, and how long between two looks, in milliseconds. */
const gitPatience = 5000;
const gitDelay = 50;
/** How often, and how many milliseconds apart, a file is read again that somebody seems to be filling: empty, or with half a row. */
const unfinishedLimit = 5;
const unfinishedDelay = 50;

/**
 * Reads, has it planned and writes while nobody else may, until the documents hold still for that long (not everybody asks for
 * their locks). Files are made in the order of the plan, once.
 */
export function commitTo(
  writer: DocumentWriter,
  clock: Clock,
  scope: Scope,
  planner: Planner,
): Promise<Committed> {
  return new Commit(writer, clock, scope, planner).run();
}

/** How an attempt ended; undefined: it has to be made again. */
type Attempted = Committed['result'] | ToolBusy | undefined;

/** One commit, over all its attempts. */
class Commit {
  readonly #writer: DocumentWriter;
  readonly #clock: Clock;
  readonly #scope: Scope;
  readonly #planner: Planner;
  readonly #onDisk: boolean;
  readonly #toolLocks: HeldToolLocks;
  readonly #made: DocumentId[] = [];
  readonly #touched: DocumentId[] = [];
  /** Of the documents of the scope those that may have been written. */
  readonly #changed: DocumentId[] = [];
  readonly #done: Done[] = [];
  /** What was written where git may have begun to replace files in the moment between the last look at it and the change. */
  readonly #doubtful: Written[] = [];
  /** What was to be made, and stood there already. */
  #found: DocumentId | undefined;
  #attempts = 0;
  #locksLost = 0;
  #waited = 0;

  constructor(writer: DocumentWriter, clock: Clock, scope: Scope, planner: Planner) {
    this.#writer = writer;
    this.#clock = clock;
    this.#scope = scope;
    this.#planner = planner;
    this.#onDisk = scope.through === 'disk';
    this.#toolLocks = new HeldToolLocks(writer);
  }

  async run(): Promise<Committed> {
    const { documents } = this.#scope;
    for (; this.#attempts < planLimit; this.#attempts++) {
      const busy = this.#onDisk ? await this.#busyFolder() : undefined;
      if (busy !== undefined) return this.#end(refusal('git.busy', { path: busy.path }));
      if (this.#planner.prepare !== undefined) await this.#planner.prepare(await this.#read());
      const ended = this.#onDisk
        ? await this.#writer.exclusively(documents, (held) => this.#attemptOnDisk(held))
        : await this.#attempt([]);
      if (ended === undefined) continue;
      if (ended.kind === 'busy') {
        if (!(await this.#toolLocks.wait(this.#clock))) return this.#end(ended.refusal);
        // Nothing was tried.
        this.#attempts--;
        continue;
      }
      if (ended.kind === 'refused') return this.#end(ended);
      for (const doubtful of this.#doubtful)
        if ((await this.#busyFolder()) !== undefined || !(await this.#isKept(doubtful)))
          return this.#end(doubt('git.sameMoment', { path: doubtful.document.path }));
      return this.#end(ended);
    }
    return this.#end(refusal('file.contended', { path: documents[0]?.path ?? '' }));
  }

  #end(result: Committed['result']): Committed {
    const made = this.#made.map(({ path }) => path);
    return {
      result: result.kind === 'refused' && made.length > 0 ? { ...result, created: made } : result,
      touched: this.#touched,
      done: this.#done,
    };
  }

  async #read(): Promise<readonly FullSnapshot[]> {
    const snapshots: FullSnapshot[] = [];
    for (const document of this.#scope.documents) snapshots.push(await this.#writer.read(document));
    return snapshots;
  }

  async #attemptOnDisk(held: readonly (HeldLock | undefined)[]): Promise<Attempted> {
    try {
      return await this.#attempt(held);
    } finally {
      this.#toolLocks.release();
    }
  }

  /**
   * Undefined when the locks have to be taken again: something has to be prepared, git has begun to replace files, a file came that
   * has none yet, or a lock was lost.
   */
  async #attempt(held: readonly (HeldLock | undefined)[]): Promise<Attempted> {
    const { documents } = this.#scope;
    const writer = this.#writer;
    let unfinished = 0;
    for (; this.#attempts < planLimit; this.#attempts++) {
      const snapshots = await this.#read();
      if (this.#onDisk) {
        const at = snapshots.findIndex((each) => each.kind === 'text' && each.isUnsaved);
        const unsaved = documents[at];
        if (unsaved !== undefined) return refusal('file.dirty', { path: unsaved.path });
        // It came while another lock was waited for.
        if (held.some((lock, i) => lock === undefined && snapshots[i]?.kind === 'text')) return undefined;
        const isUnfinished = snapshots.some(
          (each) => each.kind === 'text' && (each.text === '' || endsInRow(each.text)),
        );
        if (isUnfinished && unfinished++ < unfinishedLimit) {
          await this.#clock.delay(unfinishedDelay);
          continue;
        }
      }
      const moment = momentOf(writer, documents, held);
      const plan = await this.#planner.plan(snapshots, {
        ...moment,
        // What was made for an earlier plan is there for the next one to be written.
        exists: (document) => !this.#hasMade(document) && moment.exists(document),
      });
      if (plan?.kind !== 'plan') return plan;
      if (this.#onDisk && plan.toolLocks !== undefined) {
        const locked = await this.#toolLocks.take(plan.toolLocks);
        // What was read until now may be what the other tool has just replaced.
        if (locked.kind === 'taken') continue;
        if (locked.kind !== 'held') return locked;
      }
      // Before it is asked which branch is there: git says that last.
      if (this.#onDisk && this.#folders().some((folder) => moment.isGitBusy(folder))) return undefined;
      const wrong = plan.condition?.(moment);
      if (wrong !== undefined) return wrong;
      const moves = plan.changes.some(({ kind }) => kind === 'moveFolder');
      const isJoint = moves || (plan.atomic === true && plan.changes.filter(isOfFile).length > 1);
      const ended = await (isJoint
        ? this.#writeTogether(plan, snapshots, held, moment)
        : this.#write(plan, snapshots, held, moment));
      if (ended !== 'stale') return ended;
    }
    return refusal('file.contended', { path: documents[0]?.path ?? '' });
  }

  async #write(
    plan: Plan,
    snapshots: readonly FullSnapshot[],
    held: readonly (HeldLock | undefined)[],
    moment: Moment,
  ): Promise<Committed['result'] | 'stale' | undefined> {
    for (const change of plan.changes) {
      const { document } = change;
      if (change.kind === 'create') {
        if (!this.#toolLocks.areHeld())
          return this.#touched.length > 0 ? refusal(lockLost, { name: document.path }) : undefined;
        const made = await this.#make(change, plan.isUndo);
        if (made === 'exists') return this.#refuseExisting(document);
        if (made !== undefined) return made;
        continue;
      }
      if (change.kind === 'moveFolder') throw new Error('a folder is moved with all else or not at all');
      if (change.kind === 'removeFolder') {
        const removed = await this.#writer.removeFolder(document);
        if (removed !== undefined) return removed;
        continue;
      }
      const { base, lock } = this.#find(document, snapshots, held);
      const written = { document, base, edits: change.kind === 'edit' ? change.edits : [] };
      let checkout = '';
      /** To flush a file takes long enough for a branch to be switched: all is asked again right before it is replaced. */
      const guard = (unguarded: HeldLock): HeldLock => ({
        ...unguarded,
        still: () => {
          checkout = this.#writer.checkout(document);
          return (
            unguarded.still() &&
            this.#toolLocks.areHeld() &&
            !moment.isGitBusy(document.folder) &&
            plan.condition?.(moment) === undefined
          );
        },
      });
      const guarded = lock === undefined ? undefined : guard(lock);
      const result =
        change.kind === 'edit'
          ? await this.#writer.apply({
              ...written,
              through: this.#scope.through,
              held: guarded,
              isUndo: plan.isUndo,
            })
          : await this.#writer.remove(document, base, guarded, plan.isUndo);
      // To plan anew would change those again that are changed already.
      const isBegun = this.#changed.length > 0;
      if (result.kind === 'stale')
        return isBegun ? refusal('file.contended', { path: document.path }) : 'stale';
      if (result.kind === 'refused' && result.code === lockLost && !isBegun && ++this.#locksLost <= lockLimit)
        return undefined;
      this.#changed.push(document);
      this.#touched.push(document);
      if (result.kind === 'refused') return result;
      if (result.kind === 'unknown' && !(await this.#holds(written))) return result;
      if (change.kind === 'delete') {
        this.#done.push({ kind: 'delete', document, text: base });
        continue;
      }
      this.#done.push(doneEdit(written, result));
      if (this.#onDisk && this.#writer.checkout(document) !== checkout) this.#doubtful.push(written);
    }
    return done(plan);
  }

  /** The same with all changes or none. */
  async #writeTogether(
    plan: Plan,
    snapshots: readonly FullSnapshot[],
    held: readonly (HeldLock | undefined)[],
    moment: Moment,
  ): Promise<Committed['result'] | 'stale' | undefined> {
    const changes = plan.changes.filter(isOfFile).map((change): LockedChange => {
      if (change.kind === 'create' || change.kind === 'moveFolder') return change;
      const { base, lock } = this.#find(change.document, snapshots, held);
      return { ...change, base, held: lock };
    });
    const there = changes.find(({ kind, document }) => kind === 'create' && moment.exists(document));
    if (there !== undefined) return this.#refuseExisting(there.document);
    /** What git was at before the first of them was made. */
    let checkouts: readonly string[] | undefined;
    const checkoutsNow = () => changes.map(({ document }) => this.#writer.checkout(document));
    const mayWrite = (): boolean => {
      checkouts ??= checkoutsNow();
      const isGitBusy = this.#onDisk && changes.some(({ document }) => moment.isGitBusy(document.folder));
      return this.#toolLocks.areHeld() && !isGitBusy && plan.condition?.(moment) === undefined;
    };
    const result = await this.#writer.applyTogether(changes, this.#scope.through, mayWrite, plan.isUndo);
    if (result.kind === 'stale') return 'stale';
    if (result.kind === 'refused')
      return result.code === lockLost && ++this.#locksLost <= lockLimit ? undefined : result;
    this.#touched.push(...changes.flatMap(touchedBy));
    if (result.kind === 'unknown')
      for (const change of changes) if (!(await this.#isMade(change))) return result;
    for (const { kind, document } of plan.changes) {
      const wrong = kind === 'removeFolder' ? await this.#writer.removeFolder(document) : undefined;
      if (wrong !== undefined) return wrong;
    }
    if (plan.isLasting === true) return done(plan);
    const now = checkoutsNow();
    for (const [at, change] of changes.entries()) {
      const { document } = change;
      if (isMove(change)) continue;
      if (change.kind !== 'edit') {
        const text = change.kind === 'create' ? (nowOf(document, result) ?? change.text) : change.base;
        this.#done.push({ kind: change.kind, document, text });
        continue;
      }
      const { base, edits } = change;
      this.#done.push(doneEdit({ document, base, edits }, result));
      if (this.#onDisk && now[at] !== checkouts?.[at]) this.#doubtful.push({ document, base, edits });
    }
    return done(plan);
  }

  /** What a document of the scope holds, and its lock. */
  #find(
    document: DocumentId,
    snapshots: readonly FullSnapshot[],
    held: readonly (HeldLock | undefined)[],
  ): { readonly base: string; readonly lock: HeldLock | undefined } {
    const at = this.#scope.documents.findIndex((each) => isSameDocument(each, document));
    const snapshot = snapshots[at];
    if (snapshot?.kind !== 'text') throw new Error(`${document.path} is not in the scope`);
    return { base: snapshot.text, lock: held[at] };
  }

  async #isMade(change: LockedChange): Promise<boolean> {
    if (isMove(change)) return this.#writer.exists(change.to) && !this.#writer.exists(change.document);
    if (change.kind === 'edit') return this.#holds(change);
    const now = await this.#writer.read(change.document);
    return change.kind === 'delete'
      ? now.kind === 'missing'
      : now.kind === 'text' && now.text === change.text;
  }

  async #make(
    change: Extract<DocumentChange, { kind: 'create' }>,
    isUndo: boolean | undefined,
  ): Promise<Refusal | 'exists' | undefined> {
    const { document } = change;
    if (this.#hasMade(document)) return undefined;
    const result = await this.#writer.create(document, change.text, isUndo);
    if (result.kind !== 'created') return result.kind === 'exists' ? 'exists' : result;
    this.#made.push(document);
    this.#touched.push(document);
    if (result.isLasting !== true) this.#done.push({ ...change, text: result.now ?? change.text });
    return undefined;
  }

  #hasMade(document: DocumentId): boolean {
    return this.#made.some((each) => isSameDocument(each, document));
  }

  /** Somebody was quicker: the next plan sees it. */
  #refuseExisting(document: DocumentId): Refusal | 'stale' {
    const isSeen = this.#found !== undefined && isSameDocument(this.#found, document);
    if (isSeen || this.#changed.length > 0) return refusal('file.exists', { path: document.path });
    this.#found = document;
    return 'stale';
  }

  #folders(): readonly FolderId[] {
    return [...new Set(this.#scope.documents.map(({ folder }) => folder))];
  }

  /** Waits until git has done what it does with the files; a document of a folder in which that takes too long. */
  async #busyFolder(): Promise<DocumentId | undefined> {
    const moment = momentOf(this.#writer, [], []);
    let wasBusy = false;
    for (const document of this.#scope.documents)
      while (moment.isGitBusy(document.folder)) {
        if (this.#waited >= gitPatience) return document;
        wasBusy = true;
        this.#waited += gitDelay;
        await this.#clock.delay(gitDelay);
      }
    // The branch is named a moment after the files are there.
    if (wasBusy) await this.#clock.delay(gitDelay);
    return undefined;
  }

  /** What edits made of their base, and the document as it is now; undefined where either is not known. */
  async #madeAndNow({
    document,
    base,
    edits,
  }: Written): Promise<{ readonly made: string; readonly now: string } | undefined> {
    const made = applyEdits(base, edits);
    const now = await this.#writer.read(document);
    return made.kind === 'applied' && now.kind === 'text' ? { made: made.text, now: now.text } : undefined;
  }

  /** Whether a document is what the edits made of it: what failed after the file was replaced may be as good as done. */
  async #holds(written: Written): Promise<boolean> {
    const found = await this.#madeAndNow(written);
    return found !== undefined && found.made === found.now;
  }

  /** Whether each line that the edits wrote is in the document, whatever others did to it since. */
  async #isKept(written: Written): Promise<boolean> {
    const found = await this.#madeAndNow(written);
    if (found === undefined) return false;
    const [before, there] = [new Set(toLines(written.base)), new Set(toLines(found.now))];
    return toLines(found.made).every((line) => before.has(line) || there.has(line));
  }
}

function done({ outcome }: Plan): Committed['result'] {
  return { kind: 'done', ...(outcome === undefined ? {} : { outcome }) };
}
