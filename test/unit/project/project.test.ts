import assert from 'node:assert/strict';
import { claim } from '../../../src/core/operations/claim.ts';
import { refusalMessage } from '../../../src/core/messages/refusals.ts';
import { toKey } from '../../../src/core/text/key.ts';
import type { ProjectDelta } from '../../../src/project/folders.ts';
import { Project } from '../../../src/project/project.ts';
import { MemoryWorld, folder } from '../../support/memoryWorld.ts';
import { runOn } from '../../support/attempt.ts';

const path = 'tracking/progress/2026-06-11-feat-rpc-retry.md';
const row = (task: string, status = 'todo', owner = '-'): string => `| ${task} | ${status} | ${owner} | |\n`;
const file = (...rows: readonly string[]): string =>
  `# Retries\n\nBranch: \`feat/rpc-retry\`\n\n## Tasks\n\n| Task | Status | Owner | Notes |\n| --- | --- | --- | --- |\n${rows.join('')}`;

async function open(files: Record<string, string>) {
  const host = new MemoryWorld(files);
  const project = new Project(host, (error) => {
    throw error;
  });
  const deltas: ProjectDelta[] = [];
  project.onDidChange((delta) => deltas.push(delta));
  await project.load();
  await project.idle();
  const tasks = (): string[] =>
    (project.folder(folder)?.index.findStream(toKey(path))?.tasks ?? []).map(
      ({ title, status, owner }) =>
        `${title.value}: ${status.value}${owner.value === undefined ? '' : ` ${owner.value}`}`,
    );
  const key = `${path}#Add jitter`;
  const claimAs = (me: string, through: 'disk' | 'editor' = 'disk') =>
    runOn(project, { folder, key: toKey(path) }, claim, { task: toKey(key) }, { me, through });
  return { host, project, deltas, tasks, claimAs };
}

