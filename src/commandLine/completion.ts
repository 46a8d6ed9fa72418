import { commonOptions } from './arguments.ts';
import type { Command, Option } from './command.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** A script that completes commands, options, and the values of options that take one of a few words. */
export function completionScript(shell: Shell, commands: readonly Command[]): string {
  switch (shell) {
    case 'bash':
      return `${wordsFunction(commands)}${bash}`;
    case 'zsh':
      return `${wordsFunction(commands)}${zsh}`;
    case 'fish':
      return fish(commands);
  }
}

/** What is completed for one command, under all of its names. */
interface Completed {
  readonly names: readonly string[];
  readonly summary: string;
  readonly options: readonly (readonly [string, Option])[];
  /** Words that may follow it. */
  readonly words: readonly string[];
}

function completedOf(commands: readonly Command[]): readonly Completed[] {
  const named = commands.map(({ name, aliases, summary, options }): Completed => {
    const second = commands.flatMap((each) => {
      const [first, word] = each.name.split(' ');
      return first === name && word !== undefined ? [word] : [];
    });
    return {
      names: [name, ...aliases],
      summary,
      options: Object.entries({ ...options, ...commonOptions }),
      words: second,
    };
  });
  const first = named.flatMap(({ names: [name = ''] }) => (name.includes(' ') ? [] : [name]));
  const own = (name: string, summary: string, words: readonly string[]): Completed => ({
    names: [name],
    summary,
    options: [],
    words,
  });
  return [
    ...named,
    own('help', 'Shows how a command is used.', first),
    own('completion', 'Writes a script that completes commands.', shells),
    own('version', 'Shows the version.', []),
  ];
}

/** How an option may be written: `-C`, `--directory`, `--cwd`. */
function spellings([name, { short, aliases = [] }]: readonly [string, Option]): readonly string[] {
  return [...(short === undefined ? [] : [`-${short}`]), ...[name, ...aliases].map((each) => `--${each}`)];
}

/** Every way to write an option that the next word is the value of. */
function takingValues(completed: readonly Completed[]): readonly string[] {
  const all = completed.flatMap(({ options }) => options.filter(([, { value }]) => value !== undefined));
  return [...new Set(all.flatMap(spellings))].sort();
}

function firstNames(completed: readonly Completed[]): readonly string[] {
  return completed.flatMap(({ names: [name = ''] }) => (name.includes(' ') ? [] : [name]));
}

function patterns(words: readonly string[]): string {
  return words.map((each) => `'${each}'`).join('|');
}

/** A function that bash and zsh run: it is given the current word and those before it, and writes what may be there. */
function wordsFunction(commands: readonly Command[]): string {
  const completed = completedOf(commands);
  const double = completed.flatMap(({ names }) => names.filter((name) => name.includes(' ')));
  const values = completed.flatMap(({ names, options }) =>
    options.flatMap((option) => {
      const { of } = option[1];
      if (of === undefined) return [];
      const each = names.flatMap((name) => spellings(option).map((spelling) => `${name} ${spelling}`));
      return [`    ${patterns(each)}) echo '${of.join(' ')}'; return ;;`];
    }),
  );
  const cases = completed.map(({ names, options, words }) => {
    const written = options.map(([name]) => `--${name}`).join(' ');
    return `    ${patterns(names)}) options='${written}' words='${words.join(' ')}' ;;`;
  });
  return `_throughline_words() {
  local current="$1" command='' both='' option='' options='' words=''
  shift
  while [ $# -gt 0 ]; do
    option=''
    case "$1" in
      ${patterns(takingValues(completed))}) if [ $# -gt 1 ]; then shift; else option="$1"; fi ;;
      -*) ;;
      *)
        if [ -z "$command" ]; then command="$1"
        elif [ -z "$both" ]; then both="$command $1"
        fi ;;
    esac
    shift
  done
  case "$both" in
    ${patterns(double)}) command="$both" ;;
  esac
  case "$command $option" in
${values.join('\n')}
  esac
  if [ -n "$option" ]; then return; fi
  case "$command" in
    '') options='--directory --help --json --version' words='${firstNames(completed).join(' ')}' ;;
${cases.join('\n')}
  esac
  case "$current" in
    -*) echo "$options" ;;
    *) echo "$words" ;;
  esac
}
`;
}

/** Where nothing is found, bash completes paths. It takes `--name=value` for three words. */
const bash = `_throughline() {
  local current="\${COMP_WORDS[COMP_CWORD]}" word
  local before=()
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    if [ "$word" != '=' ]; then before+=("$word"); fi
  done
  if [ "$current" = '=' ]; then current=''; fi
  COMPREPLY=($(compgen -W "$(_throughline_words "$current" "\${before[@]}")" -- "$current"))
}
complete -o bashdefault -o default -F _throughline throughline
`;

const zsh = `_throughline() {
  local -a before found
  before=("\${(@)words[2,CURRENT-1]}")
  if [[ "$PREFIX" == --*=* ]]; then
    before+=("\${PREFIX%%=*}")
    compset -P '*='
  fi
  found=($(_throughline_words "$PREFIX" "\${before[@]}"))
  if (( $#found )); then compadd -a found; else _files; fi
}
compdef _throughline throughline
`;

function fish(commands: readonly Command[]): string {
  const completed = completedOf(commands);
  const quote = (text: string): string => `'${text.replace(/['\\]/g, '\\$&')}'`;
  const quoteAll = (words: readonly string[]): string => words.map(quote).join(' ');
  const double = completed.flatMap(({ names }) => names.filter((name) => name.includes(' ')));
  const lines = completed.flatMap(({ names, summary, options, words }) => {
    const [name = ''] = names;
    const condition = `-n ${quote(`__throughline_is ${quoteAll(names)}`)}`;
    return [
      ...(name.includes(' ')
        ? []
        : [`complete -c throughline -f -n "__throughline_is ''" -a ${name} -d ${quote(summary)}`]),
      ...(words.length > 0 ? [`complete -c throughline ${condition} -f -a ${quote(words.join(' '))}`] : []),
      ...options.map(([option, { description, value, short, of }]) => {
        const takes = of !== undefined ? ` -x -a ${quote(of.join(' '))}` : value !== undefined ? ' -r' : '';
        const letter = short === undefined ? '' : ` -s ${short}`;
        return `complete -c throughline ${condition} -l ${option}${letter}${takes} -d ${quote(description)}`;
      }),
    ];
  });
  return `function __throughline_is
    set -l found
    set -l isValue 0
    for word in (commandline -opc)
        if test $isValue = 1
            set isValue 0
            continue
        end
        switch $word
            case ${quoteAll(takingValues(completed))}
                set isValue 1
            case '-*'
            case '*'
                set -a found $word
        end
    end
    set -l both "$found[2] $found[3]"
    if contains -- $both ${quoteAll(double)}
        contains -- $both $argv
    else
        contains -- "$found[2]" $argv
    end
end
${lines.join('\n')}
`;
}
