import assert from 'node:assert/strict';
import { claim } from '../../../src/core/operations/claim.ts';
import { toKey } from '../../../src/core/text/key.ts';
import type { RefusalCode } from '../../../src/core/model/refusal.ts';
import { streamBoard } from '../../../src/core/views/board.ts';
import { overview } from '../../../src/core/views/boardOverview.ts';
import { streamTooltip } from '../../../src/core/views/tooltip.ts';
import { branchProgress } from '../../../src/core/views/branchProgress.ts';
import { itemStateReason, itemStateWord } from '../../../src/core/messages/itemStates.ts';
import { workItemState } from '../../../src/core/index/workItemState.ts';
import { Project } from '../../../src/project/project.ts';
import { cloneOf, type TestBranch } from '../../support/clone.ts';
import { runConfirmed } from '../../support/confirmed.ts';
import { drawn, outlineContext } from '../../support/indexOf.ts';
import { MemoryWorld, folder } from '../../support/memoryWorld.ts';

const other = 'memory:/rpc-2';
const path = 'tracking/progress/2026-06-11-feat-x.md';
const file = (branch: string, row: string, more = ''): string =>
  `# ${branch}\n\nBranch: ${branch}\n${more}\n| Task | Status | Owner |\n| --- | --- | --- |\n| ${row} |\n`;
const atHand = file('feat/x', 'Old | todo | -');

async function open(files: Record<string, string>, branches?: readonly TestBranch[]) {
  const host = new MemoryWorld(files);
  const project = new Project(host, (error) => {
    throw error;
  });
  const see = async (now: readonly TestBranch[] | undefined, siblings?: string[]): Promise<void> => {
    host.setClone(now === undefined ? undefined : cloneOf(now, 'main', siblings));
    await project.idle();
  };
  await project.load();
  if (branches !== undefined) await see(branches);
  await project.idle();
  const rows = (currentBranch = 'main'): string[] => {
    const state = project.folder(folder);
    assert.ok(state);
    return drawn(branchProgress(state.index, outlineContext({ currentBranch })));
  };
  const claimOld = (confirmed?: RefusalCode, row = 'Old', at = path) =>
    runConfirmed(
      project,
      { folder, key: toKey(at) },
      claim,
      { task: toKey(`${at}#${row}`) },
      { me: 'maple', through: 'disk' },
      confirmed === undefined ? [] : [confirmed],
    );
  return { host, project, see, rows, claimOld };
}

