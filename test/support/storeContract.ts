import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { FolderRules } from '../../src/core/formats/folderRules.ts';
import { systems } from '../../src/core/formats/registry.ts';
import { refusal } from '../../src/core/model/refusal.ts';
import type { DocumentId } from '../../src/core/text/document.ts';
import { readOne, type DocumentStore } from '../../src/project/documentStore.ts';
import type { DocumentChange, Plan } from '../../src/core/model/plan.ts';
import type { Planner } from '../../src/project/plan.ts';

/** A store on a folder of the disk, which is in a git repository. */
export interface OpenedStore {
  readonly documents: DocumentStore;
  /** The folder's id, and its path. */
  readonly folder: string;
  readonly root: string;
}

const rules = new FolderRules(systems, {});
const progress = 'tracking/progress/2026-06-11-feat-contract.md';
const backlog = 'tracking/backlog/contract.md';
const made = 'tracking/backlog/contract-made.md';
const text = 'Branch: feat/contract\n\n| Task | Status |\n|---|---|\n| One | todo |\n';

/** What every store of files does, whatever stands around it. Leaves the folder as it was. */
export function describeStore(open: () => OpenedStore): void {
  const at = (path: string): string => join(open().root, path);
  const id = (path: string): DocumentId => ({ folder: open().folder, path });
  const write = (path: string, content: string): void => {
    fs.mkdirSync(join(at(path), '..'), { recursive: true });
    fs.writeFileSync(at(path), content);
  };
  const replaceAll = (document: DocumentId, before: string, after: string) => ({
    kind: 'edit' as const,
    document,
    edits: [{ range: { start: 0, end: before.length }, expect: before, text: after }],
  });
  const commit = (paths: readonly string[], planner: Planner) =>
    open().documents.commit({ documents: paths.map(id), through: 'disk' }, planner);

  beforeEach(() => {
    write(progress, text);
    write(backlog, '# Contract\n');
  });
  afterEach(() => {
    for (const path of [progress, backlog, made]) fs.rmSync(at(path), { force: true });
  });

  it('lists what fits formats', async () => {
    const { documents, folder } = open();
    const { paths } = await documents.list(folder, rules);
    assert.ok(paths.includes(progress) && paths.includes(backlog));
  });

  it('reads many in the order of asking, and nothing of what is as it was', async () => {
    const { documents } = open();
    const [first, missing, second] = await documents.read(
      [progress, 'tracking/none.md', backlog].map((path) => ({ document: id(path) })),
    );
    assert.deepEqual([first?.kind, missing?.kind, second?.kind], ['text', 'missing', 'text']);
    assert.ok(first?.kind === 'text' && first.text === text && !first.isUnsaved);
    const again = await documents.read([{ document: id(progress), version: first.version }]);
    assert.deepEqual(again, [{ kind: 'unchanged' }]);
    write(progress, `${text}| Two | todo |\n`);
    const [now] = await documents.read([{ document: id(progress), version: first.version }]);
    assert.equal(now?.kind, 'text');
  });

  it('says what stands at a path', async () => {
    const { documents } = open();
    const kinds: unknown[] = [];
    for (const path of [progress, 'tracking', 'tracking/none.md', '../../../elsewhere.md'])
      kinds.push(await documents.kind(id(path)));
    assert.deepEqual(kinds, ['file', 'folder', 'missing', 'outside']);
  });

  it('changes one document, and says what it held', async () => {
    const { result, done, touched } = await commit([progress], {
      plan: ([now]) => {
        assert.ok(now?.kind === 'text');
        const changes = [replaceAll(id(progress), now.text, now.text.replace('todo', 'wip'))];
        return Promise.resolve({ kind: 'plan', changes });
      },
    });
    assert.equal(result.kind, 'done', JSON.stringify(result));
    assert.deepEqual(done, [
      {
        kind: 'edit',
        document: id(progress),
        base: text,
        edits: replaceAll(id(progress), text, text.replace('todo', 'wip')).edits,
      },
    ]);
    assert.deepEqual(touched, [id(progress)]);
    assert.equal(fs.readFileSync(at(progress), 'utf8'), text.replace('todo', 'wip'));
  });

  it('changes, makes and removes documents in the order of the plan', async () => {
    const { result, touched, done } = await commit([progress, backlog], {
      plan: () =>
        Promise.resolve({
          kind: 'plan',
          changes: [
            { kind: 'create', document: id(made), text: '# Made\n' },
            replaceAll(id(progress), text, 'Branch: feat/contract\n'),
            { kind: 'delete', document: id(backlog) },
          ],
        }),
    });
    assert.equal(result.kind, 'done', JSON.stringify(result));
    assert.deepEqual(touched, [made, progress, backlog].map(id));
    assert.deepEqual(
      [made, progress, backlog].map((path) => fs.existsSync(at(path)) && fs.readFileSync(at(path), 'utf8')),
      ['# Made\n', 'Branch: feat/contract\n', false],
    );
    assert.deepEqual(
      done.map(({ kind }) => kind),
      ['create', 'edit', 'delete'],
    );
  });

  it('removes folders that are empty, but none that holds something, and no link to one', async () => {
    const empty = 'tracking/empty/deep';
    const link = 'tracking/link';
    fs.mkdirSync(at(empty), { recursive: true });
    fs.mkdirSync(at('tracking/target'));
    fs.symlinkSync(at('tracking/target'), at(link));
    for (const path of [empty, 'tracking', 'tracking/none', link]) {
      const { result } = await commit([], {
        plan: () =>
          Promise.resolve({ kind: 'plan', changes: [{ kind: 'removeFolder', document: id(path) }] }),
      });
      assert.equal(result.kind, 'done', path);
    }
    assert.deepEqual(
      [empty, 'tracking', link, 'tracking/target'].map((path) => fs.existsSync(at(path))),
      [false, true, true, true],
    );
  });

  describe('with an atomic plan of several documents', () => {
    const changes = (before: string): readonly DocumentChange[] => [
      { kind: 'create', document: id(made), text: '# Made\n' },
      replaceAll(id(progress), before, before.replace('todo', 'wip')),
      { kind: 'delete', document: id(backlog) },
    ];
    const plan = (before = text): Plan => ({ kind: 'plan', changes: changes(before), atomic: true });
    const now = () =>
      [made, progress, backlog].map((path) => fs.existsSync(at(path)) && fs.readFileSync(at(path), 'utf8'));
    const before = [false, text, '# Contract\n'];

    it('makes all of it', async () => {
      const { result, touched, done } = await commit([progress, backlog], {
        plan: () => Promise.resolve(plan()),
      });
      assert.equal(result.kind, 'done', JSON.stringify(result));
      assert.deepEqual(now(), ['# Made\n', text.replace('todo', 'wip'), false]);
      assert.deepEqual(touched, [made, progress, backlog].map(id));
      assert.deepEqual(
        done.map((change) => [change.kind, change.document, change.kind === 'edit' ? change.base : '']),
        [
          ['create', id(made), ''],
          ['edit', id(progress), text],
          ['delete', id(backlog), ''],
        ],
      );
    });

    it('makes nothing of it, and plans again, while one of them is not what it was', async () => {
      const seen: unknown[] = [];
      const { result } = await commit([progress, backlog], {
        plan: ([first, second]) => {
          assert.ok(first?.kind === 'text' && second?.kind === 'text');
          seen.push([first.text, second.text, fs.existsSync(at(made))]);
          if (seen.length > 1) return Promise.resolve({ kind: 'unchanged' });
          write(backlog, '# Theirs\n');
          return Promise.resolve(plan());
        },
      });
      assert.equal(result.kind, 'unchanged');
      assert.deepEqual(seen, [
        [text, '# Contract\n', false],
        [text, '# Theirs\n', false],
      ]);
    });

    it('makes nothing of it where there is what it was to make', async () => {
      write(made, '# Theirs\n');
      const { result } = await commit([progress, backlog], { plan: () => Promise.resolve(plan()) });
      assert.ok(result.kind === 'refused' && result.code === 'file.exists', JSON.stringify(result));
      assert.equal(result.created, undefined);
      assert.deepEqual(now(), ['# Theirs\n', ...before.slice(1)]);
    });

    const left = refusal('branch.left', { branch: 'feat/x' });
    it('makes nothing of it once its condition does not hold', async () => {
      let asked = 0;
      const condition = () => (++asked > 1 ? left : undefined);
      const { result, touched } = await commit([progress, backlog], {
        plan: () => Promise.resolve({ ...plan(), condition }),
      });
      assert.ok(result.kind === 'refused' && result.code === left.code, JSON.stringify(result));
      assert.deepEqual([now(), touched], [before, []]);
    });

    it('undoes what it made of it when its condition ends meanwhile', async () => {
      const seen = new Set<boolean>();
      const condition = () => (seen.add(fs.existsSync(at(made))).has(true) ? left : undefined);
      const { result, touched } = await commit([progress, backlog], {
        plan: () => Promise.resolve({ ...plan(), condition }),
      });
      assert.ok(result.kind === 'refused' && result.code === left.code, JSON.stringify(result));
      assert.ok(seen.has(true), 'it had begun');
      assert.deepEqual([now(), touched], [before, []]);
    });
  });

  it('plans again when somebody was quicker, and writes on top of that', async () => {
    const quicker = `${text}| Two | todo |\n`;
    let plans = 0;
    const { result } = await commit([progress], {
      plan: ([now]) => {
        assert.ok(now?.kind === 'text');
        const before = now.text;
        if (++plans === 1) write(progress, quicker);
        return Promise.resolve({
          kind: 'plan',
          changes: [replaceAll(id(progress), before, before.replace('todo', 'wip'))],
        });
      },
    });
    assert.deepEqual([result.kind, plans], ['done', 2]);
    assert.equal(fs.readFileSync(at(progress), 'utf8'), quicker.replace('todo', 'wip'));
  });

  it('plans nothing again once one of its documents is written, and says which', async () => {
    let plans = 0;
    const { result, done } = await commit([progress, backlog], {
      plan: ([now, other]) => {
        assert.ok(now?.kind === 'text' && other?.kind === 'text');
        plans++;
        write(backlog, '# Mine\n');
        const changes = [
          replaceAll(id(progress), now.text, `${now.text}- note\n`),
          replaceAll(id(backlog), other.text, '# Planned\n'),
        ];
        return Promise.resolve({ kind: 'plan', changes });
      },
    });
    assert.ok(result.kind === 'refused' && result.code === 'file.contended', JSON.stringify(result));
    assert.deepEqual([plans, done.map((change) => change.document)], [1, [id(progress)]]);
    assert.equal(fs.readFileSync(at(progress), 'utf8'), `${text}- note\n`);
    assert.equal(fs.readFileSync(at(backlog), 'utf8'), '# Mine\n');
  });

  it('never replaces what it was to make, and says what it made before', async () => {
    const { result } = await commit([], {
      plan: () =>
        Promise.resolve({
          kind: 'plan',
          changes: [
            { kind: 'create', document: id(made), text: '# Made\n' },
            { kind: 'create', document: id(backlog), text: '# Mine\n' },
          ],
        }),
    });
    assert.ok(result.kind === 'refused' && result.code === 'file.exists', JSON.stringify(result));
    assert.deepEqual(result.created, [made]);
    assert.equal(fs.readFileSync(at(backlog), 'utf8'), '# Contract\n');
  });

  it('writes nothing that is refused, needs no change, or rests on what is so no longer', async () => {
    const plan = { kind: 'plan' as const, changes: [replaceAll(id(progress), text, 'x')] };
    const left = refusal('branch.left', { branch: 'feat/x' });
    const ends = [
      await commit([progress], { plan: () => Promise.resolve(left) }),
      await commit([progress], { plan: () => Promise.resolve({ kind: 'unchanged' }) }),
      await commit([progress], { plan: () => Promise.resolve({ ...plan, condition: () => left }) }),
    ];
    assert.deepEqual(
      ends.map(({ result, touched }) => [result.kind, touched.length]),
      [
        ['refused', 0],
        ['unchanged', 0],
        ['refused', 0],
      ],
    );
    assert.equal(fs.readFileSync(at(progress), 'utf8'), text);
  });

  it('has what takes long prepared before the locks are taken, and asks for it again when it is not enough', async () => {
    const order: string[] = [];
    const { result } = await commit([progress], {
      prepare: ([now]) => {
        order.push(`prepare ${String(now?.kind)}`);
        return Promise.resolve();
      },
      plan: () => {
        order.push('plan');
        return Promise.resolve(order.length < 4 ? undefined : { kind: 'unchanged' });
      },
    });
    assert.equal(result.kind, 'unchanged');
    assert.deepEqual(order, ['prepare text', 'plan', 'prepare text', 'plan']);
  });

  it('lets one of many win, with the documents named in any order', async () => {
    const add = (i: number) => {
      const paths = i % 2 === 0 ? [progress, backlog] : [backlog, progress];
      return commit(paths, {
        plan: async (snapshots) => {
          // Somebody else has a turn in the middle.
          await new Promise((resolve) => setImmediate(resolve));
          const changes = snapshots.map((now, at) => {
            assert.ok(now.kind === 'text');
            return replaceAll(id(paths[at] ?? ''), now.text, `${now.text}${i}\n`);
          });
          return { kind: 'plan', changes };
        },
      });
    };
    const ends = await Promise.all(Array.from({ length: 8 }, (_, i) => add(i)));
    assert.deepEqual(
      ends.map(({ result }) => result.kind),
      ends.map(() => 'done'),
    );
    const numbers = (path: string) => fs.readFileSync(at(path), 'utf8').match(/^\d$/gm);
    assert.equal(numbers(progress)?.length, 8);
    assert.deepEqual(numbers(progress), numbers(backlog), 'one after the other, in both');
  });

  it('reads a file that cannot be read as why', async () => {
    fs.writeFileSync(at(backlog), Buffer.from([0xff, 0xfe, 0x41, 0]));
    const read = await readOne(open().documents, id(backlog));
    assert.ok(read.kind === 'unreadable' && read.problem.code === 'file.encoding');
  });
}
