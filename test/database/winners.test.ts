import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { agentSchema, sampleRows, SpecFolder } from '../support/specDatabase.ts';

const cli = join(process.env['THROUGHLINE_ROOT'] ?? '', 'dist/cli.cjs');
const tasks = 8;
const claimers = 4;

/** What a command line answers. */
interface Answer {
  readonly ok: boolean;
  readonly code: string;
}

describe('command lines at the rows of a database', () => {
  const folder = new SpecFolder();
  after(() => {
    folder.dispose();
  });

  function ask(who: string, ...args: readonly string[]): Promise<Answer> {
    return new Promise((resolve, reject) => {
      execFile(
        process.execPath,
        [cli, ...args, '--json', '--as', who, '-C', folder.top],
        { encoding: 'utf8' },
        (error, stdout) => {
          if (stdout === '') reject(error ?? new Error('no answer'));
          else resolve(JSON.parse(stdout) as Answer);
        },
      );
    });
  }

  it('claim each task for one', async () => {
    folder.make(agentSchema, sampleRows, 'DELETE FROM spec_tasks');
    for (let i = 1; i <= tasks; i++)
      folder.database
        .prepare(
          "INSERT INTO spec_tasks (id, change_id, seq, text, created_at, updated_at) VALUES (?, 1, ?, ?, '', '')",
        )
        .run(i, i, `Part ${i} of it`);
    const won = new Map<number, string[]>();
    await Promise.all(
      Array.from({ length: claimers }, async (_, claimer) => {
        const who = `claude-000${claimer}`;
        for (let i = 1; i <= tasks; i++) {
          const answer = await ask(who, 'claim', `Part ${i} of it`);
          if (answer.ok) won.set(i, [...(won.get(i) ?? []), who]);
          else assert.equal(answer.code, 'task.taken', JSON.stringify(answer));
        }
      }),
    );
    for (let i = 1; i <= tasks; i++) assert.equal(won.get(i)?.length, 1, `${i}: ${String(won.get(i))}`);
    const statuses = folder.database.prepare('SELECT DISTINCT status FROM spec_tasks').all();
    assert.deepEqual(
      statuses.map(({ status }) => status),
      ['in_progress'],
    );
    const lines = readFileSync(join(folder.top, '.throughline/claims.jsonl'), 'utf8').trim().split('\n');
    const claims = lines.slice(1).map((line) => JSON.parse(line) as { task: string; owner: string });
    assert.equal(claims.length, tasks);
    for (const { task, owner } of claims) {
      const row = Number(/"r",(\d+)\]$/.exec(task)?.[1]);
      assert.deepEqual(won.get(row), [owner]);
    }
  });
});
