import type { FoundFormat } from '../core/formats/folderRules.ts';
import type { Coded } from '../core/model/codes/coded.ts';
import type { FileProblems } from '../core/model/codes/files.ts';
import { Claims, usesClaims } from '../core/model/claims.ts';
import type { Part } from '../core/model/item.ts';
import type { ParsedDocument } from '../core/model/parsedDocument.ts';
import { claimsKey, toKey, type Key, type KeyedDocument } from '../core/text/key.ts';
import type { FolderConfigs } from '../core/model/system.ts';
import { isOtherConfig, readConfigs } from './configs.ts';
import { readOne } from './documentStore.ts';
import { findUnread, findUnreadLists } from './findUnread.ts';
import { lookAtLinks } from './links.ts';
import { openAtOnce, openByWorker, parsedOf, runWhole, unreadableFile, type OpenedText } from './openText.ts';
import type { Pipeline, Reading } from './pipeline.ts';
import { inChunks, inSlices } from './slices.ts';
import type { FullSnapshot, Snapshot } from './snapshot.ts';
import type { SnapshotOfText, TrackedFolder } from './trackedFolder.ts';
import { lookAtFocus } from './staleFocus.ts';
import type { World } from './world.ts';

/** So many documents are read at one go: the disk answers faster when nothing else is done in between. */
const readAhead = 8;
/** How long to wait before a text that lost something is read again, in milliseconds. */
const suspectDelay = 100;

/** What reading tells whoever owns the folder. */
export interface ReaderEvents {
  /** Whether the folder is still the one that is shown. */
  readonly isCurrent: () => boolean;
  readonly changed: (keys: readonly Key[]) => void;
  /** Something is to be done that was not before. */
  readonly wake: () => void;
  readonly log: (error: unknown) => void;
}

interface WantedDocument {
  readonly document: KeyedDocument;
  readonly formats: readonly FoundFormat[];
  /** When it still has this one, it needs not be read. */
  readonly version: string | undefined;
}

/** Without a snapshot it is of no format. */
interface ReadDocument extends WantedDocument {
  readonly snapshot: FullSnapshot | undefined;
}

/** Takes documents of a folder into its index: at once, or when the Markdown worker has read them. */
export class DocumentReader {
  readonly #world: World;
  readonly #tracked: TrackedFolder;
  readonly #pipeline: Pipeline;
  readonly #events: ReaderEvents;
  /** As they were read last. */
  #claims: Claims | undefined;

  constructor(world: World, tracked: TrackedFolder, pipeline: Pipeline, events: ReaderEvents) {
    this.#world = world;
    this.#tracked = tracked;
    this.#pipeline = pipeline;
    this.#events = events;
  }

