import {
  findTask,
  refuseConflict,
  type OpenDocument,
  type TaskChange,
  type TaskEdits,
  type WriteContext,
} from '../formats/format.ts';
import type { ProjectIndex } from '../index/projectIndex.ts';
import { itemIn } from '../index/composeStream.ts';
import { isReadOnly } from '../model/capabilities.ts';
import type { TaskRequest } from '../model/codes/tasks.ts';
import type { Stream, StreamPart, StreamTask, Task, WorkItem } from '../model/item.ts';
import type { DocumentChange } from '../model/plan.ts';
import type { Outcome } from '../model/outcome.ts';
import { refusal, unlessConfirmed, type Refusal, type RefusalCode } from '../model/refusal.ts';
import { canBecome, isShared, isYours } from '../model/taskRules.ts';
import type { FormatId } from '../model/system.ts';
import type { DocumentId } from '../text/document.ts';
import type { Key } from '../text/key.ts';
import type { Edits, TextEdit } from '../text/edit.ts';
import { claimsBeside, openClaims, setOwner, withClaims, type ClaimsBeside } from './claimsBeside.ts';
import type { DocumentInput, TaskInput } from './inputs.ts';
import type { PlanContext, Planned, WriteOperation } from './operation.ts';

/** What an operation on one document is planned with. */
export interface DocumentContext extends Omit<PlanContext, 'open'>, WriteContext {
  /** The document as it is at this moment. */
  readonly open: OpenDocument;
  /** What is kept beside the document, where owners of its tasks are kept there. */
  readonly beside?: ClaimsBeside;
  /** Why it is not known what is. */
  readonly noClaims?: Refusal;
}

type Entry<Input> = Omit<WriteOperation<Input>, 'effect' | 'scope' | 'plan'>;

/** An operation that changes one document. */
export function onDocument<Input extends DocumentInput>(
  entry: Entry<Input> & { plan(context: DocumentContext, input: Input): Planned },
): WriteOperation<Input> {
  return {
    ...entry,
    effect: 'write',
    scope: (context, { document }) => [document, ...claimsBeside(context, document)],
    plan: (context, input) => {
      const found = context.open(input.document);
      if (found.kind === 'refused') return found;
      const { open } = found;
      const others = open.format.refuseOthers?.(open.document.id, context.checkouts);
      if (others !== undefined) return others;
      const beside = openClaims(context, open);
      const claims = beside?.kind === 'refused' ? { noClaims: beside } : beside && { beside };
      const preferred = context.preferredIn(open.format.id);
      const ownersWritten = (): Iterable<string> => ownersIn(context.index, open.format.id);
      return entry.plan({ ...context, open, preferred, ownersWritten, ...claims }, input);
    },
  };
}

function* ownersIn(index: ProjectIndex, format: FormatId): Iterable<string> {
  for (const file of index.files())
    if (file.format === format)
      for (const part of file.parts) if (part.kind === 'workItem') yield part.task.owner.written;
}

/** Why an operation on a task may be refused, whatever it is. */
const taskRefusals: readonly RefusalCode[] = [
  'file.conflict',
  'file.onlyShown',
  'step.begun',
  'task.ambiguous',
  'task.missing',
  'task.noTitle',
];

/** An operation on one task: finds it in the document as it is now, or refuses because it is gone. */
export function onTask<Input extends TaskInput>(
  entry: Entry<Input> & {
    plan(context: DocumentContext, input: Input, task: StreamTask): Planned;
    /** The same for a step of a workflow, which is neither claimed nor set: missing where nothing is. */
    planStep?(context: DocumentContext, input: Input, step: StreamTask): Planned;
  },
): WriteOperation<Input> {
  return onDocument<Input>({
    ...entry,
    refusals: [...taskRefusals, ...entry.refusals],
    plan: (context, input) =>
      planOnTask(
        context,
        input.task,
        (task) => entry.plan(context, input, task),
        (step) => entry.planStep?.(context, input, step) ?? refusal('step.begun', {}),
      ),
  });
}

