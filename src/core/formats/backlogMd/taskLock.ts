import type { Root } from '../../model/system.ts';
import type { ToolLock } from '../../model/toolLock.ts';
import type { DocumentId } from '../../text/document.ts';
import type { OpenDocument } from '../format.ts';
import { configOf } from './config.ts';

/** Milliseconds after which the tool takes a lock for one that was left behind. */
const staleAfterMs = 10_000;

/**
 * The lock that the tool takes while it edits a task (`withTaskLock` of its `file-system/operations.ts`). It knows a task by the ID that
 * the file says, so without one there is none.
 */
export function taskLock({ document, parsed, root }: OpenDocument<'lines'>): ToolLock | undefined {
  const [item] = parsed.parts;
  if (item?.kind !== 'workItem' || item.task.idRange === undefined) return undefined;
  const written = document.source.slice(item.task.idRange);
  if (written === '') return undefined;
  const { id } = document;
  return {
    tool: 'Backlog.md',
    document: id,
    root: { folder: id.folder, path: root.path },
    names: ['.locks', lockName(written)],
    staleAfterMs,
  };
}

/**
 * The lock that the tool takes while it makes, promotes or demotes a task, one for all worktrees (`withCreateLock`). Which IDs are taken has
 * to be asked under it.
 * @param document the file that is to be made
 */
export function createLock(root: Root, document: DocumentId): ToolLock {
  return {
    tool: 'Backlog.md',
    document,
    root: { folder: document.folder, path: root.path },
    names: ['.locks', 'create'],
    ...(configOf(root).isWithoutGit ? {} : { inRepository: ['backlog.md', 'locks', 'create'] }),
    staleAfterMs,
  };
}

/** The name of the lock of a task: whatever its ID is, one part of a path. */
export function lockName(writtenId: string): string {
  const trimmed = writtenId.trim();
  // The tool's own default, whatever the project's prefix is.
  const id = /^[a-z]+-/i.test(trimmed) ? trimmed : `task-${trimmed}`;
  const key = id
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^\.+/, '');
  return `task-${key}`;
}
