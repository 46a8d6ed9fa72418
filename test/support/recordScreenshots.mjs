// Pictures of what is shown of other systems on the sample repository, in the four default themes:
// `node test/support/recordScreenshots.mjs [--theme=dark]`.
import { boardFrame, runCommand, takePictures } from './installed.mjs';
import { makeSample } from './sample.mjs';

const open = (/** @type {string} */ parent) => makeSample(parent, { database: true }).root;

await takePictures(open, async ({ page, row, take, widen }) => {
  const branch = (/** @type {RegExp} */ label) => row('Branch Progress', label);
  const quick = page.locator('.quick-input-widget');
  const aside = () => page.mouse.move(1100, 850);
  /** Opens or closes a row; again where the tree was just drawn anew. @param {RegExp} label */
  const toggle = async (label) => {
    const was = await branch(label).getAttribute('aria-expanded');
    const other = page.locator(`[aria-expanded="${String(was !== 'true')}"]`);
    for (let left = 5; left > 0; left--) {
      await branch(label).locator('.monaco-tl-twistie').click();
      const isDone = branch(label).and(other).waitFor({ timeout: 8000 });
      if (
        await isDone.then(
          () => true,
          () => false,
        )
      )
        return;
    }
    throw new Error(`no row ${String(label)} was opened or closed`);
  };
  await branch(/^Branch feat\/rpc-retry, checked out/).waitFor({ timeout: 60_000 });
  /** Opens or closes a view. @param {string} name */
  const header = (name) => page.locator('.pane-header', { has: page.getByRole('heading', { name }) }).click();
  for (const name of ['Backlog', 'Tech Debt']) await header(name);
  await row('Tech Debt', /^Tech debt Tune/).waitFor();
  await aside();
  await take('systems');
  for (const name of ['Branch Progress', 'Tech Debt', 'Specs']) await header(name);
  await row('Backlog', /^Backlog item TASK-3 /)
    .locator('.monaco-tl-twistie')
    .click();
  await row('Backlog', /^Drafts/)
    .locator('.monaco-tl-twistie')
    .click();
  await row('Backlog', /^Backlog item DRAFT-1/).waitFor();
  await aside();
  await take('systems-backlog');
  for (const name of ['Branch Progress', 'Backlog']) await header(name);
  await toggle(/^Branch feat\/rpc-retry/);
  await toggle(/^Spec Kit 016-call-tracing/);
  await toggle(/^Phases of 016/);
  await toggle(/^Branch feat\/task-3-urgent-calls/);
  await toggle(/^Backlog item TASK-3 /);
  await aside();
  await take('systems-branches');
  for (const label of [/^Branch feat\/task-3/, /^Spec Kit 016/, /^Branch feat\/rpc-retry/])
    await toggle(label);
  await aside();
  await toggle(/^Workspace, /);
  await toggle(/^Sessions of /);
  await toggle(/^Trace deadline-propagation/);
  await aside();
  await take('records');
  await widen(200);
  await branch(/^Task implement, wip/).click();
  await page.locator('.codelens-decoration', { hasText: 'Complete Step' }).waitFor();
  await aside();
  await take('records-trace');
  await branch(/^Task Describe retries/).click();
  await page.locator('.codelens-decoration', { hasText: 'Resume Workspace' }).waitFor();
  await aside();
  await take('records-features');
  await runCommand(page, 'Throughline: Claim Task');
  await quick.getByText('Describe retries in the guide').first().waitFor();
  await page.evaluate(
    "Promise.all(document.querySelector('.quick-input-widget').getAnimations().map(({ finished }) => finished)).then(() => 0)",
  );
  await take('records-claim');
  await page.keyboard.press('Escape');
  await runCommand(page, 'Throughline: Filter');
  await quick.getByText('wren-09be').waitFor();
  // The last group is far below.
  await quick.locator('input[type="text"]').first().fill('trace');
  await quick.getByText('Rows that contain').waitFor();
  await take('records-filter');
  await page.keyboard.press('Escape');
  await runCommand(page, 'Throughline: Resume Workspace');
  await page.getByRole('tab', { name: /resume\.md/ }).waitFor();
  await aside();
  await take('records-report');
  await toggle(/^Branch feat\/rpc-retry/);
  await toggle(/^Branch feat\/http-client/);
  await toggle(/^Trace connection-reuse/);
  await aside();
  await take('records-failed');
  await branch(/^Task verify, failed/).click();
  await page.locator('.codelens-decoration', { hasText: 'Resume Trace' }).waitFor();
  await aside();
  await take('records-stopped');
  await page.keyboard.press('Control+B');
  await runCommand(page, 'Throughline: Open Board');
  const board = await boardFrame(page);
  const record = (/** @type {string} */ name) => board.getByRole('link', { name, exact: true });
  await aside();
  // A trace in the editor is what is shown first.
  await board.getByRole('button', { name: 'All branches' }).click();
  await record('feat/rpc-retry').click();
  await record('Workspace').waitFor();
  await take('records-board');
  await record('Workspace').click();
  await board.getByText('Sessions', { exact: true }).waitFor();
  await take('records-board-workspace');
  await page.setViewportSize({ width: 480, height: 900 });
  await take('records-board-narrow');
  await page.setViewportSize({ width: 1280, height: 900 });
  await record('Trace deadline-propagation').click();
  await board.getByText('Steps', { exact: true }).waitFor();
  await take('records-board-trace');
  await board.getByRole('button', { name: 'All branches' }).click();
  await board.locator('.people').waitFor();
  await take('records-board-overview');
  await record('016-call-tracing').click();
  await board.getByRole('heading', { name: '016-call-tracing' }).waitFor();
  await aside();
  await take('systems-board');
});
