import assert from 'node:assert/strict';
import { doubt, refusal } from '../../../src/core/model/refusal.ts';
import type { DocumentId } from '../../../src/core/text/document.ts';
import { lockLost } from '../../../src/project/commit.ts';
import type { ApplyResult } from '../../../src/project/documentWriter.ts';
import type { DocumentChange, Plan } from '../../../src/core/model/plan.ts';
import type { Committed } from '../../../src/project/plan.ts';
import { folder, MemoryWorld } from '../../support/memoryWorld.ts';

const at = (path: string): DocumentId => ({ folder, path });
const edited = at('tracking/progress/a.md');
const removed = at('tracking/backlog/b.md');
const created = at('tracking/backlog/c.md');

describe('a commit of several documents that are changed together', () => {
  let world: MemoryWorld;
  /** How often the store was asked to change some together. */
  let joint: number;
  /** What it answers instead, one after the other. */
  let answers: (ApplyResult | undefined)[];
  let plans: number;
  beforeEach(() => {
    world = new MemoryWorld({ [edited.path]: 'old\n', [removed.path]: '# Gone\n' });
    joint = plans = 0;
    answers = [];
    const applyTogether = world.applyTogether.bind(world);
    world.applyTogether = (...args) => {
      joint++;
      const answer = answers.shift();
      return answer === undefined ? applyTogether(...args) : Promise.resolve(answer);
    };
  });

  const all = (text: string): DocumentChange[] => [
    { kind: 'delete', document: removed },
    {
      kind: 'edit',
      document: edited,
      edits: [{ range: { start: 0, end: text.length }, expect: text, text: `${text}new\n` }],
    },
    { kind: 'create', document: created, text: '# Made\n' },
  ];
  const commit = (
    toChanges: (text: string) => DocumentChange[] = all,
    more: Partial<Plan> = {},
  ): Promise<Committed> =>
    world.documents.commit(
      { documents: [edited, removed], through: 'disk' },
      {
        plan: ([now]) => {
          plans++;
          const changes = toChanges(now?.kind === 'text' ? now.text : '');
          return Promise.resolve({ kind: 'plan', atomic: true, changes, ...more });
        },
      },
    );
  const files = () => Object.fromEntries(world.files);
  const before = { [edited.path]: 'old\n', [removed.path]: '# Gone\n' };
  const after = { [edited.path]: 'old\nnew\n', [created.path]: '# Made\n' };

  it('is made whole, in one step, with all of its documents touched and the edited ones written', async () => {
    const { result, touched, done } = await commit();
    assert.deepEqual([result, joint], [{ kind: 'done' }, 1]);
    assert.deepEqual(files(), after);
    assert.deepEqual(touched, [removed, edited, created]);
    assert.deepEqual(
      done.map(({ kind, document }) => [kind, document]),
      [
        ['delete', removed],
        ['edit', edited],
        ['create', created],
      ],
    );
  });

  it('is planned anew when somebody was quicker, however often', async () => {
    let times = 3;
    world.beforeApply = () => {
      if (times-- > 0) world.put(edited, `${times}\n`);
    };
    assert.equal((await commit()).result.kind, 'done');
    assert.deepEqual([plans, files()], [4, { ...after, [edited.path]: '0\nnew\n' }]);
  });

  it('is refused as a whole where a file cannot be made, or is there', async () => {
    world.full.add(created.path);
    const full = await commit();
    assert.equal(full.result.kind === 'refused' && full.result.code, 'file.notWritten');
    assert.deepEqual([full.touched, files()], [[], before]);
    world.put(created, '# Theirs\n');
    const there = await commit();
    assert.equal(there.result.kind === 'refused' && there.result.code, 'file.exists');
    assert.deepEqual([there.touched, files()], [[], { ...before, [created.path]: '# Theirs\n' }]);
  });

  it('asks its condition again right before, and is refused as a whole', async () => {
    let asked = 0;
    const condition = () => (++asked > 1 ? refusal('branch.left', { branch: 'x' }) : undefined);
    const { result } = await commit(all, { condition });
    assert.equal(result.kind === 'refused' && result.code, 'branch.left');
    assert.deepEqual([joint, files()], [1, before]);
  });

  it('waits for a git that begins right before', async () => {
    let looks = 0;
    // Before the locks, under them, and at last.
    world.gitIsBusy = () => [5, 6].includes(++looks);
    const committed = commit();
    while (plans < 2) {
      await world.passTime();
      assert.ok(plans < 2 || looks > 6);
    }
    assert.equal((await committed).result.kind, 'done');
    assert.deepEqual(files(), after);
  });

  it('takes its locks again when they are lost before anything was written, some times', async () => {
    const lost = () => refusal(lockLost, { name: 'a.md' });
    answers = [lost(), lost()];
    assert.equal((await commit()).result.kind, 'done');
    assert.equal(joint, 3);
    world.put(created, undefined);
    world.put(removed, '# Gone\n');
    answers = Array.from({ length: 20 }, lost);
    const { result } = await commit();
    assert.equal(result.kind === 'refused' && result.code, lockLost);
  });

  it('is done when an error came and all of it is there, and in doubt when not', async () => {
    const unknown = doubt('files.incomplete', { names: ['a.md', 'b.md', 'c.md'] });
    answers = [unknown];
    const { result, touched, done } = await commit();
    assert.deepEqual(result, unknown);
    assert.deepEqual([touched, done], [[removed, edited, created], []]);
    const applyTogether = world.applyTogether.bind(world);
    world.applyTogether = async (...args) => {
      await applyTogether(...args);
      return unknown;
    };
    assert.equal((await commit()).result.kind, 'done');
    assert.deepEqual(files(), after);
  });

  it('is in doubt when git moved in the same moment, and took an edit away', async () => {
    const applyTogether = world.applyTogether.bind(world);
    world.applyTogether = async (...args) => {
      const result = await applyTogether(...args);
      world.head = 'moved';
      world.put(edited, 'theirs\n');
      return result;
    };
    const { result } = await commit();
    assert.equal(result.kind === 'unknown' && result.code, 'git.sameMoment');
  });

  it('removes folders last, and makes a single change by itself', async () => {
    const order: string[] = [];
    const removeFolder = world.removeFolder.bind(world);
    world.removeFolder = () => {
      order.push(`folder, ${joint}`);
      return removeFolder();
    };
    const inFolder = (text: string): DocumentChange[] => [
      { kind: 'removeFolder', document: at('tracking/specs') },
      ...all(text),
    ];
    answers = [{ kind: 'stale' }];
    assert.equal((await commit(inFolder)).result.kind, 'done');
    assert.deepEqual([order, joint], [['folder, 2'], 2]);
    const single = await commit((text) => inFolder(text).filter(({ kind }) => /^edit|Folder/.test(kind)));
    assert.deepEqual([single.result.kind, joint], ['done', 2]);
  });
});
