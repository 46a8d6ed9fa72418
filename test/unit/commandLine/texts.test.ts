import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workflowLines } from '../../../src/core/formats/tracking/workflowSection.ts';
import { git, makeSample, temporaryFolder, type Sample } from '../../support/sample.mjs';

const root = process.env['THROUGHLINE_ROOT'] ?? process.cwd();
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** What words in capitals stand for in texts. */
const meant: Readonly<Record<string, string>> = {
  TITLE: 'Backfill tests',
  ID: 'RPC-RETRY-03',
  CHANGE: 'compress-payloads',
};

describe('texts about the command line', () => {
  let parent: string;
  let sample: Sample;
  beforeEach(() => {
    parent = temporaryFolder();
    sample = makeSample(parent);
    mkdirSync(join(parent, 'bin'));
    const command = `#!/bin/sh\nexec '${process.execPath}' '${join(root, 'dist/cli.cjs')}' "$@"\n`;
    writeFileSync(join(parent, 'bin/throughline'), command, { mode: 0o755 });
  });
  afterEach(() => {
    rmSync(parent, { recursive: true });
  });

  /** Lines for a shell that has the command; what they print, both streams as they come. */
  const shell = (lines: string): { readonly status: number | null; readonly output: string } => {
    const { status, stdout } = spawnSync('sh', ['-c', `exec 2>&1\n${lines}`], {
      cwd: sample.root,
      encoding: 'utf8',
      env: { PATH: `${join(parent, 'bin')}:${process.env['PATH'] ?? ''}`, HOME: parent },
    });
    return { status, output: stdout };
  };

  it('lead an agent through its first five minutes as they say', () => {
    const [, session = ''] = /^```console\n([^]*?)^```$/m.exec(read('README.md')) ?? [];
    const steps = session.split(/^\$ /m).slice(1);
    assert.ok(steps.length > 4);
    const typed = steps.map((step) => step.slice(0, step.indexOf('\n')));
    const { output } = shell(typed.map((line) => `${line}\necho '$'`).join('\n'));
    const printed = output.split(/^\$\n/m);
    for (const [i, step] of steps.entries()) {
      const [line = '', ...wanted] = step.trimEnd().split('\n');
      const isCut = wanted.at(-1) === '...';
      const told = (printed[i] ?? '').trimEnd().split('\n');
      const shown = isCut ? told.slice(0, wanted.length - 1) : told.filter((each) => each !== '');
      assert.deepEqual(shown, isCut ? wanted.slice(0, -1) : wanted, line);
    }
  });

  const texts: Readonly<Record<string, string>> = {
    'AGENTS.md': workflowLines('tracking').join('\n'),
    'README.md': read('README.md'),
    'docs/command-line.md': read('docs/command-line.md'),
    'docs/files.md': read('docs/files.md'),
    'CHANGELOG.md': read('CHANGELOG.md'),
  };
  for (const [name, text] of Object.entries(texts))
    it(`name only commands that there are in ${name}`, () => {
      const named = [...text.matchAll(/`(throughline [^`]+)`/g)].map(([, line = '']) => line);
      if (name === 'AGENTS.md') assert.ok(named.length > 8);
      for (const line of new Set(named)) {
        const typed = line.replace(/\b[A-Z]{2,}\b/g, (word) => meant[word] ?? word);
        const { status, output } = shell(`THROUGHLINE_AGENT=wren-1a2b ${typed}`);
        assert.ok(status === 0 || status === 1, `${line}: ${output}`);
        git(sample.root, '2026-06-25T10:00:00Z', 'reset', '--quiet', '--hard');
        git(sample.root, '2026-06-25T10:00:00Z', 'clean', '--quiet', '--force', '-d');
      }
    });
});
