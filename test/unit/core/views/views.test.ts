import assert from 'node:assert/strict';
import { itemIn } from '../../../../src/core/index/composeStream.ts';
import { claim, claimNext } from '../../../../src/core/operations/claim.ts';
import { finish } from '../../../../src/core/operations/finish.ts';
import { release } from '../../../../src/core/operations/release.ts';
import { reopen } from '../../../../src/core/operations/reopen.ts';
import { refusalMessage } from '../../../../src/core/messages/refusals.ts';
import { readOnly } from '../../../../src/core/model/capabilities.ts';
import { streamBoard } from '../../../../src/core/views/board.ts';
import { streamLenses } from '../../../../src/core/views/lenses.ts';
import { toAct, toFile } from '../../../support/parse.ts';
import { ProjectIndex } from '../../../../src/core/index/projectIndex.ts';
import { documentAtHand, toKey } from '../../../../src/core/text/key.ts';
import { branchProgress } from '../../../../src/core/views/branchProgress.ts';
import { roleIcons, statusIcon, warningIcon } from '../../../../src/core/views/icon.ts';
import type { OutlineContext, OutlineNode } from '../../../../src/core/views/outline.ts';
import { pickSections, pickStreams, type PickPurpose } from '../../../../src/core/views/pick.ts';
import { escapeMarkdown, shownText } from '../../../../src/core/views/shownText.ts';
import { signalIcons } from '../../../../src/core/views/signals.ts';
import { openTasksOf } from '../../../../src/core/views/summary.ts';
import { outlineContext, parseAt } from '../../../support/indexOf.ts';
import { defaultRules } from '../../../support/rules.ts';
import { attempt } from '../../../support/attempt.ts';

function add(index: ProjectIndex, branch: string, ...rows: readonly string[]): void {
  const path = `tracking/progress/${branch.replace('/', '-')}.md`;
  const text = `# ${branch}\n\nBranch: ${branch}\n\n| Task | Status | Owner | Notes |\n| --- | --- | --- | --- |\n${rows.map((row) => `| ${row} |\n`).join('')}`;
  index.replace(toKey(path), parseAt(path, text));
}

function project(): ProjectIndex {
  const index = new ProjectIndex(defaultRules);
  index.replace(toKey('spec/a.md'), parseAt('spec/a.md', '# A\n\n- FR-1 one\n- FR-2 two\n'));
  add(index, 'feat/b', 'One | todo | - | FR-1', 'Two | blocked | otter | ', 'Three | dropped | - | ');
  add(index, 'feat/done', 'One | done | otter | ');
  add(
    index,
    'feat/a',
    'One | wip | maple | FR-2',
    'Two | todo | maple | ',
    'Three | todo | - | ',
    'Four | done | heron | ',
  );
  return index;
}

const context = outlineContext({ currentBranch: 'feat/b', me: 'maple' });

function draw(index: ProjectIndex, given: OutlineContext = context): string[] {
  const line = ({ label, description, icon, context: flags }: OutlineNode): string =>
    `${icon.codicon} ${label} (${description ?? ''}) ${flags}`;
  return branchProgress(index, given).flatMap((node) => [
    line(node),
    ...(node.children?.() ?? []).map((child) => `  ${line(child)}`),
  ]);
}

