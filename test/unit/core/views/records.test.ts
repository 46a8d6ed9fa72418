import assert from 'node:assert/strict';
import { itemIn } from '../../../../src/core/index/composeStream.ts';
import type { ProjectIndex } from '../../../../src/core/index/projectIndex.ts';
import { toKey, type Key } from '../../../../src/core/text/key.ts';
import { agesOn } from '../../../../src/core/views/age.ts';
import { streamBoard, type BoardTarget } from '../../../../src/core/views/board.ts';
import { describeFilter, noFilter, type Filter } from '../../../../src/core/views/filter.ts';
import { overview } from '../../../../src/core/views/boardOverview.ts';
import { branchBrief } from '../../../../src/core/views/brief.ts';
import { branchProgress } from '../../../../src/core/views/branchProgress.ts';
import { streamLenses } from '../../../../src/core/views/lenses.ts';
import type { OutlineNode } from '../../../../src/core/views/outline.ts';
import { pickSections, pickStreams, type PickPurpose } from '../../../../src/core/views/pick.ts';
import { RowSearch } from '../../../../src/core/views/revealing.ts';
import { fixture } from '../../../support/documents.ts';
import { indexOf, outlineContext, parseAt, problemsIn, rowOf } from '../../../support/indexOf.ts';
import { defaultRules } from '../../../support/rules.ts';

const folder = '.claude/workspaces/main_a1b2c3d4/';
const progress = `${folder}claude-progress.json`;
const features = `${folder}feature-list.json`;
const trace = 'tasks/avatar-upload/trace.md';
const sample = Object.fromEntries(
  [progress, features, trace].map((path) => [path, fixture(`sample/${path}`)]),
);
const context = outlineContext({ me: 'maple', checkboxes: true });

function rowsOf(index: ProjectIndex): readonly OutlineNode[] {
  return branchProgress(index, context);
}

/** The descriptions of the rows of streams, by the rows' labels. */
function described(files: Readonly<Record<string, string>>): Record<string, string | undefined> {
  return Object.fromEntries(rowsOf(indexOf(files)).map(({ label, description }) => [label, description]));
}

function traceOf(status: string, ...steps: readonly string[]): string {
  return [
    `# Trace: work\n**Status:** ${status}\n**Branch:** feat/x`,
    ...steps.map((step, i) => `## Step ${i + 1}: s${i + 1}\n**Status:** ${step}\n**Summary:** Done.`),
  ].join('\n\n');
}

