import assert from 'node:assert/strict';
import { itemIn } from '../../../../src/core/index/composeStream.ts';
import { setField } from '../../../../src/core/formats/tracking/workItemEdits.ts';
import { problemMessage } from '../../../../src/core/messages/problems.ts';
import { applyEdits } from '../../../../src/core/text/edit.ts';
import { parseAt } from '../../../support/indexOf.ts';
import { parse, problemsOf, stream, toFile } from '../../../support/parse.ts';

const rows = '\n\n## Tasks\n\n| Task | Status |\n|---|---|\n| One | todo |\n';
const told = problemsOf;
const branchOf = (line: string): string | undefined => stream(`# x\n\n${line}${rows}`).branch;

describe('the branch that a progress file names', () => {
  it('is a code span, the text of a link, or what stands before the first blank', () => {
    const cases: Record<string, string> = {
      'Branch: feat/x': 'feat/x',
      'Branch: `feat/x`': 'feat/x',
      '**Branch:** feat/v (merged)': 'feat/v',
      '**Branch**: feat/w → main': 'feat/w',
      'Branch: feat/w→main': 'feat/w',
      'Branch: `feat/y` (from `main`)': 'feat/y',
      '**Branch:** `feat/u`, from `feat/base`.': 'feat/u',
      'Branch: feat/u, from feat/base.': 'feat/u',
      'Branch: [feat/x](https://example.org/tree/feat/x) - the second try': 'feat/x',
      'Branch: **feat/x**': 'feat/x',
      'Branch: "feat/x"': 'feat/x',
      'Branch: origin/feat/z': 'feat/z',
      'Branch: refs/heads/feat/z': 'feat/z',
      'Branch: remotes/origin/feat/z': 'feat/z',
      'Branch: main (direct commits)': 'main',
      'Branch: main branch of the fork': 'main',
      'Branch:feat/x': 'feat/x',
      '🌿 **Branch:** feat/x': 'feat/x',
      '🌿 Branch: 修复/登录 (进行中)': '修复/登录',
      'Git branch: feat/x': 'feat/x',
      '**Feature Branch**: `001-photo-albums`': '001-photo-albums',
      'Branch: JIRA-123': 'JIRA-123',
      'Branch: hotfix': 'hotfix',
    };
    for (const [line, name] of Object.entries(cases)) assert.equal(branchOf(line), name, line);
  });

  it('is known by the word for it in the languages that teams write in', () => {
    const cases: Record<string, string> = {
      '分支：`feature/points`（从 develop 拉出）': 'feature/points',
      'ブランチ: feature/cancel': 'feature/cancel',
      '브랜치: `feature/coupon`': 'feature/coupon',
      '**Branche** : feat/client': 'feat/client',
      '- Rama: feature/turnos': 'feature/turnos',
      'Ветка: `feature/slots`': 'feature/slots',
      'الفرع: feature/wallet': 'feature/wallet',
    };
    for (const [line, name] of Object.entries(cases)) assert.equal(branchOf(line), name, line);
    // A word of such a language that is no key begins prose.
    for (const line of [
      '注意：feature/points 已合并',
      'Примечание: feature/slots',
      'Ветки: две',
      '分支机构：北京',
    ])
      assert.equal(branchOf(line), undefined, line);
    assert.deepEqual(stream(`# x\n\nПримечание: так надо${rows}`).fields, []);
  });

  it('leaves a remark behind it in sight, and nothing else', () => {
    const remark = parse(`# x\n\nBranch: feat/v (merged)${rows}`).problems;
    assert.deepEqual(
      remark.map((problem) => [problem.severity, problemMessage(problem)]),
      [['hint', 'The branch is feat/v. “(merged)” is treated as a remark.']],
    );
    for (const line of ['Branch: feat/v', 'Branch: `feat/v`', 'Branch: "feat/v".', '- **Branch:** feat/v'])
      assert.deepEqual(told(`# x\n\n${line}${rows}`), [], line);
  });

  it('is none where the line says so, or is still to be filled in', () => {
    for (const line of [
      '-',
      '',
      'none',
      'N/A',
      'TBD',
      '<branch>',
      '<feature branch>',
      '[branch]',
      '{branch}',
      '`<branch>`',
      '?',
    ])
      assert.deepEqual(
        [branchOf(`Branch: ${line}`), told(`# x\n\nBranch: ${line}${rows}`)],
        [undefined, ['branch.missing (3)']],
        line,
      );
  });

  it('is none where the line is a sentence or no name that git takes, and that is told', () => {
    for (const line of [
      'not created yet',
      'to be decided',
      'feat/a..b',
      'feat/x~1',
      'a^b',
      'see below',
      '各位 请看',
    ])
      assert.deepEqual(
        [branchOf(`Branch: ${line}`), told(`# x\n\nBranch: ${line}${rows}`)],
        [undefined, ['branch.unclear (3)']],
        line,
      );
  });

  it('is told to be missing where the word stands', () => {
    assert.deepEqual(told(`# x\n\nText.\n\nThe branch for this is feat/x.${rows}`), ['branch.missing (5)']);
    assert.deepEqual(told(`# x${rows}`), ['branch.missing (1)']);
    assert.deepEqual(told(`# x${rows}\n## Branches\n\n- Branch: feat/x\n`), ['branch.missing (11)']);
  });
});

