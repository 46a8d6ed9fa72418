import type { DocumentId } from '../text/document.ts';

/**
 * A folder or a file that another tool makes before it changes a document and removes afterwards. We do the same, besides taking our
 * own lock, so that neither writes what the other is about to write.
 */
export interface ToolLock {
  /** What people call the tool. */
  readonly tool: string;
  /** It is a file that says whose it is, and no folder. */
  readonly isFile?: true;
  /** What is written under it. */
  readonly document: DocumentId;
  /** The folder that the names are looked up in. Links on the way to it are followed. */
  readonly root: DocumentId;
  /** Names on the way from there; the last one is that of the lock. None of them may be a link. */
  readonly names: readonly string[];
  /** The same from the git directory that all worktrees share: used instead where the root is in a repository. */
  readonly inRepository?: readonly string[];
  /** Milliseconds after which the tool takes it for one that a process left behind when it ended; never without it. */
  readonly staleAfterMs?: number;
}
