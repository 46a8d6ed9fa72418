import assert from 'node:assert/strict';
import type { ProjectIndex } from '../../../../src/core/index/projectIndex.ts';
import { criterionStatus } from '../../../../src/core/model/criterionState.ts';
import { specProgress } from '../../../../src/core/views/specProgress.ts';
import { indexOf, parseAt, problemsIn } from '../../../support/indexOf.ts';
import { tasks } from '../../../support/parse.ts';

const progress = (branch: string, spec: string, ...rows: readonly string[]): string =>
  `# ${branch}\nBranch: ${branch}\nSpec: ${spec}\n\n| Task | Status | Owner | Notes |\n| --- | --- | --- | --- |\n${rows.map((row) => `| ${row} |\n`).join('')}`;
const at = (branch: string): string => `tracking/progress/${branch}.md`;

/** What the IDs of a task mean: `FR-1 -> spec/a.md`. */
function meanings(index: ProjectIndex, branch: string, title: string): string[] {
  const stream = index.findStream(at(branch));
  const task = stream?.tasks.find((each) => each.title === title);
  assert.ok(stream && task);
  return index.criteriaOf(stream, task).map((id) => {
    const meaning = index.meaning(stream, id);
    return `${id} -> ${meaning.kind === 'defined' ? meaning.spec : meaning.kind}`;
  });
}

function serving(index: ProjectIndex, path: string, id: string): string[] {
  const spec = index.findSpec(path);
  assert.ok(spec);
  return index.tasksOf(spec, id).map(({ stream, task }) => `${stream.name}: ${task.title}`);
}

describe('criteria of rows', () => {
  const specs = {
    'spec/a.md': '# A\n- FR-1 one\n- FR-2 two\n- ONLY-A-1 x\n',
    'spec/b.md': '# B\n- FR-1 uno\n- FR-3 tres\n',
  };

  it('are those of the linked specs, else the only definition, else a problem that lists the candidates', () => {
    const index = indexOf({
      ...specs,
      [at('x')]: progress(
        'x',
        '[b](../../spec/b.md)',
        'One | todo | - | FR-1',
        'Two | todo | - | FR-2, ONLY-A-1',
      ),
      [at('y')]: progress('y', '-', 'One | todo | - | FR-1', 'Two | todo | - | FR-9'),
    });
    assert.deepEqual(meanings(index, 'x', 'One'), ['FR-1 -> spec/b.md']);
    assert.deepEqual(meanings(index, 'x', 'Two'), ['FR-2 -> spec/a.md', 'ONLY-A-1 -> spec/a.md']);
    assert.deepEqual(meanings(index, 'y', 'One'), ['FR-1 -> ambiguous']);
    assert.deepEqual(problemsIn(index, at('x')), []);
    assert.deepEqual(problemsIn(index, at('y')), [
      'criterion.ambiguous (7): Several specs define FR-1: spec/a.md, spec/b.md. A Spec line says which is meant.',
      'criterion.undefined (8): No spec defines FR-9.',
    ]);
  });

  it('are no look-alikes', () => {
    const index = indexOf({
      ...specs,
      [at('x')]: progress('x', '[a](../../spec/a.md)', 'Read UTF-8 | todo | - | SHA-256, ISO-8601, FR-1'),
    });
    assert.deepEqual(meanings(index, 'x', 'Read UTF-8'), ['FR-1 -> spec/a.md']);
    assert.deepEqual(problemsIn(index, at('x')), []);
  });

  it('are not looked for in the destination of a link', () => {
    const [task] = tasks(progress('x', '-', 'One [see](../FR-1.md) | todo | - | <https://x.org/FR-2>'));
    assert.deepEqual(task?.criteria, []);
  });

  it('serve them from the other end', () => {
    const index = indexOf({
      ...specs,
      [at('x')]: progress(
        'x',
        '[b](../../spec/b.md)',
        'One | todo | - | FR-1',
        'Both | done | otter | FR-1 FR-3',
      ),
      [at('y')]: progress('y', '[a](../../spec/a.md)', 'Other | wip | maple | FR-1'),
      [at('z')]: progress('z', '-', 'Free | todo | - | FR-2'),
    });
    assert.deepEqual(serving(index, 'spec/b.md', 'FR-1'), ['x: One', 'x: Both']);
    assert.deepEqual(serving(index, 'spec/a.md', 'FR-1'), ['y: Other']);
    assert.deepEqual(serving(index, 'spec/a.md', 'FR-2'), ['z: Free']);
    assert.deepEqual(serving(index, 'spec/b.md', 'FR-3'), ['x: Both']);
    assert.deepEqual(serving(index, 'spec/a.md', 'ONLY-A-1'), []);
  });

  it('change their meaning when a spec comes or goes, and say whose rows that touches', () => {
    const index = indexOf({ ...specs, [at('x')]: progress('x', '-', 'One | todo | - | FR-1') });
    const touched = index.replace('spec/b.md', undefined);
    assert.ok(touched.includes(at('x')));
    assert.deepEqual(meanings(index, 'x', 'One'), ['FR-1 -> spec/a.md']);
    assert.ok(index.replace(at('x'), undefined).includes('spec/a.md'));
    index.replace(at('x'), parseAt(at('x'), progress('x', '-', 'One | done | - | FR-1')));
    assert.deepEqual(serving(index, 'spec/a.md', 'FR-1'), ['x: One']);
  });

  it('are as far as their tasks: dropped ones leave every total', () => {
    const status = (...words: readonly string[]): string =>
      criterionStatus(tasks(progress('x', '-', ...words.map((word, i) => `T${i} | ${word} | - | `))));
    assert.equal(status(), 'none');
    assert.equal(status('dropped', 'dropped'), 'dropped');
    assert.equal(status('done', 'dropped'), 'done');
    assert.equal(status('done', 'failed', 'blocked'), 'failed');
    assert.equal(status('done', 'blocked', 'wip'), 'blocked');
    assert.equal(status('done', 'todo'), 'wip');
    assert.equal(status('todo', 'almost'), 'todo');
    const index = indexOf({
      ...specs,
      [at('x')]: progress('x', '[a](../../spec/a.md)', 'One | done | - | FR-1', 'Two | dropped | - | FR-2'),
    });
    const spec = index.findSpec('spec/a.md');
    assert.ok(spec);
    assert.deepEqual(specProgress(index, spec), { total: 2, covered: 1, met: 1 });
  });

  it('are of a spec wherever a Spec line finds it', () => {
    const index = indexOf({
      'docs/plan.md': '# P\n- FR-1 one\n',
      [at('x')]: progress('x', '[p](../../docs/plan.md)', 'One | done | - | FR-1'),
    });
    assert.deepEqual(serving(index, 'docs/plan.md', 'FR-1'), ['x: One']);
  });

  it('are not slow where ten thousand branches name the same ID', () => {
    const files: Record<string, string> = {};
    for (let i = 0; i < 300; i++) {
      files[`spec/s${i}.md`] = `# S\n- FR-1 one\n`;
      files[at(`b${i}`)] = progress(`b${i}`, `[s](../../spec/s${i}.md)`, 'One | todo | - | FR-1');
    }
    const index = indexOf(files);
    for (const spec of index.specs()) assert.equal(index.tasksOf(spec, 'FR-1').length, 1);
  });
});
