import { basename } from 'node:path';
import { recordOf } from '../core/formats/workspace/offers.ts';
import { ownNameOf } from '../core/model/item.ts';
import type { WriteOperation } from '../core/operations/operation.ts';
import { resumeWorkspace } from '../core/operations/resumeWorkspace.ts';
import { toKey } from '../core/text/key.ts';
import { describeProgress, progressOf } from '../core/views/progress.ts';
import { joinWords, shownText } from '../core/views/shownText.ts';
import type { Command, CommandContext, Given, Option, Positional } from './command.ts';
import { findWorkspace, workspaceOption } from './findWorkspace.ts';
import { checkInput, fieldsOf, optionName, optionOf, type Field } from './inputFields.ts';
import { once } from './once.ts';
import { done, Ended, refused, untrusted, wrongUse, type Reply } from './reply.ts';
import { inputFrom, positionalsOf, toCommand, type Form, type Spelling } from './taskCommands.ts';
import { askerOf, refusalReply, runWrite, writeOptions } from './writing.ts';

const message = { short: 'm', aliases: ['message', 'body'] };

/** The operations on workspaces, as people and agents call them. */
export const workspaceSpellings: Readonly<Record<string, Spelling>> = {
  start_workspace: {
    name: 'workspace start',
    words: ['nextAction'],
    options: { task: { aliases: ['current-task'] } },
    examples: [
      'workspace start Create AuthService in src/services/auth.ts',
      'workspace start Create AuthService in src/services/auth.ts --project rpc-kit --position "The schema is done"',
    ],
  },
  create_feature_list: {
    name: 'workspace features',
    examples: [
      'workspace features "User login" "Password reset: sends a mail"',
      'workspace features "User login" --workspace feat/rpc-retry',
    ],
  },
  update_resumption: {
    name: 'workspace update',
    options: { nextAction: { aliases: ['next'] } },
    examples: [
      'workspace update --position "Services, phase 3" --next-action "Add token refresh to src/services/auth.ts:67"',
      'workspace update --blocker "No key for the mail server" --decision "JWT with 24 h expiry"',
      'workspace update --blocker -',
    ],
  },
  add_log_entry: {
    name: 'workspace log',
    words: ['action'],
    options: { details: message },
    examples: [
      'workspace log Implemented AuthService',
      'workspace log Implemented AuthService --details "Login, logout and token refresh" --file src/services/auth.ts',
    ],
  },
  start_session: { name: 'workspace session', examples: ['workspace session'] },
  end_session: {
    name: 'workspace end',
    words: ['summary'],
    options: { nextAction: { aliases: ['next'] } },
    examples: [
      'workspace end The schema is done --next-action "Create AuthService in src/services/auth.ts"',
      'workspace end The schema is done --next-step "Implement AuthService" --next-step "Add tokens" --file src/schema.ts',
    ],
  },
};

/** Lists, by the name of the option that each of their texts is given with. */
const lists: Readonly<Record<string, Omit<Option, 'description'>>> = {
  blockers: { value: 'TEXT', aliases: ['blockers'] },
  decisions: { value: 'TEXT', aliases: ['decisions'] },
  dependencies: { value: 'TEXT', aliases: ['dependencies'] },
  files: { value: 'PATH', aliases: ['files', 'file-modified'] },
  keyFiles: { value: 'PATH', aliases: ['key-files'] },
  nextSteps: { value: 'TEXT', aliases: ['next-steps'] },
};

const singular: Readonly<Record<string, string>> = {
  blockers: 'blocker',
  decisions: 'decision',
  dependencies: 'dependency',
  files: 'file',
  keyFiles: 'key-file',
  nextSteps: 'next-step',
};

const featureWord: Positional = {
  name: 'FEATURE',
  description: 'a feature to be done: its name, or “name: what it is”',
  required: true,
  many: true,
};

/** Lists that stay as they are unless they are given: then that is all that is in them. */
const replaced = new Set(['blockers', 'decisions', 'dependencies', 'keyFiles']);

/** What a list is, with how to give several texts of it, and none. */
function describeList({ name, description }: Field): string {
  return replaced.has(name)
    ? `${description}; repeat it for more, they replace what is there, “-” alone for none`
    : `${description}; repeat it for more`;
}

