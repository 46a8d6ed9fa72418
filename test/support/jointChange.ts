import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createFile } from '../../src/platform/node/fileCreation.ts';
import { writeTogether, type FileStep } from '../../src/platform/node/journal.ts';
import { placeOf } from '../../src/platform/node/lockPlace.ts';
import { RecoveringLocks } from '../../src/platform/node/recoveringLocks.ts';
import type { DocumentId } from '../../src/core/text/document.ts';
import type { ApplyResult } from '../../src/project/documentWriter.ts';
import type { DocumentChange } from '../../src/core/model/plan.ts';
import type { Committed } from '../../src/project/plan.ts';
import { folderId, openFolder } from './openedProject.ts';

/** A file before and after: its text, and its mode where it is there before. */
interface Member {
  readonly path: string;
  readonly before?: { readonly text: string; readonly mode: number };
  readonly after?: string;
}

export const edited = 'tracking/progress/a.md';
export const alsoEdited = 'tracking/progress/b.md';
export const removed = 'tracking/backlog/c.md';
export const created = 'tracking/tech-debt/deep/d.md';

/** A folder that is moved with them, and what is in it: not all of it is text. */
export const moved = { from: 'tracking/one', to: 'tracking/archive/deep/2026-one' };
const inside = new Map([
  ['e.md', 'e'],
  ['deep/picture.png', '\0\x89'],
]);

/** Three files that are changed together, of which one is removed, and one that is made: each knows one way to be half done. */
const members: readonly Member[] = [
  { path: edited, before: { text: '# a\nold\n', mode: 0o640 }, after: '# a\nnew\n' },
  { path: created, after: 'Ä\n' },
  { path: removed, before: { text: 'c', mode: 0o600 } },
  { path: alsoEdited, before: { text: '\uFEFF# b\r\nold\r\n', mode: 0o664 }, after: '\uFEFF# b\r\nnew\r\n' },
];
const folders = [...new Set([...members.map(({ path }) => path), moved.to].map((path) => dirname(path)))];

export const kinds = ['clone', 'folder without git'] as const;
export type Kind = (typeof kinds)[number];

/** The files, in a folder of their own. */
export class JointScene {
  readonly root: string;

  constructor(root: string) {
    this.root = root;
  }

  static make(kind: Kind): JointScene {
    const root = fs.mkdtempSync(join(fs.realpathSync(tmpdir()), 'throughline-joint-'));
    if (kind === 'clone')
      for (const name of ['objects', 'refs']) fs.mkdirSync(join(root, '.git', name), { recursive: true });
    for (const { path, before } of members) {
      if (before === undefined) continue;
      fs.mkdirSync(dirname(join(root, path)), { recursive: true });
      fs.writeFileSync(join(root, path), before.text);
      fs.chmodSync(join(root, path), before.mode);
    }
    for (const [path, text] of inside) {
      fs.mkdirSync(dirname(join(root, moved.from, path)), { recursive: true });
      fs.writeFileSync(join(root, moved.from, path), text, 'latin1');
    }
    return new JointScene(root);
  }

  /** The same at this moment, elsewhere. A folder that is moved is another one there: no change knows it. */
  copy(): JointScene {
    const root = fs.mkdtempSync(join(fs.realpathSync(tmpdir()), 'throughline-joint-'));
    fs.cpSync(this.root, root, { recursive: true });
    const copied = new JointScene(root);
    copied.#rename(this.#folderIds(), copied.#folderIds());
    return copied;
  }

  static textBefore(path: string): string {
    return members.find((member) => member.path === path)?.before?.text ?? '';
  }

  at(path: string): string {
    return join(this.root, path);
  }

  read(path: string): string | undefined {
    return fs.existsSync(this.at(path)) ? fs.readFileSync(this.at(path), 'utf8') : undefined;
  }

  /** What the files hold: all the old, all the new, or which ones are which. */
  state(): string {
    const states = members.map(({ path, before, after }) => {
      const now = this.read(path);
      const state = now === before?.text ? 'old' : now === after ? 'new' : 'other';
      if (now === undefined || before === undefined) return { path, state };
      const mode = fs.statSync(this.at(path)).mode & 0o7777;
      return { path, state: mode === before.mode ? state : `${state} with mode ${mode.toString(8)}` };
    });
    states.push({ path: moved.from, state: this.#whereIsFolder() });
    const [first] = states;
    if (first !== undefined && states.every(({ state }) => state === first.state)) return first.state;
    return states.map(({ path, state }) => `${path}: ${state}`).join(', ');
  }

  #whereIsFolder(): 'old' | 'new' | 'other' {
    const isWhole = (at: string): boolean =>
      [...inside].every(([path, text]) => {
        const file = join(this.at(at), path);
        return fs.existsSync(file) && fs.readFileSync(file, 'latin1') === text;
      });
    const [from, to] = [fs.existsSync(this.at(moved.from)), fs.existsSync(this.at(moved.to))];
    if (from === to) return 'other';
    return isWhole(from ? moved.from : moved.to) ? (from ? 'old' : 'new') : 'other';
  }

  #folderIds(): string {
    const path = [moved.from, moved.to].map((each) => this.at(each)).find((each) => fs.existsSync(each));
    return path === undefined ? '' : String(fs.statSync(path, { bigint: true }).ino);
  }

