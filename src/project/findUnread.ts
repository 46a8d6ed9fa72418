import { unreadSystems, type UnreadSystem } from '../core/formats/unreadSystems.ts';
import type { FolderId } from '../core/text/document.ts';
import type { DocumentStore } from './documentStore.ts';

/** The systems that are used in a folder and not read. */
export async function findUnread(
  documents: Pick<DocumentStore, 'kind'>,
  folder: FolderId,
): Promise<readonly UnreadSystem[]> {
  const found: UnreadSystem[] = [];
  for (const system of unreadSystems)
    for (const path of system.marks) {
      const kind = await documents.kind({ folder, path });
      if (kind !== 'file' && kind !== 'folder') continue;
      found.push(system);
      break;
    }
  return found;
}
