import { listFiles, unreadSystems, type UnreadSystem } from '../core/formats/unreadSystems.ts';
import type { FolderId } from '../core/text/document.ts';
import type { WorkItem } from '../core/model/item.ts';
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

/** What a folder has files for that are not read: lists of all items in one. */
export async function findUnreadLists(
  documents: Pick<DocumentStore, 'kind'>,
  folder: FolderId,
): Promise<ReadonlySet<WorkItem['list']>> {
  const found = new Set<WorkItem['list']>();
  for (const { path, list } of listFiles)
    if (!found.has(list) && (await documents.kind({ folder, path })) === 'file') found.add(list);
  return found;
}
