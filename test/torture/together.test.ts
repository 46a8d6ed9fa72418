import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { systems } from '../../src/core/formats/registry.ts';
import { join } from 'node:path';
import { claim } from '../../src/core/operations/claim.ts';
import { toKey } from '../../src/core/text/key.ts';
import { afterKills, OpenedProject } from '../support/openedProject.ts';
import { Repository } from '../support/repository.ts';
import { git } from '../support/sample.mjs';
import { whyNoWebHost } from '../support/webHost.mjs';
import { pictureOfFailure, Workbench } from '../support/workbench.ts';
import { Claimers } from './claimers.ts';
import { HandEdits, handRow } from './handEdits.ts';
import { isLinearizable, readCalls, type Call } from './history.ts';
import { claimInWindow, hasNews, windowOwner } from './windowClaims.ts';

const full = process.env['THROUGHLINE_TORTURE'] === 'full';
const size = { workers: 12, rows: 36, kills: 16, edits: 96, windowClaims: 10 };

/** A progress file that is claimed in: of a branch, or the one that all worktrees link. */
interface ProgressFile {
  readonly branch: string;
  readonly path: string;
  /** The worktree that has it. */
  readonly at: string;
  /** Where it is there. */
  readonly realPath: string;
  readonly lineEnd: string;
  readonly text: string;
}

function newFile(number: number, branch: string, at: string): ProgressFile {
  const isShared = branch === 'shared';
  const path = `tracking/progress/${isShared ? '' : '2026-06-11-'}${branch.replace('/', '-')}.md`;
  // What a careless writer breaks: byte order marks, CRLF, escaped pipes, cells that are not aligned.
  const lineEnd = number % 2 === 0 ? '\n' : '\r\n';
  const lines = [
    ...[`# ${branch}`, '', ...(isShared ? [] : [`Branch: \`${branch}\``, ''])],
    ...['| Task | Status | Owner | Notes 🦦 |', '|---|:-:|---|---|'],
    // Titles of one length, so that none of them is found when another one is looked for.
    ...Array.from(
      { length: size.rows },
      (_, i) => `| Row ${1000 * (number + 1) + i} | todo | - | \\| Ä \`a\\|b\`  |`,
    ),
    ...['', '## Notes', '', '- nobody: as it was', ''],
  ];
  const text = `${number % 3 === 0 ? '' : '\uFEFF'}${lines.join(lineEnd)}`;
  return { branch, path, at, realPath: isShared ? 'shared/board.md' : path, lineEnd, text };
}

const realOf = ({ at, realPath }: ProgressFile): string => join(at, realPath);

