import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { claim } from '../../src/core/operations/claim.ts';
import { lossMessage } from '../../src/core/messages/losses.ts';
import { toKey } from '../../src/core/text/key.ts';
import { Project } from '../../src/project/project.ts';
import { folderId, openFolder } from '../support/openedProject.ts';
import { git, temporaryFolder } from '../support/sample.mjs';
import { runOn } from '../support/attempt.ts';

const path = 'tracking/progress/2026-06-11-feat-x.md';
const base =
  '# feat/x\n\nBranch: `feat/x`\n\n| Task | Status | Owner |\n|---|---|---|\n| One | todo | - |\n\n## Notes\n';

describe('a claim that git takes back right after it', () => {
  let root: string;
  const run = (...args: readonly string[]): string => git(root, '2026-06-11T10:00:00Z', ...args);
  beforeEach(() => {
    root = temporaryFolder();
    fs.mkdirSync(join(root, 'tracking/progress'), { recursive: true });
    run('init', '--quiet', '--initial-branch=main');
    run('config', 'user.name', 'Maple');
    run('config', 'user.email', 'maple@example.org');
    const commit = (text: string): void => {
      fs.writeFileSync(join(root, path), text);
      run('add', '--all');
      run('commit', '--quiet', '--message', 'Work');
    };
    commit(`${base}- otter: one\n`);
    run('switch', '--quiet', '--create', 'other');
    commit(`${base}- otter: two\n`);
    run('switch', '--quiet', 'main');
  });
  afterEach(() => {
    fs.rmSync(root, { recursive: true });
  });

  const moves: Record<string, () => void> = {
    stash: () => run('stash', '--quiet'),
    'reset --hard': () => run('reset', '--quiet', '--hard'),
    'checkout of the file': () => run('checkout', '--quiet', '--', path),
    'checkout of the file from another branch': () => run('checkout', '--quiet', 'other', '--', path),
    'switch to another branch': () => run('switch', '--quiet', '--force', 'other'),
    'release by hand': () => {
      fs.writeFileSync(join(root, path), `${base}- otter: one\n`);
    },
  };
  for (const [name, move] of Object.entries(moves))
    it(`is not fought for, and that is told: ${name}`, async () => {
      const world = openFolder(root);
      const project = new Project(world, (error) => {
        throw error;
      });
      const told = new Promise<string>((resolve) =>
        project.onDidLose(({ loss }) => {
          resolve(lossMessage(loss));
        }),
      );
      const target = { folder: folderId(root), key: toKey(path) };
      const result = await runOn(
        project,
        target,
        claim,
        { task: toKey(`${path}#One`) },
        { me: 'maple', through: 'disk' },
      );
      assert.equal(result.kind, 'done');
      move();
      const after = fs.readFileSync(join(root, path), 'utf8');
      assert.ok(after.includes('| One | todo | - |'));
      world.documents.tellChanged({ folder: folderId(root), path });
      assert.match(await told, /^Your claim of One .* it is free again\.$/);
      assert.equal(fs.readFileSync(join(root, path), 'utf8'), after);
      assert.equal(project.healed, 0);
      project.dispose();
    });
});
