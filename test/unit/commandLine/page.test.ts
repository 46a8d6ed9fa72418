import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { allCommands } from '../../../src/commandLine/commands.ts';
import { operations } from '../../../src/project/operations.ts';
import { throughline, wordsOf } from '../../support/commandLine.ts';
import { commandPage } from '../../support/commandPage.ts';
import { git, makeSample, temporaryFolder, type Sample } from '../../support/sample.mjs';

const page = join(process.env['THROUGHLINE_ROOT'] ?? process.cwd(), 'docs/command-line.md');
const day = '2026-06-25T10:00:00Z';

describe('the page of the command line', () => {
  it('has every command as its help has it', () => {
    if (process.env['THROUGHLINE_DOCS'] === 'update') writeFileSync(page, commandPage());
    assert.equal(readFileSync(page, 'utf8'), commandPage());
  });
});

describe('the commands', () => {
  let parent: string;
  let sample: Sample;
  before(() => {
    parent = temporaryFolder();
    sample = makeSample(parent);
  });
  after(() => {
    rmSync(parent, { recursive: true });
  });

  it('have names and words of their own', () => {
    const names = allCommands().flatMap(({ name, aliases }) => [name, ...aliases]);
    assert.deepEqual(names.toSorted(), [...new Set(names)].toSorted());
  });

  it('are all that can be asked for', () => {
    const spoken = new Set(allCommands().flatMap(({ name }) => name));
    const bound = ['claim', 'release', 'finish', 'reopen', 'status', 'assign', 'add', 'note', 'defer'];
    for (const name of bound) assert.ok(spoken.has(name), name);
    const writes = operations.filter(({ effect }) => effect === 'write').length;
    assert.ok(allCommands().filter(({ effect }) => effect === 'write').length >= writes - 1);
  });

  it('do what their examples show, or refuse it: none is used wrongly', async () => {
    for (const { name, examples } of allCommands()) {
      assert.ok(examples.length > 0, name);
      for (const example of examples) {
        // A token is what an answer gave.
        if (name === 'undo') continue;
        const { exit, error } = await throughline('wren-1a2b', sample.root, ...wordsOf(example));
        assert.ok(exit < 2, `${example}: ${error}`);
        git(sample.root, day, 'switch', '--quiet', '--force', 'feat/rpc-retry');
        git(sample.root, day, 'reset', '--quiet', '--hard');
        git(sample.root, day, 'clean', '--quiet', '--force', '-d');
      }
    }
  }).timeout(240_000);
});
