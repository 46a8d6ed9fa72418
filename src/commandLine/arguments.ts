import { parseArgs, type ParseArgsConfig } from 'node:util';
import { shownText } from '../core/views/shownText.ts';
import type { Command, Given, Option } from './command.ts';
import { nearest } from '../core/text/nearest.ts';
import { Ended, wrongUse } from './reply.ts';

/** What every command takes. */
export const commonOptions: Readonly<Record<string, Option>> = {
  directory: {
    description: 'run as if started in this folder',
    value: 'FOLDER',
    short: 'C',
    many: true,
    aliases: ['cwd', 'root'],
  },
  json: { description: 'answer with one JSON object', aliases: ['output-json'] },
  help: { description: 'show how to use it', short: 'h' },
};

/** A command line that was understood. */
export interface ParsedLine {
  readonly command: Command | undefined;
  readonly given: Given;
  /** What stands where a command should be, when none is called so. */
  readonly unknown: string | undefined;
}

/** The command that words name: the two first of them, else the first one. */
export function findCommand(
  commands: readonly Command[],
  words: readonly string[],
): { readonly command: Command; readonly taken: number } | undefined {
  for (const taken of [2, 1]) {
    if (words.length < taken) continue;
    const name = words.slice(0, taken).join(' ').toLowerCase();
    const command = commands.find((each) => each.name === name || each.aliases.includes(name));
    if (command !== undefined) return { command, taken };
  }
  return undefined;
}

const nothingGiven: Given = { words: {}, typed: [], values: {}, lists: {}, switches: new Set() };

/** Reads a command line; ends it with the nearest right one where it is none of ours. */
export function readArguments(commands: readonly Command[], argv: readonly string[]): ParsedLine {
  for (const each of argv) checkCharacters(each);
  const { head, found, rest } = split(commands, argv);
  const [first] = rest;
  // Options of a command that there is not are not what is wrong.
  if (found === undefined && first !== undefined && !first.startsWith('-'))
    return { command: undefined, given: nothingGiven, unknown: first };
  const options = { ...found?.options, ...commonOptions };
  const names = namesOf(options);
  const tokens = tokensOf(names, [...head, ...rest], found);
  const said = givenOptions(tokens, names, options, found);
  if (found === undefined) {
    const unknown = tokens.find((token) => token.kind === 'positional')?.value;
    return { command: undefined, given: { ...said, words: {}, typed: [] }, unknown };
  }
  const words = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []));
  const given = withKnownWords(found, options, placeWords(found, words, said));
  return { command: found, given, unknown: undefined };
}

/** The options before the command, the command, and what follows it. */
function split(commands: readonly Command[], argv: readonly string[]) {
  let at = 0;
  const takesValue = new Set(['-C', '--directory', '--cwd', '--root', '--as']);
  while (at < argv.length && argv[at]?.startsWith('-') === true) at += takesValue.has(argv[at] ?? '') ? 2 : 1;
  const words: string[] = [];
  for (const each of argv.slice(at, at + 2)) {
    if (each.startsWith('-')) break;
    words.push(each);
  }
  const named = findCommand(commands, words);
  return named === undefined
    ? { head: argv.slice(0, at), found: undefined, rest: argv.slice(at) }
    : { head: argv.slice(0, at), found: named.command, rest: argv.slice(at + named.taken) };
}

interface Names {
  /** As `parseArgs` takes them. */
  readonly config: NonNullable<ParseArgsConfig['options']>;
  /** What each word for an option is the option's name. */
  readonly canonical: ReadonlyMap<string, string>;
}

function namesOf(options: Readonly<Record<string, Option>>): Names {
  const config: NonNullable<ParseArgsConfig['options']> = {};
  const canonical = new Map<string, string>();
  for (const [name, { value, short, aliases = [], many }] of Object.entries(options)) {
    const type = value === undefined ? 'boolean' : 'string';
    config[name] = {
      type,
      ...(short === undefined ? {} : { short }),
      ...(many === true ? { multiple: true } : {}),
    };
    canonical.set(name, name);
    for (const alias of aliases)
      if (config[alias] === undefined && options[alias] === undefined) {
        config[alias] = { type, ...(many === true ? { multiple: true } : {}) };
        canonical.set(alias, name);
      }
  }
  return { config, canonical };
}

function tokensOf({ config, canonical }: Names, argv: readonly string[], command: Command | undefined) {
  try {
    return parseArgs({ args: [...argv], options: config, allowPositionals: true, tokens: true }).tokens;
  } catch (error) {
    if (!(error instanceof TypeError && 'code' in error)) throw error;
    throw new Ended(wrongOption(error.message, [...canonical.keys()], command));
  }
}

type Token = ReturnType<typeof tokensOf>[number];

