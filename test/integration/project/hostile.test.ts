import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as vscode from 'vscode';
import { commands } from '../../../src/ids.ts';
import { asMessage } from '../../../src/surfaces/widgets/tell.ts';
import { shownItem } from '../../../src/surfaces/widgets/ask.ts';
import {
  absolute,
  bytes,
  problems,
  problemsFit,
  progressFile,
  retryFile,
  task,
} from '../../support/inHost.ts';
import { payloads } from '../../support/payloads.ts';

const at = (name: string): string => `tracking/progress/2026-08-01-${name}.md`;
const row = (cell: string): string => progressFile('feat/x', `One | todo | ${cell}`);

/** What lies in the folder, and the problem that is shown for it. */
const files: Record<string, readonly [content: string | Buffer, problem: RegExp | undefined]> = {
  large: [Buffer.alloc(6 * 1024 * 1024, 'a'), /^file\.tooLarge: .*6\.0 MiB/],
  utf16: [Buffer.from(`\uFEFF${row('-')}`, 'utf16le'), /^file\.encoding: .*UTF-16/],
  latin1: [Buffer.from('# \xe4\n', 'latin1'), /^file\.encoding: .*not valid UTF-8/],
  nul: ['# Task\0', /^file\.binary/],
  'no-table': ['# x\n\nBranch: x\n', /^table\.missing/],
  conflict: [`${row('-')}<<<<<<< a\n=======\n>>>>>>> b\n`, /^conflict\.markers/],
  stars: [row('*a_ '.repeat(10_000)), undefined],
  brackets: [row('['.repeat(40_000)), undefined],
  deep: [`${'>'.repeat(10_000)}\n\n${row('-')}`, undefined],
  setext: [`Title\n=====\n\n${row('*a_ '.repeat(10_000))}`, undefined],
};

describe('hostile text in questions, messages and problems', () => {
  /** What hides or reorders the text around it. */
  const invisible = /[\p{Cc}\u200B\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/u;
  const isQuiet = (text: string): void => {
    assert.doesNotMatch(text, invisible, JSON.stringify(text));
  };

  it('stays text in the rows of a quick pick', () => {
    for (const payload of payloads) {
      const value = { of: payload };
      const item = shownItem({ label: payload, description: `in ${payload}`, detail: payload, value });
      for (const text of [item.label, item.description, item.detail]) {
        isQuiet(text);
        assert.doesNotMatch(text, /(?<!\\)\$\([\w-]+\)/, 'an icon');
      }
      assert.equal(item.value, value, 'what is picked is what is there');
    }
  });

  it('stays text in messages and prompts, line by line', () => {
    for (const payload of payloads)
      for (const line of asMessage(`First\n${payload}`).split('\n')) {
        isQuiet(line);
        assert.ok(!line.includes(']('), line);
      }
    assert.equal(asMessage('First\nSecond'), 'First\nSecond');
  });

  it('stays text in the Problems panel', async () => {
    const path = at('bidi');
    fs.writeFileSync(absolute(path), progressFile('feat/bidi', 'One | \u202Eenod\u2066 | -'));
    await problemsFit(path, (found) =>
      found.some((each) => each.startsWith('status.unknown: Unknown status “ enod ”')),
    );
    problems(path).forEach(isQuiet);
    fs.rmSync(absolute(path));
    await problemsFit(path, (found) => found.length === 0);
  });
});

describe('hostile files beside good ones', () => {
  const circle = at('circle');
  before(() => {
    for (const [name, [content]] of Object.entries(files)) fs.writeFileSync(absolute(at(name)), content);
    fs.symlinkSync(`./${circle.slice(circle.lastIndexOf('/') + 1)}`, absolute(circle));
    fs.symlinkSync('..', absolute('tracking/progress/up'));
  });
  after(async () => {
    for (const name of Object.keys(files)) fs.rmSync(absolute(at(name)));
    fs.rmSync(absolute(circle));
    fs.rmSync(absolute('tracking/progress/up'));
    await vscode.commands.executeCommand(commands.refresh);
  });

  it('are each there, with what is wrong', async () => {
    await vscode.commands.executeCommand(commands.refresh);
    for (const [name, [, problem]] of Object.entries(files))
      if (problem !== undefined)
        await problemsFit(at(name), (found) => found.some((each) => problem.test(each)));
    await problemsFit(circle, (found) => found.some((each) => /^file\.unreadable: .*circle/.test(each)));
  });

  it('keep nobody from working on the others', async () => {
    const text = bytes(retryFile);
    await vscode.commands.executeCommand(commands.claimTask, task('Backfill tests'));
    assert.equal(
      bytes(retryFile),
      text.replace('| Backfill tests | todo | - |', '| Backfill tests | wip | maple |'),
    );
    fs.writeFileSync(absolute(retryFile), text);
  });
});
