import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { systems } from '../../../src/core/formats/registry.ts';
import { assign } from '../../../src/core/operations/assign.ts';
import { addTask } from '../../../src/core/operations/addTask.ts';
import { claim, claimNext } from '../../../src/core/operations/claim.ts';
import { finish } from '../../../src/core/operations/finish.ts';
import type { TaskInput } from '../../../src/core/operations/inputs.ts';
import type { Write } from '../../../src/core/operations/operation.ts';
import { release } from '../../../src/core/operations/release.ts';
import { setStatus } from '../../../src/core/operations/setStatus.ts';
import { undo } from '../../../src/core/operations/undo.ts';
import { problemMessage } from '../../../src/core/messages/problems.ts';
import { refusalMessage } from '../../../src/core/messages/refusals.ts';
import { toKey } from '../../../src/core/text/key.ts';
import type { OpenOptions } from '../../../src/platform/node/openWorld.ts';
import type { RunResult } from '../../../src/project/running.ts';
import { isChange, withFault } from '../../support/faults.ts';
import { aroundCalls } from '../../support/fsCalls.ts';
import { OpenedProject } from '../../support/openedProject.ts';
import { Repository } from '../../support/repository.ts';

const path = 'feature-list.json';
const list = `{
  "features": [
    {"id": "F001", "name": "Log in", "status": "pending"},
    {"id": "F002", "name": "Log out", "status": "in_progress"},
    {"id": "F003", "name": "Reset password", "passes": false}
  ]
}
`;

