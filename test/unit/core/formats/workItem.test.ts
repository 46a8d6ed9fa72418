import assert from 'node:assert/strict';
import { itemIn } from '../../../../src/core/index/composeStream.ts';
import { problemMessage } from '../../../../src/core/messages/problems.ts';
import type { WorkItem } from '../../../../src/core/model/item.ts';
import {
  canAssign,
  canClaim,
  canDefer,
  canFinish,
  canRelease,
  canReopen,
} from '../../../../src/core/model/taskRules.ts';
import { lineAt } from '../../../../src/core/text/lineStarts.ts';
import { indexOf, parseAt } from '../../../support/indexOf.ts';

const path = 'tracking/backlog/rpc-retry.md';

function item(text: string, at = path): WorkItem {
  const found = itemIn(parseAt(at, text));
  assert.ok(found?.kind === 'workItem');
  return found;
}

function problems(text: string): string[] {
  const { problems: found, lineStarts } = parseAt(path, text);
  return found.map(({ code, range }) => `${code} (${lineAt(lineStarts, range.start) + 1})`);
}

describe('a backlog or debt item', () => {
  const expected = {
    title: 'Retry failed calls',
    status: 'wip',
    statusWord: 'In Progress',
    priority: 'high',
    branch: 'feat/rpc-retry',
    owner: 'maple',
    created: '2026-06-01',
    summary: 'Calls fail on the first lost packet.',
    links: ['spec ../../spec/rpc.md', 'other https://example.org'],
    fields: ['Estimate: 3 d'],
  };
  const read = (text: string) => {
    const { task, priority, branch, created, summary } = item(text);
    const { title, status, owner, links, fields } = task;
    return {
      title: title.value,
      status: status.value,
      statusWord: status.written,
      priority: priority?.value,
      branch: branch?.value,
      owner: owner.value,
      created,
      summary,
      links: links.map(({ role, destination }) => `${role} ${destination}`),
      fields: fields.map(({ name, value }) => `${name}: ${value}`),
    };
  };

  it('is read from header lines', () => {
    assert.deepEqual(
      read(
        '# Retry failed calls\nStatus: In Progress\nPriority: high\nBranch: `feat/rpc-retry`\nOwner: maple\nDate: 2026-06-01\nSpec: [rpc](../../spec/rpc.md)\nEstimate: 3 d\n\nCalls fail on the first lost packet.\n\nNote: this is [prose](https://example.org).\n',
      ),
      expected,
    );
  });

  it('is read from front matter', () => {
    assert.deepEqual(
      read(
        '---\nstatus: In Progress\npriority: high\nbranch: feat/rpc-retry\nowner: maple\ncreated: 2026-06-01\nspec: "[rpc](../../spec/rpc.md)"\nEstimate: 3 d\n---\n# Retry failed calls\n\nCalls fail on the first lost packet.\n\nSee <https://example.org>.\n',
      ),
      expected,
    );
  });

  it('has a status and a priority of one line: what comes below is prose', () => {
    const { task, priority } = item('# A\n\nStatus: wip\nprio: HIGH\ncustomers ask for it every week\n');
    assert.deepEqual([task.status.value, priority?.value], ['wip', 'HIGH']);
    assert.equal(item('# A\n\nPriority:\nhigh\n').priority?.value, 'high');
  });

  it('has a day by its name where it says none', () => {
    const dated = item('# A\n', 'tracking/tech-debt/2026-05-02-key-cache.md');
    assert.equal(dated.created, '2026-05-02');
    assert.equal(item('text', 'tracking/tech-debt/2026-05-02-key-cache.md').task.title.value, 'key-cache');
    assert.equal(item('# A\nDate: 2026-02-30\n').created, undefined);
    assert.equal(item('# A\nDate: 2026-02-28T10:00:00Z\n').created, '2026-02-28');
  });

  it('comes from the branch or the progress file that it names, and not from a place in the code', () => {
    const origin = (line: string, at = 'tracking/tech-debt/a.md') => {
      const { branch, task } = item(`# A\n${line}\n\nText.\n`, at);
      return [
        branch?.value,
        ...task.links.map(({ role, destination }) => `${role} ${destination}`),
        ...task.fields.map(({ name, value }) => `${name}: ${value}`),
      ];
    };
    for (const key of ['From', 'Found in', 'found in']) {
      assert.deepEqual(origin(`${key}: feat/x`), ['feat/x']);
      assert.deepEqual(origin(`${key}: \`feat/x\` (review)`), ['feat/x']);
      assert.deepEqual(origin(`${key}: [x](../progress/x.md)`), [undefined, 'progress ../progress/x.md']);
      assert.deepEqual(origin(`${key}: ../progress/x.md`), [undefined, 'progress ../progress/x.md']);
      for (const place of ['src/http/client.ts:40', 'src/client.ts', 'the review', 'v1.2'])
        assert.deepEqual(origin(`${key}: ${place}`), [undefined, `${key}: ${place}`]);
    }
    assert.deepEqual(origin('Branch: feat/y\nFound in: feat/x'), ['feat/y']);
    assert.deepEqual(origin('Found in: feat/x', path), [undefined, 'Found in: feat/x']);
  });

  it('says what is wrong with it, with the place', () => {
    assert.deepEqual(problems('no heading here\n'), ['title.missing (1)']);
    assert.deepEqual(problems(''), ['file.empty (1)']);
    assert.deepEqual(problems('# A\n\nStatus: almost\n'), ['status.unknown (3)']);
    assert.deepEqual(problems('---\na: [b\n---\n# A\n'), ['frontMatter.invalid (2)']);
    assert.equal(item('---\n!!js/function x\n---\n# A\n').task.title.value, 'A');
  });

  it('says so where it is a list of what should have files of their own', () => {
    const boxes = '- [ ] One\n- [ ] Two\n';
    for (const [text, line] of [
      [`# Backlog\n\n${boxes}- Three: done some day\n\n## Someday\n\n1. Four\n2. Five\n`, 3],
      [`# Ideas\n\n${boxes}`, 3],
      ['# 📝 Product backlog (2026)\n\n- One\n- Two\n', 3],
      ['# TODO\n\n1. One\n2. Two\n', 3],
      [`# Tech debt\n\n---\n\n${boxes}`, 5],
      ['# Plans\n\n| Idea | Effort |\n|---|---|\n| One | L |\n| Two | M |\n', 5],
    ] as const)
      assert.deepEqual(problems(text), [`item.list (${line})`], text);
    const untitled = '| Thing | Size |\n|---|---|\n| One | L |\n| Two | M |\n';
    assert.deepEqual(problems(untitled), ['title.missing (1)', 'item.list (3)']);
    const [told] = parseAt('tracking/tech-debt/x.md', `# Debt\n\n${boxes}`).problems;
    assert.ok(told);
    assert.equal(
      problemMessage(told),
      'The 2 entries of this file are not shown as items: tech-debt items are one file each.',
    );
  });

  it('may have lists of its own', () => {
    const boxes = '- [ ] One\n- [ ] Two\n';
    for (const text of [
      `# Offline maps\n\n${boxes}`,
      `# Offline maps\n\nOwner: -\n\n${boxes}`,
      `# Ideas\n\nStatus: open\n\n${boxes}`,
      `# Later\n\nCalls are made later.\n\n${boxes}`,
      `# Ideas\n\n## Acceptance criteria\n\n${boxes}`,
      `# Ideas\n\n## Tasks\n\n${boxes}`,
      `# Pay down technical debt\n\n${boxes}`,
      '# Backlog\n\n- [ ] One\n  - [ ] Two\n',
      '# Sizes\n\n| Device | Size |\n|---|---|\n| One | L |\n| Two | M |\n',
      `---\npriority: high\n---\n# Ideas\n\n${boxes}`,
    ])
      assert.deepEqual(problems(text), [], text);
  });

  it('knows nobody, and links that are none', () => {
    const found = item('# A\nOwner: -\nBranch: -\nSpec: none\nBacklog: tbd\n');
    const { owner, links } = found.task;
    assert.deepEqual(
      [owner.value, owner.written, found.branch?.value, links],
      [undefined, '-', undefined, []],
    );
    assert.deepEqual(
      item('# A\nSpec: spec/rpc.md\n').task.links.map(({ destination }) => destination),
      ['spec/rpc.md'],
    );
  });

  it('has no name where a template has a placeholder, and one where it only begins like that', () => {
    assert.equal(item('# <title>\n').task.title.value, 'rpc-retry');
    assert.deepEqual(problems('# <title>\n'), ['title.missing (1)']);
    assert.equal(item('# `<T>` in signatures\n').task.title.value, '<T> in signatures');
    assert.equal(item('# A\nOwner: <owner>\n').task.owner.value, undefined);
    assert.equal(item('# A\nOwner: maple\n').task.owner.value, 'maple');
  });

  it('says nothing of a status that is not written', () => {
    const unsaid = { value: 'unknown', written: '' };
    assert.deepEqual(item('# A\n').task.status, unsaid);
    assert.deepEqual(item('# A\nStatus:\n').task.status, unsaid);
    assert.equal(item('# A\nStatus: almost\n').task.status.written, 'almost');
  });

  it('is named by somebody, whatever another line says', () => {
    const owner = (text: string) => item(text).task.owner.value;
    assert.equal(owner('# A\nOwner: -\nOwner: maple\n'), 'maple');
    assert.equal(owner('# A\nOwner: maple\nOwner: -\n'), 'maple');
    assert.equal(owner('# A\nOwner: maple\nOwner: heron\n'), 'heron');
  });

  it('is a task that is the whole file, and can be closed, not claimed', () => {
    const { task } = item('# A\nOwner: maple\n');
    assert.equal(task.key, path);
    assert.equal(task.location.range, undefined);
    assert.equal(indexOf({ [path]: '# A\n' }).lineOf(task.location), 0);
    assert.deepEqual(
      [canFinish, canRelease, canReopen, canAssign, canDefer].map((can) => can(task)),
      [true, false, false, false, false],
    );
    assert.equal(canClaim(task, 'heron'), false);
  });

  it('is no README', () => {
    assert.equal(parseAt('tracking/backlog/README.md', '# A\n').format, 'tracking.spec');
    assert.equal(parseAt('tracking/tech-debt/_template.md', '# A\n').format, 'tracking.spec');
    assert.equal(parseAt('tracking/progress/CLAUDE.md', '# A\n').format, 'tracking.spec');
  });
});
