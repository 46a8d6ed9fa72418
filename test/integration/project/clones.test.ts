import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { claim } from '../../../src/core/operations/claim.ts';
import { toKey } from '../../../src/core/text/key.ts';
import { runConfirmed } from '../../support/confirmed.ts';
import { progressFile, workspace } from '../../support/inHost.ts';
import { OwnProject } from '../../support/ownProject.ts';
import { committedIn } from '../../support/rules.ts';

describe('the clone that a folder is in', () => {
  const own = new OwnProject();
  const { world, project, folder } = own;
  const sessionSync = join(workspace, '../rpc-kit-session-sync');
  const path = 'tracking/progress/2026-07-06-feat-session-sync.md';
  const there = join(sessionSync, path);
  after(() => {
    own.dispose();
    fs.rmSync(there, { force: true });
  });

  it('has the base that the setting names: throughline.branch.base', async () => {
    const baseOf = async (): Promise<string | undefined> =>
      (await world.repository.clone(folder, committedIn(['tracking']), []))?.base?.name;
    assert.equal(await baseOf(), 'main');
    const configuration = vscode.workspace.getConfiguration('throughline');
    await configuration.update('branch.base', 'fix/token-rotation', vscode.ConfigurationTarget.Workspace);
    assert.equal(await baseOf(), 'fix/token-rotation');
    await configuration.update('branch.base', undefined, vscode.ConfigurationTarget.Workspace);
    assert.equal(await baseOf(), 'main');
  });

  it('shows what stands in another worktree as soon as it comes, and claims there', async () => {
    await project.load();
    await project.idle();
    const becomes = (fit: () => boolean): Promise<void> =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!fit()) return;
          listener.dispose();
          resolve();
        };
        const listener = project.onDidChange(look);
        look();
      });
    const index = project.folder(folder)?.index;
    assert.ok(index);
    const stream = () => index.streamsOfBranch('feat/session-sync')[0];
    const elsewhere = () => {
      const shown = stream();
      return shown && index.elsewhere(shown);
    };
    assert.ok(stream());
    assert.equal(elsewhere(), undefined, 'its worktree has none yet: the copy at hand is shown');
    fs.mkdirSync(join(sessionSync, 'tracking/progress'), { recursive: true });
    fs.writeFileSync(there, progressFile('feat/session-sync', 'One | todo | -'));
    await becomes(() => stream()?.key === path);
    assert.deepEqual(elsewhere(), { kind: 'worktree', name: '../rpc-kit-session-sync' });
    const result = await runConfirmed(
      project,
      { folder, key: toKey(path) },
      claim,
      { task: toKey(`${path}#One`) },
      { me: 'maple', through: 'disk' },
      ['branch.elsewhere'],
    );
    assert.equal(result.kind, 'done');
    assert.equal(fs.readFileSync(there, 'utf8'), progressFile('feat/session-sync', 'One | wip | maple'));
    fs.writeFileSync(there, progressFile('feat/session-sync', 'One | done | otter'));
    await becomes(() => stream()?.tasks[0]?.status.value === 'done');
  });
});
