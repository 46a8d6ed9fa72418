import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { join } from 'node:path';
import type { Task, WorkItem } from '../../src/core/model/item.ts';
import type { RefusalCode } from '../../src/core/model/refusal.ts';
import { assign } from '../../src/core/operations/assign.ts';
import { checkCriterion } from '../../src/core/operations/checkCriterion.ts';
import { claim } from '../../src/core/operations/claim.ts';
import type { TaskInput } from '../../src/core/operations/inputs.ts';
import type { Write } from '../../src/core/operations/operation.ts';
import { setStatus } from '../../src/core/operations/setStatus.ts';
import { toKey, type Key } from '../../src/core/text/key.ts';
import type { RunResult } from '../../src/project/running.ts';
import { BacklogTool, plainTasks, type ToolTaskView } from '../support/backlogTool.ts';
import { runConfirmed } from '../support/confirmed.ts';
import { OpenedProject } from '../support/openedProject.ts';
import { Repository } from '../support/repository.ts';
import { temporaryFolder } from '../support/sample.mjs';
import { makeTasks, wantedTasks } from '../support/toolTasks.ts';

const full = process.env['THROUGHLINE_TORTURE'] === 'full';
const count = full ? 200 : 12;
const seed = full ? Date.now() % 1_000_000 : 11;
const corpora = join(process.env['THROUGHLINE_ROOT'] ?? process.cwd(), '../shared/corpora');

/** What both sides say of a task. */
interface Said {
  readonly id: string | undefined;
  readonly title: string;
  readonly status: string;
  readonly owner: string | undefined;
  readonly priority: string | undefined;
  readonly created: string | undefined;
  readonly dependsOn: readonly string[];
  readonly checks: readonly string[];
  readonly labels: string | undefined;
}

function saidByTool(view: ToolTaskView): Said {
  const checks = [
    ...view.acceptanceCriteria.map((check) => ({ ...check, list: 'acceptance' })),
    ...view.definitionOfDone.map((check) => ({ ...check, list: 'definitionOfDone' })),
  ];
  return {
    id: view.id,
    title: view.title,
    status: view.status,
    owner: view.assignees.length === 0 ? undefined : view.assignees.map((name) => name.slice(1)).join(', '),
    priority: view.priority ?? undefined,
    created: view.createdAt?.slice(0, 10),
    dependsOn: view.dependencies,
    checks: checks.map(({ list, index, text, checked }) => `${list} #${index} ${checked} ${text}`),
    labels: view.labels.length === 0 ? undefined : view.labels.join(', '),
  };
}

function saidByUs({ task, priority, created }: WorkItem): Said {
  return {
    id: task.id,
    title: task.title.value,
    status: wordOf(task),
    owner: task.owner.value,
    priority: priority?.value,
    created,
    dependsOn: (task.dependsOn ?? []).map(({ value }) => value),
    checks: (task.checks ?? []).map(
      ({ list, id, text, checked }) => `${list} ${id ?? ''} ${checked.value} ${text}`,
    ),
    labels: task.fields.find(({ name }) => name === 'labels')?.value,
  };
}

/** The word of the configuration that a task's status is. */
function wordOf({ status }: Task): string {
  const words: Readonly<Record<string, string>> = { todo: 'To Do', wip: 'In Progress', done: 'Done' };
  return words[status.value] ?? status.value;
}

const changeOptions = { me: 'otter', through: 'disk' } as const;
/** What a person is asked before it is done all the same. */
const confirmed: readonly RefusalCode[] = ['task.taken', 'checks.open', 'dependencies.open'];

interface Change {
  readonly run: (opened: OpenedProject, key: Key) => Promise<RunResult>;
  /** What the tool has to say of the task then. */
  readonly makes: Partial<ToolTaskView>;
}

/** Runs an operation on a task, which is its whole document. */
function onTask<Input extends TaskInput>(
  operation: Write<Input>,
  input: Omit<Input, 'document' | 'task'>,
): Change['run'] {
  return ({ project, folder }, key) =>
    runConfirmed(
      project,
      { folder, key },
      operation,
      // The compiler does not know that this and the document are the input.
      { ...input, task: key } as unknown as Omit<Input, 'document'>,
      changeOptions,
      confirmed,
    );
}

/** Changes that can be made to a task, each undefined where it cannot. */
const changes: Readonly<Record<string, (was: ToolTaskView) => Change | undefined>> = {
  claim: ({ status, assignees }) =>
    status === 'To Do' && assignees.length === 0
      ? { run: onTask(claim, {}), makes: { status: 'In Progress', assignees: ['@otter'] } }
      : undefined,
  start: ({ status }) =>
    status === 'Done' ? undefined : { run: onTask(setStatus, { status: 'done' }), makes: { status: 'Done' } },
  wait: ({ status }) =>
    status === 'In Progress'
      ? { run: onTask(setStatus, { status: 'todo' }), makes: { status: 'To Do' } }
      : undefined,
  assign: () => ({ run: onTask(assign, { owner: 'heron-7f3a' }), makes: { assignees: ['@heron-7f3a'] } }),
  check: ({ acceptanceCriteria: [first, ...others] }) =>
    first === undefined
      ? undefined
      : {
          run: onTask(checkCriterion, { check: '#1', undone: first.checked }),
          makes: { acceptanceCriteria: [{ ...first, checked: !first.checked }, ...others] },
        },
};

