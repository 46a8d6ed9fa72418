import nodeFs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

type AnyFunction = (...args: unknown[]) => unknown;

/** One call of a synchronous function of `node:fs`. */
export interface FsCall {
  /** The first is 1. */
  readonly at: number;
  readonly name: string;
  readonly args: readonly unknown[];
  /** Makes the call. */
  readonly go: () => unknown;
}

/**
 * Puts `around` around every call of a synchronous function of `node:fs` that `run` makes; what one of them calls of the others
 * is part of it. Gives what `run` gives, and how many calls there were.
 */
export async function aroundCalls<T>(
  around: (call: FsCall) => unknown,
  run: () => T | Promise<T>,
): Promise<{ readonly value: T; readonly calls: number }> {
  const table = nodeFs as unknown as Record<string, AnyFunction>;
  const originals = Object.entries(table).filter(
    ([name, value]) => name.endsWith('Sync') && typeof value === 'function',
  );
  const { native } = nodeFs.realpathSync;
  let calls = 0;
  let within = false;
  const wrap =
    (name: string, original: AnyFunction): AnyFunction =>
    (...args) => {
      if (within) return original(...args);
      within = true;
      try {
        return around({ at: ++calls, name, args, go: () => original(...args) });
      } finally {
        within = false;
      }
    };
  for (const [name, original] of originals) table[name] = wrap(name, original);
  const realpath = Object.assign(table['realpathSync'] ?? (() => undefined), {
    native: wrap('realpathSync.native', native as AnyFunction),
  });
  table['realpathSync'] = realpath;
  syncBuiltinESMExports();
  try {
    return { value: await run(), calls };
  } finally {
    for (const [name, original] of originals) table[name] = original;
    syncBuiltinESMExports();
  }
}
