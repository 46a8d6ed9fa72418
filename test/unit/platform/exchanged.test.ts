import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claim } from '../../../src/core/operations/claim.ts';
import { toKey } from '../../../src/core/text/key.ts';
import type { CreateResult } from '../../../src/project/documentWriter.ts';
import type { OpenedWorld } from '../../../src/platform/node/openWorld.ts';
import { Project } from '../../../src/project/project.ts';
import type { RunResult } from '../../../src/project/running.ts';
import { folderId, openFolder } from '../../support/openedProject.ts';
import { aroundCalls } from '../../support/fsCalls.ts';
import { runOn } from '../../support/attempt.ts';

const name = '2026-06-11-feat-x.md';
const progress = 'tracking/progress';
const todo = 'Branch: `feat/x`\n\n| Task | Status | Owner |\n|---|---|---|\n| One | todo | - |\n';
const claimed = todo.replace('todo | -', 'wip | otter');

/** A workspace folder, and what is none of it: there too a file has the same name and text. */
class Scene {
  readonly #parent = fs.mkdtempSync(join(fs.realpathSync(tmpdir()), 'throughline-exchanged-'));
  readonly root = join(this.#parent, 'root');
  readonly outside = join(this.#parent, 'outside');
  readonly #before: string;

  constructor() {
    for (const folder of [progress, '.git/objects', '.git/refs'])
      fs.mkdirSync(join(this.root, folder), { recursive: true });
    fs.writeFileSync(join(this.root, progress, name), todo);
    fs.mkdirSync(join(this.outside, 'progress'), { recursive: true });
    for (const folder of ['', 'progress']) fs.writeFileSync(join(this.outside, folder, name), todo);
    this.#before = this.#state();
  }

  /** Puts a link that leads out in the place of something, which is kept beside it. */
  exchange(path: string, target: string): void {
    const at = join(this.root, path);
    if (!fs.existsSync(at)) return;
    fs.renameSync(at, `${at}.kept`);
    fs.symlinkSync(target, at);
  }

  /** The file, wherever it was put. */
  text(): string {
    const found = ['', '.kept'].flatMap((a) =>
      ['', '.kept'].flatMap((b) =>
        ['', '.kept'].map((c) => join(this.root, `tracking${a}`, `progress${b}`, `${name}${c}`)),
      ),
    );
    const own = found.filter(
      (path) => fs.realpathSync(this.root) + path.slice(this.root.length) === real(path),
    );
    return own.map((path) => fs.readFileSync(path, 'utf8')).join('\n---\n');
  }

  nothingChangedOutside(what: string): void {
    assert.equal(this.#state(), this.#before, what);
  }

  #state(): string {
    return fs
      .readdirSync(this.outside, { recursive: true, encoding: 'utf8' })
      .sort()
      .map((path) => {
        const { ino, mtimeNs, ctimeNs } = fs.lstatSync(join(this.outside, path), { bigint: true });
        return `${path} ${ino} ${mtimeNs} ${ctimeNs}`;
      })
      .join('\n');
  }

  dispose(): void {
    fs.rmSync(this.#parent, { recursive: true });
  }
}

function real(path: string): string | undefined {
  try {
    return fs.realpathSync(path);
  } catch {
    return undefined;
  }
}

const ways: Readonly<Record<string, readonly [path: string, target: (scene: Scene) => string]>> = {
  'the file': [`${progress}/${name}`, ({ outside }) => join(outside, name)],
  'its folder': [progress, ({ outside }) => outside],
  'a folder above it': ['tracking', ({ outside }) => outside],
};

describe('a link that leads out of the workspace, put in the place of a part of the path at any call of the file system', () => {
  before(function () {
    // Elsewhere there is no way to hold a folder but its path.
    if (process.platform !== 'linux') this.skip();
  });

  /** Runs it once for each call that it makes, with the exchange right before that call. */
  async function everywhere<T>(
    [path, target]: readonly [string, (scene: Scene) => string],
    run: (world: OpenedWorld, folder: string) => Promise<T>,
    check: (value: T, scene: Scene, what: string) => void,
  ): Promise<void> {
    let total = 1;
    for (let at = 1; at <= total; at++) {
      const scene = new Scene();
      try {
        const world = openFolder(scene.root);
        let what = `${at}`;
        const { value, calls } = await aroundCalls(
          (call) => {
            if (call.at === at) {
              what += ` ${call.name} ${String(call.args[0])}`;
              scene.exchange(path, target(scene));
            }
            return call.go();
          },
          () => run(world, folderId(scene.root)),
        );
        total = Math.max(total, calls);
        scene.nothingChangedOutside(what);
        check(value, scene, what);
      } finally {
        scene.dispose();
      }
    }
    assert.ok(total > 10, `${total} calls`);
  }

  for (const [what, way] of Object.entries(ways)) {
    it(`${what}: a claim changes nothing there; it is in the file that was checked, or refused`, async () => {
      const results = new Set<string>();
      await everywhere(
        way,
        async (world, folder) => {
          const project = new Project(world, (error) => {
            throw error;
          });
          const path = `${progress}/${name}`;
          const target = { folder, key: toKey(path) };
          const options = { me: 'otter', through: 'disk' } as const;
          const result: RunResult = await runOn(
            project,
            target,
            claim,
            { task: toKey(`${path}#One`) },
            options,
          );
          project.dispose();
          return result;
        },
        (result, scene, at) => {
          results.add(result.kind);
          const text = scene.text();
          // Somebody who exchanged the file itself may have got the new one, or kept the old one beside it.
          if (result.kind === 'done') assert.ok(text.includes(claimed), at);
          else if (result.kind === 'refused') assert.equal(text, todo, at);
        },
      );
      assert.ok(results.has('refused') && results.has('done'), [...results].join());
    });

    it(`${what}: nothing is made there`, async () => {
      for (const make of [
        ({ documents }: OpenedWorld, folder: string) =>
          documents.writer.create({ folder, path: `${progress}/deep/new/one.md` }, 'x'),
      ])
        await everywhere(way, make, (result: CreateResult, scene, at) => {
          if (result.kind === 'refused') return;
          const made = fs
            .readdirSync(scene.root, { recursive: true, encoding: 'utf8' })
            .filter((path) => path.includes('deep/new'));
          assert.ok(made.length > 0, at);
        });
    });

    it(`${what}: nothing is removed there`, async () => {
      await everywhere(
        way,
        ({ documents: { writer } }, folder) => {
          const document = { folder, path: `${progress}/${name}` };
          return writer.exclusively([document], ([held]) => writer.remove(document, todo, held));
        },
        () => undefined,
      );
    });
  }

  it('the folder itself: whether it is on a branch is asked of the one in which the file was found and locked', async () => {
    const scene = new Scene();
    const ws = join(scene.outside, 'ws');
    const other = join(scene.outside, 'other');
    fs.mkdirSync(join(other, '.git/objects'), { recursive: true });
    fs.mkdirSync(join(other, '.git/refs'));
    fs.writeFileSync(join(scene.root, '.git/HEAD'), 'ref: refs/heads/feat/x\n');
    fs.writeFileSync(join(other, '.git/HEAD'), 'ref: refs/heads/feat/y\n');
    fs.symlinkSync(scene.root, ws);
    const { writer } = openFolder(ws).documents;
    const folder = folderId(ws);
    await writer.exclusively([{ folder, path: `${progress}/${name}` }], ([held]) => {
      assert.ok(held !== undefined);
      assert.equal(held.file.folder, scene.root);
      fs.unlinkSync(ws);
      fs.symlinkSync(other, ws);
      assert.deepEqual(
        ['feat/x', 'feat/y'].map((branch) => writer.isOnBranch(folder, branch, held)),
        [true, false],
      );
      return Promise.resolve();
    });
    scene.dispose();
  });
});
