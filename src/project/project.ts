import { itemIn } from '../core/index/composeStream.ts';
import type { Disposable } from '../core/base/disposable.ts';
import { Emitter } from '../core/base/event.ts';
import { FolderRules, type FoundFormat } from '../core/formats/folderRules.ts';
import { isOpenAs, type System } from '../core/formats/format.ts';
import { systems } from '../core/formats/registry.ts';
import type { PathKind } from '../core/index/linkGraph.ts';
import { idAtHand, keyAtHand, type Key } from '../core/text/key.ts';
import { identityOf, pathOf } from '../core/model/item.ts';
import type { ParsedDocument } from '../core/model/parsedDocument.ts';
import type { Refusal } from '../core/model/refusal.ts';
import type { Planned, ReadContext, ReadOperation, Write } from '../core/operations/operation.ts';
import type { FolderId, DocumentId } from '../core/text/document.ts';
import type { Rich } from '../core/text/rich.ts';
import { criterionSources } from '../core/views/criterionSources.ts';
import { ChangeWatch, type LostChange } from './changeWatch.ts';
import type { Committed } from './plan.ts';
import { readOne } from './documentStore.ts';
import { findNextCommand, type NextCommand } from './featureCommand.ts';
import { Folders, type FolderKey } from './folders.ts';
import { LateWrites } from './lateWrites.ts';
import { openText, parsedOf, type OpenedText } from './openText.ts';
import { inChunks } from './slices.ts';
import { OperationRunner } from './operationRunner.ts';
import type { RunOptions, RunResult } from './running.ts';
import type { TrackedFolder } from './trackedFolder.ts';
import type { World } from './world.ts';

/** So many criteria are rendered at one go: then others have their turn at the worker. */
const renderedTogether = 40;

/** All that is tracked in the workspace: kept true, asked, and changed by operations. */
export class Project implements Disposable {
  readonly #world: World;
  readonly #folders: Folders;
  readonly #lost: Emitter<LostChange>;
  readonly #watch: ChangeWatch;
  readonly #late: LateWrites;
  readonly #runner: OperationRunner;
  /** Operations that have not come to their end. */
  readonly #underWay = new Set<Promise<void>>();

