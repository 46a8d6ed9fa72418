import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { itemIn } from '../../../src/core/index/composeStream.ts';
import { outcomeMessage } from '../../../src/core/messages/outcomes.ts';
import { problemMessage } from '../../../src/core/messages/problems.ts';
import { refusalMessage } from '../../../src/core/messages/refusals.ts';
import { claimedAs } from '../../../src/core/model/claims.ts';
import { claim } from '../../../src/core/operations/claim.ts';
import { finish } from '../../../src/core/operations/finish.ts';
import type { TaskInput } from '../../../src/core/operations/inputs.ts';
import type { WriteOperation } from '../../../src/core/operations/operation.ts';
import { release } from '../../../src/core/operations/release.ts';
import { reopen } from '../../../src/core/operations/reopen.ts';
import { setActiveFeature } from '../../../src/core/operations/setActiveFeature.ts';
import { toKey } from '../../../src/core/text/key.ts';
import { branchProgress } from '../../../src/core/views/branchProgress.ts';
import { outlineContext } from '../../support/indexOf.ts';
import { OpenedProject } from '../../support/openedProject.ts';
import { Repository } from '../../support/repository.ts';

const spec = (title: string, branch = ''): string =>
  `# Feature Specification: ${title}\n${branch === '' ? '' : `**Feature Branch**: \`${branch}\`\n`}\n### User Story 1 - One\n\n- **FR-001**: System MUST ${title}.\n`;
const tasks = '## Phase 1: Setup\n- [ ] T001 [US1] Do FR-001\n';