  /** Has what is in the journal know a folder by the number that it has here. */
  #rename(old: string, now: string): void {
    for (const shared of this.shared()) {
      const journal = join(shared, 'journal');
      for (const name of fs.existsSync(journal) ? fs.readdirSync(journal) : []) {
        const text = fs.readFileSync(join(journal, name), 'utf8');
        fs.writeFileSync(join(journal, name), text.replace(`"id":"${old}"`, `"id":"${now}"`));
      }
    }
  }

  /** What is there besides the files, their folders and the locks. */
  left(): string[] {
    return fs
      .readdirSync(this.root, { recursive: true, encoding: 'utf8' })
      .filter((path) => /throughline\/(?:journal|new)\/|\.tmp$/.test(path));
  }

  /** The shared folders of all places, that of the first file first. */
  shared(): string[] {
    const paths = [...members.map(({ path }) => path), moved.to];
    return [...new Set(paths.map((path) => placeOf(this.at(path)).shared))];
  }

  /** Somebody takes all the locks, and looks; and a new file is made in each folder. */
  async next(): Promise<string> {
    const locks = new RecoveringLocks();
    const paths = members.map(({ path }) => this.at(path));
    const besideMoved = join(dirname(this.at(moved.to)), 'next.md');
    // Whoever works beside its new place tidies up there.
    if (fs.existsSync(dirname(besideMoved))) {
      fs.writeFileSync(besideMoved, '');
      await locks.hold(besideMoved, () => Promise.resolve());
      fs.rmSync(besideMoved);
    }
    const result = await locks.holdAll(paths, () =>
      Promise.resolve({ kind: 'seen' as const, state: this.state() }),
    );
    for (const folder of folders) {
      const path = join(this.root, folder, 'next.md');
      if (!fs.existsSync(dirname(path))) continue;
      assert.deepEqual(createFile(path, ''), { kind: 'created' });
      fs.rmSync(path);
    }
    return result.kind === 'seen' ? result.state : JSON.stringify(result);
  }

  dispose(): void {
    fs.rmSync(this.root, { recursive: true, force: true });
  }
}

/** The change as somebody plans it who holds all locks. */
export function steps(root: string, held: Parameters<typeof stepOf>[2]): FileStep[] {
  const move: FileStep = { kind: 'move', path: join(root, moved.from), to: join(root, moved.to) };
  return [...members.map((member) => stepOf(root, member, held)), move];
}

function stepOf(
  root: string,
  { path: name, before, after }: Member,
  held: ReadonlyMap<string, (FileStep & { readonly kind: 'edit' })['held']>,
): FileStep {
  const path = join(root, name);
  if (before === undefined) return { kind: 'create', path, text: after ?? '' };
  const lock = held.get(name);
  assert.ok(lock !== undefined, name);
  const base = before.text.replace('\uFEFF', '');
  if (after === undefined) return { kind: 'remove', path, base, held: lock };
  const start = base.indexOf('old');
  return {
    ...{ kind: 'edit', path, base, held: lock },
    edits: [{ range: { start, end: start + 3 }, expect: 'old', text: 'new' }],
  };
}

/** Makes the change, with all locks. */
export async function changeTogether(
  root: string,
  adapt: (steps: FileStep[]) => FileStep[] = (each) => each,
): Promise<ApplyResult> {
  const locked = members.filter(({ before }) => before !== undefined).map(({ path }) => path);
  return new RecoveringLocks().holdAll(
    locked.map((path) => join(root, path)),
    (held) => {
      const entries = locked.flatMap((path, at) => {
        const lock = held[at];
        return lock === undefined ? [] : [[path, lock] as const];
      });
      if (entries.length < locked.length) return Promise.resolve({ kind: 'stale' });
      return Promise.resolve(writeTogether(adapt(steps(root, new Map(entries)))));
    },
  );
}

/** The same by whoever has opened the folder. */
export async function commitTogether(root: string): Promise<Committed['result']> {
  const world = openFolder(root, { log: () => undefined });
  const idOf = (path: string): DocumentId => ({ folder: folderId(root), path });
  const documents = members.filter(({ before }) => before !== undefined).map(({ path }) => idOf(path));
  const { result } = await world.documents.commit(
    { documents, through: 'disk' },
    {
      plan: (snapshots) => {
        if (snapshots.some(({ kind }) => kind !== 'text')) return Promise.resolve({ kind: 'unchanged' });
        const changes = members.map(({ path, after }): DocumentChange => {
          const document = idOf(path);
          const now = snapshots[documents.findIndex((each) => each.path === path)];
          if (now === undefined) return { kind: 'create', document, text: after ?? '' };
          if (after === undefined) return { kind: 'delete', document };
          const start = now.kind === 'text' ? now.text.indexOf('old') : 0;
          return {
            ...{ kind: 'edit', document },
            edits: [{ range: { start, end: start + 3 }, expect: 'old', text: 'new' }],
          };
        });
        const move = { document: idOf(moved.from), to: idOf(moved.to), holds: [] };
        return Promise.resolve({
          kind: 'plan',
          atomic: true,
          changes: [...changes, { kind: 'moveFolder', ...move }],
        });
      },
    },
  );
  world.dispose();
  return result;
}

/** Whoever comes next finds all files old or all new, and nothing stays. */
export async function isWhole(scene: JointScene, what: string): Promise<string> {
  const seen = await scene.next();
  assert.ok(seen === 'old' || seen === 'new', `${what}: ${seen}`);
  assert.equal(scene.state(), seen, what);
  assert.deepEqual(scene.left(), [], what);
  return seen;
}
