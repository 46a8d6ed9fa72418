import { basename, dirname, join } from 'node:path';
import type { Belongs } from '../../project/documentStore.ts';
import { isDirectory } from './disk.ts';
import type { LinkGuard } from './linkGuard.ts';
import { coreSettings, readPointer, realPath, trustedWorktreeOf, type Worktree } from './lockPlace.ts';

/** Finds out to what the folders below a workspace folder belong; each is looked at once. */
export class Belonging {
  readonly #folder: string;
  readonly #guard: LinkGuard;
  readonly #own: Worktree | undefined;
  readonly #known = new Map<string, Belongs>([['', 'own']]);

  /** @param folder absolute */
  constructor(folder: string, guard: LinkGuard) {
    this.#folder = folder;
    this.#guard = guard;
    this.#own = worktreeAt(folder);
  }

  /** @param directory relative to the folder, `/` between the parts; empty for itself */
  of(directory: string): Belongs {
    const known = this.#known.get(directory);
    if (known !== undefined) return known;
    const above = directory.slice(0, Math.max(0, directory.lastIndexOf('/')));
    const found = this.#look(join(this.#folder, directory)) ?? this.of(above);
    this.#known.set(directory, found);
    return found;
  }

  /** What a folder is the top of; undefined for any other, and for one that may not be looked into. */
  #look(path: string): Belongs | undefined {
    const git = this.#guard.look(join(path, '.git'));
    if (git.kind !== 'inside' || git.stats === undefined) return undefined;
    const found = worktreeAt(dirname(git.real));
    if (found === undefined) return this.#isMoved(git.real) ? 'worktree' : 'repository';
    if (found.common !== this.#own?.common) return 'repository';
    // A folder that holds a bare clone and all its worktrees would have nothing left.
    return found.top === this.#own.top || isBare(this.#own) ? 'own' : 'worktree';
  }

  /** Whether a `.git` file leads to a worktree of this clone by a path of before it was moved, or mounted elsewhere. */
  #isMoved(git: string): boolean {
    const pointer = /^gitdir: (.+?)\r?\n?$/.exec(readQuietly(git))?.[1]?.replaceAll('\\', '/');
    if (pointer === undefined || this.#own === undefined || basename(dirname(pointer)) !== 'worktrees')
      return false;
    return isDirectory(join(this.#own.common, 'worktrees', basename(pointer)));
  }
}

/** What cannot be looked at is the top of nothing that git knows. */
function worktreeAt(path: string): Worktree | undefined {
  try {
    const real = realPath(path);
    return real === undefined ? undefined : trustedWorktreeOf(real);
  } catch {
    return undefined;
  }
}

function readQuietly(path: string): string {
  try {
    return readPointer(path);
  } catch {
    return '';
  }
}

function isBare({ directory, common }: Worktree): boolean {
  return directory === common && coreSettings(common).bare === 'true';
}