describe('traces and workspaces', () => {
  const index = indexOf(sample);
  const rows = rowsOf(index);
  const find = (id: string): OutlineNode | undefined => rows.find((row) => row.id === id);
  const stream = index.findStream(toKey(folder));
  assert.ok(stream);

  it('have a row in Branch Progress, that of a workspace for all its documents', () => {
    assert.deepEqual(rows.map(({ id }) => id).sort(), [folder, trace]);
    assert.equal(stream.parts.length, 2);
    assert.equal(find(folder)?.open?.key, features);
  });

  it("are called what they are where they name no branch, and steps of traces are nobody's", () => {
    const files = {
      ...sample,
      'tasks/clean-up/trace.md': fixture(`sample/${trace}`).replace(/^\*\*Branch:.*\n/m, ''),
    };
    const rows = rowsOf(indexOf(files));
    assert.deepEqual(
      rows.map(({ accessibilityLabel }) => accessibilityLabel.split(',')[0]),
      ['Trace clean-up', 'Branch feat/avatar', 'Workspace main_a1b2c3d4'],
    );
    assert.equal(rows.at(-1)?.icon.codicon, 'vm');
    const [one, other, workspace] = rows;
    for (const trace of [one, other]) {
      assert.doesNotMatch(trace?.description ?? '', /unassigned/);
      for (const { accessibilityLabel } of trace?.children?.() ?? [])
        assert.doesNotMatch(accessibilityLabel, /free/);
    }
    assert.equal(workspace?.description, '1/3 · unassigned');
  });

  it('do not give progress files their words', () => {
    const index = indexOf(sample);
    const english = new Set(['en'] as const);
    assert.equal(
      index.preferredWord('workspace.features', 'wip', { languages: english, hasSigns: false }),
      'in_progress',
    );
    assert.equal(
      index.preferredWord('tracking.progressFile', 'wip', { languages: english, hasSigns: false }),
      undefined,
    );
  });

  it('are told from others by the folder whose work they hold, not by the one that only holds them', () => {
    for (const [path, place] of [
      [trace, ''],
      [`packages/api/${trace}`, 'packages/api'],
      ['docs/upload/trace.md', 'docs'],
      ['trace.md', ''],
      [`${folder}feature-list.json`, ''],
      [`packages/api/${folder}claude-progress.json`, 'packages/api'],
      ['packages/api/claude-progress.json', 'packages/api'],
      ['api/.claude-harness/features/active.json', 'api'],
    ] as const)
      assert.equal(defaultRules.placeOf(path), place, path);
  });

  it('have paths in plain text from the folder, and are not told of another form', () => {
    index.setKind('tasks/avatar-upload/specs.md', 'file');
    assert.deepEqual(
      index.linksOf(toKey(trace)).flatMap(({ link, target }) => (link.role === 'spec' ? [target] : [])),
      [{ kind: 'file', path: 'tasks/avatar-upload/specs.md', exact: false }],
    );
    assert.deepEqual(
      index.problems(toKey(trace)).map(({ code }) => code),
      [],
    );
  });

  it('have their tasks below it, each opened in its document, with what can be done with it', () => {
    const tasks = (id: string): unknown[] =>
      (find(id)?.children?.() ?? [])
        .filter(({ kind }) => kind === 'task')
        .map(({ label, context: flags, checkbox, open }) => [
          label,
          flags.replace(' hasSpec', ''),
          checkbox,
          open?.key,
        ]);
    assert.deepEqual(tasks(folder), [
      ['User registration', 'task reopen setStatus addNote', true, features],
      ['User login', 'task claim open finish assign setStatus addNote', false, features],
      ['Password reset', 'task claim open finish assign setStatus addNote', false, features],
    ]);
    assert.deepEqual(tasks(trace), [
      ['define', 'task', undefined, trace],
      ['implement', 'task completeStep failStep updateFocus recordInStep', undefined, trace],
    ]);
    assert.match(find(folder)?.context ?? '', /claimNext addTask addNote/);
    assert.doesNotMatch(find(trace)?.context ?? '', /addTask|addNote|claimNext/);
  });

  it('have rows for where to go on, what is in the way, and each session, the last one first', () => {
    const child = (label: string): OutlineNode => rowOf(find(folder)?.children?.() ?? [], label);
    assert.deepEqual(child('Next: Create AuthService in src/services/auth.ts').open, {
      key: progress,
      line: 25,
    });
    assert.deepEqual(
      child('Sessions')
        .children?.()
        .map(({ label, description, open }) => [label, description, open?.key]),
      [['Set up project structure, created database schema', '2025-01-16', progress]],
    );
    const [, step] = find(trace)?.children?.() ?? [];
    assert.match(step?.description ?? '', /^Token validation/);
    assert.match(find(trace)?.description ?? '', / · Token validation/);
    const blocked = JSON.stringify({
      workspaceId: 'main_a1b2c3d4',
      resumptionContext: { position: 'x', nextAction: '', blockers: ['Wait for the key', 'And for legal'] },
      sessions: [
        { id: 's1', started: '2026-06-01T08:00:00Z', ended: '2026-06-01T09:00:00Z', summary: 'First' },
        { id: 's2', started: '2026-06-02T08:00:00Z' },
      ],
    });
    const [row] = rowsOf(indexOf({ [progress]: blocked }));
    const children = row?.children?.() ?? [];
    assert.deepEqual(
      children.filter(({ kind }) => kind !== 'problem' && kind !== 'group').map(({ label }) => label),
      ['Position: x', 'Blocked by: Wait for the key', 'Blocked by: And for legal', 'Sessions'],
    );
    assert.deepEqual(
      rowOf(children, 'Sessions')
        .children?.()
        .map(({ label, description }) => [label, description]),
      [
        ['Open session', '2026-06-02'],
        ['First', '2026-06-01'],
      ],
    );
  });

  it('have their notes there too, each opened in its document', () => {
    assert.equal(rowOf(rows, 'Notes').open?.key, progress);
    const [note] = rowOf(rows, 'Notes').children?.() ?? [];
    assert.deepEqual(note?.open, { key: progress, line: 18 });
  });

  it('are found by the row of any document, and a task by its own', () => {
    for (const key of [progress, features]) {
      const search = new RowSearch(index, { key: toKey(key) });
      assert.deepEqual(
        rows.filter((row) => search.fits(row)).map(({ id }) => id),
        [folder],
      );
    }
    const task = stream.tasks[1];
    assert.ok(task);
    assert.equal(index.findTask(toKey(features), task.key), task);
    assert.equal(index.findTask(toKey(progress), task.key), task);
    assert.equal(index.find(task.key), task);
    const search = new RowSearch(index, { key: toKey(features), taskKey: task.key });
    const row = find(folder);
    assert.ok(row);
    assert.equal(search.fits(row), false);
    assert.equal(search.mayBeBelow(row), true);
    assert.deepEqual(
      row.children?.().flatMap((each) => (search.fits(each) ? [each.label] : [])),
      ['User login'],
    );
  });

  it('are offered for what can be done with them, each task in its document', () => {
    const all = (purpose: PickPurpose): readonly (readonly [string, Key])[] =>
      pickSections(index, purpose, { me: 'maple' }).flatMap(({ items }) =>
        items.map(({ label, key }) => [label, key] as const),
      );
    const [registration, login, reset] = ['User registration', 'User login', 'Password reset'];
    for (const [purpose, titles] of [
      ['claim', [login, reset]],
      ['release', []],
      ['finish', [login, reset]],
      ['reopen', [registration]],
      ['assign', [login, reset]],
      ['setStatus', [login, reset, registration]],
      ['defer', []],
    ] as const)
      assert.deepEqual(
        all(purpose),
        titles.map((title) => [title, features]),
        purpose,
      );
    assert.deepEqual([...all('any')].sort(), [
      ['Password reset', features],
      ['User login', features],
      ['User registration', features],
      ['define', trace],
      ['implement', trace],
    ]);
    for (const [purpose, streams] of [
      ['addTask', [folder]],
      ['addNote', [folder]],
      ['claim', [folder]],
      ['pullRequest', []],
      ['open', [trace, folder]],
    ] as const)
      assert.deepEqual(
        pickStreams(index, purpose, {}).map(({ stream }) => String(stream.key)),
        streams,
        purpose,
      );
  });

  it('have lenses at the top, and above each feature that is not done', () => {
    const item = itemIn(index.file(toKey(features)));
    assert.ok(item?.kind === 'stream');
    const { lineStarts } = parseAt(features, sample[features] ?? '');
    assert.deepEqual(
      streamLenses(item, { me: 'maple', writable: true, lineStarts }).map(({ title, line }) => [title, line]),
      [
        ['Claim Next', 0],
        ['Add Task', 0],
        ['$(color-mode)\u00a0wip · no owner', 13],
        ['Claim', 13],
        ['$(circle-large-outline)\u00a0todo · free', 20],
        ['Claim', 20],
      ],
    );
  });

  it('have a board that leads to each document', () => {
    const targets: BoardTarget[] = [];
    const idOf = (target: BoardTarget): string => `${targets.push(target) - 1}`;
    const board = streamBoard(index, stream, { idOf, me: 'maple', writable: true });
    const keyOf = ({ id }: { readonly id: string }): unknown => targets[Number(id)]?.key;
    assert.equal(board.writable, true);
    assert.deepEqual(
      board.others.flatMap(({ tasks }) => tasks.map((task) => [task.title, keyOf(task)])),
      ['User registration', 'User login', 'Password reset'].map((title) => [title, features]),
    );
    assert.deepEqual(
      board.links.map((link) => [link.text, keyOf(link)]),
      [
        ['feature-list.json', features],
        ['claude-progress.json', progress],
      ],
    );
    const { streams } = overview(
      [{ index, name: '', ageOf: agesOn('2026-06-20'), context: { idOf, writable: true } }],
      true,
    );
    assert.deepEqual(streams.map(keyOf).sort(), [folder, trace]);
    assert.deepEqual(
      streams.map((each) => [keyOf(each), each.isOwnerless, each.owners]),
      [
        [trace, true, []],
        [folder, undefined, []],
      ],
    );
  });

  it('say where to go on in tooltip and brief', () => {
    const lines = [
      'Resume from: Completed Phase 2 (Database), starting Phase 3 (Services)',
      'Next action: Create AuthService in src/services/auth.ts',
      'Depends on: Database migrations must be run first',
      'Last session, 2025-01-16: Set up project structure, created database schema',
    ];
    const tooltip = (find(folder)?.tooltip() ?? '').replaceAll('\\', '');
    assert.ok(tooltip.includes(lines.join('  \n')), tooltip);
    assert.match(tooltip, /^Status: in_progress/m);
    assert.match(
      (find(trace)?.tooltip() ?? '').replaceAll('\\', ''),
      /^Resume from: Token validation\. Completed: route setup/m,
    );
    const brief = branchBrief(index, stream);
    assert.ok(brief.includes(`## Resume\n${lines.map((line) => `- ${line}`).join('\n')}\n`), brief);
    assert.ok(brief.includes(`Files: \`${features}\`, \`${progress}\``), brief);
    assert.doesNotMatch(brief, /Progress file/);
    assert.match(brief, /^- Claim User login$/m);
  });
});

