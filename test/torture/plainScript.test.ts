import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { progressOf, Repository } from '../support/repository.ts';

const path = 'tracking/progress/2026-06-11-main.md';
/** Only remark reads it, in its worker. */
const unsure = '\nTitle\n=====\n';

describe('plain scripts of Node.js on one folder', () => {
  let repository: Repository;
  const children: ChildProcess[] = [];
  before(() => {
    repository = new Repository();
    repository.commit('2026-06-11', {
      [path]: `${progressOf('main', 'One | todo | -', 'Two | todo | -', 'Three | todo | -')}${unsure}`,
    });
  });
  after(() => {
    for (const child of children) child.kill();
    repository.dispose();
  });

  /** Starts one; the function resolves once it has said what fits. */
  function start(me: string): (wanted: RegExp) => Promise<void> {
    const worker = join(process.env['THROUGHLINE_ROOT'] ?? '', 'dist/markdownWorker.cjs');
    const child = fork(join(import.meta.dirname, 'followFolder.mjs'), [repository.root, me, worker]);
    children.push(child);
    const said: string[] = [];
    let heard = (): void => undefined;
    child.on('message', (message) => {
      said.push(typeof message === 'string' ? message : '');
      heard();
    });
    return (wanted) =>
      new Promise((resolve, reject) => {
        child.once('exit', () => {
          reject(new Error(`${me} has ended: ${said.join('\n')}`));
        });
        heard = () => {
          if (said.some((each) => wanted.test(each))) resolve();
        };
        heard();
      });
  }

  it('list, claim one task each, and see what the other did', async () => {
    const maple = start('maple');
    await maple(/^One: free, Two: free, Three: free$/);
    await maple(/^One: maple, Two: free/);
    const otter = start('otter');
    await otter(/^One: maple, Two: free, Three: free$/);
    // Rows apart from what others do come first.
    await otter(/^One: maple, Two: free, Three: otter$/);
    await maple(/^One: maple, Two: free, Three: otter$/);
    assert.match(repository.git('status', '--porcelain'), /^ M tracking/);
  });
});
