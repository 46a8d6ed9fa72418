import { perStep, runAtOnce, type Steps } from '../core/base/steps.ts';
import { itemIn } from '../core/index/composeStream.ts';
import type { FolderRules, FoundFormat } from '../core/formats/folderRules.ts';
import type { UnreadSystem } from '../core/formats/unreadSystems.ts';
import { standsAlone, type Format } from '../core/formats/format.ts';
import { ProjectIndex } from '../core/index/projectIndex.ts';
import { isProgressFile, pathOf, type WorkItem } from '../core/model/item.ts';
import type { ParsedDocument } from '../core/model/parsedDocument.ts';
import { RootSet, type Root } from '../core/model/system.ts';
import { isUnfinished } from '../core/model/taskRules.ts';
import type { RelativeGlob } from '../core/text/glob.ts';
import { digestInSteps } from '../core/text/digest.ts';
import { documentAtHand, type Key } from '../core/text/key.ts';
import { flatten } from '../core/text/sourceText.ts';
import { BranchSources, type BranchStream } from './branchSources.ts';
import type { BranchWord, OwnFile } from './branchWords.ts';
import { nothingListed, type Folder, type Listing, type PathProblem } from './documentStore.ts';
import { openText, parsedOf, unreadableFile } from './openText.ts';
import { runInSlices } from './slices.ts';
import type { Clone } from './repository.ts';
import type { FullSnapshot } from './snapshot.ts';
import type { World } from './world.ts';

/** A text that was read. */
export type SnapshotOfText = Extract<FullSnapshot, { readonly kind: 'text' }>;

/** What git said of the clone, and what was asked of it. */
export interface GitAnswer {
  readonly clone: Clone | undefined;
  readonly inWorktrees: readonly RelativeGlob[];
}

/** A workspace folder as it is known: what is read in it, and what was read. */
export class TrackedFolder {
  readonly folder: Folder;
  readonly rules: FolderRules;
  readonly index: ProjectIndex;
  /** Which of its files are really on other branches and in other worktrees. */
  readonly sources: BranchSources;
  readonly #world: World;
  /** As the folder was when it was last listed. */
  #listing: Listing = nothingListed;
  #unread: readonly UnreadSystem[] = [];
  #unreadLists: ReadonlySet<WorkItem['list']> = new Set();
  #unlisted: ReadonlyMap<string, PathProblem> = new Map();
  /** Which texts the index's documents of streams at hand were read from. */
  readonly #versions = new Map<Key, Pick<OwnFile, 'version' | 'digest'>>();

  constructor(world: World, folder: Folder, rules: FolderRules) {
    this.#world = world;
    this.folder = folder;
    this.rules = rules;
    this.index = new ProjectIndex(rules);
    this.sources = new BranchSources(world, folder.id, (path) => this.isOwn(path), {
      parse: (path, text) => this.#parseBranch(path, text),
      known: (path) => this.#knownFile(path),
      isNamedAfter: (path, branch) => rules.isNamedAfter(path, branch),
      branchOf: (document, part, checkouts) => rules.branchOf(document, part, checkouts),
    });
  }

  /** Paths that could not be looked at when the folder was last listed: each is shown with its problem. */
  get unlisted(): ReadonlyMap<string, PathProblem> {
    return this.#unlisted;
  }

  /** The systems that are used here and not read. */
  get unread(): readonly UnreadSystem[] {
    return this.#unread;
  }

  /** What this folder has a file for that holds a list of all items, as `TODO.md`, and is not read. */
  get unreadLists(): ReadonlySet<WorkItem['list']> {
    return this.#unreadLists;
  }

  takeListing(
    listing: Listing,
    unread: readonly UnreadSystem[],
    unreadLists: ReadonlySet<WorkItem['list']>,
  ): void {
    this.#listing = listing;
    this.#unread = unread;
    this.#unreadLists = unreadLists;
    this.#unlisted = byPath(listing.problems);
  }

  /** The folder could not be listed at all: what is known of it stays, and this is said. */
  addUnlisted(problem: PathProblem): void {
    this.#unlisted = byPath([...this.#unlisted.values(), problem]);
  }

  /** The problem of the innermost folder above a path that could not be listed. */
  problemAbove(path: string): PathProblem | undefined {
    if (this.#unlisted.size === 0) return undefined;
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      const problem = this.#unlisted.get(path.slice(0, at));
      if (problem !== undefined) return problem;
    }
    return undefined;
  }

  /** What stands at a path that could not be looked at: its problem, where its files would be. */
  problemAt({ path, problem }: PathProblem): ParsedDocument {
    return unreadableFile(documentAtHand(this.folder.id, path), formatBelow(path, this.rules), problem);
  }

