import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { answer, throughline, type Ran } from '../../support/commandLine.ts';
import { progressOf, Repository } from '../../support/repository.ts';

const as = 'wren-1a2b';
const path = 'tracking/progress/2026-06-11-main.md';
const original = progressOf('main', 'One | todo | -', 'Two | todo | -');

describe('arguments of the command line', () => {
  let repository: Repository;
  before(() => {
    repository = new Repository();
    repository.commit('2026-06-11', { [path]: original });
  });
  afterEach(() => {
    assert.equal(readFileSync(join(repository.root, path), 'utf8'), original);
    assert.equal(repository.git('status', '--porcelain'), '');
  });
  after(() => {
    repository.dispose();
  });
  const run = (...argv: readonly string[]): Promise<Ran> => throughline(as, repository.root, ...argv);
  /** One sentence on stderr, and one right command line. */
  const isWrong = async (argv: readonly string[], expected: RegExp): Promise<void> => {
    const { exit, out, error } = await run(...argv);
    assert.equal(exit, 2, out);
    assert.equal(out, '');
    assert.match(error, expected);
    assert.match(error, /^[^\n]{1,300}\nexample: throughline [^\n]+\n$/);
    assert.equal((await answer(as, repository.root, ...argv)).ok, false);
  };

  it('are never empty: a variable of a script that is not set claims no task', async () => {
    for (const argv of [
      ['claim', ''],
      ['list', ''],
      ['note', ''],
      ['check', ''],
    ])
      await isWrong(argv, /^error words\.empty: A word for \w+ is empty\.\n/);
    await isWrong(['claim', '--branch', ''], /^error value\.empty: The value of --branch is empty\.\n/);
    await isWrong(['-C', '', 'claim'], /^error value\.empty: The value of -C is empty\.\n/);
  });

  it('that say two things are not taken for one of them', async () => {
    await isWrong(
      ['finish', 'One', '-m', 'tests pass', '--reason', '4f2a91c'],
      /^error option\.twice: --evidence is given twice: “tests pass” and “4f2a91c”\.\n/,
    );
    assert.equal((await run('list', '--owner', 'otter', '--owner', 'otter')).exit, 0);
  });

  it('name folders one below the other, as with git', async () => {
    mkdirSync(join(repository.root, 'src'), { recursive: true });
    assert.equal((await throughline(as, repository.parent, '-C', 'repo', '-C', 'src', 'list')).exit, 0);
    assert.equal((await throughline(as, '/', '-C', repository.parent, 'list', '--cwd', 'repo')).exit, 0);
    const none = await throughline(as, repository.parent, '-C', 'repo', '-C', 'repo', 'list');
    assert.match(none.error, /^refused folder\.missing: There is no folder .*\/repo\/repo\.\n$/);
  });

  it('with control characters, or that were not UTF-8, are written nowhere', async () => {
    for (const [text, code] of [
      ['a\u0000b', 'U+0000'],
      ['\u001b[2J', 'U+001B'],
      ['a\u009bb', 'U+009B'],
    ] as const) {
      const expected = new RegExp(
        `^error argument\\.text: The argument “.*” holds the control character ${code.replace('+', '\\+')}\\.\n`,
      );
      for (const argv of [
        ['add', text],
        ['claim', text],
        ['-C', text, 'list'],
        ['list', '--owner', text],
        [text],
      ])
        await isWrong(argv, expected);
    }
    await isWrong(['note', 'caf\uFFFD'], /^error argument\.text: The argument “caf\uFFFD” is not UTF-8\.\n/);
  });

  it('may be a megabyte, as one word or as thousands: the answer is short, and comes soon', async () => {
    const word = 'x'.repeat(1_000_000);
    const words = Array.from({ length: 20_000 }, (_, i) => `${i}`.padEnd(50, 'x'));
    for (const argv of [
      ...[[word], words].flatMap((long) => [
        long,
        ['claim', ...long],
        ['add', ...long],
        ['list', ...long],
        ['spec', ...long],
        ['start', ...long],
        ['undo', ...long],
        ['progress', ...long],
        ['check', ...long],
        ['help', ...long],
      ]),
      ['list', `--${word}`],
      ['list', '--status', word],
      ['list', '--limit', word],
      ['claim', '--as', word],
      ['claim', '--branch', word],
      ['claim', '--file', word],
      ['-C', word, 'list'],
      ['claim', `${path}#${word}`],
    ]) {
      const { exit, out, error } = await run(...argv);
      const shown = argv
        .map((each) => each.slice(0, 20))
        .slice(0, 3)
        .join(' ');
      assert.ok(exit === 1 || exit === 2, `${shown}: ${exit}`);
      assert.equal(out, '', shown);
      assert.ok(error.length < 4000, `${shown}: ${error.length}`);
    }
  });

  it('that lack a value, or have one too many, are told in our words', async () => {
    await isWrong(
      ['list', '--owner'],
      /^error option\.value: --owner needs a value; one that begins with a dash is/,
    );
    await isWrong(['list', '--json=x'], /^error option\.value: --json takes no value\.\n/);
    await isWrong(
      ['note', '-foo'],
      /^error option\.unknown: There is no option -f of note\. Words that begin/,
    );
    await isWrong(
      ['status', 'One', 'purple'],
      /^error value\.unknown: --status takes todo, wip, .*, not “purple”\./,
    );
    await isWrong(['status', 'done'], /^error words\.missing: status needs a STATUS\.\n/);
  });

  it('without a command, or with help for none, are answered as JSON where that was asked for', async () => {
    const none = await answer(as, repository.root);
    assert.deepEqual([none.ok, none.code], [false, 'command.missing']);
    await isWrong(
      ['help', 'clame'],
      /^error command\.unknown: There is no command “clame”\. Did you mean claim\?/,
    );
  });
});
