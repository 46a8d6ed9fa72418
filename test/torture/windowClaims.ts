import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { Workbench } from '../support/workbench.ts';

/**
 * What a window says of a claim: that it is done, whose the row is, that others hold the file, that somebody changed it too soon
 * after; or nothing, as it does not offer the row.
 */
export type Said = 'claimed' | { readonly takenBy: string } | 'busy' | 'unknown' | 'not offered';

/** The Owner of all windows: one person. */
export const windowOwner = 'maple';

/** Milliseconds until a window has to have said what became of a claim, on a machine that is busy with much else. */
const limit = 60_000;

/** The bell that has something new to tell; test drivers get no toasts. */
function news({ page }: Workbench): Locator {
  return page.locator('#status\\.notifications .codicon-bell-dot');
}

/** Whether there is a message that nobody has looked at. */
export async function hasNews(window: Workbench): Promise<boolean> {
  return (await news(window).count()) > 0;
}

/** Claims a row as a person does, from the palette; `begin` hears when the row is chosen. */
export async function claimInWindow(window: Workbench, row: string, begin: () => void): Promise<Said> {
  const { page } = window;
  await window.command('Throughline: Claim Task');
  await window.asked('Claim Task');
  await window.quickInput().fill(row);
  const list = page.locator('.quick-input-list');
  const option = list.getByRole('option', { name: new RegExp(`^${row}\\b`) });
  const none = page.locator('.quick-input-visible-count', { hasText: /^0 / });
  await option.or(none).first().waitFor({ timeout: limit });
  if (!(await option.isVisible())) {
    await page.keyboard.press('Escape');
    await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    return 'not offered';
  }
  begin();
  // A list that is drawn anew in this instant has no active row for the Enter key.
  await option.click({ timeout: limit });
  const claimed = page.locator('.statusbar-item', { hasText: `Claimed ${row}.` });
  const yours = page.locator('.statusbar-item', { hasText: `${row} is already yours` });
  const dialog = page.locator('.monaco-dialog-box');
  for (;;) {
    await claimed.or(yours).or(dialog).or(news(window)).first().waitFor({ timeout: limit });
    if (await claimed.isVisible()) return 'claimed';
    if (await yours.isVisible()) return { takenBy: windowOwner };
    if (await dialog.isVisible()) {
      await window.answerDialog('Claim There');
      await dialog.waitFor({ state: 'detached' });
      continue;
    }
    const said = await (await window.notification(/./)).innerText();
    const takenBy = new RegExp(`${row} is already claimed by (\\S+)\\.`).exec(said)?.[1];
    const isUnknown = said.includes('was changed by someone else right after your change.');
    assert.ok(takenBy ?? (isUnknown || said.includes('Try again.')), `asked for ${row}, it says: ${said}`);
    await window.answerNotification(/./);
    return isUnknown ? 'unknown' : takenBy === undefined ? 'busy' : { takenBy };
  }
}