describe('the head of a progress file', () => {
  const read = (head: string) => {
    const { branch, pullRequest, fields, links } = stream(`# x\n${head}${rows}`);
    return {
      branch,
      pr: pullRequest?.number,
      spec: links.find(({ role }) => role === 'spec')?.destination,
      fields: fields.map(({ name, value }) => `${name}=${value}`),
    };
  };
  const all = { branch: 'feat/x', pr: 14, spec: '../spec/a.md', fields: ['Date=2026-07-01'] };

  it('is read in whatever form it has', () => {
    const heads = {
      lines: '\n**Branch:** feat/x\n**PR:** #14\n**Spec:** ../spec/a.md\n**Date:** 2026-07-01',
      list: '\n- Branch: feat/x\n- PR: #14 (draft)\n- Spec: [a](../spec/a.md)\n- Date: 2026-07-01',
      bars: '\n**Branch**: `feat/x` | **PR**: #14 | **Spec**: [a](../spec/a.md) | **Date**: 2026-07-01',
      dots: '**Branch:** feat/x · **PR:** #14 · **Spec:** [a](../spec/a.md) · **Date:** 2026-07-01',
      bullets: '\nBranch: feat/x • PR: 14 • Spec: [a](../spec/a.md) • Date: 2026-07-01',
      mixed:
        '\nBranch: feat/x | PR: https://example.org/o/r/pull/14/files\nSpec: ../spec/a.md | **Date:** 2026-07-01',
      quote: '\n> **Branch:** feat/x\n> **PR:** #14\n> **Spec:** ../spec/a.md\n> **Date:** 2026-07-01',
      table:
        '\n| Field | Value |\n|---|---|\n| **Branch** | feat/x |\n| PR: | #14 |\n| Spec | [a](../spec/a.md) |\n| Date | 2026-07-01 |',
      'a table without a head':
        '\n| | |\n|-|-|\n| Branch | `feat/x` |\n| PR | #14 |\n| Spec | ../spec/a.md |\n| Date | 2026-07-01 |',
      'a table whose head is its first row':
        '\n| Branch | feat/x |\n|---|---|\n| PR | #14 |\n| Spec | ../spec/a.md |\n| Date | 2026-07-01 |',
      'a table of one row':
        '\n| Branch | PR | Spec | Date |\n|---|---|---|---|\n| feat/x | #14 | ../spec/a.md | 2026-07-01 |',
      'a section':
        '\n## Metadata\n\n- **Branch**: feat/x\n- **PR**: #14\n- **Spec**: ../spec/a.md\n- **Date**: 2026-07-01',
      'a section with signs':
        '\n## ℹ️ Overview\n\nBranch: feat/x\nPR: #14\nSpec: ../spec/a.md\n\nDate: 2026-07-01',
      underlined: '**Branch:** feat/x\n**PR:** #14\n**Spec:** ../spec/a.md\n**Date:** 2026-07-01\n---',
    };
    for (const [form, head] of Object.entries(heads)) {
      assert.deepEqual(read(head), all, form);
      const problems = parse(`# x\n${head}${rows}`).problems.filter(({ severity }) => severity !== 'hint');
      assert.deepEqual(problems, [], form);
    }
    assert.deepEqual(told(`# x\n${heads.underlined}${rows}`), ['head.underlined (2)']);
  });

  it('ends where something else begins', () => {
    const none = { branch: undefined, pr: undefined, spec: undefined, fields: [] };
    const others = {
      'prose in a quote': '\n> Note: this was\n> Important: very much so',
      'a table of branches': '\n| Branch | Status |\n|---|---|\n| feat/x | done |\n| feat/y | wip |',
      'a table of counts': '\n| Status | Count |\n|---|---|\n| todo | 3 |',
      'a table of words': '\n| Word | Meaning |\n|---|---|\n| Branch | a line of work |',
      'a section of its own': '\n## Approach\n\n- Branch: is shown below\n- Status: shows 1/3',
      'a section with more in it': '\n## Overview\n\nBranch: feat/x\n\nThis is what it is about.',
      'a second section': '\n## Goal\n\nText.\n\n## Metadata\n\nBranch: feat/x',
      code: '\n```\nBranch: feat/x\n```',
      comment: '\n<!-- Branch: feat/x -->',
    };
    for (const [what, head] of Object.entries(others)) assert.deepEqual(read(head), none, what);
    assert.deepEqual(read('\nGoal: fewer | faster: yes · Branch: feat/x').branch, 'feat/x');
    assert.deepEqual(read('\nGoal: fewer | faster: yes').fields, ['Goal=fewer | faster: yes']);
  });

  it('ends with a line that says no more than that notes follow, and has them read as such', () => {
    const table = '| Task | Status |\n| --- | --- |\n| One | todo |\n';
    for (const text of [
      `# x\n\nBranch: feat/x\n\n${table}\nNotes:\n- maple: see me\n- later\n`,
      `# x\n\nBranch: feat/x\n\n${table}\n**Notes:**\n\n- maple: see me\n- later\n`,
      `# x\n\nBranch: feat/x\nNotes:\n- maple: see me\n- later\n\n${table}`,
      `# x\n\nBranch: feat/x\n\n- [ ] One\n\nNotes:\n- maple: see me\n- later\n- [ ] Ask\n`,
    ]) {
      const found = stream(text);
      assert.deepEqual(
        found.notes.slice(0, 2).map(({ author, text: said }) => [author, said]),
        [
          ['maple', 'see me'],
          [undefined, 'later'],
        ],
        text,
      );
      assert.deepEqual([found.branch, found.fields, found.tasks.length], ['feat/x', [], 1], text);
      assert.deepEqual(problemsOf(text), [], text);
    }
    const line = stream(`# x\n\nBranch: feat/x\nNotes: watch the clock\n\n${table}`);
    assert.deepEqual([line.notes.map(({ text }) => text), line.fields], [['watch the clock'], []]);
    const tasks = stream(`# x\n\nBranch: feat/x\n\nNotes:\n- a\n\n## Tasks\n\n- [ ] One\n`);
    assert.deepEqual([tasks.notes.length, tasks.tasks.length], [1, 1]);
  });

  it('keeps the title, the notes and the sections as they are', () => {
    const found = stream(
      `# Real title\nBranch: feat/x\n---\n\n## Notes\n\n- Owner: maple asked for it\n${rows}`,
    );
    assert.deepEqual(
      [found.title, found.notes.length, found.tasks.length, found.tasks[0]?.heading],
      ['Real title', 1, 1, 'Tasks'],
    );
  });

  it('has a pull request by its number, its address or its path, with words around it', () => {
    const page = 'https://example.org/o/r/pull/17/files';
    const cases: Record<string, readonly [number | undefined, string | undefined] | undefined> = {
      '#17': [17, undefined],
      'GH-17 (draft)': [17, undefined],
      '17, waits': [17, undefined],
      [page]: [17, page],
      [`${page} (draft)`]: [17, page],
      [`see ${page}.`]: [17, page],
      [`${page}, https://example.org/o/r/pull/18`]: [17, page],
      [`[#17](${page})`]: [17, page],
      [`<${page}#diff-1>`]: [17, `${page}#diff-1`],
      'pull/17/files': [17, undefined],
      '[the changes](../../pull/17/files)': [17, undefined],
      'example.org/o/r/-/merge_requests/17/diffs': [17, undefined],
      'https://example.org/review/17': [17, 'https://example.org/review/17'],
      'https://example.org/c/x/+/a17': [undefined, 'https://example.org/c/x/+/a17'],
      'v2/17': undefined,
      'feat/x': undefined,
      '-': undefined,
    };
    for (const [text, expected] of Object.entries(cases)) {
      const request = stream(`Branch: x\nPR: ${text}\n`).pullRequest;
      assert.deepEqual(request && [request.number, request.url], expected, text);
    }
  });
});

