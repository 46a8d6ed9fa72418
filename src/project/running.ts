import { itemIn } from '../core/index/composeStream.ts';
import type { Action, ActionContext } from '../core/actions/action.ts';
import type { FolderRules, FoundFormat } from '../core/formats/folderRules.ts';
import type { PreferredWord } from '../core/formats/format.ts';
import type { KeyedDocument } from '../core/text/key.ts';
import type { Outcome } from '../core/model/outcome.ts';
import { doubt, refusal, type Doubt, type Refusal } from '../core/model/refusal.ts';
import type { FormatId } from '../core/model/system.ts';
import type { DocumentId } from '../core/text/document.ts';
import { applyEdits, type Edits, type TextEdit } from '../core/text/edit.ts';
import { toLines } from '../core/text/lineMerge.ts';
import { endsInRow } from '../core/text/unfinished.ts';
import { lockLost, type ApplyResult, type HeldLock, type Host } from './host.ts';
import { openAtOnce, openText, type OpenedText } from './openText.ts';

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

interface FileEdits {
  readonly base: string;
  readonly edits: readonly TextEdit[];
}

/** A result, and the paths that may be different now. */
interface Ran {
  readonly kind: 'ran';
  readonly result: RunResult;
  readonly written: readonly string[];
  /** What was changed in the file itself. */
  readonly change?: FileEdits;
  /** The same, where git may have begun to replace files in the moment between the last look at it and the change. */
  readonly doubtful?: FileEdits;
}

/** What a plan makes of a text: edits, none, or why not. */
export type Plan = (text: string) => Edits | Refusal;

/** Changes a file that is no tracked one, as it is at this moment, under its lock. */
export async function runEdit(host: Host, { folder, path }: DocumentId, plan: Plan): Promise<EditRun> {
  const run = async (held: HeldLock | undefined): Promise<EditRun> => {
    for (let attempt = 0; attempt < planLimit; attempt++) {
      const text = await host.read(folder, path);
      if (text.kind === 'missing') return refusal('file.missing', { path });
      if (text.kind === 'unreadable') return refusal('file.notRead', { problem: text.problem });
      if (text.dirty) return refusal('file.dirty', { path });
      const planned = plan(text.text);
      if (planned.kind === 'refused') return planned;
      if (planned.edits.length === 0) return { kind: 'unchanged' };
      const result = await host.apply({
        folder,
        path,
        base: text.text,
        edits: planned.edits,
        through: 'disk',
        held,
      });
      if (result.kind !== 'stale') return result;
    }
    return refusal('file.contended', { path });
  };
  let result = await host.exclusively(folder, path, run);
  for (let lost = 0; isLockLost(result) && lost < lockLimit; lost++)
    result = await host.exclusively(folder, path, run);
  return result;
}

function isLockLost(result: EditRun | ApplyResult): boolean {
  return result.kind === 'refused' && result.code === lockLost;
}

/** What became of an edit. */
export type EditRun = { readonly kind: 'unchanged' } | Exclude<ApplyResult, { kind: 'stale' }>;

/**
 * How often a lock is taken again that was lost before anything was written. Whoever cleans up removes it once; where it is removed
 * again and again, or taken over because this process stands still for so long, somebody has to hear of it.
 */
const lockLimit = 5;
/** How often an action is planned anew because the file changed meanwhile. */
const planLimit = 20;
/** How long it is waited for a git that is replacing files, and how long between two looks, in milliseconds. */
const gitPatience = 5000;
const gitDelay = 50;
/** How often, and how many milliseconds apart, a file is read again that somebody seems to be filling: empty, or with half a row. */
const unfinishedLimit = 5;
const unfinishedDelay = 50;

/** A text, opened before its file's lock was taken. */
interface ReadAhead {
  readonly text: string;
  readonly opened: OpenedText;
}

/**
 * Reads, plans and writes while nobody else may, until the file holds still for that long (not everybody asks for its
 * lock). The Markdown worker is asked before the lock is taken, never under it: nobody waits for a busy thread with a lock in
 * hand. Files that the action makes are made once, before the edits: a link to nowhere is worse than a file without a link.
 */
