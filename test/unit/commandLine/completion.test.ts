import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commonOptions } from '../../../src/commandLine/arguments.ts';
import { allCommands } from '../../../src/commandLine/commands.ts';
import { shells, type Shell } from '../../../src/commandLine/completion.ts';
import { throughlineWith } from '../../support/commandLine.ts';
import { Repository } from '../../support/repository.ts';

/** How each shell is asked what may follow, one command line after the other; words are separated by single spaces. */
const asking: Readonly<Record<Shell, (script: string, lines: readonly (readonly string[])[]) => string>> = {
  bash: (script, lines) => `source '${script}'
ask() { COMP_WORDS=(throughline "$@"); COMP_CWORD=$#; COMPREPLY=(); _throughline; echo "\${COMPREPLY[*]}"; }
${lines.map((words) => `ask ${words.map(quoted).join(' ')}`).join('\n')}`,
  // What the completion system gives, and takes.
  zsh: (script, lines) => `compdef() { }; _files() { print; }
compset() { PREFIX="\${PREFIX#*=}"; }
compadd() { print -r -- \${(M)found:#$PREFIX*}; }
source '${script}'
ask() { local -a words; words=(throughline "$@"); local CURRENT=$#words PREFIX="\${words[-1]}"; _throughline; }
${lines.map((words) => `ask ${words.map(quoted).join(' ')}`).join('\n')}`,
  fish: (script, lines) => `source '${script}'
function ask; complete -C "throughline $argv" | string replace -r '\\t.*' '' | string join ' '; end
${lines.map((words) => `ask ${words.map(quoted).join(' ')}`).join('\n')}`,
};

function quoted(word: string): string {
  return `'${word}'`;
}

describe('the completion of the command line', () => {
  let repository: Repository;
  const scripts = new Map<Shell, string>();
  before(async () => {
    repository = new Repository();
    for (const shell of shells) {
      const { exit, out } = await throughlineWith({}, repository.root, 'completion', shell);
      assert.equal(exit, 0);
      scripts.set(shell, out);
      writeFileSync(join(repository.parent, shell), out);
    }
  });
  after(() => {
    repository.dispose();
  });

  /** What a shell offers after each command line, sorted; undefined where there is no such shell. */
  const offered = (
    shell: Shell,
    lines: readonly (readonly string[])[],
  ): readonly (readonly string[])[] | undefined => {
    const options = { bash: ['--norc'], zsh: ['-f'], fish: ['--no-config'] }[shell];
    const script = asking[shell](join(repository.parent, shell), lines);
    const ran = spawnSync(shell, [...options, '-c', script], { cwd: repository.root, encoding: 'utf8' });
    if (ran.error !== undefined) return undefined;
    assert.equal(ran.stderr, '');
    return ran.stdout
      .replace(/\n$/, '')
      .split('\n')
      .map((line) =>
        line
          .split(' ')
          .filter((word) => word !== '')
          .sort(),
      );
  };

  for (const shell of shells)
    it(`offers in ${shell} commands, options, and the words that an option takes`, function () {
      const expected: readonly (readonly [readonly string[], readonly string[]])[] = [
        [['cla'], ['claim']],
        [['li'], ['link', 'list']],
        [['-C', 'somewhere', 'cla'], ['claim']],
        [['--json', 'cla'], ['claim']],
        [
          ['backlog', ''],
          ['add', 'check'],
        ],
        [['backlog', 'add', '--pri'], ['--priority']],
        [
          ['backlog', 'add', '--priority', ''],
          ['high', 'low', 'medium'],
        ],
        [
          ['list', '--status', 'd'],
          ['done', 'dropped'],
        ],
        [
          ['ls', '--status', 'd'],
          ['done', 'dropped'],
        ],
        [['claim', 'Add', 'jitter', '--br'], ['--branch']],
        [['claim', '--as', 'list', '--take'], ['--take-over']],
        [['check', '--format', 'g'], ['github']],
        [['help', 'cla'], ['claim']],
        [
          ['completion', ''],
          ['bash', 'fish', 'zsh'],
        ],
      ];
      const found = offered(
        shell,
        expected.map(([words]) => words),
      );
      if (found === undefined) this.skip();
      for (const [i, [words, wanted]] of expected.entries())
        assert.deepEqual(found[i], wanted, words.join(' '));
    });

  it('takes a value after an equals sign, which bash makes a word of', function () {
    const found = offered('bash', [
      ['list', '--status', '=', 'd'],
      ['list', '--status', '='],
    ]);
    if (found === undefined) this.skip();
    assert.deepEqual(found[0], ['done', 'dropped']);
    assert.equal(found[1]?.length, 7);
    const inZsh = offered('zsh', [['list', '--status=d']]);
    if (inZsh !== undefined) assert.deepEqual(inZsh, [['done', 'dropped']]);
  });

  it('knows every command by every name, with all of its options', function () {
    const named = allCommands().flatMap(({ name, aliases, options }) =>
      [name, ...aliases].map((each) => ({ words: each.split(' '), options })),
    );
    for (const shell of shells) {
      const found = offered(
        shell,
        named.map(({ words }) => [...words, '--']),
      );
      if (found === undefined) continue;
      for (const [i, { words, options }] of named.entries()) {
        const expected = Object.keys({ ...options, ...commonOptions }).map((name) => `--${name}`);
        assert.deepEqual(found[i], expected.sort(), `${shell}: ${words.join(' ')}`);
      }
    }
    for (const [shell, script] of scripts)
      for (const { name, aliases, options } of allCommands())
        for (const word of [name, ...aliases, ...Object.keys(options)])
          assert.ok(script.includes(word), `${shell}: ${word}`);
  });
});