  /** `read` are the systems whose files are read. */
  constructor(world: World, log: (error: unknown) => void, read: readonly System[] = systems) {
    this.#world = world;
    this.#folders = new Folders(world, log, read);
    this.#lost = new Emitter<LostChange>(log);
    const lose = (lost: LostChange): void => {
      this.#lost.fire(lost);
    };
    this.#watch = new ChangeWatch(world, lose, log);
    this.#late = new LateWrites(
      world,
      ({ folder, path }) => this.rulesOf(folder).mergeOf(path),
      lose,
      (document) => {
        this.#folders.look(document.folder, keyAtHand(document));
      },
      log,
    );
    this.#runner = new OperationRunner(world, this.#folders, this.#watch, this);
  }

  get onDidChange() {
    return this.#folders.onDidChange;
  }

  /** Fires when somebody took back what had been done here, and it was not done again. */
  get onDidLose() {
    return this.#lost.event;
  }

  /** How often something was done again that an older text had overwritten. */
  get healed(): number {
    return this.#watch.healed;
  }

  /** Fires when a folder was read for the first time, when what follows from all its files is known, and when folders come or go. */
  get onDidLoad() {
    return this.#folders.onDidLoad;
  }

  /** Fires with a folder after git was asked about its branches. */
  get onDidAskGit() {
    return this.#folders.onDidAskGit;
  }

  /** In the order of the workspace. Empty until {@link load} was called. */
  get folders(): readonly TrackedFolder[] {
    return this.#folders.all;
  }

  /** Those that were listed and read once, but for what the Markdown worker still has. */
  get listedFolders(): readonly TrackedFolder[] {
    return this.#folders.listed;
  }

  folder(id: string): TrackedFolder | undefined {
    return this.#folders.get(id);
  }

  /** See `Folders.peek`. */
  peek(folder: string, branch: string): Promise<void> {
    return this.#folders.peek(folder, branch);
  }

  /** See `Folders.peekNaming`. */
  peekNaming(folder: string, branch: string): Promise<void> {
    return this.#folders.peekNaming(folder, branch);
  }

  /** See `Folders.peekAt`. */
  peekAt(folder: string, keys: readonly Key[]): Promise<void> {
    return this.#folders.peekAt(folder, keys);
  }

  /** See `Folders.load`. */
  load(): Promise<void> {
    return this.#folders.load();
  }

  /** See `Folders.found`. */
  found<T>(find: () => readonly T[]): Promise<readonly T[]> {
    return this.#folders.found(find);
  }

  /** Whether anything is tracked; not said before everything was read once. */
  get state(): 'loading' | 'noTracking' | 'ready' {
    if (this.folders.length === 0 || !this.#folders.isComplete) return 'loading';
    return this.folders.some(({ index }) => index.hasTracked()) ? 'ready' : 'noTracking';
  }

  /** See `Folders.refresh`. */
  refresh(): Promise<void> {
    return this.#folders.refresh();
  }

  /** See `Folders.idle`. */
  idle(): Promise<void> {
    return this.#folders.idle();
  }

  /** Resolves when none of some documents is on its way to the index any more; without any, none at all. Nobody waits for git. */
  async settled(documents?: readonly FolderKey[]): Promise<void> {
    const all = documents ?? this.folders.map(({ folder }) => ({ folder: folder.id, key: undefined }));
    await Promise.all(
      all.map(({ folder, key }) => this.#folders.settled(folder, key === undefined ? undefined : [key])),
    );
  }

  /**
   * Reads the documents of an operation as they are now, lets it plan on them under their locks and has the store write; plans again
   * when one changed meanwhile. Nothing is written unless the result is `done`, or says what was.
   * @param folder whose index the keys of the input are from
   */
  run<Input>(
    folder: FolderId,
    operation: Write<Input>,
    input: Input,
    options: RunOptions,
  ): Promise<RunResult> {
    const result = this.#runner.run(folder, operation, input, options);
    const end = (): void => {
      this.#underWay.delete(ended);
    };
    const ended = result.then(end, end);
    this.#underWay.add(ended);
    return result;
  }

  /** Resolves once every operation that is under way has come to its end. */
  async ended(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  /** What {@link run} would write now. */
  preview<Input>(
    folder: FolderId,
    operation: Write<Input>,
    input: Input,
    options: RunOptions,
  ): Promise<Planned | Committed['result']> {
    return this.#runner.preview(folder, operation, input, options);
  }

  /** Has an operation answer from what is known of a folder. */
  ask<Input, Answer>(
    folder: FolderId,
    operation: ReadOperation<Input, Answer>,
    input: Input,
    asked: Pick<ReadContext, 'me' | 'git'>,
  ): Answer | Refusal {
    return this.#runner.read(folder, operation, input, asked);
  }

  /** The same for an operation that looks into documents: as they are now, an editor's unsaved text before the disk. */
  askOpened<Input, Answer>(
    folder: FolderId,
    operation: ReadOperation<Input, Answer>,
    input: Input,
    asked: Pick<ReadContext, 'me' | 'git'>,
  ): Promise<Answer | Refusal> {
    return this.#runner.readOpened(folder, operation, input, asked, async (key) => {
      const target = { folder, key };
      const text = await this.text(target);
      const opened = text === undefined ? undefined : await this.#open(target, text);
      return opened?.kind === 'opened' ? opened.open : undefined;
    });
  }

  /** What comes next for the feature that a document is part of; see `findNextCommand`. */
  nextCommand(target: FolderKey): Promise<NextCommand | Refusal> {
    const stream = this.#folders.get(target.folder)?.index.findStream(target.key);
    const place = stream === undefined ? '' : this.rulesOf(target.folder).placeOf(pathOf(stream));
    return findNextCommand(this.#world.documents, target, stream, place);
  }

  /** Asks git about a folder's clone now, and reads what is another than before. */
  async askGit(folder: string): Promise<void> {
    await this.#folders.askGit(folder);
  }

  /** What stands at a path of a folder; undefined when it cannot be found out now. */
  async kind(folder: string, path: string): Promise<PathKind | undefined> {
    return this.#world.documents.kind({ folder, path });
  }

  /**
   * What a document says as it is now, an editor's unsaved text before the disk; undefined when it is not there or of no
   * concern.
   */
  async read(target: FolderKey): Promise<ParsedDocument | undefined> {
    const text = await this.text(target);
    return text === undefined ? undefined : this.parse(target, text);
  }

  /** The text of a document as it is now, an editor's unsaved text before the disk; undefined when it cannot be read. */
  async text({ folder, key }: FolderKey): Promise<string | undefined> {
    const sources = this.#folders.get(folder)?.sources;
    const [read] = (await sources?.read([{ key }])) ?? [
      await readOne(this.#world.documents, idAtHand(folder, key)),
    ];
    return read?.kind === 'text' ? read.text : undefined;
  }

  /** What a text would say as this document: for the exact version that an editor shows. */
  async parse(target: FolderKey, text: string): Promise<ParsedDocument | undefined> {
    const opened = await this.#open(target, text);
    return opened && parsedOf(opened);
  }

  /** The document that is meant, wherever it is. */
  documentOf({ folder, key }: FolderKey): DocumentId {
    const state = this.#folders.get(folder);
    const item = state?.index.file(key) === undefined ? state?.index.itemAt(key) : undefined;
    if (item !== undefined) return identityOf(item).location.document;
    return state?.sources.documentOf(key) ?? idAtHand(folder, key);
  }

  async #open(target: FolderKey, text: string): Promise<OpenedText | undefined> {
    const document = { id: this.documentOf(target), key: target.key };
    const formats = this.#formatsOf(target.folder, document.id.path);
    if (formats.length === 0) return undefined;
    return openText(this.#world, this.rulesOf(target.folder), { document, formats, text }, true);
  }

  /** What decides what is read in a folder. */
  rulesOf(folder: string): FolderRules {
    return this.#folders.get(folder)?.rules ?? this.#folders.rulesOf(folder);
  }

  #formatsOf(folder: string, path: string): readonly FoundFormat[] {
    const state = this.#folders.get(folder);
    return (state ?? this.rulesOf(folder)).formatsOf(path);
  }

  /**
   * The criteria of a spec as safe trees, by their IDs, some at a time as they are rendered. What could not be rendered is
   * left out: its plain text stands.
   */
  async *renderSpec(
    target: FolderKey,
  ): AsyncGenerator<ReadonlyMap<string, readonly Rich[]>, void, undefined> {
    const text = await this.text(target);
    if (text === undefined) return;
    const opened = await this.#open(target, text);
    if (opened?.kind !== 'opened' || !isOpenAs(opened.open, 'markdown')) return;
    const { document, parsed } = opened.open;
    const spec = itemIn(parsed);
    if (spec?.kind !== 'spec') return;
    const sources = [...criterionSources(document, spec.criteria)];
    for (const chunk of inChunks(sources, renderedTogether)) {
      const texts = chunk.map(([lead, markdown]) => ({ markdown, lead }));
      const rich = await this.#world.markdown.render(texts);
      yield new Map(chunk.flatMap(([id], i) => (rich[i] === undefined ? [] : [[id, rich[i]]])));
    }
  }

  dispose(): void {
    this.#late.dispose();
    this.#watch.dispose();
    this.#lost.dispose();
    this.#folders.dispose();
  }
}
