import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { completeStep } from '../../../src/core/operations/endStep.ts';
import { finish } from '../../../src/core/operations/finish.ts';
import { lineAt } from '../../../src/core/text/lineStarts.ts';
import { toKey } from '../../../src/core/text/key.ts';
import { OpenedProject } from '../../support/openedProject.ts';
import { Repository } from '../../support/repository.ts';
import { runOn } from '../../support/attempt.ts';

const as = { me: 'maple', through: 'disk' } as const;
const mebibyte = 1024 * 1024;
const mark = '\uFEFF';

/** A list of features whose second one has a number, a name and white space that few expect. */
const odd = [
  '{',
  '\t"features" :\t[',
  '\t\t{"id": "F1", "name": "Log in", "status": "pending"},',
  '\t\t{"id": "F2", "name": "a\\u0000b", "weight": 1e400, "big": 123456789012345678901234567890, "status" : "pending"  }',
  '\t]',
  '}',
].join('\r\n');

/** A list of nearly as many bytes as are read. */
const large = (() => {
  const feature = (i: number): string =>
    `    {"id": "F${i}", "description": "${'long '.repeat(200)}", "status": "pending"}`;
  const features: string[] = [];
  for (let size = 100; size < 5 * mebibyte - 2000; size += (features.at(-1)?.length ?? 0) + 2)
    features.push(feature(features.length + 1));
  return `{\n  "features": [\n${features.join(',\n')}\n  ]\n}\n`;
})();

const trace = [
  `${mark}# Trace: w`,
  '',
  '**Task:**\tt',
  '**Status:** in-progress',
  '',
  '## Step 1: a\u00a0b',
  '**Status:** in-progress',
  '**Summary:** x  ',
  '**Current focus:** The third of five files',
].join('\r\n');

describe('a file that is written as few are', () => {
  let repository: Repository;
  let opened: OpenedProject;

  async function open(files: Readonly<Record<string, string>>): Promise<void> {
    repository = new Repository();
    for (const [path, text] of Object.entries(files)) repository.write(path, text);
    opened = new OpenedProject(repository.root);
    await opened.load();
  }
  afterEach(() => {
    opened.dispose();
    repository.dispose();
  });

  const textOf = (path: string): string => readFileSync(join(repository.root, path), 'utf8');

  async function finished(path: string, id: string): Promise<string> {
    const key = toKey(path);
    const task = opened.index.findStream(key)?.tasks.find((each) => each.id === id);
    assert.ok(task, `${path}: ${id}`);
    const result = await runOn(
      opened.project,
      { folder: opened.folder, key },
      finish,
      { task: task.key },
      as,
    );
    assert.equal(result.kind, 'done', JSON.stringify(result));
    return textOf(path);
  }

  it('is read, and keeps every byte but the value that is meant', async () => {
    await open({ 'feature-list.json': `${mark}${odd}` });
    assert.deepEqual(opened.index.problems(toKey('feature-list.json')), []);
    const first = await finished('feature-list.json', 'F1');
    assert.equal(first, `${mark}${odd.replace('"pending"}', '"completed"}')}`);
    const second = await finished('feature-list.json', 'F2');
    assert.equal(second, first.replace('"pending"  }', '"completed"  }'));
  });

  it('may have nearly 5 MiB', async () => {
    await open({ 'feature-list.json': large });
    assert.ok(large.length > 5 * mebibyte - 5000);
    const text = await finished('feature-list.json', 'F4000');
    const at = large.indexOf('"pending"', large.indexOf('"F4000"'));
    assert.equal(text, `${large.slice(0, at)}"completed"${large.slice(at + '"pending"'.length)}`);
  });

  it('may be a trace with a mark at its start, CRLF, tabs and no end of its last line', async () => {
    await open({ 'tasks/x/trace.md': trace });
    const key = toKey('tasks/x/trace.md');
    assert.deepEqual(opened.index.problems(key), []);
    const target = { folder: opened.folder, key };
    const summary = 'All five are read.';
    const result = await runOn(opened.project, target, completeStep, { summary }, as);
    assert.equal(result.kind, 'done', JSON.stringify(result));
    assert.equal(
      textOf('tasks/x/trace.md'),
      trace
        .replace(/in-progress(?=\r\n\*\*Summary)/, 'completed')
        .replace('** x', `** ${summary}`)
        .replace('\r\n**Current focus:** The third of five files', ''),
    );
  });

  it('is a problem with its place where nobody can read it, or others read it differently', async () => {
    const deep = `{"features": [\n{"name": "a", "status": "done", "more":\n${'['.repeat(100_000)}${']'.repeat(100_000)}}]}`;
    const folders = {
      deep,
      twice: '{"features": [{"name": "a", "status": "done",\n"status": "pending"}]}',
      prototype: '{"features": [{"name": "a", "status": "done",\n"__proto__": {"status": "x"}}]}',
      truncated: '{"features": [\n{"name": "a", "status": "do',
      joined: '{"features": []}\n{"features": []}',
      huge: `{"features": [{"name": "${'a'.repeat(5 * mebibyte)}", "status": "done"}]}`,
      binary: '{"features": [{"name": "\u0000", "status": "done"}]}',
    };
    await open(
      Object.fromEntries(Object.entries(folders).map(([name, text]) => [`${name}/feature-list.json`, text])),
    );
    const told = Object.keys(folders).map((name) => {
      const key = toKey(`${name}/feature-list.json`);
      const lines = opened.index.file(key)?.lineStarts ?? [];
      const problems = opened.index.problems(key);
      return `${name}: ${problems.map(({ code, range }) => `${code} (${lineAt(lines, range.start) + 1})`).join()}`;
    });
    assert.deepEqual(told, [
      'deep: data.tooDeep (3)',
      'twice: data.duplicateKey (2)',
      'prototype: data.prototypeKey (2)',
      'truncated: data.truncated (2)',
      'joined: data.continued (2)',
      'huge: file.tooLarge (1)',
      'binary: file.binary (1)',
    ]);
  });
});
