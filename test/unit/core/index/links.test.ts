import assert from 'node:assert/strict';
import { toKey } from '../../../../src/core/text/key.ts';
import { seriousOf } from '../../../../src/core/views/outline.ts';
import { indexOf, problemsIn } from '../../../support/indexOf.ts';
import { defaultRules } from '../../../support/rules.ts';

const path = 'tracking/progress/2026-06-11-feat-x.md';
const progress = (...lines: readonly string[]): string =>
  `# feat-x\nBranch: feat/x\n${lines.join('\n')}\n\n| Task | Status | Notes |\n| --- | --- | --- |\n| One | todo | |\n`;

/** Where the first link of a progress file leads. */
function leads(destination: string, files: Record<string, string>, others: readonly string[] = []): string {
  const index = indexOf({ [path]: progress(`Spec: [it](${destination})`), ...files }, others);
  const [first] = index.linksOf(toKey(path));
  assert.ok(first);
  const { target } = first;
  const problem = problemsIn(index, path)[0]?.replace(/ \(\d+\):.*/, '');
  const where =
    target.kind === 'external' ? target.url : target.kind === 'anchor' ? target.anchor : target.path;
  return [target.kind, where, problem].filter((part) => part !== undefined).join(' ');
}

describe('a link', () => {
  const spec = { 'spec/x y.md': '# S\n- **FR-1** a\n', 'spec/a.md': '# A\n- **FR-2** b\n' };

  it('leads from the file, from the tracking directory, from the root: in that order', () => {
    assert.equal(leads('../../spec/a.md', spec), 'file spec/a.md');
    assert.equal(leads('../spec/a.md', spec), 'file spec/a.md link.inexact');
    assert.equal(leads('spec/a.md', spec), 'file spec/a.md link.inexact');
    assert.equal(leads('/spec/a.md', spec), 'file spec/a.md');
    assert.equal(
      leads('../spec/a.md', { ...spec, 'tracking/spec/a.md': '# B\n' }),
      'file tracking/spec/a.md',
    );
  });

  it('may be encoded and have an anchor', () => {
    assert.equal(leads('../../spec/x%20y.md#acceptance-criteria', spec), 'file spec/x y.md');
    assert.equal(leads('<../../spec/x y.md>', spec), 'file spec/x y.md');
    assert.equal(leads('../../spec/100%.md', { 'spec/100%.md': '# A\n' }), 'file spec/100%.md');
    assert.equal(leads('#tasks', spec), 'anchor tasks');
  });

  it('that leads nowhere, to a folder or out of the workspace is told', () => {
    assert.equal(leads('../../spec/b.md', spec), 'missing spec/b.md link.missing');
    assert.equal(leads('../../spec', spec), 'folder spec link.folder');
    assert.equal(leads('../../../other/a.md', spec), 'outside ../other/a.md link.outside');
    assert.equal(leads('../../spec/%2e%2e/%2e%2e/etc/passwd', spec), 'outside ../etc/passwd link.outside');
  });

  it('to an address is an address, and only some are followed', () => {
    assert.equal(leads('https://example.org/a', spec), 'external https://example.org/a');
    assert.equal(leads('command:x', spec), 'external command:x link.scheme');
    assert.equal(leads('file:///etc/passwd', spec), 'external file:///etc/passwd link.scheme');
  });

  it('to any other file is fine when that is there', () => {
    assert.equal(leads('../../README.md', spec, ['README.md']), 'file README.md');
  });

  it('offers the exact path where it works only from elsewhere', () => {
    const index = indexOf({ [path]: progress('Spec: [it](../spec/x%20y.md)'), ...spec });
    assert.deepEqual(problemsIn(index, path), [
      'link.inexact (3): This link is relative to another folder. From this file it is ../../spec/x%20y.md.',
    ]);
  });

  it('is known from both ends, and follows what comes and goes', () => {
    const index = indexOf({
      [path]: progress('Backlog: [x](../backlog/x.md)'),
      'tracking/backlog/x.md': '# X\n',
    });
    assert.deepEqual(
      [...index.streamsLinking('tracking/backlog/x.md')].map(({ name }) => name),
      ['feat/x'],
    );
    const item = index.file(toKey('tracking/backlog/x.md'));
    assert.deepEqual(
      [...index.replace(toKey('tracking/backlog/x.md'), undefined)].sort(),
      ['tracking/backlog/x.md', path].sort(),
    );
    assert.deepEqual(index.unknownPaths(toKey(path)), ['tracking/backlog/x.md', 'backlog/x.md']);
    for (const each of index.unknownPaths(toKey(path))) index.setKind(each, 'missing');
    assert.deepEqual(problemsIn(index, path), ['link.missing (3): tracking/backlog/x.md was not found.']);
    index.replace(toKey('tracking/backlog/x.md'), item);
    assert.deepEqual(problemsIn(index, path), []);
    index.replace(toKey(path), undefined);
    assert.deepEqual([...index.streamsLinking('tracking/backlog/x.md')], []);
    assert.equal(index.concerns('tracking/backlog/x.md'), false);
  });

  it('that leads nowhere is a problem once in a file, and a hint where the same is linked again', () => {
    const index = indexOf({
      [path]: `# feat-x\nBranch: feat/x\nSpec: [gone](../../spec/gone.md)\n\n| Task | Status | Notes |\n| --- | --- | --- |\n| [One](../../spec/gone.md) | todo | [gone](/spec/gone.md#a), [lost](../tech-debt/lost.md) |\n\n## Notes\n- otter: see [lost](../tech-debt/lost.md)\n`,
    });
    for (const each of index.unknownPaths(toKey(path))) index.setKind(each, 'missing');
    const told = index
      .problems(toKey(path))
      .map(({ severity, range }, i) => [
        severity,
        index.lineIn(toKey(path), range) + 1,
        problemsIn(index, path)[i],
      ]);
    const [gone, lost] = ['spec/gone.md was not found.', 'tracking/tech-debt/lost.md was not found.'];
    assert.deepEqual(told, [
      ['warning', 3, `link.missing (3): ${gone}`],
      ['hint', 7, `link.missing (7): ${gone}`],
      ['hint', 7, `link.missing (7): ${gone}`],
      ['warning', 7, `link.missing (7): ${lost}`],
      ['hint', 10, `link.missing (10): ${lost}`],
    ]);
    assert.deepEqual(seriousOf(index.problems(toKey(path))).length, 2);
  });

  it('says nothing before everything was read', () => {
    const index = indexOf({ [path]: progress('Spec: [it](../../spec/b.md)') }, [], defaultRules, false);
    assert.deepEqual(problemsIn(index, path), []);
  });
});
