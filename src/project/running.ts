import type { FolderRules, FoundFormat } from '../core/formats/folderRules.ts';
import type { PreferredWord } from '../core/formats/format.ts';
import { itemIn } from '../core/index/composeStream.ts';
import { shownClaims } from '../core/model/claim.ts';
import type { ConflictStages } from '../core/model/merge.ts';
import type { Outcome } from '../core/model/outcome.ts';
import type { Moment, Plan } from '../core/model/plan.ts';
import { refusal, type Doubt, type Refusal } from '../core/model/refusal.ts';
import type { FormatId } from '../core/model/system.ts';
import type {
  Opened,
  PastQuestion,
  PlanContext,
  Planned,
  ReadContext,
  Write,
} from '../core/operations/operation.ts';
import { isSameDocument, type DocumentId } from '../core/text/document.ts';
import type { Key, KeyedDocument } from '../core/text/key.ts';
import { openAtOnce, openText, type OpenedText } from './openText.ts';
import type { Committed } from './plan.ts';
import type { FullSnapshot } from './snapshot.ts';
import type { World } from './world.ts';

/** Who asks, and whether the file or an editor's text is changed. */
export interface RunOptions {
  readonly me: string;
  readonly through: 'disk' | 'editor';
  /**
   * What a person was refused, and wants all the same: that somebody else's row is changed, that a file is changed in the worktree
   * that has its branch, or, for a branch that is checked out nowhere, that the copy at hand is changed.
   */
  readonly confirmed?: readonly Refusal[];
}

/** What became of an operation: the outcome as written, or why nothing was. */
export type RunResult =
  | { readonly kind: 'done'; readonly outcome: Outcome }
  | { readonly kind: 'unchanged'; readonly outcome: Outcome }
  /** An error came after a file was replaced, and what stands there now is not what was written. */
  | Doubt
  | Refusal;

/** Why an operation did not end well. */
export type RunFailure = Extract<RunResult, { kind: 'refused' | 'unknown' }>;

/** A document of the scope, and the formats that its path fits. */
export interface ScopeDocument extends KeyedDocument {
  readonly formats: readonly FoundFormat[];
  /** Whether the operation names it by its key: then it is asked whether it still counts for its branch. */
  readonly isKeyed: boolean;
}

/** What an operation is run with. */
export interface RunContext {
  readonly read: ReadContext;
  readonly options: RunOptions;
  readonly documents: readonly ScopeDocument[];
  readonly preferredIn: (format: FormatId) => PreferredWord;
  readonly stages: ReadonlyMap<Key, ConflictStages | undefined>;
  readonly past: readonly (PastQuestion & { readonly text: string | undefined })[];
  /** Why claims of tasks of these documents cannot be kept where the folder's are. */
  readonly noClaims?: Refusal | undefined;
  /** Whether a document is still the place that counts for the branch that it names. */
  readonly isStillThere: (document: ScopeDocument, branch: string | undefined, moment: Moment) => boolean;
}

/**
 * Has an operation planned on its documents, and written. The Markdown worker is asked before the locks are taken, never under
 * them.
 */
export async function runOperation<Input>(
  world: World,
  operation: Write<Input>,
  input: Input,
  context: RunContext,
): Promise<Committed & { readonly isOutgrown: boolean }> {
  const run = new Run(world, operation, input, context);
  return { ...(await run.commit()), isOutgrown: run.isOutgrown };
}

/** The plan of an operation on its documents as they are now, of which nothing is written. */
export async function planOperation<Input>(
  world: World,
  operation: Write<Input>,
  input: Input,
  context: RunContext,
): Promise<Planned | Committed['result']> {
  return new Run(world, operation, input, context).preview();
}

/** One operation, over all its attempts. */
class Run<Input> {
  readonly #world: World;
  readonly #operation: Write<Input>;
  readonly #input: Input;
  readonly #context: RunContext;
  /** Whether the last plan wanted other documents than those of the scope: the index was behind what they hold. */
  isOutgrown = false;
  readonly #ahead = new Map<ScopeDocument, { readonly text: string; readonly opened: OpenedText }>();

  constructor(world: World, operation: Write<Input>, input: Input, context: RunContext) {
    this.#world = world;
    this.#operation = operation;
    this.#input = input;
    this.#context = context;
  }

  commit(): Promise<Committed> {
    return this.#commit((plan) => plan);
  }

