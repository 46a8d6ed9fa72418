import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One call of a worker on one row, with the clock of the machine: nanoseconds that all processes share. */
export interface Call {
  readonly row: string;
  /** `set`: makes it somebody's, whoever has it, as tools do that know no claims. */
  readonly kind: 'claim' | 'release' | 'finish' | 'set' | 'read';
  /** Who calls; never the same name for two claims. For a read: what was seen, empty when the row is free. */
  readonly owner: string;
  readonly begun: bigint;
  /** Undefined when the caller was killed, or cannot say what became of it: it may have happened at any time since, or never. */
  readonly ended: bigint | undefined;
  /** True when it was done, the owner of the row when it was refused because of that. */
  readonly result: true | { readonly takenBy: string } | undefined;
}

/** What a row can be: free, somebody's, or done. */
type State = string;
const free: State = '';

/**
 * Whether the calls on one row can have happened one after the other, each at some moment between its begin and its end, as on
 * a register that is compared and set (Wing and Gong, "Testing and verifying concurrent objects", 1993).
 */
export function isLinearizable(calls: readonly Call[]): boolean {
  const ordered = [...calls].sort((a, b) => (a.begun < b.begun ? -1 : a.begun > b.begun ? 1 : 0));
  const seen = new Set<string>();
  const all = (1n << BigInt(ordered.length)) - 1n;
  const known = ordered.reduce(
    (mask, call, i) => (call.ended === undefined ? mask : mask | (1n << BigInt(i))),
    0n,
  );
  const search = (done: bigint, state: State): boolean => {
    // What nobody knows the end of need not have happened.
    if ((done & known) === known || done === all) return true;
    const name = `${done.toString(36)} ${state}`;
    if (seen.has(name)) return false;
    seen.add(name);
    let earliest: bigint | undefined;
    for (const [i, call] of ordered.entries())
      if ((done & (1n << BigInt(i))) === 0n && call.ended !== undefined)
        if (earliest === undefined || call.ended < earliest) earliest = call.ended;
    for (const [i, call] of ordered.entries()) {
      const bit = 1n << BigInt(i);
      if ((done & bit) !== 0n) continue;
      // Somebody else's call had ended before this one began: that one comes first.
      if (earliest !== undefined && call.begun > earliest) break;
      const next = step(call, state);
      if (next !== undefined && search(done | bit, next)) return true;
    }
    return false;
  };
  return search(0n, free);
}

/** The state after a call, undefined when it could not have ended as it did. */
function step({ kind, owner, result }: Call, state: State): State | undefined {
  if (kind === 'read') return state === owner ? state : undefined;
  if (typeof result === 'object') return state === result.takenBy ? state : undefined;
  if (kind === 'set') return owner;
  if (kind === 'claim') return state === free ? owner : undefined;
  if (state !== owner) return undefined;
  return kind === 'release' ? free : `done ${owner}`;
}

/** What workers wrote down: before each call what it is, and after it what became of it; one line for each. */
export function readCalls(logs: string): {
  readonly calls: readonly Call[];
  readonly refusals: ReadonlyMap<string, number>;
} {
  const calls: Call[] = [];
  const refusals = new Map<string, number>();
  for (const name of readdirSync(logs)) {
    let open: { row: string; kind: Exclude<Call['kind'], 'read'>; owner: string; begun: string } | undefined;
    const take = (
      ended: { ended: string; kind: string; code?: string; takenBy?: string } | undefined,
    ): void => {
      if (open === undefined) return;
      const { row, kind, owner, begun } = open;
      open = undefined;
      const at = { row, kind, owner, begun: BigInt(begun) };
      if (ended === undefined || ended.kind === 'unknown') {
        calls.push({ ...at, ended: undefined, result: undefined });
        return;
      }
      if (ended.kind === 'done') {
        calls.push({ ...at, ended: BigInt(ended.ended), result: true });
        return;
      }
      refusals.set(ended.code ?? ended.kind, (refusals.get(ended.code ?? ended.kind) ?? 0) + 1);
      if (ended.takenBy !== undefined)
        calls.push({ ...at, ended: BigInt(ended.ended), result: { takenBy: ended.takenBy } });
    };
    for (const line of readFileSync(join(logs, name), 'utf8').split('\n')) {
      if (!line.endsWith('}')) continue;
      const fields = JSON.parse(line) as { begun?: string } & Record<string, string>;
      if (fields.begun === undefined) take(fields as never);
      else {
        take(undefined);
        open = fields as never;
      }
    }
    take(undefined);
  }
  return { calls, refusals };
}