  /**
   * Lists the folder and reads what is new or different. Fails only when nothing could be listed.
   * @returns the configurations that are there, where they are others than those of the rules: then nothing was read
   */
  async readListed(): Promise<FolderConfigs | undefined> {
    const { index, sources, folder, rules } = this.#tracked;
    const { documents } = this.#world;
    const listing = await documents.list(folder.id, rules);
    const configs = await readConfigs(documents, folder.id, rules, listing.paths);
    if (configs !== undefined) return configs;
    const unread = await findUnread(documents, folder.id);
    const unreadLists = await findUnreadLists(documents, folder.id);
    if (!this.#events.isCurrent()) return undefined;
    const isOwn = (key: Key): boolean => this.#tracked.isOwn(sources.documentOf(key).path);
    const owned = new Map([...index.keys()].map((key) => [key, isOwn(key)]));
    this.#tracked.takeListing(listing, unread, unreadLists);
    const listed = new Set<Key>([
      ...[...listing.paths, ...rules.besideOf(listing.paths), ...this.#tracked.unlisted.keys()].map(toKey),
      ...sources.keys(),
    ]);
    const gone = new Set([...index.keys(), ...index.knownPaths().map(toKey)]);
    for (const key of listed) gone.delete(key);
    // What another repository has now is read as its, also where it is as it was.
    // So is what is of another format, by what was found beside it.
    const isSame = (key: Key): boolean => owned.get(key) === isOwn(key) && this.#fitsAsRead(key);
    for (const key of listed) if (!this.#fitsAsRead(key)) this.#pipeline.exchanged(key);
    await this.read(listed, (key) => (isSame(key) ? this.#pipeline.knownVersion(key) : undefined));
    // What is below something that could not be listed is told there, once.
    const covered = [...gone].filter(
      (key) => this.#tracked.problemAbove(sources.documentOf(key).path) !== undefined,
    );
    for (const key of covered) gone.delete(key);
    const hidden = covered.flatMap((key) => this.#remove(key));
    if (hidden.length > 0) this.#events.changed(hidden);
    await this.read([...gone, claimsKey]);
    if (index.complete) await this.#lookAtFocuses();
    return undefined;
  }

  #fitsAsRead(key: Key): boolean {
    const file = this.#tracked.index.file(key);
    return (
      file === undefined ||
      this.#tracked.formatsOf(file.id.path).some(({ format }) => format.id === file.format)
    );
  }

  /** What a trace names may have been changed while the trace was not. */
  async #lookAtFocuses(): Promise<void> {
    const { index } = this.#tracked;
    const changed: Key[] = [];
    await this.#inSlices([...index.keys()], (key) => {
      changed.push(...lookAtFocus(this.#world.documents, index, key));
    });
    if (changed.length > 0) this.#events.changed(changed);
  }

  /** A folder that could not be listed at all keeps what is known of it, and says so. */
  showFailure(error: unknown): void {
    const { rules } = this.#tracked;
    const problem = {
      path: rules.homes[0]?.path ?? '',
      problem: { code: 'folder.unreadable', data: { reason: 'notListed', text: messageOf(error) } },
    } as const;
    this.#tracked.addUnlisted(problem);
    this.#events.changed(this.#showProblem(problem));
  }

  /**
   * Reads documents into the index.
   * @param versionOf leaves out what still has this version; without it all is read, as a file can change within one tick of its clock
   */
  async read(keys: Iterable<Key>, versionOf?: (key: Key) => string | undefined): Promise<void> {
    const changed = new Set<Key>();
    const documents = new Set(keys);
    // Claims are written right after the documents that they are about.
    const isClaimed = documents.delete(claimsKey) || this.#useClaims(documents);
    await this.#inSlices(inChunks(documents, readAhead), async (chunk) => {
      const wanted = chunk.map((key) => this.#wantedOf(key, versionOf?.(key)));
      const read = await this.#readChunk(wanted);
      // Each may be some megabytes: others have their turn between them as well.
      await this.#inSlices(read, async (each) => {
        for (const key of await this.#take(each)) changed.add(key);
      });
    });
    if (isClaimed) for (const key of await this.#readClaims()) changed.add(key);
    if (this.#tracked.index.complete)
      await this.#inSlices([...changed], async (key) => {
        for (const each of await this.lookAtLinks(key)) changed.add(each);
      });
    if (changed.size > 0) this.#events.changed([...changed]);
  }

  #useClaims(documents: Iterable<Key>): boolean {
    const { index } = this.#tracked;
    for (const key of documents) if (usesClaims(index.findStream(key) ?? {})) return true;
    return false;
  }

  /** Takes who has claimed what whose file has no place for that. */
  async #readClaims(): Promise<readonly Key[]> {
    const { index, folder } = this.#tracked;
    if (!index.streams().some(usesClaims)) return [];
    const place = this.#world.documents.claimsPlace(folder.id);
    // What cannot be found now is where it was before.
    if (place?.kind !== 'place') return [];
    const now = await readOne(this.#world.documents, place.document);
    // What cannot be read now may hold what was there before.
    this.#claims =
      now.kind === 'unreadable'
        ? (this.#claims ?? new Claims('', place)).withUnread(now.problem)
        : new Claims(now.kind === 'text' ? now.text : '', place);
    return index.setClaims(this.#claims);
  }

  /** Finds out where the links of a document lead, and what was done there. */
  async lookAtLinks(key: Key): Promise<readonly Key[]> {
    const changed = await lookAtLinks(
      this.#world,
      this.#tracked,
      key,
      (path) => this.#tracked.formatsOf(path).length > 0,
      (each) => {
        this.#look(each);
      },
    );
    return [...changed, ...lookAtFocus(this.#world.documents, this.#tracked.index, key)];
  }

  #wantedOf(key: Key, version: string | undefined): WantedDocument {
    const document = { id: this.#tracked.sources.documentOf(key), key };
    const { path } = document.id;
    const isOut =
      this.#tracked.unlisted.has(path) || this.#tracked.problemAbove(path)?.problem.code === 'file.outside';
    return { document, version, formats: isOut ? [] : this.#tracked.formatsOf(path) };
  }

  /** Reads documents, but those that are of no format; leaves out what is as it was. */
  async #readChunk(wanted: readonly WantedDocument[]): Promise<readonly ReadDocument[]> {
    const inFormat = wanted.filter(({ formats }) => formats.length > 0);
    const read = await this.#readAll(inFormat);
    const snapshots = new Map(inFormat.map((each, i) => [each, read[i]]));
    return wanted.flatMap((each): readonly ReadDocument[] => {
      const snapshot = snapshots.get(each);
      return snapshot?.kind === 'unchanged' ? [] : [{ ...each, snapshot }];
    });
  }

  /** What goes wrong with one document is a problem of that one alone. */
  async #readAll(wanted: readonly WantedDocument[]): Promise<readonly Snapshot[]> {
    try {
      return await this.#tracked.sources.read(
        wanted.map(({ document: { key }, version }) => ({ key, version })),
      );
    } catch (error) {
      if (wanted.length < 2) {
        this.#events.log(error);
        return [{ kind: 'unreadable', problem: unreadable(error), version: 'error' }];
      }
    }
    const snapshots: Snapshot[] = [];
    for (const each of wanted) snapshots.push(...(await this.#readAll([each])));
    return snapshots;
  }

  /** Takes what was read into the index; gives the keys of what is different now. */
  async #take({ document, formats: [format, ...others], snapshot }: ReadDocument): Promise<readonly Key[]> {
    const { path } = document.id;
    try {
      const unlisted = this.#tracked.unlisted.get(path);
      if (unlisted !== undefined) return this.#showProblem(unlisted);
      if (format === undefined || snapshot === undefined) return await this.#takeOther(document);
      return await this.#takeSnapshot(document, [format, ...others], snapshot);
    } catch (error) {
      this.#events.log(error);
      return this.#showProblem({ path, problem: unreadable(error) });
    }
  }

  /** What the worker delivers later is told by itself. */
  async #takeSnapshot(
    document: KeyedDocument,
    formats: readonly [FoundFormat, ...FoundFormat[]],
    snapshot: FullSnapshot,
  ): Promise<readonly Key[]> {
    const { key } = document;
    const { rules } = this.#tracked;
    // Another configuration: what is read, and how, may be different everywhere.
    if (isOtherConfig(rules, document.id, snapshot)) this.#look();
    const reading = this.#pipeline.begin(key);
    if (snapshot.kind === 'missing') return this.#accept(document, reading, undefined, undefined);
    this.#pipeline.found(key, snapshot.version);
    if (snapshot.kind === 'unreadable') {
      this.#pipeline.certain(key);
      return this.#tracked.replace(key, unreadableFile(document, formats[0].format, snapshot.problem));
    }
    const { text } = snapshot;
    const toOpen = { document, formats, text };
    const opened = await openAtOnce(this.#world, rules, toOpen);
    if (!this.#isWanted(key, reading)) return [];
    if (opened !== undefined) return this.#accept(document, reading, snapshot, opened);
    if (this.#pipeline.toWorker(key, reading, text.length))
      openByWorker(this.#world, rules, toOpen)
        .then((read) => this.#acceptLate(document, reading, snapshot, read))
        .catch(this.#events.log)
        .finally(() => {
          this.#pipeline.fromWorker(reading);
          this.#events.wake();
        });
    return [];
  }

  async #acceptLate(
    document: KeyedDocument,
    reading: Reading,
    snapshot: SnapshotOfText,
    opened: OpenedText,
  ): Promise<void> {
    const { key } = document;
    if (!this.#isWanted(key, reading)) return;
    const keys = await this.#accept(document, reading, snapshot, opened);
    if (keys.length === 0) return;
    this.#events.changed(keys);
    // Its links may lead where nobody has looked.
    if (this.#tracked.index.complete) this.#look(key);
  }

  /** Takes what was read as the truth, unless it may be half of what somebody is still writing. */
  async #accept(
    { key, id }: KeyedDocument,
    reading: Reading,
    snapshot: SnapshotOfText | undefined,
    opened: OpenedText | undefined,
  ): Promise<readonly Key[]> {
    const { index, sources, folder } = this.#tracked;
    const parsed = opened && parsedOf(opened);
    const placed = parsed && sources.place(parsed);
    // A copy that is not shown has lost nothing.
    const isHidden = snapshot !== undefined && placed === undefined;
    const isLess = !isHidden && weightOf(placed) < weightOf(index.file(key));
    switch (this.#pipeline.judge(key, reading, snapshot?.text, isLess)) {
      case 'tooLate':
        return [];
      case 'readAgain':
        this.#world.clock
          .delay(suspectDelay)
          .then(() => {
            this.#pipeline.waited(key);
            this.#events.wake();
          })
          .catch(this.#events.log);
        return [];
      case 'take':
        break;
    }
    if (placed !== undefined && snapshot !== undefined)
      return runWhole(
        this.#world.clock,
        snapshot.text,
        this.#tracked.replaceInSteps(key, placed, snapshot, () => this.#isWanted(key, reading)),
      );
    const changed = this.#remove(key);
    // What is missing elsewhere may be here.
    if (id.commit !== undefined || id.folder !== folder.id || !index.concerns(id.path)) return changed;
    return [...changed, ...index.setKind(id.path, 'missing')];
  }

  /** What is no tracked file (any more), but what links may mean. */
  async #takeOther({ id: { path }, key }: KeyedDocument): Promise<readonly Key[]> {
    const { index, folder } = this.#tracked;
    const changed = index.file(key) === undefined ? [] : this.#remove(key);
    if (!index.concerns(path)) return changed;
    const kind = await this.#world.documents.kind({ folder: folder.id, path });
    return kind === undefined ? changed : [...changed, ...index.setKind(path, kind)];
  }

  /** Puts the problem of a path in the index, where its files would be. */
  #showProblem(problem: Parameters<TrackedFolder['problemAt']>[0]): readonly Key[] {
    const parsed = this.#tracked.problemAt(problem);
    // Whatever is still being read there comes too late.
    this.#pipeline.forget(parsed.key);
    return this.#tracked.replace(parsed.key, parsed);
  }

  #remove(key: Key): readonly Key[] {
    this.#pipeline.forget(key);
    return this.#tracked.replace(key, undefined);
  }

  #isWanted(key: Key, reading: Reading): boolean {
    return this.#events.isCurrent() && this.#pipeline.isLatest(key, reading);
  }

  #look(key?: Key): void {
    this.#pipeline.look(key);
    this.#events.wake();
  }

  #inSlices<T>(items: Iterable<T>, visit: (item: T) => Promise<void> | void): Promise<void> {
    return inSlices(this.#world.clock, items, this.#events.isCurrent, visit);
  }
}

/** How much a document holds that would be missed. */
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

function unreadable(error: unknown): Coded<FileProblems> {
  return { code: 'file.unreadable', data: { reason: 'other', text: messageOf(error) } };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
