import assert from 'node:assert/strict';
import { toKey } from '../../../src/core/text/key.ts';
import { branchProgress } from '../../../src/core/views/branchProgress.ts';
import { Project } from '../../../src/project/project.ts';
import { fixture } from '../../support/documents.ts';
import { outlineContext } from '../../support/indexOf.ts';
import { MemoryWorld, folder } from '../../support/memoryWorld.ts';

const workspace = '.claude/workspaces/main_a1b2c3d4/';
const progress = `${workspace}claude-progress.json`;
const features = `${workspace}feature-list.json`;
const trace = 'tasks/avatar-upload/trace.md';

/** A folder in which nothing else is tracked. */
async function open(...paths: readonly string[]) {
  const host = new MemoryWorld({
    'README.md': '# Project\n',
    ...Object.fromEntries(paths.map((path) => [path, fixture(`sample/${path}`)])),
  });
  const project = new Project(host, (error) => {
    throw error;
  });
  await project.load();
  await project.idle();
  const index = project.folder(folder)?.index;
  assert.ok(index);
  const change = async (path: string, text: string | undefined): Promise<void> => {
    host.write(path, text);
    host.hint(path);
    await project.idle();
    // What holds less than before is looked at once more.
    await host.passTime();
    await project.idle();
  };
  /** Labels of the rows, with what they say first. */
  const rows = (): readonly string[] =>
    branchProgress(index, outlineContext()).map(
      ({ label, description }) => `${label}: ${(description ?? '').split(' · ').slice(0, 2).join(' · ')}`,
    );
  return { project, index, rows, change };
}

describe('a folder with nothing but traces and workspaces', () => {
  it('has something to show', async () => {
    assert.equal((await open()).project.state, 'noTracking');
    for (const path of [progress, features, trace]) assert.equal((await open(path)).project.state, 'ready');
  });

  it('is followed: what comes, changes and goes is read again', async () => {
    const { rows, change, project } = await open();
    assert.deepEqual(rows(), []);
    const text = fixture(`sample/${trace}`);
    await change(trace, text);
    assert.deepEqual(rows(), ['feat/avatar: Trace avatar-upload · 1/2']);
    assert.equal(project.state, 'ready');
    await change(
      trace,
      text.replace('**Status:** in-progress\n**Summary', '**Status:** completed\n**Summary'),
    );
    assert.deepEqual(rows(), ['feat/avatar: Trace avatar-upload · 2/2']);
    await change(features, fixture(`sample/${features}`));
    assert.deepEqual(rows(), ['feat/avatar: Trace avatar-upload · 2/2', 'main_a1b2c3d4: 1/3 · unassigned']);
    await change(progress, '{ "workspaceId": "main_a1b2c3d4", "status": "blocked" }');
    assert.deepEqual(rows(), ['feat/avatar: Trace avatar-upload · 2/2', 'main_a1b2c3d4: 1/3 · blocked']);
    await change(features, undefined);
    assert.deepEqual(rows(), ['feat/avatar: Trace avatar-upload · 2/2', 'main_a1b2c3d4: no tasks · blocked']);
    await change(progress, undefined);
    await change(trace, '# Trace: nothing\n');
    assert.deepEqual(rows(), []);
    assert.equal(project.state, 'noTracking');
  });

  it('has tasks that are found in the text of their own document', async () => {
    const { project, index } = await open(progress, features);
    const stream = index.findStream(toKey(workspace));
    const task = stream?.tasks[1];
    assert.ok(task);
    const target = { folder, key: index.keyOf(task.location) };
    assert.equal(project.documentOf(target).path, features);
    const now = await project.read(target);
    const [part] = now?.parts ?? [];
    assert.ok(part?.kind === 'streamPart');
    assert.deepEqual(
      part.tasks?.map(({ key }) => key),
      stream.tasks.map(({ key }) => key),
    );
    // A stream's key leads to the document that a click on it opens.
    assert.equal(project.documentOf({ folder, key: toKey(workspace) }).path, features);
  });
});