describe('a task that is only shown', () => {
  const path = 'tracking/progress/feat-a.md';
  const text =
    'Branch: feat/a\n\n| Task | Status | Owner |\n| --- | --- | --- |\n| One | todo | - |\n| Two | wip | maple |\n| Three | done | - |\n';
  const parsed = parseAt(path, text);
  const [part] = parsed.parts;
  assert.ok(part?.kind === 'streamPart');
  const shown = {
    ...parsed,
    parts: [{ ...part, tasks: (part.tasks ?? []).map((task) => ({ ...task, can: readOnly })) }],
  };
  const item = itemIn(shown);
  assert.ok(item?.kind === 'stream');
  const index = new ProjectIndex(defaultRules);
  index.replace(toKey(path), shown);

  it('has a row with nothing to do', () => {
    const [stream] = branchProgress(index, { ...context, checkboxes: true });
    assert.doesNotMatch(stream?.context ?? '', /claimNext/);
    assert.deepEqual(
      (stream?.children?.() ?? []).map(({ context: flags, checkbox }) => [flags, checkbox]),
      [
        ['task', undefined],
        ['task', undefined],
        ['task', undefined],
      ],
    );
  });

  it('has no action on the board and no lens on its row', () => {
    const board = streamBoard(index, item, { idOf: JSON.stringify, me: 'maple', writable: true });
    assert.deepEqual(
      board.others.flatMap(({ tasks }) => tasks.map(({ can }) => can)),
      [[], [], []],
    );
    const lenses = streamLenses(item, { me: 'maple', writable: true, lineStarts: parsed.lineStarts });
    assert.deepEqual(
      lenses.map(({ title }) => title),
      ['1/3 done', 'Add Task'],
    );
  });

  it('is picked to be opened alone', () => {
    const purposes = ['claim', 'release', 'finish', 'reopen', 'assign', 'setStatus', 'defer', 'any'] as const;
    assert.deepEqual(
      purposes.filter((purpose) => pickSections(index, purpose, { me: 'maple' }).length > 0),
      ['any'],
    );
  });

  it('refuses what is done to it', () => {
    const file = toFile(text, path);
    const acting = toAct(file);
    const asked = {
      ...acting,
      open: { ...acting.open, parsed: shown },
      me: 'maple',
    };
    for (const { key } of item.tasks)
      for (const operation of [claim, finish, release, reopen]) {
        const result = attempt(asked, operation, { task: key });
        assert.equal(result.kind === 'refused' && result.code, 'file.onlyShown');
      }
    const next = attempt(asked, claimNext, {});
    assert.equal(
      next.kind === 'refused' && refusalMessage(next),
      `${path} is read-only: Throughline shows it but does not change it.`,
    );
  });
});

describe('a check box', () => {
  it('is offered what it has signs for', () => {
    const path = 'tracking/progress/feat-a.md';
    const index = new ProjectIndex(defaultRules);
    index.replace(toKey(path), parseAt(path, 'Branch: feat/a\n\n## Tasks\n\n- [ ] One\n- [x] Two\n'));
    const [stream] = branchProgress(index, { ...context, checkboxes: true });
    assert.deepEqual(
      (stream?.children?.() ?? []).map(({ context: flags, checkbox }) => [flags, checkbox]),
      [
        ['task claim open finish assign setStatus addNote', false],
        ['task reopen setStatus addNote', true],
      ],
    );
  });
});

