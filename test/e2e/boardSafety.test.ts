import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Browser, Frame, Page } from 'playwright-core';
import {
  boardFrame,
  installExtension,
  openInstalled,
  runCommand,
  switchTheme,
  themes,
} from '../support/installed.mjs';
import { payloads } from '../support/payloads.ts';
import { git, makeSample, temporaryFolder } from '../support/sample.mjs';
import { ensureWebHost, launchBrowser, root, type Server } from '../support/webHost.mjs';

/** What axe says that is wrong, with the element. */
interface Axe {
  run(options: object): Promise<{
    readonly violations: readonly {
      readonly id: string;
      readonly help: string;
      readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
    }[];
  }>;
}

/** What is looked at in the page. */
interface PageWindow {
  readonly axe: Axe;
  ran?: () => void;
  scripts?: number;
}

/** Runs in the page: waits until nothing moves or changes its color any more. */
async function untilAtRest(): Promise<void> {
  const page = (globalThis as unknown as { document: { getAnimations(): { finished: Promise<unknown> }[] } })
    .document;
  await Promise.allSettled(page.getAnimations().map(({ finished }) => finished));
}

describe('the board, installed', () => {
  let parent: string;
  let browser: Browser;
  let extensions: string;
  let host: Awaited<ReturnType<typeof ensureWebHost>>;

  before(async function () {
    this.timeout(120_000);
    parent = realpathSync(temporaryFolder());
    host = await ensureWebHost();
    browser = await launchBrowser(host);
    extensions = installExtension(parent, host);
  });
  after(async () => {
    await browser.close();
    rmSync(parent, { recursive: true });
  });

  describe('in each theme', () => {
    let page: Page;
    let server: Server;
    let frame: Frame;
    before(async function () {
      this.timeout(90_000);
      const sample = makeSample(parent);
      ({ page, server } = await openInstalled(host, browser, {
        extensions,
        folder: sample.root,
        theme: 'dark',
      }));
      await runCommand(page, 'Throughline: Open Board');
      frame = await boardFrame(page);
      await frame.locator('.promise strong').first().waitFor();
      await frame.evaluate(readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8'));
    });
    after(async () => {
      await page.close();
      await server.close();
    });

    const wrong = async (): Promise<string[]> => {
      // A color on its way to another one is none that is read.
      await frame.evaluate(untilAtRest);
      const { violations } = await frame.evaluate(() =>
        (globalThis as unknown as PageWindow).axe.run({ resultTypes: ['violations'] }),
      );
      return violations.map(
        ({ id, help, nodes }) =>
          `${id}: ${help}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary ?? ''}`).join(' ; ')}`,
      );
    };

    for (const theme of Object.keys(themes) as (keyof typeof themes)[])
      it(`has nothing for axe to say, ${theme}`, async () => {
        await switchTheme(page, theme);
        await frame.locator(`body[data-vscode-theme-id="${themes[theme][0]}"]`).waitFor();
        assert.deepEqual(await wrong(), [], 'a stream');
        const row = frame.locator('.is-todo').first();
        await row.hover();
        await row.getByRole('button', { name: /^More actions/ }).click();
        await frame.getByRole('menu').waitFor();
        assert.deepEqual(await wrong(), [], 'an open menu');
        await page.keyboard.press('Escape');
        await frame.getByRole('button', { name: 'All branches' }).click();
        await frame.locator('.people').waitFor();
        assert.deepEqual(await wrong(), [], 'all streams');
        await frame.locator('.stream-name').first().click();
        await frame.locator('.promise strong').first().waitFor();
      });
  });

  it('runs, loads and starts nothing that text of a repository asks for', async () => {
    assert.ok(payloads.length >= 300, `${payloads.length} payloads`);
    const folder = join(parent, 'hostile');
    const write = (path: string, text: string): void => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    };
    const id = (i: number): string => `PAY-${i + 1}`;
    write(
      'spec/features/payloads.md',
      `# ${payloads[0] ?? ''}\n\n${payloads.map((payload, i) => `- **${id(i)}** ${payload}\n`).join('')}`,
    );
    write(
      'tracking/progress/2026-06-11-feat-x.md',
      `# ${payloads[1] ?? ''}\n\nBranch: feat/x\nSpec: [${payloads[2] ?? ''}](../../spec/features/payloads.md)\nBacklog: [a](javascript:ran())\nPR: javascript:ran()\n\n| Task | Status | Owner | Notes |\n|---|---|---|---|\n${payloads
        .map(
          (payload, i) =>
            `| ${i} ${payload} | ${i % 3 === 0 ? payload : 'todo'} | ${payload} | ${id(i)} ${payload} |\n`,
        )
        .join('')}\n## Notes\n\n${payloads.map((payload) => `- otter: ${payload}\n`).join('')}`,
    );
    // Names, titles and links stand in the head of a stream and in the list of all: one stream for each vector.
    const heads = payloads.slice(0, payloads.length / 7);
    for (const [i, payload] of heads.entries()) {
      write(`tracking/backlog/item-${i}.md`, `# ${payload}\n\nStatus: ${payload}\n`);
      write(`tracking/tech-debt/debt-${i}.md`, `# ${payload}\n\nFrom: ${payload}\n`);
      write(
        `tracking/progress/2026-06-12-head-${i}.md`,
        `# ${payload}\n\nBranch: ${payload}\nPR: ${payload}\nBacklog: [${payload}](../backlog/item-${i}.md)\nSpec: [${payload}](${payload})\n\n| Task | Status | Owner |\n|---|---|---|\n| ${payload} | wip | ${payload} |\n\n## Notes\n\n- otter: later -> [${payload}](../tech-debt/debt-${i}.md)\n`,
      );
    }
    git(folder, '2026-06-11T10:00:00Z', 'init', '--quiet', '--initial-branch=feat/x');
    const { page, server } = await openInstalled(host, browser, { extensions, folder, theme: 'dark' });
    const asked: string[] = [];
    const dialogs: string[] = [];
    page.on('request', (request) => {
      if (/payload\.example|etc\/passwd/i.test(request.url())) asked.push(request.url());
    });
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    await runCommand(page, 'Throughline: Open Board');
    const frame = await boardFrame(page);
    await frame.evaluate(() => {
      const page = globalThis as unknown as PageWindow;
      page.scripts = 0;
      page.ran = () => {
        page.scripts = (page.scripts ?? 0) + 1;
      };
    });
    await frame.locator('.criterion', { hasText: id(payloads.length - 1) }).waitFor({ state: 'attached' });
    const lookAround = async (): Promise<void> => {
      const found = await frame.evaluate(() => {
        interface Found {
          readonly tagName: string;
          readonly attributes: Iterable<{ readonly name: string; readonly value: string }>;
        }
        const { document } = globalThis as unknown as {
          document: { querySelectorAll(selector: string): Iterable<Found> };
        };
        const tags = new Set<string>();
        const odd: string[] = [];
        for (const element of document.querySelectorAll('#board *')) {
          tags.add(element.tagName.toLowerCase());
          for (const { name, value } of element.attributes)
            if (
              /^on|^(?:src|srcdoc|style|action|formaction|xlink:href)$/i.test(name) ||
              (name === 'href' && value !== '#')
            )
              odd.push(`${element.tagName} ${name}=${value}`);
        }
        return { tags: [...tags], odd };
      });
      assert.deepEqual(found.odd, []);
      for (const tag of [
        'script',
        'img',
        'iframe',
        'object',
        'link',
        'style',
        'form',
        'input',
        'meta',
        'math',
        'body',
        'details',
        'template',
      ])
        assert.ok(!found.tags.includes(tag), `<${tag}>`);
    };
    // Rows far out of sight are drawn in words alone: each is brought near once.
    await frame.evaluate(async () => {
      interface Seen {
        scrollIntoView(): void;
        querySelector(selector: string): unknown;
      }
      const view = globalThis as unknown as {
        readonly document: { querySelectorAll(selector: string): Iterable<Seen> };
        requestAnimationFrame(then: () => void): void;
      };
      for (const section of view.document.querySelectorAll('.section')) {
        section.scrollIntoView();
        while (section.querySelector('svg') === null)
          await new Promise<void>((resolve) => {
            view.requestAnimationFrame(resolve);
          });
      }
    });
    await frame.locator('.promise strong').nth(40).waitFor({ state: 'attached' });
    await lookAround();
    // Every link of the texts, as a person would click it; addresses of the web ask before they open, and that is not done.
    const links = await frame.locator('.promise a').count();
    const titles = await frame.locator('.promise a').allInnerTexts();
    assert.ok(links < payloads.length / 5, `${links} links: ${titles.slice(0, 5).join(', ')}`);
    await frame.getByRole('button', { name: 'All branches' }).click();
    await frame.locator('.people').waitFor();
    await lookAround();
    const streams = frame.locator('.stream-name');
    const all = await streams.count();
    assert.ok(all > heads.length, `${all} streams`);
    for (let i = 0; i < all; i++) {
      await streams.nth(i).click();
      await frame.locator('.links').first().waitFor();
      await lookAround();
      await frame.getByRole('button', { name: 'All branches' }).click();
      await streams.nth(all - 1).waitFor();
    }
    assert.equal(await frame.evaluate(() => (globalThis as unknown as PageWindow).scripts), 0);
    assert.deepEqual(asked, []);
    assert.deepEqual(dialogs, []);
    assert.equal(await page.locator('.terminal').count(), 0);
    await page.close();
    await server.close();
  });
});
