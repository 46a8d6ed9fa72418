// One of many that count on in several files at once, and may be killed at any moment. It says what it has done.
import * as fs from 'node:fs';
import { join } from 'node:path';
import { refusalMessage } from '../../src/core/messages/refusals.ts';
import { writeTogether, type FileStep } from '../../src/platform/node/journal.ts';
import { RecoveringLocks } from '../../src/platform/node/recoveringLocks.ts';

/** The files that all hold one number, and the one that is there while it is odd. */
export const counters = ['tracking/progress/a.md', 'tracking/backlog/b.md', 'tracking/tech-debt/c.md'];
export const odd = 'tracking/progress/odd.md';

export type Report =
  /** Its change was made. */
  | { readonly kind: 'counted'; readonly to: number }
  /** It had all locks, and the files were not of one change. */
  | { readonly kind: 'torn'; readonly seen: string };

const [, , mode, root] = process.argv;
if (mode === 'count' && root !== undefined) await count(root);

/** The numbers in the files, as text; one number where all is well. */
export function see(root: string): string {
  const numbers = counters.map((path) => fs.readFileSync(join(root, path), 'utf8').trim());
  const isOdd = fs.existsSync(join(root, odd));
  const isOne = new Set(numbers).size === 1 && (Number(numbers[0]) % 2 === 1) === isOdd;
  return isOne ? (numbers[0] ?? '') : `${numbers.join(' ')} ${isOdd ? 'odd' : 'even'}`;
}

async function count(at: string): Promise<void> {
  const locks = new RecoveringLocks();
  for (;;) {
    // Each in another order, and some look at one file only.
    const files = [...counters, odd].sort(() => Math.random() - 0.5);
    const result = await locks.holdAll(
      files.map((path) => join(at, path)),
      (held): Promise<Report | { readonly kind: 'other' }> => {
        const lockOf = (path: string) => held[files.indexOf(path)];
        const seen = see(at);
        if (!/^\d+$/.test(seen)) return Promise.resolve({ kind: 'torn', seen });
        const to = Number(seen) + 1;
        const oddLock = lockOf(odd);
        // It came or went while its lock was waited for.
        if ((oddLock !== undefined) !== (to % 2 === 0)) return Promise.resolve({ kind: 'other' });
        const steps = counters.flatMap((path): FileStep[] => {
          const lock = lockOf(path);
          if (lock === undefined) return [];
          const edits = [{ range: { start: 0, end: seen.length }, expect: seen, text: String(to) }];
          return [{ kind: 'edit', path: join(at, path), base: `${seen}\n`, edits, held: lock }];
        });
        const path = join(at, odd);
        steps.splice(
          Math.floor(Math.random() * (steps.length + 1)),
          0,
          oddLock === undefined
            ? { kind: 'create', path, text: 'odd' }
            : { kind: 'remove', path, base: 'odd', held: oddLock },
        );
        const applied = writeTogether(steps);
        return Promise.resolve(applied.kind === 'done' ? { kind: 'counted', to } : { kind: 'other' });
      },
    );
    if (result.kind === 'refused') process.stderr.write(`${refusalMessage(result)}\n`);
    else if (result.kind !== 'other') process.send?.(result);
  }
}