/** Plans on the task that a key was given to, or refuses because it is not known which that is now. */
export function planOnTask(
  context: DocumentContext,
  key: Key,
  plan: (task: StreamTask) => Planned,
  planStep: (step: StreamTask) => Planned = () => refusal('step.begun', {}),
): Planned {
  const { document } = context.open;
  // Between two states a row may stand twice: that is told, and not that it cannot be told apart.
  const conflict = refuseConflict(document);
  if (conflict !== undefined) return conflict;
  const found = findTask(document, key, tasksOf(context));
  if (found.kind === 'refused') return found;
  const { row } = found;
  if (row.can.step !== undefined) return planStep(row);
  if (row.can.owner === 'claims' && context.noClaims !== undefined) return context.noClaims;
  return isReadOnly(row.can) ? refuseReadOnly(document.id) : plan(row);
}

/** The stream of the document as it is now; undefined for one that carries none. */
export function streamOf({ open, beside }: DocumentContext): Stream | undefined {
  const item = itemIn(beside === undefined ? open.parsed : withClaims(open, beside));
  return item?.kind === 'stream' ? item : undefined;
}

/** What the document is about, where its format changes it as a task of its own. */
export function workItemOf({ open }: Pick<DocumentContext, 'open'>): WorkItem | undefined {
  const item = itemIn(open.parsed);
  return item?.kind === 'workItem' && open.format.tasks !== undefined ? item : undefined;
}

/** The tasks of the document's stream, or the one that the whole document is. */
function tasksOf(context: DocumentContext): readonly StreamTask[] {
  const item = workItemOf(context);
  if (item === undefined) return streamOf(context)?.tasks ?? [];
  const { id, source } = context.open.document;
  return [{ ...item.task, location: { document: id, range: { start: 0, end: source.text.length } } }];
}

/** What notes are added to: the part of a stream that the document is, or its work item, by the name that people know. */
export function noteHolder(context: DocumentContext):
  | {
      readonly kind: 'holder';
      readonly name: string;
      readonly part: StreamPart | WorkItem;
      readonly tasks: TaskEdits;
    }
  | Refusal {
  const item = workItemOf(context);
  const { tasks } = context.open.format;
  if (item !== undefined && tasks !== undefined)
    return isReadOnly(item.task.can)
      ? refuseReadOnly(context.open.document.id)
      : { kind: 'holder', name: item.task.title.value, part: item, tasks };
  const found = onePart(context);
  if (found.kind === 'refused') return found;
  return { kind: 'holder', name: found.stream.name, part: found.part, tasks: found.tasks };
}

/** The stream of the document, the part of it that the document is, and how its format changes it; or why it cannot be changed. */
export function onePart(context: DocumentContext):
  | {
      readonly kind: 'part';
      readonly stream: Stream;
      readonly part: StreamPart;
      readonly tasks: TaskEdits;
      /** For what this format does not do. */
      readonly onlyShown: Refusal;
    }
  | Refusal {
  const { tasks } = context.open.format;
  const stream = streamOf(context);
  const [part] = stream?.parts ?? [];
  if (stream === undefined || part === undefined || tasks === undefined) return noTasks(context);
  return { kind: 'part', stream, part, tasks, onlyShown: refuseReadOnly(context.open.document.id) };
}

/** Why a format may refuse to write cells of a row. */
export const cellRefusals: readonly RefusalCode[] = [
  'box.status',
  'cell.refused',
  'column.missing',
  'feature.noWord',
  'item.missing',
  'item.value',
  'row.cutOff',
  'row.short',
  'status.noWord',
  'table.noStatus',
  'task.draft',
  'task.struck',
];

