// Pictures of changes and living specs on the sample repository, in the four default themes:
// `node test/support/changeScreenshots.mjs [--theme=dark]`.
import { boardFrame, runCommand, takePictures } from './installed.mjs';
import { makeSample } from './sample.mjs';

const open = (/** @type {string} */ parent) => makeSample(parent, { database: true }).root;

await takePictures(open, async ({ page, row, take, widen }) => {
  const aside = () => page.mouse.move(1100, 850);
  const quick = page.locator('.quick-input-widget');
  /** @param {string} view @param {RegExp} label */
  const toggle = (view, label) => row(view, label).locator('.monaco-tl-twistie').click();
  const header = (/** @type {string} */ name) =>
    page.locator('.pane-header', { has: page.getByRole('heading', { name }) }).click();
  const name = /^Change hedge-slow-calls/;
  await row('Branch Progress', /^Branch feat\/rpc-retry, checked out/).waitFor({ timeout: 60_000 });
  // Lists draw only what can be seen.
  await header('Specs');
  await row('Branch Progress', name).waitFor({ timeout: 60_000 });
  await widen(110);
  await toggle('Branch Progress', name);
  await row('Branch Progress', /^Task 2\.2 Drop the later answer/).waitFor();
  await aside();
  await take('changes');
  for (const view of ['Branch Progress', 'Specs']) await header(view);
  await toggle('Specs', /^Spec calls/);
  await row('Specs', /^Criterion Calls have a deadline/).hover();
  await page.locator('.monaco-hover', { hasText: 'add-deadlines' }).first().waitFor();
  await take('changes-specs');
  await aside();
  /** @param {string} command @param {string} choice @param {string} text */
  const show = async (command, choice, text) => {
    await runCommand(page, `Throughline: ${command}`);
    await quick.locator('.quick-input-title').waitFor();
    await quick.locator('input[type="text"]').first().fill(choice);
    await page.keyboard.press('Enter');
    await page.getByText(text).first().waitFor();
    await aside();
  };
  await show('Show Spec Status', 'calls', 'Added by add-deadlines');
  await take('changes-status');
  await show('Save Rationale', 'add-deadlines', 'archived on 2026-06-05');
  await take('changes-rationale');
  await runCommand(page, 'Throughline: Archive Change...');
  await quick.locator('input[type="text"]').first().fill('compress-payloads');
  await page.keyboard.press('Enter');
  await page.getByText('compress-payloads cannot be archived yet').first().waitFor();
  await aside();
  await take('changes-refused');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+B');
  await runCommand(page, 'Throughline: Open Board');
  const board = await boardFrame(page);
  await board.getByRole('button', { name: 'All branches' }).click();
  await board.locator('.people').waitFor();
  await aside();
  await take('changes-board-overview');
  await board.getByRole('link', { name: 'feat/rpc-retry', exact: true }).click();
  await board.getByRole('link', { name: 'Change hedge-slow-calls', exact: true }).click();
  await board.getByText('Slow calls are hedged').first().waitFor();
  await aside();
  await take('changes-board');
  await page.setViewportSize({ width: 480, height: 900 });
  await take('changes-board-narrow');
});
