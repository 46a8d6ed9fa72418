import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { claim } from '../../src/core/operations/claim.ts';
import { toKey } from '../../src/core/text/key.ts';
import { Project } from '../../src/project/project.ts';
import { folderId, openFolder } from '../support/openedProject.ts';
import { temporaryFolder } from '../support/sample.mjs';
import { runOn } from '../support/attempt.ts';

const seconds = process.env['THROUGHLINE_TORTURE'] === 'full' ? 60 : 6;
const path = 'tracking/progress/2026-06-11-feat-x.md';
const rows = 600;

describe('a writer who knows of no lock, ten times a second', () => {
  it(`takes no claim back that is not made again or told: ${seconds} s`, async () => {
    const root = temporaryFolder();
    for (const folder of ['tracking/progress', '.git/objects', '.git/refs'])
      fs.mkdirSync(join(root, folder), { recursive: true });
    const file = join(root, path);
    const row = (i: number, status = 'todo', owner = '-'): string => `| Row ${i} | ${status} | ${owner} |\n`;
    fs.writeFileSync(
      file,
      `# feat/x\n\nBranch: feat/x\n\n| Task | Status | Owner |\n|---|---|---|\n${Array.from({ length: rows }, (_, i) => row(i)).join('')}\n## Notes\n\n- foreign: 0\n`,
    );
    const world = openFolder(root);
    const project = new Project(world, (error) => {
      throw error;
    });
    const told = new Set<string>();
    project.onDidLose(({ keys }) => {
      for (const key of keys) told.add(key);
    });
    let torn = 0;
    const watcher = fs.watch(join(root, 'tracking/progress'), (_event, name) => {
      if (!path.endsWith(`/${String(name)}`)) return;
      const text = fs.readFileSync(file, 'utf8');
      if ((text.match(/^\| Row /gm) ?? []).length !== rows || !text.includes('## Notes')) torn++;
      world.documents.tellChanged({ folder: folderId(root), path });
    });
    const writer = fork(join(import.meta.dirname, 'foreignWriter.mjs'), [file]);
    const results = new Map<string, number>();
    const claimed = new Set<number>();
    const end = performance.now() + seconds * 1000;
    for (let i = 0; performance.now() < end && i < rows; i++) {
      const { kind } = await runOn(
        project,
        { folder: folderId(root), key: toKey(path) },
        claim,
        { task: toKey(`${path}#Row ${i}`) },
        { me: `m${i}`, through: 'disk' },
      );
      results.set(kind, (results.get(kind) ?? 0) + 1);
      if (kind === 'done') claimed.add(i);
      await new Promise((resolve) => setTimeout(resolve, (seconds * 1000) / rows));
    }
    // The last of them are overwritten too.
    await new Promise((resolve) => setTimeout(resolve, 2000));
    writer.kill();
    await new Promise((resolve) => writer.once('exit', resolve));
    // What is lost is gathered for a second before it is told.
    await new Promise((resolve) => setTimeout(resolve, 2500));
    const text = fs.readFileSync(file, 'utf8');
    const missing = [...claimed].filter((i) => !text.includes(row(i, 'wip', `m${i}`)));
    const silent = missing.filter((i) => !told.has(`${path}#Row ${i}`));
    console.log(
      `      ${claimed.size} claims (${JSON.stringify([...results])}), ${project.healed} made again, ${missing.length} lost, ${told.size} told`,
    );
    watcher.close();
    project.dispose();
    fs.rmSync(root, { recursive: true });
    assert.deepEqual(silent, [], 'lost in silence');
    assert.equal(torn, 0, 'torn files');
    assert.ok(claimed.size > 10 && project.healed + told.size > 0, 'the writer was in the way');
  });
});
