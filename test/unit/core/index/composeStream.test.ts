import assert from 'node:assert/strict';
import { ProjectIndex } from '../../../../src/core/index/projectIndex.ts';
import { readOnly } from '../../../../src/core/model/capabilities.ts';
import type { StreamPart, StreamTask } from '../../../../src/core/model/item.ts';
import type { ParsedDocument } from '../../../../src/core/model/parsedDocument.ts';
import { toProblem } from '../../../../src/core/model/problem.ts';
import { documentAtHand, keyIn, toKey, type Key } from '../../../../src/core/text/key.ts';
import { branchProgress } from '../../../../src/core/views/branchProgress.ts';
import { drawn, outlineContext, problemsIn, rowOf } from '../../../support/indexOf.ts';
import { defaultRules } from '../../../support/rules.ts';

const stream = toKey('work/a/');

/** A document of two lines that says a part of the stream, and has a problem on its second line. */
function documentOf(path: string, part: Partial<StreamPart>, titles: readonly string[] = []): ParsedDocument {
  const { id, key } = documentAtHand('', path);
  const location = { document: id, range: { start: 5, end: 9 } };
  const sourced = <T>(value: T) => ({ value, written: '' });
  const tasks = titles.map((title): StreamTask => ({
    kind: 'task',
    key: keyIn(key, title),
    title: sourced(title),
    status: sourced('todo'),
    owner: sourced(undefined),
    mentions: [],
    links: [],
    fields: [],
    can: readOnly,
    location,
  }));
  const groups = tasks.length === 0 ? [] : [{ location, count: tasks.length }];
  return {
    id,
    key,
    format: 'workspace.part',
    holds: 'stream',
    lineStarts: [0, 5],
    parts: [
      { kind: 'streamPart', stream, role: 'progress', location: { document: id }, tasks, groups, ...part },
    ],
    problems: [toProblem('file.empty', 'warning', {}, location.range)],
  };
}

const features = documentOf('work/a/features.json', { role: 'tasks' }, ['One', 'Two']);
const progress = documentOf(
  'work/a/a-progress.json',
  { name: 'a', branch: 'feat/a', title: { value: 'Title', written: 'Title' } },
  ['Other'],
);

/** Their documents in any order. */
function indexOf(...documents: readonly ParsedDocument[]): ProjectIndex {
  const index = new ProjectIndex(defaultRules);
  for (const each of documents) index.replace(each.key, each);
  index.setComplete();
  return index;
}

describe('a stream of several documents', () => {
  it('is one, whatever order they are read in', () => {
    for (const documents of [
      [features, progress],
      [progress, features],
    ]) {
      const index = indexOf(...documents);
      const [found, ...more] = index.streams();
      assert.deepEqual(more, []);
      assert.equal(found?.key, stream);
      assert.equal(found.title, 'Title');
      assert.equal(found.name, 'feat/a');
      assert.equal(found.location.document.path, features.id.path);
      assert.deepEqual(
        found.tasks.map(({ title }) => title.value),
        ['One', 'Two'],
        'tasks of the first role that has any',
      );
      assert.equal(found.parts.length, 2);
      assert.equal(index.findStream(progress.key), found);
      assert.deepEqual(index.streamsOfBranch('feat/a'), [found]);
    }
  });

  it('finds its tasks by their keys', () => {
    const index = indexOf(features, progress);
    const task = index.find(keyIn(features.key, 'Two'));
    assert.ok(task?.kind === 'task');
    assert.equal(task.title.value, 'Two');
    assert.deepEqual(index.placeIn(task.location), { key: features.key, line: 1 });
    assert.equal(index.find(stream)?.kind, 'stream');
    assert.equal(index.find(toKey('work/b/features.json#Two')), undefined);
  });

  it('has one row, with the problems of each document', () => {
    const index = indexOf(features, progress);
    const [row, ...more] = branchProgress(index, outlineContext());
    assert.deepEqual(more, []);
    assert.ok(row);
    assert.deepEqual(drawn([row]), [
      'feat/a (work/a · 0/2 · 3 problems)',
      '  One',
      '  Two',
      '  3 problems',
      '    This file is empty. (line 2)',
      '    Showing the tasks of work/a/features.json. Other lists in this folder are not shown: Other. (line 2)',
      '    This file is empty. (line 2)',
    ]);
    assert.deepEqual(
      rowOf([row], '3 problems')
        .children?.()
        .map(({ open }) => open?.key),
      [progress.key, progress.key, features.key],
    );
  });

  it('is of the branch that its first document names, and another name is told where it stands', () => {
    const other = documentOf('work/a/b.json', { branch: 'feat/b', branchRange: { start: 1, end: 4 } });
    const same = documentOf('work/a/c.json', { branch: 'feat/a' });
    const index = indexOf(other, progress, same);
    const told = (key: Key): readonly string[] =>
      problemsIn(index, key).filter((problem) => problem.startsWith('stream.'));
    assert.equal(index.findStream(stream)?.branch, 'feat/a');
    assert.deepEqual(told(progress.key), []);
    assert.deepEqual(told(same.key), []);
    assert.deepEqual(told(other.key), [
      'stream.branchDiffers (1): This names the branch feat/b, but work/a/a-progress.json names feat/a. feat/a is used.',
    ]);
    assert.deepEqual(index.streamsOfBranch('feat/b'), []);
    const touched = index.replace(progress.key, undefined);
    assert.ok(touched.includes(other.key));
    assert.deepEqual(told(other.key), []);
    assert.deepEqual(told(same.key), [
      'stream.branchDiffers (1): This names the branch feat/a, but work/a/b.json names feat/b. feat/b is used.',
    ]);
  });

  it('is what its other documents say when one goes', () => {
    const index = indexOf(features, progress);
    const touched = index.replace(features.key, undefined);
    assert.deepEqual([...touched].sort(), [progress.key, features.key], 'documents, and not the stream');
    assert.deepEqual(
      index.findStream(stream)?.tasks.map(({ title }) => title.value),
      ['Other'],
    );
    index.replace(progress.key, undefined);
    assert.deepEqual(index.streams(), []);
    assert.deepEqual(index.streamsOfBranch('feat/a'), []);
  });
});
