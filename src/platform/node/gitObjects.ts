import { runCatFile, runGit } from './gitProcess.ts';

/** What git says in place of an object where a symbolic link of the tree leads to none: out of it, nowhere, or in a circle. */
export type LinkEnd = 'symlink' | 'dangling' | 'loop' | 'notdir';

export interface GitObject {
  readonly type: string;
  readonly oid: string;
  readonly bytes: Uint8Array;
}

/** The same without the content. */
export interface GitObjectHead {
  readonly type: string;
  readonly oid: string;
  /** In bytes. */
  readonly size: number;
}

const objectName = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;

/** An argument that is surely an object name. */
export function oid(name: string): string {
  if (!objectName.test(name)) throw new Error(`not an object name: ${name}`);
  return name;
}

/**
 * Objects by `<oid>` or `<oid>:<path>`, in the order of asking; undefined for what is not there. Symbolic links on the way are
 * followed inside the tree. Rejects in a partial clone that lacks one of them: git stops there.
 */
export async function readObjects(
  folder: string,
  names: readonly string[],
): Promise<readonly (GitObject | undefined)[]> {
  const answers = readBatch(await catFile(folder, '--batch', names), names.length, true);
  return answers.map((answer) => (typeof answer === 'string' ? undefined : answer));
}

/** Names, types and sizes of the same, without their content; for a link that leads to no object, where it ends. */
export async function readHeads(
  folder: string,
  names: readonly string[],
): Promise<readonly (GitObjectHead | LinkEnd | undefined)[]> {
  return readBatch(await catFile(folder, '--batch-check', names), names.length, false);
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
  return runCatFile({ folder, args: [mode, '--follow-symlinks'], input: `${lines.join('\n')}\n` });
}

/**
 * The answer of `cat-file --batch` (git-cat-file(1), "BATCH OUTPUT"): a header for each name, with the content and a line end
 * behind it. Without contents it is the header alone, but what it says of a link has a content all the same.
 */
function readBatch(
  answer: Buffer,
  count: number,
  withContents: boolean,
): (((GitObject & GitObjectHead) | LinkEnd) | undefined)[] {
  const objects: ((GitObject & GitObjectHead) | LinkEnd | undefined)[] = [];
  for (let at = 0; objects.length < count;) {
    const end = answer.indexOf(0x0a, at);
    if (end < 0) throw new Error('git cat-file gave fewer objects than were asked for');
    const header = answer.toString('utf8', at, end);
    at = end + 1;
    const [, oid, type, length] = /^([0-9a-f]{40,64}) (\w+) (\d+)$/.exec(header) ?? [];
    const [, link, linkLength] = /^(symlink|dangling|loop|notdir) (\d+)$/.exec(header) ?? [];
    if (oid !== undefined && type !== undefined) {
      const size = Number(length);
      objects.push({ oid, type, size, bytes: answer.subarray(at, withContents ? at + size : at) });
      if (withContents) at += size + 1;
    } else {
      objects.push(link as LinkEnd | undefined);
      if (link !== undefined) at += Number(linkLength) + 1;
    }
  }
  return objects;
}
