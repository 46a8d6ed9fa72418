import { join, relative } from 'node:path';
import { claimsFile, type ClaimsPlace } from '../../core/model/claim.ts';
import type { FolderId } from '../../core/text/document.ts';
import { codeOf, unreadableFor, whyUnreadable, type Unreadable } from './disk.ts';
import { headBranch, placeOf, realPath, toPortable, worktreeTop } from './lockPlace.ts';
import type { Places } from './places.ts';

/** Where the claims of a clone are, by the git directory that its worktrees share. */
export function claimsIn(common: string): { readonly folder: string; readonly path: string } {
  return { folder: join(common, 'throughline'), path: claimsFile };
}

/** Where the claims of a folder's clone are kept: beside the locks, which all worktrees share. Undefined for a folder on no disk. */
export function claimsPlaceOf(places: Places, folder: FolderId): ClaimsPlace | Unreadable | undefined {
  try {
    return placeIn(places, folder);
  } catch (error) {
    if (codeOf(error) === '') throw error;
    return unreadableFor(whyUnreadable(error));
  }
}

function placeIn(places: Places, folder: FolderId): ClaimsPlace | undefined {
  const path = places.pathOf(folder);
  const real = path === undefined ? undefined : realPath(path);
  if (real === undefined) return undefined;
  const { shared, isInGit } = placeOf(join(real, claimsFile));
  const top = worktreeTop(real);
  if (!isInGit || top === undefined)
    return { kind: 'place', document: { folder, path: `.throughline/${claimsFile}` }, prefix: '' };
  const way = toPortable(relative(top, real));
  const branch = headBranch(real);
  return {
    kind: 'place',
    document: { folder: places.idOf(shared), path: claimsFile },
    prefix: way === '' ? '' : `${way}/`,
    ...(branch === undefined ? {} : { branch }),
  };
}
