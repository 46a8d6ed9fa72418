import { resolve } from 'node:path';
import { textOf } from '../platform/node/disk.ts';
import { shownText } from '../core/views/shownText.ts';
import { findCommand, readArguments } from './arguments.ts';
import type { Command, Given } from './command.ts';
import { allCommands } from './commands.ts';
import { completionScript, shells, type Shell } from './completion.ts';
import { helpOf, overview } from './help.ts';
import type { Io } from './io.ts';
import { meantBy } from './inventedWords.ts';
import { nearest } from '../core/text/nearest.ts';
import { Opened } from './opened.ts';
import { toJson, toText } from './print.ts';
import { Ended, wrongUse, type ExitCode, type Reply } from './reply.ts';

/** Runs one command line, and gives its exit code. Everything that goes wrong is an answer. */
export async function runCommandLine(argv: readonly string[], version: string, io: Io): Promise<ExitCode> {
  const isJson = argv.includes('--json') || argv.includes('--format=json') || hasJsonFormat(argv);
  const tell = (reply: Reply): ExitCode => {
    if (isJson) io.write(`${toJson(reply)}\n`);
    else if (reply.exit === 0 || reply.code === 'check.failed') io.write(toText(reply, isColored(io)));
    else io.writeError(toText(reply, isColored(io)));
    return reply.exit;
  };
  try {
    const commands = allCommands();
    const text = textFor(commands, argv, version);
    if (text !== undefined) {
      io.write(text);
      return 0;
    }
    const { command, given, unknown } = readArguments(commands, argv);
    if (command === undefined) {
      if (unknown !== undefined) return tell(unknownCommand(commands, unknown));
      if (given.switches.has('help')) {
        io.write(overview(commands));
        return 0;
      }
      if (isJson) return tell(wrongUse('command.missing', 'No command was given.', 'list'));
      io.writeError(overview(commands));
      return 2;
    }
    if (given.switches.has('help')) {
      io.write(helpOf(command));
      return 0;
    }
    return tell(await run(command, given, io));
  } catch (error) {
    if (error instanceof Ended) return tell(error.reply);
    return tell(unexpected(error));
  }
}

/** What is written as it is: help, version and completion. */
function textFor(commands: readonly Command[], argv: readonly string[], version: string): string | undefined {
  const [first = '', second = ''] = argv;
  if (first === '--version' || first === '-V' || first === 'version') return `${version}\n`;
  if (first === 'completion') {
    if (!shells.includes(second as Shell))
      throw new Ended(wrongUse('shell.unknown', `completion takes ${shells.join(', ')}.`, 'completion bash'));
    return completionScript(second as Shell, commands);
  }
  if (first !== 'help') return undefined;
  const words = argv.slice(1).filter((each) => !each.startsWith('-'));
  const [word] = words;
  if (word === undefined) return overview(commands);
  const named = findCommand(commands, words);
  if (named === undefined) throw new Ended(unknownCommand(commands, word));
  return helpOf(named.command);
}

async function run(command: Command, given: Given, io: Io): Promise<Reply> {
  let opened: Opened | undefined;
  const log = (error: unknown): void => {
    if (io.environment['THROUGHLINE_DEBUG'] !== undefined) io.writeError(`${textOf(error)}\n`);
  };
  // As git has it: each is relative to the one before.
  const directory = resolve(io.directory, ...(given.lists['directory'] ?? []));
  try {
    return await command.run({
      io,
      given,
      open: (wanted) => {
        if (opened !== undefined && wanted === undefined) return opened;
        opened?.dispose();
        return (opened = Opened.at(directory, { workerFile: io.workerFile, wanted, log }));
      },
    });
  } finally {
    opened?.dispose();
  }
}

function unknownCommand(commands: readonly Command[], word: string): Reply {
  const meant = meantBy(word);
  if (meant !== undefined)
    return wrongUse('command.unknown', `There is no command “${shownText(word, 60)}”.`, meant);
  const names = commands.flatMap(({ name, aliases }) => [name, ...aliases]);
  const near = nearest(word, names);
  const found = commands.find(({ name, aliases }) => name === near || aliases.includes(near ?? ''));
  const help = found === undefined ? '' : ` Did you mean ${found.name}?`;
  return wrongUse(
    'command.unknown',
    `There is no command “${shownText(word, 60)}”.${help}`,
    found?.examples[0] ?? 'list',
  );
}

function unexpected(error: unknown): Reply {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    exit: 3,
    code: 'unexpected',
    message: `This failed because of an error in Throughline: ${shownText(textOf(error), 400)}`,
    data: { stack: text.slice(0, 4000) },
  };
}

function hasJsonFormat(argv: readonly string[]): boolean {
  const at = argv.indexOf('--format');
  return at >= 0 && argv[at + 1] === 'json';
}

function isColored(io: Io): boolean {
  return io.isShown && (io.environment['NO_COLOR'] ?? '') === '';
}
