import type { FoundFile, SourceFile } from '../core/index/branchSources.ts';
import type { Checkouts } from '../core/model/branch.ts';
import { isProgressFile, type Stream, type StreamPart } from '../core/model/item.ts';
import { type Key, idAtHand, toKey } from '../core/text/key.ts';
import type { ParsedDocument } from '../core/model/parsedDocument.ts';
import { toProblem } from '../core/model/problem.ts';
import { refusal, unlessConfirmed, type Refusal } from '../core/model/refusal.ts';
import type { DocumentId } from '../core/text/document.ts';
import type { RelativeGlob } from '../core/text/glob.ts';
import { flatten } from '../core/text/sourceText.ts';

import type { ProgressReader } from './branchWords.ts';
import type { Moment } from '../core/model/plan.ts';
import type { Clone } from './repository.ts';
import { inSlices } from './slices.ts';
import type { Snapshot } from './snapshot.ts';
import { checkoutsOf, SourceChooser, withoutGit, type SourceChoice } from './sourceChoice.ts';
import type { World } from './world.ts';

/** A document of the index to be read, unless it still has the version that is known. */
export interface WantedKey {
  readonly key: Key;
  readonly version?: string | undefined;
}

/** A part of a stream of the index that has a branch, or may have one. */
export interface BranchStream {
  /** Of its document. */
  readonly key: Key;
  readonly part: StreamPart;
  /** Of the whole stream. */
  readonly branch: string | undefined;
  readonly branchState: Stream['branchState'];
}

/**
 * Which files of a folder's index are not the ones in the folder: each stream's truth is the progress file on its branch, in
 * another worktree or in the tree of a commit. Each has its path for its key, or one of its own where the folder has a file of another
 * branch at that path.
 */
export class BranchSources {
  readonly #world: World;
  readonly #folder: string;
  readonly #isOwn: (path: string) => boolean;
  readonly #reader: ProgressReader;
  readonly #chooser: SourceChooser;
  #choice: SourceChoice = withoutGit;
  /** Files at hand that were found to be copies that are not shown, with their branches. */
  readonly #hidden = new Map<Key, string>();
  /** What was told of documents with the branches that something else than their names tells. */
  readonly #hints = new Map<Key, string>();

  /** @param isOwn whether a path is of the folder's own repository */
  constructor(world: World, folder: string, isOwn: (path: string) => boolean, reader: ProgressReader) {
    this.#world = world;
    this.#folder = folder;
    this.#isOwn = isOwn;
    this.#reader = reader;
    this.#chooser = new SourceChooser(world, folder, reader);
  }

  /** What git said last. */
  get clone(): Clone | undefined {
    return this.#choice.clone;
  }

  /** What is checked out in the clone; undefined until git was asked, and where there is none. */
  get checkouts(): Checkouts | undefined {
    return this.clone === undefined ? undefined : checkoutsOf(this.clone);
  }

  /** Keys of files that are not in the folder. */
  keys(): Iterable<Key> {
    return this.#choice.sources.keys();
  }

  find(key: Key): SourceFile | undefined {
    return this.#choice.sources.get(key);
  }

