import * as fs from 'node:fs';
import { hostname } from 'node:os';

/** Tells a process from every other one, also from a later one that got the same number. Empty where the system does not say. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Ticks after the boot at which it began. */
  readonly start: string;
  /** The namespace that its number belongs to: a container counts its own. */
  readonly namespace: string;
  readonly boot: string;
  readonly host: string;
}

/** What is known of a process from its identity. */
export type Liveness = 'alive' | 'dead' | 'unknown';

export function ownIdentity(): ProcessIdentity {
  return {
    pid: process.pid,
    start: startOf(process.pid),
    namespace: ownNamespace(),
    boot: ownBoot(),
    host: hostname(),
  };
}

/** The identity in a record that a process left; undefined for one that holds none. */
export function readIdentity(record: unknown): ProcessIdentity | undefined {
  if (typeof record !== 'object' || record === null) return undefined;
  const { pid, start, namespace, boot, host } = record as Record<string, unknown>;
  if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0) return undefined;
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  return { pid, start: text(start), namespace: text(namespace), boot: text(boot), host: text(host) };
}

/** Whether a process lives: `unknown` when it is of another machine or container, where one cannot look. */
export function livenessOf({ pid, start, namespace, boot, host }: ProcessIdentity): Liveness {
  if (host === hostname() && boot !== ownBoot()) return 'dead';
  if (host !== hostname() || namespace !== ownNamespace()) return 'unknown';
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return 'dead';
  }
  const now = startOf(pid);
  // Without start times the number may belong to another process by now.
  if (start === '' || now === '') return pid === process.pid ? 'alive' : 'unknown';
  return now === start ? 'alive' : 'dead';
}

/** Field 22 of `/proc/<pid>/stat` (proc(5)); the name before it may hold anything, so it is cut off at its last bracket. */
function startOf(pid: number): string {
  const stat = readProc(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // A zombie holds nothing any more.
  return fields[0] === 'Z' ? 'ended' : (fields[19] ?? '');
}

function ownNamespace(): string {
  try {
    return fs.readlinkSync('/proc/self/ns/pid');
  } catch {
    // No such thing on this system: all processes count alike.
    return '';
  }
}

function ownBoot(): string {
  return readProc('/proc/sys/kernel/random/boot_id').trim();
}

function readProc(path: string): string {
  try {
    return fs.readFileSync(path, 'latin1');
  } catch {
    // Not Linux, or no such process.
    return '';
  }
}