  async preview(): Promise<Planned | Committed['result']> {
    let seen: Plan | undefined;
    const { result } = await this.#commit((plan) => {
      if (plan.kind === 'plan') seen = plan;
      return plan.kind === 'plan' ? { kind: 'unchanged' } : plan;
    });
    return result.kind === 'unchanged' ? (seen ?? result) : result;
  }

  #commit(onPlan: (planned: Planned) => Planned): Promise<Committed> {
    const { documents, options } = this.#context;
    return this.#world.documents.commit(
      { documents: documents.map(({ id }) => id), through: options.through },
      {
        prepare: (snapshots) => this.#openAhead(snapshots),
        plan: async (snapshots, moment) => {
          const planned = await this.#plan(snapshots, moment);
          return planned && onPlan(planned);
        },
      },
    );
  }

  async #openAhead(snapshots: readonly FullSnapshot[]): Promise<void> {
    for (const [at, document] of this.#context.documents.entries()) {
      const now = snapshots[at];
      if (now?.kind !== 'text' || document.formats.length === 0) continue;
      const { text } = now;
      const opened = await openText(this.#world, this.#rules, { document, ...document, text }, true);
      this.#ahead.set(document, { text, opened });
    }
  }

  /** Undefined for texts that only the worker can read. */
  async #plan(snapshots: readonly FullSnapshot[], moment: Moment): Promise<Planned | undefined> {
    const found = new Map<
      ScopeDocument,
      { readonly now: FullSnapshot | undefined; readonly opened: Opened }
    >();
    for (const [at, document] of this.#context.documents.entries()) {
      const now = snapshots[at];
      const opened = await this.#open(document, now);
      if (opened === undefined) return undefined;
      found.set(document, { now, opened });
    }
    const { read, options, documents, preferredIn, stages, past, noClaims } = this.#context;
    const inScope = (of: Key | DocumentId) => {
      const document = findIn(documents, of);
      const known = document && found.get(document);
      if (document === undefined || known === undefined) throw new Error('a document is not in the scope');
      return { ...known, ...document };
    };
    const context: PlanContext = {
      ...read,
      confirmed: options.confirmed ?? [],
      isInScope: (of) => findIn(documents, of) !== undefined,
      documentOf: (key) => inScope(key).id,
      text: (document) => {
        const { id, now } = inScope(document);
        if (now?.kind === 'text') return now;
        return now?.kind === 'missing' ? now : refuseUnread(id, now);
      },
      open: (key) => inScope(key).opened,
      claimsText: () => {
        const { claims } = read;
        const document = claims && documents.find(({ id }) => isSameDocument(id, claims.document));
        if (document === undefined || noClaims !== undefined) return noClaims;
        const now = found.get(document)?.now;
        if (now?.kind === 'text' || now?.kind === 'missing') return now;
        return refuseUnread({ ...document.id, path: shownClaims(document.id) }, now);
      },
      preferredIn,
      isFree: (document) => !moment.exists(document),
      stages: (key) => stages.get(key),
      textAtChange: ({ changed, document }) =>
        past.find((each) => each.changed === changed && each.document === document)?.text,
    };
    const planned = this.#operation.plan(context, this.#input);
    this.isOutgrown = planned.kind === 'refused' && planned.code === 'file.contended';
    return planned.kind === 'plan' ? this.#guarded(planned, found) : planned;
  }

  /** Asks last whether each document that is changed still counts for its branch, under the locks of the tools that write it too. */
  #guarded(plan: Plan, found: ReadonlyMap<ScopeDocument, { readonly opened: Opened }>): Plan {
    const { documents, isStillThere } = this.#context;
    const changed = documents.filter(({ id }) =>
      plan.changes.some(({ document }) => isSameDocument(document, id)),
    );
    const toolLocks = changed.flatMap((document) => {
      const opened = found.get(document)?.opened;
      return opened?.kind === 'opened' ? (opened.open.format.toolLock?.(opened.open) ?? []) : [];
    });
    return {
      ...plan,
      ...(toolLocks.length === 0 ? {} : { toolLocks: [...(plan.toolLocks ?? []), ...toolLocks] }),
      condition: (moment) => {
        for (const document of changed) {
          const opened = found.get(document)?.opened;
          const branch = opened?.kind === 'opened' ? branchIn(opened) : undefined;
          if (!isStillThere(document, branch, moment))
            return refusal('branch.switched', { path: document.id.path });
        }
        return plan.condition?.(moment);
      },
    };
  }

  async #open(document: ScopeDocument, now: FullSnapshot | undefined): Promise<Opened | undefined> {
    const { path } = document.id;
    if (document.formats.length === 0) return refusal('file.unknown', { path });
    if (now?.kind !== 'text') return refuseUnread(document.id, now);
    const { text } = now;
    const ahead = this.#ahead.get(document);
    const opened =
      ahead?.text === text
        ? ahead.opened
        : await openAtOnce(this.#world, this.#rules, { document, ...document, text });
    switch (opened?.kind) {
      case 'failed':
        return refusal('file.unreadable', { path, problem: opened.problem });
      case 'unrecognized':
        return refusal('file.unknown', { path });
      default:
        return opened;
    }
  }

  get #rules(): FolderRules {
    return this.#context.read.rules;
  }
}

function findIn(documents: readonly ScopeDocument[], of: Key | DocumentId): ScopeDocument | undefined {
  return documents.find(({ id, key }) => (typeof of === 'string' ? key === of : isSameDocument(id, of)));
}

function branchIn({ open }: Extract<Opened, { kind: 'opened' }>): string | undefined {
  const item = itemIn(open.parsed);
  return item?.kind === 'stream' ? item.branch : undefined;
}

function refuseUnread({ path }: DocumentId, now: FullSnapshot | undefined): Refusal {
  return now?.kind === 'unreadable'
    ? refusal('file.unreadable', { path, problem: now.problem })
    : refusal('file.missing', { path });
}

/** Every plan of an operation has an outcome. */
export function withOutcome(result: Committed['result']): RunResult {
  if (result.kind !== 'done' && result.kind !== 'unchanged') return result;
  const { kind, outcome } = result;
  if (outcome === undefined) throw new Error('there is no outcome');
  return { kind, outcome };
}
