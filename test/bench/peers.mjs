// `THROUGHLINE_BENCH=peers npm run bench`: the command line beside those of other trackers, each with as many items in its own files.
// Installs them from npm into .cache/peers (1.5 GB) when they are not there, without their scripts.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installPeers, peerCommand, peerEnvironment } from '../support/peers.mjs';
import { root } from '../support/webHost.mjs';

/** @param {string} file @param {readonly string[]} words @param {string} cwd */
function run(file, words, cwd) {
  const ran = spawnSync(file, words, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, ...peerEnvironment },
  });
  if (ran.status !== 0)
    throw new Error(`${file} ${words.join(' ')}: ${ran.stderr}${ran.stdout.slice(0, 500)}`);
  return ran.stdout;
}

/** Each makes its items in an empty repository. */
const makers = {
  /** @param {string} folder @param {number} items @param {number} perFile */
  throughline: (folder, items, perFile) => {
    mkdirSync(join(folder, 'tracking/progress'), { recursive: true });
    for (let i = 0; i < items / perFile; i++) {
      // The branch that is checked out has a row for each claim.
      const rows = Array.from(
        { length: i === 1 ? 20 : perFile },
        (_, k) => `| Item ${i}-${k} | todo | - | |\n`,
      ).join('');
      writeFileSync(
        join(folder, `tracking/progress/2026-06-11-feat-b${i}.md`),
        `# b${i} - what it is for\n\nBranch: \`feat/b${i}\`\n\n## Tasks\n\n| Task | Status | Owner | Notes |\n| --- | --- | --- | --- |\n${rows}\n## Notes\n\n- otter: as it was\n`,
      );
    }
  },
  /** @param {string} folder @param {number} items */
  backlog: (folder, items) => {
    mkdirSync(join(folder, 'backlog/tasks'), { recursive: true });
    writeFileSync(
      join(folder, 'backlog/config.yml'),
      'project_name: "bench"\ndefault_status: "To Do"\nstatuses: ["To Do", "In Progress", "Done"]\nlabels: []\nmilestones: []\ndate_format: yyyy-mm-dd\nremote_operations: false\ncheck_active_branches: false\nauto_commit: false\n',
    );
    for (let i = 1; i <= items; i++)
      writeFileSync(
        join(folder, `backlog/tasks/task-${i} - Item-${i}.md`),
        `---\nid: task-${i}\ntitle: Item ${i}\nstatus: To Do\nassignee: []\ncreated_date: '2026-06-11'\nlabels: []\ndependencies: []\n---\n\n## Description\n\nWhat it is for.\n`,
      );
  },
  /** @param {string} folder @param {number} items */
  openspec: (folder, items) => {
    mkdirSync(join(folder, 'openspec/specs'), { recursive: true });
    for (let i = 0; i < items; i++) {
      const change = join(folder, `openspec/changes/item-${i}`);
      mkdirSync(change, { recursive: true });
      writeFileSync(
        join(change, 'proposal.md'),
        `# Item ${i}\n\n## Why\n\nWhat it is for.\n\n## What Changes\n\n- It\n`,
      );
      writeFileSync(join(change, 'tasks.md'), `## 1. Tasks\n\n- [ ] 1.1 Item ${i}\n`);
    }
  },
  /** @param {string} folder @param {number} items */
  taskMaster: (folder, items) => {
    mkdirSync(join(folder, '.taskmaster/tasks'), { recursive: true });
    const tasks = Array.from({ length: items }, (_, i) => ({
      id: i + 1,
      title: `Item ${i + 1}`,
      description: 'What it is for.',
      details: '',
      testStrategy: '',
      status: 'pending',
      dependencies: [],
      priority: 'medium',
      subtasks: [],
    }));
    const metadata = { created: '2026-06-11T10:00:00Z', updated: '2026-06-11T10:00:00Z', description: '' };
    writeFileSync(
      join(folder, '.taskmaster/tasks/tasks.json'),
      JSON.stringify({ master: { tasks, metadata } }, undefined, 2),
    );
    writeFileSync(join(folder, '.taskmaster/state.json'), JSON.stringify({ currentTag: 'master' }));
    writeFileSync(join(folder, '.taskmaster/config.json'), '{}');
  },
};

/** @param {readonly number[]} values */
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

/** A repository of a folder that `make` fills. @param {string} folder @param {(folder: string) => void} make */
function makeRepository(folder, make) {
  mkdirSync(folder);
  make(folder);
  run('git', ['init', '--quiet', '--initial-branch', 'feat/b1'], folder);
  run('git', ['add', '--all'], folder);
  const author = ['-c', 'user.name=maple', '-c', 'user.email=m@example.com'];
  run('git', [...author, 'commit', '--quiet', '-m', 'all'], folder);
  return folder;
}

/**
 * Times commands side by side: all of them once, then all again, so that a slow moment meets every one of them.
 * @param {Record<string, () => unknown>} commands
 * @param {number} rounds
 * @returns {Record<string, number>} medians, in milliseconds
 */
function timeCommands(commands, rounds) {
  /** @type {Record<string, number[]>} */
  const times = {};
  for (let round = 0; round < rounds; round++)
    for (const [name, command] of Object.entries(commands)) {
      const begun = performance.now();
      command();
      (times[name] ??= []).push(performance.now() - begun);
    }
  return Object.fromEntries(Object.entries(times).map(([name, each]) => [name, median(each)]));
}

const cli = join(root, 'dist/cli.cjs');

