import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { codeOf, hasCode } from './disk.ts';

/** Longest `.git` and `commondir` file that is read, in bytes. */
const longestPointer = 4096;
/** Longest configuration of git that is read, in bytes. */
const longestConfig = 256 * 1024;

/** Where processes meet that share files. */
interface Meeting {
  /** The folder for all that they tell each other. */
  readonly shared: string;
  /** The folder whose owner, group and mode that folder and its content have. */
  readonly like: string;
  readonly isInGit: boolean;
}

/** The same for one file, and what it is called there. */
export interface Place extends Meeting {
  /** Names the file, in whatever folder its clone is mounted. */
  readonly key: string;
}

/**
 * The place of a file. It is in git's common directory, which all worktrees of a clone share and no checkout, stash or clean
 * touches; without git, in a folder `.throughline` beside the file. A clone has other absolute paths in a container than
 * outside, so a file is named by its worktree and its path in there.
 * @param real the file's real path: two ways to it are one place
 */
export function placeOf(real: string): Place {
  const folder = dirname(real);
  const worktree = trustedWorktreeOf(folder);
  if (worktree === undefined) return { ...besideIn(folder), key: JSON.stringify(['', basename(real)]) };
  const { top, directory, common } = worktree;
  const id = toPortable(relative(common, directory)) || '.';
  return {
    shared: join(common, 'throughline'),
    like: common,
    isInGit: true,
    key: JSON.stringify([id, toPortable(relative(top, real))]),
  };
}

function besideIn(folder: string): Meeting {
  return { shared: join(folder, '.throughline'), like: folder, isInGit: false };
}

/** The places of all files in folders, each once. Git's directory is looked into once, however many folders of its repository there are. */
export function meetingsIn(folders: Iterable<string>): readonly Meeting[] {
  const inGit = new Map<string, Meeting | undefined>();
  const find = (folder: string): Meeting | undefined => {
    if (inGit.has(folder)) return inGit.get(folder);
    const above = dirname(folder);
    const isTop =
      above === folder || fs.statSync(join(folder, '.git'), { throwIfNoEntry: false }) !== undefined;
    const place = isTop ? placeOf(join(folder, 'any')) : find(above);
    const found = place?.isInGit === true ? place : undefined;
    inGit.set(folder, found);
    return found;
  };
  const places = new Map<string, Meeting>();
  for (const folder of folders) {
    const place = find(folder) ?? besideIn(folder);
    places.set(place.shared, place);
  }
  return [...places.values()];
}

/** The folder of a file's lock. */
export function lockFolderOf(real: string): string {
  const { shared, key } = placeOf(real);
  return join(shared, 'locks', lockName(key));
}

/** The name of a file's lock among those of its place. */
export function lockName(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 32);
}

/** Whether a folder is the one of a clone's git directory: see {@link Place.shared}. It is in no workspace, and holds our own files alone. */
export function isSharedFolder(folder: string): boolean {
  return basename(folder) === 'throughline' && isGitDirectory(dirname(folder));
}

/** See {@link Place.shared}. */
export function sharedFolderOf(real: string): string {
  return placeOf(real).shared;
}

export function toPortable(path: string): string {
  return path.split(sep).join('/');
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
  return worktreeOf(folder)?.common;
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
  const name = /^ref: refs\/heads\/(.+?)\r?\n?$/.exec(readHead(folder))?.[1];
  return name === invalidBranch ? undefined : name;
}

/**
 * What is checked out in the worktree of a folder: the branch that HEAD names, or a commit. Empty outside of a repository and where
 * that cannot be read; always the same where HEAD is not in a file.
 */
export function headOf(folder: string): string {
  try {
    return readHead(folder).trim();
  } catch (error) {
    if (codeOf(error) === '') throw error;
    return '';
  }
}

/** Whether HEAD names a branch, or none, in the worktree of a folder. True also where that is not in a file. */
export function isOnBranch(folder: string, branch: string | undefined): boolean {
  return readHead(folder) === `ref: refs/heads/${invalidBranch}\n` || headBranch(folder) === branch;
}

