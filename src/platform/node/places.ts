import { join } from 'node:path';
import type { DocumentId, FolderId } from '../../core/text/document.ts';
import type { Folder } from '../../project/documentStore.ts';

/** Folders by their ids and by their paths, worktrees that are no workspace folders among them. */
export interface Places {
  /** Workspace folders. */
  readonly folders: readonly Folder[];
  /** Absolute; undefined for a folder that is on no disk of this machine. */
  pathOf(folder: FolderId): string | undefined;
  /** The id of a folder at a path without links: that of the workspace folder which is there, if one is. */
  idOf(path: string): FolderId;
}

/** Where a document is on the disk; undefined for one that is on none. */
export function pathOf(places: Places, { folder, path }: DocumentId): string | undefined {
  const base = places.pathOf(folder);
  return base === undefined ? undefined : join(base, path);
}
