import { branchCalled, type Checkouts } from '../../model/branch.ts';
import type { DocumentId } from '../../text/document.ts';
import type { FoundBranch } from '../format.ts';
import { fromRowPath } from './places.ts';

/** The branch of a change: the one that is called like it, else the only one whose last part is. */
export function branchOfChange({ path }: DocumentId, { branches }: Checkouts): FoundBranch | undefined {
  const slug = fromRowPath(path)?.name;
  if (slug === undefined || slug === '') return undefined;
  const branch = branchCalled(slug, branches);
  return branch === undefined ? undefined : { branch, endsWithBranch: true };
}
