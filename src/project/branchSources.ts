import type { FoundFile, SourceFile } from '../core/index/branchSources.ts';
import type { Item, Stream } from '../core/model/item.ts';
import { refusal, unlessConfirmed, type Refusal } from '../core/model/refusal.ts';

import { SourceChooser, withoutGit, type SourceChoice, type ReadBranch } from './sourceChoice.ts';
import type { Clone, FileText, HeldLock, Host } from './host.ts';

/** A file of the index, and where it really is. */
export interface RealPlace {
  /** The workspace folder, or the same folder of another worktree. */
  readonly folder: string;
  readonly path: string;
}

/**
 * Which files of a folder's index are not the ones in the folder: each stream's truth is the progress file on its branch, in
 * another worktree or in the tree of a commit. They have the path that they have there, or one of their own where the folder
 * has a file of another branch at that path.
 */
export class BranchSources {
  readonly #host: Host;
  readonly #folder: string;
  readonly #isOwn: (path: string) => boolean;
  readonly #chooser: SourceChooser;
  #choice: SourceChoice = withoutGit;
  /** Files at hand that were found to be copies that are not shown, with their branches. */
  readonly #hidden = new Map<string, string>();

  /** @param isOwn whether a path is of the folder's own repository */
  constructor(host: Host, folder: string, isOwn: (path: string) => boolean, readBranch: ReadBranch) {
    this.#host = host;
    this.#folder = folder;
    this.#isOwn = isOwn;
    this.#chooser = new SourceChooser(host, folder, readBranch);
  }

  /** What git said last. */
  get clone(): Clone | undefined {
    return this.#choice.clone;
  }

  /** Index paths of files that are not in the folder. */
  paths(): Iterable<string> {
    return this.#choice.sources.keys();
  }

  find(path: string): SourceFile | undefined {
    return this.#choice.sources.get(path);
  }

