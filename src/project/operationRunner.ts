import type { FoundFormat } from '../core/formats/folderRules.ts';
import type { OpenDocument } from '../core/formats/format.ts';
import { itemIn } from '../core/index/composeStream.ts';
import { ProjectIndex } from '../core/index/projectIndex.ts';
import { claimsFile, type ClaimsPlace } from '../core/model/claim.ts';
import type { ConflictStages } from '../core/model/merge.ts';
import type { ParsedDocument } from '../core/model/parsedDocument.ts';
import type { DoneChange, Outcome } from '../core/model/outcome.ts';
import { refusal, type Refusal } from '../core/model/refusal.ts';
import type { Planned, ReadContext, ReadOperation, Write } from '../core/operations/operation.ts';
import { isSameDocument, type DocumentId, type FolderId } from '../core/text/document.ts';
import { applyEdits } from '../core/text/edit.ts';
import { claimsKey, idAtHand, keyAtHand, type Key } from '../core/text/key.ts';
import { nameOfFile } from '../core/text/syntax.ts';
import { changedLines } from '../core/text/undoLines.ts';
import { isElsewhere } from './branchSources.ts';
import type { ChangeWatch } from './changeWatch.ts';
import type { FolderKey, Folders } from './folders.ts';
import type { Committed, Done, Written } from './plan.ts';
import {
  planOperation,
  runOperation,
  withOutcome,
  type RunContext,
  type RunOptions,
  type RunResult,
  type ScopeDocument,
} from './running.ts';
import type { World } from './world.ts';

/** How often an operation is planned anew because the index was behind what is checked out, or what documents hold. */
const attemptLimit = 3;
/** Milliseconds that an answer waits at most until what was done is shown. */
const longestWait = 1000;

interface Retrying extends Pick<RunOptions, 'me'> {
  /** Whether it is done again already. */
  readonly healed: boolean;
  readonly retry: () => Promise<boolean>;
}

/** What a runner asks the project. */
export interface RunnerProject {
  /** What a text would say as a document. */
  parse(target: FolderKey, text: string): Promise<ParsedDocument | undefined>;
  /** Resolves when none of some documents is on its way to the index any more. */
  settled(documents: readonly FolderKey[]): Promise<void>;
}

/** Runs operations on the documents of workspace folders. */
export class OperationRunner {
  readonly #world: World;
  readonly #folders: Folders;
  readonly #watch: ChangeWatch;
  readonly #project: RunnerProject;

  constructor(world: World, folders: Folders, watch: ChangeWatch, project: RunnerProject) {
    this.#world = world;
    this.#folders = folders;
    this.#watch = watch;
    this.#project = project;
  }

