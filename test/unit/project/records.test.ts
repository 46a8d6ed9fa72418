import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { workspaceId } from '../../../src/core/formats/workspace/workspaceId.ts';
import { problemMessage } from '../../../src/core/messages/problems.ts';
import { claim } from '../../../src/core/operations/claim.ts';
import { refusalMessage } from '../../../src/core/messages/refusals.ts';
import { branchProgress } from '../../../src/core/views/branchProgress.ts';
import type { OutlineNode } from '../../../src/core/views/outline.ts';
import { OpenedProject } from '../../support/openedProject.ts';
import { outlineContext } from '../../support/indexOf.ts';
import { Repository } from '../../support/repository.ts';

const progressFile = 'tracking/progress/2026-06-11-feat-x.md';
const table = 'Branch: feat/x\n\n| Task | Status | Owner |\n| --- | --- | --- |\n| One | todo | - |\n';
const list = '{"features": [{"id": "F001", "name": "Log in", "status": "pending"}]}\n';
const trace = (branch: string): string =>
  `# Trace: upload\n**Status:** in-progress\n${branch}\n## Step 1: define\n**Status:** in-progress\n`;

describe('records of other systems in a clone with worktrees', () => {
  let repository: Repository;
  let there: string;
  const opened: OpenedProject[] = [];

  beforeEach(() => {
    repository = new Repository();
    repository.commit('2026-06-11', { [progressFile]: table });
    there = repository.worktree('kit-2', '-b', 'feat/x');
  });
  afterEach(() => {
    for (const each of opened.splice(0)) each.dispose();
    repository.dispose();
  });

  const pathsOf = (
    root: string,
    branch: string,
  ): { readonly progress: string; readonly features: string } => {
    const folder = `.claude/workspaces/${workspaceId(branch, root)}`;
    return { progress: `${folder}/claude-progress.json`, features: `${folder}/feature-list.json` };
  };
  const write = (root: string, files: Readonly<Record<string, string>>): void => {
    for (const [path, text] of Object.entries(files)) {
      fs.mkdirSync(join(root, path, '..'), { recursive: true });
      fs.writeFileSync(join(root, path), text);
    }
  };
  async function open(root: string): Promise<OpenedProject> {
    const project = new OpenedProject(root);
    opened.push(project);
    await project.load();
    return project;
  }
  const shown = (nodes: readonly OutlineNode[]): unknown[] =>
    nodes.filter(({ kind }) => kind === 'stream').map(({ label, description }) => [label, description]);
  const rowsOf = ({ index }: OpenedProject): readonly OutlineNode[] =>
    branchProgress(index, outlineContext({ me: 'maple' }));

  it('are those of the branch and the worktree that the name of their folder is made of', async () => {
    write(repository.root, { [pathsOf(repository.root, 'main').features]: list });
    write(there, { [pathsOf(there, 'feat/x').features]: list });
    const rows = rowsOf(await open(repository.root));
    assert.deepEqual(shown(rows), [
      ['feat/x', '0/1 · unassigned · in ../kit-2 · + Workspace'],
      ['main', 'Workspace · 0/1 · unassigned'],
    ]);
    const [branch] = rows.filter(({ label }) => label === 'feat/x');
    assert.deepEqual(shown(branch?.children?.() ?? []), [['Workspace', '0/1 · unassigned · in ../kit-2']]);
  });

  it('are changed in the worktree that has their branch, once that is agreed to', async () => {
    const { features } = pathsOf(there, 'feat/x');
    write(there, { [features]: list });
    const project = await open(repository.root);
    const stream = project.index.streamsOfBranch('feat/x').find(({ called }) => called === 'workspace');
    const [task] = stream?.tasks ?? [];
    assert.ok(task);
    const document = project.index.document(task.location.document)?.key;
    assert.ok(document);
    const options = { me: 'maple', through: 'disk' } as const;
    const input = { document, task: task.key };
    const refused = await project.project.run(project.folder, claim, input, options);
    assert.ok(refused.kind === 'refused');
    assert.match(refusalMessage(refused), /kit-2/);
    const done = await project.project.run(project.folder, claim, input, {
      ...options,
      confirmed: [refused],
    });
    assert.equal(done.kind, 'done', JSON.stringify(done));
    assert.match(fs.readFileSync(join(there, features), 'utf8'), /in_progress/);
    assert.equal(fs.existsSync(join(repository.root, features)), false);
    const other = await open(there);
    assert.equal(other.index.streamsOfBranch('feat/x').at(-1)?.tasks[0]?.owner.value, 'maple');
  });

  it('are told by the branch alone where the folder was another one, with a hint', async () => {
    const path = pathsOf('/elsewhere/kit', 'main').features;
    write(repository.root, { [path]: list });
    const project = await open(repository.root);
    const [stream] = project.index.streamsOfBranch('main');
    assert.equal(stream?.called, 'workspace');
    const [problem] = project.index.problems(stream.parts[0]?.stream ?? stream.key);
    const all = project.index.documentsOf(stream.key).flatMap((key) => project.index.problems(key));
    assert.equal(problem, undefined);
    assert.deepEqual(
      all.filter(({ code }) => code === 'workspace.moved').map((each) => problemMessage(each)),
      [`${path.split('/')[2] ?? ''} was made in another folder. It is shown as the workspace of main.`],
    );
  });

  it('follow what is checked out', async () => {
    write(repository.root, { 'tasks/upload/trace.md': trace('') });
    const project = await open(repository.root);
    assert.deepEqual(shown(rowsOf(project))[1], ['main', 'Trace upload · 0/1']);
    repository.git('switch', '-q', '-c', 'feat/y');
    await project.refresh();
    assert.deepEqual(shown(rowsOf(project))[1], ['feat/y', 'Trace upload · 0/1']);
  });

  it('are shown once where both worktrees have the same trace, as it is where its branch is', async () => {
    const text = trace('**Branch:** feat/x\n');
    write(repository.root, { 'tasks/upload/trace.md': text, 'tasks/older/trace.md': text });
    write(there, { 'tasks/upload/trace.md': text.replaceAll('in-progress', 'completed') });
    const rows = rowsOf(await open(repository.root));
    const [branch] = rows.filter(({ label }) => label === 'feat/x');
    assert.deepEqual(shown(branch?.children?.() ?? []), [
      ['Trace older', '0/1'],
      ['Trace upload', '1/1 · in ../kit-2'],
    ]);
  });

  it('are read where git ignores the place for workspaces, and what it ignores elsewhere is not', async () => {
    repository.commit('2026-06-12', { '.gitignore': '.claude/\nold/\n' });
    write(repository.root, {
      [pathsOf(repository.root, 'main').features]: list,
      'old/feature-list.json': list,
      'old/trace.md': trace(''),
    });
    const rows = rowsOf(await open(repository.root));
    assert.deepEqual(
      shown(rows).filter((row) => !JSON.stringify(row).includes('feat/x')),
      [['main', 'Workspace · 0/1 · unassigned']],
    );
  });
});
