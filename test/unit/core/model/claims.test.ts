import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readOnly } from '../../../../src/core/model/capabilities.ts';
import type { Claim, ClaimsPlace } from '../../../../src/core/model/claim.ts';
import { Claims } from '../../../../src/core/model/claims.ts';
import type { StreamPart, StreamTask } from '../../../../src/core/model/item.ts';
import type { Status } from '../../../../src/core/model/status.ts';
import { applyEdits } from '../../../../src/core/text/edit.ts';
import { keyIn, toKey } from '../../../../src/core/text/key.ts';

const path = 'feature-list.json';
const document = { folder: 'file:///repo', path };
const key = toKey(path);
const place: ClaimsPlace = {
  kind: 'place',
  document: { folder: 'file:///repo/.git/throughline', path: 'claims.jsonl' },
  prefix: 'packages/api/',
  branch: 'main',
};

function task(
  name: string,
  status: Status = 'todo',
  statuses: readonly Status[] = ['todo', 'wip', 'done'],
): StreamTask {
  return {
    kind: 'task',
    key: keyIn(key, name),
    title: { value: name, written: name },
    status: { value: status, written: status },
    owner: { value: undefined, written: '' },
    mentions: [],
    links: [],
    fields: [],
    can: { owner: 'claims', statuses },
    location: { document, range: { start: 0, end: 1 } },
  };
}

const partOf = (...tasks: readonly StreamTask[]): StreamPart => ({
  kind: 'streamPart',
  stream: key,
  role: 'tasks',
  location: { document },
  tasks,
});

const claimOf = (name: string, owner: string, more: Partial<Claim> = {}): string =>
  `${JSON.stringify({ task: `packages/api/${path}#${name}`, branch: 'main', owner, since: '', ...more })}\n`;

/** Whose the tasks of a part are, and how they stand, as the claims have it. */
function owned(text: string, part: StreamPart, branch?: string): string[] {
  const { tasks = [] } = new Claims(text, place).claimed(key, part, branch);
  return tasks.map(({ title, owner, status }) => `${title.value} ${owner.value ?? '-'} ${status.value}`);
}

/** The text of the claims once a task is somebody's, or nobody's, where these are the open ones of the document. */
function set(text: string, name: string, owner?: string, names: readonly string[] = allNames): string {
  const tasks = names.map((each) => task(each));
  const of = { task: task(name), tasks, branch: undefined };
  const result = applyEdits(text, new Claims(text, place).edits(key, of, owner, '2026-06-20T12:00:00Z'));
  if (result.kind !== 'applied') throw new Error('the edits do not fit');
  return result.text;
}

const allNames = ['F001', 'F002', 'a#b', '"\\', 'ü 🦦', '\u2028'];

describe('claims beside files', () => {
  it('own the tasks that they name, in the folder and on the branch that is checked out', () => {
    const text = claimOf('F001', 'otter') + claimOf('F002', 'maple', { branch: 'feat/x' });
    const part = partOf(task('F001', 'wip'), task('F002', 'wip'));
    assert.deepEqual(owned(text, part), ['F001 otter wip', 'F002 - wip']);
    assert.deepEqual(owned(text, part, 'feat/x'), ['F001 - wip', 'F002 maple wip']);
    assert.deepEqual(owned(claimOf('F001', 'otter', { task: `${path}#F001` }), part)[0], 'F001 - wip');
  });

  it('say that work is begun only where the file has no word for it', () => {
    const part = partOf(task('F001', 'todo'), task('box', 'todo', ['todo', 'done']));
    const text = claimOf('F001', 'otter') + claimOf('box', 'otter');
    assert.deepEqual(owned(text, part), ['F001 otter todo', 'box otter wip']);
  });

  it('own nothing that is done, and nothing whose file names its owners or has none', () => {
    const done = task('F001', 'done');
    const own = { ...task('F001', 'wip'), can: { owner: 'file' as const, statuses: [] } };
    const shown = { ...task('F001', 'wip'), can: readOnly };
    for (const each of [done, own, shown])
      assert.match(owned(claimOf('F001', 'otter'), partOf(each))[0] ?? '', /^F001 - /);
  });

  it('are one line each: claimed, taken over, released', () => {
    const first = set('', 'F001', 'otter');
    assert.equal(
      first,
      '{"format":"throughline-claims","version":1}\n' +
        '{"task":"packages/api/feature-list.json#F001","branch":"main","owner":"otter","since":"2026-06-20T12:00:00Z"}\n',
    );
    const both = set(first, 'F002', 'maple');
    const taken = set(both, 'F001', 'heron');
    assert.deepEqual(owned(taken, partOf(task('F001', 'wip'), task('F002', 'wip'))), [
      'F001 heron wip',
      'F002 maple wip',
    ]);
    assert.equal(taken.split('\n').length, both.split('\n').length);
    assert.equal(set(set(taken, 'F001'), 'F002'), '{"format":"throughline-claims","version":1}\n');
  });

  it('drop those of the same file that are no open task’s, and no others', () => {
    const elsewhere = claimOf('x', 'maple', { task: 'other.json#x' });
    const text = claimOf('gone', 'otter') + elsewhere + claimOf('F002', 'otter');
    const now = set(text, 'F001', 'heron');
    assert.equal(now.slice(0, now.lastIndexOf('{')), elsewhere + claimOf('F002', 'otter'));
  });

  it('leave alone what is no claim: half a line, other JSON, a line without an end', () => {
    const odd = '{"task":\n[1]\nnull\n{"task":1,"owner":"x"}\n{"task":"a#b","owner":" "}\nnot json';
    const now = set(odd, 'F001', 'otter');
    assert.ok(now.startsWith(`${odd}\n`));
    assert.deepEqual(owned(now, partOf(task('F001', 'wip'))), ['F001 otter wip']);
    assert.equal(set(now, 'F001'), `${odd}\n`);
  });

  it('are as many as there are tasks with an owner, whatever is done in which order', () => {
    const name = fc.constantFrom(...allNames);
    const owner = fc.option(fc.constantFrom('otter', 'maple', 'heron-1'), { nil: undefined });
    fc.assert(
      fc.property(fc.array(fc.tuple(name, owner)), (steps) => {
        let text = '';
        const expected = new Map<string, string>();
        for (const [each, by] of steps) {
          text = set(text, each, by);
          if (by === undefined) expected.delete(each);
          else expected.set(each, by);
        }
        const names = [...new Set(steps.map(([each]) => each))];
        assert.deepEqual(
          owned(text, partOf(...names.map((each) => task(each, 'wip')))),
          names.map((each) => `${each} ${expected.get(each) ?? '-'} wip`),
        );
        const lines = text.split('\n').filter((line) => line.startsWith('{"task"'));
        assert.equal(lines.length, expected.size);
      }),
    );
  });
});
