import type { PathKind } from '../core/index/linkGraph.ts';
import { type Key, toKey } from '../core/text/key.ts';
import type { TrackedFolder } from './trackedFolder.ts';
import type { World } from './world.ts';
import { inSlices } from './slices.ts';

/**
 * Finds out what stands where the links of a file may lead; `look` is told of a spec that is found so, and of the file itself
 * when it was a spec only because of a link that is gone. Gives the keys of what may be shown differently now.
 */
export async function lookAtLinks(
  { documents, clock }: Pick<World, 'documents' | 'clock'>,
  { index, folder }: TrackedFolder,
  key: Key,
  isTracked: (path: string) => boolean,
  look: (key: Key) => void,
): Promise<readonly Key[]> {
  const changed = new Set<Key>();
  const take = (candidate: string, kind: PathKind | undefined): void => {
    if (kind !== undefined) for (const each of index.setKind(candidate, kind)) changed.add(each);
  };
  // One file may have a hundred thousand links.
  await inSlices(
    clock,
    index.unknownPaths(key),
    () => true,
    (candidate) => {
      const found = documents.kind({ folder: folder.id, path: candidate });
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
  for (const { target } of index.linksOf(key)) {
    if (target.kind !== 'file' || seen.has(target.path)) continue;
    seen.add(target.path);
    const found = toKey(target.path);
    if (index.file(found) === undefined && index.isLinkedAsSpec(target.path)) look(found);
  }
  const file = index.file(key);
  if (file?.holds === 'spec' && !isTracked(file.id.path)) look(key);
  return [...changed];
}
