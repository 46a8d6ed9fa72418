import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { outcomeMessage } from '../../src/core/messages/outcomes.ts';
import { refusalMessage } from '../../src/core/messages/refusals.ts';
import { archiveChange } from '../../src/core/operations/changes/archive.ts';
import { toKey } from '../../src/core/text/key.ts';
import {
  archivedModel,
  filesOf,
  modelCapabilities,
  modelChanges,
  specOf,
  twoSpecs,
  type ModelChange,
} from '../support/archiveModel.ts';
import { deaths, dieAsTold } from '../support/deaths.ts';
import { skipWithoutOpenSpec, runOpenSpec } from '../support/openSpecTool.ts';
import { OpenedProject } from '../support/openedProject.ts';
import { temporaryFolder } from '../support/sample.mjs';

const isLong = process.env['THROUGHLINE_TORTURE'] === 'full';
const change = 'openspec/changes/add-2fa';
const placeholder = 'TBD - created by archiving change add-2fa. Update Purpose after archive.';

const lockFile = 'openspec/changes/archive/.openspec-archive.lock';

await dieAsTold(({ root }) => archive(root));

const archiver = process.env['THROUGHLINE_ARCHIVER'];
if (archiver !== undefined) {
  process.stdout.write(await archive(archiver));
  process.exit(0);
}

/** Archives the change, and says what became of it. */
async function archive(root: string, opened = new OpenedProject(root)): Promise<string> {
  await opened.load();
  await opened.project.refresh();
  const { folder, project } = opened;
  const document = toKey(`${change}/tasks.md`);
  const result = await project.run(folder, archiveChange, { document }, { me: 'otter', through: 'disk' });
  await project.idle();
  if (result.kind === 'done') return outcomeMessage(result.outcome);
  return result.kind === 'refused' ? refusalMessage(result) : `${result.kind} ${JSON.stringify(result)}`;
}

function write(root: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** All files below a folder but our own and git’s, with what they hold; without the days of archived changes. */
function seen(root: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name).slice(root.length + 1);
    if (!entry.isFile() || /(?:^|[/])\.(?:throughline|git)[/]/.test(path)) continue;
    found[path.replace(/archive[/]\d{4}-\d\d-\d\d-/, 'archive/')] = readFileSync(join(root, path), 'utf8');
  }
  return found;
}

/** Without what the next archive clears away: the lock of one that is dead, and what it was going to be. */
function withoutLock(files: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(files).filter(([path]) => path !== lockFile && !/\.throughline-[^/]+\.tmp$/.test(path)),
  );
}

