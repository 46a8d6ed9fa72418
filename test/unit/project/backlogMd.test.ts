import assert from 'node:assert/strict';
import { problemMessage } from '../../../src/core/messages/problems.ts';
import { backlog } from '../../../src/core/views/backlog.ts';
import { noFilter } from '../../../src/core/views/filter.ts';
import { defaultArrangement, type OutlineContext } from '../../../src/core/views/outline.ts';
import { toKey } from '../../../src/core/text/key.ts';
import { Project } from '../../../src/project/project.ts';
import { plainFront, taskText } from '../../support/backlogTexts.ts';
import { MemoryWorld, folder } from '../../support/memoryWorld.ts';
import { OpenedProject } from '../../support/openedProject.ts';
import { Repository } from '../../support/repository.ts';

/** A task with an ID and more keys. */
function task(id: string, ...more: readonly string[]): string {
  return taskText([`id: ${id}`, `title: Work on ${id}`, 'status: To Do', ...more]);
}

async function open(files: Readonly<Record<string, string>>) {
  const world = new MemoryWorld({ 'README.md': '# Project\n', ...files });
  const project = new Project(world, (error) => {
    throw error;
  });
  await project.load();
  await project.idle();
  const change = async (path: string, text: string | undefined): Promise<void> => {
    world.write(path, text);
    world.hint(path);
    await project.idle();
    await world.passTime();
    await project.idle();
  };
  const index = () => {
    const found = project.folder(folder)?.index;
    assert.ok(found);
    return found;
  };
  /** `path: status`, or the problems of a file without an item. */
  const rows = (): readonly string[] =>
    index()
      .entries('backlog')
      .map(({ key, path, item }) =>
        item?.kind === 'workItem'
          ? `${path}: ${item.task.status.value}`
          : `${path}: ${index().problems(key).map(problemMessage).join(' ')}`,
      );
  const told = (path: string): readonly string[] =>
    index()
      .problems(toKey(path))
      .map((problem) => `${index().lineIn(toKey(path), problem.range) + 1}: ${problemMessage(problem)}`);
  return { project, world, change, rows, told, index };
}

const context: OutlineContext = {
  checkboxes: false,
  writable: true,
  ageOf: (date) => date,
  filter: noFilter,
  arrangement: defaultArrangement,
};

const config = 'project_name: x\nstatuses: ["To Do", "In Progress", "Done"]\n';

