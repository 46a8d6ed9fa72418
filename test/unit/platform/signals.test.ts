import assert from 'node:assert/strict';
import { renameSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { toKey } from '../../../src/core/text/key.ts';
import { branchProgress } from '../../../src/core/views/branchProgress.ts';
import { noFilter, type Filter } from '../../../src/core/views/filter.ts';
import { signalsOf } from '../../../src/core/views/signals.ts';
import { BranchStatusReader } from '../../../src/platform/node/branchStatusReader.ts';
import { createGit } from '../../../src/platform/node/git.ts';
import { OpenedProject } from '../../support/openedProject.ts';
import { drawn, outlineContext } from '../../support/indexOf.ts';
import { Repository } from '../../support/repository.ts';
import { makeSample, temporaryFolder } from '../../support/sample.mjs';

const now = '2026-06-20T12:00:00Z';
const file = (name: string): string => `tracking/progress/2026-06-11-${name}.md`;
const text = (branch: string, row: string, links = ''): string =>
  `# ${branch}\n\nBranch: \`${branch}\`\n${links}\n| Task | Status | Owner | Notes |\n| --- | --- | --- | --- |\n| ${row} |\n`;
const spec = '# S\n\n- **FR-1** One.\n- **FR-2** Two.\n';
const linksSpec = 'Spec: [s](../../spec/s.md)\n';

describe('what git says of branches', () => {
  let repository: Repository;
  let disk: OpenedProject | undefined;
  beforeEach(() => {
    repository = new Repository();
    repository.commit('2026-06-01', { 'spec/s.md': spec, 'src/a.ts': 'a', 'tracking/backlog/b.md': '# B\n' });
  });
  afterEach(() => {
    disk?.dispose();
    disk = undefined;
    repository.dispose();
  });
  /** Commits a branch from the main one, and goes back. */
  const branch = (name: string, date: string, files: Record<string, string>, from = 'main'): void => {
    repository.git('switch', '--quiet', '--create', name, from);
    repository.commit(date, files);
    repository.git('switch', '--quiet', 'main');
  };
  const open = async (): Promise<OpenedProject> => {
    disk = new OpenedProject(repository.root);
    await disk.load();
    return disk;
  };
  const said = (name: string, project: OpenedProject, at = now): string[] => {
    const [stream] = project.index.streamsOfBranch(name);
    assert.ok(stream, name);
    return signalsOf(project.index, stream, project.gitView(at)).map(({ sentence }) => sentence);
  };

  it('stale: a wip row, and nothing for days; not when somebody commits, edits, or the clock is wrong', async () => {
    branch('feat/x', '2026-06-14', { [file('feat-x')]: text('feat/x', 'One | wip | maple | ') });
    branch('feat/todo', '2026-06-14', { [file('feat-todo')]: text('feat/todo', 'One | todo | - | ') });
    branch('feat/new', '2026-06-19', { [file('feat-new')]: text('feat/new', 'One | wip | maple | ') });
    branch('feat/future', '2027-01-01', {
      [file('feat-future')]: text('feat/future', 'One | wip | maple | '),
    });
    const project = await open();
    assert.deepEqual(said('feat/x', project), ['Stale: no commits or edits for 6 days']);
    for (const name of ['feat/todo', 'feat/new', 'feat/future'])
      assert.deepEqual(said(name, project), [], name);
    const worktree = repository.worktree('other', 'feat/x');
    await project.refresh();
    assert.deepEqual(
      said('feat/x', project),
      [],
      'it was just checked out: nobody can say when it was edited',
    );
    const days = Date.parse('2026-06-15T00:00:00Z') / 1000;
    utimesSync(join(worktree, file('feat-x')), days, days);
    await project.refresh();
    assert.deepEqual(said('feat/x', project), ['Stale: no commits or edits for 5 days']);
  });

  it('overlap: the same criterion, backlog item or file; not on one’s own stack, not what is done, tracking or locks', async () => {
    const shared = `${linksSpec}Backlog: [b](../backlog/b.md)\n`;
    branch('feat/x', '2026-06-19', {
      [file('feat-x')]: text('feat/x', 'One | todo | - | FR-1', shared),
      'src/a.ts': 'x',
      'package-lock.json': 'x',
    });
    branch('feat/y', '2026-06-19', {
      [file('feat-y')]: text('feat/y', 'Two | todo | - | FR-1', shared),
      'src/a.ts': 'y',
      'package-lock.json': 'y',
    });
    branch('feat/done', '2026-06-19', {
      [file('feat-done')]: text('feat/done', 'Three | done | maple | FR-1', shared),
      'src/a.ts': 'z',
    });
    branch('feat/other', '2026-06-19', {
      [file('feat-other')]: text('feat/other', 'Four | todo | - | FR-2', linksSpec),
      'src/b.ts': '',
    });
    branch(
      'feat/stacked',
      '2026-06-19',
      { [file('feat-stacked')]: text('feat/stacked', 'Five | todo | - | FR-1', linksSpec) },
      'feat/x',
    );
    const project = await open();
    assert.deepEqual(said('feat/x', project), ['Overlap with feat/y: FR-1; the same backlog item; src/a.ts']);
    assert.deepEqual(said('feat/y', project), [
      'Overlap with feat/stacked: FR-1; src/a.ts',
      'Overlap with feat/x: FR-1; the same backlog item; src/a.ts',
    ]);
    assert.deepEqual(said('feat/other', project), []);
    assert.deepEqual(said('feat/done', project), []);
  });

  it('drift: a linked spec is another on the base; not when the branch has it too, or it never changed', async () => {
    branch('feat/x', '2026-06-19', { [file('feat-x')]: text('feat/x', 'One | todo | - | FR-1', linksSpec) });
    branch('feat/none', '2026-06-19', { [file('feat-none')]: text('feat/none', 'One | todo | - | ') });
    const project = await open();
    assert.deepEqual(said('feat/x', project), []);
    repository.commit('2026-06-19', { 'spec/s.md': `${spec}- **FR-3** Three.\n` });
    await project.refresh();
    assert.deepEqual(said('feat/x', project), [
      'Drift: spec/s.md changed on main since this branch was created',
    ]);
    assert.deepEqual(said('feat/none', project), []);
    repository.git('switch', '--quiet', 'feat/x');
    repository.git('merge', '--quiet', '--no-edit', 'main');
    repository.git('switch', '--quiet', 'main');
    await project.refresh();
    assert.deepEqual(said('feat/x', project), []);
  });

  it('unreported: commits after the last word, and branches without a file; not two commits, not while it is edited', async () => {
    branch('feat/x', '2026-06-17', { [file('feat-x')]: text('feat/x', 'One | todo | - | ') });
    branch('feat/y', '2026-06-17', { 'src/y.ts': '' });
    repository.git('branch', 'feat/empty');
    repository.git('switch', '--quiet', 'feat/x');
    repository.commit('2026-06-18', { 'src/1.ts': '' });
    repository.commit('2026-06-18', { 'src/2.ts': '' });
    const project = await open();
    assert.deepEqual(said('feat/x', project), []);
    repository.commit('2026-06-19', { 'src/3.ts': '' });
    await project.refresh();
    assert.deepEqual(said('feat/x', project), ['Unreported: 3 commits since the progress file was changed']);
    repository.write(file('feat-x'), text('feat/x', 'One | wip | maple | '));
    await project.refresh();
    assert.deepEqual(said('feat/x', project), []);
    repository.commit('2026-06-19');
    await project.refresh();
    assert.deepEqual(said('feat/x', project), []);
    const rows = drawn(
      branchProgress(project.index, outlineContext({ git: project.gitView(now), currentBranch: 'feat/x' })),
    );
    assert.deepEqual(rows.slice(-2), ['No progress file (1)', '  feat/y (1 commit · 3 days ago)']);
  });

  it('the checked-out branch first, also once its progress file is removed, until it has one again', async () => {
    branch('feat/x', '2026-06-18', {
      [file('feat-x')]: text('feat/x', 'One | wip | maple | '),
      [file('feat-y')]: text('feat/y', 'Two | done | maple | '),
    });
    repository.git('switch', '--quiet', 'feat/x');
    const project = await open();
    const rows = (): string[] =>
      branchProgress(
        project.index,
        outlineContext({ git: project.gitView(now), currentBranch: 'feat/x' }),
      ).map(({ label, description }) => `${label} (${description ?? ''})`);
    const before = rows();
    assert.match(before[0] ?? '', /^feat\/x \(0\/1/);
    const asked = new Promise<void>((resolve) => {
      const listener = project.facts.onDidChange(() => {
        listener.dispose();
        resolve();
      });
    });
    rmSync(join(repository.root, file('feat-x')));
    // As the watcher does; nobody refreshes, and git does not move.
    project.hint(file('feat-x'));
    await asked;
    assert.equal(rows()[0], 'feat/x (no progress file · 1 commit · 2 days ago)');
    assert.deepEqual(rows().slice(1), before.slice(1));
    repository.write(file('feat-x'), text('feat/x', 'One | wip | maple | '));
    project.hint(file('feat-x'));
    await project.project.idle();
    assert.deepEqual(rows(), before);
  });

  it('how far a branch is, its last commit, and what is not committed', async () => {
    branch('feat/x', '2026-06-19', { [file('feat-x')]: text('feat/x', 'One | todo | - | ') });
    repository.commit('2026-06-18');
    const worktree = repository.worktree('other', 'feat/x');
    const project = await open();
    const rows = (): string[] =>
      drawn(
        branchProgress(project.index, outlineContext({ git: project.gitView(now), currentBranch: 'main' })),
      );
    assert.deepEqual(rows(), [
      'feat/x (0/1 · unassigned · in ../other)',
      '  One (free)',
      '  1 ahead, 1 behind main (yesterday)',
    ]);
    for (const name of ['new.ts', 'src/a.ts']) {
      rmSync(join(worktree, name), { force: true });
      repository.write(join('../other', name), 'changed');
    }
    await project.refresh();
    assert.equal(rows()[2], '  1 ahead, 1 behind main (2 uncommitted files · yesterday)');
    repository.write('../other/src/a.ts', 'a');
    utimesSync(join(worktree, 'src/a.ts'), 1, 1);
    await project.refresh();
    assert.equal(
      rows()[2],
      '  1 ahead, 1 behind main (1 uncommitted file · yesterday)',
      'touched is not changed',
    );
  });

  it('is asked again after git could not answer', async () => {
    const first = repository.git('rev-parse', 'main').trim();
    branch('feat/x', '2026-06-19', { 'src/b.ts': 'b' });
    repository.commit('2026-06-18');
    const failures: unknown[] = [];
    const reader = new BranchStatusReader(createGit((error) => failures.push(error)));
    const [base, ref] = ['main', 'feat/x'].map((name) => ({
      ...{ ref: `refs/heads/${name}`, name, time: 0 },
      commit: repository.git('rev-parse', name).trim(),
    }));
    assert.ok(ref);
    const fileless = async (): Promise<readonly string[]> => {
      const question = { folder: repository.root, prefix: '', base, streams: [], roots: [] };
      const facts = await reader.read({ ...question, fileless: [{ ref, checkedOut: false }] });
      return facts.fileless.map(({ branch: name }) => name);
    };
    const object = join(repository.root, '.git/objects', first.slice(0, 2), first.slice(2));
    renameSync(object, `${object}.away`);
    assert.deepEqual(await fileless(), []);
    assert.equal(failures.length, 1);
    renameSync(`${object}.away`, object);
    assert.deepEqual(await fileless(), ['feat/x']);
  });

  it('counts nothing of which a shallow clone has not all commits', async () => {
    for (const day of ['02', '03', '04', '05']) repository.commit(`2026-06-${day}`, { 'src/a.ts': day });
    branch('feat/x', '2026-06-06', {
      [file('feat-x')]: text('feat/x', 'One | wip | maple | '),
      'src/x.ts': '',
    });
    repository.git('switch', '--quiet', 'feat/x');
    for (const day of ['07', '08', '09', '10']) repository.commit(`2026-06-${day}`, { 'src/x.ts': day });
    repository.git('switch', '--quiet', 'main');
    repository.commit('2026-06-11', { 'src/a.ts': 'z' });
    const factsAt = async (depth: number) => {
      const root = join(repository.parent, `depth-${depth}`);
      const options = [`--depth=${depth}`, '--no-single-branch'];
      repository.git('clone', '--quiet', ...options, `file://${repository.root}`, root);
      const shallow = new OpenedProject(root);
      await shallow.load();
      const [stream] = shallow.index.streamsOfBranch('feat/x');
      const facts = shallow.facts.of(shallow.folder).streams.get(toKey(stream?.key ?? ''));
      shallow.dispose();
      return [facts?.ahead, facts?.behind, facts?.unreported, facts?.changed];
    };
    assert.deepEqual(await factsAt(2), [undefined, undefined, undefined, []]);
    assert.deepEqual(await factsAt(5), [undefined, undefined, undefined, []]);
    assert.deepEqual(await factsAt(8), [5, 1, 4, ['src/x.ts']]);
  });

  it('merged: where its own commits are on the base, not where it was just made, whatever its file says', async () => {
    const done = 'One | done | otter | ';
    repository.commit('2026-06-10', {
      [file('feat-new')]: text('feat/new', done),
      [file('feat-again')]: text('feat/again', done),
    });
    for (const name of ['forward', 'joined']) {
      branch(`feat/${name}`, '2026-06-11', { [file(`feat-${name}`)]: text(`feat/${name}`, done) });
      repository.git('merge', '--quiet', '--no-edit', name === 'joined' ? '--no-ff' : '--ff', `feat/${name}`);
    }
    repository.git('branch', 'feat/new');
    repository.git('branch', 'feat/again', 'feat/joined');
    const project = await open();
    const merged = (): string[] =>
      project.index.streams().flatMap(({ name, branchState }) => (branchState === 'merged' ? [name] : []));
    assert.deepEqual(merged().sort(), ['feat/forward', 'feat/joined']);
    repository.commit('2026-06-12');
    await project.refresh();
    assert.deepEqual(merged().sort(), ['feat/forward', 'feat/joined']);
  });

  it('can be filtered by', async () => {
    branch('feat/x', '2026-06-19', { [file('feat-x')]: text('feat/x', 'One | todo | - | ') });
    repository.commit('2026-06-18', { [file('old')]: text('old', 'One | done | - | ') });
    const project = await open();
    const shown = (...branches: Filter['branches']): string[] =>
      branchProgress(
        project.index,
        outlineContext({
          git: project.gitView(now),
          currentBranch: 'main',
          filter: { ...noFilter, branches },
        }),
      ).map(({ label }) => label);
    assert.deepEqual(shown('ahead'), ['feat/x']);
    assert.deepEqual(shown('behind'), ['feat/x']);
    assert.deepEqual(shown('deleted'), ['No such branch']);
    assert.deepEqual(shown('merged', 'uncommitted', 'stale'), []);
    repository.git('merge', '--quiet', '--no-edit', 'feat/x');
    await project.refresh();
    assert.deepEqual(shown('ahead'), []);
  });

  it('nothing without a base, and nothing of it in an unrelated history', async () => {
    repository.git('branch', '--move', 'main', 'trunk');
    repository.git('switch', '--quiet', '--orphan', 'feat/x');
    repository.commit('2026-06-19', {
      [file('feat-x')]: text('feat/x', 'One | wip | maple | FR-1', linksSpec),
    });
    const project = await open();
    assert.deepEqual(said('feat/x', project), []);
    repository.git('branch', '--move', 'trunk', 'main');
    await project.refresh();
    assert.deepEqual(said('feat/x', project), []);
  });

  it('raises no false alarm on the sample repository: one criterion is really served by two branches', async () => {
    const parent = temporaryFolder();
    const sample = new OpenedProject(makeSample(parent).root);
    await sample.load();
    const all = sample.index
      .streams()
      .flatMap((stream) =>
        signalsOf(sample.index, stream, sample.gitView('2026-06-21T12:00:00Z')).map(
          ({ sentence }) => `${stream.name}: ${sentence}`,
        ),
      );
    assert.deepEqual(all.sort(), [
      'feat/http-client: Overlap with feat/rpc-retry: RPC-RETRY-03',
      'feat/rpc-retry: Overlap with feat/http-client: RPC-RETRY-03',
    ]);
    assert.deepEqual(sample.facts.of(sample.folder).fileless, []);
    sample.dispose();
    rmSync(parent, { recursive: true });
  });
});
