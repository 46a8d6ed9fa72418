import type { OperationEntry, WriteOperation } from '../core/operations/operation.ts';
import { claimNext } from '../core/operations/claim.ts';
import { partFor, type Stream } from '../core/model/item.ts';
import type { Key } from '../core/text/key.ts';
import type { Command, CommandContext, Option, Positional } from './command.ts';
import { fileOption, findStream, findTask, type StreamChoice } from './findTask.ts';
import { checkInput, fieldsOf, optionName, optionOf, valueOf, type Field } from './inputFields.ts';
import { criterionOf, refuseBranchAsWord } from './misplacedWords.ts';
import { once } from './once.ts';
import type { Opened } from './opened.ts';
import type { Reply } from './reply.ts';
import { askerOf, runWrite, writeOptions } from './writing.ts';

/** How an operation is spelled on the command line. What is not said here follows from its input. */
export interface Spelling {
  readonly name: string;
  readonly aliases?: readonly string[];
  /** Fields that are given without their names, in this order. */
  readonly words?: readonly string[];
  /** Further words for options. */
  readonly options?: Readonly<Record<string, Pick<Option, 'short' | 'aliases'>>>;
  readonly examples: readonly string[];
  readonly summary?: string;
  /** What a task may be named for, where the operation is not on one. */
  readonly namesTask?: string;
}

/** Words for a remark, whatever it is called here. */
const remark = { short: 'm', aliases: ['message', 'body', 'comment', 'note'] };

/** The operations on tasks and branches, as people and agents call them. */
export const spellings: Readonly<Record<string, Spelling>> = {
  claim_task: {
    name: 'claim',
    aliases: ['take'],
    summary: 'Makes a task yours: the one that you name, else the next free one.',
    examples: ['claim', 'claim Add jitter', 'claim T-12 --as claude-7f3a'],
  },
  release_task: { name: 'release', aliases: ['unclaim'], examples: ['release Add jitter'] },
  finish_task: {
    name: 'finish',
    aliases: ['done', 'complete', 'close'],
    options: { evidence: { ...remark, aliases: [...remark.aliases, 'reason', 'resolution'] } },
    examples: ['finish Add jitter', 'finish Add jitter --evidence "npm test passes, 4f2a91c"'],
  },
  reopen_task: { name: 'reopen', examples: ['reopen Add jitter'] },
  assign_task: { name: 'assign', words: ['task', 'owner'], examples: ['assign Add jitter otter'] },
  set_task_status: {
    name: 'status',
    aliases: ['set-status', 'change status'],
    words: ['task', 'status'],
    options: { reason: remark },
    examples: [
      'status Add jitter blocked --reason "waits for the new clock"',
      'status BACK-12 wip --word Validated',
    ],
  },
  defer_task: {
    name: 'defer',
    options: { reason: remark },
    examples: [
      'defer Add jitter',
      'defer Add jitter --title "Tune jitter for slow links" --reason "no slow links before autumn"',
    ],
  },
  add_task: {
    name: 'add',
    aliases: ['new', 'create'],
    words: ['title'],
    examples: [
      'add Write the tests',
      'add Write the tests --criterion RPC-RETRY-04',
      'add Tune jitter --table Later',
    ],
  },
  add_note: {
    name: 'note',
    aliases: ['comment'],
    words: ['text'],
    options: { text: { short: 'm', aliases: ['message', 'body'] } },
    namesTask: 'the task that it is about; of one that is a file of its own, the note goes there',
    examples: ['note The key store is being changed', 'note Tags ignore case --task BACK-12'],
  },
  check_criterion: {
    name: 'backlog check',
    aliases: ['check-criterion', 'backlog tick'],
    words: ['task', 'check'],
    summary: 'Checks an acceptance criterion of a task, or takes that back.',
    examples: ['backlog check BACK-12 2', 'backlog check BACK-12 2 --undone'],
  },
  join_table_rows: { name: 'join', examples: ['join', 'join --branch feat/rpc-retry'] },
};

const choiceOptions = {
  branch: { description: 'the branch; by default the one that is checked out', value: 'BRANCH' },
  file: fileOption,
} as const;

/** What a command takes, read from the operation's schema when somebody asks: a run asks for one of thirty. */
export interface Form {
  readonly fields: readonly Field[];
  readonly positionals: readonly Positional[];
  readonly options: Readonly<Record<string, Option>>;
}

/** The command for an operation, with a form that is made when somebody asks for it. */
export function toCommand(
  { description }: WriteOperation,
  { name, aliases = [], summary = description, examples }: Spelling,
  form: () => Form,
  run: Command['run'],
): Command {
  return {
    name,
    aliases,
    summary,
    get positionals() {
      return form().positionals;
    },
    get options() {
      return form().options;
    },
    examples,
    effect: 'write',
    run,
  };
}

/** The command for an operation on a document: on a task where it takes one, else on a branch. */
export function documentCommand(operation: WriteOperation, spelling: Spelling): Command {
  const form = once(() => documentForm(operation, spelling));
  return toCommand(operation, spelling, form, (context) =>
    run(context, operation, form().fields, spelling.examples[0] ?? ''),
  );
}