  read<Input, Answer>(
    folder: FolderId,
    operation: ReadOperation<Input, Answer>,
    input: Input,
    { me, git }: Pick<ReadContext, 'me' | 'git'>,
  ): Answer | Refusal {
    return operation.read({ ...this.#contextOf(folder, me), git }, input);
  }

  /** See `Project.askOpened`. */
  async readOpened<Input, Answer>(
    folder: FolderId,
    operation: ReadOperation<Input, Answer>,
    input: Input,
    { me, git }: Pick<ReadContext, 'me' | 'git'>,
    open: (key: Key) => Promise<OpenDocument | undefined>,
  ): Promise<Answer | Refusal> {
    const context = (): ReadContext => ({ ...this.#contextOf(folder, me), git });
    const opened = new Map<Key, OpenDocument>();
    for (const key of operation.scope?.(context(), input) ?? []) {
      const found = await open(key);
      if (found !== undefined) opened.set(key, found);
    }
    return operation.read(context(), input, opened);
  }

  /** See `Project.run`. */
  run<Input>(
    folder: FolderId,
    operation: Write<Input>,
    input: Input,
    options: RunOptions,
  ): Promise<RunResult> {
    return this.#run(folder, operation, input, options, false);
  }

  /** See `Project.preview`. */
  async preview<Input>(
    folder: FolderId,
    operation: Write<Input>,
    input: Input,
    options: RunOptions,
  ): Promise<Planned | Committed['result']> {
    for (let attempt = 1; ; attempt++) {
      const context = await this.#prepare(folder, operation, input, options);
      if (context.kind === 'refused') return context;
      const planned = await planOperation(this.#world, operation, input, context.run);
      if (attempt === attemptLimit) return planned;
      if (!(await this.#knowsMore(folder, operation, input, options, planned))) return planned;
    }
  }

  async #run<Input>(
    folder: FolderId,
    operation: Write<Input>,
    input: Input,
    options: RunOptions,
    healed: boolean,
  ): Promise<RunResult> {
    for (let attempt = 1; ; attempt++) {
      const ran = await this.#runOnce(folder, operation, input, options, healed);
      const { result, touched, isOutgrown } = ran;
      if (touched.length > 0 || attempt === attemptLimit) return result;
      if (result.kind === 'refused' && result.code === 'file.contended' && !isOutgrown) return result;
      if (!(await this.#knowsMore(folder, operation, input, options, result))) return result;
    }
  }

  /** After a refusal for what the index did not know yet: whether it was told. */
  async #knowsMore<Input>(
    folder: FolderId,
    operation: Write<Input>,
    input: Input,
    { me }: RunOptions,
    result: Planned | Committed['result'],
  ): Promise<boolean> {
    if (result.kind !== 'refused') return false;
    switch (result.code) {
      case 'branch.switched':
        await this.#folders.askGit(folder);
        return true;
      case 'file.contended': {
        const scope = operation.scope(this.#contextOf(folder, me), input);
        const keys = scope.filter((each) => typeof each === 'string');
        for (const key of keys) this.#folders.look(folder, key);
        await this.#folders.settled(folder, keys);
        return true;
      }
      default:
        return false;
    }
  }

  async #runOnce<Input>(
    folder: FolderId,
    operation: Write<Input>,
    input: Input,
    options: RunOptions,
    healed: boolean,
  ): Promise<{
    readonly result: RunResult;
    readonly touched: readonly DocumentId[];
    readonly isOutgrown: boolean;
  }> {
    const prepared = await this.#prepare(folder, operation, input, options);
    if (prepared.kind === 'refused') return { result: prepared, touched: [], isOutgrown: false };
    const { documents } = prepared.run;
    const committed = await runOperation(this.#world, operation, input, prepared.run);
    const { touched, done, isOutgrown } = committed;
    const result = withUndo(withOutcome(committed.result), done, documents, options);
    // What was written comes back by the same road as anyone's edit; this only tells it to come now.
    const shown = touched.map((each) => {
      const known = documents.find(({ id, isKeyed }) => isKeyed && isSameDocument(each, id));
      if (known !== undefined) return { folder, key: known.key };
      return isClaims(prepared.run.read, each)
        ? { folder, key: claimsKey }
        : { folder: each.folder, key: keyAtHand(each) };
    });
    for (const each of shown) this.#folders.look(each.folder, each.key);
    if (result.kind === 'done' && options.through === 'disk') {
      const retry = async (): Promise<boolean> => {
        const { kind } = await this.#run(folder, operation, input, options, true);
        return kind === 'done' || kind === 'unchanged';
      };
      for (const change of done)
        if (change.kind === 'edit' && !isClaims(prepared.run.read, change.document)) {
          const key = keyOf(change.document, documents);
          this.#watchEdit({ folder, key }, change, result.outcome, { ...options, healed, retry });
        }
    }
    await this.#shown(shown);
    return { result, touched, isOutgrown };
  }

  #watchEdit(
    target: FolderKey,
    { document, base, edits }: Written,
    outcome: Outcome,
    { me, healed, retry }: Retrying,
  ): void {
    this.#watch.watch({
      document,
      base,
      edits,
      outcome,
      me,
      isReapplied: healed,
      tasksOf: async (text) => {
        const item = itemIn(await this.#project.parse(target, text));
        return item?.kind === 'stream' ? item.tasks : undefined;
      },
      retry,
    });
  }

  /** Whether a document is in the folder, or in another worktree of its clone. */
  #isOfClone(folder: FolderId, document: DocumentId): boolean {
    if (document.folder === folder) return true;
    const worktrees = this.#folders.get(folder)?.sources.clone?.worktrees.values() ?? [];
    return [...worktrees].some((each) => each.folder === document.folder);
  }

  /** Finds out where the documents of the scope are, or why they are not changed. */
  async #prepare<Input>(
    folder: FolderId,
    operation: Write<Input>,
    input: Input,
    options: RunOptions,
  ): Promise<{ readonly kind: 'prepared'; readonly run: RunContext } | Refusal> {
    let read = this.#contextOf(folder, options.me);
    let claims: ClaimsPlace | undefined;
    const state = this.#folders.get(folder);
    const documents: ScopeDocument[] = [];
    for (const wanted of operation.scope(read, input)) {
      if (mayBeClaims(wanted)) {
        const place = this.#world.documents.claimsPlace(folder);
        if (place?.kind === 'unreadable')
          return refusal('file.unreadable', { path: claimsFile, problem: place.problem });
        if (place !== undefined && (typeof wanted === 'string' || isSameDocument(place.document, wanted))) {
          claims = place;
          documents.push({ id: place.document, key: claimsKey, formats: [], isKeyed: false });
          continue;
        }
      }
      // On no disk nothing can be kept beside a file.
      if (wanted === claimsKey) continue;
      if (typeof wanted !== 'string') {
        if (!this.#isOfClone(folder, wanted)) return refusal('file.unknown', { path: wanted.path });
        documents.push({ id: wanted, key: keyAtHand(wanted), formats: [], isKeyed: false });
        continue;
      }
      const found = state?.sources.writableDocument(wanted, options.confirmed);
      if (found?.kind === 'refused') return found;
      const id = found?.document ?? idAtHand(folder, wanted);
      documents.push({ id, key: wanted, formats: this.#formatsOf(folder, id.path), isKeyed: true });
    }
    const isOwned = documents.some(({ formats }) =>
      formats.some(({ format }) => format.refuseOthers !== undefined),
    );
    // Whose they are is told by what is checked out.
    if (isOwned && read.checkouts === undefined) {
      await this.#folders.askGit(folder);
      read = this.#contextOf(folder, options.me);
    }
    const stages = new Map<Key, ConflictStages | undefined>();
    if (operation.needsStages === true)
      for (const { id, key } of documents) stages.set(key, await this.#world.repository.stages(id));
    const idOf = (key: Key): DocumentId | undefined => documents.find((each) => each.key === key)?.id;
    const past: RunContext['past'][number][] = [];
    for (const question of operation.asksPast?.(read, input) ?? []) {
      const [changed, document] = [idOf(question.changed), idOf(question.document)];
      if (changed === undefined || document === undefined) continue;
      const text = await this.#world.repository.textAtChange(changed, document);
      past.push({ ...question, text });
    }
    const run: RunContext = {
      read: { ...read, claims },
      noClaims: claims === undefined ? undefined : this.#refuseNested(documents),
      options,
      documents,
      preferredIn: (format) => (status, style) => read.index.preferredWord(format, status, style),
      stages,
      past,
      isStillThere: ({ key, isKeyed }, branch, moment) =>
        !isKeyed ||
        (state?.sources.isStillThere(key, branch, moment) ?? !isElsewhere(moment, folder, branch)),
    };
    return { kind: 'prepared', run };
  }

  /** A repository inside of the folder's keeps its own claims: those of two places would know nothing of each other. */
  #refuseNested(documents: readonly ScopeDocument[]): Refusal | undefined {
    for (const { id, isKeyed } of documents) {
      const nested = isKeyed ? this.#world.repository.nestedRepository(id) : undefined;
      if (nested !== undefined) return refusal('git.nested', { path: id.path, repository: nested });
    }
    return undefined;
  }

  #contextOf(folder: FolderId, me: string): ReadContext {
    const state = this.#folders.get(folder);
    const rules = state?.rules ?? this.#folders.rulesOf(folder);
    const index = state?.index ?? new ProjectIndex(rules);
    const { clock } = this.#world;
    const checkouts = state?.sources.checkouts;
    return { folder, index, rules, me, today: clock.today(), now: clock.utc(), checkouts };
  }

  #formatsOf(folder: FolderId, path: string): readonly FoundFormat[] {
    const state = this.#folders.get(folder);
    return (state ?? this.#folders.rulesOf(folder)).formatsOf(path);
  }

  /** What was done is told once it is shown, but not kept back for long: other texts may take the Markdown worker minutes. */
  async #shown(documents: readonly FolderKey[]): Promise<void> {
    if (documents.length === 0) return;
    await Promise.race([this.#project.settled(documents), this.#world.clock.delay(longestWait)]);
  }
}

function mayBeClaims(wanted: Key | DocumentId): boolean {
  return typeof wanted === 'string' ? wanted === claimsKey : nameOfFile(wanted.path) === claimsFile;
}

function isClaims({ claims }: ReadContext, document: DocumentId): boolean {
  return claims !== undefined && isSameDocument(claims.document, document);
}

function keyOf(document: DocumentId, documents: readonly ScopeDocument[]): Key {
  return documents.find(({ id }) => isSameDocument(document, id))?.key ?? keyAtHand(document);
}

/** Editors undo what is done in them; for what is done on the disk, the outcome says how. */
function withUndo(
  result: RunResult,
  done: readonly Done[],
  documents: readonly ScopeDocument[],
  { through }: RunOptions,
): RunResult {
  if (result.kind !== 'done' || through !== 'disk' || done.length === 0) return result;
  const changes = done.map((change) => toUndo(change, documents));
  return { ...result, outcome: { ...result.outcome, undo: { operation: 'undo', input: { changes } } } };
}

function toUndo(change: Done, documents: readonly ScopeDocument[]): DoneChange {
  const { folder, path } = change.document;
  // Others may have claimed something there since it was made.
  if (change.kind === 'create' && keyOf(change.document, documents) === claimsKey)
    return { kind: 'edit', document: claimsKey, lines: changedLines('', change.text) };
  if (change.kind !== 'edit') return { kind: change.kind, folder, path, text: change.text };
  const after = applyEdits(change.base, change.edits);
  // What does not fit was refused.
  const now = change.now ?? (after.kind === 'applied' ? after.text : change.base);
  const document = keyOf(change.document, documents);
  return { kind: 'edit', document, lines: changedLines(change.base, now) };
}