describe('features of spec-kit in a repository', () => {
  let repository: Repository;
  const opened: OpenedProject[] = [];

  beforeEach(() => {
    repository = new Repository();
    repository.commit('2026-06-11', { 'README.md': 'Kit\n' });
  });
  afterEach(() => {
    for (const each of opened.splice(0)) each.dispose();
    repository.dispose();
  });

  const write = (files: Readonly<Record<string, string>>): void => {
    for (const [path, text] of Object.entries(files)) repository.write(path, text);
  };
  async function open(root = repository.root): Promise<OpenedProject> {
    const project = new OpenedProject(root);
    opened.push(project);
    await project.load();
    return project;
  }
  const branchesOf = ({ index }: OpenedProject): Readonly<Record<string, string | undefined>> =>
    Object.fromEntries(
      index.streams().flatMap(({ key, branch, called }) => (called === 'specKit' ? [[key, branch]] : [])),
    );
  const told = ({ index }: OpenedProject, path: string): readonly string[] =>
    index.problems(toKey(path)).map(problemMessage);

  it('are found by a number, a date, or what stands beside the spec; all else below specs stays a plain spec', async () => {
    write({
      'specs/016-avatar/spec.md': spec('Avatar'),
      'specs/016-avatar/research.md': '- **RPC-01**: no criterion\n',
      'packages/api/specs/20260611-120000-login/spec.md': spec('Login'),
      'specs/search/spec.md': spec('Search'),
      'specs/search/plan.md': '# Plan\n',
      'specs/plain/spec.md': '- **RPC-02**: plain\n',
      'specs/plain/design.md': '- **RPC-03**: plain\n',
      'specs/002-notes/other.md': '- **RPC-04**: plain\n',
      'spec/016-old/spec.md': '- **RPC-05**: plain\n',
    });
    const project = await open();
    const formats = [...project.index.files()].map(({ key, format }) => `${key}: ${format}`).sort();
    assert.deepEqual(formats, [
      'packages/api/specs/20260611-120000-login/spec.md: specKit.spec',
      'spec/016-old/spec.md: tracking.spec',
      'specs/002-notes/other.md: tracking.spec',
      'specs/016-avatar/spec.md: specKit.spec',
      'specs/plain/design.md: tracking.spec',
      'specs/plain/spec.md: tracking.spec',
      'specs/search/plan.md: specKit.plan',
      'specs/search/spec.md: specKit.spec',
    ]);
    assert.equal(project.index.placeOf('packages/api/specs/20260611-120000-login/spec.md'), 'packages/api');
  });

  it('are read anew where a plan comes to a spec that was plain, or goes', async () => {
    write({ 'specs/search/spec.md': spec('Search') });
    const project = await open();
    const formatOf = (): string | undefined => project.index.file(toKey('specs/search/spec.md'))?.format;
    assert.equal(formatOf(), 'tracking.spec');
    write({ 'specs/search/tasks.md': tasks });
    project.hint('specs/search/tasks.md');
    await project.project.idle();
    assert.equal(formatOf(), 'specKit.spec');
    assert.equal(project.index.findStream(toKey('specs/search/'))?.tasks.length, 1);
    rmSync(join(repository.root, 'specs/search/tasks.md'));
    await project.refresh();
    assert.equal(formatOf(), 'tracking.spec');
  });

  it('are of the branch that is called like them, else of one that they name', async () => {
    write({
      'specs/016-avatar/spec.md': spec('Avatar', 'feat/login'),
      'specs/017-login/spec.md': spec('Login', 'feat/login'),
      'specs/018-search/spec.md': spec('Search'),
      'specs/018-search/plan.md': '# Plan\n**Branch**: `feat/find` | **Date**: 2026-06-11\n',
      'specs/019-mail/spec.md': spec('Mail', 'gone'),
      'specs/020-news/spec.md': spec('News'),
      'specs/020-news/.spec-context.json': '{"branch": "main", "status": "draft"}',
      'specs/021-feed/spec.md': spec('Feed'),
      'specs/021-feed/.spec-context.json': '{"branch": "feed"}',
    });
    for (const name of ['feature/016-avatar', 'feat/login', 'feat/find', 'feed'])
      repository.git('branch', name);
    assert.deepEqual(branchesOf(await open()), {
      'specs/016-avatar/': 'feature/016-avatar',
      'specs/017-login/': 'feat/login',
      'specs/018-search/': 'feat/find',
      'specs/019-mail/': undefined,
      'specs/020-news/': undefined,
      'specs/021-feed/': 'feed',
    });
  });

  it('with one number are not taken for each other: a branch that fits two is neither’s, and both are named', async () => {
    write({
      'specs/004-print/spec.md': spec('Print', '004-print'),
      'specs/004-print/tasks.md': tasks,
      'specs/004-vaults/spec.md': spec('Vaults', '004-vaults'),
      'specs/004-vaults/tasks.md': tasks,
    });
    repository.commit('2026-06-12');
    repository.git('branch', '004-print');
    repository.git('switch', '-qc', '004-hotfix');
    const project = await open();
    assert.deepEqual(branchesOf(project), {
      'specs/004-print/': '004-print',
      'specs/004-vaults/': undefined,
    });
    const sentence =
      'The branch 004-hotfix fits 004-print, 004-vaults by its number, so it is shown with none of them. Name it in “Feature Branch”.';
    for (const name of ['print', 'vaults'])
      assert.deepEqual(told(project, `specs/004-${name}/spec.md`), [sentence]);
    // The same ID is another criterion in each.
    for (const spec of project.index.specs())
      assert.deepEqual(
        project.index.tasksOf(spec, 'FR-001').map(({ stream }) => stream.key),
        [spec.stream],
      );
    repository.git('switch', '-q', 'main');
    repository.git('branch', '-qD', '004-hotfix');
    await project.refresh();
    assert.deepEqual(told(project, 'specs/004-print/spec.md'), []);
  });

  it('are of the only branch with their number, and the active one of what is checked out', async () => {
    write({
      'specs/004-print/spec.md': spec('Print'),
      'specs/005-vaults/spec.md': spec('Vaults'),
      'specs/006-gone/tasks.md': tasks,
      '.specify/feature.json': '{"feature_directory": "specs/005-vaults"}\n',
    });
    repository.git('branch', '004-hotfix');
    const project = await open();
    assert.deepEqual(branchesOf(project), {
      'specs/004-print/': '004-hotfix',
      'specs/005-vaults/': 'main',
      'specs/006-gone/': undefined,
    });
    // A feature without a spec says so.
    assert.match(told(project, 'specs/006-gone/tasks.md')[0] ?? '', /spec\.md/);
    repository.write('.specify/feature.json', '{"feature_directory": "../other"}\n');
    project.hint('.specify/feature.json');
    await project.project.idle();
    assert.equal(branchesOf(project)['specs/005-vaults/'], undefined);
    assert.deepEqual(told(project, '.specify/feature.json'), ['../other is not a folder of this project.']);
  });

  it('are those of the worktree that has their branch', async () => {
    write({ 'specs/016-avatar/spec.md': spec('Avatar'), 'specs/016-avatar/tasks.md': tasks });
    repository.commit('2026-06-12');
    const there = repository.worktree('kit-2', '-b', '016-avatar');
    const project = await open();
    const stream = project.index.findStream(toKey('specs/016-avatar/'));
    assert.ok(stream);
    assert.equal(project.index.elsewhere(stream)?.kind, 'worktree');
    assert.ok(stream.location.document.folder.endsWith(there.slice(there.lastIndexOf('/'))));
    assert.equal(project.index.streams().length, 1);
  });

  it('are made the active one by one value of the tool’s file, which is made where the tool is at home', async () => {
    write({
      'specs/016-avatar/spec.md': spec('Avatar'),
      'packages/api/specs/001-login/spec.md': spec('Login'),
    });
    const project = await open();
    const activate = async (path: string): Promise<string> => {
      const input = { document: toKey(path) };
      const result = await project.project.run(project.folder, setActiveFeature, input, {
        me: 'maple',
        through: 'disk',
      });
      return result.kind === 'done' || result.kind === 'unchanged'
        ? `${result.kind}: ${outcomeMessage(result.outcome)}`
        : result.kind === 'refused'
          ? refusalMessage(result)
          : result.kind;
    };
    const said = (path: string): string => readFileSync(join(repository.root, path), 'utf8');
    assert.match(await activate('specs/016-avatar/spec.md'), /There is no \.specify folder here/);
    write({
      '.specify/memory/constitution.md': '# Kit\n',
      'packages/api/.specify/feature.json': '{ "other": [1,2],\n  "feature_directory": "specs/9-x" }\n',
    });
    await project.refresh();
    assert.equal(await activate('specs/016-avatar/spec.md'), 'done: 016-avatar is the active feature.');
    assert.equal(said('.specify/feature.json'), '{\n  "feature_directory": "specs/016-avatar"\n}\n');
    assert.equal(await activate('specs/016-avatar/spec.md'), 'unchanged: 016-avatar is the active feature.');
    await activate('packages/api/specs/001-login/spec.md');
    assert.equal(
      said('packages/api/.specify/feature.json'),
      '{ "other": [1,2],\n  "feature_directory": "specs/001-login" }\n',
    );
    write({ '.specify/feature.json': 'no\n' });
    assert.match(await activate('specs/016-avatar/spec.md'), /cannot be read as JSON/);
    write({ 'spec/plain.md': '- **RPC-01**: a\n' });
    await project.refresh();
    assert.match(await activate('spec/plain.md'), /is not part of a feature/);
  });

  it('that are not there have no row, and the file that says they are active is told of that', async () => {
    write({ '.specify/feature.json': '{"feature_directory": "specs/001-gone"}\n' });
    const project = await open();
    assert.deepEqual(branchesOf(project), {});
    const rows = (): readonly string[] =>
      branchProgress(project.index, outlineContext()).map(
        ({ label, description }) => `${label}: ${description}`,
      );
    assert.deepEqual(rows(), ['feature.json: 1 problem']);
    write({ '.specify/feature.json': '{}\n' });
    project.hint('.specify/feature.json');
    await project.project.idle();
    assert.deepEqual(rows(), []);
  });

  it('say which command comes next, as it is installed', async () => {
    write({ 'specs/016-avatar/spec.md': `${spec('Avatar')}[NEEDS CLARIFICATION: how?]\n` });
    const project = await open();
    const next = async (): Promise<string> => {
      await project.refresh();
      const found = await project.project.nextCommand({
        folder: project.folder,
        key: toKey('specs/016-avatar/spec.md'),
      });
      return found.kind === 'refused' ? refusalMessage(found) : found.text;
    };
    assert.equal(await next(), '/speckit.clarify');
    write({ '.specify/memory/constitution.md': '# [PROJECT_NAME] Constitution\n' });
    assert.equal(await next(), '/speckit.constitution');
    write({ '.specify/memory/constitution.md': '# Kit\n', 'specs/016-avatar/spec.md': spec('Avatar') });
    assert.equal(await next(), '/speckit.plan');
    write({ '.claude/commands/plan.md': 'Plan\n' });
    assert.equal(await next(), '/plan');
    write({ '.claude/skills/speckit-tasks/SKILL.md': 'Tasks\n', 'specs/016-avatar/plan.md': '# Plan\n' });
    assert.equal(await next(), '/speckit-tasks');
    write({ 'specs/016-avatar/tasks.md': '- [ ] T001 a\n- [ ] T002 b\n' });
    assert.equal(await next(), '/speckit.analyze');
    write({ 'specs/016-avatar/tasks.md': '- [x] T001 a\n- [ ] T002 b\n' });
    assert.equal(await next(), '/speckit.implement');
    write({ 'specs/016-avatar/tasks.md': '- [x] T001 a\n- [x] T002 b\n' });
    assert.equal(await next(), 'All tasks of 016-avatar are done.');
  });

  it('keep who is at a task beside the file, and show a box with a claim as begun', async () => {
    write({ 'specs/016-avatar/spec.md': spec('Avatar'), 'specs/016-avatar/tasks.md': tasks });
    const project = await open();
    const path = toKey('specs/016-avatar/tasks.md');
    const run = async (operation: WriteOperation<TaskInput>): Promise<string> => {
      const [task] = project.index.findStream(path)?.tasks ?? [];
      assert.ok(task);
      const result = await project.project.run(
        project.folder,
        operation,
        { document: path, task: task.key },
        {
          me: 'maple',
          through: 'disk',
        },
      );
      await project.refresh();
      const [now] = project.index.findStream(path)?.tasks ?? [];
      return `${result.kind}: ${now?.status.value} ${now?.owner.value ?? '-'}`;
    };
    const before = readFileSync(join(repository.root, path), 'utf8');
    assert.equal(await run(claim), 'done: wip maple');
    assert.equal(await run(release), 'done: todo -');
    assert.equal(await run(claim), 'done: wip maple');
    assert.equal(readFileSync(join(repository.root, path), 'utf8'), before);
    // Lenses read the text that is in the editor, and know of the claim all the same.
    const item = itemIn(await project.project.read({ folder: project.folder, key: path }));
    assert.ok(item?.kind === 'stream');
    assert.equal(item.tasks[0]?.owner.value, undefined);
    const [lensed] = claimedAs(item, project.index.findStream(path)).tasks;
    assert.deepEqual([lensed?.status.value, lensed?.owner.value], ['wip', 'maple']);
    assert.equal(await run(finish), 'done: done -');
    assert.equal(readFileSync(join(repository.root, path), 'utf8'), before.replace('[ ]', '[x]'));
    assert.equal(await run(reopen), 'done: todo -');
    assert.equal(readFileSync(join(repository.root, path), 'utf8'), before);
  });
});
