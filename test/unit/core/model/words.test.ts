import assert from 'node:assert/strict';
import { checkOwner, isNobody, ownerSlug } from '../../../../src/core/model/owner.ts';
import { readStatus } from '../../../../src/core/model/statusWords.ts';

describe('status words', () => {
  const cases: Record<string, readonly string[]> = {
    todo: [
      'todo',
      'TODO',
      'To Do',
      'to-do',
      '',
      '-',
      '—',
      '⏳',
      '🔲 Not started',
      'NOT STARTED',
      'not_started',
      'Pending',
      '[ ]',
      'ready',
    ],
    wip: [
      'wip',
      'In Progress',
      'in_progress',
      'in-progress',
      '🔄 In Progress',
      '🚧',
      '**wip**',
      '`wip`',
      'doing',
    ],
    blocked: ['blocked', '⛔ Blocked', 'On Hold', 'waiting', '⏸️'],
    done: ['done', 'DONE', '✅', '✅ Done', '✅ Completed', 'completed', '☑️', '[x]', '[X]', 'merged'],
    failed: ['failed', '❌ Failed', '❌', 'broken'],
    dropped: ['dropped', 'Cancelled', 'canceled', "won't do", 'won’t fix', 'deferred', 'N/A', 'skipped'],
    unknown: ['almost', 'done?', '✅ Failed', '✅ maybe', '50 %', 'done done'],
  };
  for (const [status, words] of Object.entries(cases))
    it(`that mean ${status}`, () => {
      for (const word of words) assert.equal(readStatus(word), status, `“${word}”`);
    });
});

describe('owners', () => {
  it('are nobody in many words', () => {
    for (const text of ['-', '—', '–', '', ' ', 'TBD', 'unassigned', 'None', '@none', '`-`', '?'])
      assert.ok(isNobody(text), text);
    for (const text of ['maple', 'nobody-7f3a', 'agent']) assert.ok(!isNobody(text), text);
  });

  it('have names that no table breaks on', () => {
    for (const name of ['maple', 'maple-7f3a', 'a.b@c:d+e', 'x'.repeat(64)])
      assert.equal(checkOwner(name), undefined, name);
    for (const name of ['', '-x', 'a|b', 'a b', 'a\nb', '<a>', 'x'.repeat(65), 'tbd', 'ä'])
      assert.ok(checkOwner(name), name);
  });

  it('are slugs of what git calls a person', () => {
    assert.equal(ownerSlug('Maple Doe'), 'maple-doe');
    assert.equal(ownerSlug('  Zoë  Ångström '), 'zoe-angstrom');
    assert.equal(ownerSlug('日本'), undefined);
  });
});
