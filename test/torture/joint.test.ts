import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import { dirname, join } from 'node:path';
import { RecoveringLocks } from '../../src/platform/node/recoveringLocks.ts';
import { temporaryFolder } from '../support/sample.mjs';
import { counters, see, type Report } from './jointWorker.ts';

const [workers, kills] = process.env['THROUGHLINE_TORTURE'] === 'full' ? [8, 400] : [4, 40];

describe('many who change the same files together, some of them killed', () => {
  for (const kind of ['clone', 'folder without git'])
    it(`in a ${kind}: nobody ever sees half a change, none is lost, and nothing stays`, async () => {
      const root = temporaryFolder();
      if (kind === 'clone')
        for (const name of ['objects', 'refs']) fs.mkdirSync(join(root, '.git', name), { recursive: true });
      for (const path of counters) {
        fs.mkdirSync(dirname(join(root, path)), { recursive: true });
        fs.writeFileSync(join(root, path), '0\n');
      }
      const torn: string[] = [];
      const counted = new Set<number>();
      const twice: number[] = [];
      let killed = 0;
      await new Promise<void>((resolve) => {
        const alive = new Set<ChildProcess>();
        const start = (): void => {
          const child = fork(join(import.meta.dirname, 'jointWorker.mjs'), ['count', root]);
          alive.add(child);
          // Once it has come to work, it is killed in one of its next changes.
          let until = Math.floor(Math.random() * 4);
          child.on('message', (report: Report) => {
            if (report.kind === 'torn') torn.push(report.seen);
            else if (counted.has(report.to)) twice.push(report.to);
            else counted.add(report.to);
            if (until-- === 0) setTimeout(() => child.kill('SIGKILL'), Math.random() * 20);
          });
          child.once('exit', () => {
            alive.delete(child);
            killed++;
            if (killed < kills) start();
            else if (alive.size === 0) resolve();
            else for (const each of alive) each.kill('SIGKILL');
          });
        };
        for (let i = 0; i < workers; i++) start();
      });
      const look = () =>
        new RecoveringLocks().holdAll(
          counters.map((path) => join(root, path)),
          () => Promise.resolve({ kind: 'seen' as const, number: see(root) }),
        );
      const result = await look();
      // What was kept for a change that never began is removed once that is known.
      await look();
      assert.deepEqual(torn, []);
      assert.deepEqual(twice, [], 'no number was counted twice');
      assert.ok(result.kind === 'seen', JSON.stringify(result));
      assert.match(result.number, /^\d+$/);
      const last = Number(result.number);
      // A change that was made, and nobody lived to tell of it, is counted all the same.
      assert.ok(last >= Math.max(...counted), `${last} after ${counted.size}`);
      assert.ok(last - counted.size <= killed, `${last - counted.size} untold`);
      assert.ok(counted.size > kills, `${counted.size} changes`);
      console.log(
        `      ${counted.size} changes, ${killed} killed, ${last - counted.size} of them in the middle`,
      );
      const left = fs
        .readdirSync(root, { recursive: true, encoding: 'utf8' })
        .filter((path) => /throughline\/(?:journal|new)\/|\.tmp$/.test(path));
      assert.deepEqual(left, []);
      fs.rmSync(root, { recursive: true });
    }).timeout(30 * 60_000);
});
