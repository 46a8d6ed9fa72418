import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeSample, temporaryFolder } from '../support/sample.mjs';
import { pictureOfFailure, Workbench } from '../support/workbench.ts';

const cancel = 'backlog/tasks/task-4 - Cancel-calls-by-their-tag.md';
const urgent = 'backlog/tasks/task-3 - Send-urgent-calls-first.md';
const measure = 'backlog/tasks/task-3.1 - Measure-the-queue-under-load.md';
const made = 'backlog/tasks/task-5 - Its-a-test.md';

describe('tasks of Backlog.md on the sample repository', function () {
  // Each step goes on from the one before.
  this.bail(true);
  let parent: string;
  let root: string;
  let bench: Workbench;
  const expected = new Map<string, string>();
  /** The text of a file, without the minutes at which it was changed or made. */
  const textOf = (path: string): string =>
    existsSync(join(root, path))
      ? readFileSync(join(root, path), 'utf8').replace(
          /^(updated_date|created_date): '20(?!26-06-)[\d: -]+'$/gm,
          '$1: NOW',
        )
      : '';
  /** The file differs from before as given, and in no other byte; the other files not at all. */
  const changes = (
    path: string,
    ...edits: readonly (readonly [was: string, is: string])[]
  ): Promise<void> => {
    const before = expected.get(path) ?? '';
    const after = edits.reduce((text, [was, is]) => {
      assert.equal(text.split(was).length, 2, `one ${JSON.stringify(was)} in ${text}`);
      return text.replace(was, is);
    }, before);
    return bench.until(() => {
      assert.equal(textOf(path), after);
      expected.set(path, after);
      for (const [other, text] of expected) assert.equal(textOf(other), text);
    });
  };
  const row = (name: RegExp): Promise<void> => bench.row(name, 'Backlog').waitFor();
  const copied = (text: string): Promise<void> =>
    bench.until(async () => {
      assert.equal(String(await bench.page.evaluate('navigator.clipboard.readText()')), text);
    });

  before(async () => {
    parent = temporaryFolder();
    ({ root } = makeSample(parent));
    for (const path of [cancel, urgent, measure]) expected.set(path, textOf(path));
    bench = await Workbench.open(root, { settings: { 'throughline.owner': 'heron' } });
    await bench.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await bench.openContainer();
    await bench.openView('Backlog');
    // So that there is room for all of it.
    for (const view of ['Branch Progress', 'Specs'])
      await bench.page
        .locator('.pane-header', { has: bench.page.getByRole('heading', { name: view }) })
        .click();
  });
  afterEach(async function () {
    await pictureOfFailure(this, bench);
  });
  after(async () => {
    await bench.close();
    rmSync(parent, { recursive: true });
  });

  it('are shown by what is open, with what they wait for', async () => {
    await row(/^Backlog item TASK-2 Compress large payloads, To Do, high, 0\/3 checked, waits for TASK-3/);
    await row(/^Backlog item TASK-3 Send urgent calls first, In Progress, otter, 2\/5 checked/);
    await row(/^Drafts, 1 item/);
    await row(/^Archived, 1 item/);
  });

  it('are claimed, assigned and released in their files', async () => {
    await bench.inline(/^Backlog item TASK-4/, 'Claim Task', 'Backlog');
    await changes(cancel, ['status: To Do', 'status: In Progress'], ['assignee: []', "assignee: ['@heron']"]);
    await row(/^Backlog item TASK-4 Cancel calls by their tag, In Progress, heron, 0\/2 checked/);
    // The badge of the activity bar counts it, beside the one of a progress file.
    await bench.page.getByRole('tab', { name: /^Throughline.*2 open tasks of yours/ }).waitFor();
    await bench.contextMenu(/^Backlog item TASK-4/, 'Release Task', 'Backlog');
    await changes(cancel, ['status: In Progress', 'status: To Do'], ["assignee: ['@heron']", 'assignee: []']);
    await bench.contextMenu(/^Backlog item TASK-4/, 'Assign Task...', 'Backlog');
    await bench.asked('Assign Task');
    await bench.answer('heron');
    await changes(cancel, ['assignee: []', "assignee: ['@heron']"]);
  });

  it('have their criteria checked and unchecked by one character', async () => {
    await bench.expand(/^Backlog item TASK-4/, 'Backlog');
    await bench.inline(/^Criterion Calls that wait are never sent/, 'Check Criterion...', 'Backlog');
    await changes(cancel, ['- [ ] #1 Calls', '- [x] #1 Calls']);
    await bench.command('Throughline: Check Criterion...');
    await bench.pick(/^TASK-4 Cancel calls by their tag/);
    await bench.pick(/^Answers that still come are dropped/);
    await changes(cancel, ['- [ ] #2 Answers', '- [x] #2 Answers']);
    await bench.command('Throughline: Uncheck Criterion...');
    await bench.pick(/^TASK-4 Cancel calls by their tag/);
    await bench.pick(/^Answers that still come are dropped/);
    await changes(cancel, ['- [x] #2 Answers', '- [ ] #2 Answers']);
  });

  it('are finished, once that is confirmed where criteria are unchecked, reopened and set to a word', async () => {
    await bench.contextMenu(/^Backlog item TASK-4/, 'Finish Task', 'Backlog');
    await bench.answerNotification('Cancel calls by their tag has unchecked criteria: #2.', 'Finish Anyway');
    await changes(cancel, ['status: To Do', 'status: Done']);
    await bench.contextMenu(/^Backlog item TASK-4/, 'Reopen Task', 'Backlog');
    await changes(cancel, ['status: Done', 'status: In Progress']);
    await bench.contextMenu(/^Backlog item TASK-4/, 'Set Task Status...', 'Backlog');
    await bench.pick(/^To Do/);
    await changes(cancel, ['status: In Progress', 'status: To Do']);
    await bench.command('Throughline: Undo Last Change');
    await changes(cancel, ['status: To Do', 'status: In Progress']);
  });

  it('get notes at the end of their files, where the tool has them', async () => {
    await bench.contextMenu(/^Backlog item TASK-4/, 'Add Note...', 'Backlog');
    await bench.asked('Add Note');
    await bench.answer('Tags are compared without case.');
    const note = 'heron: Tags are compared without case.';
    await changes(cancel, [
      '<!-- AC:END -->\n',
      `<!-- AC:END -->\n\n## Implementation Notes\n\n<!-- SECTION:NOTES:BEGIN -->\n${note}\n<!-- SECTION:NOTES:END -->\n`,
    ]);
  });

  it('get notes in what flowspec remembers of them, where it does and that is chosen', async () => {
    const memory = 'backlog/memory/task-4.md';
    const text = '# Task Memory: task-4\n\n## Current State\n\n## Questions\n';
    expected.set(memory, text);
    mkdirSync(join(root, 'backlog/memory'));
    writeFileSync(join(root, memory), text);
    writeFileSync(join(root, 'flowspec_workflow.yml'), 'states: ["To Do", "In Progress", "Done"]\n');
    await bench.row(/^Memory task-4/, 'Backlog').waitFor();
    await bench.contextMenu(/^Backlog item TASK-4/, 'Add Note...', 'Backlog');
    await bench.asked('Add Note (1/2)');
    await bench.pick(/^Memory of the task/);
    await bench.asked('Add Note (2/2)');
    await bench.answer('Ask maple about tags.');
    await changes(memory, ['## Current State\n', '## Current State\n\n- heron: Ask maple about tags.\n']);
  });

  it('are made as their tool makes them, and have the rest copied for that', async () => {
    await bench.command('Throughline: Create Backlog Item...');
    await bench.pick(/^backlog/);
    await bench.asked('Create Backlog Item (2/3)');
    await bench.answer("It's: a test");
    await bench.pick(/^high/);
    await row(/^Backlog item TASK-5 It's: a test, To Do, high, 0\/2 checked/);
    expected.set(made, '');
    await bench.until(() => {
      assert.equal(
        textOf(made),
        [
          '---',
          'id: TASK-5',
          "title: 'It''s: a test'",
          'status: To Do',
          'assignee: []',
          'created_date: NOW',
          'labels: []',
          'dependencies: []',
          'priority: high',
          '---',
          '',
          '## Definition of Done',
          '<!-- DOD:BEGIN -->',
          '- [ ] #1 Tests pass',
          '- [ ] #2 The guide says it',
          '<!-- DOD:END -->',
          '',
        ].join('\n'),
      );
      expected.set(made, textOf(made));
    });
    // Once it is open: an editor that opens takes the focus from a palette.
    await bench.tab(/^task-5 - Its-a-test\.md/).waitFor();
    await bench.command('Throughline: Copy Backlog.md Command...');
    await bench.pick(/^TASK-4 Cancel calls by their tag/);
    await bench.pick(/^backlog task archive TASK-4$/);
    await copied('backlog task archive TASK-4');
  });

  it('are the work of the branch that is named after them, and are changed in its row', async () => {
    await bench.openView('Branch Progress');
    await bench.expand(/^Branch feat\/task-3-urgent-calls, TASK-3, 2\/5 checked, otter/);
    await bench.contextMenu(/^Backlog item TASK-3 Send urgent calls first/, 'Claim Task');
    await bench.answerNotification('Send urgent calls first is already claimed by otter.', 'Take Over');
    await changes(
      urgent,
      ["  - '@otter'", "  - '@heron'"],
      ["updated_date: '2026-06-18 15:05'", 'updated_date: NOW'],
    );
    await bench.row(/^Branch feat\/task-3-urgent-calls, TASK-3, 2\/5 checked, heron/).waitFor();
    await bench.expand(/^Backlog item TASK-3 Send urgent calls first/);
    await bench.inline(/^Criterion Urgent calls leave the queue first/, 'Check Criterion...');
    await changes(urgent, ['- [ ] #2 Urgent', '- [x] #2 Urgent']);
    await bench.row(/^Branch feat\/task-3-urgent-calls, TASK-3, 3\/5 checked/).waitFor();
  });
});
