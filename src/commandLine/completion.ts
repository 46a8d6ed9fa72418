import type { Command } from './command.ts';
import { commonOptions } from './arguments.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** A script that completes commands and options; `eval` takes it in bash and zsh, `source` in fish. */
export function completionScript(shell: Shell, commands: readonly Command[]): string {
  switch (shell) {
    case 'bash':
      return bash(commands);
    case 'zsh':
      // Zsh runs what is made for bash.
      return `autoload -U +X bashcompinit && bashcompinit\n${bash(commands)}`;
    case 'fish':
      return fish(commands);
  }
}

function optionsOf({ options }: Command): readonly string[] {
  return Object.keys({ ...options, ...commonOptions }).map((name) => `--${name}`);
}

function bash(commands: readonly Command[]): string {
  const cases = commands.map(
    (command) => `    '${command.name}') words='${optionsOf(command).join(' ')}' ;;`,
  );
  const names = [...new Set(commands.map(({ name }) => name.split(' ')[0] ?? name))];
  const second = commands.flatMap(({ name }) => (name.includes(' ') ? [name.split(' ')] : []));
  return `_throughline() {
  local current="\${COMP_WORDS[COMP_CWORD]}" command="\${COMP_WORDS[1]}" words=''
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${names.join(' ')}' -- "$current"))
    return
  fi
  case "$command \${COMP_WORDS[2]}" in
${second.map(([a, b]) => `    '${a} ${b}') command='${a} ${b}' ;;`).join('\n')}
  esac
  case "$command" in
${cases.join('\n')}
  esac
  case "$current" in
    -*) COMPREPLY=($(compgen -W "$words" -- "$current")) ;;
    *) COMPREPLY=($(compgen -f -- "$current")) ;;
  esac
}
complete -F _throughline throughline
`;
}

function fish(commands: readonly Command[]): string {
  const quote = (text: string): string => `'${text.replace(/['\\\\]/g, '\\\\$&')}'`;
  const lines = commands.flatMap((command) => {
    const [first = '', second] = command.name.split(' ');
    const seen = `-n '__fish_seen_subcommand_from ${first}'`;
    const itself =
      second === undefined
        ? `complete -c throughline -f -n __fish_use_subcommand -a ${first} -d ${quote(command.summary)}`
        : `complete -c throughline ${seen} -a ${second} -d ${quote(command.summary)}`;
    const options = Object.entries({ ...command.options, ...commonOptions }).map(
      ([name, { description, value }]) =>
        `complete -c throughline ${seen} -l ${name}${value === undefined ? '' : ' -r'} -d ${quote(description)}`,
    );
    return [itself, ...(second === undefined ? options : [])];
  });
  return `${lines.join('\n')}\n`;
}
