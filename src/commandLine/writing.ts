import { fileURLToPath } from 'node:url';
import { confirmationOf } from '../core/messages/confirmations.ts';
import { outcomeMessage } from '../core/messages/outcomes.ts';
import { refusalMessage } from '../core/messages/refusals.ts';
import type { Outcome } from '../core/model/outcome.ts';
import type { Refusal } from '../core/model/refusal.ts';
import type { Write } from '../core/operations/operation.ts';
import { isSameOwner } from '../core/model/owner.ts';
import { shownText, shownTitle } from '../core/views/shownText.ts';
import { nextTask } from '../core/model/nextTask.ts';
import type { Stream } from '../core/model/item.ts';
import type { RunFailure } from '../project/running.ts';
import type { Key } from '../core/text/key.ts';
import type { CommandContext } from './command.ts';
import type { Io } from './io.ts';
import type { Opened } from './opened.ts';
import { done, Ended, refused, untrusted, type Reply } from './reply.ts';
import { toToken } from './undoToken.ts';
import { whoAsks } from './who.ts';

/** What is asked of every command that writes. */
export const writeOptions = {
  as: { description: 'who asks: tools by a name of their own, such as claude-7f3a', value: 'NAME' },
} as const;

/** Who asks; see `whoAsks`. */
export function askerOf({ io, given }: CommandContext, opened: Opened): Promise<string> {
  return whoAsks(io, given.values['as'], () => opened.userName());
}

/** What an operation is run with, besides its input. */
export interface Asked {
  readonly me: string;
  /** Whose task a person means to take over. */
  readonly takeOver?: string | undefined;
  /** The document that is changed, where it may be one of another worktree. */
  readonly document?: Key | undefined;
  /** Where the next free task is looked for when one is taken. */
  readonly stream?: Stream | undefined;
}

/** Runs an operation on the disk, and answers with what became of it. */
export async function runWrite<Input>(
  context: CommandContext,
  operation: Write<Input>,
  input: Input,
  asked: Asked,
): Promise<Reply> {
  const opened = context.open();
  const { me } = asked;
  const confirmed: Refusal[] = [];
  for (;;) {
    const options = { me, through: 'disk', confirmed } as const;
    const result = await opened.project.run(opened.folder, operation, input, options);
    if (result.kind === 'done' || result.kind === 'unchanged')
      return outcomeReply(opened, result.outcome, asked);
    if (result.kind === 'refused' && (await isAgreed(context, result, asked))) confirmed.push(result);
    else return refusalReply(result, asked);
  }
}

/** What was done, or is so already. */
function outcomeReply(opened: Opened, outcome: Outcome, { document, stream }: Asked): Reply {
  const { project, folder, top, isElsewhere } = opened;
  const { code, data, undo } = outcome;
  const token =
    undo === undefined ? undefined : toToken({ operation: undo.operation, folder, input: undo.input });
  const at = document === undefined ? folder : project.documentOf({ folder, key: document }).folder;
  const worktree = at === folder ? top : fileURLToPath(at);
  // Whoever named a task may have meant one of the branch that is checked out.
  const isOther = stream !== undefined && (isElsewhere || stream.branch !== opened.branch);
  return done(
    code,
    outcomeMessage(outcome),
    { ...fieldsIn(data), ...(stream === undefined ? {} : { branch: untrusted(stream.name) }), worktree },
    {
      lines: [
        ...(isOther ? [`branch: ${shownText(stream.name)}`] : []),
        ...(worktree === top && !isElsewhere ? [] : [`changed in ${worktree}`]),
      ],
      ...(token === undefined ? {} : { undo: `throughline undo ${token}` }),
    },
  );
}

