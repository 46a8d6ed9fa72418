import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../support/sample.mjs';
import { pictureOfFailure, Workbench } from '../support/workbench.ts';

const first = 'backlog/tasks/back-1 - Draw-rows.md';
const second = 'backlog/tasks/back-2 - Show-parent.md';

function task(id: string, title: string, ...more: readonly string[]): string {
  return [`---`, `id: ${id}`, `title: ${title}`, 'status: To Do', 'assignee: []', ...more].join('\n');
}

describe('a backlog of Backlog.md', () => {
  let root: string;
  let workbench: Workbench | undefined;
  const text = (path: string): string => readFileSync(join(root, path), 'utf8');

  beforeEach(() => {
    root = temporaryFolder();
    mkdirSync(join(root, 'backlog/tasks'), { recursive: true });
    writeFileSync(
      join(root, 'backlog/config.yml'),
      'project_name: "Demo"\nstatuses: ["To Do", "In Progress", "Validated", "Done"]\ntask_prefix: "back"\n',
    );
    writeFileSync(
      join(root, first),
      `${task('BACK-1', 'Draw rows')}\n---\n\n<!-- AC:BEGIN -->\n- [ ] #1 Rows are drawn\n- [x] #2 Fast\n<!-- AC:END -->\n`,
    );
    writeFileSync(join(root, second), `${task('BACK-2', 'Show parent', 'dependencies: [BACK-1]')}\n---\n`);
  });
  afterEach(async function () {
    if (workbench !== undefined) await pictureOfFailure(this, workbench);
    await workbench?.close();
    workbench = undefined;
    rmSync(root, { recursive: true });
  });

  it('is shown, and its tasks are claimed, checked and finished in their files', async () => {
    const bench = (workbench = await Workbench.open(root));
    await bench.openContainer();
    await bench.openView('Backlog');
    await bench.row(/^Backlog item BACK-2 Show parent, .*waits for BACK-1/, 'Backlog').waitFor();
    await bench.inline(/^Backlog item BACK-1/, 'Claim Task', 'Backlog');
    await bench.asked('Owner Name');
    await bench.answer('maple');
    await bench.row(/^Backlog item BACK-1 Draw rows, In Progress, maple, 1\/2 checked/, 'Backlog').waitFor();
    assert.match(text(first), /^status: In Progress\nassignee: \['@maple'\]$/m);

    await bench.contextMenu(/^Backlog item BACK-1/, 'Set Task Status...', 'Backlog');
    await bench.pick(/^Validated/);
    await bench.until(() => {
      assert.match(text(first), /^status: Validated$/m);
    });

    await bench.expand(/^Backlog item BACK-1/, 'Backlog');
    await bench.inline(/^Criterion Rows are drawn/, 'Check Criterion...', 'Backlog');
    await bench.until(() => {
      assert.match(text(first), /^- \[x\] #1 Rows are drawn$/m);
    });
    await bench.command('Throughline: Uncheck Criterion...');
    await bench.pick(/^BACK-1 Draw rows/);
    await bench.pick(/^Fast/);
    await bench.until(() => {
      assert.match(text(first), /^- \[ \] #2 Fast$/m);
    });
    await bench.contextMenu(/^Backlog item BACK-1/, 'Finish Task', 'Backlog');
    await bench.answerNotification('Draw rows has unchecked criteria: #2.', 'Finish Anyway');
    await bench.until(() => {
      assert.match(text(first), /^status: Done$/m);
    });
    await bench.command('Throughline: Check Criterion...');
    await bench.pick(/^BACK-1 Draw rows/);
    await bench.pick(/^Fast/);
    await bench.until(() => {
      assert.match(text(first), /^- \[x\] #2 Fast$/m);
    });
  });

  it('gets new tasks as its tool makes them, and has the rest copied for that', async () => {
    const bench = (workbench = await Workbench.open(root));
    await bench.openContainer();
    await bench.openView('Backlog');
    await bench.row(/^Backlog item BACK-2/, 'Backlog').waitFor();
    await bench.command('Throughline: Create Backlog Item...');
    await bench.answer("It's: a test");
    await bench.pick(/^high/);
    await bench.row(/^Backlog item BACK-3 It's: a test, To Do, high/, 'Backlog').waitFor();
    assert.match(text('backlog/tasks/back-3 - Its-a-test.md'), /^title: 'It''s: a test'$/m);
    await bench.command('Throughline: Copy Backlog.md Command...');
    await bench.pick(/^BACK-1 Draw rows/);
    await bench.pick(/^backlog task archive BACK-1$/);
    await bench.notification('Copied: backlog task archive BACK-1');
  });
});