describe('the head of a backlog item', () => {
  const path = 'tracking/backlog/a.md';
  const heads = {
    quote: '# A\n\n> Status: open\n> Priority: high\n\nText.\n',
    table: '# A\n\n| Field | Value |\n|---|---|\n| Status | open |\n| Priority | high |\n\nText.\n',
    bars: '# A\n\n**Status:** open | **Priority:** high\n\nText.\n',
    section: '# A\n\n## Details\n\n- Status: open\n- Priority: high\n\n## Why\n\nText.\n',
    underlined: '# A\nStatus: open\nPriority: high\n---\n\nText.\n',
  };
  const read = (text: string) => {
    const item = itemIn(parseAt(path, text));
    assert.ok(item?.kind === 'workItem');
    const { task, priority, branch, summary } = item;
    return [task.title.value, task.status.written, priority?.value, branch?.value, summary];
  };

  it('is known by the words of other languages, and changed where it stands', () => {
    const path = 'tracking/backlog/x.md';
    const text = '# 会员\n\n- 状态：进行中\n- 优先级：高\n- 负责人：张伟\n\n正文。\n';
    const item = itemIn(parseAt(path, text));
    assert.ok(item?.kind === 'workItem');
    assert.deepEqual(
      [item.task.status.value, item.priority?.value, item.task.owner.value],
      ['wip', '高', '张伟'],
    );
    const result = setField(toFile(text, path), 'Status', 'done');
    assert.ok(result.kind === 'edits');
    const applied = applyEdits(text, result.edits);
    assert.equal(applied.kind === 'applied' && applied.text, text.replace('进行中', 'done'));
  });

  it('is read in whatever form it has, and changed in it', () => {
    for (const [form, text] of Object.entries(heads)) {
      assert.deepEqual(read(text), ['A', 'open', 'high', undefined, 'Text.'], form);
      const change = (name: string, value: string, from: string): string => {
        const result = setField(toFile(from, path), name, value);
        assert.ok(result.kind === 'edits', form);
        const applied = applyEdits(from, result.edits);
        assert.ok(applied.kind === 'applied');
        return applied.text;
      };
      const done = change('Status', 'done', text);
      assert.deepEqual(read(done), ['A', 'done', 'high', undefined, 'Text.'], form);
      assert.equal(done, text.replace('open', 'done'), form);
      for (const branch of ['feat/x', 'feat/a|b', 'feat/a,', 'not'])
        assert.deepEqual(read(change('Branch', branch, done)), ['A', 'done', 'high', branch, 'Text.'], form);
    }
  });
});
