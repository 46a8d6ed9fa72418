import assert from 'node:assert/strict';
import { claim } from '../../../src/core/actions/claim.ts';
import { release } from '../../../src/core/actions/release.ts';
import { Project } from '../../../src/project/project.ts';
import { folder, MemoryHost } from '../../support/memoryHost.ts';

const path = 'tracking/progress/2026-06-11-feat-x.md';
const base =
  '# feat/x\n\nBranch: `feat/x`\n\n| Task | Status | Owner |\n|---|---|---|\n| One | todo | - |\n\n## Notes\n';
const claimed = base.replace('| todo | - |', '| wip | maple |');

describe('a claim that was just written', () => {
  async function claimIt() {
    const host = new MemoryHost({ [path]: base });
    const project = new Project(host, (error) => {
      throw error;
    });
    const told: string[] = [];
    project.onDidLose(({ message }) => told.push(message));
    const args = { taskKey: `${path}#One` };
    const options = { me: 'maple', through: 'disk' } as const;
    assert.equal((await project.run({ folder, path }, claim, args, options)).kind, 'done');
    const write = async (text: string): Promise<string> => {
      host.write(path, text);
      for (let i = 0; i < 20; i++) await host.pause();
      return host.files.get(path) ?? '';
    };
    return { host, project, told, write, run: () => project.run({ folder, path }, release, args, options) };
  }

  it('is made again when somebody writes an older text over it', async () => {
    const { write, told } = await claimIt();
    assert.equal(await write(`${base}- otter: a note\n`), `${claimed}- otter: a note\n`);
    assert.deepEqual(told, []);
  });

  it('is made again once; the second time it is told', async () => {
    const { write, told } = await claimIt();
    await write(`${base}- otter: a note\n`);
    assert.equal(await write(`${base}- otter: another\n`), `${base}- otter: another\n`);
    assert.match(told.join(), /^Somebody took back in .*: Claimed One\./);
  });

  it('is not fought for when the whole file is as it was, by whatever way, but told', async () => {
    const { write, told } = await claimIt();
    assert.equal(await write(base), base);
    assert.equal(told.length, 1);
  });

  it('is not fought for when git moved', async () => {
    const { host, write, told } = await claimIt();
    host.head = 'another';
    assert.equal(await write(`${base}- otter: stashed\n`), `${base}- otter: stashed\n`);
    assert.equal(told.length, 1);
  });

  it('is followed no longer when it was released here, when the row was changed otherwise, or after a while', async () => {
    const released = await claimIt();
    assert.equal((await released.run()).kind, 'done');
    assert.equal(await released.write(`${base}- otter: a note\n`), `${base}- otter: a note\n`);
    const changed = await claimIt();
    const done = claimed.replace('wip', 'done');
    assert.equal(await changed.write(done), done);
    const later = await claimIt();
    later.host.time = 2001;
    assert.equal(await later.write(`${base}- otter: a note\n`), `${base}- otter: a note\n`);
    assert.deepEqual([released.told, changed.told, later.told], [[], [], []]);
  });
});
