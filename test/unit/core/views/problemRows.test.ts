import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toKey } from '../../../../src/core/text/key.ts';
import { backlog } from '../../../../src/core/views/backlog.ts';
import { streamBoard } from '../../../../src/core/views/board.ts';
import { branchProgress } from '../../../../src/core/views/branchProgress.ts';
import { conflictLenses, streamLenses } from '../../../../src/core/views/lenses.ts';
import type { OutlineNode } from '../../../../src/core/views/outline.ts';
import { pickSections, pickStreams } from '../../../../src/core/views/pick.ts';
import { specs } from '../../../../src/core/views/specs.ts';
import { drawn, indexOf, lineStartsOf, outlineContext, rowOf } from '../../../support/indexOf.ts';

const path = 'tracking/progress/2026-06-18-feat-x.md';
const context = outlineContext({ currentBranch: 'feat/x', me: 'maple' });
const head = '# feat/x\nBranch: feat/x\n';
const table = '\n| Task | Status | Owner |\n| --- | --- | --- |\n';

function rowsOf(text: string, others: Readonly<Record<string, string>> = {}): readonly OutlineNode[] {
  return branchProgress(indexOf({ [path]: text, ...others }), context);
}

describe('what is wrong with a file', () => {
  const links = 'Spec: [gone](../../spec/gone.md)\nBacklog: [lost](../backlog/lost.md)\n';

  it('is one row below the tasks and before the links, which has the single problems below it', () => {
    const rows = rowsOf(`${head}${links}${table}| One | todo | - |\n`);
    assert.deepEqual(drawn(rows), [
      'feat/x (0/1 · 2 problems)',
      '  One (free)',
      '  2 problems',
      '    spec/gone.md was not found. (line 3)',
      '    tracking/backlog/lost.md was not found. (line 4)',
      '  gone (not found)',
      '  lost (not found)',
    ]);
    const folded = rowOf(rows, '2 problems');
    assert.deepEqual(
      [folded.icon.codicon, folded.collapsed, folded.accessibilityLabel],
      ['warning', 'collapsed', '2 problems'],
    );
    assert.match(folded.tooltip(), /gone\\\.md was not found\\\. \(line 3\)/);
    assert.deepEqual(
      folded.children?.().map(({ open }) => open?.line),
      [2, 3],
    );
    assert.deepEqual(folded.open, { key: path, line: 2 });
  });

  it('says itself what it is where it is one thing', () => {
    const rows = rowsOf(`${head}Spec: [gone](../../spec/gone.md)\n${table}| One | todo | - |\n`);
    assert.deepEqual(drawn(rows).slice(0, 3), [
      'feat/x (0/1 · 1 problem)',
      '  One (free)',
      '  spec/gone.md was not found. (line 3)',
    ]);
    assert.equal(
      rowOf(rows, 'spec/gone.md was not found.').accessibilityLabel,
      'Problem: spec/gone.md was not found, line 3',
    );
  });

  it('stands below the criteria of a spec', () => {
    const index = indexOf({ 'spec/a.md': '# A\n- **RPC-1** One.\n- **RPC-1** Again.\n- **RPC-1** More.\n' });
    assert.deepEqual(
      specs(index, context)[0]
        ?.children?.()
        .map(({ label }) => label),
      ['RPC-1', '2 problems'],
    );
  });

  it('has its fix in its menu, and as a button where it is the only one', () => {
    const cutOff = `${head}${table}| One | todo | - |\n\n| Two | todo | - |\n`;
    const second = { 'tracking/progress/2026-06-19-feat-x.md': `${head}${table}| Three | todo | - |\n` };
    const [cut] = problemRows(rowsOf(cutOff));
    assert.equal(cut?.context, 'problem cutOff');
    const [both] = problemRows(rowsOf(cutOff, second));
    assert.equal(both?.context, 'problem mergeFiles cutOff severalFixes');
    assert.deepEqual(
      both.children?.().map((row) => row.context),
      ['problem mergeFiles', 'problem cutOff'],
    );
    const [other] = problemRows(rowsOf(`${cutOff}\n[gone](../../gone.md)\n`));
    assert.equal(other?.context, 'problem cutOff');
    for (const word of ['resolveConflict', 'cutOff', 'mergeFiles', 'allowLink']) {
      assert.deepEqual(menusOf(`problem ${word}`), ['2_work', 'inline'], word);
      assert.deepEqual(menusOf(`problem ${word} severalFixes`), ['2_work'], word);
    }
  });
});

