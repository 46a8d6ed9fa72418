import assert from 'node:assert/strict';
import { nextTask } from '../../../../src/core/model/nextTask.ts';
import { toKey } from '../../../../src/core/text/key.ts';
import { branchBrief } from '../../../../src/core/views/brief.ts';
import { branchProgress } from '../../../../src/core/views/branchProgress.ts';
import { describeFilter, noFilter, recordKinds } from '../../../../src/core/views/filter.ts';
import { criterionLenses, streamLenses } from '../../../../src/core/views/lenses.ts';
import { specs } from '../../../../src/core/views/specs.ts';
import { streamBoard } from '../../../../src/core/views/board.ts';
import { streamTooltip } from '../../../../src/core/views/tooltip.ts';
import { drawn, indexOf, lineStartsOf, outlineContext, rowOf } from '../../../support/indexOf.ts';

const spec = `# Feature Specification: Avatar
### User Story 1 - Upload
1. **Given** a picture, **Then** it is shown.
### User Story 2 - Crop
- **FR-001**: System MUST keep it [NEEDS CLARIFICATION: how long?]
- **FR-002**: System MUST crop it [NEEDS CLARIFICATION: to which size?]
`;
const tasks = `## Phase 1: Setup
- [x] T001 Make the folder
## Phase 3: User Story 1
- [x] T002 [US1] Store the picture (FR-001)
- [ ] T003 [US1] Upload it (depends on T002)
- [ ] T004 [P] [US1] Show it (depends on T001-T003)
`;
const files = {
  'specs/016-avatar/spec.md': spec,
  'specs/016-avatar/plan.md': '# Plan\n',
  'specs/016-avatar/tasks.md': tasks,
  'specs/016-avatar/checklists/requirements.md': '- [x] CHK001 a\n- [ ] CHK002 b\n',
};

