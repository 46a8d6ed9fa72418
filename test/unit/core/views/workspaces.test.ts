import assert from 'node:assert/strict';
import type { Checkouts } from '../../../../src/core/model/branch.ts';
import { toKey } from '../../../../src/core/text/key.ts';
import { branchProgress } from '../../../../src/core/views/branchProgress.ts';
import { streamBoard } from '../../../../src/core/views/board.ts';
import { streamLenses } from '../../../../src/core/views/lenses.ts';
import { pickSections, pickStreams } from '../../../../src/core/views/pick.ts';
import { workspaceLenses } from '../../../../src/core/views/workspaceViews.ts';
import { fixture } from '../../../support/documents.ts';
import { indexOf, outlineContext, parseAt } from '../../../support/indexOf.ts';
import { itemIn } from '../../../../src/core/index/composeStream.ts';

const folder = '.claude/workspaces/main_a1b2c3d4/';
const progress = `${folder}claude-progress.json`;
const features = `${folder}feature-list.json`;
const files = Object.fromEntries([progress, features].map((path) => [path, fixture(`sample/${path}`)]));
const on = (here: string): Checkouts => ({ here, worktrees: new Map(), branches: ['main', 'feat/x'] });

/** What menus offer on the row of a workspace, and on those of its features. */
function offered(
  given: Parameters<typeof outlineContext>[0],
  documents: Readonly<Record<string, string>> = files,
): readonly string[] {
  const [row] = branchProgress(indexOf(documents), outlineContext({ me: 'maple', ...given }));
  assert.ok(row);
  const tasks = (row.children?.() ?? []).filter(({ kind }) => kind === 'task');
  return [row, ...tasks].map(({ context }) => context);
}

describe('the rows and lenses of a workspace', () => {
  it('offer what its documents have a place for', () => {
    const open = 'task claim open finish assign setStatus addNote';
    assert.deepEqual(offered({ checkouts: on('main') }), [
      'stream claimNext addTask addNote resumeWorkspace updateResumption addLogEntry startSession',
      'task reopen setStatus addNote',
      open,
      open,
    ]);
    const begun = (files[progress] ?? '').replace(/\s*"ended": .*/, '');
    assert.deepEqual(offered({ checkouts: on('main') }, { [progress]: begun }), [
      'stream addNote resumeWorkspace createFeatureList updateResumption addLogEntry endSession',
    ]);
  });

  it('offer to resume alone what cannot be changed here', () => {
    const shown = ['stream resumeWorkspace', 'task', 'task', 'task'];
    assert.deepEqual(offered({ checkouts: on('feat/x') }), shown);
    assert.deepEqual(offered({ writable: false }), shown);
  });

  it('are not there to choose from for what cannot be done here', () => {
    const index = indexOf(files);
    const titles = (here: string): readonly string[] =>
      pickSections(index, 'claim', { me: 'maple', checkouts: on(here) }).flatMap(({ items }) =>
        items.map(({ label }) => label),
      );
    assert.deepEqual(titles('main'), ['User login', 'Password reset']);
    assert.deepEqual(titles('feat/x'), []);
    const streams = (here: string): number => pickStreams(index, 'addTask', { checkouts: on(here) }).length;
    assert.deepEqual([streams('main'), streams('feat/x')], [1, 0]);
    assert.equal(pickStreams(index, 'open', { checkouts: on('feat/x') }).length, 1);
    assert.equal(pickStreams(index, 'pullRequest', {}).length, 0);
    const stream = index.findStream(toKey(progress));
    assert.ok(stream);
    const idOf = (): string => 'id';
    for (const here of ['main', 'feat/x']) {
      const board = streamBoard(index, stream, { idOf, me: 'maple', writable: true, checkouts: on(here) });
      assert.equal(board.writable, here === 'main');
      assert.equal(
        board.others.every(({ tasks }) => tasks.every(({ can }) => can.length > 0)),
        here === 'main',
      );
    }
  });

  it('say at the top of each document how far all of it is', () => {
    const index = indexOf(files);
    const stream = index.findStream(toKey(progress));
    assert.ok(stream);
    assert.deepEqual(
      workspaceLenses(stream).map(({ line, title, action }) => [line, title, action.kind]),
      [
        [0, '1/3 done', 'board'],
        [0, 'Resume Workspace', 'resumeWorkspace'],
      ],
    );
    const parsed = parseAt(features, files[features] ?? '');
    const item = itemIn(parsed);
    assert.ok(item?.kind === 'stream');
    const lenses = streamLenses(item, { me: 'maple', writable: false, lineStarts: parsed.lineStarts });
    assert.deepEqual(lenses, []);
    const bare = indexOf({ [progress]: files[progress] ?? '' }).findStream(toKey(progress));
    assert.deepEqual(bare === undefined ? [] : workspaceLenses(bare).map(({ title }) => title), [
      'Resume Workspace',
    ]);
  });
});