/** What is to be there once the change is archived. */
function wantedOf(model: ModelChange): Readonly<Record<string, string>> | undefined {
  const living = archivedModel(model);
  if (living === undefined) return undefined;
  const wanted: Record<string, string> = {};
  for (const [path, text] of Object.entries(filesOf(model, 'add-2fa')))
    if (!path.startsWith('openspec/specs/'))
      wanted[path.replace(change, 'openspec/changes/archive/add-2fa')] = text;
  for (const capability of modelCapabilities) {
    const text = specOf(capability, living[capability] ?? []);
    const isNew = (model.living[capability] ?? []).length === 0;
    if (text !== undefined)
      wanted[`openspec/specs/${capability}/spec.md`] = isNew
        ? text.replace(/(?<=## Purpose\n).*/, placeholder)
        : text;
  }
  return wanted;
}

describe('changes that are archived', () => {
  let root: string;
  beforeEach(() => {
    root = temporaryFolder();
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  it(`are what a model makes of them, all or nothing, ${isLong ? 1000 : 200} times`, async () => {
    const all = fc.sample(modelChanges, { numRuns: isLong ? 1000 : 200, seed: 22 });
    const opened = new OpenedProject(root);
    let done = 0;
    try {
      for (const model of all) {
        rmSync(join(root, 'openspec'), { recursive: true, force: true });
        const files = filesOf(model, 'add-2fa');
        write(root, files);
        const wanted = wantedOf(model);
        const told = await archive(root, opened);
        const what = `${JSON.stringify(model)}\n${told}`;
        assert.match(
          told,
          wanted === undefined ? /^add-2fa cannot be archived yet/ : /^Archived add-2fa\./,
          what,
        );
        assert.deepEqual(seen(root), wanted ?? files, what);
        if (wanted !== undefined) done++;
      }
    } finally {
      opened.dispose();
    }
    assert.ok(done > all.length / 5 && done < (all.length * 4) / 5, `${done} of ${all.length}`);
  });

  it('are archived or not, wherever the process that does it is killed', async function () {
    let [old, now] = [0, 0];
    const files = filesOf(twoSpecs, 'add-2fa');
    const wanted = wantedOf(twoSpecs);
    // All calls in the long form, and some of them here.
    const some = { first: 1, step: isLong ? 1 : 7 };
    for (const isInGit of [true, false]) {
      const make = () => {
        const here = mkdtempSync(join(root, 'killed-'));
        write(here, files);
        if (isInGit) spawnSync('git', ['init', '-q'], { cwd: here });
        return {
          root: here,
          dispose: () => {
            rmSync(here, { recursive: true });
          },
        };
      };
      for (const { scene, at, isKilled } of deaths(import.meta.filename, make, '', some)) {
        const here = scene.root;
        // Whoever comes next, and only looks.
        const opened = new OpenedProject(here, undefined, { log: () => undefined });
        await opened.load();
        const after = withoutLock(seen(here));
        const isNew = after['openspec/changes/archive/add-2fa/tasks.md'] !== undefined;
        assert.deepEqual(after, isNew ? wanted : files, `call ${at}`);
        if (isNew) now++;
        else old++;
        // Nobody is kept out by what was left.
        const told = await archive(here, opened);
        assert.match(told, isNew ? /not part of a change/ : /^Archived/, `call ${at}: ${told}`);
        const { [lockFile]: lock, ...end } = seen(here);
        // Who died right behind its change leaves its lock, which the next one takes that has something to archive.
        if (!isNew) assert.equal(lock, undefined, `call ${at}`);
        assert.deepEqual(end, wanted, `call ${at}`);
        if (!isKilled) assert.ok(isNew, `call ${at}`);
        opened.dispose();
        scene.dispose();
      }
    }
    assert.ok(old > 2 && now > 2, `${old} as before, ${now} archived`);
  });

  it('are archived once, however many do it', async () => {
    for (let round = 0; round < (isLong ? 20 : 3); round++) {
      const here = join(root, String(round));
      write(here, filesOf(twoSpecs, 'add-2fa'));
      spawnSync('git', ['init', '-q'], { cwd: here });
      const told = await Promise.all(Array.from({ length: 4 }, () => start(here)));
      assert.equal(told.filter((each) => each.startsWith('Archived')).length, 1, told.join('\n'));
      assert.deepEqual(seen(here), wantedOf(twoSpecs));
    }
  });

  it('leave what somebody writes into a living spec meanwhile', async () => {
    for (let round = 0; round < (isLong ? 100 : 10); round++) {
      const here = join(root, String(round));
      write(here, filesOf(twoSpecs, 'add-2fa'));
      const path = join(here, 'openspec/specs/auth/spec.md');
      const before = readFileSync(path, 'utf8');
      const opened = new OpenedProject(here);
      await opened.load();
      const archiving = archive(here, opened);
      for (let turn = 0; turn < round; turn++) await new Promise((resolve) => setImmediate(resolve));
      const found = readFileSync(path, 'utf8');
      writeFileSync(path, found.replace('What auth is for', 'What auth was for'));
      const told = await archiving;
      const now = readFileSync(path, 'utf8');
      assert.ok(now.includes('What auth was for'), `${round}: ${told}\n${now}`);
      const isDone = told.startsWith('Archived');
      assert.equal(now.includes('Codes'), isDone || found !== before, `${round}: ${told}\n${now}`);
      assert.equal(existsSync(join(here, change)), !isDone, told);
      opened.dispose();
    }
  });

  describe('beside those of OpenSpec’s own command line', () => {
    before(skipWithoutOpenSpec);

    const wantedCount = isLong ? 100 : 12;
    it(`give the same living specs, ${wantedCount} times that both accept`, async () => {
      let count = 0;
      for (const model of fc.sample(modelChanges, { numRuns: 2000, seed: 7 })) {
        if (wantedOf(model) === undefined) continue;
        const [ours, theirs] = [join(root, 'ours'), join(root, 'theirs')];
        write(ours, filesOf(model, 'add-2fa'));
        cpSync(ours, theirs, { recursive: true });
        const tool = runOpenSpec(theirs, ['archive', 'add-2fa', '--yes']);
        if (existsSync(join(theirs, change))) {
          assert.notEqual(tool.stdout + tool.stderr, '');
          rmSync(ours, { recursive: true });
          rmSync(theirs, { recursive: true });
          continue;
        }
        assert.match(await archive(ours), /^Archived/);
        assert.deepEqual(seen(ours), seen(theirs), JSON.stringify(model));
        rmSync(ours, { recursive: true });
        rmSync(theirs, { recursive: true });
        if (++count === wantedCount) break;
      }
      assert.equal(count, wantedCount);
    });

    it('wait for it, and it for them', async () => {
      write(root, filesOf(twoSpecs, 'add-2fa'));
      const lock = join(root, 'openspec/changes/archive/.openspec-archive.lock');
      mkdirSync(dirname(lock), { recursive: true });
      writeFileSync(lock, JSON.stringify({ pid: process.pid, nonce: 'x' }));
      assert.match(await archive(root), /OpenSpec/);
      const tool = runOpenSpec(root, ['archive', 'add-2fa', '--yes']);
      assert.match(tool.stdout + tool.stderr, /already being created/);
      rmSync(lock);
      assert.match(await archive(root), /^Archived/);
    });
  });
});

function start(root: string): Promise<string> {
  const child = spawn(process.execPath, [import.meta.filename], {
    env: { ...process.env, THROUGHLINE_ARCHIVER: root },
  });
  let told = '';
  child.stdout.on('data', (text) => (told += String(text)));
  return new Promise((resolve) =>
    child.once('close', () => {
      resolve(told);
    }),
  );
}
