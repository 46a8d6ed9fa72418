import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { join } from 'node:path';
import type { Task, WorkItem } from '../../src/core/model/item.ts';
import { BacklogTool, plainTasks, type ToolTaskView } from '../support/backlogTool.ts';
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
