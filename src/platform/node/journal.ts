import { join, relative } from 'node:path';
import { doubt, refusal } from '../../core/model/refusal.ts';
import { lockLost } from '../../project/commit.ts';
import type { ApplyResult } from '../../project/documentWriter.ts';
import { whyNotWritten } from './fileSteps.ts';
import { hashOf, JournalFile, type JournalMember, type Side } from './journalFile.ts';
import { JournalMove } from './journalMove.ts';
import { planStep, storeContent, type FileStep, type PlannedFile } from './journalPlan.ts';
import {
  flushFolder,
  markTakenBack,
  mostFiles,
  publishRecord,
  readRecord,
  removeRecord,
} from './journalRecord.ts';
import { toPortable, type Place } from './lockPlace.ts';
import { temporaryName } from './temporaryFiles.ts';

export type { FileStep };

/**
 * Changes several files: all of them or none, in this order. All is checked, and all that is needed to finish the change or to take
 * it back is on the disk, before the first file is touched. Should this process end on the way, whoever takes the lock of one of
 * the files next settles it (`RecoveringLocks`).
 *
 * `stale`: a file is not what it was planned for, there is one where one was to be made, or it may not be written any more.
 * @param mayWrite asked right before each file is changed
 */
export function writeTogether(steps: readonly FileStep[], mayWrite: () => boolean = () => true): ApplyResult {
  const planned: PlannedFile[] = [];
  try {
    for (const step of steps) {
      const file = planStep(step);
      if (file.kind !== 'planned') return file;
      planned.push(file);
    }
    const misfit = planned.find(({ real }, at) => planned.findIndex((each) => each.real === real) < at);
    if (misfit !== undefined) return refusal('file.notWritten', { name: misfit.step.path, reason: 'misfit' });
    // What an edit does not change cannot be told apart, before and after.
    const [first, ...others] = planned.filter(({ before, after }) => !before || !after?.equals(before));
    return first === undefined ? { kind: 'done' } : new JointChange([first, ...others], mayWrite).write();
  } finally {
    for (const { step, folder, move } of planned) {
      if (step.kind === 'edit') step.old?.close();
      folder.close();
      move?.to.folder?.close();
    }
  }
}

interface Member {
  readonly planned: PlannedFile;
  readonly file: JournalMember;
}

class JointChange {
  readonly #change = temporaryName();
  readonly #members: readonly Member[];
  readonly #home: Place;
  /** Where else files of it are locked. */
  readonly #others: ReadonlyMap<string, Place>;
  readonly #mayWrite: () => boolean;

