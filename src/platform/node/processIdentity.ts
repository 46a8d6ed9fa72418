import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { hostname, networkInterfaces } from 'node:os';
import type { ProcessName } from '../../core/model/codes/files.ts';

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
    start: ownStart(),
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
  // Another boot under the same name may be the same machine, started anew, or another one that is called the same.
  if (host !== hostname() || namespace !== ownNamespace() || boot !== ownBoot()) return 'unknown';
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return 'dead';
  }
  const now = startOf(pid);
  // Without start times the number may belong to another process by now, also to this one.
  if (start === '' || now === '') return 'unknown';
  return now === start ? 'alive' : 'dead';
}

/** A process, for people: what they can look for, and where. */
export function nameOfProcess({ pid, host }: ProcessIdentity): ProcessName {
  return { pid, host };
}

/** The identity in a form that fits into the name of a file: number, start, and a hash of where both are counted. */
export function ownTag(): string {
  return `${process.pid}-${ownStart()}-${ownWorld()}`;
}

/**
 * Whether the process lives that made a name with {@link ownTag}. What this process itself made is dead when it is found: it
 * is written and gone again within one turn.
 */
export function livenessOfTag(tag: string): Liveness {
  const [pid = '', start = '', world] = tag.split('-');
  if (tag === ownTag()) return 'dead';
  if (world !== ownWorld()) return 'unknown';
  const identity = { ...ownIdentity(), pid: Number(pid), start };
  return livenessOf(identity);
}

function ownWorld(): string {
  const { namespace, boot, host } = ownIdentity();
  return createHash('sha256')
    .update(JSON.stringify([namespace, boot, host]))
    .digest('hex')
    .slice(0, 12);
}

/** Field 22 of `/proc/<pid>/stat` (proc(5)); the name before it may hold anything, so it is cut off at its last bracket. */
function startOf(pid: number): string {
  const stat = readProc(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // A zombie holds nothing any more.
  return fields[0] === 'Z' ? 'ended' : (fields[19] ?? '');
}

/** What the system says of this process stays as it is: it is asked until it has said it. */
const known = { start: '', namespace: '', boot: '' };

function ownStart(): string {
  return (known.start ||= startOf(process.pid));
}

function ownNamespace(): string {
  try {
    return (known.namespace ||= fs.readlinkSync('/proc/self/ns/pid'));
  } catch {
    // No such thing on this system: all processes count alike.
    return '';
  }
}

/** Where no boot has a name, the machine by its network addresses: two machines may be called the same. */
function ownBoot(): string {
  known.boot ||= readProc('/proc/sys/kernel/random/boot_id').trim();
  if (known.boot !== '') return known.boot;
  const addresses = Object.values(networkInterfaces()).flatMap((each) => (each ?? []).map(({ mac }) => mac));
  return [...new Set(addresses)].sort().join(' ');
}

function readProc(path: string): string {
  try {
    return fs.readFileSync(path, 'latin1');
  } catch {
    // Not Linux, or no such process.
    return '';
  }
}
