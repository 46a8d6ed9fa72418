import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addNote } from '../../../src/core/operations/addNote.ts';
import { claim } from '../../../src/core/operations/claim.ts';
import { joinTable } from '../../../src/core/operations/joinTable.ts';
import { FolderRules } from '../../../src/core/formats/folderRules.ts';
import type { Format, System } from '../../../src/core/formats/format.ts';
import { systems } from '../../../src/core/formats/registry.ts';
import type { StreamPart, StreamTask } from '../../../src/core/model/item.ts';
import type { Sourced } from '../../../src/core/model/sourced.ts';
import type { DataNode } from '../../../src/core/text/dataDocument.ts';
import { toRelativeGlob, toAnyGlob } from '../../../src/core/text/glob.ts';
import type { DocumentId } from '../../../src/core/text/document.ts';
import type { DocumentInput } from '../../../src/core/operations/inputs.ts';
import type { Write } from '../../../src/core/operations/operation.ts';
import { keyIn, toKey, type Key } from '../../../src/core/text/key.ts';
import { OpenedProject } from '../../support/openedProject.ts';
import { Repository } from '../../support/repository.ts';
import { runOn } from '../../support/attempt.ts';

/** `title` of `{ "title": "…" }`, with its range inside the quotes. */
function text(node: DataNode | undefined, name: string): Sourced<string> | undefined {
  const found = node?.kind === 'object' ? node.members.find(({ key }) => key === name)?.value : undefined;
  if (found?.kind !== 'value' || typeof found.value !== 'string') return undefined;
  const range = { start: found.range.start + 1, end: found.range.end - 1 };
  return { value: found.value, written: found.value, range };
}

function member(node: DataNode | undefined, name: string): string | undefined {
  return text(node, name)?.value;
}

/** The one task of a list: `{ "task": "Draw", "owner": "" }`. */
function taskIn(key: Key, document: DocumentId, root: DataNode | undefined): readonly StreamTask[] {
  const [title, owner] = [text(root, 'task'), text(root, 'owner')];
  if (title === undefined || owner === undefined) return [];
  const { start, end } = title.range ?? { start: 0, end: 0 };
  return [
    {
      kind: 'task',
      key: keyIn(key, title.value),
      title,
      status: { value: owner.value === '' ? 'todo' : 'wip', written: '' },
      owner: { ...owner, value: owner.value || undefined },
      mentions: [],
      links: [],
      fields: [],
      can: { owner: 'file', statuses: ['todo', 'wip'] },
      location: { document, range: { start, end } },
    },
  ];
}

/** `plan/work.json` with a kind, a branch and a title: a stream. */
const list: Format<'data'> = {
  id: 'trace.list',
  syntax: 'data',
  holds: 'stream',
  globs: () => ['work*.json'],
  listed: 'everywhere',
  inCommits: true,
  recognizes: ({ root }) => member(root, 'kind') === 'list',
  *parseInSteps({ id, key, source, root }) {
    yield;
    const branch = member(root, 'branch') ?? '';
    const title = member(root, 'title') ?? '';
    const part: StreamPart = {
      kind: 'streamPart',
      stream: key,
      role: 'progress',
      location: { document: id },
      title: { value: title, written: title },
      branch,
      tasks: taskIn(key, id, root),
    };
    return {
      id,
      key,
      format: 'trace.list',
      holds: 'stream',
      lineStarts: source.lineStarts,
      parts: [part],
      problems: [],
    };
  },
  tasks: {
    set: ({ document }, { owner: { range } }, { owner }) => {
      assert.ok(range);
      const expect = document.source.slice(range);
      return { kind: 'edits', edits: [{ range, expect, text: owner ?? '' }] };
    },
  },
};

/** What stands in `plan/`, and holds no list, line by line. */
const log: Format<'lines'> = {
  id: 'trace.log',
  syntax: 'lines',
  holds: 'spec',
  globs: () => ['*.json'],
  listed: 'everywhere',
  *parseInSteps({ id, key, source, lines }) {
    yield;
    const item = {
      kind: 'spec',
      key,
      location: { document: id },
      title: `${lines.length} lines`,
      name: id.path,
      criteria: [],
    } as const;
    return {
      id,
      key,
      format: 'trace.log',
      holds: 'spec',
      lineStarts: source.lineStarts,
      parts: [item],
      problems: [],
    };
  },
};

const plans: System = {
  id: 'trace',
  formats: [list, log],
  markers: () => ['**/plan/*.json'],
  home: () => ({ system: 'trace', path: 'plan', place: '' }),
  rootOf: (path) => {
    const [, place = '', root] = /^(?:(.*)\/)?(plan)\/[^/]*$/.exec(path) ?? [];
    return root === undefined
      ? undefined
      : { system: 'trace', path: place === '' ? root : `${place}/${root}`, place };
  },
};

const work = (title: string, branch = 'main', kind = 'list'): string =>
  JSON.stringify({ kind, branch, title });

