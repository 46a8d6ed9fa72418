import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addWorkflow } from '../../../src/core/operations/addWorkflow.ts';
import { claim } from '../../../src/core/operations/claim.ts';
import { toKey } from '../../../src/core/text/key.ts';
import type { OpenedWorld } from '../../../src/platform/node/openWorld.ts';
import { Project } from '../../../src/project/project.ts';
import { folderId, openFolder } from '../../support/openedProject.ts';
import { runOn } from '../../support/attempt.ts';

const path = 'tracking/progress/2026-06-11-feat-x.md';
const todo = 'Branch: feat/x\n\n| Task | Status | Owner |\n|---|---|---|\n| One | todo | - |\n';
const locks = '.git/throughline';

/** Somebody removes what git does not know, just before a change is written. */
class Cleaning {
  /** How often. */
  times = 0;
  /** What else happens then. */
  also: () => void = () => undefined;
  writes = 0;
  readonly world: OpenedWorld;

  constructor(root: string) {
    this.world = openFolder(root);
    const { writer } = this.world.documents;
    const apply = writer.apply.bind(writer);
    writer.apply = (change) => {
      this.writes++;
      if (this.times-- > 0) {
        fs.rmSync(join(root, locks), { recursive: true });
        this.also();
      }
      return apply(change);
    };
  }
}

describe('a lock that is removed while a change is made', () => {
  let root: string;
  let cleaning: Cleaning;
  let project: Project;
  beforeEach(() => {
    root = fs.mkdtempSync(join(fs.realpathSync(tmpdir()), 'throughline-cleaned-'));
    for (const name of ['.git/objects', '.git/refs', 'tracking/progress'])
      fs.mkdirSync(join(root, name), { recursive: true });
    fs.writeFileSync(join(root, path), todo);
    cleaning = new Cleaning(root);
    project = new Project(cleaning.world, (error) => {
      throw error;
    });
  });
  afterEach(() => {
    project.dispose();
    fs.rmSync(root, { recursive: true });
  });
  const run = () =>
    runOn(
      project,
      { folder: folderId(root), key: toKey(path) },
      claim,
      { task: toKey(`${path}#One`) },
      { me: 'maple', through: 'disk' },
    );
  const text = () => fs.readFileSync(join(root, path), 'utf8');

  it('is not noticed by who claims', async () => {
    for (const cleanings of [1, 5]) {
      fs.writeFileSync(join(root, path), todo);
      cleaning.times = cleanings;
      cleaning.writes = 0;
      assert.equal((await run()).kind, 'done');
      assert.equal(text(), todo.replace('todo | -', 'wip | maple'));
      assert.equal(cleaning.writes, cleanings + 1);
    }
  });

  it('is told after some tries when it is removed again and again, and nothing is written', async () => {
    cleaning.times = Infinity;
    const result = await run();
    assert.equal(result.kind === 'refused' && result.code, 'file.lockLost');
    assert.equal(cleaning.writes, 6);
    assert.equal(text(), todo);
  });

  it('gives the row to the other one who took the lock then', async () => {
    cleaning.times = 1;
    cleaning.also = () => {
      fs.writeFileSync(join(root, path), todo.replace('todo | -', 'wip | oak'));
    };
    const result = await run();
    assert.equal(result.kind === 'refused' && result.code, 'task.taken', JSON.stringify(result));
    assert.equal(text(), todo.replace('todo | -', 'wip | oak'));
  });

  it('is not noticed either where a file is changed that is not tracked', async () => {
    const agents = join(root, 'AGENTS.md');
    fs.writeFileSync(agents, '# Agents\n');
    const project = new Project(cleaning.world, (error) => {
      throw error;
    });
    const add = () =>
      project.run(folderId(root), addWorkflow, { path: 'AGENTS.md' }, { me: '', through: 'disk' });
    cleaning.times = 5;
    assert.equal((await add()).kind, 'done');
    cleaning.times = Infinity;
    fs.writeFileSync(agents, '# Agents\n');
    const result = await add();
    assert.equal(result.kind === 'refused' && result.code, 'file.lockLost');
    assert.equal(fs.readFileSync(agents, 'utf8'), '# Agents\n');
  });
});