/** Asks the format for the edits. `outcome` is told once they are written; without edits the row says so already. */
export function changeTask(
  context: DocumentContext,
  task: StreamTask,
  change: TaskChange,
  outcome: Outcome,
): Planned {
  const result = taskEdits(context, task, change);
  return result.kind === 'refused'
    ? result
    : planEdits(context, result.edits, withCommand(context, change, outcome), result.beside);
}

/** Says so where the system's own tool would have run a command, too. */
export function withCommand({ open }: DocumentContext, change: TaskChange, outcome: Outcome): Outcome {
  const isStatus = change.status !== undefined || change.word !== undefined;
  return isStatus && open.format.tasks?.commandOf?.(open) !== undefined
    ? { ...outcome, commandNotRun: true }
    : outcome;
}

/** The edits of the document that make a task what `change` says, and what changes beside it. */
export function taskEdits(
  context: DocumentContext,
  task: StreamTask,
  change: TaskChange,
): (Edits & { readonly beside: readonly DocumentChange[] }) | Refusal {
  const { open, beside } = context;
  if (task.can.owner !== 'claims') {
    const result = open.format.tasks?.set(open, task, change, context) ?? noTasks(context);
    return result.kind === 'refused' ? result : { ...result, beside: [] };
  }
  const { status } = change;
  // A claim ends with the work, and with going back to the start.
  const owner = status === 'done' || status === 'dropped' || status === 'todo' ? null : change.owner;
  // Where the file has no word for begun, the claim says it of what is open there.
  const written = status === 'wip' && !canBecome(task, 'wip') ? 'todo' : status;
  const isSaid = written === undefined || (written !== status && task.status.value === 'wip');
  const inFile: Edits | Refusal = isSaid
    ? { kind: 'edits', edits: [] }
    : (open.format.tasks?.set(open, task, { status: written }, context) ?? noTasks(context));
  if (inFile.kind === 'refused') return inFile;
  if (beside !== undefined)
    return { ...inFile, beside: owner === undefined ? [] : setOwner(context, beside, task, owner) };
  // The file had no such task when it was found out what has to be locked.
  return typeof owner === 'string'
    ? refusal('file.contended', { path: open.document.id.path })
    : { ...inFile, beside: [] };
}

/** A plan of edits to the document; without any it is as it should be. */
export function planEdits(
  { open, beside: claims }: Pick<DocumentContext, 'open' | 'beside'>,
  edits: readonly TextEdit[],
  outcome: Outcome,
  beside: readonly DocumentChange[] = [],
): Planned {
  const own: readonly DocumentChange[] =
    edits.length === 0 ? [] : [{ kind: 'edit', document: open.document.id, edits }];
  const changes = [...own, ...beside];
  if (changes.length === 0) return { kind: 'unchanged', outcome };
  if (claims === undefined || beside.length === 0) return { kind: 'plan', changes, outcome };
  return { kind: 'plan', changes, outcome, atomic: true, condition: claims.condition };
}

/** What is shown, and not changed. */
export function refuseReadOnly({ path }: DocumentId): Refusal {
  return refusal('file.onlyShown', { path });
}

/** Why the tasks and notes of a document cannot be changed: it has none, or it is only shown. */
export function noTasks(context: DocumentContext): Refusal {
  const { id } = context.open.document;
  return streamOf(context) === undefined && workItemOf(context) === undefined
    ? refusal('stream.missing', { path: id.path })
    : refuseReadOnly(id);
}

/** Refuses to touch somebody else's row, unless the asker confirmed to do so knowing whose it is. */
export function refuseForeign(
  task: Task,
  { me, confirmed }: DocumentContext,
  asked: TaskRequest,
): Refusal | undefined {
  const { title, owner, status } = task;
  const isGivenAway = asked === 'release' || asked === 'assign';
  if (owner.value === undefined || (isYours(task, me) && !(isGivenAway && isShared(task, me))))
    return undefined;
  return unlessConfirmed(
    refusal('task.taken', {
      title: title.value,
      owner: owner.value,
      asked,
      isBegun: status.value !== 'todo',
    }),
    confirmed,
  );
}