describe('a system that is registered', () => {
  const repository = new Repository();
  after(() => {
    repository.dispose();
  });
  repository.write('plan/work.json', work('Plan of main'));
  repository.write('plan/work-2.json', work('', '', 'other'));
  repository.write('plan/notes.txt', 'no\n');
  repository.write('packages/api/plan/work.json', work('Plan of the API', 'feat/api'));
  repository.write('tracking/progress/2026-06-11-main.md', '# Not of this system\n');
  repository.commit('2026-06-11');
  repository.git('switch', '-qc', 'feat/x');
  repository.write('plan/work-x.json', work('Plan of a branch', 'feat/x'));
  repository.commit('2026-06-12');
  repository.git('switch', '-q', 'main');
  const project = new OpenedProject(repository.root, [plans]);
  after(() => {
    project.dispose();
  });
  const titles = (): readonly string[] => project.index.streams().map(({ key, title }) => `${key}: ${title}`);

  it('has its files listed, wherever its roots are, and no others', async () => {
    await project.load();
    assert.deepEqual([...project.index.keys()].sort(), [
      'packages/api/plan/work.json',
      'plan/work-2.json',
      'plan/work-x.json',
      'plan/work.json',
    ]);
    assert.equal(project.index.placeOf('packages/api/plan/work.json'), 'packages/api');
  });

  it('has its files read in the commits of branches', () => {
    assert.deepEqual(titles(), [
      'packages/api/plan/work.json: Plan of the API',
      'plan/work-x.json: Plan of a branch',
      'plan/work.json: Plan of main',
    ]);
    const onBranch = project.index.findStream(toKey('plan/work-x.json'));
    assert.equal(onBranch && project.index.elsewhere(onBranch)?.kind, 'branch');
  });

  it('has a document that the first format does not recognize read by the next', () => {
    assert.equal(project.index.file(toKey('plan/work-2.json'))?.format, 'trace.log');
    assert.equal(project.index.findSpec(toKey('plan/work-2.json'))?.title, '1 lines');
  });

  it('has its files followed, and what is of no format left alone', async () => {
    repository.write('plan/work.json', work('Another plan'));
    repository.write('plan/more.md', work('None'));
    for (const path of ['plan/work.json', 'plan/more.md']) project.hint(path);
    await project.project.idle();
    assert.ok(titles().includes('plan/work.json: Another plan'));
    assert.equal(project.index.file(toKey('plan/more.md')), undefined);
    repository.write('plan/work.json', work('', '', 'other'));
    project.hint('plan/work.json');
    await project.project.idle();
    assert.equal(project.index.file(toKey('plan/work.json'))?.format, 'trace.log');
  });

  it('has its tasks claimed, with the edits that its format makes', async () => {
    const path = 'plan/work.json';
    repository.write(path, '{"kind": "list", "branch": "main", "task": "Draw", "owner": ""}\n');
    project.hint(path);
    await project.project.idle();
    const target = { folder: project.folder, key: toKey(path) };
    const taskKey = keyIn(toKey(path), 'Draw');
    const as = { me: 'maple', through: 'disk' } as const;
    const result = await runOn(project.project, target, claim, { task: taskKey }, as);
    assert.equal(result.kind, 'done', JSON.stringify(result));
    assert.equal(
      readFileSync(join(repository.root, path), 'utf8'),
      '{"kind": "list", "branch": "main", "task": "Draw", "owner": "maple"}\n',
    );
    assert.equal(project.index.findTask(target.key, taskKey)?.owner.value, 'maple');
  });

  it('is refused what its format cannot do, and what is for other systems', async () => {
    const as = { me: 'maple', through: 'disk' } as const;
    const codeOf = async <Input extends DocumentInput>(
      path: string,
      operation: Write<Input>,
      input: Omit<Input, 'document'>,
    ): Promise<string> => {
      const result = await runOn(
        project.project,
        { folder: project.folder, key: toKey(path) },
        operation,
        input,
        as,
      );
      return result.kind === 'refused' ? result.code : result.kind;
    };
    assert.equal(await codeOf('plan/work.json', addNote, { text: 'see' }), 'note.none');
    assert.equal(await codeOf('plan/work.json', joinTable, {}), 'file.onlyShown');
    assert.equal(await codeOf('plan/work-2.json', addNote, { text: 'see' }), 'stream.missing');
  });
});

describe('the paths of formats', () => {
  const rules = new FolderRules(systems, {});

  it('fit the globs by which they are listed and watched', () => {
    for (const path of [
      'tracking/progress/2026-06-11-a.md',
      'tracking/progress/deep/er/a.MD',
      'packages/api/tracking/backlog/a.md',
      'tracking/progress/tracking/tech-debt/a.md',
    ]) {
      const root = rules.rootOf(path);
      assert.ok(root, path);
      assert.ok(toRelativeGlob(rules.listedIn(root))(path), path);
    }
    for (const path of [
      'spec/a.md',
      'docs/specs/b/c.md',
      'tracking/TODO.md',
      'packages/api/tracking/debt.MD',
    ])
      assert.ok(rules.formatsOf(path).length > 0 && toAnyGlob(rules.markers)(path), path);
  });

  it('are those of the innermost root', () => {
    const [found] = rules.formatsOf('tracking/progress/tracking/tech-debt/a.md');
    assert.deepEqual([found?.format.holds, found?.root.path], ['debt', 'tracking/progress/tracking']);
  });
});
