import type { WriteOperation } from '../core/operations/operation.ts';
import { toKey } from '../core/text/key.ts';
import type { Command, CommandContext } from './command.ts';
import { findStep, findTrace, traceOption } from './findTrace.ts';
import { checkInput, fieldsOf, optionName, optionOf, type Field } from './inputFields.ts';
import { once } from './once.ts';
import { Ended, wrongUse, type Reply } from './reply.ts';
import { inputFrom, positionalsOf, toCommand, type Form, type Spelling } from './taskCommands.ts';
import { askerOf, runWrite, writeOptions } from './writing.ts';

const why = { aliases: ['challenge', 'why', 'obstacles'] };

/** The operations on traces, as people and agents call them. */
export const traceSpellings: Readonly<Record<string, Spelling>> = {
  start_trace: {
    name: 'trace start',
    words: ['about'],
    examples: [
      'trace start Add avatar upload --name feature-workflow --step define --focus "List the open questions"',
    ],
  },
  start_step: {
    name: 'trace step',
    words: ['title'],
    examples: ['trace step implement --focus "Token validation, then the tests"'],
  },
  update_focus: {
    name: 'trace focus',
    words: ['focus'],
    examples: [
      'trace focus The error path of the upload',
      'trace focus The error path --trace avatar-upload',
    ],
  },
  record_in_step: {
    name: 'trace record',
    examples: [
      'trace record --artifact src/api/avatar.py',
      'trace record --decision "boto3 with 5 min expiry: no server state"',
      'trace record --challenge "S3 times out after 30 s"',
    ],
    options: { artifact: { aliases: ['file'] }, challenge: { aliases: ['obstacle'] } },
  },
  complete_step: {
    name: 'trace complete',
    words: ['summary'],
    options: { challenges: why, last: { aliases: ['last-step'] } },
    examples: ['trace complete The upload works.', 'trace complete "All tests pass." --last'],
  },
  fail_step: {
    name: 'trace fail',
    words: ['summary'],
    options: { challenges: why },
    examples: ['trace fail Uploads over 2 MB time out. --challenges "S3 presigned URLs end after 30 s"'],
  },
  resume_trace: { name: 'trace resume', examples: ['trace resume', 'trace resume --trace avatar-upload'] },
  complete_trace: { name: 'trace end', examples: ['trace end'] },
};

const stepOption = { description: 'number of the step; by default the running one', value: 'STEP' } as const;

/** The command for an operation on a trace, or one that begins it. */
export function traceCommand(operation: WriteOperation, spelling: Spelling): Command {
  const { name, words = [], options = {}, examples } = spelling;
  const form = once((): Form & { readonly isOnTrace: boolean; readonly isOnStep: boolean } => {
    const all = fieldsOf(operation);
    const has = (field: string): boolean => all.some((each) => each.name === field);
    const [isOnTrace, isOnStep] = [has('document'), has('task')];
    const fields = all.filter((field) => field.name !== 'document' && field.name !== 'task');
    return {
      fields,
      isOnTrace,
      isOnStep,
      positionals: positionalsOf(words, fields, true),
      options: {
        ...Object.fromEntries(
          fields.map((field) => [optionName(field.name), { ...optionOf(field), ...options[field.name] }]),
        ),
        ...(isOnStep ? { step: stepOption } : {}),
        ...(isOnTrace ? { trace: traceOption } : {}),
        ...writeOptions,
      },
    };
  });
  return toCommand(operation, spelling, form, async (context) => {
    const { fields, isOnTrace } = form();
    const input = inputFrom(context, fields);
    refuseMissing(fields, input, examples[0] ?? name);
    return isOnTrace
      ? runOnTrace(context, operation, input, form().isOnStep)
      : runStart(context, operation, input, examples[0] ?? name);
  });
}

export function refuseMissing(fields: readonly Field[], input: object, example: string): void {
  const missing = fields.find(({ required, name }) => required && !(name in input));
  if (missing === undefined) return;
  throw new Ended(
    wrongUse('value.missing', `Say ${missing.description} with --${optionName(missing.name)}.`, example),
  );
}

async function runStart(
  context: CommandContext,
  operation: WriteOperation,
  input: object,
  example: string,
): Promise<Reply> {
  const opened = context.open();
  const me = await askerOf(context, opened);
  const { branch } = opened;
  const checked = checkInput(operation, { ...(branch === undefined ? {} : { branch }), ...input }, example);
  return runWrite(context, operation, checked, { me });
}

async function runOnTrace(
  context: CommandContext,
  operation: WriteOperation,
  input: object,
  isOnStep: boolean,
): Promise<Reply> {
  const { trace, step } = context.given.values;
  const opened = context.open();
  const me = await askerOf(context, opened);
  const { index } = await opened.whole();
  const stream = findTrace(opened, index, trace);
  const document = toKey(index.documentsOf(stream.key)[0] ?? stream.key);
  const task = isOnStep && step !== undefined ? { task: findStep(stream, step).key } : {};
  const checked = checkInput(operation, { ...input, ...task, document }, 'trace resume');
  const named = stream.branch === undefined ? {} : { stream };
  return runWrite(context, operation, checked, { me, document, ...named });
}
