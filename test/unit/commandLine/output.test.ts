import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { program } from '../../support/commandLine.ts';
import { progressOf, Repository } from '../../support/repository.ts';

const path = 'tracking/progress/2026-06-11-main.md';

/** As a shell runs it: bash has the pipes. */
describe('what the command line writes', function () {
  this.timeout(60_000);
  let repository: Repository;
  const rows = Array.from({ length: 3000 }, (_, i) => `Row ${i} of a list that no pipe holds | todo | -`);

  before(function () {
    if (process.platform === 'win32') this.skip();
    repository = new Repository();
    repository.commit('2026-06-11', { [path]: progressOf('main', ...rows) });
  });
  after(() => {
    repository.dispose();
  });

  const bash = (script: string) =>
    spawnSync('bash', ['-c', script], {
      cwd: repository.root,
      encoding: 'utf8',
      env: { ...process.env, THROUGHLINE_AGENT: 'wren-1a2b', NODE: process.execPath, PROGRAM: program },
    });

  it('may be read in part, or not at all: that is no error', () => {
    for (const [command, exit] of [
      ['list --tasks --all | head -1', 0],
      ['list --tasks --all | true', 0],
      ['list --tasks --all --json | true', 0],
      ['list --tasks --all >&-', 0],
      ['list nowhere 2>&-', 1],
      ['clame 2>&1 | true', 2],
    ] as const) {
      const { stdout, stderr } = bash(`"$NODE" "$PROGRAM" ${command}; echo "exit \${PIPESTATUS[0]}"`);
      assert.match(stdout, new RegExp(`exit ${exit}\n$`), command);
      assert.equal(stderr, '', command);
    }
  });

  it('that the disk has no room for is told, with whether the change was made', function () {
    if (!existsSync('/dev/full')) this.skip();
    const listed = bash('"$NODE" "$PROGRAM" list > /dev/full');
    assert.equal(listed.status, 3);
    assert.match(
      listed.stderr,
      /^error answer\.notWritten: What was asked is done, but the answer could not be written: ENOSPC.*\n$/,
    );
    const claimed = bash('"$NODE" "$PROGRAM" claim Row > /dev/full');
    assert.equal(claimed.status, 1);
    assert.match(claimed.stderr, /^refused task\.several/);
    const exact = bash('"$NODE" "$PROGRAM" claim "Row 0 of" > /dev/full');
    assert.equal(exact.status, 3);
    assert.match(
      readFileSync(join(repository.root, path), 'utf8'),
      /\| Row 0 of [a-z ]+ \| wip \| wren-1a2b \|/,
    );
    assert.equal(bash('"$NODE" "$PROGRAM" clame 2> /dev/full').status, 2);
  });

  it('names a folder that is gone', () => {
    mkdirSync(join(repository.root, 'gone'));
    const { status, stderr } = bash('cd gone && rmdir ../gone && "$NODE" "$PROGRAM" list');
    assert.equal(status, 1);
    assert.match(stderr, /^refused folder\.missing: There is no folder .*\/gone\.\n$/);
  });

  it('is about the folder that is there, also where its name is not UTF-8', () => {
    const { status, stderr } = bash(
      `d=$(printf 'd\\xff'); mkdir "$d" 2>/dev/null || exit 1; cd "$d" && "$NODE" "$PROGRAM" list; e=$?; cd ..; rmdir "$d"; exit $e`,
    );
    assert.equal(status, 1);
    assert.match(stderr, /^(refused folder\.missing: .*\n)?$/);
  });

  it('holds no bytes that were not UTF-8', () => {
    const before = readFileSync(join(repository.root, path));
    const { status, stderr } = bash(`"$NODE" "$PROGRAM" add "$(printf 'caf\\xe9')"`);
    assert.equal(status, 2);
    assert.match(stderr, /^error argument\.text: The argument “caf\uFFFD” is not UTF-8\.\n/);
    assert.deepEqual(readFileSync(join(repository.root, path)), before);
  });
});