describe('claims of tasks whose file has no place for an owner', () => {
  let repository: Repository;
  let claims: string;
  const opened: OpenedProject[] = [];

  beforeEach(() => {
    repository = new Repository();
    repository.commit('2026-06-11', { [path]: list });
    claims = join(repository.root, '.git/throughline/claims.jsonl');
  });
  afterEach(() => {
    for (const each of opened.splice(0)) each.dispose();
    repository.dispose();
  });

  async function open(root = repository.root, options: Partial<OpenOptions> = {}): Promise<OpenedProject> {
    const project = new OpenedProject(root, systems, options);
    opened.push(project);
    await project.load();
    return project;
  }

  function run<Input extends TaskInput>(
    { project, folder }: OpenedProject,
    operation: Write<Input>,
    name: string,
    me: string,
    {
      confirmed,
      ...more
    }: Omit<Input, keyof TaskInput> & {
      readonly confirmed?: Parameters<typeof project.run>[3]['confirmed'];
    },
  ): Promise<RunResult> {
    const input = {
      document: toKey(path),
      task: toKey(`${path}#["i","${name}"]`),
      ...more,
    } as unknown as Input;
    return project.run(folder, operation, input, {
      ...{ me, through: 'disk' },
      ...(confirmed === undefined ? {} : { confirmed }),
    });
  }

  const rowsOf = ({ index }: OpenedProject): string[] =>
    (index.findStream(toKey(path))?.tasks ?? []).map(
      ({ id = '', status, owner }) => `${id} ${status.value} ${owner.value ?? '-'}`,
    );
  const textOf = (root = repository.root): string => fs.readFileSync(join(root, path), 'utf8');
  const linesOf = (): string[] =>
    fs
      .readFileSync(claims, 'utf8')
      .split('\n')
      .filter((line) => line.includes('"task"'));

  it('are kept in the clone: one winner, others are told who', async () => {
    const [one, other] = [await open(), await open()];
    assert.equal((await run(one, claim, 'F001', 'otter', {})).kind, 'done');
    assert.equal(textOf(), list.replace('"pending"', '"in_progress"'));
    assert.match(
      linesOf()[0] ?? '',
      /^\{"task":"feature-list.json#.*F001.*","branch":"main","owner":"otter",/,
    );
    const refused = await run(other, claim, 'F001', 'maple', {});
    assert.ok(refused.kind === 'refused');
    assert.equal(refusalMessage(refused), 'Log in is already claimed by otter.');
    await other.refresh();
    for (const each of [one, other])
      assert.deepEqual(rowsOf(each), ['F001 wip otter', 'F002 wip -', 'F003 todo -']);
    assert.equal((await run(other, claim, 'F001', 'maple', { confirmed: [refused] })).kind, 'done');
    assert.equal(linesOf().length, 1);
    assert.equal(rowsOf(other)[0], 'F001 wip maple');
  });

  it('are all made where the first of a clone are made at the same time', async () => {
    const all = await Promise.all(['F001', 'F002', 'F003'].map(() => open()));
    const made = await Promise.all(all.map((each, i) => run(each, claim, `F00${i + 1}`, `otter-${i}`, {})));
    assert.deepEqual(
      made.map(({ kind }) => kind),
      ['done', 'done', 'done'],
      JSON.stringify(made),
    );
    assert.equal(linesOf().length, 3);
  });

  it('say that a feature is begun which only passes or not', async () => {
    const project = await open();
    assert.equal((await run(project, claim, 'F003', 'otter', {})).kind, 'done');
    assert.equal(textOf(), list);
    assert.equal(rowsOf(project)[2], 'F003 wip otter');
    assert.equal((await run(project, finish, 'F003', 'otter', {})).kind, 'done');
    assert.equal(textOf(), list.replace('false', 'true'));
    assert.equal(rowsOf(project)[2], 'F003 done -');
    assert.deepEqual(linesOf(), []);
  });

  it('go when the work is given back or done, and stay when it is stuck', async () => {
    const project = await open();
    await run(project, claim, 'F001', 'otter', {});
    await run(project, setStatus, 'F001', 'otter', { status: 'blocked' });
    assert.equal(rowsOf(project)[0], 'F001 blocked otter');
    await run(project, release, 'F001', 'otter', {});
    assert.equal(rowsOf(project)[0], 'F001 todo -');
    assert.equal(textOf(), list);
    await run(project, assign, 'F001', 'maple', { owner: 'heron' });
    assert.equal(rowsOf(project)[0], 'F001 todo heron');
    assert.equal(textOf(), list);
    assert.equal((await run(project, claim, 'F001', 'heron', {})).kind, 'done');
    assert.equal(rowsOf(project)[0], 'F001 wip heron');
  });

  it('are undone with what was written beside them', async () => {
    const project = await open();
    const undoing = async (result: RunResult): Promise<void> => {
      assert.ok(result.kind === 'done' && result.outcome.undo?.operation === 'undo');
      const { kind } = await project.project.run(project.folder, undo, result.outcome.undo.input, {
        ...{ me: 'otter', through: 'disk' },
      });
      assert.equal(kind, 'done');
    };
    const first = await run(project, claim, 'F001', 'otter', {});
    await run(project, claim, 'F003', 'maple', {});
    const finished = await run(project, finish, 'F003', 'maple', {});
    await undoing(finished);
    assert.deepEqual(rowsOf(project), ['F001 wip otter', 'F002 wip -', 'F003 wip maple']);
    await undoing(first);
    assert.deepEqual(rowsOf(project), ['F001 todo -', 'F002 wip -', 'F003 wip maple']);
    assert.equal(textOf(), list);
  });

  it('are told and dropped where the task is done, gone or called otherwise by now', async () => {
    const project = await open();
    for (const name of ['F001', 'F002', 'F003']) await run(project, claim, name, 'otter', {});
    repository.write(path, textOf().replace('F001', 'F101').replace('"passes": false', '"passes": true'));
    await project.refresh();
    const told = project.index.problems(toKey(path)).map(problemMessage);
    assert.deepEqual(
      told.filter((each) => each.includes('claim')),
      [
        'otter has claimed F001, which is no longer open. The next change here drops the claim.',
        'otter has claimed Reset password, which is no longer open. The next change here drops the claim.',
      ],
    );
    assert.deepEqual(rowsOf(project), ['F101 wip -', 'F002 wip otter', 'F003 done -']);
    await run(project, claim, 'F101', 'maple', {});
    assert.deepEqual(
      linesOf().map((line) => /F\d+/.exec(line)?.[0]),
      ['F002', 'F101'],
    );
  });

  it('belong to the branch of their worktree', async () => {
    const there = repository.worktree('kit-2', '-b', 'feat/x');
    const [here, other] = [await open(), await open(there)];
    assert.equal((await run(here, claim, 'F001', 'otter', {})).kind, 'done');
    assert.equal((await run(other, claim, 'F001', 'maple', {})).kind, 'done');
    await here.refresh();
    assert.equal(rowsOf(here)[0], 'F001 wip otter');
    assert.equal(rowsOf(other)[0], 'F001 wip maple');
    assert.equal(linesOf().length, 2);
    assert.equal(textOf(there), textOf());
  });

  for (const [what, text] of [
    ['empty', ''],
    ['empty but for a byte order mark', '\uFEFF'],
    ['of lines that are no claims', 'not JSON\n{"task":1}\n[]\n'],
  ] as const)
    it(`are kept in a file that is ${what}`, async () => {
      fs.mkdirSync(join(claims, '..'), { recursive: true });
      fs.writeFileSync(claims, text);
      const project = await open();
      for (const name of ['F001', 'F003'])
        assert.equal((await run(project, claim, name, 'otter', {})).kind, 'done', name);
      assert.ok(fs.readFileSync(claims, 'utf8').startsWith(text));
      assert.deepEqual(rowsOf(project), ['F001 wip otter', 'F002 wip -', 'F003 wip otter']);
    });

  it('hold for each of several features that are called the same by now', async () => {
    const project = await open();
    await run(project, claim, 'F001', 'otter', {});
    const alone = textOf();
    const twin = '    {"id": "F001", "name": "Log in again", "status": "pending"},\n';
    repository.write(path, alone.replace(/^ {4}(?=.*F002)/m, `${twin}    `));
    await project.refresh();
    assert.deepEqual(rowsOf(project).slice(0, 3), ['F001 wip otter', 'F001 todo otter', 'F002 wip -']);
    const refused = await run(project, claim, 'F001","Log in again', 'maple', {});
    assert.equal(refused.kind === 'refused' && refused.code, 'task.taken');
    assert.equal((await run(project, claim, 'F003', 'maple', {})).kind, 'done');
    assert.equal(linesOf().length, 2);
    repository.write(path, textOf().replace(twin, ''));
    // What lost a row is believed at the second look.
    await project.refresh();
    await project.refresh();
    assert.deepEqual(rowsOf(project), ['F001 wip otter', 'F002 wip -', 'F003 wip maple']);
  });

  it('are told of where their file cannot be read, and nothing is claimed', async () => {
    const project = await open();
    assert.equal((await run(project, claim, 'F001', 'otter', {})).kind, 'done');
    const kept = fs.readFileSync(claims);
    fs.rmSync(claims);
    fs.mkdirSync(claims);
    await project.refresh();
    // What was known is shown still.
    assert.equal(rowsOf(project)[0], 'F001 wip otter');
    const why =
      'Owners of these tasks are kept in .git/throughline/claims.jsonl. This is not a regular file.';
    for (const each of [project, await open()])
      assert.deepEqual(each.index.problems(toKey(path)).map(problemMessage), [why]);
    const refused = await run(project, claim, 'F003', 'maple', {});
    assert.ok(refused.kind === 'refused');
    assert.equal(
      refusalMessage(refused),
      '.git/throughline/claims.jsonl cannot be changed: This is not a regular file.',
    );
    fs.rmdirSync(claims);
    fs.writeFileSync(claims, kept);
    await project.refresh();
    assert.deepEqual(project.index.problems(toKey(path)), []);
    assert.equal(rowsOf(project)[0], 'F001 wip otter');
  });

  it('of a later version of their file are neither shown nor written, and that is told', async () => {
    const line = `${JSON.stringify({ task: `${path}#["i","F001"]`, branch: 'main', owner: 'otter', since: '' })}\n`;
    const later = `${JSON.stringify({ format: 'throughline-claims', version: 2 })}\n${line}`;
    repository.write('.git/throughline/claims.jsonl', later);
    const project = await open();
    assert.equal(rowsOf(project)[0], 'F001 todo -');
    const why = 'A newer version of Throughline wrote this file (format 2). Update Throughline to use it.';
    assert.deepEqual(project.index.problems(toKey(path)).map(problemMessage), [
      `Owners of these tasks are kept in .git/throughline/claims.jsonl. ${why}`,
    ]);
    for (const each of [
      await run(project, claim, 'F001', 'maple', {}),
      await run(project, finish, 'F003', 'maple', {}),
    ]) {
      assert.ok(each.kind === 'refused');
      assert.equal(refusalMessage(each), `.git/throughline/claims.jsonl cannot be changed: ${why}`);
    }
    assert.equal(fs.readFileSync(claims, 'utf8'), later);
    assert.equal(textOf(), list);
    fs.writeFileSync(claims, later.replace('2}', '1}'));
    await project.refresh();
    assert.deepEqual(project.index.problems(toKey(path)), []);
    assert.equal(rowsOf(project)[0], 'F001 todo otter');
    const claimed = await run(project, claim, 'F003', 'maple', {});
    assert.ok(claimed.kind === 'done' && claimed.outcome.undo?.operation === 'undo');
    const newer = fs.readFileSync(claims, 'utf8').replace('"version":1', '"version":2');
    fs.writeFileSync(claims, newer);
    const undone = await project.project.run(project.folder, undo, claimed.outcome.undo.input, {
      ...{ me: 'maple', through: 'disk' },
    });
    assert.equal(undone.kind === 'refused' && undone.code, 'file.unreadable');
    assert.equal(fs.readFileSync(claims, 'utf8'), newer);
  });

  it('leave no older one of a task behind', async () => {
    const line = (owner: string, ...more: readonly string[]): string =>
      `${JSON.stringify({ task: `${path}#${JSON.stringify(['i', 'F001', ...more])}`, branch: 'main', owner, since: '' })}\n`;
    repository.write('.git/throughline/claims.jsonl', line('otter') + line('heron', 'Log in'));
    const project = await open();
    assert.equal(rowsOf(project)[0], 'F001 todo heron');
    assert.equal((await run(project, release, 'F001', 'heron', {})).kind, 'done');
    assert.deepEqual(linesOf(), []);
    assert.equal(rowsOf(project)[0], 'F001 todo -');
  });

  it('of a repository inside of the folder are made where that is open', async () => {
    const inner = join(repository.root, 'packages/api');
    fs.mkdirSync(inner, { recursive: true });
    repository.git('init', '--quiet', inner);
    fs.writeFileSync(join(inner, path), list);
    const outer = await open();
    const task = {
      document: toKey(`packages/api/${path}`),
      task: toKey(`packages/api/${path}#["i","F001"]`),
    };
    const options = { me: 'otter', through: 'disk' } as const;
    const refused = await outer.project.run(outer.folder, claim, task, options);
    assert.ok(refused.kind === 'refused');
    assert.equal(
      refusalMessage(refused),
      'packages/api/feature-list.json belongs to another repository: packages/api. Open that folder to work on it.',
    );
    const next = await outer.project.run(outer.folder, claimNext, task, options);
    assert.equal(next.kind === 'refused' && next.code, 'git.nested');
    assert.equal(textOf(inner), list);
    assert.equal((await run(await open(inner), claim, 'F001', 'otter', {})).kind, 'done');
    const added = await outer.project.run(outer.folder, addTask, { ...task, title: 'Sign up' }, options);
    assert.equal(added.kind, 'done');
  });

  it('are those of the branch that is checked out when they are written', async () => {
    repository.git('branch', 'side');
    const project = await open();
    let isSwitched = false;
    await aroundCalls(
      ({ name, args, go }) => {
        // What is about to be written was planned for the branch of before.
        if (!isSwitched && name === 'openSync' && args[1] === 'wx') {
          isSwitched = true;
          repository.write('.git/HEAD', 'ref: refs/heads/side\n');
        }
        return go();
      },
      async () => {
        assert.equal((await run(project, claim, 'F001', 'otter', {})).kind, 'done');
      },
    );
    assert.ok(isSwitched);
    assert.deepEqual(
      linesOf().map((line) => /"branch":"(\w+)"/.exec(line)?.[1]),
      ['side'],
    );
  });

  it('are both kept where somebody makes the first claim of the clone at any moment of this one', async () => {
    const project = await open();
    assert.equal((await run(project, claim, 'F002', 'maple', {})).kind, 'done');
    const [before, theirs] = [fs.readFileSync(claims), linesOf()];
    for (let [at, made] = [0, 1]; made === 1; at++) {
      fs.rmSync(claims);
      repository.write(path, list);
      await project.refresh();
      let looks = 0;
      made = 0;
      await aroundCalls(
        ({ args, go }) => {
          const isLook = args[0] === claims;
          try {
            return go();
          } finally {
            // What it has just seen is true no longer.
            if (isLook && looks++ === at && !fs.existsSync(claims)) {
              fs.writeFileSync(claims, before);
              made++;
            }
          }
        },
        async () => {
          assert.equal((await run(project, claim, 'F001', 'otter', {})).kind, 'done', `look ${at}`);
        },
      );
      const kept = linesOf().filter((line) => theirs.includes(line));
      assert.deepEqual([kept.length, linesOf().length], [made, 1 + made], `look ${at}`);
      assert.ok(at > 3 || made === 1, `${at} looks`);
    }
  });

  it('are kept beside the file where there is no git, and name the path in the clone in a folder of it', async () => {
    fs.rmSync(join(repository.root, '.git'), { recursive: true });
    const project = await open();
    assert.equal((await run(project, claim, 'F001', 'otter', {})).kind, 'done');
    assert.equal(rowsOf(project)[0], 'F001 wip otter');
    assert.ok(fs.existsSync(join(repository.root, '.throughline/claims.jsonl')));
  });

  it('name the path in the clone, whichever folder of it is opened', async () => {
    repository.commit('2026-06-12', { [`packages/api/${path}`]: list });
    const part = await open(join(repository.root, 'packages/api'));
    assert.equal((await run(part, claim, 'F001', 'otter', {})).kind, 'done');
    assert.match(linesOf()[0] ?? '', /"task":"packages\/api\/feature-list.json#.*F001/);
    const whole = await open();
    const stream = whole.index.findStream(toKey(`packages/api/${path}`));
    assert.equal(stream?.tasks[0]?.owner.value, 'otter');
  });

  for (const fault of ['EACCES', 'late EIO'] as const)
    it(`are told the truth about when the disk fails at any change with ${fault}`, async () => {
      const settled: string[] = [];
      const log = (error: unknown): void => {
        settled.push(String(error));
      };
      const project = await open(repository.root, { log });
      const seen = new Set<string>();
      for (let at = 1; ; at++) {
        const before = [textOf(), fs.existsSync(claims) ? linesOf() : []];
        const claimed = (): Promise<RunResult> => run(project, claim, 'F001', 'otter', {});
        const { value: result, calls } = await withFault(at, fault, claimed, isChange);
        seen.add(result.kind);
        const what = `call ${at}: ${JSON.stringify(result)}`;
        const after = [textOf(), fs.existsSync(claims) ? linesOf() : []];
        if (result.kind === 'refused') assert.deepEqual(after, before, what);
        if (result.kind === 'done') {
          assert.match(textOf(), /"F001".*"in_progress"/, what);
          assert.match(linesOf().join('\n'), /F001.*"owner":"otter"/, what);
        }
        fs.writeFileSync(join(repository.root, path), list);
        fs.rmSync(claims, { force: true });
        if (calls < at) break;
      }
      assert.ok(seen.has('refused') && seen.has('done'), [...seen].join());
      // What the disk did not let it end, the next one has settled.
      for (const each of settled) assert.match(each, /A process ended in the middle of a change/);
    }).timeout(120_000);
});
