import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import { Emitter } from '../core/base/event.ts';
import { refsByBranch } from '../core/index/branchSources.ts';
import { noBranchStatus, type FolderBranchStatus, type UnreadBranch } from '../core/model/branchStatus.ts';
import { shortRef } from '../core/model/branch.ts';
import type { Key } from '../core/text/key.ts';
import { isUnfinished } from '../core/model/taskRules.ts';
import type { FolderId } from '../core/text/document.ts';
import { folderOf } from '../core/text/glob.ts';
import type { TrackedFolder } from './trackedFolder.ts';
import type { Project } from './project.ts';
import type { BranchStatusRequest } from './repository.ts';
import { SerialQueue } from './serialQueue.ts';
import type { World } from './world.ts';

/** Streams of a folder and their documents, by their keys. */
export interface BranchStatusChange {
  readonly folder: string;
  readonly keys: readonly Key[];
}

/** More branches than these are not asked about: those with the latest commits are. */
const mostStreams = 200;
const mostFileless = 50;

/**
 * What git says of the branches with progress files, kept while somebody wants to know it: asked anew when git moved or a progress
 * file changed, one question at a time.
 */
export class BranchStatuses implements Disposable {
  readonly #project: Project;
  readonly #world: Pick<World, 'repository' | 'clock'>;
  readonly #queue: SerialQueue;
  readonly #store = new DisposableStore();
  readonly #changed: Emitter<BranchStatusChange>;
  readonly #known = new Map<FolderId, FolderBranchStatus>();
  readonly #due = new Set<FolderId>();
  #wanted = false;
  #isDisposed = false;

  constructor(project: Project, world: Pick<World, 'repository' | 'clock'>, log: (error: unknown) => void) {
    this.#project = project;
    this.#world = world;
    this.#queue = new SerialQueue(
      world.clock,
      () => this.#nextJob(),
      (error) => {
        // What was let go of while it was asked about is nobody's fault.
        if (!this.#isDisposed) log(error);
      },
    );
    this.#changed = this.#store.add(new Emitter<BranchStatusChange>(log));
    this.#store.add(
      project.onDidAskGit((folder) => {
        this.#look(folder);
      }),
    );
    this.#store.add(
      project.onDidChange(({ folder, keys }) => {
        const { index } = project.folder(folder) ?? {};
        // One that is gone leaves its branch without.
        if (keys.some((key) => (index?.file(key)?.holds ?? 'stream') === 'stream')) this.#look(folder);
      }),
    );
  }

  /** Fires when what git says of a folder's branches is another. */
  get onDidChange() {
    return this.#changed.event;
  }

  /** What git said last; nothing until somebody wanted it. */
  of(folder: string): FolderBranchStatus {
    return this.#known.get(folder) ?? noBranchStatus;
  }

  /** From now on somebody looks at it. Resolves when everything was asked. */
  async want(): Promise<void> {
    if (!this.#wanted) {
      this.#wanted = true;
      for (const { folder } of this.#project.folders) this.#due.add(folder.id);
      this.#queue.wake();
    }
    await this.#queue.idle();
  }

  dispose(): void {
    this.#due.clear();
    this.#isDisposed = true;
    this.#store.dispose();
  }

  #look(folder: FolderId): void {
    this.#due.add(folder);
    if (this.#wanted && !this.#isDisposed) this.#queue.wake();
  }

  #nextJob(): (() => Promise<void>) | undefined {
    const [folder] = this.#due;
    if (folder === undefined) return undefined;
    this.#due.delete(folder);
    return () => this.#askAbout(folder);
  }

  async #askAbout(folder: FolderId): Promise<void> {
    const tracked = this.#project.folder(folder);
    const now = tracked === undefined ? noBranchStatus : await this.#ask(tracked);
    // A folder that was taken out and put back is asked about anew.
    if (this.#isDisposed || this.#project.folder(folder) !== tracked) return;
    const before = this.of(folder);
    if (toText(now) === toText(before)) return;
    this.#known.set(folder, now);
    const keys = changedStreams(before, now);
    const documents = keys.flatMap((key) => tracked?.index.documentsOf(key) ?? []);
    this.#changed.fire({ folder, keys: [...new Set([...keys, ...documents])] });
  }

  async #ask(tracked: TrackedFolder): Promise<FolderBranchStatus> {
    const status = await this.#world.repository.branchStatus(tracked.folder.id, wishOf(tracked));
    return { ...status, unread: unreadOf(tracked) };
  }
}

