import assert from 'node:assert/strict';
import { filterOverview } from '../../../../media/board/filter.ts';
import type { StreamBoard } from '../../../../src/core/board/protocol.ts';
import { toKey } from '../../../../src/core/text/key.ts';
import { agesOn } from '../../../../src/core/views/age.ts';
import { streamBoard, type BoardTarget } from '../../../../src/core/views/board.ts';
import { overview } from '../../../../src/core/views/boardOverview.ts';
import { indexOf } from '../../../support/indexOf.ts';

const progressFile = 'tracking/progress/2026-06-11-feat-x.md';
const trace = 'tasks/upload/trace.md';
const folder = '.claude/workspaces/feat-x_a1b2c3d4/';
const workspace = `${folder}claude-progress.json`;
const files = {
  [progressFile]:
    '# feat-x\n\nBranch: feat/x\nSpec: [spec](../../spec/x.md)\n\n| Task | Status | Owner | Notes |\n|---|---|---|---|\n| One | done | otter | X-1 |\n| Two | wip | maple | |\n',
  'spec/x.md': '# X\n\n- **X-1** One.\n- X-2 Two.\n',
  [trace]:
    '# Trace: fix-workflow\n\n**Task:** Uploads of large files\n**Task spec:** spec/x.md\n**Branch:** feat/x\n**Status:** failed\n\n## Step 1: reproduce\n\n**Status:** completed\n**Summary:** Large uploads time out.\n\n## Step 2: verify\n\n**Status:** failed\n**Summary:** The test failed.\n**Current focus:** The test of large\u202E files.\n',
  [workspace]: JSON.stringify({
    workspaceId: 'feat-x_a1b2c3d4',
    sessions: [
      {
        id: 's1',
        started: '2026-06-01T08:00:00Z',
        ended: '2026-06-01T09:00:00Z',
        summary: '<b>First</b>\u202E',
      },
      { id: 's2', started: '2026-06-02T08:00:00Z' },
    ],
    resumptionContext: {
      position: 'Half of it',
      nextAction: 'The other half',
      blockers: ['No key', 'No time'],
    },
  }),
};
const index = indexOf(files);

function boardOf(key: string): {
  board: StreamBoard;
  target: (id: string | undefined) => string | undefined;
} {
  const targets = new Map<string, string>();
  const idOf = (target: BoardTarget): string => {
    const text = JSON.stringify(target);
    const id = targets.get(text) ?? `i${targets.size}`;
    targets.set(text, id);
    return id;
  };
  const stream = index.findStream(toKey(key));
  assert.ok(stream);
  const board = streamBoard(index, stream, { idOf, me: 'maple', writable: true });
  return { board, target: (id) => [...targets].find(([, each]) => each === id)?.[0] };
}

describe('the board of a record', () => {
  it('has the steps of a trace in order, each with its state and what it is at or came to', () => {
    const { board } = boardOf(trace);
    assert.equal(board.title, 'Trace upload · Uploads of large files');
    assert.deepEqual(board.grid, { name: 'Tasks of feat/x', heads: ['', 'Tasks'] }, 'steps promise nothing');
    const [steps, ...more] = board.others;
    assert.deepEqual([steps?.title, steps?.text, more], ['Steps', '', []]);
    assert.deepEqual(
      steps?.tasks.map(({ title, status, note }) => [title, status, note]),
      [
        ['reproduce', 'done', 'Large uploads time out.'],
        ['verify', 'failed', 'The test of large files.'],
      ],
    );
    assert.deepEqual([board.criteria, board.criteriaCount], [[], undefined], 'its steps name no criteria');
    assert.deepEqual(board.resumption, [], 'the focus is in the row of its step');
  });

  it('has where a workspace goes on, what is in the way, and its sessions', () => {
    const { board, target } = boardOf(folder);
    assert.deepEqual(
      board.resumption.map(({ head, icon, text }) => [head, icon, text]),
      [
        ['Next', 'next', 'The other half'],
        ['Position', 'position', 'Half of it'],
        ['Blocked by', 'blocked', 'No key'],
        ['Blocked by', 'blocked', 'No time'],
      ],
    );
    assert.equal(new Set(board.resumption.map(({ id }) => id)).size, 4, 'each is a row of its own');
    assert.match(target(board.resumption[0]?.id) ?? '', /claude-progress\.json","line":0/);
    assert.deepEqual(
      board.sessions.map(({ text, author }) => [text, author]),
      [
        ['Open session', '2026-06-02'],
        ['<b>First</b>', '2026-06-01'],
      ],
    );
    assert.deepEqual(board.others, [], 'it has no features yet');
  });

  it('leads to all else that keeps work of its branch', () => {
    const linked = (key: string) =>
      boardOf(key).board.records.map(({ kind, text, state }) => [kind, text, state]);
    assert.deepEqual(linked(progressFile), [['steps', 'Trace upload', '1/2 · 1 failed']]);
    assert.deepEqual(linked(trace), [['file', 'Progress file', '1/2']]);
    assert.deepEqual(linked(folder), [], 'without git, nothing tells its branch');
    const { board, target } = boardOf(trace);
    assert.equal(target(board.records[0]?.id), JSON.stringify({ key: progressFile }));
  });

  it('is one more row of the overview, and no branch of its own', () => {
    const context = { idOf: ({ key }: BoardTarget) => key, writable: true };
    const all = overview([{ index, name: '', context, ageOf: agesOn('2026-06-05') }], true);
    assert.deepEqual(
      all.streams.map(({ name, title, icon, isBeside }) => [name, title, icon, isBeside ?? false]),
      [
        ['feat-x_a1b2c3d4', '', 'features', false],
        ['feat/x', 'feat-x', 'branch', false],
        ['feat/x · Trace upload', 'Uploads of large files', 'steps', true],
      ],
    );
    const { done, total } = filterOverview(all, { statuses: new Set(), text: '' });
    assert.deepEqual([done, total], [1, 2]);
  });
});
