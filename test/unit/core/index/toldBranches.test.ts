import assert from 'node:assert/strict';
import { agentDatabase, toRowPath } from '../../../../src/core/formats/specDatabase/places.ts';
import { Claims } from '../../../../src/core/model/claims.ts';
import { toText } from '../../../../src/core/model/specRows.ts';
import { toKey } from '../../../../src/core/text/key.ts';
import type { ProjectIndex } from '../../../../src/core/index/projectIndex.ts';
import { indexOf, parseAt } from '../../../support/indexOf.ts';

const change = 'openspec/changes/add-2fa/';
const progress = 'tracking/progress/2026-06-01-login.md';
const tasks = { [`${change}tasks.md`]: '- [ ] 1.1 Code\n', 'openspec/project.md': '# Kit\n' };

function progressFile(branch: string, spec: string): string {
  return `# Login\n\nBranch: ${branch}\nSpec: [change](${spec})\n\n| Task | Status | Owner | Notes |\n|---|---|---|---|\n| A | todo | - | - |\n`;
}

const branchOf = (index: ProjectIndex, key: string = change): string | undefined =>
  index.findStream(toKey(key))?.branch;

describe('the branch of a stream that other documents tell', () => {
  for (const spec of [
    '../../openspec/changes/add-2fa/proposal.md',
    '../../openspec/changes/add-2fa/specs/auth/spec.md',
    '../../openspec/changes/add-2fa',
    'openspec/changes/add-2fa/tasks.md',
  ])
    it(`is that of the progress file that links ${spec}`, () => {
      const index = indexOf({ ...tasks, [progress]: progressFile('feat/login', spec) });
      assert.equal(branchOf(index), 'feat/login');
      assert.deepEqual(
        index.streamsOfBranch('feat/login').map(({ key }) => key),
        [progress, change],
      );
    });

  for (const [name, spec] of [
    ['its living spec', '../../openspec/specs/auth/spec.md'],
    ['the folder of all changes', '../../openspec/changes'],
    ['another change', '../../openspec/changes/other/proposal.md'],
  ] as const)
    it(`is none where a progress file links ${name}`, () => {
      assert.equal(branchOf(indexOf({ ...tasks, [progress]: progressFile('feat/login', spec) })), undefined);
    });

  it('is none of an archived change', () => {
    const at = 'openspec/changes/archive/2026-05-01-add-2fa/';
    const files = {
      [`${at}tasks.md`]: '- [x] 1.1 Code\n',
      [progress]: progressFile('x', `../../${at}tasks.md`),
    };
    assert.equal(branchOf(indexOf(files), at), undefined);
  });

  it('comes and goes with the progress file, in whatever order they are read', () => {
    const index = indexOf(tasks);
    const linking = parseAt(progress, progressFile('feat/login', '../../openspec/changes/add-2fa/tasks.md'));
    const touched = index.replace(toKey(progress), linking);
    assert.equal(branchOf(index), 'feat/login');
    assert.ok(touched.includes(toKey(`${change}tasks.md`)), 'its row is drawn anew');
    index.replace(
      toKey(progress),
      parseAt(progress, progressFile('feat/other', '../../openspec/changes/add-2fa')),
    );
    assert.equal(branchOf(index), 'feat/other');
    assert.deepEqual(index.streamsOfBranch('feat/login'), []);
    index.replace(toKey(progress), undefined);
    assert.equal(branchOf(index), undefined);
    assert.deepEqual(index.streamsOfBranch('feat/other'), []);
  });

  it('is none where two progress files tell different ones', () => {
    const link = '../../openspec/changes/add-2fa/tasks.md';
    const other = 'tracking/progress/2026-06-02-other.md';
    const files = { ...tasks, [progress]: progressFile('feat/login', link) };
    assert.equal(branchOf(indexOf({ ...files, [other]: progressFile('feat/other', link) })), undefined);
    assert.equal(branchOf(indexOf({ ...files, [other]: progressFile('feat/login', link) })), 'feat/login');
  });
});

describe('the only active change of a database', () => {
  const path = (name: string): string => toRowPath({ database: agentDatabase, kind: 'change', name });
  const text = (slug: string, status = 'active'): string =>
    toText({ id: 1, slug, title: '', status, tasks: [], deltas: [] });
  const checkOut = (index: ProjectIndex, branch?: string): void => {
    const document = { folder: 'file:///git', path: 'claims.jsonl' };
    const at = branch === undefined ? {} : { branch };
    index.setClaims(new Claims('', { kind: 'place', document, prefix: '', ...at }));
  };

  it('is the work of the branch that is checked out', () => {
    const index = indexOf({ [path('a')]: text('a'), [path('old')]: text('old', 'archived') });
    assert.equal(branchOf(index, path('a')), undefined);
    checkOut(index, 'feat/x');
    assert.equal(branchOf(index, path('a')), 'feat/x');
    assert.equal(branchOf(index, path('old')), undefined);
    checkOut(index, 'feat/y');
    assert.equal(branchOf(index, path('a')), 'feat/y');
    assert.deepEqual(index.streamsOfBranch('feat/x'), []);
    checkOut(index);
    assert.equal(branchOf(index, path('a')), undefined);
  });

  it('is so no more beside another one, and again once that is archived', () => {
    const index = indexOf({ [path('a')]: text('a') });
    checkOut(index, 'feat/x');
    const touched = index.replace(toKey(path('b')), parseAt(path('b'), text('b')));
    assert.equal(branchOf(index, path('a')), undefined);
    assert.ok(touched.includes(toKey(path('a'))));
    index.replace(toKey(path('b')), parseAt(path('b'), text('b', 'archived')));
    assert.equal(branchOf(index, path('a')), 'feat/x');
    index.replace(toKey(path('b')), parseAt(path('b'), text('b', 'draft')));
    assert.equal(branchOf(index, path('a')), 'feat/x');
  });
});