/** Progress files of which something else is to be said: their own branchStatus are others, or those of a branch that shares files. */
function changedStreams(
  { streams: before }: FolderBranchStatus,
  { streams: now }: FolderBranchStatus,
): readonly Key[] {
  const keys = new Set<Key>();
  const files = new Set<string>();
  for (const key of new Set([...before.keys(), ...now.keys()])) {
    const [was, is] = [before.get(key), now.get(key)];
    if (JSON.stringify(was) === JSON.stringify(is)) continue;
    keys.add(key);
    const same = was?.contains.join() === is?.contains.join() && was?.changed.join() === is?.changed.join();
    if (!same) for (const file of [...(was?.changed ?? []), ...(is?.changed ?? [])]) files.add(file);
  }
  for (const [key, { changed }] of now) if (changed.some((file) => files.has(file))) keys.add(key);
  return [...keys];
}

function toText({ streams, fileless, unread = [] }: FolderBranchStatus): string {
  return JSON.stringify([[...streams], fileless, unread]);
}

/** Branches that count by a commit whose progress files this clone lacks. */
function unreadOf(state: TrackedFolder): readonly UnreadBranch[] {
  const { folder, index, sources } = state;
  const { clone } = sources;
  const lacking = clone?.lacking;
  if (clone === undefined || lacking === undefined || lacking.size === 0) return [];
  if (clone.siblings.length > 0 && clone.siblings[0] !== folder.id) return [];
  const folders = state.committed().map(folderOf);
  const unread: UnreadBranch[] = [];
  for (const [branch, refs] of refsByBranch(clone.refs)) {
    // Where it is checked out, the files on disk count.
    if (branch === clone.head || clone.worktrees.has(branch)) continue;
    const shown = index.streamsOfBranch(branch).flatMap((stream) => {
      const elsewhere = index.elsewhere(stream);
      return elsewhere?.kind === 'branch' ? elsewhere.ref : [];
    });
    for (const ref of refs) {
      if (shown.includes(shortRef(ref))) break;
      if (!lacking.has(ref.commit)) continue;
      unread.push({ branch, ref: ref.ref, folders });
      break;
    }
  }
  return unread;
}

/** Open streams that git knows a branch of, and local branches without one. */
function wishOf(state: TrackedFolder): BranchStatusRequest {
  const { folder, index, sources } = state;
  const roots = state.roots().map(({ path }) => path);
  const { clone } = sources;
  if (clone === undefined) return { base: undefined, streams: [], fileless: [], roots };
  const local = new Map(
    clone.refs.filter(({ remote }) => remote === undefined).map((ref) => [ref.name, ref]),
  );
  // The first of a name counts, and a local one before all others.
  const refs = new Map([...[...clone.refs].reverse().map((ref) => [ref.name, ref] as const), ...local]);
  const streams = index
    .streams()
    .flatMap((stream) => {
      const ref = refs.get(stream.branch ?? '');
      const open = stream.tasks.length === 0 || stream.tasks.some(isUnfinished);
      if (ref === undefined || stream.branchState === 'merged' || stream.otherRepository === true) return [];
      return [{ stream, ref, open }];
    })
    .sort((a, b) => Number(b.open) - Number(a.open) || b.ref.time - a.ref.time)
    .slice(0, mostStreams)
    .map(({ stream, ref }) => {
      const { document } = stream.location;
      const at = document.commit === undefined ? document.folder : undefined;
      const worktree = clone.worktrees.get(ref.name)?.folder;
      return {
        key: stream.key,
        ref,
        file: document.path,
        ...(at === undefined ? {} : { at }),
        ...(worktree === undefined ? {} : { worktree }),
        specs: index.linkedSpecs(stream).map((spec) => index.pathOf(spec)),
      };
    });
  // Several workspace folders of one clone would each show the same branches.
  const first = clone.siblings.length === 0 || clone.siblings[0] === folder.id;
  // One that cannot be read is a file all the same.
  const withFile = new Set([...sources.keys()].map((key) => sources.find(key)?.file.branch));
  const fileless = [...(first ? local.values() : [])]
    .filter(
      (ref) =>
        ref.contained !== true &&
        clone.lacking?.has(ref.commit) !== true &&
        ref.name !== clone.base?.name &&
        !withFile.has(ref.name) &&
        index.streamsOfBranch(ref.name).length === 0,
    )
    .slice(0, mostFileless)
    .map((ref) => ({ ref, checkedOut: clone.worktrees.has(ref.name) }));
  return { base: clone.base, streams, fileless, roots };
}
