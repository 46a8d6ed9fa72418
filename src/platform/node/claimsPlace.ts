import { join, relative } from 'node:path';
import type { ClaimsPlace } from '../../core/model/claim.ts';
import type { FolderId } from '../../core/text/document.ts';
import { headBranch, placeOf, realPath, toPortable, worktreeTop } from './lockPlace.ts';
import type { Places } from './places.ts';

const fileName = 'claims.jsonl';

/** Where the claims of a clone are, by the git directory that its worktrees share. */
export function claimsIn(common: string): { readonly folder: string; readonly path: string } {
  return { folder: join(common, 'throughline'), path: fileName };
}

/** Where the claims of a folder's clone are kept: beside the locks, which all worktrees share. Undefined for a folder on no disk. */
export function claimsPlaceOf(places: Places, folder: FolderId): ClaimsPlace | undefined {
  const path = places.pathOf(folder);
  const real = path === undefined ? undefined : realPath(path);
  if (real === undefined) return undefined;
  const { shared, isInGit } = placeOf(join(real, fileName));
  const top = worktreeTop(real);
  if (!isInGit || top === undefined)
    return { document: { folder, path: `.throughline/${fileName}` }, prefix: '' };
  const way = toPortable(relative(top, real));
  const branch = headBranch(real);
  return {
    document: { folder: places.idOf(shared), path: fileName },
    prefix: way === '' ? '' : `${way}/`,
    ...(branch === undefined ? {} : { branch }),
  };
}
