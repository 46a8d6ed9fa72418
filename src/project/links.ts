import type { PathKind } from '../core/index/linkGraph.ts';
import type { FolderState } from './folderState.ts';
import type { Host } from './host.ts';
import { inSlices } from './slices.ts';

/**
 * Finds out what stands where the links of a file may lead; `look` is told of a spec that is found so, and of the file itself
 * when it was a spec only because of a link that is gone. Gives the paths that may be shown differently now.
 */
export async function lookAtLinks(
  host: Host,
  { index, folder }: FolderState,
  path: string,
  isTracked: (path: string) => boolean,
  look: (path: string) => void,
): Promise<readonly string[]> {
  const changed = new Set<string>();
  const take = (candidate: string, kind: PathKind | undefined): void => {
    if (kind !== undefined) for (const each of index.setKind(candidate, kind)) changed.add(each);
  };
  // One file may have a hundred thousand links.
  await inSlices(
    host,
    index.unknownPaths(path),
    () => true,
    (candidate) => {
      const found = host.kind(folder.id, candidate);
      if (!(found instanceof Promise)) {
        take(candidate, found);
        return;
      }
      return found.then((kind) => {
        take(candidate, kind);
      });
    },
  );
  const seen = new Set<string>();
  for (const { target } of index.linksOf(path)) {
    if (target.kind !== 'file' || seen.has(target.path)) continue;
    seen.add(target.path);
    if (index.file(target.path) === undefined && index.isLinkedAsSpec(target.path)) look(target.path);
  }
  if (index.file(path)?.format === 'spec' && !isTracked(path)) look(path);
  return [...changed];
}
