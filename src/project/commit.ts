import type { DocumentChange, Moment, Plan } from '../core/model/plan.ts';
import { doubt, refusal, type Refusal } from '../core/model/refusal.ts';
import { isSameDocument, type DocumentId, type FolderId } from '../core/text/document.ts';
import { applyEdits } from '../core/text/edit.ts';
import { toLines } from '../core/text/lineMerge.ts';
import { endsInRow } from '../core/text/unfinished.ts';
import type { DocumentWriter, HeldLock } from './documentWriter.ts';
import type { Committed, Planner, Scope, Written } from './plan.ts';
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

/** One commit, over all its attempts. */
class Commit {
  readonly #writer: DocumentWriter;
  readonly #clock: Clock;
  readonly #scope: Scope;
  readonly #planner: Planner;
  readonly #onDisk: boolean;
  readonly #made: DocumentId[] = [];
  readonly #touched: DocumentId[] = [];
  /** Of the documents of the scope those that may have been written. */
  readonly #changed: DocumentId[] = [];
  readonly #written: Written[] = [];
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
  }

  async run(): Promise<Committed> {
    const { documents } = this.#scope;
    for (; this.#attempts < planLimit; this.#attempts++) {
      const busy = this.#onDisk ? await this.#busyFolder() : undefined;
      if (busy !== undefined) return this.#end(refusal('git.busy', { path: busy.path }));
      if (this.#planner.prepare !== undefined) await this.#planner.prepare(await this.#read());
      const ended = this.#onDisk
        ? await this.#writer.exclusively(documents, (held) => this.#attempt(held))
        : await this.#attempt([]);
      if (ended === undefined) continue;
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
      written: this.#written,
    };
  }

  async #read(): Promise<readonly FullSnapshot[]> {
    const snapshots: FullSnapshot[] = [];
    for (const document of this.#scope.documents) snapshots.push(await this.#writer.read(document));
    return snapshots;
  }

  /**
   * Undefined when the locks have to be taken again: something has to be prepared, git has begun to replace files, or a lock was
   * lost.
   */
  async #attempt(held: readonly (HeldLock | undefined)[]): Promise<Committed['result'] | undefined> {
    const { documents } = this.#scope;
    const writer = this.#writer;
    let unfinished = 0;
    for (; this.#attempts < planLimit; this.#attempts++) {
      const snapshots = await this.#read();
      if (this.#onDisk) {
        const at = snapshots.findIndex((each) => each.kind === 'text' && each.isUnsaved);
        const unsaved = documents[at];
        if (unsaved !== undefined) return refusal('file.dirty', { path: unsaved.path });
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
        exists: (document) => !this.#isMade(document) && moment.exists(document),
      });
      if (plan?.kind !== 'plan') return plan;
      // Before it is asked which branch is there: git says that last.
      if (this.#onDisk && this.#folders().some((folder) => moment.isGitBusy(folder))) return undefined;
      const wrong = plan.condition?.(moment);
      if (wrong !== undefined) return wrong;
      const ended = await this.#write(plan, snapshots, held, moment);
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
      if (change.kind === 'create' || change.kind === 'createFolder') {
        if (this.#isMade(document)) continue;
        const made = await this.#make(change);
        if (made === 'exists') {
          const isSeen = this.#found !== undefined && isSameDocument(this.#found, document);
          if (isSeen || this.#changed.length > 0) return refusal('file.exists', { path: document.path });
          // Somebody was quicker: the next plan sees it.
          this.#found = document;
          return 'stale';
        }
        if (made !== undefined) return made;
        continue;
      }
      const at = this.#scope.documents.findIndex((each) => isSameDocument(each, document));
      const snapshot = snapshots[at];
      if (snapshot?.kind !== 'text') throw new Error(`${document.path} is not in the scope`);
      const written = { document, base: snapshot.text, edits: change.kind === 'edit' ? change.edits : [] };
      let checkout = '';
      /** To flush a file takes long enough for a branch to be switched: all is asked again right before it is replaced. */
      const guard = (lock: HeldLock): HeldLock => ({
        ...lock,
        still: () => {
          checkout = this.#writer.checkout(document);
          return lock.still() && !moment.isGitBusy(document.folder) && plan.condition?.(moment) === undefined;
        },
      });
      const lock = held[at];
      const guarded = lock === undefined ? undefined : guard(lock);
      const result =
        change.kind === 'edit'
          ? await this.#writer.apply({ ...written, through: this.#scope.through, held: guarded })
          : await this.#writer.remove(document, snapshot.text, guarded);
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
      if (change.kind !== 'edit') continue;
      this.#written.push(written);
      if (this.#onDisk && this.#writer.checkout(document) !== checkout) this.#doubtful.push(written);
    }
    return { kind: 'done', ...(plan.outcome === undefined ? {} : { outcome: plan.outcome }) };
  }

  async #make(
    change: Extract<DocumentChange, { kind: 'create' | 'createFolder' }>,
  ): Promise<Refusal | 'exists' | undefined> {
    const { document } = change;
    const result =
      change.kind === 'create'
        ? await this.#writer.create(document, change.text)
        : await this.#writer.createFolder(document);
    if (result.kind === 'exists') return 'exists';
    if (result.kind === 'refused') return result;
    this.#made.push(document);
    this.#touched.push(document);
    return undefined;
  }

  #isMade(document: DocumentId): boolean {
    return this.#made.some((each) => isSameDocument(each, document));
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

/** With a lock, a folder is where the locked file was found, also when the folder's path leads elsewhere by now. */
function momentOf(
  writer: DocumentWriter,
  documents: readonly DocumentId[],
  held: readonly (HeldLock | undefined)[],
): Moment {
  const lockIn = (folder: FolderId): HeldLock | undefined =>
    held[documents.findIndex((each) => each.folder === folder)];
  return {
    isOnBranch: (folder, branch) => writer.isOnBranch(folder, branch, lockIn(folder)),
    isCheckedOut: (folder, branch) => writer.isCheckedOut(folder, branch),
    isGitBusy: (folder) => writer.isGitBusy(folder, lockIn(folder)),
    exists: (document) => writer.exists(document),
  };
}