/** So long git's lock of its index is believed once the index is in it, in milliseconds: `git commit -a` keeps it while a person writes. */
const longestWrite = 10_000;

/**
 * Whether git is at work on the files of the worktree of a folder: its lock for the index is there (gitrepository-layout(5)). Git
 * looks at the files, replaces them without another look and says at the end which branch they are of; with filters, or many
 * files, that takes seconds. Until then the lock is empty.
 */
export function isGitBusy(folder: string): boolean {
  try {
    const directory = gitDirectory(folder);
    const path = directory === undefined ? undefined : join(directory, 'index.lock');
    const lock = path === undefined ? undefined : fs.lstatSync(path, { throwIfNoEntry: false });
    return lock !== undefined && (lock.size === 0 || Math.abs(Date.now() - lock.mtimeMs) < longestWrite);
  } catch {
    // It cannot be said, and one who cannot look there is not kept from the files for that.
    return false;
  }
}

/** Whether any worktree of the folder's clone has a branch checked out, and is there. */
export function isCheckedOut(folder: string, branch: string): boolean {
  const common = gitCommonDirectory(folder);
  if (common === undefined) return false;
  const linked = join(common, 'worktrees');
  const names = fs.existsSync(linked) ? fs.readdirSync(linked) : [];
  const has = (directory: string): boolean => readHeadIn(directory) === `ref: refs/heads/${branch}\n`;
  if (has(common) && coreSettings(common).bare !== 'true') return true;
  return names
    .map((name) => join(linked, name))
    .some((each) => has(each) && fs.existsSync(resolve(each, readPointer(join(each, 'gitdir')).trim())));
}

/** What git leaves in HEAD where its refs are in a table (gitrepository-layout(5), "reftable"). */
const invalidBranch = '.invalid';

function readHead(folder: string): string {
  const directory = gitDirectory(folder);
  return directory === undefined ? '' : readHeadIn(directory);
}

function readHeadIn(directory: string): string {
  const head = join(directory, 'HEAD');
  // As old as git itself, and still made where `core.preferSymlinkRefs` is set.
  if (fs.lstatSync(head, { throwIfNoEntry: false })?.isSymbolicLink() === true)
    return `ref: ${fs.readlinkSync(head)}\n`;
  return readPointer(head);
}

/**
 * Changes when git moves in the worktree of a file: its HEAD, its index, a reset, a stash; also while it is at it, when files are
 * another already and the index is not. Empty outside of a repository.
 */