  /** Keys of what another worktree's file may be. */
  *keysOf(folder: string, path: string): Iterable<Key> {
    for (const [key, { at, file }] of this.#choice.sources)
      if (at.kind === 'worktree' && at.folder === folder && file.path === path) yield key;
  }

  /** Ids of the folders of other worktrees of this clone. */
  worktreeFolders(): readonly string[] {
    const folders = [...(this.clone?.worktrees.values() ?? [])].map(({ folder }) => folder);
    return folders.filter((folder) => folder !== this.#folder);
  }

  /** The document that a key stands for. */
  documentOf(key: Key): DocumentId {
    const source = this.#choice.sources.get(key);
    if (source === undefined) return idAtHand(this.#folder, key);
    const { at, file } = source;
    return at.kind === 'worktree'
      ? { folder: at.folder, path: file.path }
      : { folder: this.#folder, path: file.path, commit: at.ref.commit };
  }

  /** Where a file of the index is changed, when that is confirmed; undefined for one at hand. */
  writableDocument(
    key: Key,
    confirmed: readonly Refusal[] = [],
  ): { readonly kind: 'found'; readonly document: DocumentId } | Refusal | undefined {
    const copy = this.#choice.sources.get(key);
    const hidden = this.#hidden.get(key);
    if (copy === undefined)
      return hidden === undefined ? undefined : refusal('branch.copy', { branch: hidden });
    const { at, file, shown } = copy;
    if (at.kind === 'worktree') {
      const worktree = shown.kind === 'worktree' ? shown.name : '';
      const { folder } = at;
      const elsewhere = refusal('branch.elsewhere', { branch: file.branch, folder, worktree });
      return (
        unlessConfirmed(elsewhere, confirmed) ?? {
          kind: 'found',
          document: { folder, path: file.path },
        }
      );
    }
    if (!this.#isHere(file)) return refusal('branch.notHere', { branch: file.branch });
    return (
      unlessConfirmed(refusal('branch.notCheckedOut', { branch: file.branch }), confirmed) ?? {
        kind: 'found',
        document: { folder: this.#folder, path: file.path },
      }
    );
  }

  /**
   * Whether what decided that a file of the index is changed where it is still holds: HEAD names the same branch there. It has
   * to be asked right before a write, as somebody may switch at any time; `branch` is what the file names.
   */
  isStillThere(key: Key, branch: string | undefined, moment: Moment): boolean {
    const { clone, sources, refs } = this.#choice;
    const copy = sources.get(key);
    if (copy?.at.kind === 'worktree') return moment.isOnBranch(copy.at.folder, copy.file.branch);
    // Also before git has answered: then whoever asked is told to ask it, and finds out where the branch is.
    if (clone === undefined) return !isElsewhere(moment, this.#folder, branch);
    if (copy !== undefined) {
      // That the copy at hand is changed was agreed to because the branch was checked out nowhere.
      if (moment.isCheckedOut(this.#folder, copy.file.branch)) return false;
    } else {
      const { path } = this.documentOf(key);
      const isKnown = branch !== undefined && (refs.has(branch) || clone.head === branch);
      if (!isKnown || !this.#isOwn(path)) return true;
      if (branch !== clone.head && !this.#isNowhereElse(path, branch, moment)) return false;
    }
    return moment.isOnBranch(this.#folder, clone.head);
  }

  /** Whether the file at hand of a branch still counts because no worktree has that branch, or one has it without the file. */
  #isNowhereElse(path: string, branch: string, moment: Moment): boolean {
    const worktree = this.clone?.worktrees.get(branch);
    if (worktree === undefined || worktree.folder === this.#folder)
      return !moment.isCheckedOut(this.#folder, branch);
    // While git puts another branch there it takes files away, which looks the same.
    return (
      moment.isOnBranch(worktree.folder, branch) &&
      !moment.isGitBusy(worktree.folder) &&
      !moment.exists({ folder: worktree.folder, path })
    );
  }

  /** The key of what counts instead of the file at a path of the folder, when that is only a copy. */
  sourceOf(path: string): Key | undefined {
    const key = toKey(path);
    const branch =
      this.#hidden.get(key) ?? (this.#choice.sources.has(key) ? this.#choice.own.get(path) : undefined);
    if (branch === undefined) return undefined;
    for (const [other, { file }] of this.#choice.sources) if (file.branch === branch) return other;
    return undefined;
  }

  /** Whether the folder has a copy of its own. */
  #isHere({ path, branch }: FoundFile): boolean {
    return this.#hidden.get(toKey(path)) === branch || this.#choice.own.get(path) === branch;
  }

  /** What documents of the index hold; see `DocumentStore.read`. What is in a commit, git gave with the clone. */
  async read(wanted: readonly WantedKey[]): Promise<readonly Snapshot[]> {
    const asked = wanted.map(({ key, version }) => ({ document: this.documentOf(key), version }));
    const stored = asked.filter(({ document }) => document.commit === undefined);
    const snapshots = await this.#world.documents.read(stored);
    if (stored.length === asked.length) return snapshots;
    const rest = snapshots.values();
    return wanted.map((each, i) =>
      asked[i]?.document.commit === undefined
        ? (rest.next().value ?? { kind: 'missing' })
        : this.#readCommitted(each),
    );
  }

  #readCommitted({ key, version }: WantedKey): Snapshot {
    const source = this.#choice.sources.get(key);
    const files = source?.at.kind === 'ref' ? this.clone?.filesOf(source.at.ref) : undefined;
    const file = files?.find(({ path }) => path === source?.file.path);
    if (file === undefined) return { kind: 'missing' };
    const { content, blob } = file;
    if (blob === version) return { kind: 'unchanged' };
    return typeof content === 'string'
      ? { kind: 'text', text: content, isUnsaved: false, version: blob }
      : { kind: 'unreadable', ...content, version: blob };
  }

  /** What a file says, with where it is; undefined for a copy that is not shown. */
  place(read: ParsedDocument): ParsedDocument | undefined {
    const { id, key } = read;
    const isOwn = this.#isOwn(id.path);
    const parsed = isOwn ? this.#withBranch(read) : read;
    const part = streamPartsOf(parsed).find((each) => each.branch !== undefined);
    if (part?.branch === undefined) return parsed;
    const { branch } = part;
    const copy = this.#choice.sources.get(key);
    // What this clone knows says nothing of another repository's branches.
    if (!isOwn) return { ...parsed, facts: { otherRepository: true } };
    this.#hidden.delete(key);
    const counting = this.#choice.elsewhere.get(branch);
    if (copy === undefined && counting !== undefined && isHidden(part, counting, id.path)) {
      this.#hidden.set(key, flatten(branch));
      return isCopy(counting, id.path) ? undefined : notCounted(parsed, branch, counting);
    }
    const branchState = this.#branchStateOf(branch, part);
    return {
      ...parsed,
      ...(copy === undefined ? {} : { elsewhere: copy.shown }),
      ...(branchState === undefined ? {} : { facts: { branchState } }),
    };
  }

  /** The branch of what names none may be told by something else. */
  #withBranch(parsed: ParsedDocument): ParsedDocument {
    const { checkouts } = this;
    const [part] = streamPartsOf(parsed);
    if (checkouts === undefined || part === undefined || part.branch !== undefined) return parsed;
    const found = this.#reader.branchOf(parsed.id, part, checkouts);
    if (found?.hint === undefined) this.#hints.delete(parsed.key);
    else this.#hints.set(parsed.key, JSON.stringify(found.hint));
    if (found === undefined) return parsed;
    const { branch, hint, rank, endsWithBranch } = found;
    const told = {
      ...(branch === undefined ? {} : { branch }),
      ...(rank === undefined ? {} : { branchRank: rank }),
      ...(endsWithBranch === undefined ? {} : { endsWithBranch }),
    };
    return {
      ...parsed,
      parts: parsed.parts.map((each) => (each === part ? { ...part, ...told } : each)),
      ...(hint === undefined ? {} : { problems: [...parsed.problems, hint] }),
    };
  }

  /** Whether what is known of the branch of a part by something else than its name is another one now. */
  #isOther({ key, part }: BranchStream): boolean {
    const isNamed = part.branch !== undefined && part.branchRange !== undefined;
    if (isNamed || isProgressFile(part) || !this.#isOwn(part.location.document.path)) return false;
    const { branch: told, branchRank: rank, endsWithBranch: ends, ...read } = part;
    const { checkouts } = this;
    const now = checkouts && this.#reader.branchOf(this.documentOf(key), read, checkouts);
    const isSameHint = JSON.stringify(now?.hint) === this.#hints.get(key);
    return now?.branch !== told || now?.rank !== rank || now?.endsWithBranch !== ends || !isSameHint;
  }

  /** What became of a branch, as far as git was asked. */
  #branchStateOf(branch: string, { endsWithBranch }: StreamPart): Stream['branchState'] {
    if (this.isGone(branch)) return 'deleted';
    const isMerged =
      this.#choice.merged.has(branch) || (endsWithBranch === true && this.#isContained(branch));
    return isMerged ? 'merged' : undefined;
  }

  /** Whether the base has all commits of a branch, and some were made on it, as far as git keeps notes of that here. */
  #isContained(branch: string): boolean {
    const refs = this.#choice.refs.get(branch) ?? [];
    const isIn = refs.length > 0 && refs.every(({ contained }) => contained === true);
    return isIn && branch !== this.clone?.base?.name && !refs.every(({ untouched }) => untouched === true);
  }

  isGone(branch: string): boolean {
    const { clone, refs } = this.#choice;
    return refs.size > 0 && branch !== clone?.head && !refs.has(branch);
  }

  /**
   * Takes what git says now, and decides anew; others have their turns meanwhile. `streams` gives those of the index that name a
   * branch.
   * @param goesOn nothing is taken when it said no
   * @returns the keys of what has to be read again
   */
  async update(
    clone: Clone | undefined,
    inWorktrees: readonly RelativeGlob[],
    streams: () => Iterable<BranchStream>,
    goesOn: () => boolean,
  ): Promise<readonly Key[]> {
    const before = this.#choice;
    const now = clone === undefined ? withoutGit : await this.#chooser.choose(clone, inWorktrees, goesOn);
    if (now === undefined || !goesOn()) return [];
    this.#choice = now;
    const due = new Set<Key>();
    const keys = new Set([...before.sources.keys(), ...now.sources.keys()]);
    await inSlices(this.#world.clock, keys, goesOn, (key) => {
      if (!sameCopy(before.sources.get(key), now.sources.get(key))) due.add(key);
    });
    await inSlices(this.#world.clock, streams(), goesOn, (stream) => {
      const { key, part, branch, branchState } = stream;
      const counting = branch === undefined ? undefined : now.elsewhere.get(branch);
      const { path } = part.location.document;
      const hidden = counting !== undefined && !now.sources.has(key) && isHidden(part, counting, path);
      const isChanged = branch !== undefined && branchState !== this.#branchStateOf(branch, part);
      if (hidden || isChanged || this.#isOther(stream)) due.add(key);
    });
    for (const [key, branch] of this.#hidden) {
      const [was, is] = [before, now].map(({ elsewhere }) => elsewhere.get(branch));
      if (is === undefined || was === undefined || isCopy(was, key) !== isCopy(is, key)) due.add(key);
    }
    return [...due];
  }
}

function streamPartsOf({ parts }: ParsedDocument): readonly StreamPart[] {
  return parts.filter((part) => part.kind === 'streamPart');
}

/**
 * Whether a file at hand does not count for its branch, whose files do elsewhere. Of records of other systems a branch may have many,
 * and some are only here.
 */
function isHidden(part: StreamPart, counting: readonly string[], path: string): boolean {
  return isProgressFile(part) || isCopy(counting, path);
}

/** Whether a file at hand is a copy of one that counts; of what another folder shows nothing is known. */
function isCopy(counting: readonly string[], path: string): boolean {
  return counting.length === 0 || counting.includes(path);
}

/** A file that names a branch whose own commit has another one: only the branch's counts, and that is said. */
function notCounted(parsed: ParsedDocument, branch: string, counting: readonly string[]): ParsedDocument {
  const [part] = parsed.parts;
  const range = (part?.kind === 'streamPart' ? part.branchRange : undefined) ?? { start: 0, end: 0 };
  const problem = toProblem('branch.otherFile', 'warning', { branch, paths: counting.slice(0, 3) }, range);
  return { ...parsed, parts: [], problems: [problem] };
}

function sameCopy(a: SourceFile | undefined, b: SourceFile | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/**
 * Whether the clone itself says, whatever is known of it, that another worktree than the folder's has a branch; also when that cannot be
 * found out now.
 */
export function isElsewhere(moment: Moment, folder: string, branch: string | undefined): boolean {
  if (branch === undefined) return false;
  try {
    return !moment.isOnBranch(folder, branch) && moment.isCheckedOut(folder, branch);
  } catch {
    // Nobody writes on a guess; whoever asked finds out and tries again.
    return true;
  }
}
