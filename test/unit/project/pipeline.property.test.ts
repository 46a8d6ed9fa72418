import assert from 'node:assert/strict';
import fc from 'fast-check';
import { claim } from '../../../src/core/operations/claim.ts';
import type { ProjectIndex } from '../../../src/core/index/projectIndex.ts';
import { toKey } from '../../../src/core/text/key.ts';
import { Project } from '../../../src/project/project.ts';
import { runs } from '../../support/texts.ts';
import { cloneOf } from '../../support/clone.ts';
import { MemoryWorld, folder } from '../../support/memoryWorld.ts';
import { ScheduledWorld } from '../../support/scheduledWorld.ts';
import { runOn } from '../../support/attempt.ts';

const names = ['a', 'b', 'c'];
const other = 'memory:/other';
const pathOf = (name: string): string => `tracking/progress/2026-06-11-feat-${name}.md`;
const idOf = (name: string) => ({ folder, path: pathOf(name) });

/** The same bytes never come again: rows have the number of their version. */
function textOf(name: string, version: number, rows: number, isUnsure: boolean): string {
  const lines = Array.from({ length: rows }, (_, i) => `| v${version} r${i} | todo | - |\n`);
  // The scanner leaves HTML to the Markdown worker.
  return `${isUnsure ? '<br>\n\n' : ''}# v${version}\n\nBranch: feat/${name}\n\n| Task | Status | Owner |\n|---|---|---|\n${lines.join('')}`;
}

/** Numbers out of which every decision is made, one after the other. */
class Choices {
  readonly #numbers: readonly number[];
  #at = 0;

  constructor(numbers: readonly number[]) {
    this.#numbers = numbers;
  }

  get areLeft(): boolean {
    return this.#at < this.#numbers.length;
  }

