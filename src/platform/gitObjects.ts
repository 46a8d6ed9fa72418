import { runCatFile, runGit } from './gitProcess.ts';

export interface GitObject {
  readonly type: string;
  readonly oid: string;
  readonly bytes: Uint8Array;
}

const objectName = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;

/** An argument that is surely an object name. */
export function oid(name: string): string {
  if (!objectName.test(name)) throw new Error(`not an object name: ${name}`);
  return name;
}

/**
 * Objects by `<oid>` or `<oid>:<path>`, in the order of asking; undefined for what is not there. Rejects in a partial clone that
 * lacks one of them: git stops there.
 */
export async function readObjects(
  folder: string,
  names: readonly string[],
): Promise<readonly (GitObject | undefined)[]> {
  return readBatch(await catFile(folder, '--batch', names), names.length);
}

/** Object name and size of the same, without their content. */
export async function readSizes(
  folder: string,
  names: readonly string[],
): Promise<readonly ({ readonly oid: string; readonly size: number } | undefined)[]> {
  const lines = (await catFile(folder, '--batch-check', names)).toString('utf8').split('\n');
  return names.map((_, i) => {
    const [, name, size] = /^([0-9a-f]{40,64}) \w+ (\d+)$/.exec(lines[i] ?? '') ?? [];
    return name === undefined ? undefined : { oid: name, size: Number(size) };
  });
}

/**
 * Which of these objects the clone has. `git cat-file` cannot tell in a partial clone, where it stops at the first that is
 * missing; `git rev-list` is the one that can be told to go on. The filter keeps it from walking into trees.
 */
export async function findPresent(folder: string, names: readonly string[]): Promise<ReadonlySet<string>> {
  // Git would wait for an input that never comes.
  if (names.length === 0) return new Set();
  const args = ['--objects', '--no-walk', '--filter=tree:0', '--missing=allow-any', '--ignore-missing'];
  const input = names.map((name) => `${oid(name)}\n`).join('');
  const answer = await runGit({ folder, args: ['rev-list', ...args, '--stdin'], input });
  return new Set(answer.split('\n').map((line) => line.split(' ')[0] ?? ''));
}

/** Names that hold a line end would be two. */
function catFile(folder: string, mode: string, names: readonly string[]): Promise<Buffer> {
  const lines = names.map((name) => (/^[0-9a-f]{40,64}(?::[^\n\0]+)?$/.test(name) ? name : '-'));
  return runCatFile({ folder, args: [mode], input: `${lines.join('\n')}\n` });
}

/** The answer of `cat-file --batch` (git-cat-file(1)): a header, the content and a line end for each name. */
function readBatch(answer: Buffer, count: number): (GitObject | undefined)[] {
  const objects: (GitObject | undefined)[] = [];
  for (let at = 0; objects.length < count;) {
    const end = answer.indexOf(0x0a, at);
    if (end < 0) throw new Error('git cat-file gave fewer objects than were asked for');
    const [, name, type, size] =
      /^([0-9a-f]{40,64}) (\w+) (\d+)$/.exec(answer.toString('utf8', at, end)) ?? [];
    at = end + 1;
    if (name === undefined || type === undefined) {
      objects.push(undefined);
      continue;
    }
    const next = at + Number(size);
    objects.push({ oid: name, type, bytes: answer.subarray(at, next) });
    at = next + 1;
  }
  return objects;
}
