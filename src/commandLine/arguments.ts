import { parseArgs, type ParseArgsConfig } from 'node:util';
import { shownText } from '../core/views/shownText.ts';
import type { Command, Given, Option } from './command.ts';
import { nearest } from './nearest.ts';
import { Ended, wrongUse } from './reply.ts';

/** What every command takes. */
export const commonOptions: Readonly<Record<string, Option>> = {
  directory: {
    description: 'run as if started in this folder',
    value: 'FOLDER',
    short: 'C',
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

/** Reads a command line; ends it with the nearest right one where it is none of ours. */
export function readArguments(commands: readonly Command[], argv: readonly string[]): ParsedLine {
  const { head, found, rest } = split(commands, argv);
  const options = { ...found?.options, ...commonOptions };
  const names = namesOf(options);
  const { values, tokens } = tolerant(names, [...head, ...rest], found);
  if (found === undefined) {
    const unknown = tokens.find((token) => token.kind === 'positional')?.value;
    return { command: undefined, given: givenFrom(values, options, {}), unknown };
  }
  const words = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []));
  const given = givenFrom(values, options, placeWords(found, words, values['help'] === true));
  for (const [name, { of }] of Object.entries(options)) checkWord(found, name, of, given.values[name]);
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

type Values = Record<string, string | boolean | (string | boolean)[] | undefined>;

function tolerant({ config, canonical }: Names, argv: readonly string[], command: Command | undefined) {
  try {
    const { values, tokens } = parseArgs({
      args: [...argv],
      options: config,
      allowPositionals: true,
      tokens: true,
    });
    const named: Values = {};
    for (const [name, value] of Object.entries(values)) named[canonical.get(name) ?? name] = value;
    return { values: named, tokens };
  } catch (error) {
    if (!(error instanceof TypeError && 'code' in error)) throw error;
    throw new Ended(wrongOption(error.message, [...canonical.keys()], command));
  }
}

function wrongOption(message: string, known: readonly string[], command: Command | undefined) {
  const name = /'-{1,2}([^' ]+)/.exec(message)?.[1] ?? '';
  const near = nearest(name, known);
  const of = command === undefined ? '' : ` of ${command.name}`;
  const isUnknown = message.startsWith('Unknown option');
  const sentence = isUnknown
    ? `There is no option --${shownText(name, 60)}${of}.`
    : shownText(message.replace(/\. .*$/s, ''), 200);
  const help = near === undefined || !isUnknown ? '' : ` Did you mean --${near}?`;
  return wrongUse(isUnknown ? 'option.unknown' : 'option.value', `${sentence}${help}`, exampleOf(command));
}

function exampleOf(command: Command | undefined): string {
  return `throughline ${command?.examples.at(-1) ?? 'list'}`;
}

function givenFrom(
  values: Values,
  options: Readonly<Record<string, Option>>,
  words: Readonly<Record<string, string>>,
): Given {
  const texts: Record<string, string> = {};
  const lists: Record<string, readonly string[]> = {};
  const switches = new Set<string>();
  for (const [name, value] of Object.entries(values)) {
    if (Array.isArray(value)) lists[name] = value.map(String);
    else if (typeof value === 'string') texts[name] = value;
    else if (value === true && options[name] !== undefined) switches.add(name);
  }
  return { words, values: texts, lists, switches };
}

/** Gives words to positionals: one that may be several takes what the others leave. */
function placeWords(command: Command, words: readonly string[], isHelp: boolean): Record<string, string> {
  const { positionals } = command;
  const wide = positionals.findIndex((each) => each.words === true);
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
  let at = 0;
  for (const [i, { name, required }] of positionals.entries()) {
    const taken = i === wide && surplus > 0 ? 1 + surplus : 1;
    const value = words.slice(at, at + taken).join(' ');
    at += taken;
    if (value !== '') placed[name] = value;
    else if (required && !isHelp && !isGivenOtherwise(command, name))
      throw new Ended(wrongUse('words.missing', `${command.name} needs a ${name}.`, exampleOf(command)));
  }
  return placed;
}

/** A word that an option may say as well is asked for later, by what takes it. */
function isGivenOtherwise({ options }: Command, name: string): boolean {
  return options[name.toLowerCase()] !== undefined;
}

function checkWord(
  command: Command,
  name: string,
  of: readonly string[] | undefined,
  value: string | undefined,
): void {
  if (of === undefined || value === undefined || of.includes(value)) return;
  const near = nearest(value, of);
  throw new Ended(
    wrongUse(
      'value.unknown',
      `--${name} takes ${of.join(', ')}, not “${shownText(value, 60)}”.${near === undefined ? '' : ` Did you mean ${near}?`}`,
      exampleOf(command),
    ),
  );
}
