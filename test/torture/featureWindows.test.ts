import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { Repository } from '../support/repository.ts';
import { whyNoWebHost } from '../support/webHost.mjs';
import { pictureOfFailure, Workbench } from '../support/workbench.ts';
import { Claimers } from './claimers.ts';
import {
  checkFree,
  checkList,
  checkWinners,
  claimsOf,
  makeLists,
  openFeatures,
  pathOf,
  type FeatureList,
} from './featureLists.ts';
import type { ForeignReport } from './foreignKeys.ts';
import { readCalls } from './history.ts';
import { claimInWindow, hasNews, windowOwner } from './windowClaims.ts';

const full = process.env['THROUGHLINE_TORTURE'] === 'full';
const size = { workers: 12, features: 36, kills: 10, windowClaims: 6 };

// Two windows and twelve command lines take a machine for themselves: in the long form alone.
const isWanted = full && whyNoWebHost() === undefined;
(isWanted ? describe : describe.skip)('command lines and windows at the feature lists of a clone', () => {
  let repository: Repository;
  let lists: readonly FeatureList[];
  let claims: string;
  let logs: string;
  let claimers: Claimers | undefined;
  let foreign: ChildProcess | undefined;
  const windows: Workbench[] = [];
  const watchers: fs.FSWatcher[] = [];

  before(async () => {
    repository = new Repository();
    lists = makeLists(repository, size.features);
    claims = claimsOf(repository);
    logs = join(repository.parent, 'logs');
    fs.mkdirSync(logs);
    // Each window has the lists of the other worktrees, too.
    const first = await Workbench.open(repository.root, { settings: { 'throughline.owner': windowOwner } });
    windows.push(first, await first.another(lists[1]?.at ?? ''));
    for (const [i, window] of windows.entries()) {
      // Twelve processes leave little of the machine to a window.
      window.page.setDefaultTimeout(60_000);
      await window.openContainer();
      const own = window.row(i === 0 ? /^Branch main,/ : /^Branch feat\/b1,/);
      await own.waitFor();
      // A tree that is drawn anew all the time would take the focus from the palette.
      await window.page.keyboard.press('Control+Shift+E');
      await window
        .row(/^Branch /)
        .first()
        .waitFor({ state: 'hidden' });
    }
  });
  afterEach(async function () {
    for (const [i, window] of windows.entries()) await pictureOfFailure(this, window, `window ${i}`);
  });
  after(async () => {
    for (const watcher of watchers) watcher.close();
    foreign?.kill();
    claimers?.dispose();
    await windows[0]?.close();
    repository.dispose();
  });

  /** Has a look after each line of a log, until it has seen enough. */
  function untilSeen(look: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const watcher = fs.watch(logs, () => {
        if (!look()) return;
        watcher.close();
        resolve();
      });
      watchers.push(watcher);
    });
  }

  /** One of the first open features of any list, which the processes want too. */
  function someOpenFeature(): { readonly branch: string; readonly id: string } | undefined {
    const open = lists.flatMap((list) =>
      openFeatures(pathOf(list), claims)
        .slice(0, 3)
        .map((id) => ({ branch: list.branch, id })),
    );
    return open[Math.floor(Math.random() * open.length)];
  }

  /** Claims features in a window until so many were claimed there, and writes it down as the processes do. */
  async function claimIn(window: Workbench, name: string): Promise<void> {
    const write = (fields: object): void => {
      fs.appendFileSync(join(logs, name), `${JSON.stringify(fields)}\n`);
    };
    const now = (): string => String(process.hrtime.bigint());
    for (let claimed = 0; claimed < size.windowClaims;) {
      const wanted = someOpenFeature();
      assert.ok(wanted, 'there is a feature to claim');
      const { branch, id } = wanted;
      const said = await claimInWindow(window, id.replace('F', 'Feature '), () => {
        write({ row: `${branch} ${id}`, kind: 'claim', owner: windowOwner, begun: now() });
      });
      if (said === 'not offered') continue;
      if (said === 'claimed') claimed++;
      const ended =
        typeof said === 'object'
          ? { kind: 'refused', code: 'task.taken', ...said }
          : {
              claimed: { kind: 'done' },
              busy: { kind: 'refused', code: 'file.busy' },
              unknown: { kind: 'unknown' },
            }[said];
      write({ ended: now(), ...ended });
    }
  }

  it(`claim each feature for one: ${size.workers} command lines, 2 windows, ${3 * size.features} features in 3 worktrees, ${size.kills} kills, and one that writes other keys`, async function () {
    this.timeout(15 * 60_000);
    const enough = join(repository.parent, 'enough');
    const writer = fork(join(import.meta.dirname, 'foreignKeys.mjs'), lists.slice(0, -1).map(pathOf));
    foreign = writer;
    let [seen, killed] = [0, 0];
    const disturbed = untilSeen(() => {
      if (++seen % 50 === 0 && killed < size.kills && claimers?.kill() === true) killed++;
      return killed === size.kills;
    });
    claimers = new Claimers(logs, size.workers, (number) => ({
      ...{ mode: 'claimByCommand', root: lists[number % lists.length]?.at ?? '' },
      ...{ enough, claims, files: lists },
    }));
    await untilSeen(() => claimers?.busy.length === size.workers);
    await Promise.all([disturbed, ...windows.map((window, i) => claimIn(window, `window ${i}`))]);
    fs.writeFileSync(enough, '');
    await claimers.ended;
    const told = new Promise<ForeignReport>((resolve) => {
      writer.once('message', (report: ForeignReport) => {
        resolve(report);
      });
    });
    writer.send('end');
    const { written, lost } = await told;

    const { calls, refusals } = readCalls(logs);
    const won = calls.filter(({ kind, result }) => kind === 'claim' && result === true);
    const inWindows = won.filter(({ owner }) => owner === windowOwner).length;
    const unknown = calls.filter(({ ended }) => ended === undefined).length;
    console.log(
      `      ${won.length} claims, ${inWindows} of them in windows, ${unknown} unknown, ${lost} of ${written} foreign keys lost, refused: ${JSON.stringify([...refusals])}`,
    );
    assert.equal(inWindows, 2 * size.windowClaims);
    await checkFree(repository, lists);
    for (const [i, list] of lists.entries())
      checkWinners(list.branch, checkList(list, claims, i === lists.length - 1), calls);
    assert.ok(lost * 20 <= written, `${lost} of ${written} foreign keys lost`);
    // One that knows of no lock may have written a list right after a window did: that is told, and no more.
    for (const window of windows)
      while (await hasNews(window)) {
        const told = await (await window.notification(/./)).innerText();
        assert.match(told, /Feature [12]\d+ was changed back in .*: someone else wrote the file after you\./);
        await window.answerNotification(/./);
      }
  });
});