function wrongOption(message: string, known: readonly string[], command: Command | undefined) {
  const [, dashes = '', name = ''] = /'(?:-\w, )?(-{1,2})([^' ]+)/.exec(message) ?? [];
  const shown = `${dashes}${shownText(name, 60)}`;
  const right = exampleOf(command);
  if (message.startsWith('Unknown option')) {
    const near = nearest(name, known);
    const of = command === undefined ? '' : ` of ${command.name}`;
    const help = near === undefined ? 'Words that begin with a dash follow “--”.' : `Did you mean --${near}?`;
    return wrongUse('option.unknown', `There is no option ${shown}${of}. ${help}`, right);
  }
  const fault = message.includes('does not take')
    ? 'takes no value.'
    : `needs a value; one that begins with a dash is written ${shown}=-VALUE.`;
  return wrongUse('option.value', `${shown} ${fault}`, right);
}

function exampleOf(command: Command | undefined): string {
  return command?.examples.at(-1) ?? 'list';
}

/** What options say. None that says two things is taken for one of them. */
function givenOptions(
  tokens: readonly Token[],
  { canonical }: Names,
  options: Readonly<Record<string, Option>>,
  command: Command | undefined,
): Omit<Given, 'words' | 'typed'> {
  const values: Record<string, string> = {};
  const lists: Record<string, string[]> = {};
  const switches = new Set<string>();
  const right = exampleOf(command);
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const { rawName, value } = token;
    const name = canonical.get(token.name) ?? token.name;
    if (value === '') throw new Ended(wrongUse('value.empty', `The value of ${rawName} is empty.`, right));
    const before = values[name];
    if (value === undefined) switches.add(name);
    else if (options[name]?.many === true) (lists[name] ??= []).push(value);
    else if (before !== undefined && before !== value)
      throw new Ended(
        wrongUse(
          'option.twice',
          `--${name} is given twice: “${shownText(before, 60)}” and “${shownText(value, 60)}”.`,
          right,
        ),
      );
    else values[name] = value;
  }
  return { values, lists, switches };
}

/** Gives words to positionals, which options may say as well: one that may be several takes what the others leave. */
function placeWords(command: Command, words: readonly string[], said: Omit<Given, 'words' | 'typed'>): Given {
  const { positionals } = command;
  // An empty variable of a script would else mean what no word means: any task.
  if (words.includes(''))
    throw new Ended(wrongUse('words.empty', `A word for ${command.name} is empty.`, exampleOf(command)));
  const wide = positionals.findIndex((each) => each.words === true || each.many === true);
  const surplus = words.length - positionals.length;
  if (surplus > 0 && wide < 0)
    throw new Ended(
      wrongUse(
        'words.tooMany',
        `${command.name} takes no “${shownText(words.at(-1) ?? '', 60)}”.`,
        exampleOf(command),
      ),
    );
  const placed: Record<string, string> = {};
  const lists: Record<string, readonly string[]> = { ...said.lists };
  let at = 0;
  for (const [i, { name, required, many }] of positionals.entries()) {
    const count = i === wide && surplus > 0 ? 1 + surplus : 1;
    const taken = words.slice(at, at + count);
    at += count;
    if (many === true) lists[name] = taken;
    else if (taken.length > 0) placed[name] = taken.join(' ');
    else if (required && !said.switches.has('help') && said.values[name.toLowerCase()] === undefined)
      throw new Ended(
        wrongUse(
          'words.missing',
          `${command.name} needs ${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}.`,
          exampleOf(command),
        ),
      );
  }
  return { ...said, words: placed, typed: words, lists };
}

/** What no file is to hold is not taken: control characters, and what is left of bytes that were not UTF-8. */
function checkCharacters(argument: string): void {
  const control = /[^\P{Cc}\t\n\r]/u.exec(argument)?.[0];
  const fault =
    control !== undefined
      ? `holds the control character ${codePoint(control)}`
      : argument.includes('\uFFFD')
        ? 'is not UTF-8'
        : undefined;
  if (fault === undefined) return;
  throw new Ended(wrongUse('argument.text', `The argument “${shownText(argument, 60)}” ${fault}.`, 'list'));
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** What is given with each value that has to be one of some words as that word; ends the command where it means none of them. */
function withKnownWords(
  command: Command,
  options: Readonly<Record<string, Option>>,
  { words, values, ...rest }: Given,
): Given {
  const known = { words: { ...words }, values: { ...values } };
  for (const [name, option] of Object.entries(options)) {
    const word = knownWord(command, name, option, words[name.toUpperCase()]);
    if (word !== undefined) known.words[name.toUpperCase()] = word;
    const value = knownWord(command, name, option, values[name]);
    if (value !== undefined) known.values[name] = value;
  }
  return { ...rest, ...known };
}

function knownWord(
  command: Command,
  name: string,
  { of, reads }: Option,
  value: string | undefined,
): string | undefined {
  if (of === undefined || value === undefined || of.includes(value)) return value;
  const read = of.includes(value.toLowerCase()) ? value.toLowerCase() : reads?.(value);
  if (read !== undefined) return read;
  const near = nearest(value, of);
  throw new Ended(
    wrongUse(
      'value.unknown',
      `--${name} takes ${of.join(', ')}, not “${shownText(value, 60)}”.${near === undefined ? '' : ` Did you mean ${near}?`}`,
      exampleOf(command),
    ),
  );
}
