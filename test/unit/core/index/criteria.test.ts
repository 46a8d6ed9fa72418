import assert from 'node:assert/strict';
import type { ProjectIndex } from '../../../../src/core/index/projectIndex.ts';
import { criterionStatus } from '../../../../src/core/model/criterionState.ts';
import { toKey } from '../../../../src/core/text/key.ts';
import { specProgress } from '../../../../src/core/views/specProgress.ts';
import { specs } from '../../../../src/core/views/specs.ts';
import { drawn, indexOf, outlineContext, parseAt, problemsIn } from '../../../support/indexOf.ts';
import { tasks } from '../../../support/parse.ts';

const progress = (branch: string, spec: string, ...rows: readonly string[]): string =>
  `# ${branch}\nBranch: ${branch}\nSpec: ${spec}\n\n| Task | Status | Owner | Notes |\n| --- | --- | --- | --- |\n${rows.map((row) => `| ${row} |\n`).join('')}`;
const at = (branch: string): string => `tracking/progress/${branch}.md`;

/** What the IDs of a task mean: `FR-1 -> spec/a.md`. */
function meanings(index: ProjectIndex, branch: string, title: string): string[] {
  const stream = index.findStream(toKey(at(branch)));
  const task = stream?.tasks.find((each) => each.title.value === title);
  assert.ok(stream && task);
  return index.criteriaOf(stream, task).map((id) => {
    const meaning = index.meaning(stream, id);
    return `${id} -> ${meaning.kind === 'defined' ? meaning.spec : meaning.kind}`;
  });
}

function serving(index: ProjectIndex, path: string, id: string): string[] {
  const spec = index.findSpec(toKey(path));
  assert.ok(spec);
  return index.tasksOf(spec, id).map(({ stream, task }) => `${stream.name}: ${task.title.value}`);
}