  constructor(planned: readonly [PlannedFile, ...PlannedFile[]], mayWrite: () => boolean) {
    this.#mayWrite = mayWrite;
    this.#home = planned[0].place;
    const places = new Map(planned.map(({ place }) => [place.shared, place]));
    places.delete(this.#home.shared);
    this.#others = places;
    this.#members = planned.map((each, index) => ({ planned: each, file: this.#toFile(each, index) }));
  }

  #toFile(planned: PlannedFile, index: number): JournalMember {
    const { real, place, folder, before, after, move } = planned;
    const { shared } = place;
    if (move !== undefined) return new JournalMove({ ...move, shared });
    const hash = (bytes: Buffer | undefined): string | undefined => bytes && hashOf(bytes);
    const hashes = { before: hash(before), after: hash(after) };
    return new JournalFile({ change: this.#change, index, real, shared, folder, ...hashes });
  }

  write(): ApplyResult {
    const notBegun = this.#begin();
    if (notBegun !== undefined) {
      // Without the new contents even a record that could not be removed leads to the old ones alone.
      this.#settle();
      return notBegun;
    }
    for (const [at, { planned, file }] of this.#members.entries()) {
      const { step, before } = planned;
      const old = step.kind === 'edit' ? step.old : undefined;
      try {
        if (isLost(planned)) return this.#lost(file);
        if (!this.#mayWrite()) return this.#takeBack(at, { kind: 'stale' });
        old?.open(planned.folder.at(file.name));
        const state = file.state();
        if (state === 'other') return this.#takeBack(at, { kind: 'stale' });
        if (state === 'before') file.forward();
        if (before !== undefined) old?.keep(before);
      } catch (error) {
        const state = stateOf(file);
        if (state === 'after') continue;
        if (isSurelyLost(planned)) return this.#lost(file);
        if (state === 'other') return this.#takeBack(at, { kind: 'stale' });
        return this.#takeBack(at, refusal('file.notWritten', { name: file.name, ...whyNotWritten(error) }));
      }
    }
    this.#settle();
    const changed = this.#members.find(({ file }) => (stateOf(file) ?? 'after') !== 'after');
    return changed === undefined ? { kind: 'done' } : doubt('file.changedAfter', { name: changed.file.name });
  }

  /** Publishes the change, with all contents. Else gives what is in the way. */
  #begin(): ApplyResult | undefined {
    const sides: readonly Side[] = ['after', 'before'];
    let name = '';
    try {
      for (const { planned, file } of this.#members) {
        name = file.name;
        for (const side of sides) {
          const content = planned[side];
          if (content === undefined || !(file instanceof JournalFile)) continue;
          if (!storeContent(planned, content, file.places(side))) return refusal('file.owner', { name });
        }
      }
      const places = [...this.#others.values()];
      for (const { shared } of [this.#home, ...places]) flushFolder(join(shared, 'new'));
      const lost = this.#members.find(({ planned }) => isLost(planned));
      if (lost !== undefined) return refusal(lockLost, { name: lost.file.name });
      if (!this.#mayWrite()) return { kind: 'stale' };
      if (this.#members.length > mostFiles) throw new Error('E2BIG');
      const portable = (real: string): string => toPortable(relative(this.#home.shared, real));
      const files = this.#members.map(({ file: { real, before, after }, planned: { move } }) => ({
        path: portable(real),
        before,
        after,
        ...(move === undefined ? {} : { moved: { to: portable(move.to.real), id: move.id } }),
      }));
      publishRecord([this.#home, ...places], this.#change, files);
      return undefined;
    } catch (error) {
      return refusal('file.notWritten', { name, ...whyNotWritten(error) });
    }
  }

  /**
   * Gives files their old content.
   * @param end how many were replaced
   * @param result what is told once all have it
   */
  #takeBack(end: number, result: ApplyResult): ApplyResult {
    try {
      if (!markTakenBack(this.#home.shared, this.#change)) return this.#lost(this.#members[end]?.file);
    } catch {
      // Without new contents nobody finishes it either.
    }
    for (const { file } of this.#members) file.removeContent('after');
    let isLeft = false;
    let hasFailed = false;
    for (const [at, { file }] of [...this.#members.entries()].slice(0, end + 1).reverse())
      try {
        // What somebody else did to the last one was the reason.
        if (!file.back() && at < end) isLeft = true;
      } catch {
        hasFailed = true;
      }
    // Who takes one of the locks next tries again.
    if (!hasFailed) this.#settle();
    return isLeft || hasFailed ? this.#doubt() : result;
  }

  /** Somebody took a lock over, and settles the change, or removed all that was shared about it: nothing more is touched. */
  #lost(file: JournalMember | undefined): ApplyResult {
    const states = this.#members.map((each) => stateOf(each.file));
    if (states.every((state) => state === 'after')) return { kind: 'done' };
    if (file === undefined || states.includes('after') || !this.#isGone()) return this.#doubt();
    return refusal(lockLost, { name: file.name });
  }

  #isGone(): boolean {
    try {
      return readRecord(this.#home.shared, this.#change) === undefined;
    } catch {
      return false;
    }
  }

  /** Ends the change: whatever of it cannot be removed now means nothing any more, and is removed by whoever comes next. */
  #settle(): void {
    try {
      removeRecord(this.#home.shared, this.#change, this.#others.keys());
    } catch {
      // Files are as they are to be.
    }
    for (const { file } of this.#members) {
      file.removeContent('after');
      file.removeContent('before');
    }
  }

  #doubt(): ApplyResult {
    return doubt('files.incomplete', { names: this.#members.map(({ file }) => file.name) });
  }
}

function isLost({ step }: PlannedFile): boolean {
  return (step.kind === 'edit' || step.kind === 'remove') && !step.held.still();
}

function isSurelyLost(planned: PlannedFile): boolean {
  try {
    return isLost(planned);
  } catch {
    // The first error is the one that is told.
    return false;
  }
}

/** Undefined when it cannot be found out. */
function stateOf(file: JournalMember): Side | 'other' | undefined {
  try {
    return file.state();
  } catch {
    return undefined;
  }
}
