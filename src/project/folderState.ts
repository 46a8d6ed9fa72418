import { itemIn } from '../core/index/composeStream.ts';
import type { FolderRules } from '../core/formats/folderRules.ts';
import type { ParsedDocument } from '../core/model/parsedDocument.ts';
import type { Format } from '../core/formats/format.ts';
import { RootSet, type Root } from '../core/model/system.ts';
import type { RelativeGlob } from '../core/text/glob.ts';
import { ProjectIndex } from '../core/index/projectIndex.ts';
import { pathOf, type Part } from '../core/model/item.ts';
import { isUnfinished } from '../core/model/taskRules.ts';
import { type Key, documentAtHand } from '../core/text/key.ts';
import { flatten } from '../core/text/sourceText.ts';
import { BranchSources } from './branchSources.ts';
import type { BranchWord } from './sourceChoice.ts';
import { nothingListed, type Folder, type Listing, type PathProblem } from './documentStore.ts';
import { openText, parsedOf, unreadableFile } from './openText.ts';
import type { World } from './world.ts';

/** A text that may be half of what a writer is still writing: accepted when it is read the same twice. */
export interface TruncatedText {
  readonly text: string | undefined;
  readonly times: number;
}

/** How often a text that lost something is read again. */
const suspectLimit = 10;

/** What the project holds of one workspace folder. */
export class FolderState {
  readonly folder: Folder;
  readonly rules: FolderRules;
  readonly index: ProjectIndex;
  /** Which of its files are really on other branches and in other worktrees. */
  readonly sources: BranchSources;
  readonly #world: World;
  /** Version of each known file, as it was when it was last read. */
  readonly versions = new Map<Key, string>();
  readonly suspects = new Map<Key, TruncatedText>();
  /** As the folder was when it was last listed. */
  #listing: Listing = nothingListed;
  /** Paths that could not be looked at then: each is shown with its problem. */
  #unlisted: ReadonlyMap<string, PathProblem> = new Map();
  /** Keys of what is another file now than before: it has lost nothing. */
  readonly #moved = new Set<Key>();
  /** Counts readings of a file, so that a late answer of the worker knows that it is late. */
  readonly #readings = new Map<Key, number>();
  /** False until everything was listed and read once. */
  loaded = false;

  constructor(world: World, folder: Folder, rules: FolderRules) {
    this.#world = world;
    this.folder = folder;
    this.rules = rules;
    this.index = new ProjectIndex(rules);
    this.sources = new BranchSources(
      world,
      folder.id,
      (path) => this.isOwn(path),
      (path, text) => this.#readBranch(path, text),
      (path, branch) => rules.isNamedAfter(path, branch),
    );
  }

  get unlisted(): ReadonlyMap<string, PathProblem> {
    return this.#unlisted;
  }

  /** What the folder was found to hold. */
  get listing(): Listing {
    return this.#listing;
  }

  setListing(listing: Listing): void {
    this.#listing = listing;
    this.setUnlisted(listing.problems);
  }

  setUnlisted(problems: Iterable<PathProblem>): void {
    this.#unlisted = new Map([...problems].map((problem) => [problem.path, problem]));
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

  /** Puts the problem of a path in the index, where its files would be; gives the keys of what is different now. */
  showProblem({ path, problem }: PathProblem): readonly Key[] {
    const document = documentAtHand(this.folder.id, path);
    const { key } = document;
    // Whatever is still being read there comes too late.
    this.startReading(key);
    this.versions.delete(key);
    this.suspects.delete(key);
    return this.index.replace(key, unreadableFile(document, formatBelow(path, this.rules), problem));
  }

  /** Whether a path is of the folder's own repository. */
  isOwn(path: string): boolean {
    return this.#listing.belongsTo(this.rules.placeOf(path)) === 'own';
  }

  /** Roots of the own repository with streams, those that always count among them. */
  roots(): readonly Root[] {
    const roots = new RootSet(this.rules.homes);
    for (const stream of this.index.streams())
      if (stream.otherRepository !== true)
        for (const root of this.rules.rootsOf(pathOf(stream))) roots.add(root);
    return [...roots];
  }

  /** What is read in the commits of branches, and in other worktrees. */
  committed(): readonly RelativeGlob[] {
    return this.roots().flatMap((root) => this.rules.committedIn(root));
  }

  /** Asks git about the clone; gives the keys of what has to be read again. */
  async askGit(): Promise<readonly Key[]> {
    const committed = this.committed();
    const clone = await this.#world.repository.clone(this.folder.id, committed);
    const due = await this.sources.update(clone, committed, () =>
      this.index.streams().flatMap((stream) => {
        const { parts, branch, otherRepository } = stream;
        const named = parts.find((part) => part.branch === branch);
        const key = named && this.index.document(named.location.document)?.key;
        return branch === undefined || key === undefined || otherRepository === true
          ? []
          : [{ ...stream, key, branch }];
      }),
    );
    for (const key of due) this.#moved.add(key);
    return due;
  }

  async #readBranch(path: string, text: string): Promise<BranchWord | undefined> {
    const document = documentAtHand(this.folder.id, path);
    const formats = this.rules.formatsOf(path);
    const item = itemIn(parsedOf(await openText(this.#world, this.rules, { document, formats, text })));
    if (item?.kind !== 'stream' || item.branch === undefined) return undefined;
    return {
      branch: flatten(item.branch),
      begun: item.tasks.some(({ status }) => status.value === 'done'),
      finished: item.tasks.length > 0 && !item.tasks.some(isUnfinished),
    };
  }

  startReading(key: Key): number {
    const reading = (this.#readings.get(key) ?? 0) + 1;
    this.#readings.set(key, reading);
    return reading;
  }

  isLatest(key: Key, reading: number): boolean {
    return this.#readings.get(key) === reading;
  }

  /**
   * Whether a text may be half of what somebody is still writing: the file held more a moment ago, and this was not read
   * the same twice. Not for ever: a file that keeps changing is taken as it is.
   */
  isPossiblyTruncated(key: Key, text: string | undefined, parsed: ParsedDocument | undefined): boolean {
    if (this.#moved.delete(key)) return false;
    const known = this.suspects.get(key);
    const times = (known?.times ?? 0) + 1;
    const lost = weightOf(parsed) < weightOf(this.index.file(key));
    if (lost && !(known !== undefined && known.text === text) && times <= suspectLimit) {
      this.suspects.set(key, { text, times });
      return true;
    }
    this.suspects.delete(key);
    return false;
  }

  /** Puts what was read in the index, or takes the file out; gives the keys of all files that are different now. */
  replace(key: Key, parsed: ParsedDocument | undefined): readonly Key[] {
    if (parsed === undefined) this.#forget(key);
    return this.index.replace(key, parsed);
  }

  #forget(key: Key): void {
    this.versions.delete(key);
    this.startReading(key);
  }
}

/** What the files at a path or below it would be read as; what is above all roots shows where most people look. */
function formatBelow(path: string, rules: FolderRules): Pick<Format, 'id' | 'holds'> {
  const format = rules.formatBelow(path) ?? rules.firstFormat;
  if (format === undefined) throw new Error('there is no system');
  return format;
}

/** How much a file holds that would be missed. */
function weightOf(file: ParsedDocument | undefined): number {
  let weight = 0;
  for (const part of file?.parts ?? []) weight += weightOfPart(part);
  return weight;
}

function weightOfPart(part: Part): number {
  switch (part.kind) {
    case 'streamPart':
      return part.tasks?.length ?? 0;
    case 'spec':
      return part.criteria.length;
    case 'workItem':
      return 1;
  }
}