describe('Branch Progress', () => {
  it('has the checked-out branch first, then open work, then what is finished', () => {
    assert.deepEqual(draw(project()), [
      'git-branch feat/b (0/2 · 1 blocked · otter) stream claimNext addTask addNote',
      '  circle-large-outline One (free · FR-1) task claim open finish defer assign setStatus addNote hasSpec',
      '  stop-circle Two (otter) task finish defer release reopen assign setStatus addNote',
      '  circle-slash Three () task reopen setStatus addNote',
      'git-branch feat/a (1/4 · maple, heron) stream claimNext addTask addNote',
      '  color-mode One (maple · FR-2) task held finish defer release assign setStatus addNote hasSpec',
      '  circle-large-outline Two (maple) task claim open finish defer release assign setStatus addNote',
      '  circle-large-outline Three (free) task claim open finish defer assign setStatus addNote',
      '  pass-filled Four (heron) task reopen setStatus addNote',
      'pass-filled feat/done (1/1) stream addTask addNote',
      '  pass-filled One (otter) task reopen setStatus addNote',
    ]);
  });

  it('opens the checked-out branch only, which is blue', () => {
    const [first, second] = branchProgress(project(), context);
    assert.deepEqual([first?.collapsed, first?.icon.color], ['expanded', 'charts.blue']);
    assert.deepEqual([second?.collapsed, second?.icon.color], ['collapsed', undefined]);
  });

  it('offers nothing where nothing can be changed', () => {
    const readOnly = draw(project(), { ...context, writable: false, checkboxes: true });
    assert.ok(
      readOnly.every((line) => /(stream|task)( hasSpec)?$/.test(line)),
      JSON.stringify(readOnly),
    );
    const [row] =
      branchProgress(project(), { ...context, writable: false, checkboxes: true })[0]?.children?.() ?? [];
    assert.equal(row?.checkbox, undefined);
  });

  it('has check boxes when they are wanted, where a click can finish or reopen', () => {
    const boxes = (i: number): unknown[] =>
      (branchProgress(project(), { ...context, checkboxes: true })[i]?.children?.() ?? []).map(
        ({ label, checkbox }) => [label, checkbox],
      );
    assert.deepEqual(boxes(0), [
      ['One', false],
      ['Two', false],
      ['Three', undefined],
    ]);
    assert.deepEqual(
      boxes(1).map((row) => (row as unknown[])[1]),
      [false, false, false, true],
    );
  });

  it('has none where the branch is not checked out: its file is only read', () => {
    const index = new ProjectIndex(defaultRules);
    const path = 'tracking/progress/feat-a.md';
    const text = 'Branch: feat/a\n\n| Task | Status | Owner |\n| --- | --- | --- |\n| One | todo | - |\n';
    const elsewhere = { kind: 'branch', ref: 'feat/a', day: '2026-06-14' } as const;
    index.replace(toKey(path), { ...parseAt(path, text), elsewhere });
    const [stream] = branchProgress(index, { ...context, checkboxes: true });
    assert.deepEqual(
      stream?.children?.().map(({ checkbox }) => checkbox),
      [undefined],
    );
  });

  it('has another icon for each thing that a row tells', () => {
    const statuses = ['todo', 'wip', 'blocked', 'done', 'failed', 'dropped', 'none', 'unknown'] as const;
    const icons = [
      ...statuses.map(statusIcon),
      ...Object.values(signalIcons),
      ...Object.values(roleIcons),
      { codicon: 'git-commit' },
      warningIcon,
    ].map(({ codicon }) => codicon);
    assert.deepEqual(icons, [...new Set(icons)]);
  });

  it('says to a screen reader what each row is', () => {
    const [stream] = branchProgress(project(), { ...context, currentBranch: 'feat/a' });
    assert.equal(
      stream?.accessibilityLabel,
      'Branch feat/a, checked out, 1 of 4 done, 2 todo, 1 wip, maple, heron',
    );
    assert.equal(stream.children?.()[0]?.accessibilityLabel, 'Task One, wip, maple (you), FR-2');
  });

  it('counts your unfinished tasks for the badge', () => {
    assert.equal(openTasksOf(project(), 'maple'), 2);
    assert.equal(openTasksOf(project(), 'otter'), 1);
    assert.equal(openTasksOf(project(), 'nobody'), 0);
  });
});