/** Without what the tool makes of other members, of other tasks and of the clock. */
function withoutDerived(view: ToolTaskView): object {
  const derived = ['updatedAt', 'dependencyGraph', 'readiness', 'isReady', 'acceptanceCriteriaCompleted'];
  return Object.fromEntries(Object.entries(view).filter(([name]) => !derived.includes(name)));
}

async function itemsOf(root: string): Promise<ReadonlyMap<string, WorkItem>> {
  const opened = new OpenedProject(root);
  try {
    await opened.load();
    return new Map(opened.index.workItems('backlog').map((item) => [item.task.location.document.path, item]));
  } finally {
    opened.dispose();
  }
}

describe('tasks of Backlog.md', () => {
  before(async function () {
    this.timeout(300_000);
    const why = await BacklogTool.install();
    if (why === undefined) return;
    console.log(`      skipped: ${why}`);
    this.skip();
  });

  it(`that its tool wrote are shown as it meant them: ${count} of them, seed ${seed}`, async () => {
    const repository = new Repository();
    try {
      const { root } = repository;
      const tool = new BacklogTool(root);
      await tool.init('back');
      const ids = await makeTasks(tool, wantedTasks(count, seed));
      const items = await itemsOf(root);
      assert.equal(items.size, count);
      for (const id of ids) {
        const view = await tool.view(id);
        const item = items.get(view.path);
        assert.ok(item, view.path);
        assert.deepEqual(saidByUs(item), saidByTool(view), fs.readFileSync(join(root, view.path), 'utf8'));
      }
    } finally {
      repository.dispose();
    }
  });

  it(`that we changed are what its tool takes them for, and all else in them is as it was: ${count}`, async () => {
    const repository = new Repository();
    const { root } = repository;
    const opened = new OpenedProject(root);
    try {
      const tool = new BacklogTool(root);
      await tool.init('back');
      const ids = await makeTasks(tool, wantedTasks(count, seed + 1));
      const before = new Map<string, ToolTaskView>();
      for (const id of ids) before.set(id, await tool.view(id));
      await opened.load();
      const expected = new Map<string, ToolTaskView>();
      for (const [i, [id, was]] of [...before].entries()) {
        const kinds = Object.keys(changes).filter((kind) => changes[kind]?.(was) !== undefined);
        const kind = kinds[i % kinds.length] ?? '';
        const change = changes[kind]?.(was);
        assert.ok(change);
        const result = await change.run(opened, toKey(was.path));
        assert.equal(result.kind, 'done', `${kind} ${was.path}: ${JSON.stringify(result)}`);
        expected.set(id, { ...was, ...change.makes });
      }
      const items = await itemsOf(root);
      for (const [id, wanted] of expected) {
        const now = await tool.view(id);
        const text = fs.readFileSync(join(root, now.path), 'utf8');
        assert.deepEqual(withoutDerived(now), withoutDerived(wanted), text);
        const item = items.get(now.path);
        assert.ok(item);
        assert.deepEqual(saidByUs(item), saidByTool(now), text);
      }
    } finally {
      opened.dispose();
      repository.dispose();
    }
  });

  for (const corpus of ['backlog-md', 'flowspec'])
    it(`are listed as its tool lists them: ${corpus}`, async function () {
      const from = join(corpora, corpus, 'backlog');
      if (!fs.existsSync(from)) {
        console.log('      skipped: no corpora');
        this.skip();
      }
      const root = temporaryFolder();
      try {
        fs.cpSync(from, join(root, 'backlog'), { recursive: true });
        const listed = plainTasks(await new BacklogTool(root).ask('task', 'list', '--plain'));
        const theirs = listed.map(({ id, title, status }) => `${id} ${status} ${title}`).sort();
        const ours = [...(await itemsOf(root))]
          .filter(([path]) => path.startsWith('backlog/tasks/'))
          .map(([, { task }]) => `${task.id ?? ''} ${wordOf(task)} ${task.title.value}`)
          .sort();
        // What is in one list alone: all of it at once is more than anybody reads.
        const without = (all: readonly string[], others: readonly string[]) =>
          all.filter((each, i) => all.indexOf(each) !== i || !others.includes(each));
        assert.deepEqual(
          { ours: without(ours, theirs), theirs: without(theirs, ours) },
          { ours: [], theirs: [] },
        );
        assert.ok(ours.length > 100 && ours.length === theirs.length, `${ours.length} and ${theirs.length}`);
      } finally {
        fs.rmSync(root, { recursive: true });
      }
    });
});