describe('features of Spec Kit', () => {
  const index = indexOf(files);
  const stream = index.findStream(toKey('specs/016-avatar/'));
  assert.ok(stream);

  it('have a row with their phases, and their tasks below the phases of the plan', () => {
    assert.deepEqual(drawn(branchProgress(index, outlineContext())), [
      '016-avatar (2/4 · implement · 2 questions · unassigned)',
      '  Phases (specify, clarify 2, plan, tasks, implement)',
      '    specify (done)',
      '    clarify (ready · 2 questions)',
      '      how long?',
      '      to which size?',
      '    plan (done)',
      '    tasks (done)',
      '    implement (ready)',
      '    requirements (1/2)',
      '  Phase 1: Setup (1/1)',
      '    T001 Make the folder',
      '  Phase 3: User Story 1 (1/3)',
      '    T002 Store the picture (FR-001) (US1, FR-001)',
      '    T003 Upload it (depends on T002) (free · US1)',
      '    T004 Show it (depends on T001-T003) (free · US1 · waits for T003)',
      '  spec (1/3 met)',
      '  plan.md (docs)',
    ]);
  });

  it('are in the phase behind what is there', () => {
    const rowOfThese = (paths: readonly string[], text = '# A\n'): string | undefined =>
      branchProgress(
        indexOf(
          Object.fromEntries(
            paths.map((path) => [`specs/016-avatar/${path}`, path === 'spec.md' ? text : '# A\n']),
          ),
        ),
        outlineContext(),
      )[0]?.description;
    assert.equal(rowOfThese(['spec.md']), 'no tasks · plan');
    assert.equal(rowOfThese(['spec.md'], spec), 'no tasks · clarify · 2 questions');
    assert.equal(rowOfThese(['spec.md', 'plan.md']), 'no tasks · tasks');
    assert.equal(rowOfThese(['plan.md']), 'no tasks · tasks');
    const done = indexOf({ ...files, 'specs/016-avatar/tasks.md': '- [x] T001 a\n' });
    assert.equal(branchProgress(done, outlineContext())[0]?.description, '1/1 · 2 questions');
  });

  it('are met by their stories, and by the requirements that tasks name', () => {
    assert.deepEqual(
      drawn(specs(index, outlineContext())).filter((line) => !line.startsWith('    ')),
      [
        '016-avatar (1/3 met)',
        '  US1 (Upload)',
        '  US2 (no task · Crop)',
        '  FR-001 (System MUST keep it [NEEDS CLARIFICATION: how long?])',
        '  FR-002 (System MUST crop it [NEEDS CLARIFICATION: to which size?])',
      ],
    );
    assert.equal(rowOf(specs(index, outlineContext()), 'FR-002').context, 'criterion addTask');
    assert.match(
      rowOf(specs(index, outlineContext()), 'US1').tooltip(),
      /Given a picture\\, Then it is shown/,
    );
  });

  it('have lenses on stories, on what tasks name, and on the headings of their phases', () => {
    const [own] = index.specs();
    assert.ok(own);
    const context = {
      me: 'maple',
      writable: true,
      lineStarts: lineStartsOf(index, 'specs/016-avatar/spec.md'),
    };
    const titles = own.criteria.map((criterion) =>
      criterionLenses(criterion, index.tasksOf(own, criterion.id), context).map(
        ({ line, title }) => `${line} ${title}`,
      ),
    );
    assert.deepEqual(
      titles.map((all) => all.length),
      [3, 3, 3, 0],
    );
    const lenses = streamLenses(stream, {
      ...context,
      lineStarts: lineStartsOf(index, 'specs/016-avatar/tasks.md'),
    });
    assert.deepEqual(
      lenses.filter(({ title }) => title.endsWith(' done')).map(({ line, title }) => `${line} ${title}`),
      ['0 1/1 done', '2 1/3 done'],
    );
  });

  it('tell whoever goes on with them what is open', () => {
    const brief = branchBrief(index, stream, { me: 'maple' });
    assert.match(brief, /^## Resume\n- Next phase: implement\n- To clarify: how long\?, to which size\?$/m);
    assert.doesNotMatch(brief, /FR-002/);
    assert.match(streamTooltip(index, stream, 'branch', []), /Next phase: implement/);
  });

  it('have a board with their stories beside the tasks that serve them', () => {
    const board = streamBoard(index, stream, {
      idOf: ({ key, criterion = '', taskKey = '' }) => key + criterion + taskKey,
      writable: true,
    });
    assert.deepEqual(
      board.criteria.map(
        ({ name, tasks: all }) => `${name}: ${all.map(({ title }) => title.slice(0, 4)).join(' ')}`,
      ),
      ['US1: T002 T003 T004', 'US2: ', 'FR-001: T002'],
    );
    assert.deepEqual(
      board.others.map(({ title, text, tasks: all }) => [title, text, all.map((task) => task.title)]),
      [['Phase 1: Setup', '1 of 1 done', ['T001 Make the folder']]],
    );
  });

  it('are gone on with by the first task that waits for no other', () => {
    assert.equal(nextTask(stream, 'maple')?.id, 'T003');
    const text = tasks
      .replace('(depends on T002)', '(depends on T004)')
      .replace(' (depends on T001-T003)', '');
    const other = indexOf({ ...files, 'specs/016-avatar/tasks.md': text }).findStream(stream.key);
    assert.equal(other && nextTask(other, 'maple')?.id, 'T004');
  });

  it('can be filtered by their system', () => {
    assert.ok(recordKinds.includes('specKit'));
    const filter = { ...noFilter, records: ['specKit'] as const };
    assert.equal(describeFilter(filter), 'Spec Kit');
    const both = indexOf({ ...files, 'tasks/upload/trace.md': '# Trace: x\n## Step 1: a\n' });
    assert.deepEqual(
      branchProgress(both, outlineContext({ filter })).map(({ label }) => label),
      ['016-avatar'],
    );
  });

  it('are told of stories that nobody has written', () => {
    const wrong = indexOf({ ...files, 'specs/016-avatar/tasks.md': '- [ ] T001 [US9] a (FR-009, API-01)\n' });
    assert.deepEqual(
      wrong.problems(toKey('specs/016-avatar/tasks.md')).map(({ code, data }) => [code, data]),
      [
        ['criterion.undefined', { id: 'US9' }],
        ['criterion.undefined', { id: 'FR-009' }],
      ],
    );
  });
});