describe('what is shown of another system', () => {
  it('is escaped, and not endless', () => {
    const hostile = '[x](command:y) <b>$(zap)</b>';
    const many = Array.from({ length: 50 }, (_each, i) => `blocker ${i}`);
    const text = JSON.stringify({
      status: hostile,
      resumptionContext: { position: hostile.repeat(100), nextAction: hostile, blockers: many },
      sessions: [{ summary: hostile, nextSteps: [hostile] }],
    });
    const [row] = rowsOf(indexOf({ [progress]: text }));
    const tooltip = row?.tooltip() ?? '';
    assert.doesNotMatch(tooltip, /\[x\]|<b>|\$\(zap\)/);
    assert.match(tooltip, /blocker 4 and 45 more/);
    assert.ok(tooltip.length < 10_000);
  });

  it('says the state of its own where its tasks do not', () => {
    const done = 'completed';
    const all = (text: string): string | undefined => Object.values(described({ 'a/trace.md': text }))[0];
    assert.equal(all(traceOf('in-progress', done, 'in-progress')), 'Trace a · 1/2');
    assert.equal(all(traceOf('completed', done, done)), 'Trace a · 2/2');
    assert.equal(all(traceOf('in-progress', done, done)), 'Trace a · 2/2 · wip');
    assert.equal(all(traceOf('failed', done, 'failed')), 'Trace a · 1/2 · 1 failed');
    assert.equal(all(traceOf('failed', done, done)), 'Trace a · 2/2 · failed · 1 problem');
    const workspace = (status: string): string | undefined =>
      Object.values(described({ [progress]: JSON.stringify({ workspaceId: 'main_a1b2c3d4', status }) }))[0];
    assert.equal(workspace('blocked'), 'no tasks · blocked');
    assert.equal(workspace('completed'), 'no tasks · done');
    assert.equal(workspace('needs-review'), 'no tasks · needs-review · 1 problem');
  });

  it('is not finished while the workflow goes on', () => {
    const iconOf = (status: string): string | undefined =>
      rowsOf(indexOf({ 'a/trace.md': traceOf(status, 'completed') }))[0]?.icon.codicon;
    assert.equal(iconOf('completed'), 'pass-filled');
    assert.equal(iconOf('in-progress'), 'git-branch');
  });

  it('comes after the progress file of its branch, and is no second one', () => {
    const file = 'tracking/progress/2026-06-11-feat-x.md';
    const text = 'Branch: feat/x\n\n| Task | Status | Owner |\n| --- | --- | --- |\n| One | todo | - |\n';
    const index = indexOf({
      'a/trace.md': traceOf('in-progress', 'in-progress'),
      'b/trace.md': traceOf('in-progress', 'in-progress'),
      'tracking/trace.md': traceOf('in-progress', 'in-progress'),
      [file]: text,
    });
    assert.equal(index.streamsOfBranch('feat/x').length, 4);
    assert.equal(index.streamsOfBranch('feat/x')[0]?.key, file);
    for (const path of ['a/trace.md', 'b/trace.md', 'tracking/trace.md', file])
      assert.deepEqual(
        problemsIn(index, path).filter((problem) => problem.startsWith('branch.')),
        [],
      );
    assert.deepEqual(
      pickStreams(index, 'addTask', { currentBranch: 'feat/x' }).map(({ stream }) => String(stream.key)),
      [file],
    );
  });
});

