import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { claimNext } from '../../../src/core/operations/claim.ts';
import { FolderWatcher } from '../../../src/platform/node/folderWatcher.ts';
import { openWorld } from '../../../src/platform/node/openWorld.ts';
import { nothingListed } from '../../../src/project/documentStore.ts';
import { Project } from '../../../src/project/project.ts';
import { noMarkdown } from '../../support/openedProject.ts';
import { progressOf, Repository } from '../../support/repository.ts';
import { runOn } from '../../support/attempt.ts';

const path = 'tracking/progress/2026-06-11-main.md';

describe('a folder that is opened without VS Code', () => {
  let repository: Repository;
  const disposables: { dispose(): void }[] = [];
  beforeEach(() => {
    repository = new Repository();
    repository.commit('2026-06-11', { [path]: progressOf('main', 'One | todo | -', 'Two | todo | -') });
  });
  afterEach(() => {
    for (const each of disposables.splice(0)) each.dispose();
    repository.dispose();
  });

  async function open() {
    const log = (error: unknown): never => {
      throw error;
    };
    const world = openWorld([repository.root], { markdown: noMarkdown, log, watch: true });
    const project = new Project(world, log);
    disposables.push(project, world);
    await project.load();
    await project.idle();
    const [state] = project.folders;
    assert.ok(state);
    const becomes = (isSo: () => boolean): Promise<void> =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!isSo()) return;
          listener.dispose();
          resolve();
        };
        const listener = project.onDidChange(look);
        look();
      });
    const owners = (branch: string) =>
      state.index.streamsOfBranch(branch).flatMap(({ tasks }) => tasks.map(({ owner }) => owner.value));
    return { project, state, becomes, owners };
  }

  it('lists, claims, and follows what others do: in files, in new folders, in git', async () => {
    const { project, state, becomes, owners } = await open();
    const [stream] = state.index.streams();
    assert.ok(stream);
    const target = { folder: state.folder.id, key: stream.key };
    const claimed = await runOn(project, target, claimNext, {}, { me: 'maple', through: 'disk' });
    assert.equal(claimed.kind, 'done');
    assert.deepEqual(owners('main'), ['maple', undefined]);

    const file = join(repository.root, path);
    fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('Two | todo | -', 'Two | wip | otter'));
    await becomes(() => owners('main')[1] === 'otter');

    repository.write(
      'packages/api/tracking/progress/2026-06-12-main.md',
      progressOf('main', 'Three | wip | heron'),
    );
    await becomes(() => owners('main').includes('heron'));

    repository.git('branch', 'feat/else');
    const worktree = repository.worktree('else', 'feat/else');
    fs.writeFileSync(
      join(worktree, 'tracking/progress/2026-06-13-else.md'),
      progressOf('feat/else', 'Four | wip | wren'),
    );
    await becomes(() => owners('feat/else').includes('wren'));
  });

  it('is followed where a tracking directory comes below a folder in which there was nothing', async () => {
    fs.mkdirSync(join(repository.root, 'packages/web/app'), { recursive: true });
    repository.write('old/progress/2026-06-12-main.md', progressOf('main', 'Moved | wip | robin'));
    const { becomes, owners } = await open();
    repository.write(
      'packages/web/app/tracking/progress/2026-06-12-main.md',
      progressOf('main', 'Three | wip | heron'),
    );
    await becomes(() => owners('main').includes('heron'));
    fs.renameSync(join(repository.root, 'old'), join(repository.root, 'packages/web/tracking'));
    await becomes(() => owners('main').includes('robin'));
    const file = join(repository.root, 'packages/web/tracking/progress/2026-06-12-main.md');
    fs.writeFileSync(file, progressOf('main', 'Moved | wip | wren'));
    await becomes(() => owners('main').includes('wren'));
  });

  it('is followed when its folders, or it itself, were removed and made again', async () => {
    const { becomes, owners } = await open();
    for (const [gone, owner] of [
      ['tracking/progress', 'heron'],
      ['tracking', 'robin'],
      ['', 'wren'],
    ] as const) {
      // Its number may be given to the new folder.
      fs.rmSync(join(repository.root, gone), { recursive: true });
      repository.write(path, progressOf('main', 'One | todo | -'));
      repository.write('tracking/progress/2026-06-12-main.md', progressOf('main', `Two | wip | ${owner}`));
      await becomes(() => owners('main').includes(owner));
      repository.write(path, progressOf('main', `One | wip | ${owner}-late`));
      await becomes(() => owners('main').includes(`${owner}-late`));
    }
  });

  it('is followed when it becomes a repository, and when git is told to ignore specs', async () => {
    fs.rmSync(join(repository.root, '.git'), { recursive: true });
    repository.write('spec/retries.md', '# Retries\n\n- **RPC-01**: tries again\n');
    const { state, becomes, owners } = await open();
    assert.equal(state.index.specs().length, 1);
    repository.git('init', '--quiet', '--initial-branch=feat/late');
    repository.git('config', 'user.name', 'Maple');
    repository.git('config', 'user.email', 'maple@example.org');
    repository.commit('2026-06-12', {
      'tracking/progress/2026-06-12-late.md': progressOf('feat/late', 'Late | wip | heron'),
    });
    repository.git('checkout', '--quiet', '-b', 'main');
    repository.git('rm', '--quiet', '-r', '--cached', 'spec');
    repository.git('rm', '--quiet', 'tracking/progress/2026-06-12-late.md');
    await becomes(() => state.sources.clone?.head === 'main' && owners('feat/late').includes('heron'));
    repository.write('.gitignore', 'spec/\n');
    await becomes(() => state.index.specs().length === 0);
  });

  it('is listened to no longer once it is closed, also when that was while it was being listed', async () => {
    const listing = { ...nothingListed, folders: [''], linked: [] };
    const heard: string[] = [];
    const watching = (name: string, changed: () => void): FolderWatcher => {
      const watcher = new FolderWatcher({
        idOf: (at) => at,
        pathOf: () => repository.root,
        changed: ({ path: at }) => {
          if (at === undefined) return;
          heard.push(name);
          changed();
        },
        gitMoved: () => undefined,
        log: assert.ifError,
      });
      disposables.push(watcher);
      return watcher;
    };
    const closed = watching('closed', () => undefined);
    closed.dispose();
    closed.watchListed('folder', listing);
    await new Promise<void>((resolve) => {
      watching('open', resolve).watchListed('folder', listing);
      repository.write('new.md', '');
    });
    assert.ok(!heard.includes('closed'));
  });

  it('is read as well where there is no git, without a word of that', async () => {
    fs.rmSync(join(repository.root, '.git'), { recursive: true });
    const { owners } = await open();
    assert.deepEqual(owners('main'), [undefined, undefined]);
  });

  it('has the settings of the folder, also with comments, and never an owner’s name out of it', async () => {
    repository.write('plan/progress/2026-06-12-feat-x.md', progressOf('feat/x', 'Five | todo | -'));
    repository.write(
      '.vscode/settings.json',
      '{\n  // Where we keep it.\n  "throughline.tracking.directory": "plan",\n  "throughline.owner": "mallory",\n}\n',
    );
    const { state } = await open();
    assert.deepEqual(
      state.index.streams().map(({ name }) => name),
      ['feat/x'],
    );
    assert.ok(!JSON.stringify(state.rules.settings).includes('mallory'));
  });

  it('has no settings that a link leads out to, be it of the file or of the folder above it', async () => {
    const outside = join(repository.parent, 'outside');
    fs.mkdirSync(outside);
    fs.writeFileSync(join(outside, 'settings.json'), '{ "throughline.tracking.directory": "plan" }');
    fs.symlinkSync(outside, join(repository.root, '.vscode'));
    const { project, state } = await open();
    assert.equal(state.rules.settings['trackingDirectory'], undefined);
    fs.rmSync(join(repository.root, '.vscode'));
    fs.mkdirSync(join(repository.root, '.vscode'));
    fs.symlinkSync(join(outside, 'settings.json'), join(repository.root, '.vscode/settings.json'));
    await project.refresh();
    assert.equal(project.folders[0]?.rules.settings['trackingDirectory'], undefined);
  });
});
