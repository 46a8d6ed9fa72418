import { itemIn } from '../core/index/composeStream.ts';
import type { Action } from '../core/actions/action.ts';
import type { Disposable } from '../core/base/disposable.ts';
import { Emitter } from '../core/base/event.ts';
import { FolderRules, type FoundFormat } from '../core/formats/folderRules.ts';
import { isOpenAs, type System } from '../core/formats/format.ts';
import { systems } from '../core/formats/registry.ts';
import type { PathKind } from '../core/index/linkGraph.ts';
import { type Key, idAtHand, keyAtHand } from '../core/text/key.ts';
import { identityOf } from '../core/model/item.ts';
import type { ParsedDocument } from '../core/model/parsedDocument.ts';
import { refusal, type Refusal } from '../core/model/refusal.ts';
import { isSameDocument, type FolderId, type DocumentId } from '../core/text/document.ts';
import type { Rich } from '../core/text/rich.ts';
import { criterionSources } from '../core/views/criterionSources.ts';
import { ChangeWatch, type LostChange } from './changeWatch.ts';
import type { DocumentChange, Moment } from './plan.ts';
import { readOne } from './documentStore.ts';
import type { CreateResult } from './documentWriter.ts';
import { Folders } from './folders.ts';
import { LateWrites } from './lateWrites.ts';
import { openText, parsedOf, type OpenedText } from './openText.ts';
import { inChunks } from './slices.ts';
import {
  runAction,
  runEdit,
  type EditRun,
  type PlanEdits,
  type RunOptions,
  type RunResult,
} from './running.ts';
import type { TrackedFolder } from './trackedFolder.ts';
import type { World } from './world.ts';

/** So many criteria are rendered at one go: then others have their turn at the worker. */
const renderedTogether = 40;

/** How often an action is planned anew because another branch was checked out. */
const switchLimit = 3;
/** Milliseconds that an answer waits at most until what was done is shown. */
const longestWait = 1000;

/** A document of a workspace folder's index. */
export interface FolderKey {
  readonly folder: FolderId;
  readonly key: Key;
}

/** A file to be made, whole. */
export interface NewFile {
  readonly path: string;
  readonly text: string;
}

/** All that is tracked in the workspace: kept true, asked, and changed by actions. */
export class Project implements Disposable {
  readonly #world: World;
  readonly #folders: Folders;
  readonly #lost: Emitter<LostChange>;
  readonly #watch: ChangeWatch;
  readonly #late: LateWrites;

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
   * Reads the file as it is now, lets the action plan on it and has the host write; plans again when the file
   * changed meanwhile. Nothing is written unless the result is `done`, or says what was.
   */
  async run<Args>(
    target: FolderKey,
    action: Action<Args>,
    args: Args,
    options: RunOptions,
  ): Promise<RunResult> {
    return this.#run(target, action, args, options, false);
  }

