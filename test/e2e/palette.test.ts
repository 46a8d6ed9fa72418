import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { makeSample, temporaryFolder } from '../support/sample.mjs';
import { pictureOfFailure, Workbench } from '../support/workbench.ts';

describe('the palette on the sample repository', function () {
  // Each step goes on from the one before.
  this.bail(true);
  let parent: string;
  let root: string;
  let workbench: Workbench;
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
});
