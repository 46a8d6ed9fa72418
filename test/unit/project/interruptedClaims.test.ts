import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { systems } from '../../../src/core/formats/registry.ts';
import { claim } from '../../../src/core/operations/claim.ts';
import { toKey } from '../../../src/core/text/key.ts';
import { runOn } from '../../support/attempt.ts';
import { aroundCalls, type FsCall } from '../../support/fsCalls.ts';
import { OpenedProject } from '../../support/openedProject.ts';
import { Repository } from '../../support/repository.ts';

const path = 'feature-list.json';
const list = `{
  "features": [
    {"id": "F001", "name": "Log in", "status": "pending"},
    {"id": "F002", "name": "Log out", "status": "pending"}
  ]
}
`;

/** Another process: it claims a feature, and ends right before it gives the n-th of the files its new content. */
interface Victim {
  readonly root: string;
  readonly name: string;
  readonly nth: number;
}

const victim = process.env['THROUGHLINE_WRITER'];
if (victim !== undefined) {
  const { root, name, nth } = JSON.parse(victim) as Victim;
  let number = 0;
  await aroundCalls(
    (call) => {
      if (isReplacement(call) && ++number === nth) process.kill(process.pid, 'SIGKILL');
      return call.go();
    },
    () => claimIn(root, name, 'otter'),
  );
  process.exit(0);
}

/** Whether a call gives the list or the claims another content. */
function isReplacement({ name, args }: FsCall): boolean {
  const to = name === 'renameSync' || name === 'linkSync' ? args[1] : undefined;
  return typeof to === 'string' && /(?:list\.json|claims\.jsonl)$/.test(to);
}

/** What came of a claim. */
async function claimIn(root: string, name: string, me: string): Promise<string> {
  // What was left halfway, and settled, is told to the log.
  const project = new OpenedProject(root, systems, { log: () => undefined });
  await project.load();
  const input = { task: toKey(`${path}#["i","${name}"]`) };
  const target = { folder: project.folder, key: toKey(path) };
  const result = await runOn(project.project, target, claim, input, { me, through: 'disk' });
  project.dispose();
  return result.kind === 'refused' ? result.code : result.kind;
}

function crash(task: Victim): void {
  const { signal, stderr } = spawnSync(process.execPath, [import.meta.filename], {
    env: { ...process.env, THROUGHLINE_WRITER: JSON.stringify(task) },
    encoding: 'utf8',
  });
  assert.equal(signal, 'SIGKILL', stderr);
}

describe('a claim whose process ends between its list and the claims', () => {
  let repository: Repository;
  beforeEach(() => {
    repository = new Repository();
    repository.commit('2026-06-11', { [path]: list });
  });
  afterEach(() => {
    repository.dispose();
  });

  const places = {
    'a clone': () => repository.root,
    'another worktree of a clone': () => repository.worktree('kit-2', '-b', 'feat/b'),
    'a folder without git': () => {
      fs.rmSync(join(repository.root, '.git'), { recursive: true });
      return repository.root;
    },
  };
  for (const [place, rootOf] of Object.entries(places))
    for (const [moment, nth] of [
      ['before either is written', 1],
      ['once the list is', 2],
    ] as const)
      it(`is made whole by whoever claims next, in ${place}: ended ${moment}, the first claim and a later one`, async () => {
        const root = rootOf();
        const git = join(repository.root, '.git');
        const own = fs.existsSync(git) ? join(git, 'throughline') : join(root, '.throughline');
        for (const [name, others] of [
          ['F001', ['F001']],
          ['F002', ['F001', 'F002']],
        ] as const) {
          crash({ root, name, nth });
          assert.equal(await claimIn(root, name, 'maple'), 'task.taken', name);
          const claimed = fs.readFileSync(join(own, 'claims.jsonl'), 'utf8').match(/F00\d/g);
          assert.deepEqual(claimed, others);
        }
        assert.equal(fs.readFileSync(join(root, path), 'utf8'), list.replaceAll('pending', 'in_progress'));
        const left = fs
          .readdirSync(repository.parent, { recursive: true, encoding: 'utf8' })
          .filter((each) => /throughline\/(?:journal|new)\/|\.tmp$/.test(each));
        assert.deepEqual(left, []);
      });
});
