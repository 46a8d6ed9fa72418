import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { systems } from '../../src/core/formats/registry.ts';
import { dirname, join } from 'node:path';
import { workspaceId } from '../../src/core/formats/workspace/workspaceId.ts';
import { claim } from '../../src/core/operations/claim.ts';
import { toKey } from '../../src/core/text/key.ts';
import { afterKills, OpenedProject } from '../support/openedProject.ts';
import type { Repository } from '../support/repository.ts';
import { isLinearizable, type Call } from './history.ts';

/** The feature list of a branch, in the workspace of its worktree. */
export interface FeatureList {
  readonly branch: string;
  /** The worktree that has it. */
  readonly at: string;
  /** Where it is there. */
  readonly path: string;
  readonly text: string;
}

/** What a feature list holds here. */
export interface ListData {
  readonly features: readonly Feature[];
  /** What others write. */
  readonly foreign: Readonly<Record<string, number>>;
  readonly lastUpdated: string;
}

interface Feature {
  readonly id: string;
  readonly status?: string;
  readonly startedAt?: string | null;
}

const never = '2026-06-11T12:00:00Z';

/** A list whose features differ from those of all other lists: every third only passes or not. */
function newList(number: number, branch: string, at: string, features: number): FeatureList {
  const id = workspaceId(branch, at);
  const data = {
    workspaceId: id,
    project: 'Kit Ä 🦦',
    lastUpdated: never,
    totalFeatures: features,
    completed: 0,
    features: Array.from({ length: features }, (_, i) => ({
      id: `F${1000 * (number + 1) + i}`,
      name: `Feature ${1000 * (number + 1) + i}`,
      ...(i % 3 === 2 ? { passes: false } : { status: 'pending', startedAt: null }),
      steps: ['a \\ "b"', 'c'],
    })),
    foreign: {},
  };
  const path = `.claude/workspaces/${id}/feature-list.json`;
  return { branch, at, path, text: toText(data) };
}

/** Three worktrees of a clone, each with the list of its branch. */
export function makeLists(repository: Repository, features: number): readonly FeatureList[] {
  repository.commit('2026-06-11', { 'README.md': '# Kit\n' });
  const others = [1, 2].map((i) => [`feat/b${i}`, repository.worktree(`kit-${i}`, '-b', `feat/b${i}`)]);
  const lists = [['main', repository.root], ...others].map(([branch = '', at = ''], i) =>
    newList(i, branch, at, features),
  );
  for (const list of lists) {
    fs.mkdirSync(dirname(pathOf(list)), { recursive: true });
    fs.writeFileSync(pathOf(list), list.text);
  }
  return lists;
}

/** Where the claims of a clone are kept. */
export function claimsOf({ root }: Repository): string {
  return join(root, '.git/throughline/claims.jsonl');
}

export function toText(data: object): string {
  return `${JSON.stringify(data, null, 2)}\n`;
}

export function pathOf({ at, path }: FeatureList): string {
  return join(at, path);
}

export function readList(path: string): ListData {
  return JSON.parse(fs.readFileSync(path, 'utf8')) as ListData;
}

/** A line of the claims. */
interface ClaimLine {
  readonly task: string;
  readonly branch: string;
  readonly owner: string;
}

/** The claims that are kept in a file; none where it is not there yet. */
export function readClaims(path: string): readonly ClaimLine[] {
  if (!fs.existsSync(path)) return [];
  const [first, ...lines] = fs.readFileSync(path, 'utf8').trimEnd().split('\n');
  assert.equal(first, '{"format":"throughline-claims","version":1}');
  return lines.map((line) => JSON.parse(line) as ClaimLine);
}

/** The IDs of features that nobody has claimed, in a list of its own IDs. */
export function openFeatures(path: string, claims: string): string[] {
  const claimed = new Set(readClaims(claims).map(({ task }) => /"(F\d+)"/.exec(task)?.[1]));
  return readList(path).features.flatMap(({ id }) => (claimed.has(id) ? [] : [id]));
}

