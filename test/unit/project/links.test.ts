import assert from 'node:assert/strict';
import { defer } from '../../../src/core/operations/defer.ts';
import { problemMessage } from '../../../src/core/messages/problems.ts';
import { refusalMessage } from '../../../src/core/messages/refusals.ts';
import type { ProjectDelta } from '../../../src/project/folders.ts';
import type { Stream } from '../../../src/core/model/item.ts';
import { toKey } from '../../../src/core/text/key.ts';
import { streamBoard } from '../../../src/core/views/board.ts';
import { branchBrief } from '../../../src/core/views/brief.ts';
import { linkNodes } from '../../../src/core/views/streamChildren.ts';
import { Project } from '../../../src/project/project.ts';
import { problemsIn } from '../../support/indexOf.ts';
import { MemoryWorld, folder } from '../../support/memoryWorld.ts';
import { runOn } from '../../support/attempt.ts';

const path = 'tracking/progress/2026-06-11-feat-x.md';
const progress = (spec: string): string =>
  `# x\nBranch: feat/x\nSpec: [s](${spec})\n\n| Task | Status | Owner | Notes |\n| --- | --- | --- | --- |\n| One | todo | - | FR-1 |\n`;

async function open(files: Record<string, string>) {
  const host = new MemoryWorld(files);
  const project = new Project(host, (error) => {
    throw error;
  });
  const deltas: ProjectDelta[] = [];
  project.onDidChange((delta) => deltas.push(delta));
  await project.load();
  await project.idle();
  const index = () => {
    const found = project.folder(folder)?.index;
    assert.ok(found);
    return found;
  };
  return { host, project, deltas, index };
}