/** The command for an operation on a workspace, or the one that begins it. */
export function workspaceCommand(operation: WriteOperation, spelling: Spelling): Command {
  const { name, words = [], options = {}, examples } = spelling;
  const form = once((): Form & { readonly isOnRecord: boolean; readonly ofLists: readonly Field[] } => {
    const all = fieldsOf(operation);
    const isOnRecord = all.some((field) => field.name === 'document');
    const ofLists = all.filter((field) => Object.hasOwn(lists, field.name));
    const fields = all.filter(
      (field) => !['document', 'branch', 'features'].includes(field.name) && !ofLists.includes(field),
    );
    const hasFeatures = all.some((field) => field.name === 'features');
    return {
      // By default the project is called like its folder.
      fields: fields.map((field) => (field.name === 'project' ? { ...field, required: false } : field)),
      ofLists,
      isOnRecord,
      positionals: hasFeatures ? [featureWord] : positionalsOf(words, fields, true),
      options: {
        ...Object.fromEntries(
          fields.map((field) => [optionName(field.name), { ...optionOf(field), ...options[field.name] }]),
        ),
        ...Object.fromEntries(
          ofLists.map((field) => [
            singular[field.name] ?? field.name,
            { ...lists[field.name], description: describeList(field), many: true as const },
          ]),
        ),
        ...(isOnRecord ? { workspace: workspaceOption } : {}),
        ...writeOptions,
      },
    };
  });
  return toCommand(operation, spelling, form, async (context) => {
    const { fields, ofLists, isOnRecord } = form();
    const input = {
      ...inputFrom(context, fields),
      ...listsFrom(context.given, ofLists),
      ...featuresFrom(context.given),
    };
    const example = examples[0] ?? name;
    return isOnRecord
      ? runOnRecord(context, operation, input, example)
      : runStart(context, operation, input, example);
  });
}

/** What was given of lists; “-” alone for an empty one. */
function listsFrom({ lists: given }: Given, fields: readonly Field[]): Record<string, readonly string[]> {
  return Object.fromEntries(
    fields.flatMap(({ name }) => {
      const texts = given[singular[name] ?? name];
      return texts === undefined ? [] : [[name, texts.filter((text) => text !== '-')]];
    }),
  );
}

function featuresFrom({ lists: { FEATURE: written } }: Given): object {
  if (written === undefined) return {};
  const features = written.map((each) => {
    const at = each.indexOf(': ');
    return at < 0 ? { name: each } : { name: each.slice(0, at), description: each.slice(at + 2).trim() };
  });
  return { features };
}

async function runStart(
  context: CommandContext,
  operation: WriteOperation,
  input: object,
  example: string,
): Promise<Reply> {
  const opened = context.open();
  const { branch, top } = opened;
  if (branch === undefined)
    return refused('branch.unnamed', 'No branch is checked out here, so no workspace can be started.');
  const me = await askerOf(context, opened);
  // A workspace that is there already may be of any hash.
  await opened.read();
  const checked = checkInput(operation, { branch, project: basename(top), ...input }, example);
  return runWrite(context, operation, checked, { me });
}

async function runOnRecord(
  context: CommandContext,
  operation: WriteOperation,
  input: object,
  example: string,
): Promise<Reply> {
  if (Object.keys(input).length === 0 && operation.id === 'update_resumption')
    throw new Ended(wrongUse('value.missing', 'Say what has changed, with options.', example));
  const opened = context.open();
  const me = await askerOf(context, opened);
  const tracked = await opened.whole();
  const { workspace } = context.given.values;
  const stream = findWorkspace(opened, tracked, workspace, 'change');
  const { location } = recordOf(stream) ?? stream;
  const document = toKey(tracked.index.keyOf(location));
  const checked = checkInput(operation, { ...input, document }, example);
  return runWrite(context, operation, checked, { me, document });
}

/** What whoever takes a workspace up again is told. */
export const resume: Command = {
  name: 'workspace resume',
  aliases: ['workspace show'],
  summary: resumeWorkspace.description,
  positionals: [],
  options: { workspace: workspaceOption },
  examples: ['workspace resume', 'workspace resume --workspace feat/rpc-retry'],
  effect: 'read',
  run: async (context) => {
    const opened = context.open();
    const tracked = await opened.whole();
    const { workspace } = context.given.values;
    const stream = findWorkspace(opened, tracked, workspace, 'read');
    const answer = opened.project.ask(
      opened.folder,
      resumeWorkspace,
      { document: tracked.index.keyOf(stream.location) },
      { me: '' },
    );
    if (answer.kind === 'refused') return refusalReply(answer);
    const { tasks } = stream;
    const name = ownNameOf(stream);
    const counted = tasks.length === 0 ? undefined : describeProgress(progressOf(tasks));
    return done(
      'workspace.resume',
      `${shownText(name)}: ${joinWords([stream.title === name ? undefined : shownText(stream.title), counted]) || 'no features'}`,
      { workspace: untrusted(name), text: { untrusted: true, text: answer.text } },
      { lines: answer.text.trimEnd().split('\n') },
    );
  },
};