/**
 * Whose each feature of a list is, by its only line among the claims. Nothing of the list is different but what claims change, and
 * what others wrote.
 * @param isAlone nobody else wrote the list, so that each status is there too
 */
export function checkList(list: FeatureList, claims: string, isAlone: boolean): ReadonlyMap<string, string> {
  const { branch, path, text } = list;
  const now = fs.readFileSync(pathOf(list), 'utf8');
  const data = JSON.parse(now) as ListData;
  assert.equal(now, toText(data), `${branch}: the layout`);
  const reset = (feature: Feature): Feature => {
    if (feature.status === undefined) return feature;
    if (isAlone) assert.equal(feature.status, 'in_progress', feature.id);
    // Where no feature has the key without a time, it is removed with the time.
    assert.equal((feature.startedAt ?? null) === null, feature.status === 'pending', feature.id);
    return { ...feature, status: 'pending', startedAt: null };
  };
  const features = data.features.map(reset);
  assert.deepEqual({ ...data, lastUpdated: never, features, foreign: {} }, JSON.parse(text), branch);
  const owners = new Map<string, string>();
  const beginning = `${path}#`;
  for (const line of readClaims(claims).filter((each) => each.task.startsWith(beginning))) {
    assert.deepEqual(Object.keys(line), ['task', 'branch', 'owner', 'since']);
    assert.equal(line.branch, branch);
    const [kind, id = ''] = JSON.parse(line.task.slice(beginning.length)) as string[];
    assert.equal(kind, 'i');
    assert.ok(!owners.has(id), `${id} has two lines`);
    owners.set(id, line.owner);
  }
  assert.deepEqual(
    [...owners.keys()].sort(),
    features.map(({ id }) => id),
    `${branch}: each feature is somebody's`,
  );
  return owners;
}

/** One winner for each feature of a branch, and all calls on it as if they had come one after the other. */
export function checkWinners(
  branch: string,
  owners: ReadonlyMap<string, string>,
  calls: readonly Call[],
): void {
  const last = calls.flatMap(({ begun, ended = 0n }) => [begun, ended]).reduce((a, b) => (a > b ? a : b), 0n);
  for (const [id, owner] of owners) {
    const row = `${branch} ${id}`;
    const onRow = calls.filter((call) => call.row === row);
    const released = new Set(onRow.filter(({ kind }) => kind === 'release').map((call) => call.owner));
    const winners = onRow
      .filter(({ kind, result }) => kind === 'claim' && result === true)
      .map((call) => call.owner)
      .filter((winner) => !released.has(winner));
    // Nobody heard of it where the winner was killed; its claim is in the history all the same.
    assert.deepEqual(winners, winners.length === 0 ? [] : [owner], row);
    const seen: Call = { row, kind: 'read', owner, begun: last + 1n, ended: last + 2n, result: true };
    assert.ok(isLinearizable([...onRow, seen]), row);
  }
}

/** Whoever comes next finds every list free, and removes what the killed left. */
export async function checkFree(repository: Repository, lists: readonly FeatureList[]): Promise<void> {
  for (const { at, path, text } of lists) {
    const disk = new OpenedProject(at, systems, afterKills);
    await disk.load();
    const task = toKey(`${path}#${JSON.stringify(['i', /F\d+/.exec(text)?.[0]])}`);
    const input = { document: toKey(path), task };
    const result = await disk.project.run(disk.folder, claim, input, { me: 'next', through: 'disk' });
    assert.equal(result.kind === 'refused' ? result.code : result.kind, 'task.taken');
    disk.dispose();
    assert.deepEqual(fs.readdirSync(dirname(join(at, path))), ['feature-list.json']);
  }
  const own = dirname(claimsOf(repository));
  for (const folder of ['new', 'journal']) assert.deepEqual(fs.readdirSync(join(own, folder)), [], folder);
}
