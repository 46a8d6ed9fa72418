import assert from 'node:assert/strict';
import { runAtOnce } from '../../../../../src/core/base/steps.ts';
import { parseAtOnce, isOpenAs, type OpenDocument } from '../../../../../src/core/formats/format.ts';
import { agentDatabase, toRowPath } from '../../../../../src/core/formats/specDatabase/places.ts';
import { itemIn } from '../../../../../src/core/index/composeStream.ts';
import { toText, type RowDocumentKind } from '../../../../../src/core/model/specRows.ts';
import { applyEdits } from '../../../../../src/core/text/edit.ts';
import { documentAtHand } from '../../../../../src/core/text/key.ts';
import { lineAt } from '../../../../../src/core/text/lineStarts.ts';
import { openInSteps } from '../../../../../src/core/text/syntax.ts';
import { defaultRules } from '../../../../support/rules.ts';

const times = { created_at: '2026-06-11T09:00:00+00:00', updated_at: '2026-06-11T09:00:00+00:00' };
const task = (id: number, group_no: unknown, seq: unknown, text: unknown, status: unknown) => ({
  ...{ id, group_no, seq, text, status },
  ...times,
});

const change = {
  ...{ id: 1, slug: 'add-2fa', title: 'Two-factor login', why: 'Passwords\nleak.', what: '', design: '' },
  ...{ status: 'active', ...times, archived_at: null },
  tasks: [
    task(41, 1, 1, 'Ask AUTH-01', 'in_progress'),
    task(42, 1, 2, 'Send', 'pending'),
    task(43, 2, 1, 'Tell', 'done'),
  ],
  deltas: [],
};

function open(value: unknown, kind: RowDocumentKind = 'change', name = 'add-2fa'): OpenDocument<'data'> {
  const path = toRowPath({ database: agentDatabase, kind, name });
  const [found] = defaultRules.formatsOf(path);
  assert.ok(found);
  const text = typeof value === 'string' ? value : toText(value as Record<string, unknown>);
  const document = runAtOnce(openInSteps('data', documentAtHand('', path), text));
  assert.ok(document);
  const parsed = parseAtOnce(found.format, document, defaultRules.contextOf(found.root));
  const result: OpenDocument = { document, parsed, format: found.format, root: found.root };
  assert.ok(isOpenAs(result, 'data'));
  return result;
}

function streamIn(of: OpenDocument) {
  const item = itemIn(of.parsed);
  assert.ok(item?.kind === 'stream');
  return item;
}

/** `code word (line)` */
function problemsIn({ parsed }: OpenDocument): readonly string[] {
  return parsed.problems.map(
    ({ code, data, range }) =>
      `${code} ${JSON.stringify(data)} (${lineAt(parsed.lineStarts, range.start) + 1})`,
  );
}