  /** Files are known by their place, specs also by a link. Those of another worktree are its own. */
  formatsOf(path: string): readonly FoundFormat[] {
    const formats = this.rules.formatsOf(path);
    if (formats.length > 0 && this.#listing.belongsTo(this.rules.placeOf(path)) === 'worktree') return [];
    const read = formats.filter(
      ({ format }) =>
        format.listed === 'everywhere' || standsAlone(format, path, (each) => this.#listing.isIgnored(each)),
    );
    if (read.length > 0) return read;
    const linked = this.index.isLinkedAsSpec(path) ? this.rules.findLinked('spec', path) : undefined;
    return linked === undefined ? [] : [linked];
  }

  /** Whether a path is of the folder's own repository. */
  isOwn(path: string): boolean {
    return this.#listing.belongsTo(this.rules.placeOf(path)) === 'own';
  }

  /** Roots of the own repository with streams, those that always count among them. */
  roots(): readonly Root[] {
    return runAtOnce(this.#rootsInSteps());
  }

  /** What is read in the commits of branches. */
  committed(roots = this.roots()): readonly RelativeGlob[] {
    return roots.flatMap((root) => this.rules.committedIn(root));
  }

  /** Asks git about the clone. */
  async askGit(): Promise<GitAnswer> {
    const { clock, repository } = this.#world;
    const committed = this.committed(await runInSlices(clock, this.#rootsInSteps()));
    const inWorktrees = [...committed, ...this.rules.inWorktrees];
    return { inWorktrees, clone: await repository.clone(this.folder.id, committed, inWorktrees) };
  }

  /**
   * Decides anew which documents count; gives the keys of what is another document now.
   * @param goesOn nothing is taken once it says no
   */
  takeClone({ clone, inWorktrees }: GitAnswer, goesOn: () => boolean): Promise<readonly Key[]> {
    return this.sources.update(clone, inWorktrees, () => this.#branchStreams(), goesOn);
  }

  /** Puts what a text was read as in the index, in steps; see `ProjectIndex.replaceInSteps`. */
  *replaceInSteps(
    key: Key,
    parsed: ParsedDocument,
    { text, version }: SnapshotOfText,
    isWanted: () => boolean,
  ): Steps<readonly Key[]> {
    const { folder, commit } = parsed.id;
    const isCompared = parsed.holds === 'stream' && folder === this.folder.id && commit === undefined;
    const digest = isCompared ? yield* digestInSteps(text) : undefined;
    this.#versions.delete(key);
    const changed = yield* this.index.replaceInSteps(key, parsed, isWanted);
    if (digest !== undefined && isWanted()) this.#versions.set(key, { version, digest });
    return changed;
  }

  /** Puts what stands for a document in the index, or takes it out. */
  replace(key: Key, parsed: ParsedDocument | undefined): readonly Key[] {
    this.#versions.delete(key);
    return this.index.replace(key, parsed);
  }

  *#rootsInSteps(): Steps<readonly Root[]> {
    const roots = new RootSet(this.rules.homes);
    for (const [i, item] of [...this.index.items()].entries()) {
      if (i % perStep === 0) yield;
      if (item.kind === 'stream' && item.otherRepository !== true)
        for (const root of this.rules.rootsOf(pathOf(item))) roots.add(root);
    }
    return [...roots];
  }

  *#branchStreams(): Iterable<BranchStream> {
    for (const item of this.index.items()) {
      if (item.kind !== 'stream' || item.otherRepository === true) continue;
      const { parts, branch, branchState } = item;
      if (branch === undefined && isProgressFile(item)) continue;
      // A record of another system may have a part in each of its documents, and none that names the branch.
      const telling = isProgressFile(item)
        ? parts.filter((part) => part.branch === branch).slice(0, 1)
        : parts;
      for (const part of telling) {
        const key = this.index.document(part.location.document)?.key;
        if (key !== undefined) yield { key, part, branch, branchState };
      }
    }
  }

  async #parseBranch(path: string, text: string): Promise<BranchWord | undefined> {
    const document = documentAtHand(this.folder.id, path);
    const formats = this.rules.formatsOf(path);
    return wordIn(parsedOf(await openText(this.#world, this.rules, { document, formats, text })));
  }

  #knownFile(path: string): OwnFile | undefined {
    const { id, key } = documentAtHand(this.folder.id, path);
    const read = this.#versions.get(key);
    const parsed = this.index.document(id);
    return read === undefined || parsed === undefined ? undefined : { ...read, word: wordIn(parsed) };
  }
}

/** What a document says of the branch that it is the progress file of. */
function wordIn(parsed: ParsedDocument | undefined): BranchWord | undefined {
  const item = itemIn(parsed);
  if (item?.kind !== 'stream' || item.branch === undefined) return undefined;
  return {
    branch: flatten(item.branch),
    begun: item.tasks.some(({ status }) => status.value === 'done'),
    finished: item.tasks.length > 0 && !item.tasks.some(isUnfinished),
  };
}

function byPath(problems: readonly PathProblem[]): ReadonlyMap<string, PathProblem> {
  return new Map(problems.map((problem) => [problem.path, problem]));
}

/** What the files at a path or below it would be read as; what is above all roots shows where most people look. */
function formatBelow(path: string, rules: FolderRules): Pick<Format, 'id' | 'holds'> {
  const format = rules.formatBelow(path) ?? rules.firstFormat;
  if (format === undefined) throw new Error('there is no system');
  return format;
}