  /** Index paths of what another worktree's file may be. */
  *pathsOf(folder: string, path: string): Iterable<string> {
    for (const [index, { at, file }] of this.#choice.sources)
      if (at.kind === 'worktree' && at.folder === folder && file.path === path) yield index;
  }

  /** Ids of the folders of other worktrees of this clone. */
  worktreeFolders(): readonly string[] {
    const folders = [...(this.clone?.worktrees.values() ?? [])].map(({ folder }) => folder);
    return folders.filter((folder) => folder !== this.#folder);
  }

  /** Where a file of the index can be read and changed; undefined for one that is in no worktree. */
  locationOf(path: string): RealPlace | undefined {
    const copy = this.#choice.sources.get(path);
    if (copy === undefined) return { folder: this.#folder, path };
    return copy.at.kind === 'worktree' ? { folder: copy.at.folder, path: copy.file.path } : undefined;
  }

  /** Where a file of the index is changed, when that is confirmed; undefined for one at hand. */
  writableLocation(
    path: string,
    confirmed: readonly Refusal[] = [],
  ): { readonly kind: 'found'; readonly place: RealPlace } | Refusal | undefined {
    const copy = this.#choice.sources.get(path);
    const hidden = this.#hidden.get(path);
    if (copy === undefined)
      return hidden === undefined ? undefined : refusal('branch.copy', { branch: hidden });
    const { at, file, shown } = copy;
    if (at.kind === 'worktree') {
      const worktree = shown.where === 'worktree' ? shown.name : '';
      const { folder } = at;
      const elsewhere = refusal('branch.elsewhere', { branch: file.branch, folder, worktree });
      return unlessConfirmed(elsewhere, confirmed) ?? { kind: 'found', place: { folder, path: file.path } };
    }
    if (!this.#isHere(file)) return refusal('branch.notHere', { branch: file.branch });
    return (
      unlessConfirmed(refusal('branch.notCheckedOut', { branch: file.branch }), confirmed) ?? {
        kind: 'found',
        place: { folder: this.#folder, path: file.path },
      }
    );
  }

  /**
   * Whether what decided that a file of the index is changed where it is still holds: HEAD names the same branch there. It has
   * to be asked right before a write, as somebody may switch at any time; `branch` is what the file names.
   */
  isStillThere(path: string, branch: string | undefined, held: HeldLock | undefined): boolean {
    const { clone, sources, refs } = this.#choice;
    const copy = sources.get(path);
    if (copy?.at.kind === 'worktree') return this.#host.isOnBranch(copy.at.folder, copy.file.branch, held);
    if (clone === undefined) return true;
    if (copy !== undefined) {
      // That the copy at hand is changed was agreed to because the branch was checked out nowhere.
      if (this.#host.isCheckedOut(this.#folder, copy.file.branch)) return false;
    } else {
      const isKnown = branch !== undefined && (refs.has(branch) || clone.head === branch);
      if (!isKnown || !this.#isOwn(path)) return true;
      if (branch !== clone.head && !this.#isNowhereElse(path, branch)) return false;
    }
    return this.#host.isOnBranch(this.#folder, clone.head, held);
  }

  /** Whether the file at hand of a branch still counts because no worktree has that branch, or one has it without the file. */
  #isNowhereElse(path: string, branch: string): boolean {
    const worktree = this.clone?.worktrees.get(branch);
    if (worktree === undefined || worktree.folder === this.#folder)
      return !this.#host.isCheckedOut(this.#folder, branch);
    // While git puts another branch there it takes files away, which looks the same.
    return (
      this.#host.isOnBranch(worktree.folder, branch) &&
      !this.#host.isGitBusy(worktree.folder) &&
      this.#host.stamp(worktree.folder, path) === undefined
    );
  }

  /** The index path of what counts instead of a file at hand that is only a copy. */
  sourceOf(path: string): string | undefined {
    const branch =
      this.#hidden.get(path) ??
      (this.#choice.sources.has(path) ? this.#choice.own.get(path)?.branch : undefined);
    if (branch === undefined) return undefined;
    for (const [index, { file }] of this.#choice.sources) if (file.branch === branch) return index;
    return undefined;
  }

  /** Whether the folder has a copy of its own. */
  #isHere({ path, branch }: FoundFile): boolean {
    return this.#hidden.get(path) === branch || this.#choice.own.get(path)?.branch === branch;
  }

  /** What a file of the index holds; see `Host.read`. */
  read(path: string): FileText | Promise<FileText> {
    const place = this.locationOf(path);
    if (place !== undefined) return this.#host.read(place.folder, place.path);
    const copy = this.#choice.sources.get(path);
    const file =
      copy?.at.kind === 'ref'
        ? this.clone?.filesOf(copy.at.ref).find((each) => each.path === copy.file.path)
        : undefined;
    if (file === undefined) return { kind: 'missing' };
    const { content, blob } = file;
    return typeof content === 'string'
      ? { kind: 'text', text: content, dirty: false, stamp: blob }
      : { kind: 'unreadable', ...content, stamp: blob };
  }

  stamp(path: string): string | undefined | Promise<string | undefined> {
    const place = this.locationOf(path);
    return place === undefined
      ? this.#choice.sources.get(path)?.file.version
      : this.#host.stamp(place.folder, place.path);
  }

  /** What a file says, with where it is; undefined for a copy that is not shown. */
  place<T extends { readonly item?: Item }>(path: string, parsed: T): T | undefined {
    const copy = this.#choice.sources.get(path);
    const { item } = parsed;
    if (item?.kind !== 'stream' || item.branch === undefined) return parsed;
    // What this clone knows says nothing of another repository's branches.
    if (!this.#isOwn(path)) return { ...parsed, item: { ...item, otherRepository: true } };
    this.#hidden.delete(path);
    if (copy === undefined && this.#choice.elsewhere.has(item.branch)) {
      this.#hidden.set(path, item.branch);
      return undefined;
    }
    const { gone, merged } = this.#branchStateOf(item.branch);
    if (copy === undefined && !gone && !merged) return parsed;
    return {
      ...parsed,
      item: {
        ...item,
        ...(copy === undefined ? {} : { copy: copy.shown }),
        ...(merged ? { merged: true } : {}),
        ...(gone ? { gone: true } : {}),
      },
    };
  }

  /** What became of a branch, as far as git was asked. */
  #branchStateOf(branch: string): { readonly gone: boolean; readonly merged: boolean } {
    return { gone: this.isGone(branch), merged: this.#choice.merged.has(branch) };
  }

  isGone(branch: string): boolean {
    const { clone, refs } = this.#choice;
    return refs.size > 0 && branch !== clone?.head && !refs.has(branch);
  }

  /**
   * Takes what git says now, and decides anew. `streams` gives those of the index that name a branch.
   * @returns the index paths that have to be read again
   */
  async update(
    clone: Clone | undefined,
    trackingRoots: readonly string[],
    streams: () => Iterable<Stream & { readonly branch: string }>,
  ): Promise<readonly string[]> {
    const before = this.#choice;
    const named = [...[...streams()].map(({ branch }) => branch), ...this.#hidden.values()];
    const now = clone === undefined ? withoutGit : await this.#chooser.choose(clone, trackingRoots, named);
    this.#choice = now;
    const due = new Set<string>();
    for (const path of [...before.sources.keys(), ...now.sources.keys()])
      if (!sameCopy(before.sources.get(path), now.sources.get(path))) due.add(path);
    for (const { path, branch, gone = false, merged = false } of streams()) {
      const state = this.#branchStateOf(branch);
      const hidden = !now.sources.has(path) && now.elsewhere.has(branch);
      if (hidden || gone !== state.gone || merged !== state.merged) due.add(path);
    }
    for (const [path, branch] of this.#hidden) if (!now.elsewhere.has(branch)) due.add(path);
    return [...due];
  }
}

function sameCopy(a: SourceFile | undefined, b: SourceFile | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
