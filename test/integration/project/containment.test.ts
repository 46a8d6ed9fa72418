import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFile } from '../../../src/core/operations/createFile.ts';
import { claim } from '../../../src/core/operations/claim.ts';
import * as vscode from 'vscode';
import { toKey } from '../../../src/core/text/key.ts';
import { commands } from '../../../src/ids.ts';
import { absolute, problems, problemsFit, progressFile } from '../../support/inHost.ts';
import { readOne } from '../../../src/project/documentStore.ts';
import { OwnProject } from '../../support/ownProject.ts';
import { runOn } from '../../support/attempt.ts';

describe('links that lead out of the workspace', () => {
  const own = new OwnProject();
  const { allowed, world, project, folder } = own;
  const { documents } = world;
  const outside = fs.mkdtempSync(join(fs.realpathSync(tmpdir()), 'throughline-outside-'));
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
    own.dispose();
  });

  it('are neither written nor read through, neither a file nor one below a folder', async () => {
    for (const path of [file, 'tracking/progress/out/a.md']) {
      const result = await runOn(
        project,
        { folder, key: toKey(path) },
        claim,
        { task: toKey(`${path}#One`) },
        { me: 'maple', through: 'disk' },
      );
      assert.equal(result.kind === 'refused' && result.code, 'link.outside', path);
    }
    const below = 'tracking/progress/out/new';
    const as = { me: 'maple', through: 'disk' } as const;
    for (const path of [`${below}.md`, `${below}/deep.md`]) {
      const made = await project.run(folder, createFile, { path, text, branch: undefined }, as);
      assert.equal(made.kind === 'refused' && made.code, 'link.outside');
    }
    for (const path of [file, 'tracking/progress/out/a.md']) {
      const read = await readOne(documents, { folder, path });
      assert.equal(read.kind === 'unreadable' && read.problem.code, 'file.outside', 'nor read');
    }
    assert.deepEqual(fs.readdirSync(outside), ['a.md']);
    assert.equal(fs.readFileSync(join(outside, 'a.md'), 'utf8'), text);
  });

  it('are shown as a problem that names where they lead, each once', async () => {
    await vscode.commands.executeCommand(commands.refresh);
    for (const [path, target] of [
      [file, join(outside, 'a.md')],
      ['tracking/progress/out', outside],
    ] as const) {
      await problemsFit(path, (found) =>
        found.some((each) => each.includes(`to ${target}. Allow it to read`)),
      );
      assert.equal(problems(path).length, 1);
    }
    assert.deepEqual(problems('tracking/progress/out/a.md'), []);
  });

  it('are read and written once they are allowed, until that is forgotten', async () => {
    await project.refresh();
    const inside = 'tracking/progress/out/a.md';
    const problemsOf = (path: string): readonly string[] | undefined =>
      project
        .folder(folder)
        ?.index.file(toKey(path))
        ?.problems.map(({ code }) => code);
    assert.deepEqual(problemsOf('tracking/progress/out'), ['file.outside']);
    assert.equal(problemsOf(inside), undefined);
    assert.equal(documents.targetOf({ folder, path: 'tracking/progress/out' }), outside);
    assert.equal(await allowed.find(join(outside, 'none')), 'missing');
    assert.equal(await allowed.find('/'), 'above');
    const place = await allowed.find(outside);
    assert.ok(typeof place === 'object');
    await allowed.allow(place);
    await project.idle();
    assert.equal(project.folder(folder)?.index.findStream(toKey(inside))?.branch, 'feat/out');
    assert.equal(problemsOf('tracking/progress/out'), undefined);
    assert.equal(documents.targetOf({ folder, path: 'tracking/progress/out' }), undefined);
    const claimed = await runOn(
      project,
      { folder, key: toKey(inside) },
      claim,
      { task: toKey(`${inside}#One`) },
      { me: 'maple', through: 'disk' },
    );
    assert.equal(claimed.kind, 'done');
    assert.match(fs.readFileSync(join(outside, 'a.md'), 'utf8'), /\| One \| wip \| maple \|/);
    await allowed.forget(place);
    await project.idle();
    assert.equal(project.folder(folder)?.index.file(toKey(inside)), undefined);
    assert.deepEqual(problemsOf('tracking/progress/out'), ['file.outside']);
  });
});

describe('a folder that cannot be read', () => {
  const own = new OwnProject();
  const loop = 'tracking/progress/loop';
  const locked = 'tracking/backlog/locked';
  before(() => {
    fs.symlinkSync('loop', absolute(loop));
    fs.mkdirSync(absolute(locked));
    fs.chmodSync(absolute(locked), 0);
  });
  after(() => {
    fs.rmSync(absolute(loop));
    fs.rmdirSync(absolute(locked));
    own.dispose();
  });

  it('is a problem of its own, and all else is shown', async () => {
    await vscode.commands.executeCommand(commands.refresh);
    await problemsFit(loop, (found) => found.some((each) => each.includes('leads in a circle')));
    // Root may read it.
    if (process.getuid?.() !== 0)
      await problemsFit(locked, (found) => found.some((each) => each.includes('permission denied')));
    await own.project.load();
    assert.ok((own.project.folder(own.folder)?.index.streams().length ?? 0) > 2);
  });
});
