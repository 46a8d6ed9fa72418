// Pictures of Branch Progress with ten streams in all states, in the four default themes:
// `node test/support/branchScreenshots.mjs [--docs]`.
import { makeBranchSample } from './branchSample.mjs';
import { takePictures } from './installed.mjs';

await takePictures(makeBranchSample, async ({ page, docs, row, take, widen }) => {
  const branch = (/** @type {RegExp} */ label) => row('Branch Progress', label);
  await branch(/^Branch feat\/rpc-retry, checked out/).waitFor({ timeout: 60_000 });
  await branch(/^No progress file/).waitFor({ timeout: 60_000 });
  await page.locator('.pane-header', { has: page.getByRole('heading', { name: 'Specs' }) }).click();
  await widen(200);
  for (const label of [
    /^Branch fix\/token-rotation/,
    /^Branch feat\/backoff/,
    /^No such branch/,
    /^No progress file/,
  ])
    await branch(label).locator('.monaco-tl-twistie').click();
  await page.mouse.move(1100, 700);
  await take('branches', docs ? { clip: { x: 50, y: 36, width: 500, height: 740 } } : {});
});