/** @param {number} items @param {number} rounds */
export function measurePeers(items = 10_000, rounds = 5) {
  const why = installPeers(['backlog.md', '@fission-ai/openspec', 'task-master-ai']);
  if (why !== undefined) throw new Error(why);
  const parent = mkdtempSync(join(tmpdir(), 'throughline-peers-'));
  /** @type {(name: string, make: (folder: string) => void) => string} */
  const repository = (name, make) => makeRepository(join(parent, name), make);
  try {
    const many = repository('many', (folder) => {
      makers.throughline(folder, items, 1);
    });
    const few = repository('few', (folder) => {
      makers.throughline(folder, items, 10);
    });
    const backlog = repository('backlog', (folder) => {
      makers.backlog(folder, items);
    });
    const openspec = repository('openspec', (folder) => {
      makers.openspec(folder, items);
    });
    const taskMaster = repository('taskMaster', (folder) => {
      makers.taskMaster(folder, items);
    });
    let turn = 0;
    const agent = () => `bench-${(turn++).toString(16).padStart(4, '0')}`;
    const times = timeCommands(
      {
        'node -e 0': () => run(process.execPath, ['-e', '0'], parent),
        [`throughline list, ${items} files`]: () => run(process.execPath, [cli, 'list', '--all'], many),
        [`throughline list, ${items / 10} files`]: () => run(process.execPath, [cli, 'list', '--all'], few),
        'backlog task list --plain': () => run(peerCommand('backlog'), ['task', 'list', '--plain'], backlog),
        'openspec list --json': () => run(peerCommand('openspec'), ['list', '--json'], openspec),
        'task-master list': () => run(peerCommand('task-master'), ['list'], taskMaster),
        [`throughline claim, ${items} files`]: () =>
          run(process.execPath, [cli, 'claim', '--branch', 'feat/b1', '--as', agent()], many),
        [`throughline claim, ${items / 10} files`]: () =>
          run(process.execPath, [cli, 'claim', '--branch', 'feat/b1', '--as', agent()], few),
        'backlog task edit -s': () =>
          run(peerCommand('backlog'), ['task', 'edit', String(++turn), '-s', 'In Progress'], backlog),
      },
      rounds,
    );
    const bare = times['node -e 0'] ?? NaN;
    return Object.fromEntries(
      Object.entries(times).map(([name, ms]) => [
        name,
        { ms: Math.round(ms), 'of node -e 0': Number((ms / bare).toFixed(1)) },
      ]),
    );
  } finally {
    rmSync(parent, { recursive: true, maxRetries: 5 });
  }
}

/**
 * Our work on Backlog.md's own files beside that of its command line.
 * @param {string} script `backlogMd.ts`, built
 * @param {number} items
 * @param {number} rounds
 */
export function measureBacklog(script, items = 10_000, rounds = 5) {
  const why = installPeers(['backlog.md']);
  if (why !== undefined) throw new Error(why);
  const parent = mkdtempSync(join(tmpdir(), 'throughline-backlog-'));
  try {
    const folder = makeRepository(join(parent, 'backlog'), (at) => {
      makers.backlog(at, items);
    });
    let turn = 0;
    /** @type {number[]} */
    const changes = [];
    const times = timeCommands(
      {
        'node -e 0': () => run(process.execPath, ['-e', '0'], parent),
        'throughline backlog': () => run(process.execPath, [cli, 'backlog'], folder),
        'backlog task list --plain': () => run(peerCommand('backlog'), ['task', 'list', '--plain'], folder),
        'all opened': () => {
          // Each round changes others, from the first on.
          makers.backlog(folder, items);
          /** @type {{ each: number[] }} */
          const { each } = JSON.parse(run(process.execPath, [script, folder], folder));
          changes.push(...each);
        },
        'backlog task edit -s': () =>
          run(peerCommand('backlog'), ['task', 'edit', String(++turn), '-s', 'Done'], folder),
      },
      rounds,
    );
    /** @param {string} name */
    const of = (name) => times[name] ?? NaN;
    const change = median(changes);
    return {
      items,
      'node -e 0': Math.round(of('node -e 0')),
      'throughline backlog': Math.round(of('throughline backlog')),
      'backlog task list --plain': Math.round(of('backlog task list --plain')),
      'list, times as fast': Number((of('backlog task list --plain') / of('throughline backlog')).toFixed(1)),
      'status change in an open folder': Number(change.toFixed(1)),
      'backlog task edit -s': Math.round(of('backlog task edit -s')),
      'status, times as fast': Math.round(of('backlog task edit -s') / change),
    };
  } finally {
    rmSync(parent, { recursive: true, maxRetries: 5 });
  }
}

/**
 * Changes of OpenSpec, listed by us and by its own command line.
 * @param {number} items
 * @param {number} rounds
 */
export function measureChanges(items = 10_000, rounds = 5) {
  const why = installPeers(['@fission-ai/openspec']);
  if (why !== undefined) throw new Error(why);
  const parent = mkdtempSync(join(tmpdir(), 'throughline-changes-'));
  try {
    const folder = makeRepository(join(parent, 'openspec'), (at) => {
      makers.openspec(at, items);
    });
    const times = timeCommands(
      {
        'node -e 0': () => run(process.execPath, ['-e', '0'], parent),
        'throughline spec changes': () => run(process.execPath, [cli, 'spec', 'changes', '--all'], folder),
        'openspec list --json': () => run(peerCommand('openspec'), ['list', '--json'], folder),
      },
      rounds,
    );
    /** @param {string} name */
    const of = (name) => times[name] ?? NaN;
    return {
      items,
      'node -e 0': Math.round(of('node -e 0')),
      'throughline spec changes': Math.round(of('throughline spec changes')),
      'openspec list --json': Math.round(of('openspec list --json')),
      'list, times as fast': Number((of('openspec list --json') / of('throughline spec changes')).toFixed(1)),
    };
  } finally {
    rmSync(parent, { recursive: true, maxRetries: 5 });
  }
}
