import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { Repository } from '../support/repository.ts';
import { Claimers } from './claimers.ts';
import {
  checkFree,
  checkList,
  checkWinners,
  claimsOf,
  makeLists,
  pathOf,
  type FeatureList,
} from './featureLists.ts';
import type { ForeignReport } from './foreignKeys.ts';
import { readCalls } from './history.ts';

const full = process.env['THROUGHLINE_TORTURE'] === 'full';
const size = full ? { workers: 12, features: 48, kills: 60 } : { workers: 12, features: 6, kills: 6 };

describe('many processes at the feature lists of the worktrees of a clone', () => {
  let repository: Repository;
  let claims: string;
  let lists: readonly FeatureList[];
  let claimers: Claimers | undefined;
  let foreign: ChildProcess | undefined;
  let watcher: fs.FSWatcher | undefined;

  beforeEach(() => {
    repository = new Repository();
    lists = makeLists(repository, size.features);
    claims = claimsOf(repository);
  });
  afterEach(() => {
    watcher?.close();
    foreign?.kill();
    claimers?.dispose();
    repository.dispose();
  });

  it(`claim each feature for one: ${size.workers} claimers, half of them with a command line for each call, ${3 * size.features} features in 3 worktrees, ${size.kills} kills, and one that writes other keys`, async () => {
    const logs = join(repository.parent, 'logs');
    const enough = join(repository.parent, 'enough');
    fs.mkdirSync(logs);
    // The last list is claimed in alone.
    const writer = fork(join(import.meta.dirname, 'foreignKeys.mjs'), lists.slice(0, -1).map(pathOf));
    foreign = writer;
    let seen = 0;
    let killed = 0;
    watcher = fs.watch(logs, () => {
      if (++seen % (full ? 20 : 12) === 0 && killed < size.kills && claimers?.kill() === true) killed++;
      if (killed === size.kills) fs.writeFileSync(enough, '');
    });
    claimers = new Claimers(logs, size.workers, (number) => ({
      mode: number % 2 === 0 ? 'claim' : 'claimByCommand',
      // Every list is claimed in from every worktree.
      root: lists[Math.floor(number / 2) % lists.length]?.at ?? '',
      ...{ enough, claims, files: lists },
    }));
    await claimers.ended;
    const told = new Promise<ForeignReport>((resolve) => {
      writer.once('message', (report: ForeignReport) => {
        resolve(report);
      });
    });
    writer.send('end');
    const { written, lost } = await told;

    const { calls, refusals } = readCalls(logs);
    const done = calls.filter(({ result }) => result === true).length;
    const unknown = calls.filter(({ ended }) => ended === undefined).length;
    console.log(
      `      ${done} done, ${unknown} unknown, ${killed} killed, ${lost} of ${written} foreign keys lost, refused: ${JSON.stringify([...refusals])}`,
    );
    await checkFree(repository, lists);
    for (const [i, list] of lists.entries())
      checkWinners(list.branch, checkList(list, claims, i === lists.length - 1), calls);
    // One that is written between the last look at a file and its exchange nobody can see.
    assert.ok(lost * 20 <= written, `${lost} of ${written} foreign keys lost`);
    assert.equal(killed, size.kills);
  });
});
