import { partFor, type Stream } from '../core/model/item.ts';
import { addTask } from '../core/operations/addTask.ts';
import type { WriteOperation } from '../core/operations/operation.ts';
import { toKey } from '../core/text/key.ts';
import { nearest } from '../core/text/nearest.ts';
import { shownText } from '../core/views/shownText.ts';
import { changesIn } from '../core/views/specStatus.ts';
import { findChange } from './changeAnswers.ts';
import type { Command, CommandContext, Option, Positional } from './command.ts';
import { checkInput, fieldsOf, optionName, optionOf } from './inputFields.ts';
import { once } from './once.ts';
import type { Opened } from './opened.ts';
import { Ended, refused, untrusted, wrongUse } from './reply.ts';
import { inputFrom, positionalsOf, toCommand, type Form, type Spelling } from './taskCommands.ts';
import { refuseMissing } from './traceCommands.ts';
import { askerOf, runWrite, writeOptions } from './writing.ts';

const login = '"Login: WHEN a person logs in THEN a code is asked for"';

/** The operations on changes to living specs, as people and agents call them. */
export const changeSpellings: Readonly<Record<string, Spelling>> = {
  propose_change: {
    name: 'change propose',
    aliases: ['change new', 'change create', 'propose'],
    words: ['slug'],
    examples: [
      'change propose add-2fa --title "Two-factor login" --why "Passwords leak." --what "Ask for a code."',
      'change propose add-2fa --why "Passwords leak." --what "Ask for a code." --store openspec',
    ],
  },
  set_change_field: {
    name: 'change set',
    aliases: ['change edit'],
    words: ['field', 'value'],
    examples: [
      'change set add-2fa why Passwords leak every day.',
      'change set add-2fa title Two-factor login',
    ],
  },
  add_delta: {
    name: 'change delta',
    words: ['operation', 'capability', 'requirement'],
    options: { newName: { aliases: ['rename-to', 'to'] } },
    examples: [
      `change delta add-2fa added auth Two factors --text "The system SHALL ask for a code." --scenario ${login}`,
      'change delta add-2fa modified auth Login',
      'change delta add-2fa removed auth Old login --reason "Nobody uses it" --migration "Use a code"',
      'change delta add-2fa renamed auth Log out --new-name "Sign out"',
    ],
  },
  archive_change: {
    name: 'change archive',
    aliases: ['archive'],
    summary: 'Folds the deltas of a change into the living specs, all or none, and archives the change.',
    examples: ['change archive add-2fa'],
  },
};

const changeWord: Positional = {
  name: 'CHANGE',
  description: 'the change: its name, its branch or a path of it',
  required: true,
};

const scenarioOption: Option = {
  description: 'a scenario, as “Name: WHEN something is done THEN something comes of it”; repeat it for more',
  value: 'TEXT',
  aliases: ['scenarios'],
  many: true,
};

/** The command for an operation on a change, or the one that proposes it. */
export function changeCommand(operation: WriteOperation, spelling: Spelling): Command {
  const { name, words = [], options = {}, examples } = spelling;
  const example = examples[0] ?? name;
  const form = once((): Form & { readonly isOnChange: boolean } => {
    const all = fieldsOf(operation);
    const isOnChange = all.some((field) => field.name === 'document');
    const fields = all.filter((field) => field.name !== 'document' && field.name !== 'scenarios');
    const own = positionalsOf(words, fields, true);
    const hasScenarios = all.some((field) => field.name === 'scenarios');
    return {
      fields,
      isOnChange,
      positionals: isOnChange ? [changeWord, ...own.map(asLastWords)] : own,
      options: {
        ...Object.fromEntries(
          fields.map((field) => [optionName(field.name), { ...optionOf(field), ...options[field.name] }]),
        ),
        ...(hasScenarios ? { scenario: scenarioOption } : {}),
        ...writeOptions,
      },
    };
  });
  return toCommand(operation, spelling, form, async (context) => {
    const { fields, isOnChange } = form();
    const input = { ...inputFrom(context, fields), ...scenariosFrom(context, example) };
    refuseMissing(fields, input, example);
    const opened = context.open();
    const me = await askerOf(context, opened);
    // A first change may be proposed where nothing is kept yet.
    await opened.read();
    if (!isOnChange) return runWrite(context, operation, checkInput(operation, input, example), { me });
    const { document } = await changeNamed(context, opened);
    return runWrite(context, operation, checkInput(operation, { ...input, document }, example), {
      me,
      document,
    });
  });
}

/** The last of several words may be more than one. */
function asLastWords(
  { name, description, required }: Positional,
  at: number,
  all: readonly Positional[],
): Positional {
  return { name, description, required, ...(at === all.length - 1 ? { words: true } : {}) };
}

function scenariosFrom({ given }: CommandContext, example: string): object {
  const written = given.lists['scenario'];
  if (written === undefined) return {};
  const scenarios = written.map((each) => {
    const [, name, steps] = /^([^\n]*?):[ \n]+(\S[\s\S]*)$/.exec(each) ?? [];
    if (name === undefined || steps === undefined)
      throw new Ended(
        wrongUse(
          'scenario.form',
          'A scenario has a name, a colon, and what is done and comes of it.',
          example,
        ),
      );
    return { name, when_then: steps };
  });
  return { scenarios };
}

/** The change that is named. Ends the command where there is none. */
async function changeNamed({ given }: CommandContext, opened: Opened) {
  const { index } = await opened.whole();
  const wanted = given.words['CHANGE'] ?? '';
  const stream = findChange(index, wanted, opened.pathsOf(wanted));
  if (stream !== undefined) return { index, stream, document: toKey(index.keyOf(stream.location)) };
  const known = changesIn(index).map(({ name }) => name);
  const near = nearest(wanted, known);
  throw new Ended(
    refused(
      'change.unknown',
      `There is no change “${shownText(wanted)}”.`,
      near === undefined ? {} : { near: untrusted(near) },
      [near === undefined ? 'throughline spec changes lists them' : `near: ${shownText(near)}`],
    ),
  );
}

/** A task of a change, which is named before it. */
export const changeTask: Command = {
  name: 'change task',
  aliases: [],
  summary: 'Adds a task to a change.',
  positionals: [changeWord, { name: 'TEXT', description: 'what is to be done', required: true, words: true }],
  options: {
    group: { description: 'heading of the group that it goes to', value: 'HEADING', aliases: ['table'] },
    ...writeOptions,
  },
  examples: ['change task add-2fa Ask for a code', 'change task add-2fa Ask for a code --group "1. Login"'],
  effect: 'write',
  run: async (context) => {
    const { given } = context;
    const opened = context.open();
    const me = await askerOf(context, opened);
    const { index, stream } = await changeNamed(context, opened);
    const document = toKey(index.keyOf(placeOfTasks(stream)));
    const input = { document, title: given.words['TEXT'] ?? '', table: given.values['group'] };
    return runWrite(context, addTask, input, { me, document });
  },
};

function placeOfTasks(stream: Stream) {
  return (partFor(stream, 'addTask') ?? stream).location;
}
