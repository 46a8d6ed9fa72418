import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { hasCode } from './disk.ts';

/** Longest `.git` and `commondir` file that is read, in bytes. */
const longestPointer = 4096;

/**
 * The folder of a file's lock. All worktrees of a clone share it: it lies in git's common directory, which no checkout, stash
 * or clean touches; without git, in a folder `.throughline` beside the file that git is told to ignore.
 * @param real the file's real path: two ways to it are one lock
 */
export function lockFolderOf(real: string): string {
  const name = createHash('sha256').update(real).digest('hex').slice(0, 32);
  return join(sharedFolderOf(real), 'locks', name);
}

/** The folder in which windows, tools and worktrees tell each other what concerns a file; see {@link lockFolderOf}. */
export function sharedFolderOf(real: string): string {
  const git = gitCommonDirectory(dirname(real));
  return git === undefined ? join(dirname(real), '.throughline') : join(git, 'throughline');
}

/** Makes a folder in there; one that is outside of git hides itself from git. */
export function makeSharedFolder(folder: string): void {
  if (fs.existsSync(folder)) return;
  fs.mkdirSync(folder, { recursive: true });
  const top = /^.*[\\/]\.throughline(?=[\\/])/.exec(folder)?.[0];
  if (top !== undefined) fs.writeFileSync(join(top, '.gitignore'), '*\n');
}

/** The real path of a file; undefined when it is not there. */
export function realPath(path: string): string | undefined {
  try {
    return fs.realpathSync.native(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'ELOOP')) return undefined;
    throw error;
  }
}

/**
 * The directory that all worktrees share, found without starting git: gitrepository-layout(5) for `.git` files and `commondir`.
 * Undefined outside of a repository, and where `.git` leads to something that is none.
 */
export function gitCommonDirectory(folder: string): string | undefined {
  const directory = gitDirectory(folder);
  return directory === undefined ? undefined : commonOf(directory);
}

/** The top of the worktree that a folder is in: where its `.git` is. Undefined outside of a repository. */
export function worktreeTop(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (fs.statSync(join(at, '.git'), { throwIfNoEntry: false }) !== undefined) return at;
    if (dirname(at) === at) return undefined;
  }
}

/** The branch that HEAD names in the worktree of a folder, also one without a commit; undefined when HEAD is detached. */
export function headBranch(folder: string): string | undefined {
  const directory = gitDirectory(folder);
  const head = directory === undefined ? '' : readPointer(join(directory, 'HEAD'));
  const name = /^ref: refs\/heads\/(.+?)\r?\n?$/.exec(head)?.[1];
  // What git leaves in the file where its refs are in a table (gitrepository-layout(5), "reftable").
  return name === '.invalid' ? undefined : name;
}

/** Changes when git moves in the worktree of a file: its HEAD, its index, a reset, a stash. Empty outside of a repository. */
export function gitStamp(path: string): string {
  try {
    const directory = gitDirectory(dirname(path));
    const common = directory === undefined ? undefined : commonOf(directory);
    if (directory === undefined || common === undefined) return '';
    const files = [
      ...['HEAD', 'index', 'ORIG_HEAD'].map((name) => join(directory, name)),
      join(common, 'refs/stash'),
    ];
    return files
      .map((file) => fs.statSync(file, { bigint: true, throwIfNoEntry: false })?.mtimeNs.toString() ?? '-')
      .join(' ');
  } catch (error) {
    // Nobody can say that git did not move.
    return String(error);
  }
}

/** The directory of the worktree's own git files, whether it is one or not. */
function gitDirectory(folder: string): string | undefined {
  const top = worktreeTop(folder);
  if (top === undefined) return undefined;
  const git = join(top, '.git');
  if (fs.statSync(git, { throwIfNoEntry: false })?.isDirectory() === true) return git;
  const pointer = /^gitdir: (.+?)\r?\n?$/.exec(readPointer(git))?.[1];
  return pointer === undefined ? undefined : resolve(top, pointer);
}

function commonOf(directory: string): string | undefined {
  const pointer = readPointer(join(directory, 'commondir')).trim();
  const common = pointer === '' ? directory : isAbsolute(pointer) ? pointer : resolve(directory, pointer);
  return isGitDirectory(common) ? common : undefined;
}

/** A `.git` file is text of the repository: it may not choose any folder to be written in. */
function isGitDirectory(path: string): boolean {
  return ['objects', 'refs'].every((name) =>
    fs.statSync(join(path, name), { throwIfNoEntry: false })?.isDirectory(),
  );
}

function readPointer(path: string): string {
  const stats = fs.statSync(path, { throwIfNoEntry: false });
  if (stats?.isFile() !== true || stats.size > longestPointer) return '';
  return fs.readFileSync(path, 'utf8');
}