export function gitStamp(path: string): string {
  try {
    const directory = gitDirectory(dirname(path));
    const common = directory === undefined ? undefined : commonOf(directory);
    if (directory === undefined || common === undefined) return '';
    const files = [
      ...['HEAD', 'index', 'index.lock', 'ORIG_HEAD'].map((name) => join(directory, name)),
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

/** A worktree, and where git keeps what belongs to it; real paths if the top is one. */
export interface Worktree {
  readonly top: string;
  /** What belongs to this worktree alone, as its HEAD. */
  readonly directory: string;
  /** What all worktrees share. */
  readonly common: string;
}

function worktreeOf(folder: string): Worktree | undefined {
  const top = worktreeTop(folder);
  const directory = top === undefined ? undefined : gitDirectoryOf(top);
  const common = directory === undefined ? undefined : commonOf(directory);
  if (top === undefined || directory === undefined || common === undefined) return undefined;
  return { top, directory, common };
}

/** The worktree that a folder is in, when its git directory knows it too; see {@link isWorktreeOf}. */
export function trustedWorktreeOf(folder: string): Worktree | undefined {
  const worktree = worktreeOf(folder);
  return worktree !== undefined && isWorktreeOf(worktree) ? worktree : undefined;
}

/** The directory of the worktree's own git files, whether it is one or not. What lies in git's own directory is in no worktree. */
function gitDirectory(folder: string): string | undefined {
  const top = folder.split(sep).includes('.git') ? undefined : worktreeTop(folder);
  return top === undefined ? undefined : gitDirectoryOf(top);
}

function gitDirectoryOf(top: string): string | undefined {
  const git = join(top, '.git');
  if (fs.lstatSync(git, { throwIfNoEntry: false })?.isDirectory() === true) return git;
  if (fs.statSync(git, { throwIfNoEntry: false })?.isDirectory() === true) return realPath(git);
  const pointer = /^gitdir: (.+?)\r?\n?$/.exec(readPointer(git))?.[1];
  return pointer === undefined ? undefined : realPath(resolve(top, pointer));
}

function commonOf(directory: string): string | undefined {
  const pointer = readPointer(join(directory, 'commondir')).trim();
  const common = pointer === '' ? directory : realPath(resolve(directory, pointer));
  if (common === undefined || !isGitDirectory(common)) return undefined;
  // What is named by a file has to be all that git would take for a repository.
  return basename(directory) === '.git' || hasHead(directory) ? common : undefined;
}

function isGitDirectory(path: string): boolean {
  return ['objects', 'refs'].every((name) =>
    fs.statSync(join(path, name), { throwIfNoEntry: false })?.isDirectory(),
  );
}

/** Whether HEAD is what git takes for one: a ref or an object name (is_git_directory in git's setup.c). */
function hasHead(directory: string): boolean {
  return /^(?:ref:\s*refs\/|[0-9a-f]{40}(?:[0-9a-f]{24})?\s*$)/.test(readHeadIn(directory));
}

/**
 * Whether a git directory knows the worktree that names it. A `.git` file is text that anybody can write, and so is
 * `commondir`: neither may choose a folder of somebody else's for us to write in.
 */
function isWorktreeOf({ top, directory, common }: Worktree): boolean {
  if (directory === common) {
    // Git's own directory of this folder, or one that the folder holds, as a bare clone between its worktrees.
    if (isInside(top, directory)) return true;
    // Named `.git`, it is of the folder around it.
    if (basename(directory) === '.git' || !hasHead(directory)) return false;
    // A submodule's says where its worktree is; one by `--separate-git-dir` does not, and has no other worktree.
    const { worktree, bare } = coreSettings(directory);
    if (worktree === undefined) return bare !== 'true';
    const real = realPath(resolve(directory, worktree));
    return real !== undefined && isSameFile(real, top);
  }
  if (dirname(directory) !== join(common, 'worktrees') || !hasHead(directory) || !hasHead(common))
    return false;
  const back = resolve(directory, readPointer(join(directory, 'gitdir')).trim());
  const real = realPath(back);
  // A worktree that was moved, or is mounted elsewhere, has left the path that git knows.
  return real === undefined || isSameFile(real, join(top, '.git'));
}

/** Whether two paths are one file, that may be mounted twice; a link is none of those it leads to. */
function isSameFile(a: string, b: string): boolean {
  const [one, other] = [a, b].map((path) => fs.lstatSync(path, { bigint: true, throwIfNoEntry: false }));
  return one !== undefined && one.dev === other?.dev && one.ino === other.ino;
}

/** Whether a path is below a folder. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** Settings of the section `core` that say what a git directory belongs to (git-config(1), "Syntax"). */
export function coreSettings(directory: string): { readonly worktree?: string; readonly bare?: string } {
  const found: Record<string, string> = {};
  for (const file of ['config', 'config.worktree']) {
    let section = '';
    for (const line of readPointer(join(directory, file), longestConfig).split(/\r?\n/)) {
      section = /^\s*\[([^\]]*)\]/.exec(line)?.[1]?.toLowerCase() ?? section;
      const at = line.indexOf('=');
      const name = line.slice(0, at).trim().toLowerCase();
      if (section !== 'core' || at < 0 || (name !== 'worktree' && name !== 'bare')) continue;
      found[name] = line
        .slice(at + 1)
        .trim()
        .replace(/^"(.*)"$/, '$1')
        .replaceAll('\\\\', '\\');
    }
  }
  return found;
}

/** The text of a small file; empty for anything else. */
export function readPointer(path: string, longest = longestPointer): string {
  const stats = fs.statSync(path, { throwIfNoEntry: false });
  if (stats?.isFile() !== true || stats.size > longest) return '';
  return fs.readFileSync(path, 'utf8');
}