// Two windows and twelve command lines take a machine for themselves: in the long form alone.
const isWanted = full && whyNoWebHost() === undefined;
(isWanted ? describe : describe.skip)('command lines, windows and people in the worktrees of a clone', () => {
  let repository: Repository;
  let roots: readonly string[];
  let files: readonly ProgressFile[];
  let logs: string;
  let enough: string;
  let claimers: Claimers | undefined;
  const windows: Workbench[] = [];
  const watchers: fs.FSWatcher[] = [];

  before(async () => {
    repository = new Repository();
    const { root, parent } = repository;
    [logs, enough] = [join(parent, 'logs'), join(parent, 'enough')];
    roots = [root, ...[1, 2, 3, 4].map((i) => join(parent, `kit-${i}`))];
    files = [
      ...roots.map((at, i) => newFile(i, i === 0 ? 'main' : `feat/b${i}`, at)),
      newFile(roots.length, 'shared', root),
    ];
    // Every worktree has a copy of every branch's file, as branches that left main later do, and a link to the one that they share.
    fs.mkdirSync(join(root, 'tracking/progress'), { recursive: true });
    fs.symlinkSync('../../../repo/shared/board.md', join(root, 'tracking/progress/shared.md'));
    repository.commit('2026-06-11', Object.fromEntries(files.map(({ realPath, text }) => [realPath, text])));
    for (const { branch, at } of files)
      if (branch.startsWith('feat/')) repository.git('worktree', 'add', '--quiet', at, '-b', branch);
    fs.mkdirSync(logs);
    const first = await Workbench.open(root, { settings: { 'throughline.owner': windowOwner } });
    windows.push(first, await first.another(roots[1] ?? ''));
    for (const [i, window] of windows.entries()) {
      // Twelve processes leave little of the machine to a window.
      window.page.setDefaultTimeout(60_000);
      await window.openContainer();
      const own = window.row(i === 0 ? /^Branch main,/ : /^Branch feat\/b1,/);
      await own.locator('.monaco-tl-twistie').click({ timeout: 60_000 });
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

  /** Kills processes and edits files as calls are made, until there was enough of both. */
  function disturb(hand: HandEdits): Promise<void> {
    let seen = 0;
    let killed = 0;
    return untilSeen(() => {
      seen++;
      if (seen % 10 === 0 && hand.count < size.edits) hand.edit();
      if (seen % 50 === 0 && killed < size.kills && claimers?.kill() === true) killed++;
      return killed === size.kills && hand.count === size.edits;
    });
  }

  /** One of the first open rows of any file, which the processes want too. */
  function someOpenRow(): { readonly branch: string; readonly row: string } | undefined {
    const open = files.flatMap((file) =>
      [...fs.readFileSync(realOf(file), 'utf8').matchAll(/^\| (Row \d+) \| todo /gm)]
        .slice(0, 3)
        .map(([, row = '']) => ({ branch: file.branch, row })),
    );
    return open[Math.floor(Math.random() * open.length)];
  }

  /** Claims rows in a window until so many were claimed there, and writes it down as the processes do. */
  async function claimIn(window: Workbench, name: string): Promise<void> {
    const write = (fields: object): void => {
      fs.appendFileSync(join(logs, name), `${JSON.stringify(fields)}\n`);
    };
    const now = (): string => String(process.hrtime.bigint());
    for (let claims = 0; claims < size.windowClaims;) {
      const wanted = someOpenRow();
      assert.ok(wanted, 'there is a row to claim');
      const { branch, row } = wanted;
      const said = await claimInWindow(window, row, () => {
        write({ row: `${branch} ${row}`, kind: 'claim', owner: windowOwner, begun: now() });
      });
      if (said === 'not offered') continue;
      if (said === 'claimed') claims++;
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

  it(`claim each row for one: ${size.workers} command lines, 2 windows, ${6 * size.rows} rows in 5 worktrees, ${size.kills} kills, ${size.edits} edits by hand`, async function () {
    this.timeout(15 * 60_000);
    const hand = new HandEdits(files.map((file) => ({ path: realOf(file), lineEnd: file.lineEnd })));
    claimers = new Claimers(logs, size.workers, (number) => ({
      ...{ mode: 'claimByCommand', root: roots[number % roots.length] ?? '', enough },
      files: files.map(({ branch, path, at }) => ({ branch, path, at })),
    }));
    const disturbed = disturb(hand);
    await untilSeen(() => claimers?.busy.length === size.workers);
    await Promise.all([disturbed, ...windows.map((window, i) => claimIn(window, `window ${i}`))]);
    hand.repeat();
    // One that is there twice nobody can claim, and all would try for ever.
    for (const file of files) {
      const rows = fs.readFileSync(realOf(file), 'utf8').match(/^\| Row \d+ /gm) ?? [];
      assert.equal(new Set(rows).size, rows.length, `${file.branch}: a row is there twice`);
    }
    fs.writeFileSync(enough, '');
    await claimers.ended;
    hand.repeat();

    const { calls, refusals } = readCalls(logs);
    const won = calls.filter(({ kind, result }) => kind === 'claim' && result === true);
    const inWindows = won.filter(({ owner }) => owner === windowOwner).length;
    const unknown = calls.filter(({ ended }) => ended === undefined).length;
    console.log(
      `      ${won.length} claims, ${inWindows} of them in windows, ${unknown} unknown, ${hand.repeated} rows put there again, refused: ${JSON.stringify([...refusals])}`,
    );
    assert.equal(inWindows, 2 * size.windowClaims);
    for (const file of files) checkWinners(file, checkText(file, hand), calls);
    await checkWorktrees();
    for (const window of windows) assert.ok(!(await hasNews(window)), 'a window has something to tell');
  });

  /** Whose each row is. All lines of the file are there but for status and owner, and what came by hand. */
  function checkText(file: ProgressFile, hand: HandEdits): ReadonlyMap<string, string> {
    const { branch, lineEnd, text } = file;
    const path = realOf(file);
    const owners = new Map<string, string>();
    const lines = fs
      .readFileSync(path, 'utf8')
      .split(lineEnd)
      .map((line) =>
        line.replace(/^\| (Row \d+) \| wip \| (\S+) \|/, (_all, row: string, owner: string) => {
          assert.ok(!owners.has(row), `${row} is there twice`);
          owners.set(row, owner);
          return `| ${row} | todo | - |`;
        }),
      );
    const byHand = [...hand.notesOf(path), ...hand.rowsOf(path).map(handRow)];
    for (const each of byHand)
      assert.equal(lines.filter((line) => line === each).length, 1, `${branch}: ${each}`);
    const others = lines.filter((line) => !byHand.includes(line)).join(lineEnd);
    assert.equal(others, text, `${branch}: no other byte`);
    for (const [, row = ''] of text.matchAll(/^\| (Row \d+) /gm))
      assert.ok(owners.has(row), `${row} is open`);
    return owners;
  }

  /** One winner for each row, and all calls on it as if they had come one after the other. */
  function checkWinners(
    { branch }: ProgressFile,
    owners: ReadonlyMap<string, string>,
    calls: readonly Call[],
  ): void {
    const last = calls
      .flatMap(({ begun, ended = 0n }) => [begun, ended])
      .reduce((a, b) => (a > b ? a : b), 0n);
    for (const [row, owner] of owners) {
      const at = `${branch} ${row}`;
      const onRow = calls.filter((call) => call.row === at);
      const released = new Set(onRow.filter(({ kind }) => kind === 'release').map((call) => call.owner));
      const winners = onRow
        .filter(({ kind, result }) => kind === 'claim' && result === true)
        .map((call) => call.owner)
        .filter((winner) => !released.has(winner));
      // Nobody heard of it where the winner was killed; its claim is in the history all the same.
      assert.deepEqual(winners, winners.length === 0 ? [] : [owner], at);
      const seen: Call = { row: at, kind: 'read', owner, begun: last + 1n, ended: last + 2n, result: true };
      assert.ok(isLinearizable([...onRow, seen]), at);
    }
  }

  /** Git sees a change of the files that count and of nothing else, and nothing is left beside them. */
  async function checkWorktrees(): Promise<void> {
    for (const root of roots) {
      const status = git(root, '2026-06-11T12:00:00Z', 'status', '--porcelain', '--untracked-files=all');
      const changed = files.filter(({ at }) => at === root).map(({ realPath }) => ` M ${realPath}`);
      assert.deepEqual(status.split('\n').filter(Boolean).sort(), changed.sort(), root);
      for (const { path, at, text } of files)
        if (at !== root && fs.lstatSync(join(root, path)).isFile())
          assert.equal(fs.readFileSync(join(root, path), 'utf8'), text, `the copy of ${path} in ${root}`);
    }
    // Whoever comes next finds every file free, and removes what the killed left.
    for (const { at, path, text } of files) {
      const disk = new OpenedProject(at, systems, afterKills);
      await disk.load();
      const input = {
        document: toKey(path),
        task: toKey(`${path}#${/Row \d+/.exec(text)?.[0] ?? ''}`),
      };
      const result = await disk.project.run(disk.folder, claim, input, { me: 'next', through: 'disk' });
      assert.equal(result.kind === 'refused' ? result.code : result.kind, 'task.taken');
      disk.dispose();
    }
    assert.deepEqual(fs.readdirSync(join(repository.root, '.git/throughline/new')), []);
  }
});