describe('a project with specs', () => {
  it('lets others have their turn while it finds out where many links of one file lead', async () => {
    const links = Array.from({ length: 200 }, (_, i) => `[n](n${i}.md)`).join(' ');
    const host = new MemoryWorld({ [path]: progress('s.md').replace('FR-1', links) });
    const project = new Project(host, (error) => {
      throw error;
    });
    let pauses = 0;
    const kind = host.kind.bind(host);
    host.kind = (...of) => {
      // Each look takes its time.
      host.time += 10;
      return kind(...of);
    };
    const pause = host.pause.bind(host);
    host.pause = () => {
      pauses++;
      return pause();
    };
    await project.load();
    await project.idle();
    assert.ok(pauses > 150, String(pauses));
  });

  it('lets others have their turn while it finds out where the links of many changed files lead', async () => {
    const pathOf = (i: number): string => `tracking/progress/2026-06-11-feat-x${i}.md`;
    const numbers = Array.from({ length: 100 }, (_, i) => i);
    const { host, project } = await open(Object.fromEntries(numbers.map((i) => [pathOf(i), progress('-')])));
    let looks = 0;
    let most = 0;
    const kind = host.kind.bind(host);
    host.kind = (...of) => {
      host.time += 1;
      most = Math.max(most, ++looks);
      return kind(...of);
    };
    const pause = host.pause.bind(host);
    host.pause = () => {
      looks = 0;
      return pause();
    };
    for (const i of numbers) host.write(pathOf(i), progress(`s${i}.md`));
    await project.idle();
    assert.ok(most > 0 && most < 50, `${most} places are looked at before others have a turn`);
  });

  it('reads a linked spec wherever it stands, and follows it', async () => {
    const { host, project, index } = await open({
      [path]: progress('../../docs/plan.md'),
      'docs/plan.md': '# P\n- **FR-1** one\n',
    });
    assert.deepEqual(
      index()
        .findSpec(toKey('docs/plan.md'))
        ?.criteria.map(({ id }) => id),
      ['FR-1'],
    );
    assert.deepEqual(problemsIn(index(), path), []);
    host.write('docs/plan.md', '# P\n- **FR-1** one\n- **FR-2** two\n');
    await project.idle();
    assert.equal(index().findSpec(toKey('docs/plan.md'))?.criteria.length, 2);
    host.write(path, progress('-'));
    await project.idle();
    assert.equal(index().findSpec(toKey('docs/plan.md')), undefined, 'without a link it is no spec any more');
  });

  it('sees a missing link mended, and broken again', async () => {
    const { host, project, deltas, index } = await open({ [path]: progress('../../docs/plan.md') });
    assert.deepEqual(problemsIn(index(), path), ['link.missing (3): docs/plan.md was not found.']);
    deltas.length = 0;
    host.write('docs/plan.md', '# P\n- **FR-1** one\n');
    await project.idle();
    assert.deepEqual(problemsIn(index(), path), []);
    assert.ok(
      deltas.some(({ keys: paths }) => paths.includes(toKey(path))),
      'its row is drawn again',
    );
    host.write('docs/plan.md', undefined);
    await project.idle();
    await host.passTime();
    await project.idle();
    assert.deepEqual(problemsIn(index(), path), ['link.missing (3): docs/plan.md was not found.']);
  });

  it('shows the documents that a branch keeps in line, and says when one is not there', async () => {
    const docs = 'Docs: [README](../../README.md), [Guide](../../docs/guide.md), [docs](../../docs/)\n';
    const { host, project, index } = await open({
      [path]: `Branch: feat/x\n${docs}\n| Task | Status |\n|-|-|\n| One | todo |\n`,
      'README.md': '# R\n',
      'docs/other.md': '# O\n',
    });
    const stream = (): Stream => {
      const found = index().findStream(toKey(path));
      assert.ok(found);
      return found;
    };
    const rows = (): string[] =>
      linkNodes(index(), stream()).map(({ accessibilityLabel }) => accessibilityLabel);
    assert.deepEqual(rows(), ['Document README', 'Document Guide, not found', 'Document docs']);
    assert.deepEqual(index().problems(toKey(path)).map(problemMessage), ['docs/guide.md was not found.']);
    assert.match(branchBrief(index(), stream()), /^Docs: `README.md`, `docs\/guide.md`, `docs`$/m);
    host.write('docs/guide.md', '# G\n');
    await project.idle();
    assert.equal(rows()[1], 'Document Guide');
    const board = streamBoard(index(), stream(), { idOf: ({ key: at }) => at, me: 'maple', writable: true });
    assert.deepEqual(
      board.links.map(({ id, kind, problem }) => [id, kind, problem]),
      [
        ['README.md', 'docs', undefined],
        ['docs/guide.md', 'docs', undefined],
        [path, 'docs', undefined],
        [path, 'file', undefined],
      ],
    );
    host.write(
      path,
      'Branch: feat/x\nDocumentation: README.md, docs/guide.md\n\n| Task | Status |\n|-|-|\n| One | todo |\n',
    );
    await project.idle();
    assert.deepEqual(rows(), ['Document README.md', 'Document docs/guide.md']);
  });

  it('tells whose rows read differently when a spec changes', async () => {
    const { host, project, deltas } = await open({
      [path]: progress('../../spec/a.md'),
      'spec/a.md': '# A\n- **FR-1** one\n',
    });
    deltas.length = 0;
    host.write('spec/a.md', '# A\n- **FR-2** two\n- **FR-3** three\n');
    await project.idle();
    assert.deepEqual([...new Set(deltas.flatMap(({ keys: paths }) => paths))].sort(), ['spec/a.md', path]);
  });

  it('reads no spec that git ignores, unless it is linked', async () => {
    const host = new MemoryWorld({ 'spec/a.md': '# A\n- **FR-1** one\n', [path]: progress('-') });
    host.ignored.add('spec/a.md');
    const project = new Project(host, (error) => {
      throw error;
    });
    await project.load();
    await project.idle();
    assert.equal(project.folder(folder)?.index.findSpec(toKey('spec/a.md')), undefined);
    host.write('spec/a.md', '# A\n- **FR-1** one\n');
    await project.idle();
    assert.equal(project.folder(folder)?.index.findSpec(toKey('spec/a.md')), undefined);
    host.write(path, progress('../../spec/a.md'));
    await project.idle();
    assert.notEqual(project.folder(folder)?.index.findSpec(toKey('spec/a.md')), undefined);
  });

  it('reads everything anew under other settings', async () => {
    const { host, project, index } = await open({
      [path]: progress('-'),
      'spec/a.md': '# A\n- **R1** one\n',
      'requirements/b.md': '# B\n- R2 two\n',
    });
    assert.deepEqual(
      index()
        .specs()
        .map(({ criteria }) => criteria.length),
      [0],
    );
    host.criteriaPattern = 'R\\d+';
    host.hint();
    await project.idle();
    assert.deepEqual(
      index()
        .specs()
        .flatMap(({ criteria }) => criteria.map(({ id }) => id)),
      ['R1'],
    );
    host.specsInclude = ['requirements/*.md'];
    host.hint();
    await project.idle();
    assert.deepEqual(
      index()
        .specs()
        .map((spec) => spec.key),
      ['requirements/b.md'],
    );
    assert.equal(index().streams().length, 1);
  });
});