describe('rows of a database', () => {
  it('are a stream with its tasks, each known by its row', () => {
    const stream = streamIn(open(change));
    assert.deepEqual(
      stream.tasks.map(({ key, id, title, status, can }) => [key, id, title.value, status.value, can.owner]),
      [
        [`${agentDatabase}/changes/add-2fa.json#["r",41]`, '1.1', 'Ask AUTH-01', 'wip', 'claims'],
        [`${agentDatabase}/changes/add-2fa.json#["r",42]`, '1.2', 'Send', 'todo', 'claims'],
        [`${agentDatabase}/changes/add-2fa.json#["r",43]`, '2.1', 'Tell', 'done', 'claims'],
      ],
    );
    assert.deepEqual(
      stream.groups.map(({ count }) => count),
      [2, 1],
    );
    assert.deepEqual(
      stream.tasks[0]?.mentions.map(({ id }) => id),
      ['AUTH-01'],
    );
    assert.deepEqual(
      stream.fields.map(({ name, value }) => [name, value]),
      [['Why', 'Passwords leak.']],
    );
    assert.equal(stream.status, 'wip');
    assert.equal(streamIn(open({ ...change, title: '' })).title, 'add-2fa');
  });

  it('say what a change does to living specs', () => {
    const delta = (id: number, op: string, more: object) => ({
      ...{ id, op, capability: 'auth/login', requirement: 'Two factors', text: '', scenarios: '' },
      ...{ reason: '', migration: '', rename_to: '', created_at: '' },
      ...more,
    });
    const opened = open({
      ...change,
      deltas: [
        delta(1, 'added', {
          text: 'It SHALL ask.',
          scenarios: [{ name: 'Login', when_then: 'WHEN x\nTHEN y' }],
        }),
        delta(2, 'removed', { requirement: 'Old', reason: 'Unused', migration: 'None' }),
        delta(3, 'renamed', { requirement: 'A', rename_to: 'B' }),
        delta(4, 'modified', { requirement: 'C', text: 'New', scenarios: '[{"name": ' }),
        delta(5, 'deleted', {}),
        delta(6, 'removed', { capability: '' }),
        delta(7, 'modified', { requirement: 'D', scenarios: ['x'] }),
      ],
    });
    const spec = toRowPath({ database: agentDatabase, kind: 'capability', name: 'auth/login' });
    const common = { capability: 'auth/login', spec };
    assert.deepEqual(
      streamIn(opened).deltas.map(({ location: _, ...each }) => each),
      [
        {
          ...common,
          operation: 'added',
          requirement: 'Two factors',
          body: 'It SHALL ask.\n\n#### Scenario: Login\n\nWHEN x\nTHEN y',
          scenarios: ['Login: WHEN x THEN y'],
        },
        {
          ...common,
          operation: 'removed',
          requirement: 'Old',
          body: '',
          scenarios: [],
          reason: 'Unused',
          migration: 'None',
        },
        { ...common, operation: 'renamed', requirement: 'A', newName: 'B', body: '', scenarios: [] },
        { ...common, operation: 'modified', requirement: 'C', body: 'New', scenarios: [] },
        { ...common, operation: 'modified', requirement: 'D', body: '', scenarios: [] },
      ],
    );
    assert.deepEqual(
      problemsIn(opened).map((each) => each.replace(/ \(.*/, '')),
      [
        'requirement.noScenario {"name":"C"}',
        'row.scenarios {}',
        'row.operation {"written":"deleted"}',
        'row.noName {}',
        'requirement.noScenario {"name":"D"}',
        'row.scenarios {}',
      ],
    );
    assert.deepEqual(
      open({ ...change, status: 'archived', deltas: [delta(5, 'deleted', {})] }).parsed.problems,
      [],
    );
  });

  it('only show what is archived', () => {
    const stream = streamIn(open({ ...change, status: 'archived' }));
    assert.deepEqual(new Set(stream.tasks.map(({ can }) => can.owner)), new Set(['none']));
    assert.deepEqual(stream.operations, []);
  });

  it('show unknown words as they are written, with their place', () => {
    const opened = open({
      ...change,
      status: 'paused',
      tasks: [task(1, 1, 1, 'A', 'BOGUS'), task(2, 1, 1, '', 'pending'), task(3, 'x', 2, 5, '')],
    });
    assert.deepEqual(
      streamIn(opened).tasks.map(({ id, status }) => [id, status.value, status.written]),
      [
        ['1.1', 'unknown', 'BOGUS'],
        ['1.1', 'todo', 'pending'],
        ['?.2', 'unknown', ''],
      ],
    );
    assert.deepEqual(problemsIn(opened), [
      'status.unknown {"word":"paused"} (8)',
      'row.numberTwice {"label":"1.1","lines":[22]} (13)',
      'status.unknown {"word":"BOGUS"} (18)',
      'row.noText {"label":"1.1"} (22)',
      'row.numberTwice {"label":"1.1","lines":[13]} (22)',
      'row.noText {"label":"?.2"} (31)',
      'status.unknown {"word":""} (31)',
      'row.number {"column":"group_no"} (33)',
      'data.type {"key":"text","expected":"text"} (35)',
    ]);
  });

  it('are read whatever they hold', () => {
    for (const value of ['', '[]', '5', '{"tasks": 5, "slug": []}', '{"tasks": [1, {}, null]}', '{"a":'])
      for (const kind of ['change', 'capability'] as const) {
        const { parsed } = open(value, kind);
        assert.ok(parsed.parts.length + parsed.problems.length > 0);
      }
  });

  it('are a spec with its requirements, which no task has to name', () => {
    const { parsed } = open(
      {
        ...{ id: 1, name: 'auth', ...times },
        requirements: [
          {
            id: 3,
            name: 'Login',
            text: 'It SHALL\nask.',
            ...times,
            scenarios: [{ id: 5, name: 'Wrong', when_then: 'WHEN x THEN y' }],
          },
          { id: 4, name: '', text: 'Nameless', ...times, scenarios: [] },
        ],
      },
      'capability',
      'auth',
    );
    const [spec] = parsed.parts;
    assert.ok(spec?.kind === 'spec');
    assert.deepEqual(
      spec.criteria.map(({ id, text, scenarios, needsTask }) => [id, text, scenarios, needsTask]),
      [['Login', 'It SHALL ask.', ['Wrong: WHEN x THEN y'], false]],
    );
    assert.deepEqual(
      parsed.problems.map(({ code }) => code),
      ['row.noName'],
    );
  });

  it('have the status and the time of one row changed', () => {
    const opened = open(change);
    const [, send] = streamIn(opened).tasks;
    const context = { preferred: () => undefined, now: '2026-06-20T12:00:00Z' };
    const { tasks } = opened.format;
    assert.ok(send && tasks);
    const done = opened.format.tasks?.set(opened, send, { status: 'done' }, context);
    assert.ok(done?.kind === 'edits');
    const after = applyEdits(opened.document.source.text, done.edits);
    assert.ok(after.kind === 'applied');
    assert.deepEqual(JSON.parse(after.text), {
      ...change,
      tasks: change.tasks.map((each) =>
        each.id === 42 ? { ...each, status: 'done', updated_at: '2026-06-20T12:00:00Z' } : each,
      ),
    });
    assert.deepEqual(tasks.set(opened, send, { status: 'todo' }, context), {
      kind: 'edits',
      edits: [],
    });
    const refused = tasks.set(opened, send, { status: 'failed' }, context);
    assert.equal(refused.kind === 'refused' && refused.code, 'feature.noWord');
  });

  it('have a task added to the last group, with the next number', () => {
    const added = (tasks: readonly unknown[]): unknown => {
      const opened = open({ ...change, tasks });
      const [part] = opened.parsed.parts;
      assert.ok(part?.kind === 'streamPart');
      const context = { preferred: () => undefined, now: 'now' };
      const result = opened.format.tasks?.add?.(opened, part, { title: 'Test' }, context);
      assert.ok(result?.kind === 'edits', JSON.stringify(result));
      const after = applyEdits(opened.document.source.text, result.edits);
      assert.ok(after.kind === 'applied');
      return (JSON.parse(after.text) as { tasks: unknown[] }).tasks.at(-1);
    };
    const row = { text: 'Test', status: 'pending', created_at: 'now', updated_at: 'now' };
    assert.deepEqual(added(change.tasks), { group_no: 2, seq: 2, ...row });
    assert.deepEqual(added([]), { group_no: 1, seq: 1, ...row });
  });
});
