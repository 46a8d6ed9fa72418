import assert from 'node:assert/strict';
import { problemMessage } from '../../../../src/core/messages/problems.ts';
import { fieldsOf, parse, rowsOf, stream } from '../../../support/parse.ts';

/** A progress file with one table. */
const table = (head: string, ...rows: readonly string[]): string =>
  `# x\n\nBranch: feat/x\n\n| ${head} |\n|${'---|'.repeat(head.split('|').length)}\n${rows.map((row) => `| ${row} |\n`).join('')}`;
const told = (text: string): string[] =>
  parse(text).problems.map(({ code, severity }) => `${severity} ${code}`);

describe('a column of a task table', () => {
  it('is known by its best word, wherever it stands', () => {
    const cases = {
      'Agent | Owner': 'codex | maple',
      'Who | Assignee': 'codex | maple',
      'Owner | Agent': 'maple | codex',
      'Assigned to | Who': 'maple | codex',
      'Agent | Assigned To': 'codex | maple',
    };
    for (const [heads, cells] of Object.entries(cases)) {
      const text = table(`Task | Status | ${heads}`, `One | wip | ${cells}`);
      assert.deepEqual(rowsOf(text), ['One | wip | maple'], heads);
      assert.deepEqual(told(text), ['hint column.second'], heads);
    }
    const states = table('Task | State | Status', 'One | todo | done', 'Two | done | todo');
    assert.deepEqual(rowsOf(states), ['One | done | free', 'Two | todo | free']);
  });

  it('counts once: the others of its meaning are shown like any other column', () => {
    const text = table('Task | Status | Agent | Owner | Status', 'One | wip | codex | maple | done');
    assert.deepEqual(rowsOf(text), ['One | wip | maple']);
    assert.deepEqual(fieldsOf(stream(text).tasks[0]), ['Agent: codex', 'Status: done']);
    assert.deepEqual(
      parse(text).problems.map((problem) => [
        text.slice(problem.range.start, problem.range.end),
        problemMessage(problem),
      ]),
      [
        ['Agent', '“Owner” counts, so “Agent” is a column like any other.'],
        ['Status', 'There are two Status columns. The first one is used.'],
      ],
    );
  });

  it('is not one whose head only begins or ends like it', () => {
    const text = table(
      'Task | Status | Owner | Code owner | Validation Status | Status date | Whose',
      'One | wip | maple | oak | done | 2026-06-11 | heron',
    );
    assert.deepEqual(rowsOf(text), ['One | wip | maple']);
    assert.deepEqual(told(text), []);
  });
});