describe('the index', () => {
  it('tells whether anything observable changed', () => {
    const index = project();
    const path = 'tracking/progress/feat-a.md';
    const file = index.file(toKey(path));
    assert.ok(file);
    assert.deepEqual(index.replace(toKey(path), structuredClone(file)), []);
    assert.deepEqual(
      index.replace(toKey(path), {
        ...documentAtHand('', path),
        format: 'tracking.progressFile',
        holds: 'stream',
        lineStarts: [0],
        parts: [],
        problems: [],
      }),
      [path],
    );
    assert.deepEqual(index.replace(toKey(path), undefined), [path]);
    assert.deepEqual(index.replace(toKey(path), undefined), []);
  });

  it('knows the plain word that the folder uses most', () => {
    const plain = { languages: new Set(['en'] as const), hasSigns: false };
    const signed = { ...plain, hasSigns: true };
    const index = new ProjectIndex(defaultRules);
    add(index, 'a', 'One | ✅ Done | - | ', 'Two | ✅ Done | - | ');
    add(
      index,
      'b',
      'One | done | - | ',
      'Two | ✔ done | - | ',
      'Three | 🎉 Shipped | - | ',
      'Four | wip | - | ',
    );
    assert.equal(index.preferredWord('tracking.progressFile', 'done', signed), '✅ Done');
    assert.equal(index.preferredWord('tracking.progressFile', 'done', plain), 'done');
    index.replace(toKey('tracking/progress/a.md'), undefined);
    assert.equal(index.preferredWord('tracking.progressFile', 'done', signed), '✔ done');
    assert.equal(index.preferredWord('tracking.progressFile', 'wip', plain), 'wip');
    assert.equal(index.preferredWord('tracking.progressFile', 'wip', signed), undefined);
    assert.equal(index.preferredWord('tracking.progressFile', 'failed', plain), undefined);
  });
});

describe('what a quick pick offers', () => {
  const offered = (purpose: PickPurpose): string[] =>
    pickSections(project(), purpose, { me: 'maple', currentBranch: 'feat/a' }).flatMap(({ title, items }) => [
      `== ${title}`,
      ...items.map(({ label, description }) => `${label} (${description})`),
    ]);

  it('to claim: free tasks, the current branch first, then what others hold', () => {
    const index = project();
    add(index, 'feat/c', 'Held | wip | otter | ');
    assert.deepEqual(
      pickSections(index, 'claim', { me: 'maple', currentBranch: 'feat/a' }).map(({ title, items }) => [
        title,
        items.map(({ label }) => label),
      ]),
      [
        ['Free', ['Two', 'Three', 'One']],
        ['Claimed by others', ['Held']],
      ],
    );
  });
  it('to finish: yours first', () => {
    assert.deepEqual(offered('finish'), [
      '== Yours',
      'One (maple · feat/a)',
      'Two (maple · feat/a)',
      '== Free',
      'Three (free · feat/a)',
      'One (free · feat/b)',
      '== Claimed by others',
      'Two (otter · feat/b)',
    ]);
  });
  it('to release: what somebody holds', () => {
    assert.deepEqual(offered('release'), [
      '== Yours',
      'One (maple · feat/a)',
      'Two (maple · feat/a)',
      '== Claimed by others',
      'Two (otter · feat/b)',
    ]);
  });
  it('to reopen: what is closed or stuck', () => {
    assert.deepEqual(offered('reopen'), [
      '== blocked',
      'Two (otter · feat/b)',
      '== done',
      'Four (heron · feat/a)',
      'One (otter · feat/done)',
      '== dropped',
      'Three (feat/b)',
    ]);
  });
  it('of streams: the current branch, open work, the rest', () => {
    assert.deepEqual(
      pickStreams(project(), 'open', { currentBranch: 'feat/b' }).map(
        ({ stream, group }) => `${group} ${stream.name}`,
      ),
      ['current feat/b', 'open feat/a', 'finished feat/done'],
    );
  });
});

describe('text of a file in a label or a tooltip', () => {
  it('is one line, without what hides, and not endless', () => {
    assert.equal(shownText(' a\n\tb\u202e\u200b c '), 'a b c');
    assert.equal(shownText('x'.repeat(1000)).length, 200);
    assert.equal(shownText(`${'x'.repeat(198)}🦦🦦`).includes('\ufffd'), false);
    assert.equal(shownText('👩‍👩‍👧 ok'), '👩‍👩‍👧 ok');
  });
  it('never becomes markup', () => {
    assert.equal(
      escapeMarkdown('*a* [b](command:c) <b> `d` $(x) &lt;'),
      '\\*a\\* \\[b\\]\\(command\\:c\\) &lt;b\\> \\`d\\` &#36;\\(x\\) \\&lt\\;',
    );
  });
});