/** Why nothing was done, and what would help. */
export function refusalReply(refusal: RunFailure, { stream, me }: Partial<Asked> = {}): Reply {
  const data = fieldsIn(refusal.data);
  if (refusal.kind === 'refused' && refusal.code === 'task.taken') {
    const { owner, title } = refusal.data;
    const next = stream === undefined ? undefined : nextTask(stream, me);
    return refused(
      refusal.code,
      `${shownText(title)} belongs to ${shownText(owner)}.`,
      {
        ...data,
        ...(next === undefined ? {} : { next: { key: next.key, title: untrusted(next.title.value) } }),
      },
      [
        next === undefined ? 'no other task of this branch is free' : `next free task: ${shownTitle(next)}`,
        `only a person at a terminal can take it over: --take-over ${shownText(owner)}`,
        'nothing was changed',
      ],
    );
  }
  if (refusal.kind === 'refused' && refusal.code === 'branch.notHere')
    return refused(refusal.code, refusalMessage(refusal), data, [
      // What a shell would read as more than a name nobody is told to paste into one.
      /^[\w./+@-]+$/.test(refusal.data.branch)
        ? `check it out with: git switch ${refusal.data.branch}`
        : 'check it out first',
      'nothing was changed',
    ]);
  // Nobody may take this for a refusal, after which nothing is changed.
  if (refusal.kind === 'unknown')
    return {
      exit: 3,
      code: refusal.code,
      message: refusalMessage(refusal),
      data,
      lines: ['look at the file: it is not known what is in it'],
    };
  const isForPeople = refusal.confirmable === true && refusal.code !== 'branch.elsewhere';
  return refused(refusal.code, refusalMessage(refusal), data, [
    ...(isForPeople ? ['a person at a terminal is asked whether to do it all the same'] : []),
    'nothing was changed',
  ]);
}

/**
 * Whether a refusal is confirmed by who asks. That the branch is changed in the worktree that has it, whoever names the branch means;
 * to take over somebody's task is a person's to say, twice.
 */
async function isAgreed({ io }: CommandContext, refusal: Refusal, { takeOver }: Asked): Promise<boolean> {
  if (refusal.confirmable !== true) return false;
  if (refusal.code === 'branch.elsewhere') return true;
  if (refusal.code !== 'task.taken') return isConfirmed(io, refusal);
  if (takeOver === undefined) return false;
  const { owner, title } = refusal.data;
  if (!isSameOwner(owner, takeOver))
    throw new Ended(
      refused(
        'owner.other',
        `${shownText(title)} belongs to ${shownText(owner)}, not to ${shownText(takeOver)}.`,
      ),
    );
  if (!io.isTerminal)
    throw new Ended(refused('terminal.missing', 'Only a person at a terminal can take over a task.'));
  const answer = await io.ask(`${shownText(title)} belongs to ${shownText(owner)}. Take it over? [y/N] `);
  if (/^y(?:es)?$/i.test(answer.trim())) return true;
  throw new Ended(refused('answer.no', 'Nothing was changed.'));
}

/** Asks a person what only a person may say yes to, such as whether a file may be removed. */
async function isConfirmed(io: Io, refusal: Refusal): Promise<boolean> {
  const confirmation = confirmationOf(refusal, 'Do it');
  if (confirmation === undefined || !io.isTerminal) return false;
  const { question, detail } = confirmation;
  const answer = await io.ask(`${question}${detail === undefined ? '' : ` ${detail}`} [y/N] `);
  return /^y(?:es)?$/i.test(answer.trim());
}

/** Words that are ours, whatever the file holds. */
const ownFields = new Set(['asked', 'isBegun', 'status', 'why', 'undo', 'count', 'code', 'kind', 'reason']);

/** Data of a code as fields of an answer: what may be text of the repository is marked. */
export function fieldsIn(data: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, fieldOf(name, value)]));
}

function fieldOf(name: string, value: unknown): unknown {
  if (typeof value === 'string') return ownFields.has(name) ? value : untrusted(value);
  if (Array.isArray(value)) return value.map((each) => fieldOf(name, each));
  return typeof value === 'object' && value !== null ? fieldsIn(value) : value;
}
