import { refusal, type Refusal } from '../core/model/refusal.ts';
import type { ToolLock } from '../core/model/toolLock.ts';
import { nameOfDocument } from '../core/text/document.ts';
import type { DocumentWriter, HeldToolLock } from './documentWriter.ts';
import type { Clock } from './world.ts';

/** How long it is waited for another tool that has its own lock, and how long between two tries, in milliseconds. */
const patience = 2000;
const pause = 50;

/** Somebody else has the lock of another tool, and may soon let go. */
export interface ToolBusy {
  readonly kind: 'busy';
  /** For whoever waited long enough. */
  readonly refusal: Refusal;
}

/** What became of taking the locks of a plan. */
export type ToolLocksTaken =
  /** All of them were held already. */
  | { readonly kind: 'held' }
  /** Some were taken now: what was read before may have been changed by whoever had them. */
  | { readonly kind: 'taken' }
  | ToolBusy
  | Refusal;

/** The locks of other tools that one commit holds. */
export class HeldToolLocks {
  readonly #writer: Pick<DocumentWriter, 'takeToolLock'>;
  readonly #held = new Map<string, HeldToolLock>();
  #waited = 0;

  constructor(writer: Pick<DocumentWriter, 'takeToolLock'>) {
    this.#writer = writer;
  }

  /** Takes those that are not held, or not any more. */
  async take(locks: readonly ToolLock[]): Promise<ToolLocksTaken> {
    let isNew = false;
    for (const lock of locks) {
      const name = `${nameOfDocument(lock.root)}\0${lock.names.join('/')}`;
      const known = this.#held.get(name);
      if (known?.still() === true) continue;
      known?.release();
      this.#held.delete(name);
      const taken = await this.#writer.takeToolLock(lock);
      switch (taken.kind) {
        case 'held':
          this.#held.set(name, taken);
          isNew = true;
          break;
        case 'busy':
          return { kind: 'busy', refusal: busy(lock, taken.path) };
        default:
          return taken;
      }
    }
    return { kind: isNew ? 'taken' : 'held' };
  }

  /** False once one was taken over or removed: then nothing may be written any more. */
  areHeld(): boolean {
    return [...this.#held.values()].every((lock) => lock.still());
  }

  /** Waits a moment for whoever has one, without any lock in hand: ours would keep out others who need not wait. False when it was long enough. */
  async wait(clock: Clock): Promise<boolean> {
    if (this.#waited >= patience) return false;
    this.#waited += pause;
    await clock.delay(pause);
    return true;
  }

  release(): void {
    for (const lock of this.#held.values()) lock.release();
    this.#held.clear();
  }
}

function busy({ tool, document }: ToolLock, path: string): Refusal {
  return refusal('file.busy', {
    name: document.path,
    holder: { kind: 'tool', name: tool },
    locks: path,
  });
}
