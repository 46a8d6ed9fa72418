import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { claim } from '../../../src/core/actions/claim.ts';
import { DirtyBeacon } from '../../../src/platform/dirtyBeacon.ts';
import { createGit } from '../../../src/platform/git.ts';
import { MarkdownWorker } from '../../../src/platform/markdownWorker.ts';
import { VscodeHost } from '../../../src/platform/vscodeHost.ts';
import { Project } from '../../../src/project/project.ts';
import { absolute, progressFile } from '../../support/inHost.ts';

describe('links that lead out of the workspace', () => {
  const fail = (error: unknown): never => {
    throw error;
  };
  const worker = new MarkdownWorker({ workerFile: absolute('none'), onError: fail });
  const host = new VscodeHost(worker, createGit(fail), new DirtyBeacon(fail), fail);
  const project = new Project(host, fail);
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.toString() ?? '';
  const outside = fs.mkdtempSync(join(tmpdir(), 'throughline-outside-'));
  const text = progressFile('feat/out', 'One | todo | -');
  const file = 'tracking/progress/2026-08-02-out.md';

  before(() => {
    fs.writeFileSync(join(outside, 'a.md'), text);
    fs.symlinkSync(join(outside, 'a.md'), absolute(file));
    fs.symlinkSync(outside, absolute('tracking/progress/out'));
  });
  after(() => {
    fs.rmSync(absolute(file));
    fs.rmSync(absolute('tracking/progress/out'));
    fs.rmSync(outside, { recursive: true });
    project.dispose();
    host.dispose();
    worker.dispose();
  });

  it('are neither written nor read through, neither a file nor one below a folder', async () => {
    for (const path of [file, 'tracking/progress/out/a.md']) {
      const result = await project.run(
        { folder, path },
        claim,
        { taskKey: `${path}#One` },
        { me: 'maple', through: 'disk' },
      );
      assert.equal(result.kind === 'refused' && result.code, 'link.outside', path);
    }
    for (const made of [
      await project.create(folder, { path: 'tracking/progress/out/new.md', text }),
      await project.createFolder(folder, 'tracking/progress/out/new'),
    ])
      assert.equal(made.kind === 'refused' && made.code, 'link.outside');
    for (const path of [file, 'tracking/progress/out/a.md']) {
      const read = await host.read(folder, path);
      assert.equal(read.kind === 'unreadable' && read.code, 'file.outside', 'nor read');
    }
    assert.deepEqual(fs.readdirSync(outside), ['a.md']);
    assert.equal(fs.readFileSync(join(outside, 'a.md'), 'utf8'), text);
  });
});