describe('a change of several files', () => {
  const debtPath = 'tracking/tech-debt/one.md';
  const run = (project: Project) =>
    runOn(
      project,
      { folder, key: toKey(path) },
      defer,
      { task: toKey(`${path}#One`), title: 'One' },
      { me: 'maple', through: 'disk' },
    );

  it('is seen as a whole', async () => {
    const { project, index } = await open({ [path]: progress('-') });
    assert.equal((await run(project)).kind, 'done');
    assert.equal(index().findTask(toKey(path), toKey(`${path}#One`))?.status.value, 'dropped');
    assert.deepEqual(
      index()
        .workItems('debt')
        .map(({ task }) => task.title.value),
      ['One'],
    );
    assert.deepEqual(
      [...index().streamsLinking(debtPath)].map(({ name }) => name),
      ['feat/x'],
    );
  });

  it('is planned again when the file changes meanwhile, and makes its file once', async () => {
    const { host, project } = await open({ [path]: progress('-') });
    let times = 0;
    host.beforeApply = () => {
      if (times++ === 0) host.files.set(path, `${host.files.get(path) ?? ''}| Two | todo | - | |\n`);
    };
    assert.equal((await run(project)).kind, 'done');
    assert.match(host.files.get(path) ?? '', /\| One \| dropped[^]*\| Two \| todo/);
    assert.ok(host.files.has(debtPath));
  });

  it('leaves a file alone that has the name which one of them was to have', async () => {
    const { host, project } = await open({ [path]: progress('-'), [debtPath]: '# Mine\n' });
    assert.equal((await run(project)).kind, 'done');
    assert.equal(host.files.get(debtPath), '# Mine\n');
    assert.match(host.files.get('tracking/tech-debt/one-2.md') ?? '', /^# One\n/);
    assert.match(host.files.get(path) ?? '', /\(\.\.\/tech-debt\/one-2\.md\)/);
  });

  it('is not done at all when a part of it cannot be done', async () => {
    const { host, project } = await open({ [path]: progress('-') });
    host.beforeApply = () => {
      host.files.set(path, progress('-').replace('todo', 'done'));
    };
    const result = await run(project);
    assert.ok(result.kind === 'refused');
    assert.equal(refusalMessage(result), 'One is done, so it cannot be deferred.');
    assert.ok(!host.files.has(debtPath));
  });

  it('says so when nothing could be made', async () => {
    const { host, project } = await open({ [path]: progress('-') });
    host.full.add(debtPath);
    const result = await run(project);
    assert.ok(result.kind === 'refused' && refusalMessage(result).includes('disk is full'));
    assert.equal(host.files.get(path), progress('-'));
  });
});