describe('records of several systems on one branch', () => {
  const file = 'tracking/progress/2026-06-11-feat-x.md';
  const text = 'Branch: feat/x\n\n| Task | Status | Owner |\n| --- | --- | --- |\n| One | todo | - |\n';
  const files = {
    'b/trace.md': traceOf('in-progress', 'in-progress'),
    'a/trace.md': `${traceOf('in-progress', 'completed', 'in-progress')}\n**Current focus:** The pool in src/pool.ts\n`,
  };
  const shown = (nodes: readonly OutlineNode[]): unknown[] =>
    nodes.filter(({ kind }) => kind === 'stream').map(({ label, description }) => [label, description]);

  it('stand in the row of its progress file, whose figures it has', () => {
    const rows = rowsOf(indexOf({ ...files, [file]: text }));
    assert.deepEqual(shown(rows), [['feat/x', '0/1 · unassigned · + 2 records']]);
    assert.deepEqual(shown(rows[0]?.children?.() ?? []), [
      ['Trace a', '1/2 · The pool in src/pool.ts'],
      ['Trace b', '0/1'],
    ]);
  });

  it('stand in that of the first trace where there is no progress file', () => {
    const traces = rowsOf(indexOf(files));
    assert.deepEqual(shown(traces), [['feat/x', 'Trace a · 1/2 · + Trace b · The pool in src/pool.ts']]);
    assert.deepEqual(shown(traces[0]?.children?.() ?? []), [['Trace b', '0/1']]);
  });

  it('say in the closed row of their branch what is wrong with them', () => {
    const failed = traceOf('failed', 'completed', 'failed');
    const of = (more: Readonly<Record<string, string>>): readonly (string | undefined)[] =>
      rowsOf(indexOf({ [file]: text, ...more })).map(({ description, accessibilityLabel, icon }) =>
        [description, accessibilityLabel.replace(/^.*unassigned, |^.*?Trace a/, ''), icon.codicon].join(
          ' | ',
        ),
      );
    assert.deepEqual(of({ 'a/trace.md': failed }), [
      '0/1 · unassigned · + Trace a: 1 failed | , 1 failed | git-branch',
    ]);
    // What a file cannot be read in is a warning in its own row.
    assert.deepEqual(of({ 'a/trace.md': failed, 'b/trace.md': traceOf('almost', 'completed') }), [
      '0/1 · unassigned · + 2 records: 1 failed, 1 problem | , Trace b, 1 failed, 1 problem | warning',
    ]);
  });

  it('are found by their kind', () => {
    const shownOf = (...records: Filter['records']): unknown[] =>
      shown(
        branchProgress(
          indexOf({ ...files, [file]: text }),
          outlineContext({ filter: { ...noFilter, records } }),
        ),
      ).map((row) => (row as readonly unknown[])[1]);
    assert.deepEqual(shownOf('trace'), ['Trace a · 1/2 · + Trace b · The pool in src/pool.ts']);
    assert.deepEqual(shownOf('progressFile'), ['0/1 · unassigned']);
    assert.deepEqual(shownOf('workspace'), []);
    assert.equal(describeFilter({ ...noFilter, records: ['trace', 'workspace'] }), 'Traces, Workspaces');
  });

  it('have rows of their own where the filter hides that of the branch', () => {
    const filter = { ...noFilter, text: 's2' };
    const rows = branchProgress(indexOf({ ...files, [file]: text }), outlineContext({ filter }));
    assert.deepEqual(shown(rows), [['feat/x', 'Trace a · 1/2 · The pool in src/pool.ts']]);
  });

  it('say in the brief of the branch where to go on', () => {
    const index = indexOf({ ...files, [file]: text });
    const stream = index.findStream(toKey(file));
    assert.ok(stream);
    const brief = branchBrief(index, stream).replaceAll('\\', '');
    assert.match(brief, /^## Resume\n- Trace a: Resume from: The pool in src\/pool.ts/m);
  });
});

describe('documents of one workspace that do not say the same', () => {
  const list = (...statuses: readonly string[]): string =>
    statuses
      .map((status, i) => `{ "id": "F${i + 1}", "name": "f${i + 1}", "status": "${status}" }`)
      .join(',\n');
  const problems = (inList: string, inProgress: string): readonly string[] => {
    const index = indexOf({
      [features]: `{ "workspaceId": "main_a1b2c3d4", "features": [\n${inList}\n] }`,
      [progress]: `{ "workspaceId": "main_a1b2c3d4", "status": "completed", "features": [\n${inProgress}\n] }`,
    });
    assert.deepEqual(problemsIn(index, features), []);
    return problemsIn(index, progress);
  };

  it('are told where tasks are not shown and are others', () => {
    assert.deepEqual(problems(list('completed', 'pending'), list('completed', 'in_progress', 'pending')), [
      `stream.tasksDiffer (3): Showing the tasks of ${features}. Other lists in this folder are not shown: F2, F3.`,
    ]);
    const [many = ''] = problems(list('pending'), list(...Array.from({ length: 9 }, () => 'completed')));
    assert.ok(
      many.endsWith('Other lists in this folder are not shown: F1, F2, F3, F4, F5 and 4 more.'),
      many,
    );
  });

  it('are not where both list the same', () => {
    assert.deepEqual(problems(list('completed', 'pending'), list('completed', 'pending')), []);
    assert.deepEqual(problems(list('completed', 'pending'), list('completed')), []);
  });
});
