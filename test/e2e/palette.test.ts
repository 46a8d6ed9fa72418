import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeSample, temporaryFolder } from '../support/sample.mjs';
import { pictureOfFailure, Workbench } from '../support/workbench.ts';

const docs = 'tracking/progress/2026-06-20-chore-docs-site.md';

describe('the palette on the sample repository', function () {
  // Each step goes on from the one before.
  this.bail(true);
  let parent: string;
  let root: string;
  let workbench: Workbench;
  const holds = (row: string): Promise<void> =>
    workbench.until(() => {
      assert.ok(readFileSync(join(root, docs), 'utf8').includes(row), row);
    });
  /** What a command of the palette offers; leaves it again. */
  const offered = async (command: string, typed = ''): Promise<readonly string[]> => {
    await workbench.command(`Throughline: ${command}`);
    if (typed !== '') {
      await workbench.quickInput().fill(typed);
      await workbench.page.locator('.quick-input-list', { hasNotText: 'chore/docs-site' }).waitFor();
    }
    const choices = typed === '' ? await workbench.choices() : await workbench.options();
    await workbench.page.keyboard.press('Escape');
    return choices;
  };

  before(async () => {
    parent = temporaryFolder();
    ({ root } = makeSample(parent));
    workbench = await Workbench.open(root, { settings: { 'throughline.owner': 'heron' } });
    await workbench.openContainer();
    await workbench.expand(/^Branch chore\/docs-site/);
  });
  afterEach(async function () {
    await pictureOfFailure(this, workbench);
  });
  after(async () => {
    await workbench.close();
    rmSync(parent, { recursive: true });
  });

  it('takes the row at the cursor with Enter', async () => {
    await workbench.clickRow(/^Task Move the guides/);
    await workbench.tab(/chore-docs-site\.md/).waitFor();
    await workbench.until(async () => {
      assert.match(await workbench.page.locator('.statusbar').innerText(), /Ln 10, Col 1/);
    });
    await workbench.command('Throughline: Finish Task');
    assert.match((await workbench.choices())[0] ?? '', /^Move the guides.*At the cursor/);
    await workbench.page.keyboard.press('Enter');
    await holds('| Move the guides | done | heron |');
    await workbench.page.locator('.view-line', { hasText: /Move.the.guides.*done/ }).waitFor();
    await workbench.until(async () => {
      assert.match(await workbench.page.locator('.statusbar').innerText(), /Ln 10, Col 1/);
    });
  });

  it('prefers the cursor to what is selected in the sidebar, and that to all else', async () => {
    await workbench.focusEditor();
    await workbench.page.keyboard.press('ArrowDown');
    assert.match((await offered('Claim Task'))[0] ?? '', /^Check the links.*At the cursor/);
    await workbench.command('View: Close All Editors');
    assert.match((await offered('Reopen Task'))[0] ?? '', /^Move the guides.*Selected/);
  });

  it('says of the row that one is at why it does not fit, before all that do', async () => {
    await workbench.clickRow(/^Task Move the guides/);
    await workbench.tab(/chore-docs-site\.md/).waitFor();
    await workbench.until(async () => {
      assert.match(await workbench.page.locator('.statusbar').innerText(), /Ln 10, Col 1/);
    });
    const choices = await offered('Claim Task');
    assert.match(choices[0] ?? '', /^Move the guides.*is done\. Reopen it first\..*At the cursor/);
    assert.ok(choices.length > 1);
    await workbench.command('View: Close All Editors');
    assert.match((await offered('Finish Task'))[0] ?? '', /^Move the guides.*already done\..*Selected/);
  });

  it('puts the branch in front on top, and leaves out those that are gone', async () => {
    await workbench.clickRow(/^Task Check the links/);
    await workbench.tab(/chore-docs-site\.md/).waitFor();
    for (const command of ['Add Task...', 'Add Note...', 'Copy Branch Brief', 'Claim Next']) {
      const choices = await offered(command);
      assert.match(choices[0] ?? '', /^chore\/docs-site.*In the editor/, command);
      const gone = (await offered(command, 'feat/audit-log')).some((each) =>
        each.startsWith('feat/audit-log'),
      );
      assert.equal(gone, command === 'Copy Branch Brief', command);
    }
    const files = await offered('Open Progress File');
    assert.match(files[0] ?? '', /^chore\/docs-site.*In the editor/);
    for (const [branch, heading] of [
      ['feat/rpc-retry', 'Current branch'],
      ['016-call-tracing', 'Open work'],
    ] as const)
      assert.ok(
        files.some((each) => each.startsWith(branch) && each.endsWith(heading)),
        `${branch} is not below ${heading}: ${files.join('; ')}`,
      );
  });

  it('counts its questions', async () => {
    await workbench.command('Throughline: Add Task...');
    // A feature has several phases: how many questions come rests on the answer.
    await workbench.asked('Add Task (1)');
    await workbench.page.keyboard.press('Enter');
    await workbench.asked('Add Task (2/2)');
    await workbench.answer('Draw a map');
    await holds('| Draw a map | todo | - |');
    await workbench.command('Throughline: Assign Task...');
    await workbench.asked('Assign Task (1/2)');
    await workbench.pick(/^Draw a map/);
    await workbench.asked('Assign Task (2/2)');
    await workbench.answer('otter');
    await holds('| Draw a map | todo | otter |');
  });

  it('asks which table a task goes to where there are several, the one at the cursor first', async () => {
    const table =
      '\n## Later\n\n| Task | Status | Owner |\n| --- | --- | --- |\n| Add a search | todo | - |\n';
    appendFileSync(join(root, docs), table);
    await workbench.clickRow(/^Task Add a search/);
    await workbench.command('Throughline: Add Task...');
    await workbench.asked('Add Task');
    await workbench.page.keyboard.press('Enter');
    await workbench.asked('Add Task (2/3)');
    const [first = '', second = ''] = await workbench.choices();
    assert.match(first, /^Later/);
    assert.match(second, /^Tasks/);
    await workbench.pick(/^Tasks/);
    await workbench.asked('Add Task (3/3)');
    await workbench.answer('Draw a plan');
    await holds('| Draw a plan | todo | - | |\n\n## Later');
    // It is shown last, and takes the keys to the editor.
    const { page } = workbench;
    await page.locator('.monaco-editor.focused .active-line-number', { hasText: /^14$/ }).waitFor();
    await page.locator('.statusbar-item', { hasText: 'Added Draw a plan' }).first().waitFor();
  });

  it('lists Claim Task first when that is typed, also after others were used', async () => {
    await workbench.page.keyboard.press('F1');
    await workbench.quickInput().fill('>Claim Task');
    await workbench.until(async () => {
      assert.match((await workbench.choices())[0] ?? '', /^Throughline: Claim Task\b/);
    });
    await workbench.page.keyboard.press('Enter');
    await workbench.asked('Claim Task');
    await workbench.page.keyboard.press('Escape');
  });

  it('closes tech debt, from its row and alone: how this repository does that is asked once', async () => {
    const says = (name: string): Promise<void> =>
      workbench.until(() => {
        assert.match(readFileSync(join(root, `tracking/tech-debt/${name}.md`), 'utf8'), /^Status: done$/m);
      });
    await workbench.openView('Tech Debt');
    await workbench.contextMenu(/^Tech debt Tune jitter/, 'Close Tech-Debt Item', 'Tech Debt');
    await workbench.pick(/^Set its status to done/);
    await says('rpc-jitter');
    await workbench.command('Throughline: Close Tech-Debt Item');
    await workbench.pick(/^Drop the second key cache/);
    await says('key-cache');
    await workbench.command('Throughline: Close Tech-Debt Item');
    await workbench.notification(/There is no open tech debt item/);
  });
});