function documentForm(operation: WriteOperation, spelling: Spelling): Form {
  const fields = fieldsOf(operation).filter(({ name }) => name !== 'document');
  const words = spelling.words ?? (isOnTask(fields) ? ['task'] : []);
  const takesOver = operation.refusals.includes('task.taken');
  return {
    fields,
    positionals: positionalsOf(words, fields, spelling.name !== 'claim'),
    options: {
      ...Object.fromEntries(
        fields
          .filter(({ name }) => name !== 'task')
          .map((field) => [
            optionName(field.name),
            { ...optionOf(field), ...spelling.options?.[field.name] },
          ]),
      ),
      ...(spelling.namesTask === undefined
        ? {}
        : { task: { description: spelling.namesTask, value: 'TASK' } }),
      ...choiceOptions,
      ...writeOptions,
      ...(takesOver
        ? { 'take-over': { description: 'take it over from this owner; asks first', value: 'OWNER' } }
        : {}),
    },
  };
}

function isOnTask(fields: readonly Field[]): boolean {
  return fields.some(({ name }) => name === 'task');
}

/** Fields that are given without their names; the first may be several words. */
export function positionalsOf(
  words: readonly string[],
  fields: readonly Field[],
  required: boolean,
): readonly Positional[] {
  return words.map((name, i) => {
    const { description = '', of = [] } = fields.find((each) => each.name === name) ?? {};
    return {
      name: optionName(name).toUpperCase(),
      description:
        name === 'task' ? 'its key, ID, title, or a part of the title' : description || of.join(', '),
      required,
      ...(i === 0 ? { words: true } : {}),
    };
  });
}

async function run(
  context: CommandContext,
  operation: WriteOperation,
  fields: readonly Field[],
  example: string,
): Promise<Reply> {
  const { given } = context;
  const branch = given.values['branch'];
  // Where it is checked out, it need not be looked for.
  const opened = await openFor(context, branch);
  // Git is asked for a name while the files are read.
  const asker = askerOf(context, opened);
  asker.catch(() => undefined);
  const choice: StreamChoice = { branch, file: given.values['file'] };
  const takeOver = given.values['take-over'];
  const onTask = isOnTask(fields);
  const optional = fields.filter(({ name: field }) => field !== 'task');
  const written = { ...inputFrom(context, optional) };
  const name = given.words['TASK'];
  if (onTask && name !== undefined) {
    const { stream, task, document } = await findTask(opened, name, choice);
    if (operation.id === 'defer_task') written['title'] ??= task.title.value;
    const input = checkInput(operation, { ...written, task: task.key, document }, example);
    return runWrite(context, operation, input, { me: await asker, takeOver, document, stream });
  }
  const about = onTask ? undefined : given.values['task'];
  if (about !== undefined) {
    const { stream, task, document: own } = await findTask(opened, about, choice);
    const document = stream === undefined ? own : documentFor(opened, stream, operation.id);
    const { text } = written;
    // Beside the notes on other tasks it says which one it is about.
    if (stream !== undefined && typeof text === 'string') written['text'] = `${task.title.value}: ${text}`;
    const input = checkInput(operation, { ...written, document }, example);
    return runWrite(context, operation, input, { me: await asker, document, stream });
  }
  const { criterion } = written;
  if (typeof criterion === 'string') written['criterion'] = await criterionOf(opened, criterion);
  if (!onTask) await refuseBranchAsWord(opened, given.typed);
  const stream = await findStream(opened, choice);
  const document = documentFor(opened, stream, operation.id);
  const me = await asker;
  if (onTask) return runWrite(context, claimNext, { document }, { me, document, stream });
  return runWrite(context, operation, checkInput(operation, { ...written, document }, example), {
    me,
    document,
    stream,
  });
}

/** The worktree that has a branch checked out, where its progress file is there; else the one that it was asked in. */
async function openFor(context: CommandContext, branch: string | undefined): Promise<Opened> {
  const opened = context.open({ branch });
  if (!opened.isElsewhere) return opened;
  await opened.ownBranch();
  const streams = opened.known()?.index.streamsOfBranch(opened.branch ?? '') ?? [];
  return streams.length > 0 ? opened : context.open({});
}

/** What was given for the fields of an operation, under their names. */
export function inputFrom({ given }: CommandContext, fields: readonly Field[]): Record<string, unknown> {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const option = optionName(field.name);
      const value =
        given.words[option.toUpperCase()] ??
        given.values[option] ??
        (given.switches.has(option) ? '' : undefined);
      return value === undefined ? [] : [[field.name, valueOf(field, value)]];
    }),
  );
}

/** The document that an operation on a whole stream is about. */
function documentFor(opened: Opened, stream: Stream, operation: string): Key {
  const { location } = partFor(stream, operation === 'add_note' ? 'addNote' : 'addTask') ?? stream;
  return opened.known()?.index.keyOf(location) ?? stream.key;
}

/** A command of an operation that has no spelling: its name, and every field as an option. */
export function plainSpelling(operation: OperationEntry): Spelling {
  const name = operation.id.replaceAll('_', '-');
  const required = fieldsOf(operation).filter((field) => field.required);
  const options = required.map(
    (field) => `--${optionName(field.name)} ${optionName(field.name).toUpperCase()}`,
  );
  return { name, examples: [[name, ...options].join(' ')] };
}
