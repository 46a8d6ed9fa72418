import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFile } from '../../../src/platform/node/fileCreation.ts';
import { aroundCalls } from '../../support/fsCalls.ts';

describe('new files and folders outlive a power cut', () => {
  let root: string;
  beforeEach(function () {
    // Windows flushes no folders.
    if (process.platform === 'win32') this.skip();
    root = fs.mkdtempSync(join(fs.realpathSync(tmpdir()), 'throughline-new-'));
  });
  afterEach(() => {
    fs.rmSync(root, { recursive: true, force: true });
  });

  /** What is made, named and flushed meanwhile, in that order; a path is relative to the root. */
  async function record(run: () => unknown): Promise<readonly string[]> {
    const steps: string[] = [];
    const handles = new Map<unknown, string>();
    const relative = (path: unknown): string => {
      const [, handle, rest] = /^\/proc\/self\/fd\/(\d+)(.*)$/.exec(String(path)) ?? [];
      const real = handle === undefined ? String(path) : `${handles.get(Number(handle)) ?? '?'}${rest ?? ''}`;
      return real.startsWith('/') ? real.slice(root.length + 1) || '.' : real;
    };
    await aroundCalls(({ name, args, go }) => {
      const result = go();
      if (name === 'openSync') handles.set(result, relative(args[0]));
      if (name === 'mkdirSync') steps.push(`make ${relative(args[0])}`);
      if (name === 'linkSync') steps.push(`name ${relative(args[1])}`);
      if (name === 'fsyncSync') {
        const path = handles.get(args[0]) ?? '?';
        steps.push(`flush ${/throughline-\d/.test(path) ? 'the content' : path}`);
      }
      return result;
    }, run);
    return steps.map((step) => step.replace(/(?<= )\.\//, ''));
  }

  it('each folder is flushed into the one above it, the content before it gets its name, and then the name', async () => {
    fs.mkdirSync(join(root, 'tracking'));
    assert.deepEqual(await record(() => createFile(join(root, 'tracking/tech-debt/deep/one.md'), 'x')), [
      'make tracking/tech-debt',
      'flush tracking',
      'make tracking/tech-debt/deep',
      'flush tracking/tech-debt',
      'flush the content',
      'name tracking/tech-debt/deep/one.md',
      'flush tracking/tech-debt/deep',
    ]);
    assert.deepEqual(await record(() => createFile(join(root, 'tracking/tech-debt/deep/two.md'), 'x')), [
      'flush the content',
      'name tracking/tech-debt/deep/two.md',
      'flush tracking/tech-debt/deep',
    ]);
  });

  it('nothing is made below a file, and it is told', () => {
    fs.writeFileSync(join(root, 'tracking'), 'mine');
    for (const result of [
      createFile(join(root, 'tracking/a.md'), 'x'),
      createFile(join(root, 'tracking/deep/a.md'), 'x'),
    ])
      assert.equal(result.kind, 'refused');
    assert.equal(fs.readFileSync(join(root, 'tracking'), 'utf8'), 'mine');
  });
});