describe('a folder with a backlog of Backlog.md', () => {
  it('is read where a configuration shows one, and nowhere else', async () => {
    const { rows, project } = await open({
      'backlog/config.yml': config,
      'backlog/tasks/task-1 - A.md': task('TASK-1'),
      'backlog/tasks/readme.md': '# Tasks\n',
      'backlog/docs/doc-1.md': '# Doc\n',
      'packages/api/.backlog/config.yaml': config,
      'packages/api/.backlog/completed/task-1 - B.md': task('TASK-1'),
      'other/backlog/tasks/task-1 - C.md': task('TASK-1'),
      'else/backlog/config.yml': 'kind: of another tool\n',
      'else/backlog/tasks/task-1 - D.md': task('TASK-1'),
      'tasks/task-1 - F.md': task('TASK-1'),
      'tracking/backlog/e.md': '# E\n',
    });
    assert.deepEqual(rows(), [
      'backlog/tasks/task-1 - A.md: todo',
      'packages/api/.backlog/completed/task-1 - B.md: done',
      'tracking/backlog/e.md: unknown',
    ]);
    assert.equal(project.state, 'ready');
  });

  it('is read where the project says that it is', async () => {
    const { rows, change } = await open({
      'backlog.config.yml': `backlog_directory: "docs/plan"\n${config}`,
      'docs/plan/tasks/task-1 - A.md': task('TASK-1'),
      'backlog/tasks/task-2 - B.md': task('TASK-2'),
    });
    assert.deepEqual(rows(), ['docs/plan/tasks/task-1 - A.md: todo']);
    await change('backlog.config.yml', config);
    assert.deepEqual(rows(), ['backlog/tasks/task-2 - B.md: todo']);
  });

  it('is read anew when its configuration comes, changes, cannot be read, and goes', async () => {
    const path = 'backlog/tasks/task-1 - A.md';
    const { rows, change } = await open({ [path]: task('TASK-1').replace('To Do', 'Doing') });
    assert.deepEqual(rows(), []);
    await change('backlog/config.yml', config);
    assert.deepEqual(rows(), [`${path}: unknown`]);
    await change('backlog/config.yml', config.replace('In Progress', 'Doing'));
    assert.deepEqual(rows(), [`${path}: wip`]);
    await change('backlog/config.yml', 'project_name: x\nstatuses: [a, {b\n');
    assert.deepEqual(rows(), [
      'backlog/config.yml: This line is ignored. It is not valid YAML: Flow map in block collection must be sufficiently indented and end with a }',
      `${path}: unknown`,
    ]);
    await change('backlog/config.yml', undefined);
    assert.deepEqual(rows(), []);
  });

  it('has the states of the workflow beside it as its statuses, as long as that names some', async () => {
    const path = 'backlog/tasks/task-1 - A.md';
    const workflow = `version: "2.0"
roles:
  primary: "dev"
  definitions:
    dev:
      commands: ["cleanup", "debug"]

states:
  - "To Do"           # nobody has begun
  - "Assessed"
  - "In Implementation"  # code is written

  - "Done"

transitions:
  - name: "assess"
    from: "To Do"
`;
    const { rows, told, change } = await open({
      'backlog/config.yml': config,
      'flowspec_workflow.yml': workflow,
      [path]: task('TASK-1').replace('To Do', 'Assessed'),
      'backlog/tasks/task-2 - B.md': task('TASK-2').replace('To Do', 'In Progress'),
      'backlog/tasks/task-3 - C.md': task('TASK-3').replace('To Do', 'Planned'),
    });
    assert.deepEqual(rows(), [
      `${path}: wip`,
      'backlog/tasks/task-2 - B.md: wip',
      'backlog/tasks/task-3 - C.md: unknown',
    ]);
    assert.deepEqual(told('backlog/tasks/task-3 - C.md'), [
      '4: Unknown status “Planned”. The statuses of this project are To Do, Assessed, In Implementation, Done.',
    ]);
    await change('flowspec_workflow.yml', workflow.replace('states:', 'stages:'));
    assert.deepEqual(rows().slice(0, 2), [`${path}: unknown`, 'backlog/tasks/task-2 - B.md: wip']);
    assert.deepEqual(told('flowspec_workflow.yml'), [
      '1: This workflow names no “states”, so the statuses of config.yml are used. List them: states: [To Do, Done].',
    ]);
    await change('flowspec_workflow.yml', undefined);
    assert.deepEqual(rows()[0], `${path}: unknown`);
  });

  it('shows what is remembered of a task, where anything is', async () => {
    const { index } = await open({
      'backlog/config.yml': config,
      'flowspec_workflow.yml': 'states: [To Do, Done]\n',
      'backlog/tasks/task-1 - A.md': task('TASK-1'),
      'backlog/tasks/deep/task-2 - B.md': task('TASK-2'),
      'backlog/completed/task-3 - C.md': task('TASK-3'),
      'backlog/tasks/task-4 - D.md': task('TASK-4'),
      'backlog/memory/task-1.md': '# Task Memory: task-1\n',
      'backlog/memory/task-2.md': '# Task Memory: task-2\n',
      'backlog/memory/archive/task-3.md': '# Task Memory: task-3\n',
    });
    const below = backlog(index(), context).map(({ label, children }) => [
      label,
      (children?.() ?? []).map(
        ({ label: of, open: at, description }) => `${of} ${String(at?.key)} ${String(description)}`,
      ),
    ]);
    assert.deepEqual(below, [
      ['TASK-1 Work on TASK-1', ['task-1 backlog/memory/task-1.md memory']],
      ['TASK-2 Work on TASK-2', ['task-2 backlog/memory/task-2.md memory']],
      ['TASK-4 Work on TASK-4', []],
      ['TASK-3 Work on TASK-3', ['task-3 backlog/memory/archive/task-3.md memory']],
    ]);
    const row = backlog(index(), context)[0];
    assert.ok(row?.tooltip().replaceAll('\\', '').includes('Memory: backlog/memory/task-1.md'));
    assert.equal(index().problems(toKey('backlog/tasks/task-4 - D.md')).length, 0);
  });

  it('has its tasks followed', async () => {
    const { rows, change } = await open({ 'backlog/config.yml': config });
    assert.deepEqual(rows(), []);
    await change('backlog/tasks/task-1 - A.md', task('TASK-1'));
    await change('backlog/archive/tasks/task-2 - B.md', task('TASK-2'));
    assert.deepEqual(rows(), [
      'backlog/archive/tasks/task-2 - B.md: todo',
      'backlog/tasks/task-1 - A.md: todo',
    ]);
    await change('backlog/tasks/task-1 - A.md', task('TASK-1').replace('To Do', 'Done'));
    await change('backlog/archive/tasks/task-2 - B.md', undefined);
    assert.deepEqual(rows(), ['backlog/tasks/task-1 - A.md: done']);
  });

  it('is not read where the settings say so', async () => {
    const world = new MemoryWorld({
      'backlog/config.yml': config,
      'backlog/tasks/task-1 - A.md': task('TASK-1'),
    });
    world.folderSettings = () => ({ systems: ['tracking'] });
    const project = new Project(world, (error) => {
      throw error;
    });
    await project.load();
    await project.idle();
    assert.equal(project.state, 'noTracking');
  });
});

