import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { setImmediate as tick } from 'node:timers/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { agentDatabase } from '../../src/core/formats/specDatabase/places.ts';
import { outcomeMessage } from '../../src/core/messages/outcomes.ts';
import { refusalMessage } from '../../src/core/messages/refusals.ts';
import { specTables } from '../../src/core/model/specRows.ts';
import { archiveChange } from '../../src/core/operations/changes/archive.ts';
import { toKey } from '../../src/core/text/key.ts';
import {
  archivedModel,
  modelCapabilities,
  modelChanges,
  scenarioRowsOf,
  twoSpecs,
  type ModelChange,
} from '../support/archiveModel.ts';
import { OpenedProject } from '../support/openedProject.ts';
import { agentSchema, SpecFolder } from '../support/specDatabase.ts';

const dist = join(process.env['THROUGHLINE_ROOT'] ?? '', 'dist');
const [databaseWorker, cli] = [join(dist, 'databaseWorker.cjs'), join(dist, 'cli.cjs')];
const isLong = process.env['THROUGHLINE_TORTURE'] === 'full';
const document = toKey(`${agentDatabase}/changes/add-2fa.json`);
const time = '2026-06-11T09:00:00+00:00';

describe('archiving a change of a database', () => {
  let folder: SpecFolder;
  let opened: OpenedProject;
  beforeEach(async () => {
    folder = new SpecFolder();
    folder.make(agentSchema);
    opened = new OpenedProject(folder.top, undefined, { databaseWorker });
    await opened.load();
  });
  afterEach(() => {
    opened.dispose();
    folder.dispose();
  });

  const insert = (table: string, values: Readonly<Record<string, unknown>>): number => {
    const names = Object.keys(values);
    const row = folder.database
      .prepare(
        `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')}) RETURNING id`,
      )
      .get(...Object.values(values));
    return Number(row?.['id']);
  };
  /** Rows of a model, in place of all that was there. */
  function fill({ living, deltas, openTasks }: ModelChange): void {
    for (const { name } of specTables) folder.database.exec(`DELETE FROM ${name}`);
    const times = { created_at: time, updated_at: time };
    for (const [name, requirements] of Object.entries(living)) {
      if (requirements.length === 0) continue;
      const capability_id = insert('spec_capabilities', { name, ...times });
      for (const each of requirements) {
        const { name: called, text } = each;
        const requirement_id = insert('spec_requirements', { capability_id, name: called, text, ...times });
        for (const scenario of scenarioRowsOf(each))
          insert('spec_scenarios', { requirement_id, ...scenario, created_at: time });
      }
    }
    const change_id = insert('spec_changes', { slug: 'add-2fa', status: 'active', ...times });
    for (const { capability, operation, requirement, newName } of deltas) {
      const says = operation === 'added' || operation === 'modified';
      insert('spec_deltas', {
        change_id,
        op: operation,
        capability,
        requirement: requirement.name,
        text: says ? requirement.text : '',
        scenarios: says ? JSON.stringify(scenarioRowsOf(requirement)) : '',
        rename_to: operation === 'renamed' ? newName : '',
        created_at: time,
      });
    }
    for (let i = 0; i <= openTasks; i++)
      insert('spec_tasks', {
        change_id,
        text: `Task ${i}`,
        status: i < openTasks ? 'pending' : 'done',
        ...times,
      });
  }
  /** The living specs as the model has them. */
  function livingNow(): ModelChange['living'] {
    const all = (sql: string, ...values: unknown[]) => folder.database.prepare(sql).all(...values);
    const found: Record<string, { name: string; text: string; scenarios: string[] }[]> = {};
    for (const name of modelCapabilities) found[name] = [];
    for (const { id, name } of all('SELECT id, name FROM spec_capabilities'))
      found[String(name)] = all(
        'SELECT id, name, text FROM spec_requirements WHERE capability_id = ? ORDER BY id',
        id,
      ).map((row) => ({
        name: String(row['name']),
        text: String(row['text']),
        scenarios: all('SELECT name FROM spec_scenarios WHERE requirement_id = ? ORDER BY id', row['id']).map(
          (each) => String(each['name']),
        ),
      }));
    return found;
  }
  const rows = (): string =>
    JSON.stringify(specTables.map(({ name }) => folder.database.prepare(`SELECT * FROM ${name}`).all()));
  async function archive(): Promise<string> {
    await opened.project.refresh();
    const result = await opened.project.run(
      opened.folder,
      archiveChange,
      { document },
      { me: 'otter', through: 'disk' },
    );
    assert.notEqual(result.kind, 'unknown', JSON.stringify(result));
    if (result.kind === 'done') return outcomeMessage(result.outcome);
    return result.kind === 'refused' ? refusalMessage(result) : result.kind;
  }

  it('stops a tool where a requirement was changed since, and asks a person', async () => {
    fill({
      living: { auth: [{ name: 'Login', text: 'It SHALL ask.', scenarios: ['Good'] }] },
      deltas: [
        {
          capability: 'auth',
          operation: 'modified',
          requirement: { name: 'Login', text: 'It SHALL ask twice.', scenarios: ['Good'] },
          newName: '',
        },
      ],
      openTasks: 0,
    });
    folder.database.exec("UPDATE spec_requirements SET updated_at = '2026-06-12T09:00:00Z'");
    const before = rows();
    assert.equal(await archive(), 'What add-2fa changes was changed since by somebody else: auth: Login');
    assert.equal(rows(), before);
    const options = { me: 'otter', through: 'disk' } as const;
    const refused = await opened.project.run(opened.folder, archiveChange, { document }, options);
    assert.ok(refused.kind === 'refused' && refused.confirmable === true);
    const again = { ...options, confirmed: [refused] };
    const done = await opened.project.run(opened.folder, archiveChange, { document }, again);
    assert.equal(done.kind, 'done');
    assert.equal(livingNow()['auth']?.[0]?.text, 'It SHALL ask twice.');
  });

  it('is refused where a renaming has no new name, or the old one with other blanks', async () => {
    for (const newName of ['', ' \n ', 'Sign  in', 'Sign in\n']) {
      fill({
        living: { auth: [{ name: 'Sign in', text: 'It SHALL ask.', scenarios: ['Good'] }] },
        deltas: [
          {
            capability: 'auth',
            operation: 'renamed',
            requirement: { name: 'Sign in', text: '', scenarios: [] },
            newName,
          },
        ],
        openTasks: 0,
      });
      const before = rows();
      assert.match(await archive(), /^add-2fa cannot be archived yet/, JSON.stringify(newName));
      assert.equal(rows(), before);
    }
  });

  /** Starts a command line that archives the change. */
  function start(): { readonly child: ChildProcess; readonly told: Promise<string> } {
    const words = ['change', 'archive', 'add-2fa', '-C', folder.top, '--as', 'otter-4dd2'];
    const child = spawn(process.execPath, [cli, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
    return { child, told: once(child, 'close').then(() => text) };
  }

  it('is whole or nothing, whenever the process that does it is killed', async () => {
    fill(twoSpecs);
    const begun = performance.now();
    assert.match(await start().told, /^ok Archived add-2fa\./);
    const lasts = performance.now() - begun;
    const [rounds, seen] = [isLong ? 200 : 12, { old: 0, archived: 0 }];
    for (let round = 0; round < rounds; round++) {
      fill(twoSpecs);
      const before = rows();
      const { child, told } = start();
      // Half of them the moment that something is written, the others at any time.
      const log = `${folder.path}-wal`;
      const { mtimeMs } = statSync(log);
      if (round % 2 === 0) while (child.exitCode === null && statSync(log).mtimeMs === mtimeMs) await tick();
      else await new Promise((resolve) => setTimeout(resolve, (lasts * round) / rounds));
      child.kill('SIGKILL');
      await told;
      const isOld = rows() === before;
      if (!isOld) assert.deepEqual(sorted(livingNow()), sorted(archivedModel(twoSpecs) ?? {}));
      seen[isOld ? 'old' : 'archived']++;
      // Nobody is kept out by what was left.
      assert.match(await archive(), isOld ? /^Archived add-2fa\./ : /^add-2fa is archived/);
    }
    assert.ok(seen.old > 0 && seen.archived > 0, JSON.stringify(seen));
  }).timeout(600_000);

  it('is done once, however many do it', async () => {
    for (let round = 0; round < (isLong ? 20 : 2); round++) {
      fill(twoSpecs);
      const told = await Promise.all(Array.from({ length: 4 }, () => start().told));
      assert.equal(told.filter((each) => each.startsWith('ok Archived')).length, 1, told.join('\n'));
      assert.deepEqual(sorted(livingNow()), sorted(archivedModel(twoSpecs) ?? {}));
    }
  }).timeout(600_000);

  it('leaves what another program writes into a living spec meanwhile', async () => {
    const others = 'It SHALL work as somebody else says.';
    let done = 0;
    for (let round = 0; round < (isLong ? 200 : 40); round++) {
      fill(twoSpecs);
      await opened.project.refresh();
      const archiving = archive();
      for (let turn = 0; turn < round; turn++) await tick();
      folder.database.prepare('UPDATE spec_requirements SET text = ? WHERE name = ?').run(others, 'Keep');
      const told = await archiving;
      const living = livingNow();
      const isDone = told.startsWith('Archived');
      if (isDone) done++;
      for (const all of Object.values(living)) {
        assert.equal(all.find(({ name }) => name === 'Keep')?.text, others, `${round}: ${told}`);
        assert.equal(
          all.some(({ name }) => name === 'Codes'),
          isDone,
          `${round}: ${told}`,
        );
      }
    }
    assert.ok(done > 0);
  }).timeout(600_000);

  it(`makes of ${isLong ? 1000 : 200} random ones what a model makes of them, all or nothing`, async () => {
    let done = 0;
    const all = fc.sample(modelChanges, { numRuns: isLong ? 1000 : 200, seed: 22 });
    for (const change of all) {
      fill(change);
      const before = rows();
      const wanted = archivedModel(change);
      const told = await archive();
      const what = `${JSON.stringify(change)}\n${told}`;
      if (wanted === undefined) {
        assert.match(told, /^add-2fa cannot be archived yet/, what);
        assert.equal(rows(), before, what);
        continue;
      }
      done++;
      assert.match(told, /^Archived add-2fa\./, what);
      assert.deepEqual(sorted(livingNow()), sorted(wanted), what);
      const [row] = folder.database.prepare('SELECT * FROM spec_changes').all();
      assert.equal(row?.['status'], 'archived');
      assert.match(String(row['archived_at']), /^\d{4}-\d\d-\d\dT/);
      assert.match(await archive(), /^add-2fa is archived/);
    }
    assert.ok(done > all.length / 5 && done < (all.length * 4) / 5, `${done} of ${all.length}`);
  }).timeout(600_000);
});

/** The order of rows is that of their numbers, and no promise; that of scenarios neither. */
function sorted(living: ModelChange['living']): unknown {
  return Object.fromEntries(
    Object.entries(living)
      .filter(([, all]) => all.length > 0)
      .map(([name, all]) => [
        name,
        all
          // A new name is one line.
          .map((each) => ({
            ...each,
            name: each.name.replace(/\s+/g, ' '),
            scenarios: [...each.scenarios].sort(),
          }))
          .sort((a, b) => (a.name < b.name ? -1 : 1)),
      ]),
  );
}