  async #run<Args>(
    target: FolderKey,
    action: Action<Args>,
    args: Args,
    options: RunOptions,
    healed: boolean,
  ): Promise<RunResult> {
    for (let attempt = 1; ; attempt++) {
      const ran = await this.#runOnce(target, action, args, options, healed);
      const isSwitched = ran.result.kind === 'refused' && ran.result.code === 'branch.switched';
      if (!isSwitched || ran.touched.length > 0 || attempt === switchLimit) return ran.result;
      await this.askGit(target.folder);
    }
  }

  async #runOnce<Args>(
    target: FolderKey,
    action: Action<Args>,
    args: Args,
    options: RunOptions,
    healed: boolean,
  ): Promise<{ readonly result: RunResult; readonly touched: readonly DocumentId[] }> {
    const state = this.#folders.get(target.folder);
    const rules = this.rulesOf(target.folder);
    const found = state?.sources.writableDocument(target.key, options.confirmed);
    if (found?.kind === 'refused') return { result: found, touched: [] };
    const id = found?.document ?? idAtHand(target.folder, target.key);
    const document = { id, key: target.key };
    const { result, touched, change } = await runAction(this.#world, document, action, args, {
      ...options,
      formats: this.#formatsOf(target.folder, id.path),
      rules,
      preferred: (format) => (status, languages) => state?.index.preferredWord(format, status, languages),
      isStillThere: (moment: Moment, branch) =>
        state?.sources.isStillThere(target.key, branch, moment) ?? true,
    });
    // What was written comes back by the same road as anyone's edit; this only tells it to come now.
    const shown = touched.map((each) =>
      isSameDocument(each, id) ? target : { folder: each.folder, key: keyAtHand(each) },
    );
    for (const each of shown) this.#folders.look(each.folder, each.key);
    if (result.kind === 'done' && change !== undefined && options.through === 'disk')
      this.#watch.watch({
        ...change,
        outcome: result.outcome,
        me: options.me,
        isReapplied: healed,
        tasksOf: async (text) => {
          const item = itemIn(await this.parse(target, text));
          return item?.kind === 'stream' ? item.tasks : undefined;
        },
        retry: async () => {
          const { kind } = await this.#run(target, action, args, options, true);
          return kind === 'done' || kind === 'unchanged';
        },
      });
    await this.#shown(shown);
    return { result, touched };
  }

  /** What was done is told once it is shown, but not kept back for long: other texts may take the Markdown worker minutes. */
  async #shown(documents: readonly FolderKey[]): Promise<void> {
    if (documents.length === 0) return;
    await Promise.race([this.settled(documents), this.#world.clock.delay(longestWait)]);
  }

  /** Makes a file that is not there yet, and reads it. With `branch` only while that is checked out there. */
  async create(folder: string, { path, text }: NewFile, branch?: string): Promise<CreateResult> {
    const made = await this.#make({ kind: 'create', document: { folder, path }, text }, branch);
    return made;
  }

  /** Makes a folder; fine when it is there. */
  createFolder(folder: string, path: string): Promise<CreateResult> {
    return this.#make({ kind: 'createFolder', document: { folder, path } });
  }

  async #make(change: DocumentChange, branch?: string): Promise<CreateResult> {
    const { folder } = change.document;
    const isThere = (moment: Moment): boolean => branch === undefined || moment.isOnBranch(folder, branch);
    const { result, touched } = await this.#world.documents.commit(
      { documents: [], through: 'disk' },
      {
        plan: () =>
          Promise.resolve({
            kind: 'plan',
            changes: [change],
            condition: (moment) =>
              isThere(moment) ? undefined : refusal('branch.left', { branch: branch ?? '' }),
          }),
      },
    );
    const shown = touched.map((each) => ({ folder, key: keyAtHand(each) }));
    for (const { key } of shown) this.#folders.look(folder, key);
    await this.#shown(shown);
    if (result.kind === 'refused') return result.code === 'file.exists' ? { kind: 'exists' } : result;
    return { kind: 'created' };
  }

  /**
   * Removes a file as it is now: whoever changes it meanwhile keeps it.
   * @param expected what it has to hold; without it, whatever it holds now
   */
  async remove(
    folder: string,
    path: string,
    expected?: string,
  ): Promise<{ readonly kind: 'done' } | Refusal> {
    const document = { folder, path };
    let found = expected;
    const { result } = await this.#world.documents.commit(
      { documents: [document], through: 'disk' },
      {
        plan: ([now]) => {
          if (now?.kind === 'missing') return Promise.resolve({ kind: 'unchanged' });
          if (now?.kind !== 'text' || now.text !== (found ??= now.text))
            return Promise.resolve(refusal('file.changed', { path }));
          return Promise.resolve({ kind: 'plan', changes: [{ kind: 'delete', document }] });
        },
      },
    );
    const key = keyAtHand(document);
    this.#folders.look(folder, key);
    await this.#shown([{ folder, key }]);
    if (result.kind === 'refused') return result;
    return result.kind === 'unknown' ? refusal('file.changed', { path }) : { kind: 'done' };
  }

  /** Changes a file that is no tracked one, such as `AGENTS.md`. */
  edit(folder: string, path: string, plan: PlanEdits): Promise<EditRun> {
    return runEdit(this.#world, { folder, path }, plan);
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