describe('which copy of a progress file counts', () => {
  it('the one at hand without git, and on the branch that is checked out', async () => {
    const { rows, see } = await open({ [path]: atHand });
    assert.deepEqual(rows(), ['feat/x (0/1 · unassigned)', '  Old (free)']);
    await see([
      { name: 'feat/x', worktree: folder, files: { [path]: file('feat/x', 'Committed | todo | -') } },
    ]);
    assert.deepEqual(rows('feat/x'), ['feat/x (0/1 · unassigned)', '  Old (free)']);
  });

  it('the one in the worktree that has the branch, live, and claims are made there once that is agreed', async () => {
    const { host, project, rows, see, claimOld } = await open({ [path]: atHand });
    host.writeIn(other, path, file('feat/x', 'New | todo | -'));
    await see([
      { name: 'main', worktree: folder },
      { name: 'feat/x', worktree: other, files: { [path]: file('feat/x', 'Committed | todo | -') } },
    ]);
    assert.deepEqual(rows(), ['feat/x (0/1 · unassigned · in ../rpc-2)', '  New (free)']);
    const refused = await claimOld(undefined, 'New');
    assert.equal(refused.kind === 'refused' && refused.code, 'branch.elsewhere');
    assert.equal((await claimOld('branch.elsewhere', 'New')).kind, 'done');
    await project.idle();
    assert.equal(host.others.get(other)?.get(path), file('feat/x', 'New | wip | maple'));
    assert.equal(host.files.get(path), atHand, 'the copy at hand stays as it is');
    assert.deepEqual(rows(), ['feat/x (0/1 · maple · in ../rpc-2)', '  New (maple)']);
    host.writeIn(other, path, file('feat/x', 'New | done | maple'));
    await project.idle();
    assert.deepEqual(rows(), ['feat/x (1/1 · in ../rpc-2)', '  New (maple)']);
  });

  it('a new progress file in another worktree is seen', async () => {
    const { host, project, rows, see } = await open({});
    await see([
      { name: 'main', worktree: folder },
      { name: 'feat/x', worktree: other },
    ]);
    assert.deepEqual(rows(), []);
    host.writeIn(other, path, file('feat/x', 'New | todo | -'));
    await project.idle();
    assert.deepEqual(rows(), ['feat/x (0/1 · unassigned · in ../rpc-2)', '  New (free)']);
  });

  it('else the one on the local branch, else on its upstream; shown with the day, not written by tools', async () => {
    const committed = file('feat/x', 'Committed | todo | -');
    const { host, rows, see, claimOld } = await open({ [path]: atHand });
    await see([
      { name: 'main', worktree: folder },
      { name: 'feat/x', upstream: 'origin/feat/x', files: { [path]: committed } },
      { name: 'feat/x', remote: 'origin', files: { [path]: file('feat/x', 'Pushed | todo | -') } },
    ]);
    assert.deepEqual(rows(), [
      'feat/x (0/1 · unassigned · not checked out · 6 days ago)',
      '  Committed (free)',
    ]);
    const refused = await claimOld(undefined, 'Committed');
    assert.equal(refused.kind === 'refused' && refused.code, 'branch.notCheckedOut');
    assert.equal((await claimOld('branch.notCheckedOut')).kind, 'done');
    assert.equal(host.files.get(path), file('feat/x', 'Old | wip | maple'));
    await see([{ name: 'main' }, { name: 'feat/x', remote: 'origin', files: { [path]: committed } }]);
    assert.deepEqual(rows(), [
      'feat/x (0/1 · unassigned · on origin/feat/x · 6 days ago)',
      '  Committed (free)',
    ]);
  });

  it('a branch that has it checked out nowhere and not here cannot be changed', async () => {
    const { see, claimOld } = await open({});
    await see([{ name: 'main' }, { name: 'feat/x', files: { [path]: atHand } }]);
    for (const code of [undefined, 'branch.notCheckedOut', 'branch.elsewhere'] as const) {
      const refused = await claimOld(code);
      assert.equal(refused.kind === 'refused' && refused.code, 'branch.notHere');
    }
  });

  it('else, when the branch is gone, the one on the base', async () => {
    const merged = file('feat/x', 'Old | done | otter');
    const { rows, see } = await open({ [path]: atHand });
    await see([
      { name: 'main', files: { [path]: merged } },
      { name: 'feat/y', worktree: folder },
    ]);
    assert.deepEqual(rows('feat/y'), [
      'No such branch (1)',
      '  feat/x (1/1 · on main · 6 days ago)',
      '    Old (otter)',
    ]);
    await see([
      { name: 'main', files: { [path]: atHand } },
      { name: 'feat/y', worktree: folder },
    ]);
    // Nothing was begun on it: it may be still to be made.
    assert.deepEqual(rows('feat/y'), ['feat/x (0/1 · unassigned · no such branch)', '  Old (free)']);
  });

  it('the one at hand when its branch has none', async () => {
    const { rows } = await open({ [path]: atHand }, [{ name: 'main', worktree: folder }, { name: 'feat/x' }]);
    assert.deepEqual(rows(), ['feat/x (0/1 · unassigned)', '  Old (free)']);
  });

  it('shows nothing twice: a copy under another name is named, not shown, nor written, and comes back', async () => {
    const renamed = 'tracking/progress/2026-06-12-feat-x.md';
    const { rows, see, claimOld } = await open({ [path]: atHand });
    await see([
      { name: 'main', worktree: folder },
      { name: 'feat/x', files: { [renamed]: file('feat/x', 'New | todo | -') } },
    ]);
    assert.deepEqual(rows(), [
      '2026-06-11-feat-x.md (1 problem)',
      '  On its branch, feat/x has another progress file: tracking/progress/2026-06-12-feat-x.md. The tasks of this one are not shown. Move them there, or name another branch. (line 3)',
      'feat/x (0/1 · unassigned · not checked out · 6 days ago)',
      '  New (free)',
    ]);
    const refused = await claimOld();
    assert.equal(refused.kind === 'refused' && refused.code, 'branch.copy');
    await see([{ name: 'main', worktree: folder }, { name: 'feat/x' }]);
    assert.deepEqual(rows(), ['feat/x (0/1 · unassigned)', '  Old (free)']);
    assert.equal((await claimOld()).kind, 'done');
  });

  it('keeps two branches apart whose progress files have one path', async () => {
    const same = 'tracking/progress/2026-06-11-feat-a-b.md';
    const { project, rows, see, claimOld } = await open({ [same]: file('feat/a-b', 'One | todo | -') });
    await see([
      { name: 'feat/a-b', worktree: folder },
      { name: 'feat-a/b', worktree: other, files: {} },
    ]);
    assert.deepEqual(rows('feat/a-b'), ['feat/a-b (0/1 · unassigned)', '  One (free)']);
    await see([
      { name: 'feat/a-b', worktree: folder },
      { name: 'feat-a/b', files: { [same]: file('feat-a/b', 'Two | todo | -') } },
    ]);
    assert.deepEqual(rows('feat/a-b'), [
      'feat/a-b (0/1 · unassigned)',
      '  One (free)',
      'feat-a/b (0/1 · unassigned · not checked out · 6 days ago)',
      '  Two (free)',
    ]);
    assert.equal((await claimOld(undefined, 'One', same)).kind, 'done');
    const { index } = project.folder(folder) ?? {};
    assert.ok(index);
    const [here, there] = index.streams();
    assert.deepEqual(here?.location.document, { folder, path: same });
    assert.equal(there?.location.document.path, same, 'it has the path that it has on its branch');
    assert.notEqual(there.location.document.commit, undefined);
    const [, row] = branchProgress(index, outlineContext({ currentBranch: 'feat/a-b' }));
    assert.ok(row?.tooltip().replaceAll('\\', '').endsWith(`\n${same}`), row?.tooltip());
  });

  it('claims in the worktree also where its file has the path of another one here', async () => {
    const same = 'tracking/progress/2026-06-11-feat-a-b.md';
    const { host, project, rows, see, claimOld } = await open({ [same]: file('feat/a-b', 'One | todo | -') });
    host.writeIn(other, same, file('feat-a/b', 'Two | todo | -'));
    await see([
      { name: 'feat/a-b', worktree: folder },
      { name: 'feat-a/b', worktree: other },
    ]);
    const alias = project.folder(folder)?.index.streamsOfBranch('feat-a/b')[0]?.key ?? '';
    assert.notEqual(alias, same);
    assert.equal((await claimOld('branch.elsewhere', 'Two', alias)).kind, 'done');
    assert.equal(host.others.get(other)?.get(same), file('feat-a/b', 'Two | wip | maple'));
    assert.deepEqual(rows('feat/a-b').slice(2), ['feat-a/b (0/1 · maple · in ../rpc-2)', '  Two (maple)']);
  });

  it('leaves a branch to the workspace folder that has it checked out, and the rest to the first', async () => {
    const { host, rows, see } = await open({ [path]: atHand });
    host.writeIn(other, path, file('feat/x', 'New | todo | -'));
    const branches = [
      { name: 'main', worktree: folder },
      { name: 'feat/x', worktree: other },
      { name: 'feat/z', files: { 'tracking/progress/2026-06-11-feat-z.md': file('feat/z', 'Z | todo | -') } },
    ];
    await see(branches, [folder, other]);
    assert.deepEqual(rows(), ['feat/z (0/1 · unassigned · not checked out · 6 days ago)', '  Z (free)']);
    await see(branches, [other, folder]);
    assert.deepEqual(rows(), []);
  });

  it('says nothing of links that may only be missing here', async () => {
    const linking = file('feat/x', 'New X-1 | todo | -', 'Spec: [s](../../spec/s.md)\n');
    const { project, see } = await open({ 'spec/other.md': '# O\n\n- **X-2** Two.\n' });
    await see([{ name: 'main' }, { name: 'feat/x', files: { [path]: linking } }]);
    assert.deepEqual(project.folder(folder)?.index.problems(toKey(path)), []);
  });

  it('says that a branch is merged when the base has its commits and its work, not when it was only started', async () => {
    const done = file('feat/x', 'Old | done | otter');
    const { rows, see } = await open({ [path]: done });
    const main = { name: 'main', worktree: folder, files: { [path]: done } };
    await see([main, { name: 'feat/x', contained: true, files: { [path]: done } }]);
    assert.deepEqual(rows(), ['feat/x (merged · 1/1 · not checked out · 6 days ago)', '  Old (otter)']);
    await see([main, { name: 'feat/x', files: { [path]: done } }]);
    assert.deepEqual(rows(), ['feat/x (1/1 · not checked out · 6 days ago)', '  Old (otter)']);
    const planned = { [path]: atHand };
    await see([
      { ...main, files: planned },
      { name: 'feat/x', contained: true, files: planned },
    ]);
    assert.deepEqual(rows(), ['feat/x (0/1 · unassigned · not checked out · 6 days ago)', '  Old (free)']);
  });

  it('has a merged branch below those with open work, and says it where else it is shown', async () => {
    const left = file('feat/x', 'Old | done | otter').replace(/\n$/, '\n| New | todo | - |\n');
    const open_ = 'tracking/progress/2026-06-12-feat-y.md';
    const { project, rows, see } = await open({ [path]: left, [open_]: file('feat/y', 'One | todo | -') });
    await see([
      { name: 'main', worktree: folder, files: { [path]: left } },
      { name: 'feat/x', contained: true, files: { [path]: left } },
      { name: 'feat/y', files: { [open_]: file('feat/y', 'One | todo | -') } },
    ]);
    assert.deepEqual(
      rows()
        .filter((row) => !row.startsWith(' '))
        .map((row) => row.split(' · ')[0]),
      ['feat/y (0/1', 'feat/x (merged'],
    );
    const index = project.folder(folder)?.index;
    const stream = index?.streamsOfBranch('feat/x')[0];
    assert.ok(index && stream);
    assert.match(streamTooltip(index, stream, 'branch', []), /^\*\*feat\\\/x\*\* · merged/);
    const context = { idOf: () => '', writable: true };
    assert.equal(streamBoard(index, stream, context).title, 'merged');
    const shown = overview([{ index, name: '', context, ageOf: () => '' }], true).streams;
    assert.deepEqual(
      shown.map(({ name, title, group }) => `${name}: ${title}, ${group}`),
      ['feat/y: , open', 'feat/x: merged, finished'],
    );
  });

  it('does not say so of a branch at a commit of the base itself, before all of its tasks are done', async () => {
    const item = 'tracking/backlog/x.md';
    const begun = file('feat/x', 'Old | done | otter', 'Backlog: [x](../backlog/x.md)\n').replace(
      /\n$/,
      '\n| New | todo | - |\n',
    );
    const { project, rows, see } = await open({ [path]: begun, [item]: '# X\n' });
    const show = async (text: string, onBase?: true): Promise<string> => {
      const main = { name: 'main', worktree: folder, files: { [path]: text } };
      const at = { contained: true, ...(onBase === undefined ? {} : { onBase }) } as const;
      await see([main, { name: 'feat/x', files: { [path]: text }, ...at }]);
      const index = project.folder(folder)?.index;
      const found = index?.workItems('backlog')[0];
      assert.ok(index && found);
      return `${rows()[0] ?? ''}: ${itemStateWord(workItemState(index, found).why)}`;
    };
    assert.equal(await show(begun, true), 'feat/x (1/2 · otter · not checked out · 6 days ago): in progress');
    assert.equal(await show(begun), 'feat/x (merged · 1/2 · otter · not checked out · 6 days ago): done');
    assert.equal(await show(begun, true), 'feat/x (1/2 · otter · not checked out · 6 days ago): in progress');
  });

  it('has an item that says it is open as started by a branch in another worktree, linked from either end', async () => {
    const item = 'tracking/backlog/x.md';
    const begun = file('feat/x', 'Old | wip | otter', 'Backlog: [x](../backlog/x.md)\n');
    for (const [text, there] of [
      ['# X\nStatus: open\n', begun],
      ['# X\nStatus: open\nBranch: feat/x\n', file('feat/x', 'Old | wip | otter')],
      [`# X\nStatus: todo\nProgress: [x](../progress/${path.split('/').at(-1) ?? ''})\n`, begun],
    ] as const) {
      const { host, project, see } = await open({ [item]: text });
      const found = (): string => {
        const index = project.folder(folder)?.index;
        const [known] = index?.workItems('backlog') ?? [];
        assert.ok(index && known);
        const { status, why } = workItemState(index, known);
        return `${status}: ${itemStateWord(why)}, ${itemStateReason(why)}`;
      };
      const main = { name: 'main', worktree: folder };
      await see([main]);
      assert.match(found(), /^todo: (?:open|todo), the file says so$/);
      host.writeIn(other, path, there);
      await see([main, { name: 'feat/x', worktree: other, files: { [path]: there } }]);
      assert.match(found(), /^wip: in progress, linked by feat\/x; the file says “(?:open|todo)”$/);
      host.writeIn(other, path, there.replace('wip', 'done'));
      await project.idle();
      assert.match(found(), /^todo: (?:open|todo), the file says so$/);
    }
  });

  it('forgets all of it when git is gone', async () => {
    const { rows, see } = await open({ [path]: atHand });
    await see([{ name: 'main' }, { name: 'feat/x', files: { [path]: file('feat/x', 'New | todo | -') } }]);
    await see(undefined);
    assert.deepEqual(rows(), ['feat/x (0/1 · unassigned)', '  Old (free)']);
  });
});
