import assert from 'node:assert/strict';
import { join } from 'node:path';
import { readFileSync, renameSync } from 'node:fs';
import { refusalMessage } from '../../../src/core/messages/refusals.ts';
import { claim } from '../../../src/core/operations/claim.ts';
import { finish } from '../../../src/core/operations/finish.ts';
import type { TaskInput } from '../../../src/core/operations/inputs.ts';
import type { WriteOperation } from '../../../src/core/operations/operation.ts';
import { release } from '../../../src/core/operations/release.ts';
import { reopen } from '../../../src/core/operations/reopen.ts';
import { toKey } from '../../../src/core/text/key.ts';
import { branchProgress } from '../../../src/core/views/branchProgress.ts';
import { drawn, outlineContext } from '../../support/indexOf.ts';
import { OpenedProject } from '../../support/openedProject.ts';
import { Repository } from '../../support/repository.ts';

const tasks = '## 1. Code\n- [ ] 1.1 Make codes\n1. [ ] 1.2 Check codes\n';
const path = 'openspec/changes/add-2fa/tasks.md';
const delta =
  '## ADDED Requirements\n### Requirement: Two factors\nIt SHALL ask.\n#### Scenario: Good\n- yes\n';

describe('OpenSpec folders in a repository', () => {
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

  async function open(
    files: Readonly<Record<string, string>>,
    root = repository.root,
  ): Promise<OpenedProject> {
    for (const [each, text] of Object.entries(files)) repository.write(each, text);
    const project = new OpenedProject(root);
    opened.push(project);
    await project.load();
    return project;
  }
  async function run(project: OpenedProject, operation: WriteOperation<TaskInput>, id: string, me: string) {
    const { folder, project: running } = project;
    const [task] = project.index.findStream(toKey(path))?.tasks.filter((each) => each.id === id) ?? [];
    assert.ok(task);
    const result = await running.run(
      folder,
      operation,
      { document: toKey(path), task: task.key },
      { me, through: 'disk' },
    );
    await running.idle();
    return result;
  }
  const shown = (project: OpenedProject): readonly string[] =>
    drawn(branchProgress(project.index, outlineContext()));

  it('are found at their places, and are those of no other system', async () => {
    const project = await open({
      'openspec/config.yaml': 'schema: spec-driven\n',
      'openspec/specs/auth/login/spec.md': '## Requirements\n',
      'openspec/changes/add-2fa/proposal.md': '# Add\n',
      'openspec/changes/add-2fa/design.md': '# Design\n',
      'openspec/changes/add-2fa/.openspec.yaml': 'schema: spec-driven\n',
      'openspec/changes/add-2fa/specs/016-auth/spec.md': delta,
      [path]: tasks,
      'openspec/changes/add-2fa/backend/tasks.md': tasks,
      'openspec/initiatives/one/tasks.md': tasks,
      'openspec/explorations/one/spec.md': '# One\n',
      'packages/api/openspec/changes/faster/tasks.md': tasks,
      'src/openspec/tasks.md': tasks,
    });
    const formats = [...project.index.files()].map(({ key, format }) => `${key}: ${format}`).sort();
    assert.deepEqual(formats, [
      'openspec/changes/add-2fa/.openspec.yaml: openSpec.metadata',
      'openspec/changes/add-2fa/backend/tasks.md: openSpec.tasks',
      'openspec/changes/add-2fa/design.md: openSpec.design',
      'openspec/changes/add-2fa/proposal.md: openSpec.proposal',
      'openspec/changes/add-2fa/specs/016-auth/spec.md: openSpec.delta',
      'openspec/changes/add-2fa/tasks.md: openSpec.tasks',
      'openspec/initiatives/one/tasks.md: openSpec.tasks',
      'openspec/specs/auth/login/spec.md: openSpec.spec',
      'packages/api/openspec/changes/faster/tasks.md: openSpec.tasks',
    ]);
    assert.equal(project.index.findStream(toKey(path))?.tasks.length, 4);
  });

  it('have a change as the work of the branch that ends with its id', async () => {
    repository.git('branch', 'feat/add-2fa');
    repository.git('branch', 'fix/old');
    const project = await open({ [path]: tasks, 'openspec/changes/archive/2026-05-01-old/tasks.md': tasks });
    assert.deepEqual(
      [...project.index.entries('stream')].map(
        ({ item }) => item?.kind === 'stream' && [item.name, item.branch],
      ),
      [
        ['feat/add-2fa', 'feat/add-2fa'],
        ['old', undefined],
      ],
    );
  });

  it('have their tasks claimed beside the file, and ticked in it', async () => {
    const project = await open({ [path]: tasks });
    const text = (): string => readFileSync(join(repository.root, path), 'utf8');
    assert.equal((await run(project, claim, '1.2', 'maple')).kind, 'done');
    assert.equal(text(), tasks);
    assert.deepEqual(shown(project), [
      'add-2fa (0/2 · maple)',
      '  1. Code (0/2)',
      '    1.1 Make codes (free)',
      '    1.2 Check codes (maple)',
    ]);
    const refused = await run(project, claim, '1.2', 'otter');
    assert.ok(refused.kind === 'refused');
    assert.match(refusalMessage(refused), /maple/);
    assert.equal((await run(project, finish, '1.2', 'maple')).kind, 'done');
    assert.equal(text(), tasks.replace('1. [ ]', '1. [x]'));
    assert.equal((await run(project, reopen, '1.2', 'maple')).kind, 'done');
    assert.equal(text(), tasks);
    assert.equal((await run(project, claim, '1.1', 'maple')).kind, 'done');
    assert.equal((await run(project, release, '1.1', 'maple')).kind, 'done');
    assert.equal(text(), tasks);
  });

  it('follow a change that is put away while it is open', async () => {
    const project = await open({ [path]: tasks, 'openspec/changes/add-2fa/specs/auth/spec.md': delta });
    renameSync(
      join(repository.root, 'openspec/changes/add-2fa'),
      join(repository.root, 'openspec/changes/2026-06-12-add-2fa'),
    );
    repository.write('openspec/changes/archive/.keep', '');
    renameSync(
      join(repository.root, 'openspec/changes/2026-06-12-add-2fa'),
      join(repository.root, 'openspec/changes/archive/2026-06-12-add-2fa'),
    );
    await project.refresh();
    // What is gone is looked at once more a moment later: it may be on its way back.
    const isGone = (): boolean => project.index.file(toKey(path)) === undefined;
    await new Promise<void>((resolve) => {
      if (isGone()) resolve();
      else
        project.project.onDidChange(() => {
          if (isGone()) resolve();
        });
    });
    assert.deepEqual(shown(project), [
      'Archived changes (1)',
      '  add-2fa (0/2 · 1 delta)',
      '    auth: Two factors (added)',
      '    1. Code (0/2)',
      '      1.1 Make codes',
      '      1.2 Check codes',
    ]);
    assert.deepEqual(project.index.streams(), []);
  });
});
