import assert from 'node:assert/strict';
import { toKey } from '../../../src/core/text/key.ts';
import { branchProgress } from '../../../src/core/views/branchProgress.ts';
import type { OutlineNode } from '../../../src/core/views/outline.ts';
import { drawn, outlineContext, problemsIn } from '../../support/indexOf.ts';
import { OpenedProject } from '../../support/openedProject.ts';
import { Repository } from '../../support/repository.ts';
import { fixture } from '../../support/documents.ts';

const folder = '.claude/workspaces/main_a1b2c3d4/';
const record = `${folder}claude-progress.json`;
const state = `${folder}session-state.json`;

describe('what a workspace keeps besides', () => {
  let repository: Repository;
  let opened: OpenedProject;

  async function open(files: Readonly<Record<string, string>>): Promise<void> {
    repository = new Repository();
    repository.write(record, fixture('workspace/seed-progress.json'));
    for (const [path, text] of Object.entries(files)) repository.write(path, text);
    opened = new OpenedProject(repository.root);
    await opened.load();
  }
  afterEach(() => {
    opened.dispose();
    repository.dispose();
  });

  function row(): OutlineNode {
    const rows = branchProgress(opened.index, outlineContext());
    assert.equal(rows.length, 1);
    const [first] = rows;
    assert.ok(first);
    return first;
  }

  it('is the state of its session, shown in its tooltip as it is written', async () => {
    await open({
      [state]: '{"workspaceId": "main_a1b2c3d4", "phase": "impl-starting", "turn": 12, "open": ["src/a.ts"]}',
    });
    const tooltip = row().tooltip();
    for (const line of ['phase: impl\\-starting', 'turn: 12', 'open: src\\/a\\.ts'])
      assert.ok(tooltip.includes(line), tooltip);
    assert.ok(!tooltip.includes('workspaceId'));
    assert.deepEqual(problemsIn(opened.index, state), []);
    repository.write(state, '{"phase": "review"}');
    opened.hint(state);
    await opened.project.idle();
    assert.ok(row().tooltip().includes('phase: review'));
  });

  it('is its logs, as links, where there are some', async () => {
    await open({ [`${folder}logs/subagent_activity.log`]: 'started\n', 'logs/other.log': 'no\n' });
    const rows = drawn(row().children?.() ?? []);
    assert.ok(rows.includes('logs (log)'), rows.join('\n'));
    assert.ok(rows.includes('logs/subagent_activity.log (log)'), rows.join('\n'));
    assert.deepEqual(problemsIn(opened.index, record), []);
  });

  it('may be nothing, and is told where it cannot be read', async () => {
    await open({ 'logs/other.log': 'no\n', 'session-state.json': '{"a": 1}' });
    assert.deepEqual(
      drawn(row().children?.() ?? []).filter((each) => each.includes('log')),
      [],
    );
    assert.equal(opened.index.file(toKey('session-state.json')), undefined);
    assert.deepEqual(problemsIn(opened.index, record), []);
    repository.write(state, '{"a": ');
    await opened.refresh();
    assert.deepEqual(problemsIn(opened.index, state), [
      'data.truncated (1): This file ends in the middle of its JSON.',
    ]);
  });
});