  below(limit: number): number {
    return (this.#numbers[this.#at++] ?? 0) % limit;
  }

  of<T>(list: readonly [T, ...T[]]): T {
    return list[this.below(list.length)] ?? list[0];
  }
}

/** What an index says, as one text. */
function saidBy(index: ProjectIndex | undefined): string {
  const lines = (index?.streams() ?? []).map((stream) => {
    const tasks = stream.tasks.map(({ title, status, owner }) => [title.value, status.value, owner.value]);
    const where = index?.elsewhere(stream)?.kind ?? 'here';
    return JSON.stringify([stream.key, stream.branchState ?? '', where, tasks]);
  });
  const problems = [...(index?.keys() ?? [])].flatMap((key) =>
    (index?.problems(key) ?? []).map(({ code }) => `${key}: ${code}`),
  );
  return [...lines, ...problems].sort().join('\n');
}

function clonesOf(choices: Choices) {
  return choices.of<() => ReturnType<typeof cloneOf> | undefined>([
    () => undefined,
    () => cloneOf([{ name: 'main', worktree: folder }]),
    () =>
      cloneOf([
        { name: 'main', worktree: folder },
        { name: 'feat/a', worktree: other },
      ]),
    () =>
      cloneOf([
        { name: 'main', worktree: folder },
        { name: 'feat/b', files: { [pathOf('b')]: textOf('b', 0, 2, false) } },
      ]),
    () => cloneOf([{ name: 'feat/a', worktree: folder }, { name: 'main' }]),
  ])();
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** What happens: what is under way ends more often than anything else. */
const all = [0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 4, 4, 5, 6] as const;
/** Nothing that may rightly show an older text again: no editors, and no other branches. */
const onlyForward = [0, 0, 0, 0, 1, 1, 2, 2, 6] as const;

/** Hears when an older text of a document is shown after a newer one. */
function watchForward(project: Project): readonly string[] {
  const shown = new Map<string, number>();
  const backward: string[] = [];
  project.onDidChange(() => {
    for (const { key, title } of project.folder(folder)?.index.streams() ?? []) {
      const version = Number(/^v(\d+)$/.exec(title)?.[1] ?? 0);
      const before = shown.get(key) ?? 0;
      if (version < before) backward.push(`${key}: ${title} after v${before}`);
      shown.set(key, version);
    }
  });
  return backward;
}

async function interleave(
  numbers: readonly number[],
  weighed: readonly [0, ...(typeof all)[number][]] = all,
): Promise<void> {
  const choices = new Choices(numbers);
  const world = new ScheduledWorld(
    Object.fromEntries(names.map((name) => [pathOf(name), textOf(name, 0, 2, false)])),
  );
  world.others.set(other, new Map());
  const errors: unknown[] = [];
  const project = new Project(world, (error) => errors.push(error));
  const backward = watchForward(project);
  const claims: Promise<void>[] = [];
  /** Who won rows, by document and row: each row is won once. */
  const winners = new Map<string, string[]>();
  let version = 0;
  let claimers = 0;
  const done: { loaded: boolean } = { loaded: false };
  void project.load().then(() => {
    done.loaded = true;
  });
  const acts = [
    () => {
      if (world.underWay > 0) world.end(choices.below(8));
    },
    () => {
      if (world.events > 0) world.deliver(choices.below(8));
    },
    () => {
      const name = names[choices.below(names.length)] ?? '';
      const at = weighed === all && choices.below(4) === 0 ? other : folder;
      const text =
        choices.below(6) === 0
          ? undefined
          : textOf(name, ++version, choices.below(4), choices.below(3) === 0);
      // What is typed for a file that is not there, nobody lists.
      if (at === folder && text === undefined) world.editors.delete(pathOf(name));
      world.change({ folder: at, path: pathOf(name) }, text);
    },
    () => {
      const name = names[choices.below(names.length)] ?? '';
      const path = pathOf(name);
      if (!world.files.has(path)) return;
      world.type(idOf(name), world.editors.has(path) ? undefined : textOf(name, ++version, 2, false));
    },
    () => {
      const name = names[choices.below(names.length)] ?? '';
      const task = project.folder(folder)?.index.findStream(toKey(pathOf(name)))?.tasks[0];
      if (task === undefined) return;
      const me = `m${++claimers}`;
      const target = { folder, key: toKey(pathOf(name)) };
      const ran = runOn(project, target, claim, { task: task.key }, { me, through: 'disk' });
      claims.push(
        ran.then(({ kind }) => {
          if (kind !== 'done') return;
          const row = `${task.location.document.folder} ${task.key}`;
          winners.set(row, [...(winners.get(row) ?? []), me]);
        }),
      );
    },
    () => {
      world.setClone(clonesOf(choices));
    },
    () => {
      void project.refresh();
    },
  ] as const;
  while (choices.areLeft) {
    world.isLate = choices.below(2) === 0;
    acts[weighed[choices.below(weighed.length)] ?? 0]();
    await turn();
  }
  for (let left = 5000; left > 0 && (world.underWay > 0 || world.events > 0); left--) {
    if (world.underWay > 0) world.end(0);
    else world.deliver(0);
    await turn();
  }
  assert.equal(world.underWay, 0, 'it comes to rest');
  await Promise.all(claims);
  assert.ok(done.loaded);
  assert.deepEqual(errors, []);
  if (weighed !== all) assert.deepEqual(backward, []);
  for (const [row, owners] of winners) assert.ok(owners.length === 1, `${row}: ${owners.join()}`);

  // Whoever begins now finds the same.
  const fresh = new MemoryWorld(Object.fromEntries(world.files));
  for (const [at, files] of world.others) fresh.others.set(at, files);
  for (const [path, text] of world.editors) fresh.editors.set(path, text);
  const clone = world.clones.get(folder);
  if (clone !== undefined) fresh.clones.set(folder, clone);
  const again = new Project(fresh, (error) => {
    throw error;
  });
  await again.load();
  await again.idle();
  assert.equal(saidBy(project.folder(folder)?.index), saidBy(again.folder(folder)?.index));
  again.dispose();
  project.dispose();
}

describe('a project in which everything happens in any order', () => {
  it('comes to what is there, with one winner for each row', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(10_000), { minLength: 20, maxLength: 160 }), (numbers) =>
        interleave(numbers),
      ),
      { numRuns: runs, includeErrorInReport: true },
    );
  });

  it('never shows an older text after a newer one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(10_000), { minLength: 20, maxLength: 120 }), (numbers) =>
        interleave(numbers, onlyForward),
      ),
      { numRuns: runs, includeErrorInReport: true },
    );
  });
});
