import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { config, plainFront, taskText } from '../../support/backlogTexts.ts';
import { answer, throughline } from '../../support/commandLine.ts';
import { temporaryFolder } from '../../support/sample.mjs';

describe('the command line, on tasks of Backlog.md', () => {
  let root: string;
  const as = 'wren-1a2b';
  const path = 'backlog/tasks/back-12 - Show-parent.md';
  const text = (): string => readFileSync(join(root, path), 'utf8');
  const run = async (...words: readonly string[]): Promise<string> =>
    (await throughline(as, root, ...words)).out.split('\n')[0] ?? '';

  beforeEach(() => {
    root = temporaryFolder();
    mkdirSync(join(root, 'backlog/tasks'), { recursive: true });
    mkdirSync(join(root, 'backlog/drafts'));
    writeFileSync(join(root, 'backlog/config.yml'), config);
    writeFileSync(
      join(root, path),
      taskText(plainFront, '<!-- AC:BEGIN -->', '- [ ] #1 One', '- [ ] #2 Two', '<!-- AC:END -->'),
    );
    writeFileSync(
      join(root, 'backlog/drafts/draft-1 - Idea.md'),
      taskText(['id: DRAFT-1', 'title: Idea', 'status: To Do']),
    );
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  it('lists them with what is open, and what was put aside when it is asked for', async () => {
    const { data } = await answer(as, root, 'backlog');
    const [item] = data['items'] as readonly Readonly<Record<string, unknown>>[];
    assert.equal(data['total'], 1);
    assert.equal((item?.['checks'] as readonly unknown[]).length, 2);
    assert.match((await throughline(as, root, 'backlog')).out, /BACK-12 Show parent · 0\/2 checked/);
    assert.match((await throughline(as, root, 'backlog', '--shelf', 'draft')).out, /DRAFT-1 Idea/);
  });

  it('claims, checks and finishes them by their IDs', async () => {
    assert.equal(await run('claim', 'back-12'), 'ok Claimed Show parent.');
    assert.match(text(), /^status: In Progress\nassignee: \['@wren-1a2b'\]$/m);
    assert.equal(await run('backlog', 'check', 'BACK-12', '2'), 'ok Checked #2 of Show parent.');
    assert.match(text(), /^- \[x\] #2 Two$/m);
    const refused = await throughline(as, root, 'finish', 'BACK-12');
    assert.deepEqual([refused.exit, (refused.out + refused.error).includes('checks.open')], [1, true]);
    await run('backlog', 'check', 'BACK-12', '#1');
    assert.equal(await run('finish', 'BACK-12', '--evidence', 'npm test'), 'ok Finished Show parent.');
    assert.match(text(), /^status: Done$/m);
    assert.match(text(), /^wren-1a2b: done "Show parent": npm test$/m);
    assert.match(await run('reopen', 'BACK-12'), /^ok /);
    assert.match(await run('backlog', 'check', 'BACK-12', '2', '--undone'), /^ok Unchecked #2/);
  });

  it('makes new ones where they are kept', async () => {
    const made = 'backlog/tasks/back-13 - Draw-rows.md';
    assert.equal(await run('backlog', 'add', 'Draw rows'), `ok Created ${made}.`);
    assert.match(readFileSync(join(root, made), 'utf8'), /^id: BACK-13$/m);
  });
});