describe('a merge conflict', () => {
  const sides = [
    '| One | wip | maple |\n| Two | wip | maple |\n',
    '| One | todo | - |\n| Two | wip | otter |\n| Three | todo | - |\n',
  ];
  const text = `${head}Spec: [gone](../../spec/gone.md)\n${table}<<<<<<< HEAD\n${sides.join('=======\n')}>>>>>>> other\n| Four | done | - |\n`;

  it('is told once, with its fix, and counts no task twice', () => {
    const rows = rowsOf(text);
    assert.equal(rows[0]?.description, '1/4 · 1 problem · maple');
    const problems = problemRows(rows);
    assert.deepEqual(
      problems.map(({ context: flags, open, collapsed }) => [flags, open?.line, collapsed]),
      [['problem resolveConflict', 6, 'none']],
    );
    assert.deepEqual(
      rows[0].children?.().flatMap(({ kind, label }) => (kind === 'task' ? [label] : [])),
      ['One', 'Two', 'Three', 'Four'],
    );
    assert.equal(rowOf(rows, 'Four').open?.line, 14);
  });

  it('has one lens, above a table that counts each task once', () => {
    const index = indexOf({ [path]: text });
    const stream = index.findStream(toKey(path));
    assert.ok(stream);
    const lensContext = { me: 'maple', writable: true, lineStarts: lineStartsOf(index, path) };
    assert.equal(streamLenses(stream, lensContext)[0]?.title, '1/4 done');
    assert.deepEqual(
      conflictLenses(text, lensContext).map(({ title, line }) => [title, line]),
      [['Resolve Tracking Conflict', 6]],
    );
  });

  it('counts a task once that the other side renamed or numbered as ours', () => {
    const numbered = '\n| # | Task | Status | Owner |\n| --- | --- | --- | --- |\n';
    const rows = rowsOf(
      `${head}${numbered}| 1 | One | done | - |\n<<<<<<< HEAD\n| 2 | Two | wip | maple |\n=======\n| 2 | Two, renamed | done | otter |\n>>>>>>> other\n`,
    );
    assert.equal(rows[0]?.description, '1/2 · 1 problem · maple');
  });
});

function problemRows([stream]: readonly OutlineNode[]): readonly OutlineNode[] {
  return (stream?.children?.() ?? []).filter(({ kind }) => kind === 'problem');
}

/** The groups of a row's menu that have one of the commands that fix a problem. */
function menusOf(context: string): readonly string[] {
  const file = join(process.env['THROUGHLINE_ROOT'] ?? process.cwd(), 'package.json');
  const { contributes } = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly contributes: {
      readonly menus: Readonly<Record<string, readonly { readonly when: string; readonly group: string }[]>>;
    };
  };
  const asks = (when: string): boolean =>
    when.split(' && ').every((part) => {
      const [, not, pattern = ''] = /^(!\()?viewItem =~ \/(.*)\/\)?$/.exec(part) ?? [];
      return pattern === '' || new RegExp(pattern).test(context) === (not === undefined);
    });
  return (contributes.menus['view/item/context'] ?? [])
    .filter(({ when }) => asks(when))
    .map(({ group }) => group.replace(/@.*$/, ''))
    .sort();
}

describe('a file with merge conflict markers', () => {
  const text = `${head}${table}<<<<<<< HEAD\n| One | wip | maple |\n=======\n| One | wip | otter |\n>>>>>>> other\n| Two | todo | - |\n`;
  const index = indexOf({ [path]: text });
  const stream = index.findStream(toKey(path));
  assert.ok(stream);

  it('is offered what resolves them, and nothing that would be refused until then', () => {
    const rows = branchProgress(index, { ...context, checkboxes: true });
    assert.equal(rowOf(rows, 'feat/x').context, 'stream');
    for (const label of ['One', 'Two']) {
      const row = rowOf(rows, label);
      assert.deepEqual([row.context, row.checkbox], ['task', undefined]);
      assert.match(row.tooltip(), /Resolve them to change its tasks/);
    }
    assert.equal(
      rowOf(rows, 'This file has merge conflict markers. Resolve them to change its tasks.').context,
      'problem resolveConflict',
    );
    const lensContext = { me: 'maple', writable: true, lineStarts: lineStartsOf(index, path) };
    assert.deepEqual(
      streamLenses(stream, lensContext).map(({ title }) => title),
      ['0/2 done'],
    );
    for (const purpose of ['claim', 'finish', 'setStatus', 'defer'] as const)
      assert.deepEqual(pickSections(index, purpose, { me: 'maple' }), []);
    assert.deepEqual(
      pickStreams(index, 'addTask', { currentBranch: 'feat/x' }).map(({ group }) => group),
      ['inConflict'],
    );
  });

  it('has no buttons on the board', () => {
    const board = streamBoard(index, stream, { idOf: () => 'id', me: 'maple', writable: true });
    assert.equal(board.writable, false);
    assert.deepEqual(
      board.others.flatMap(({ tasks }) => tasks.map(({ can }) => can)),
      [[], []],
    );
  });

  it('offers no branch to start from a backlog item', () => {
    const item = '# Cache\n<<<<<<< HEAD\nPriority: high\n=======\nPriority: low\n>>>>>>> other\n';
    const conflicted = indexOf({ 'tracking/backlog/cache.md': item });
    assert.equal(rowOf(backlog(conflicted, context), 'Cache').context, 'backlogItem');
  });
});