describe('a project', () => {
  it('reads nothing before it is asked for', async () => {
    const host = new MemoryWorld({ [path]: file(row('Add jitter')) });
    const project = new Project(host, (error) => {
      throw error;
    });
    host.hint(path);
    await project.idle();
    assert.deepEqual(host.reads, []);
    assert.deepEqual(project.folders, []);
  });

  it('begins once, also when a listener asks for it while it begins', async () => {
    const host = new MemoryWorld({ [path]: file(row('Add jitter')) });
    const errors: unknown[] = [];
    const project = new Project(host, (error) => {
      errors.push(error);
    });
    project.onDidLoad(() => {
      project.load().catch((error: unknown) => errors.push(error));
    });
    await project.load();
    await project.idle();
    assert.deepEqual(errors, []);
    assert.equal(host.reads.length, 1);
  });

  it('gives up what it is reading when it is disposed', async () => {
    const host = new MemoryWorld({ [path]: file(row('Add jitter')) });
    const errors: unknown[] = [];
    const project = new Project(host, (error) => {
      errors.push(error);
    });
    const loading = project.load();
    await host.pause();
    project.dispose();
    await project.idle();
    await project.load();
    assert.deepEqual([errors, host.reads, project.folders], [[], [], []]);
    void loading;
  });

  it('peeks at the files of one branch, and follows only those', async () => {
    const other = 'tracking/progress/2026-07-01-fix-x.md';
    const host = new MemoryWorld({ [path]: file(row('Add jitter')), [other]: file(row('Else')) });
    const project = new Project(host, (error) => {
      throw error;
    });
    await project.peek(folder, 'feat/rpc-retry');
    assert.deepEqual([...(project.folder(folder)?.index.keys() ?? [])], [path]);
    host.write(path, file(row('Add jitter', 'wip', 'maple')));
    host.write(other, file(row('Else', 'wip', 'maple')));
    await project.idle();
    assert.equal(project.folder(folder)?.index.findStream(toKey(path))?.tasks[0]?.owner.value, 'maple');
    assert.ok(!host.reads.includes(other));
    await project.load();
    assert.deepEqual([...(project.folder(folder)?.index.keys() ?? [])], [path, other]);
  });

  it('forgets what is no longer in a tracking directory when that gets another name', async () => {
    const { host, project } = await open({ [path]: file(row('Add jitter')) });
    host.trackingDirectory = 'work';
    await project.refresh();
    assert.deepEqual([...(project.folder(folder)?.index.keys() ?? [])], []);
  });

  it('shows a change of a file, once, and is silent when nothing changed', async () => {
    const { host, project, deltas, tasks } = await open({ [path]: file(row('Add jitter')) });
    deltas.length = 0;
    host.write(path, file(row('Add jitter', 'wip', 'maple')));
    host.hint(path);
    await project.idle();
    assert.deepEqual(tasks(), ['Add jitter: wip maple']);
    assert.deepEqual(deltas, [{ folder, keys: [path] }]);
    host.hint(path);
    host.hint();
    await project.idle();
    assert.equal(deltas.length, 1);
  });

  it('takes what is typed in an editor before what is on disk', async () => {
    const { host, project, tasks } = await open({ [path]: file(row('Add jitter')) });
    host.editors.set(path, file(row('Add jitter', 'blocked')));
    host.hint(path);
    await project.idle();
    assert.deepEqual(tasks(), ['Add jitter: blocked']);
  });

  it('keeps the last good state while a file is half written', async () => {
    const whole = file(row('Add jitter'), row('Backfill tests'));
    const { host, project, deltas, tasks } = await open({ [path]: whole });
    deltas.length = 0;
    for (const part of ['', whole.slice(0, 40), whole.slice(0, whole.indexOf('| Backfill'))]) {
      host.write(path, part);
      await project.idle();
      assert.equal(tasks().length, 2, `after ${part.length} characters`);
    }
    host.write(path, file(row('Add jitter', 'done', 'otter'), row('Backfill tests')));
    await project.idle();
    await host.passTime();
    await project.idle();
    assert.deepEqual(tasks(), ['Add jitter: done otter', 'Backfill tests: todo']);
    assert.equal(deltas.length, 1);
  });

  it('accepts that tasks are gone when the file says so twice', async () => {
    const { host, project, tasks } = await open({ [path]: file(row('Add jitter'), row('Backfill tests')) });
    host.write(path, file(row('Backfill tests')));
    await project.idle();
    assert.equal(tasks().length, 2);
    assert.equal(await host.passTime(), 1);
    await project.idle();
    assert.deepEqual(tasks(), ['Backfill tests: todo']);
  });

  it('forgets a file that went away, and finds one that came', async () => {
    const other = 'packages/api/tracking/progress/2026-07-01-fix-x.md';
    const { host, project } = await open({ [path]: file(row('Add jitter')) });
    host.write(path, undefined);
    host.write(other, file(row('Add jitter')));
    await project.idle();
    await host.passTime();
    await project.idle();
    assert.deepEqual([...(project.folder(folder)?.index.keys() ?? [])], [other]);
  });

  it('lets a late answer of the worker not overwrite what was read since', async () => {
    const { host, project, tasks } = await open({ [path]: file(row('Add jitter')) });
    let release = (): void => undefined;
    host.holdMarkdown = new Promise((resolve) => {
      release = resolve;
    });
    // A setext heading: the scanner leaves this text to the worker.
    host.write(path, `Title\n=====\n\n${file(row('Add jitter', 'blocked'))}`);
    await host.pause();
    await host.pause();
    host.holdMarkdown = undefined;
    host.write(path, file(row('Add jitter', 'done', 'otter')));
    await host.pause();
    await host.pause();
    release();
    await project.idle();
    assert.deepEqual(tasks(), ['Add jitter: done otter']);
  });

  it('says that nothing is there only once the worker has read its share too', async () => {
    // A setext heading: the scanner leaves this text to the worker.
    const host = new MemoryWorld({ [path]: `Title\n=====\n\n${file(row('Add jitter'))}` });
    let release = (): void => undefined;
    host.holdMarkdown = new Promise((resolve) => {
      release = resolve;
    });
    const project = new Project(host, (error) => {
      throw error;
    });
    assert.equal(project.state, 'loading');
    await project.load();
    const streams = () => project.folders.flatMap(({ index }) => [...index.streams()]);
    assert.deepEqual([streams(), project.state], [[], 'loading']);
    const found = project.found(streams);
    release();
    assert.equal((await found).length, 1);
    assert.equal(project.state, 'ready');
    assert.deepEqual(await project.found(() => []), []);
  });

  it('says that nothing is tracked in a folder without any of it, and leaves nobody waiting', async () => {
    const host = new MemoryWorld({});
    const project = new Project(host, (error) => {
      throw error;
    });
    const found = project.found(() => []);
    assert.equal(project.state, 'loading');
    assert.deepEqual(await found, []);
    assert.equal(project.state, 'noTracking');
    host.setFolders([]);
    assert.deepEqual(await project.found(() => []), []);
    const other = new Project(new MemoryWorld({}), (error) => {
      throw error;
    });
    const waiting = other.found(() => []);
    other.dispose();
    assert.deepEqual(await waiting, []);
  });

  it('lets folders come and go', async () => {
    const { host, project, deltas } = await open({ [path]: file(row('Add jitter')) });
    deltas.length = 0;
    host.setFolders([]);
    assert.deepEqual(deltas, [{ folder, keys: [path] }]);
    assert.deepEqual(project.folders, []);
    host.setFolders([{ id: folder, name: 'project' }]);
    await project.idle();
    assert.equal(project.folders.length, 1);
  });
});

