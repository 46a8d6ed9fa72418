import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeSample, temporaryFolder } from '../support/sample.mjs';
import { pictureOfFailure, Workbench } from '../support/workbench.ts';

describe('features of Spec Kit in VS Code', function () {
  // Each step goes on from the one before.
  this.bail(true);
  let parent: string;
  let root: string;
  let workbench: Workbench;
  let expected: string;
  const path = 'specs/016-call-tracing/tasks.md';
  const textOf = (of: string): string => readFileSync(join(root, of), 'utf8');
  /** The file holds what it is to hold, byte for byte. */
  const holds = (text: string): Promise<void> =>
    workbench.until(() => {
      assert.equal(textOf(path), text);
      expected = text;
    });
  const row = (name: RegExp): Promise<void> => workbench.row(name).waitFor();
  const copied = (text: string): Promise<void> =>
    workbench.until(async () => {
      assert.equal(String(await workbench.page.evaluate('navigator.clipboard.readText()')), text);
    });

  const collapse = async (name: RegExp): Promise<void> => {
    await workbench.row(name).locator('.monaco-tl-twistie').click();
    await workbench.until(async () => {
      assert.equal(await workbench.row(name).getAttribute('aria-expanded'), 'false');
    });
  };

  before(async () => {
    parent = temporaryFolder();
    ({ root } = makeSample(parent));
    expected = textOf(path);
    workbench = await Workbench.open(root, { settings: { 'throughline.owner': 'heron' } });
    await workbench.openContainer();
    await workbench.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  });
  afterEach(async function () {
    await pictureOfFailure(this, workbench);
  });
  after(async () => {
    await workbench.close();
    rmSync(parent, { recursive: true });
  });

  it('have a row with their phases, and their tasks below those of the plan', async () => {
    // So that there is room for all of it.
    await collapse(/^Branch feat\/rpc-retry/);
    await workbench.expand(/^Spec Kit 016-call-tracing, 3 of 6 done.*implement · 1 question/);
    await workbench.expand(/^Phases of 016-call-tracing/);
    await row(/^Phase clarify, ready · 1 question/);
    await row(/^Checklist requirements, 1 of 2 checked/);
    await collapse(/^Phases of 016-call-tracing/);
    await row(/^Phase 2: User Story 1/);
    await row(/^Task T006 Open the trace.*waits for T004, T005/);
  });

  it('have their tasks claimed, assigned and released beside the file', async () => {
    await workbench.contextMenu(/^Task T004/, 'Claim Task');
    await row(/^Task T004 Keep the times.*wip, heron \(you\)/);
    await workbench.contextMenu(/^Task T005/, 'Assign Task...');
    await workbench.asked('Assign Task');
    await workbench.answer('otter');
    await row(/^Task T005 List them.*otter/);
    await workbench.contextMenu(/^Task T004/, 'Release Task');
    await row(/^Task T004 Keep the times.*todo, free/);
    await holds(expected);
  });

  it('have their tasks finished and reopened by one character', async () => {
    const before = expected;
    await workbench.contextMenu(/^Task T004/, 'Finish Task');
    await holds(before.replace('[ ] T004', '[X] T004'));
    await workbench.contextMenu(/^Task T004/, 'Reopen Task');
    await holds(before);
    await workbench.contextMenu(/^Task T006/, 'Set Task Status...');
    await workbench.pick(/^done/);
    await holds(before.replace('[ ] T006', '[X] T006'));
    await workbench.command('Throughline: Undo Last Change');
    await holds(before);
  });

  it('get a task in the phase with work left', async () => {
    await workbench.contextMenu(/^Spec Kit 016-call-tracing/, 'Add Task...');
    await workbench.asked('Add Task (1/2)');
    await workbench.pick(/^Phase 3/);
    await workbench.asked('Add Task (2/2)');
    await workbench.answer('Time out after 2 s');
    await holds(`${expected}- [ ] T007 [US2] Time out after 2 s\n`);
    await row(/^Task T007 Time out after 2 s/);
  });

  it('say which command comes next, and are made the active one', async () => {
    await workbench.contextMenu(/^Spec Kit 016-call-tracing/, 'Copy Next Command');
    await copied('/speckit.clarify');
    await workbench.page.evaluate('navigator.clipboard.writeText("")');
    await workbench.command('Throughline: Copy Next Command');
    await copied('/speckit.clarify');
    await workbench.command('Throughline: Make Active Feature');
    await workbench.until(() => {
      assert.equal(
        textOf('.specify/feature.json'),
        '{\n  "feature_directory": "specs/016-call-tracing"\n}\n',
      );
    });
    // The active feature is that of the branch that is checked out.
    await row(/^Branch feat\/rpc-retry.*, Spec Kit 016-call-tracing/);
  });
});
