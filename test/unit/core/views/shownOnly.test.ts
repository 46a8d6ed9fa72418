import assert from 'node:assert/strict';
import { runAtOnce } from '../../../../src/core/base/steps.ts';
import { parseAtOnce } from '../../../../src/core/formats/format.ts';
import { ProjectIndex } from '../../../../src/core/index/projectIndex.ts';
import { documentAtHand, toKey } from '../../../../src/core/text/key.ts';
import { openInSteps } from '../../../../src/core/text/syntax.ts';
import { branchProgress } from '../../../../src/core/views/branchProgress.ts';
import type { OutlineNode } from '../../../../src/core/views/outline.ts';
import { fixture } from '../../../support/documents.ts';
import { outlineContext } from '../../../support/indexOf.ts';
import { defaultRules } from '../../../support/rules.ts';

const folder = '.claude/workspaces/main_a1b2c3d4/';
const trace = 'tasks/avatar-upload/trace.md';

describe('traces and workspaces', () => {
  const index = new ProjectIndex(defaultRules);
  for (const path of [`${folder}claude-progress.json`, `${folder}feature-list.json`, trace]) {
    const document = documentAtHand('', path);
    const text = fixture(`sample/${path}`);
    for (const { format, root } of defaultRules.formatsOf(path)) {
      const opened = runAtOnce(openInSteps(format.syntax, document, text));
      if (opened === undefined || format.recognizes?.(opened) === false) continue;
      index.replace(document.key, parseAtOnce(format, opened, defaultRules.contextOf(root)));
      break;
    }
  }
  index.complete = true;
  const rows = branchProgress(index, outlineContext({ me: 'maple', checkboxes: true }));
  const find = (id: string): OutlineNode | undefined => rows.find((row) => row.id === id);

  it('have a row in Branch Progress, that of a workspace for all its documents', () => {
    assert.deepEqual(rows.map(({ id }) => id).sort(), [folder, trace]);
    assert.equal(index.findStream(toKey(folder))?.parts.length, 2);
  });

  it('are told from others by the folder whose work they hold, not by the one that only holds them', () => {
    for (const [path, place] of [
      [trace, ''],
      [`packages/api/${trace}`, 'packages/api'],
      ['docs/upload/trace.md', 'docs'],
      ['trace.md', ''],
      [`${folder}feature-list.json`, ''],
      [`packages/api/${folder}claude-progress.json`, 'packages/api'],
      ['packages/api/claude-progress.json', 'packages/api'],
      ['api/.claude-harness/features/active.json', 'api'],
    ] as const)
      assert.equal(defaultRules.placeOf(path), place, path);
  });

  it('have paths in plain text from the folder, and are not told of another form', () => {
    index.setKind('tasks/avatar-upload/specs.md', 'file');
    assert.deepEqual(
      index.linksOf(toKey(trace)).flatMap(({ link, target }) => (link.role === 'spec' ? [target] : [])),
      [{ kind: 'file', path: 'tasks/avatar-upload/specs.md', exact: false }],
    );
    assert.deepEqual(
      index.problems(toKey(trace)).map(({ code }) => code),
      [],
    );
  });

  it('have their tasks below it, each opened in its document, with nothing to do', () => {
    const tasks = (id: string): unknown[] =>
      (find(id)?.children?.() ?? [])
        .filter(({ kind }) => kind === 'task')
        .map(({ label, context, checkbox, open }) => [
          label,
          context.replace(' hasSpec', ''),
          checkbox,
          open?.key,
        ]);
    assert.deepEqual(
      tasks(folder),
      ['User registration', 'User login', 'Password reset'].map((label) => [
        label,
        'task',
        undefined,
        `${folder}feature-list.json`,
      ]),
    );
    assert.deepEqual(
      tasks(trace),
      ['define', 'implement'].map((label) => [label, 'task', undefined, trace]),
    );
    for (const { context } of rows) assert.doesNotMatch(context, /addTask|addNote|claimNext/);
  });
});
