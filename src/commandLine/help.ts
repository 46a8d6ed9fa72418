import type { Command, Option } from './command.ts';
import { commonOptions } from './arguments.ts';
import { shells } from './completion.ts';
import { statuses } from '../core/model/status.ts';
import { agentVariable } from './who.ts';

/** What there is, one command a line, what is used most first. */
export function overview(commands: readonly Command[]): string {
  const daily = commands.findIndex(({ name }) => name === 'spec');
  const width = Math.max(...commands.map(({ name }) => name.length));
  const rows = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${firstSentence(summary)}`);
  return [
    'throughline: see, claim and finish the tracked work of this repository. No two get the same task.',
    '',
    'Usage: throughline COMMAND [WORDS] [OPTIONS]',
    '',
    'Every day:',
    ...rows.slice(0, daily),
    '',
    'Less often:',
    ...rows.slice(daily),
    '',
    `TASK is an ID, a title or a part of it: in the branch that is checked out, else in any. Statuses: ${statuses.join(', ')}.`,
    'What somebody else owns is refused; only a person at a terminal can take it over.',
    `Completion of words in a shell: throughline completion ${shells.join('|')}`,
    'For all of them: -C FOLDER, --json, --help. For each: throughline COMMAND --help',
    `Tools say who they are by --as NAME-XXXX or ${agentVariable}, and keep that name.`,
    'Exit codes: 0 done or nothing to do, 1 refused, 2 wrong use, 3 unexpected error.',
    'Example: throughline brief && throughline claim --as claude-7f3a',
    '',
  ].join('\n');
}

/** How one command is used. */
export function helpOf({ name, summary, positionals, options, aliases, examples }: Command): string {
  const words = positionals.map(({ name: word, required, many }) => {
    const shown = many === true ? `${word}...` : word;
    return required ? shown : `[${shown}]`;
  });
  const rows: [string, string][] = [
    ...positionals.map((each): [string, string] => [each.name, each.description]),
    ...Object.entries({ ...options, ...commonOptions }).map(([key, option]): [string, string] => [
      spell(key, option),
      [option.description, option.of?.join(', ') ?? ''].filter((each) => each !== '').join(': '),
    ]),
  ];
  const width = Math.max(...rows.map(([left]) => left.length));
  return [
    `throughline ${name}: ${summary}`,
    '',
    `Usage: throughline ${[name, ...words].join(' ')} [OPTIONS]`,
    ...(aliases.length > 0 ? [`Also: ${aliases.join(', ')}`] : []),
    '',
    ...rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`.trimEnd()),
    '',
    ...examples.map((example, i) => `${i === 0 ? 'Examples:' : '         '} throughline ${example}`),
    '',
  ].join('\n');
}

function spell(name: string, { value, short }: Option): string {
  const long = value === undefined ? `--${name}` : `--${name} ${value}`;
  return short === undefined ? long : `-${short}, ${long}`;
}

function firstSentence(text: string): string {
  return text.replace(/[.:;] .*$/s, '.');
}
