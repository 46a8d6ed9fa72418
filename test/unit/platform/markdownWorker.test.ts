import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { problemMessage } from '../../../src/core/messages/problems.ts';
import { MarkdownWorker } from '../../../src/platform/node/markdownWorker.ts';
import { readMarkdown } from '../../../src/core/text/markdownRemark.ts';
import { root } from '../../support/texts.ts';

const workerFile = join(root, 'dist/markdownWorker.cjs');

describe('the Markdown worker', () => {
  const errors: unknown[] = [];
  const onError = (error: unknown): void => {
    errors.push(error);
  };
  let worker: MarkdownWorker | undefined;
  afterEach(() => {
    worker?.dispose();
    errors.length = 0;
  });

  it('reads what remark reads, in order', async () => {
    const reader = (worker = new MarkdownWorker({ workerFile, onError }));
    const texts = ['Title\n=====\n', '> a\nlazy\n', '<div>\n\n| a |\n|---|\n'];
    const results = await Promise.all(texts.map((text) => reader.parse(text)));
    for (const [i, text] of texts.entries())
      assert.deepEqual(results[i], { kind: 'read', markdown: readMarkdown(text) });
  });

  it('says so when a text is nested too deeply to be read in time, and goes on', async () => {
    worker = new MarkdownWorker({ workerFile, onError, limit: 500 });
    const deep = await worker.parse('>'.repeat(200_000));
    assert.ok(deep.kind === 'failed');
    assert.match(problemMessage(deep.problem), /cannot be read as Markdown/);
    assert.equal((await worker.parse('# a')).kind, 'read');
  });

  it('gives a text up that takes too long, and reads those behind it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'throughline-worker-'));
    const slow = join(folder, 'slow.cjs');
    writeFileSync(
      slow,
      `const { parentPort } = require('node:worker_threads');
       parentPort.on('message', ({ id, text }) => {
         if (text === 'spin') for (;;) {}
         if (text === 'throw') throw new Error('a bug');
         parentPort.postMessage({ kind: 'parsed', id, result: { kind: 'blocks', blocks: [], nested: [] } });
       });
       parentPort.postMessage('ready');`,
    );
    const reader = (worker = new MarkdownWorker({ workerFile: slow, onError, limit: 50 }));
    const results = await Promise.all(['spin', 'fine', 'throw', 'fine'].map((text) => reader.parse(text)));
    rmSync(folder, { recursive: true });
    assert.deepEqual(
      results.map(({ kind }) => kind),
      ['failed', 'read', 'failed', 'read'],
    );
    const [spun] = results;
    assert.match(spun?.kind === 'failed' ? problemMessage(spun.problem) : '', /takes longer than 0.05 s/);
    assert.equal(errors.length, 1);
  });

  it('does not hold the time of its own loading against a text', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'throughline-worker-'));
    const late = join(folder, 'late.cjs');
    writeFileSync(
      late,
      `const { parentPort } = require('node:worker_threads');
       for (const begin = Date.now(); Date.now() < begin + 300;);
       parentPort.on('message', ({ id }) => parentPort.postMessage({ kind: 'parsed', id, result: { kind: 'blocks', blocks: [], nested: [] } }));
       parentPort.postMessage('ready');`,
    );
    worker = new MarkdownWorker({ workerFile: late, onError, limit: 100 });
    const result = await worker.parse('# a');
    rmSync(folder, { recursive: true });
    assert.equal(result.kind, 'read');
  });

  it('answers where no thread can be started', async () => {
    const reader = (worker = new MarkdownWorker({ workerFile: 'no path at all', onError }));
    const results = await Promise.all(['a', 'b'].map((text) => reader.parse(text)));
    assert.deepEqual(
      results.map((result) => (result.kind === 'failed' ? problemMessage(result.problem) : result.kind)),
      Array(2).fill('This file cannot be read as Markdown: no thread could be started for it.'),
    );
    assert.equal(errors.length, 2);
  });

  it('reads a text again that came while the thread could not be loaded', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'throughline-worker-'));
    const file = join(folder, 'late.cjs');
    const reader = (worker = new MarkdownWorker({ workerFile: file, onError }));
    const missing = await reader.parse('a');
    assert.match(
      missing.kind === 'failed' ? problemMessage(missing.problem) : '',
      /no thread could be started for it/,
    );
    writeFileSync(
      file,
      `const { parentPort } = require('node:worker_threads');
       parentPort.on('message', ({ id }) => parentPort.postMessage({ kind: 'parsed', id, result: { kind: 'blocks', blocks: [], nested: [] } }));
       parentPort.postMessage('ready');`,
    );
    assert.equal((await reader.parse('a')).kind, 'read');
    rmSync(folder, { recursive: true });
  });

  it('answers everybody when it is stopped', async () => {
    worker = new MarkdownWorker({ workerFile, onError });
    const waiting = [worker.parse('a\n='), worker.parse('b\n=')];
    worker.dispose();
    for (const result of await Promise.all(waiting)) assert.equal(result.kind, 'failed');
    assert.equal((await worker.parse('c')).kind, 'failed');
  });

  /** A thread that does what its text says, and writes a line for each text that it gets. */
  function obedient(options: { limit: number; limitPerMebibyte?: number }) {
    const folder = mkdtempSync(join(tmpdir(), 'throughline-worker-'));
    const log = join(folder, 'log');
    const file = join(folder, 'obedient.cjs');
    writeFileSync(log, '');
    writeFileSync(
      file,
      `const { parentPort } = require('node:worker_threads');
       const { appendFileSync } = require('node:fs');
       parentPort.on('message', ({ id, text }) => {
         appendFileSync(${JSON.stringify(log)}, text.slice(0, 20).trim() + '\\n');
         if (text.startsWith('spin')) for (;;) {}
         for (const begin = Date.now(); text.startsWith('slow') && Date.now() < begin + 300;);
         parentPort.postMessage({ kind: 'parsed', id, result: { kind: 'blocks', blocks: [], nested: [] } });
       });
       parentPort.postMessage('ready');`,
    );
    const reader = (worker = new MarkdownWorker({ workerFile: file, onError, ...options }));
    const asked = (): string[] => readFileSync(log, 'utf8').trim().split('\n');
    return {
      reader,
      asked,
      remove: () => {
        rmSync(folder, { recursive: true });
      },
    };
  }

  it('asks nobody again about a text that was given up, until it changes', async () => {
    const { reader, asked, remove } = obedient({ limit: 50 });
    const [first, again] = [await reader.parse('spin'), await reader.parse('spin', true)];
    assert.deepEqual(again, first);
    assert.equal((await reader.parse('fine')).kind, 'read');
    assert.deepEqual(asked(), ['spin', 'fine']);
    remove();
  });

  it('reads what somebody waits for while another text holds the thread', async () => {
    const { reader, remove } = obedient({ limit: 600_000 });
    const held = reader.parse('spin');
    assert.equal((await reader.parse('fine', true)).kind, 'read');
    reader.dispose();
    assert.equal((await held).kind, 'failed');
    remove();
  });

  it('reads short texts before long ones', async () => {
    const { reader, asked, remove } = obedient({ limit: 60_000 });
    const texts = ['first', `long${' '.repeat(5000)}`, `longer${' '.repeat(90_000)}`, 'short', 'short too'];
    await Promise.all(texts.map((text) => reader.parse(text)));
    assert.deepEqual(asked(), ['first', 'short', 'short too', 'long', 'longer']);
    remove();
  });

  it('gives a text more time the longer it is', async () => {
    const { reader, remove } = obedient({ limit: 20, limitPerMebibyte: 300_000 });
    assert.equal((await reader.parse('slow')).kind, 'failed');
    assert.equal((await reader.parse(`slow${' '.repeat(2 ** 20)}`)).kind, 'read');
    remove();
  });

  it('does not hold the time against a text in which the machine did something else', async () => {
    const { reader, remove } = obedient({ limit: 100 });
    const cpuUsage = process.cpuUsage.bind(process);
    process.cpuUsage = () => ({ user: 0, system: 0 });
    try {
      assert.equal((await reader.parse('slow')).kind, 'read');
    } finally {
      process.cpuUsage = cpuUsage;
      remove();
    }
  });

  it('tries a text again that it gave up on a busy machine, and remembers nothing against it', async () => {
    const { reader, asked, remove } = obedient({ limit: 10 });
    const cpuUsage = process.cpuUsage.bind(process);
    process.cpuUsage = () => ({ user: 0, system: 0 });
    try {
      assert.equal((await reader.parse('slow')).kind, 'failed');
      assert.deepEqual(asked(), ['slow', 'slow']);
      assert.equal((await reader.parse('slow')).kind, 'failed');
      assert.equal(asked().length, 4);
    } finally {
      process.cpuUsage = cpuUsage;
      remove();
    }
  });
});