export async function runAction<Args>(
  host: Host,
  document: KeyedDocument,
  action: Action<Args>,
  args: Args,
  options: RunOptions & {
    readonly formats: readonly FoundFormat[];
    readonly rules: FolderRules;
    /** What documents of a format write. */
    readonly preferred: (format: FormatId) => PreferredWord;
    /** Whether this is still the place that counts for the branch that the text names. */
    readonly isStillThere: (held: HeldLock | undefined, branch: string | undefined) => boolean;
  },
): Promise<Ran> {
  const { folder, path } = document.id;
  const { formats, rules, me, through, confirmed = [], isStillThere } = options;
  const created: string[] = [];
  const written: string[] = [];
  const refused = (why: Refusal): Ran => ({
    kind: 'ran',
    result: created.length === 0 ? why : { ...why, created },
    written,
  });
  if (formats.length === 0) return refused(refusal('file.unknown', { path }));

  const readAhead = async (text: string): Promise<ReadAhead> => ({
    text,
    opened: await openText(host, rules, { document, formats, text }, true),
  });
  let attempts = 0;
  let locksLost = 0;
  /** What git was at when it was last found to be at nothing. */
  let checkout = '';
  /**
   * Undefined when the lock has to be taken again: the file is another one than what was read ahead, and only the worker can read
   * it, or git has begun to replace files, or the lock was lost.
   */
  const run = async (held: HeldLock | undefined, ahead: ReadAhead | undefined): Promise<Ran | undefined> => {
    let unfinished = 0;
    for (; attempts < planLimit; attempts++) {
      const text = await host.read(folder, path);
      if (text.kind === 'missing') return refused(refusal('file.missing', { path }));
      if (text.kind === 'unreadable')
        return refused(refusal('file.unreadable', { path, problem: text.problem }));
      if (text.dirty && through === 'disk') return refused(refusal('file.dirty', { path }));
      const isUnfinished = text.text === '' || endsInRow(text.text);
      if (isUnfinished && through === 'disk' && unfinished++ < unfinishedLimit) {
        await host.delay(unfinishedDelay);
        continue;
      }
      const opened =
        ahead?.text === text.text
          ? ahead.opened
          : await openAtOnce(host, rules, { document, formats, text: text.text });
      if (opened === undefined) return undefined;
      if (opened.kind === 'failed')
        return refused(refusal('file.unreadable', { path, problem: opened.problem }));
      if (opened.kind === 'unrecognized') return refused(refusal('file.unknown', { path }));
      const { open } = opened;
      const preferred = options.preferred(open.format.id);
      const context: ActionContext = { open, criteria: rules.criteria, me, confirmed, preferred };
      const planned = action(context, args);
      if (planned.kind === 'refused') return refused(planned);
      if (planned.kind === 'unchanged') return { kind: 'ran', result: planned, written };
      // Before it is asked which branch is there: git says that last.
      if (through === 'disk' && host.isGitBusy(folder, held)) return undefined;
      const item = itemIn(open.parsed);
      const branch = item?.kind === 'stream' ? item.branch : undefined;
      if (!isStillThere(held, branch)) return refused(refusal('branch.switched', { path }));
      for (const file of planned.creates ?? []) {
        if (created.includes(file.path)) continue;
        const result = await host.create(folder, file);
        if (result.kind === 'exists') return refused(refusal('file.exists', { path: file.path }));
        if (result.kind === 'refused') return refused(result);
        created.push(file.path);
        written.push(file.path);
      }
      const { edits, outcome } = planned;
      const result = await host.apply({
        folder,
        path,
        base: text.text,
        edits,
        through,
        held: held === undefined ? undefined : whileThere(held, branch),
      });
      if (result.kind === 'stale') continue;
      if (isLockLost(result) && ++locksLost <= lockLimit) return undefined;
      written.push(path);
      if (result.kind === 'refused') return refused(result);
      const change = { base: text.text, edits };
      if (result.kind === 'unknown' && !(await holds(change))) return { kind: 'ran', result, written };
      const isDoubtful = through === 'disk' && host.checkout(folder, path) !== checkout;
      return {
        kind: 'ran',
        result: { kind: 'done', outcome },
        written,
        change,
        ...(isDoubtful ? { doubtful: change } : {}),
      };
    }
    return contended();
  };
  let waited = 0;
  /** Waits until git has done what it does with the files, before the lock is taken: false when it takes too long. */
  const gitIsDone = async (): Promise<boolean> => {
    let wasBusy = false;
    while (host.isGitBusy(folder)) {
      if (waited >= gitPatience) return false;
      wasBusy = true;
      waited += gitDelay;
      await host.delay(gitDelay);
    }
    // The branch is named a moment after the files are there.
    if (wasBusy) await host.delay(gitDelay);
    return true;
  };
  /** To flush a file takes long enough for a branch to be switched: all is asked again right before the file is replaced. */
  const whileThere = (held: HeldLock, branch: string | undefined): HeldLock => ({
    ...held,
    still: () => {
      checkout = host.checkout(folder, path);
      return held.still() && !host.isGitBusy(folder, held) && isStillThere(held, branch);
    },
  });
  const contended = (): Ran => refused(refusal('file.contended', { path }));
  /** What edits made of their base, and the file as it is now; undefined where either is not known. */
  const madeAndNow = async ({
    base,
    edits,
  }: FileEdits): Promise<{ readonly made: string; readonly now: string } | undefined> => {
    const made = applyEdits(base, edits);
    const now = await host.read(folder, path);
    return made.kind === 'applied' && now.kind === 'text' ? { made: made.text, now: now.text } : undefined;
  };
  /** Whether the file is what the edits made of it: what failed after the file was replaced may be as good as done. */
  const holds = async (change: FileEdits): Promise<boolean> => {
    const found = await madeAndNow(change);
    return found !== undefined && found.made === found.now;
  };
  /** Whether each line that the edits wrote is in the file, whatever others did to it since. */
  const isKept = async (change: FileEdits): Promise<boolean> => {
    const found = await madeAndNow(change);
    if (found === undefined) return false;
    const [before, there] = [new Set(toLines(change.base)), new Set(toLines(found.now))];
    return toLines(found.made).every((line) => before.has(line) || there.has(line));
  };

  for (; attempts < planLimit; attempts++) {
    if (through === 'disk' && !(await gitIsDone())) return refused(refusal('git.busy', { path }));
    const now = await host.read(folder, path);
    const ahead = now.kind === 'text' ? await readAhead(now.text) : undefined;
    const ran =
      through === 'editor'
        ? await run(undefined, ahead)
        : await host.exclusively(folder, path, (held) => run(held, ahead));
    if (ran === undefined) continue;
    if (ran.kind === 'refused') return refused(ran);
    if (ran.doubtful !== undefined && !((await gitIsDone()) && (await isKept(ran.doubtful))))
      return {
        kind: 'ran',
        result: doubt('git.sameMoment', { path }),
        written,
      };
    return ran;
  }
  return contended();
}
