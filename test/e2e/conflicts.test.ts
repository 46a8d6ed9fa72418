import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { git, temporaryFolder } from '../support/sample.mjs';
import { pictureOfFailure, Workbench } from '../support/workbench.ts';

const path = 'tracking/progress/2026-06-11-feat-x.md';
const file = (...rows: readonly string[]): string =>
  `# feat/x\n\nBranch: \`feat/x\`\n\n| Task | Status | Owner |\n| --- | --- | --- |\n${rows.map((row) => `| ${row} |\n`).join('')}`;

describe('a progress file that git could not merge', () => {
  let parent: string;
  let root: string;
  let workbench: Workbench;
  let marked: string;
  const text = (): string => readFileSync(join(root, path), 'utf8');

  before(async () => {
    parent = temporaryFolder();
    root = join(parent, 'project');
    mkdirSync(join(root, 'tracking/progress'), { recursive: true });
    const run = (...args: readonly string[]): string => git(root, '2026-06-11T10:00:00Z', ...args);
    const commit = (content: string): void => {
      writeFileSync(join(root, path), content);
      run('add', '--all');
      run('commit', '--quiet', '--message', 'Work');
    };
    run('init', '--quiet', '--initial-branch=feat/x');
    run('config', 'user.name', 'Maple');
    run('config', 'user.email', 'maple@example.org');
    commit(file('One | todo | -', 'Two | todo | -', 'Three | todo | -'));
    run('switch', '--quiet', '--create', 'other');
    commit(file('One | todo | -', 'Two | wip | otter', 'Three | wip | otter'));
    run('switch', '--quiet', 'feat/x');
    commit(file('One | wip | maple', 'Two | wip | maple', 'Three | todo | -'));
    assert.throws(() => run('merge', 'other'));
    marked = text();
    workbench = await Workbench.open(root, { settings: { 'throughline.owner': 'maple' } });
    await workbench.openContainer();
    await workbench.row(/^Branch feat\/x/).waitFor();
  });
  after(async () => {
    await workbench.close();
    rmSync(parent, { recursive: true });
  });
  afterEach(async function () {
    await pictureOfFailure(this, workbench);
  });

  it('keeps its bytes when somebody tries to claim a row, and offers what resolves the conflict', async () => {
    await workbench.command('Throughline: Claim Next');
    await workbench.answerNotification(/merge conflict markers/, 'Resolve Tracking Conflict');
    await workbench.asked('Resolve Tracking Conflict');
    await workbench.page.keyboard.press('Escape');
    assert.equal(text(), marked);
  });

  it('is left as it is by who leaves the question, from the palette', async () => {
    await workbench.command('Throughline: Resolve Tracking Conflict');
    await workbench.asked('Resolve Tracking Conflict');
    await workbench.page.keyboard.press('Escape');
    assert.equal(text(), marked);
  });

  it('is merged by cells from the lens on the markers; the row of two is asked about', async () => {
    await workbench.clickRow(/^Branch feat\/x/);
    await workbench.tab(/2026-06-11-feat-x\.md/).waitFor();
    await workbench.lens('Resolve Tracking Conflict').first().click();
    await workbench.asked('Resolve Tracking Conflict');
    const [current = '', incoming = ''] = await workbench.choices();
    assert.match(current, /maple.*Current.*\| Two \| wip \| maple \|/);
    assert.match(incoming, /otter.*Incoming.*\| Two \| wip \| otter \|/);
    await workbench.pick('Keep the conflict markers');
    await workbench.until(() => {
      assert.equal(
        text(),
        file('One | wip | maple', 'Two | wip | maple', 'Three | wip | otter').replace(
          '| Two | wip | maple |\n',
          '<<<<<<< HEAD\n| Two | wip | maple |\n=======\n| Two | wip | otter |\n>>>>>>> other\n',
        ),
      );
    });
  });

  it('is whole when somebody says from the row of the problem whose row it is', async () => {
    await workbench.inline(/^Problem: This file has merge conflict markers/, 'Resolve Tracking Conflict');
    await workbench.asked('Resolve Tracking Conflict');
    await workbench.pick('otter');
    await workbench.until(() => {
      assert.equal(text(), file('One | wip | maple', 'Two | wip | otter', 'Three | wip | otter'));
    });
  });

  it('takes in a second file of its branch from the palette, which is removed then', async () => {
    const second = 'tracking/progress/2026-06-12-feat-x.md';
    writeFileSync(join(root, second), file('Four | todo | -', 'Two | done | oak'));
    await workbench
      .row(/Another progress file/)
      .first()
      .waitFor();
    await workbench.command('Throughline: Merge Progress Files...');
    await workbench.asked('Merge Progress Files');
    await workbench.pick(/done \| oak/);
    await workbench.answerDialog('Merge');
    await workbench.until(() => {
      assert.equal(existsSync(join(root, second)), false);
    });
    for (const row of ['One | wip | maple', 'Two | done | oak', 'Three | wip | otter', 'Four | todo | -'])
      assert.ok(text().includes(`| ${row} |\n`), text());
  });

  it('gets back the rows that a blank line cut off, from the row of the problem and the palette', async () => {
    const whole = text();
    writeFileSync(join(root, path), whole.replace('\n| Two |', '\n\n| Two |'));
    await workbench.inline(/^Problem: .*separate these rows/, 'Join to the Table Above');
    await workbench.until(() => {
      assert.equal(text(), whole);
    });
    writeFileSync(join(root, path), whole.replace('\n| Two |', '\n\n| Two |'));
    await workbench.row(/^Problem: .*separate these rows/).waitFor();
    await workbench.command('Throughline: Join to the Table Above');
    await workbench.until(() => {
      assert.equal(text(), whole);
    });
  });

  it('gets a broken check box mended from the palette', async () => {
    const whole = text();
    writeFileSync(join(root, path), `${whole}\n## Tasks\n\n- [] Four\n`);
    await workbench.clickRow(/^Problem: .*is not a check box/);
    await workbench.tab(/2026-06-11-feat-x\.md/).waitFor();
    await workbench.command('Throughline: Fix Problem...');
    await workbench.asked('Fix Problem');
    await workbench.pick(/^Replace “- \[\]” with “- \[ \]”/);
    await workbench.until(() => {
      assert.equal(text(), `${whole}\n## Tasks\n\n- [ ] Four\n`);
    });
    writeFileSync(join(root, path), whole);
  });

  it('has the lenses of the text that is there, also while agents write other files without a pause', async () => {
    writeFileSync(join(root, path), file('One | todo | -', 'Two | todo | -'));
    await workbench.lens('0/2 done').waitFor();
    await workbench.until(async () => {
      assert.equal(await workbench.lens('Claim').count(), 3);
    });
    git(root, '2026-06-13T10:00:00Z', 'branch', 'feat/agents');
    let written = 0;
    const agents = setInterval(() => {
      writeFileSync(
        join(root, 'tracking/progress/2026-06-13-feat-agents.md'),
        file(`Step ${++written} | wip | agent-1`).replace('`feat/x`', 'feat/agents'),
      );
    }, 50);
    try {
      await workbench.row(/feat\/agents/).waitFor();
      writeFileSync(join(root, path), file('One | wip | agent-1', 'Two | done | agent-1'));
      await workbench.lens('1/2 done').waitFor();
      await workbench.until(async () => {
        assert.equal(await workbench.lens('Claim').count(), 0);
      });
    } finally {
      clearInterval(agents);
    }
    assert.ok(written > 0);
  });
});
