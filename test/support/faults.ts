import * as fs from 'node:fs';
import { aroundCalls, type FsCall } from './fsCalls.ts';

/** What goes wrong at one call: the system's error instead of it, after it, half of it, or the end of the process. */
export const faults = ['ENOSPC', 'EIO', 'EACCES', 'EMFILE', 'EROFS', 'late EIO', 'short write'] as const;
export type Fault = (typeof faults)[number] | 'kill';

/** Whether a call changes what is on the disk. */
export function isChange({ name, args }: FsCall): boolean {
  if (name === 'openSync') return typeof args[1] === 'string' && args[1] !== 'r';
  return /^(?:append|chmod|chown|copyFile|f?chmod|f?chown|fsync|ftruncate|f?utimes|lchown|link|mkdir|rename|rm|symlink|truncate|unlink|write)/.test(
    name,
  );
}

/** Which calls a fault can come at: only what changes the disk finds it full or for reading alone, and a death shows there alone. */
export function comesAt(fault: Fault): (call: FsCall) => boolean {
  const isOfChanges = ['ENOSPC', 'EROFS', 'short write', 'kill'].includes(fault);
  return isOfChanges ? isChange : () => true;
}

/**
 * Every synchronous function of node:fs, with a fault at the n-th call; gives back how many calls there were.
 * @param counts which calls are counted
 */
export async function withFault<T>(
  at: number,
  fault: Fault,
  run: () => Promise<T>,
  counts: (call: FsCall) => boolean = () => true,
): Promise<{ readonly value: T; readonly calls: number }> {
  const die = (): never => {
    process.kill(process.pid, 'SIGKILL');
    throw new Error('killed');
  };
  const fails = (code: string): never => {
    throw Object.assign(new Error(`${code}: injected`), { code });
  };
  let calls = 0;
  const { value } = await aroundCalls((call) => {
    if (!counts(call) || ++calls !== at) return call.go();
    if (fault === 'kill') die();
    if (fault === 'late EIO') {
      call.go();
      return fails('EIO');
    }
    if (fault === 'short write') {
      const [handle, content] = call.args;
      if (call.name === 'writeFileSync') fs.writeFileSync(handle as number, String(content).slice(0, 20));
      return fails('ENOSPC');
    }
    return fails(fault);
  }, run);
  return { value, calls };
}