describe('IDs of a backlog of Backlog.md', () => {
  const at = (name: string): string => `backlog/tasks/${name}.md`;

  it('are told of where several tasks have one, but for those of the archive', async () => {
    const { told, change } = await open({
      'backlog/config.yml': config,
      [at('task-1 - A')]: task('TASK-1'),
      [at('task-001 - B')]: task('task-001'),
      [at('task-2 - C')]: task('TASK-2'),
      'backlog/archive/tasks/task-2 - D.md': task('TASK-2'),
      'api/backlog/config.yml': config,
      'api/backlog/tasks/task-1 - E.md': task('TASK-1'),
    });
    assert.deepEqual(told(at('task-1 - A')), ['2: TASK-1 is also the ID of backlog/tasks/task-001 - B.md.']);
    assert.deepEqual(told(at('task-001 - B')), [
      '2: TASK-001 is also the ID of backlog/tasks/task-1 - A.md.',
    ]);
    for (const path of [
      at('task-2 - C'),
      'backlog/archive/tasks/task-2 - D.md',
      'api/backlog/tasks/task-1 - E.md',
    ])
      assert.deepEqual(told(path), []);
    await change(at('task-001 - B'), undefined);
    assert.deepEqual(told(at('task-1 - A')), []);
  });

  it('are those of tasks that are there, where a task waits for them or belongs to them', async () => {
    const { told, change } = await open({
      'backlog/config.yml': config,
      [at('task-1 - A')]: task(
        'TASK-1',
        'dependencies: [TASK-2, task-3, 4, TASK-1]',
        'parent_task_id: TASK-9',
      ),
      [at('task-2 - B')]: task('TASK-2'),
      'backlog/archive/tasks/task-3 - C.md': task('TASK-3'),
    });
    assert.deepEqual(told(at('task-1 - A')), [
      '5: No task has the ID TASK-4, so this dependency stays open.',
      '5: TASK-1 depends on itself.',
      '6: No task has the ID TASK-9: the parent is missing.',
    ]);
    await change(at('task-2 - D'), task('TASK-2'));
    await change(at('task-4 - E'), task('TASK-4'));
    await change(at('task-9 - F'), task('TASK-9'));
    assert.deepEqual(told(at('task-1 - A')), [
      '5: 2 tasks have the ID TASK-2, so this dependency stays open.',
      '5: TASK-1 depends on itself.',
    ]);
  });
});

describe('a backlog of Backlog.md on a disk', () => {
  it('is found wherever it is, also where git ignores it', async () => {
    const repository = new Repository();
    const project = new OpenedProject(repository.root);
    try {
      repository.write('.gitignore', 'packages/\n');
      repository.write('packages/api/backlog/config.yml', config);
      repository.write('packages/api/backlog/drafts/draft-1 - A.md', taskText(plainFront));
      repository.write('backlog.config.yml', 'backlog_directory: work\n');
      repository.write('work/tasks/task-1 - B.md', task('TASK-1'));
      repository.commit('2026-06-11');
      await project.load();
      assert.deepEqual(
        project.index.entries('backlog').map(({ path }) => path),
        ['packages/api/backlog/drafts/draft-1 - A.md', 'work/tasks/task-1 - B.md'],
      );
      assert.equal(project.index.placeOf('packages/api/backlog/drafts/draft-1 - A.md'), 'packages/api');
    } finally {
      project.dispose();
      repository.dispose();
    }
  });
});