describe('criteria of rows', () => {
  const twoSpecs = {
    'spec/a.md': '# A\n- **FR-1** one\n- **FR-2** two\n- **ONLY-A-1** x\n',
    'spec/b.md': '# B\n- **FR-1** uno\n- **FR-3** tres\n',
  };

  it('are those of the linked specs, else the only definition, else a problem that lists the candidates', () => {
    const index = indexOf({
      ...twoSpecs,
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
      'criterion.ambiguous (7): Several specs define FR-1: spec/a.md, spec/b.md. Add a “Spec:” line to choose one.',
      'criterion.undefined (8): No spec defines FR-9.',
    ]);
  });

  it('are told where a blank is in place of the hyphen, and a linked spec defines the ID', () => {
    const spec = '# A\n- **AC-1** one\n- **AC-05** five\n- **HTTP-1** served\n';
    const rows = [
      'See AC 5 | todo | - | and AC 1',
      'Return HTTP 404 | todo | - | AC 9',
      'Five, AC 5 | todo | - | AC-05',
      'Mac 1, MAC 1, AC 1.2, AC 1A | todo | - | ac 1',
    ];
    const index = indexOf({
      'spec/a.md': spec,
      [at('x')]: progress('x', '[a](../../spec/a.md)', ...rows),
      [at('y')]: progress('y', '-', ...rows),
    });
    assert.deepEqual(problemsIn(index, at('x')), [
      'criterion.near (7): “AC 5” is not read as a criterion. Write AC-05.',
      'criterion.near (7): “AC 1” is not read as a criterion. Write AC-1.',
    ]);
    assert.deepEqual(problemsIn(index, at('y')), []);
    const changed = index.replace(toKey('spec/a.md'), parseAt('spec/a.md', `${spec}- **AC-9** nine\n`));
    assert.ok([...changed].includes(toKey(at('x'))), 'its rows read differently now');
    assert.equal(problemsIn(index, at('x')).length, 3);
  });

  it('are no look-alikes', () => {
    const index = indexOf({
      ...twoSpecs,
      [at('x')]: progress('x', '[a](../../spec/a.md)', 'Read UTF-8 | todo | - | SHA-256, ISO-8601, FR-1'),
    });
    assert.deepEqual(meanings(index, 'x', 'Read UTF-8'), ['FR-1 -> spec/a.md']);
    assert.deepEqual(problemsIn(index, at('x')), []);
  });

  it('are not looked for in the destination of a link', () => {
    const [task] = tasks(progress('x', '-', 'One [see](../FR-1.md) | todo | - | <https://x.org/FR-2>'));
    assert.deepEqual(task?.mentions, []);
  });

  it('serve them from the other end', () => {
    const index = indexOf({
      ...twoSpecs,
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

  it('that a box or an item names are served by the boxes below it', () => {
    const path = at('g');
    const index = indexOf({
      ...twoSpecs,
      [path]: `# g\nBranch: g\nSpec: [a](../../spec/a.md)\n\n## Tasks\n\n- [ ] Group FR-1, FR-9 @maple\n  - [ ] One\n  - [x] Two FR-2\n- **Item** (ONLY-A-1) @otter\n  - [ ] Three\n  - [ ] Deep\n    - [ ] Four FR-1\n- [ ] Five\n`,
    });
    assert.deepEqual(serving(index, 'spec/a.md', 'FR-1'), ['g: One', 'g: Two FR-2', 'g: Four FR-1']);
    assert.deepEqual(serving(index, 'spec/a.md', 'FR-2'), ['g: Two FR-2']);
    assert.deepEqual(serving(index, 'spec/a.md', 'ONLY-A-1'), ['g: Three', 'g: Four FR-1']);
    assert.deepEqual(meanings(index, 'g', 'Five'), []);
    assert.deepEqual(problemsIn(index, path), [
      'box.heading (7): This box is the heading of the boxes below it. Its owner maple owns none of them.',
      'criterion.undefined (8): No spec defines FR-9.',
      'box.heading (10): This item is the heading of the check boxes below it. Its owner otter owns none of them.',
    ]);
  });

  it('change their meaning when a spec comes or goes, and say whose rows that touches', () => {
    const index = indexOf({ ...twoSpecs, [at('x')]: progress('x', '-', 'One | todo | - | FR-1') });
    const touched = index.replace(toKey('spec/b.md'), undefined);
    assert.ok(touched.includes(toKey(at('x'))));
    assert.deepEqual(meanings(index, 'x', 'One'), ['FR-1 -> spec/a.md']);
    assert.ok(index.replace(toKey(at('x')), undefined).includes(toKey('spec/a.md')));
    index.replace(toKey(at('x')), parseAt(at('x'), progress('x', '-', 'One | done | - | FR-1')));
    assert.deepEqual(serving(index, 'spec/a.md', 'FR-1'), ['x: One']);
  });

  it('are as far as their tasks; dropped and deferred ones stay in the total', () => {
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
      ...twoSpecs,
      [at('x')]: progress('x', '[a](../../spec/a.md)', 'One | done | - | FR-1', 'Two | dropped | - | FR-2'),
    });
    const spec = index.findSpec(toKey('spec/a.md'));
    assert.ok(spec);
    assert.deepEqual(specProgress(index, spec), { total: 3, covered: 1, met: 1, dropped: 1, deferred: 0 });
  });

  it('are deferred where the word says so, or the note that links the debt', () => {
    const spec = '# A\n- **FR-1** one\n- **FR-2** two\n- **FR-3** three\n- **FR-4** four\n';
    const index = indexOf({
      'spec/a.md': spec,
      'tracking/tech-debt/one.md': '# One\n',
      [at('x')]: `${progress(
        'x',
        '[a](../../spec/a.md)',
        'One | dropped | - | FR-1',
        'Two | Deferred (v2) | - | FR-2',
        'Three | dropped | - | FR-3',
        'Four | done | - | FR-4',
      )}\n## Notes\n\n- maple: deferred One -> [one](../tech-debt/one.md): later -> in June\n- maple: deferred Three to nobody\n- maple: deferred Four -> [one](../tech-debt/one.md)\n`,
    });
    const found = index.findSpec(toKey('spec/a.md'));
    assert.ok(found);
    assert.deepEqual(specProgress(index, found), { total: 4, covered: 1, met: 1, dropped: 1, deferred: 2 });
    assert.deepEqual(
      drawn(specs(index, outlineContext())).filter((row) => !row.startsWith('    ')),
      [
        'a (1/4 met · 2 deferred, 1 dropped)',
        '  FR-1 (deferred · one)',
        '  FR-2 (deferred · two)',
        '  FR-3 (dropped · three)',
        '  FR-4 (four)',
      ],
    );
  });

  it('are those of a range that the linked spec defines', () => {
    const pay = `# Pay\nStatus: Draft\n\n${[1, 2, 3, 5, 6, 7, 12].map((i) => `- **PAY-${String(i).padStart(2, '0')}** x\n`).join('')}`;
    const index = indexOf({
      'spec/pay.md': pay,
      'spec/other.md':
        '# O\n- **PAY-04** elsewhere\n- **PAY-06** too\n- **OTH-1** x\n- **OTH-2** y\n- **OTH-3** z\n',
      [at('x')]: progress(
        'x',
        '[pay](../../spec/pay.md)',
        'Cards | done | - | PAY-01/PAY-02',
        'Back | done | - | PAY-03..PAY-06',
        'Shared | wip | otter | PAY-06/07',
        'Rest | todo | - | PAY-07 to PAY-99',
        'Moved | todo | - | moved PAY-01 to PAY-05',
        'Other | todo | - | OTH-1–OTH-3',
      ),
    });
    const named = (title: string): readonly string[] => {
      const stream = index.findStream(toKey(at('x')));
      const task = stream?.tasks.find((each) => each.title.value === title);
      assert.ok(stream && task);
      return index.criteriaOf(stream, task);
    };
    assert.deepEqual(named('Cards'), ['PAY-01', 'PAY-02']);
    assert.deepEqual(named('Back'), ['PAY-03', 'PAY-05', 'PAY-06']);
    assert.deepEqual(named('Shared'), ['PAY-06', 'PAY-07']);
    assert.deepEqual(named('Rest'), ['PAY-07', 'PAY-12', 'PAY-99']);
    assert.deepEqual(named('Moved'), ['PAY-01', 'PAY-05']);
    assert.deepEqual(named('Other'), ['OTH-1', 'OTH-2', 'OTH-3']);
    assert.deepEqual(serving(index, 'spec/pay.md', 'PAY-05'), ['x: Back', 'x: Moved']);
    assert.deepEqual(serving(index, 'spec/pay.md', 'PAY-06'), ['x: Back', 'x: Shared']);
    assert.deepEqual(serving(index, 'spec/pay.md', 'PAY-12'), ['x: Rest']);
    assert.deepEqual(serving(index, 'spec/other.md', 'OTH-2'), ['x: Other']);
    assert.deepEqual(serving(index, 'spec/other.md', 'PAY-04'), []);
    assert.deepEqual(problemsIn(index, at('x')), ['criterion.undefined (10): No spec defines PAY-99.']);
    const touched = index.replace(toKey('spec/pay.md'), parseAt('spec/pay.md', `${pay}- **PAY-08** new\n`));
    assert.ok(touched.includes(toKey(at('x'))));
    assert.deepEqual(named('Rest'), ['PAY-07', 'PAY-08', 'PAY-12', 'PAY-99']);
    assert.deepEqual(serving(index, 'spec/pay.md', 'PAY-08'), ['x: Rest']);
    index.replace(
      toKey(at('x')),
      parseAt(at('x'), progress('x', '[pay](../../spec/pay.md)', 'Rest | todo | - | PAY-08')),
    );
    assert.deepEqual(serving(index, 'spec/pay.md', 'PAY-12'), []);
  });

  it('are no more than a row may name, however long its range is', () => {
    const big = `# B\n${Array.from({ length: 3000 }, (_, i) => `- **BIG-${i}** x\n`).join('')}`;
    const files: Record<string, string> = { 'spec/big.md': big };
    for (let i = 0; i < 100; i++)
      files[at(`b${i}`)] = progress(
        `b${i}`,
        '[b](../../spec/big.md)',
        'All | todo | - | BIG-1..BIG-1000000',
        'None | todo | - | NO-1..NO-1000000',
      );
    const index = indexOf(files);
    const stream = index.findStream(toKey(at('b7')));
    const [all] = stream?.tasks ?? [];
    assert.ok(stream && all);
    assert.equal(index.criteriaOf(stream, all).length, 200);
    assert.deepEqual(problemsIn(index, at('b7')), [
      'row.manyCriteria (7): Only the first 200 criteria of this row are read.',
      'criterion.undefined (7): No spec defines BIG-1000000.',
    ]);
    const spec = index.findSpec(toKey('spec/big.md'));
    assert.ok(spec);
    assert.equal(specProgress(index, spec).covered, 200);
  });

  it('are of a spec wherever a Spec line finds it', () => {
    const index = indexOf({
      'docs/plan.md': '# P\n- **FR-1** one\n',
      [at('x')]: progress('x', '[p](../../docs/plan.md)', 'One | done | - | FR-1'),
    });
    assert.deepEqual(serving(index, 'docs/plan.md', 'FR-1'), ['x: One']);
  });

  it('are not slow where ten thousand branches name the same ID', () => {
    const files: Record<string, string> = {};
    for (let i = 0; i < 300; i++) {
      files[`spec/s${i}.md`] = `# S\n- **FR-1** one\n`;
      files[at(`b${i}`)] = progress(`b${i}`, `[s](../../spec/s${i}.md)`, 'One | todo | - | FR-1');
    }
    const index = indexOf(files);
    for (const spec of index.specs()) assert.equal(index.tasksOf(spec, 'FR-1').length, 1);
  });
});
