import * as fs from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { isDirectory } from './disk.ts';
import { coreSettings, readPointer, realPath, trustedWorktreeOf, type Worktree } from './lockPlace.ts';

/** More worktrees of one clone than this are not looked at: nobody works in so many, and each is asked about at every write. */
const mostWorktrees = 1000;

/** Another worktree of the clone that a folder is in. Both paths are real ones. */
export interface OtherWorktree {
  /** Where its `.git` is. */
  readonly top: string;
  /** The same folder there: `<top>/packages/api`. It need not be there. */
  readonly folder: string;
}

/**
 * The other worktrees of the clone that a folder is in, also those that have no branch: found without starting git, as
 * gitrepository-layout(5) says, and each asked whether it is of this clone, because what a repository says of other folders may be
 * copied, old or made up. None outside of a repository, and none that cannot be looked at.
 * @param folder absolute
 */
export function otherWorktrees(folder: string): readonly OtherWorktree[] {
  try {
    const real = realPath(folder);
    const own = real === undefined ? undefined : trustedWorktreeOf(real);
    if (real === undefined || own === undefined) return [];
    const place = relative(own.top, real);
    const tops = new Set([mainTop(own.common), ...linkedTops(own.common)].map((top) => topIn(own, top)));
    return [...tops].flatMap((top) => (top === undefined ? [] : [{ top, folder: join(top, place) }]));
  } catch {
    return [];
  }
}

/** Where the worktree is that a clone was made with; undefined for a bare one, and where nothing says it. */
function mainTop(common: string): string | undefined {
  const { worktree, bare } = coreSettings(common);
  if (bare === 'true') return undefined;
  if (worktree !== undefined) return resolve(common, worktree);
  return basename(common) === '.git' ? dirname(common) : undefined;
}

/** Where the worktrees are that were added, as git keeps it in mind. */
function linkedTops(common: string): (string | undefined)[] {
  const linked = join(common, 'worktrees');
  if (!isDirectory(linked)) return [];
  const names = fs.readdirSync(linked).slice(0, mostWorktrees);
  return names.map((name) => {
    const pointer = readPointer(join(linked, name, 'gitdir')).trim();
    return pointer === '' ? undefined : dirname(resolve(linked, name, pointer));
  });
}

/** The real path of a worktree that is there and of the same clone; undefined for anything else. */
function topIn({ top: own, common }: Worktree, path: string | undefined): string | undefined {
  try {
    const real = path === undefined ? undefined : realPath(path);
    if (real === undefined || real === own) return undefined;
    const found = trustedWorktreeOf(real);
    return found?.top === real && found.common === common ? real : undefined;
  } catch {
    // What may not be looked at holds nothing that could be read.
    return undefined;
  }
}