describe('an action on a file', () => {
  it('changes the named cells and shows at once', async () => {
    const before = file(row('Wire up retry policy', 'done', 'otter'), row('Add jitter'));
    const { host, tasks, claimAs } = await open({ [path]: before });
    const result = await claimAs('maple');
    assert.equal(result.kind, 'done');
    assert.equal(
      host.files.get(path),
      before.replace('| Add jitter | todo | - |', '| Add jitter | wip | maple |'),
    );
    assert.deepEqual(tasks(), ['Wire up retry policy: done otter', 'Add jitter: wip maple']);
  });

  it('finds a row that moved since it was shown', async () => {
    const { host, claimAs } = await open({ [path]: file(row('Add jitter'), row('Backfill tests')) });
    host.files.set(path, file(row('New first'), row('Another'), row('Backfill tests'), row('Add jitter')));
    assert.equal((await claimAs('maple')).kind, 'done');
    assert.match(host.files.get(path) ?? '', /\| Add jitter \| wip \| maple \|/);
  });

  it('refuses with the truth when somebody was quicker, also by a hair', async () => {
    const { host, claimAs } = await open({ [path]: file(row('Add jitter')) });
    host.beforeApply = () => host.files.set(path, file(row('Add jitter', 'wip', 'otter')));
    const result = await claimAs('maple');
    assert.ok(result.kind === 'refused');
    assert.match(refusalMessage(result), /Add jitter is already claimed by otter/);
    assert.equal(host.files.get(path), file(row('Add jitter', 'wip', 'otter')));
  });

  it('keeps a change elsewhere in the file that came in between', async () => {
    const { host, claimAs } = await open({ [path]: file(row('Add jitter'), row('Backfill tests')) });
    host.beforeApply = () =>
      host.files.set(path, file(row('Add jitter'), row('Backfill tests', 'wip', 'otter')));
    assert.equal((await claimAs('maple')).kind, 'done');
    assert.equal(
      host.files.get(path),
      file(row('Add jitter', 'wip', 'maple'), row('Backfill tests', 'wip', 'otter')),
    );
  });

  it('refuses a file with unsaved changes, and changes the editor when told to', async () => {
    const text = file(row('Add jitter'));
    const { host, claimAs } = await open({ [path]: text });
    host.editors.set(path, `${text}\nHalf a thou`);
    const result = await claimAs('maple');
    assert.equal(result.kind === 'refused' && result.code, 'file.dirty');
    assert.equal(host.files.get(path), text);
    assert.equal((await claimAs('maple', 'editor')).kind, 'done');
    assert.equal(host.files.get(path), text);
    assert.equal(host.editors.get(path), `${file(row('Add jitter', 'wip', 'maple'))}\nHalf a thou`);
  });

  it('says so when the file or the row is no longer there', async () => {
    const { host, claimAs } = await open({ [path]: file(row('Add jitter')) });
    host.files.set(path, file(row('Something else')));
    const gone = await claimAs('maple');
    assert.equal(gone.kind === 'refused' && gone.code, 'task.missing');
    host.files.delete(path);
    const missing = await claimAs('maple');
    assert.equal(missing.kind === 'refused' && missing.code, 'file.missing');
  });

  it('gives up, with nothing written, when the file never stands still', async () => {
    const { host, claimAs } = await open({ [path]: file(row('Add jitter')) });
    let turn = 0;
    host.beforeApply = () => host.files.set(path, file(row('Add jitter'), row(`Row ${turn++}`)));
    const result = await claimAs('maple');
    assert.equal(result.kind === 'refused' && result.code, 'file.contended');
  });
});
