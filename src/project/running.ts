import type { Action, ActionContext } from '../core/actions/action.ts';
import type { FolderRules, FoundFormat } from '../core/formats/folderRules.ts';
import type { PreferredWord } from '../core/formats/format.ts';
import { itemIn } from '../core/index/composeStream.ts';
import type { Outcome } from '../core/model/outcome.ts';
import { refusal, type Doubt, type Refusal } from '../core/model/refusal.ts';
import type { FormatId } from '../core/model/system.ts';
import type { DocumentId } from '../core/text/document.ts';
import type { Edits } from '../core/text/edit.ts';
import type { KeyedDocument } from '../core/text/key.ts';
import type { Committed, DocumentChange, Moment, Plan, Unchanged, Written } from './plan.ts';
import type { FullSnapshot } from './snapshot.ts';
import { openAtOnce, openText, type OpenedText } from './openText.ts';
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

/** What became of an action: the outcome as written, or why nothing was. */
export type RunResult =
  | { readonly kind: 'done'; readonly outcome: Outcome }
  | { readonly kind: 'unchanged'; readonly outcome: Outcome }
  /** An error came after the file was replaced, and what stands there now is not what was written. */
  | Doubt
  | Refusal;

/** Why an action did not end well. */
export type RunFailure = Extract<RunResult, { kind: 'refused' | 'unknown' }>;

/** A result, and the documents that may be different now. */
export interface Ran {
  readonly result: RunResult;
  readonly touched: readonly DocumentId[];
  /** What was changed in the document itself. */
  readonly change: Written | undefined;
}

/** What becomes of a text: edits, none, or why not. */
export type PlanEdits = (text: string) => Edits | Refusal;

/** What became of an edit. */
export type EditRun = { readonly kind: 'unchanged' } | { readonly kind: 'done' } | Refusal | Doubt;

/** Changes a file that is no tracked one, as it is at this moment, under its lock. */
export async function runEdit(
  { documents }: Pick<World, 'documents'>,
  document: DocumentId,
  planEdits: PlanEdits,
): Promise<EditRun> {
  const { path } = document;
  const { result } = await documents.commit(
    { documents: [document], through: 'disk' },
    {
      plan: ([now]) => {
        if (now?.kind !== 'text')
          return Promise.resolve(
            now?.kind === 'unreadable'
              ? refusal('file.notRead', { problem: now.problem })
              : refusal('file.missing', { path }),
          );
        const planned = planEdits(now.text);
        if (planned.kind === 'refused') return Promise.resolve(planned);
        const { edits } = planned;
        return Promise.resolve(
          edits.length === 0
            ? { kind: 'unchanged' }
            : { kind: 'plan', changes: [{ kind: 'edit', document, edits }] },
        );
      },
    },
  );
  return result;
}

/** What an action is planned with, besides the text of its document. */
export interface RunContext extends RunOptions {
  readonly formats: readonly FoundFormat[];
  readonly rules: FolderRules;
  /** What documents of a format write. */
  readonly preferred: (format: FormatId) => PreferredWord;
  /** Whether this is still the place that counts for the branch that the text names. */
  readonly isStillThere: (moment: Moment, branch: string | undefined) => boolean;
}

/**
 * Has an action planned on its document, and written. The Markdown worker is asked before the lock is taken, never under it. Files
 * that the action makes are made before the edits: a link to nowhere is worse than a file without a link.
 */
export async function runAction<Args>(
  world: World,
  document: KeyedDocument,
  action: Action<Args>,
  args: Args,
  context: RunContext,
): Promise<Ran> {
  const { id } = document;
  const { formats, rules, through } = context;
  if (formats.length === 0)
    return { result: refusal('file.unknown', { path: id.path }), touched: [], change: undefined };
  let ahead: { readonly text: string; readonly opened: OpenedText } | undefined;
  /** Undefined for a text that only the worker can read. */
  const open = (text: string): Promise<OpenedText | undefined> | OpenedText =>
    ahead?.text === text ? ahead.opened : openAtOnce(world, rules, { document, formats, text });
  const { result, touched, written } = await world.documents.commit(
    { documents: [id], through },
    {
      prepare: async ([now]) => {
        if (now?.kind !== 'text') return;
        const { text } = now;
        ahead = { text, opened: await openText(world, rules, { document, formats, text }, true) };
      },
      plan: async ([now]) => {
        if (now?.kind !== 'text') return refuseUnread(id, now);
        const opened = await open(now.text);
        return opened && planOn(id, opened, action, args, context);
      },
    },
  );
  return { result: withOutcome(result), touched, change: written[0] };
}

function refuseUnread({ path }: DocumentId, now: FullSnapshot | undefined): Refusal {
  return now?.kind === 'unreadable'
    ? refusal('file.unreadable', { path, problem: now.problem })
    : refusal('file.missing', { path });
}

function planOn<Args>(
  document: DocumentId,
  opened: OpenedText,
  action: Action<Args>,
  args: Args,
  { rules, me, confirmed = [], preferred, isStillThere }: RunContext,
): Plan | Unchanged | Refusal {
  const { folder, path } = document;
  if (opened.kind === 'failed') return refusal('file.unreadable', { path, problem: opened.problem });
  if (opened.kind === 'unrecognized') return refusal('file.unknown', { path });
  const { open } = opened;
  const asked: ActionContext = {
    open,
    criteria: rules.criteria,
    me,
    confirmed,
    preferred: preferred(open.format.id),
  };
  const planned = action(asked, args);
  if (planned.kind !== 'edits') return planned;
  const item = itemIn(open.parsed);
  const branch = item?.kind === 'stream' ? item.branch : undefined;
  const created = (planned.creates ?? []).map(({ path: at, text }): DocumentChange => ({
    kind: 'create',
    document: { folder, path: at },
    text,
  }));
  return {
    kind: 'plan',
    changes: [...created, { kind: 'edit', document, edits: planned.edits }],
    outcome: planned.outcome,
    condition: (moment) => (isStillThere(moment, branch) ? undefined : refusal('branch.switched', { path })),
  };
}

/** Every plan of an action has an outcome. */
function withOutcome(result: Committed['result']): RunResult {
  if (result.kind !== 'done' && result.kind !== 'unchanged') return result;
  const { kind, outcome } = result;
  if (outcome === undefined) throw new Error('there is no outcome');
  return { kind, outcome };
}
