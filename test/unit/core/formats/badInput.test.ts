import assert from 'node:assert/strict';
import { findTask } from '../../../../src/core/formats/format.ts';
import { progressFile } from '../../../../src/core/formats/tracking/progressFile.ts';
import { applyEdits } from '../../../../src/core/text/edit.ts';
import { branchProgress } from '../../../../src/core/views/branchProgress.ts';
import { ProjectIndex } from '../../../../src/core/index/projectIndex.ts';
import { problemMessage } from '../../../../src/core/messages/problems.ts';
import { refusalMessage } from '../../../../src/core/messages/refusals.ts';
import { toKey } from '../../../../src/core/text/key.ts';
import { outlineContext, parseAt } from '../../../support/indexOf.ts';
import {
  fieldsOf,
  parse,
  path,
  problemsOf,
  rowsOf,
  stream,
  tasks,
  toFile,
  toOpen,
} from '../../../support/parse.ts';
import { defaultRules } from '../../../support/rules.ts';

const head = '# feat-x - something\n\nBranch: feat/x\n\n## Tasks\n\n';
const columns = '| Task | Status | Owner | Notes |\n| --- | --- | --- | --- |\n';
const file = (...rows: readonly string[]): string => head + columns + rows.map((row) => `${row}\n`).join('');

function toMaple(text: string, title: string) {
  const found = findTask(toFile(text), toKey(`${path}#${title}`), tasks(text));
  return found.kind === 'refused'
    ? found
    : progressFile.tasks?.set(
        toOpen(toFile(text)),
        found.row,
        { status: 'wip', owner: 'maple' },
        { preferred: () => undefined, now: '2026-06-20T12:00:00Z' },
      );
}

/** Claims the task with this title, and gives the text afterwards. */
function claim(text: string, title: string): string {
  const result = toMaple(text, title);
  assert.ok(result?.kind === 'edits', JSON.stringify(result));
  const applied = applyEdits(text, result.edits);
  assert.ok(applied.kind === 'applied');
  return applied.text;
}

function refusal(text: string, title: string): string {
  const result = toMaple(text, title);
  assert.ok(result?.kind === 'refused', 'it is refused');
  return `${result.code}: ${refusalMessage(result)}`;
}

/** What the tree shows of a text: label and description of every row. */
function shown(text: string): string[] {
  const index = new ProjectIndex(defaultRules);
  index.replace(toKey(path), parse(text));
  return branchProgress(index, outlineContext())
    .flatMap((node) => [node, ...(node.children?.() ?? [])])
    .map(({ label, description }) => (description === undefined ? label : `${label} (${description})`));
}

describe('a progress file that is not as it should be', () => {
  it('no table: the stream is there, with the problem', () => {
    const text = '# feat-x\n\nBranch: feat/x\n\nNothing yet.\n';
    assert.deepEqual(problemsOf(text), ['table.missing (1)']);
    assert.deepEqual(problemsOf('# feat-x\n\nBranch: feat/x\n\n## Tasks\n\nNothing.\n'), [
      'table.missing (5)',
    ]);
    assert.deepEqual(problemsOf('\n\nBranch: feat/x\n'), ['table.missing (3)']);
    assert.deepEqual(shown(text), [
      'feat/x (no tasks · 1 problem)',
      'No tasks found. Use a table with Task and Status columns, or check boxes “- [ ] …”. (line 1)',
    ]);
  });

  it('plain items and no branch: a row of its own, and both are told', () => {
    assert.deepEqual(shown('- one\n- two\n').slice(0, 2), ['feat-x (no tasks · 2 problems)', '2 problems']);
    assert.deepEqual(problemsOf('- one\n- two\n'), ['table.missing (1)', 'branch.missing (1)']);
  });

  it('a table without a Status column', () => {
    const text = `${head}| Task | Owner |\n| --- | --- |\n| One | maple |\n`;
    assert.deepEqual(problemsOf(text), ['table.noStatus (7)']);
    assert.match(parse(text).problems.map(problemMessage).join(), /no Status column/);
  });

  it('two tables: the tasks of both, other tables left alone', () => {
    const text = `${file('| One | todo | - | |')}\n| File | Lines |\n| --- | --- |\n| a.ts | 7 |\n\n| Status | Task |\n| --- | --- |\n| ✅ | Two |\n`;
    assert.deepEqual(rowsOf(text), ['One | todo | free', 'Two | done | free']);
    assert.deepEqual(problemsOf(text), []);
    assert.deepEqual(
      stream(text).groups.map(({ count }) => count),
      [1, 1],
    );
    assert.equal(claim(text, 'One'), text.replace('| One | todo | - |', '| One | wip | maple |'));
  });

  it('a bar in code that no backslash is before', () => {
    const text = file('| Codes `A|B` test | todo | - | |', '| Two | todo | - | | |');
    assert.deepEqual(problemsOf(text), ['row.long (9)', 'status.unknown (9)']);
  });

  it('ragged rows', () => {
    const text = file('| One |', '| Two | todo', '| Three | todo | - | | more |', '| Four | todo | - |');
    assert.deepEqual(rowsOf(text), [
      'One | todo | free',
      'Two | todo | free',
      'Three | todo | free',
      'Four | todo | free',
    ]);
    assert.deepEqual(problemsOf(text), ['row.short (9)', 'row.long (11)']);
    assert.match(refusal(text, 'One'), /row.short/);
    assert.equal(claim(text, 'Two'), text.replace('| Two | todo\n', '| Two | wip | maple\n'));
    assert.equal(claim(text, 'Three'), text.replace('| Three | todo | - |', '| Three | wip | maple |'));
    assert.equal(claim(text, 'Four'), text.replace('| Four | todo | - |', '| Four | wip | maple |'));
  });

  it('no outer pipes', () => {
    const text = `${head}Task | Status | Owner\n--- | --- | ---\nOne | todo | -\nTwo | todo | -\n`;
    assert.deepEqual(rowsOf(text), ['One | todo | free', 'Two | todo | free']);
    assert.equal(claim(text, 'One'), text.replace('One | todo | -', 'One | wip | maple'));
  });

  it('unknown columns, in any order: kept and shown', () => {
    const text = `${head}| Reviewer | Owner | # | STATUS | task |\n|---|---|---|---|---|\n| heron | - | 7 | todo | One |\n`;
    const [task] = tasks(text);
    assert.deepEqual(fieldsOf(task), ['Reviewer: heron']);
    assert.equal(task?.number, '7');
    assert.equal(
      claim(text, 'One'),
      text.replace('| heron | - | 7 | todo | One |', '| heron | maple | 7 | wip | One |'),
    );
  });

  it('an unknown status: shown as it is', () => {
    const text = file('| One | almost | otter | |');
    assert.deepEqual(problemsOf(text), ['status.unknown (9)']);
    assert.deepEqual(shown(text), [
      'feat/x (0/1 · 1 problem · otter)',
      'One (almost · otter)',
      'Unknown status “almost”. Use todo, wip, blocked, done, failed or dropped. (line 9)',
    ]);
  });

  it('duplicate tasks: both are shown, neither is changed', () => {
    const text = file('| One | todo | - | |', '| One | done | otter | |');
    assert.deepEqual(rowsOf(text), ['One | todo | free', 'One | done | otter']);
    assert.deepEqual(problemsOf(text), ['task.duplicate (9)', 'task.duplicate (10)']);
    assert.equal(new Set(tasks(text).map(({ key }) => key)).size, 2);
    assert.equal(
      refusal(text, 'One'),
      'task.ambiguous: “One” is on lines 9, 10. Give the rows different names so that they can be changed.',
    );
  });

  it('no Branch line: called by the file', () => {
    const text = file('| One | todo | - | |').replace('Branch: feat/x\n', '');
    assert.deepEqual(problemsOf(text), ['branch.missing (1)']);
    assert.equal(stream(text).name, 'feat-x');
  });

  it('two files for one branch: both say so', () => {
    const index = new ProjectIndex(defaultRules);
    const other = 'tracking/progress/2026-07-01-feat-x.md';
    index.replace(toKey(path), parse(file('| One | todo | - | |')));
    const touched = index.replace(toKey(other), parseAt(other, file('| Two | todo | - | |')));
    assert.deepEqual([...touched].sort(), [path, other].sort());
    for (const [each, names] of [
      [path, other],
      [other, path],
    ] as const) {
      const [problem] = index.problems(toKey(each));
      assert.equal(problem?.code, 'branch.duplicate');
      assert.ok(problemMessage(problem).includes(names));
    }
    index.replace(toKey(other), undefined);
    assert.deepEqual(index.problems(toKey(path)), []);
  });

  it('conflict markers: rows are shown, nothing is changed', () => {
    const text = file(
      '| One | todo | - | |',
      '<<<<<<< HEAD',
      '| Two | wip | otter | |',
      '=======',
      '| Two | wip | maple | |',
      '>>>>>>> main',
      '| Three | todo | - | |',
    );
    assert.deepEqual(problemsOf(text), ['conflict.markers (10)']);
    assert.deepEqual(rowsOf(text), ['One | todo | free', 'Two | wip | otter', 'Three | todo | free']);
    assert.match(refusal(text, 'One'), /^file.conflict/);
  });

  for (const [name, ending] of [
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ] as const)
    it(`${name} line endings stay`, () => {
      const text = file('| One | todo | - | |', '| Two | todo | - | |').replaceAll('\n', ending);
      assert.deepEqual(problemsOf(text), []);
      assert.equal(claim(text, 'Two'), text.replace('| Two | todo | - |', '| Two | wip | maple |'));
    });

  it('mixed line endings stay', () => {
    const text = `${head.replaceAll('\n', '\r\n')}${columns}| One | todo | - | |\r\n| Two | todo | - | |\n`;
    assert.equal(claim(text, 'One'), text.replace('| One | todo | - |', '| One | wip | maple |'));
  });

  it('NUL, bidirectional and control characters: nothing hidden in a label', () => {
    const text = file('| On\u202ee\u0000 \u200fx | todo | - | |');
    const [, label = ''] = shown(text);
    assert.equal(label, 'On e x (free)');
    assert.equal(
      claim(text, tasks(text)[0]?.title.value ?? ''),
      text.replace('| todo | - |', '| wip | maple |'),
    );
  });

  it('a table inside a fence or a comment is none', () => {
    const table = columns + '| Fake | todo | - | |\n';
    const text = `${file('| One | todo | - | |')}\n\`\`\`\n${table}\`\`\`\n\n<!--\n${table}-->\n`;
    assert.deepEqual(rowsOf(text), ['One | todo | free']);
    assert.match(refusal(text, 'Fake'), /^task.missing/);
  });

  it('escaped pipes, code spans, links and marks show as a reader sees them', () => {
    const text = file('| a \\| b `c \\| d` [e](f.md) **g** | todo | - | |');
    assert.equal(tasks(text)[0]?.title.value, 'a | b c | d e g');
    assert.equal(claim(text, 'a | b c | d e g'), text.replace('| todo | - |', '| wip | maple |'));
  });

  it('emoji, CJK and right-to-left text stay as they are, aligned tables stay aligned', () => {
    const text = `${head}| Task       | Status  | Owner |\n| ---------- | ------- | ----- |\n| 日本語 🦦  | ✅ Done | otter |\n| שלום       | 🔲      | -     |\n`;
    assert.deepEqual(rowsOf(text), ['日本語 🦦 | done | otter', 'שלום | todo | free']);
    assert.equal(claim(text, 'שלום'), text.replace('| 🔲      | -     |', '| WIP     | maple |'));
  });

  it('replacement patterns in titles are words like others', () => {
    const text = file("| $& $1 $` $' | todo | - | |");
    assert.equal(claim(text, "$& $1 $` $'"), text.replace('| todo | - |', '| wip | maple |'));
  });

  it('command links, HTML, images and icons come out as text', () => {
    const text = file(
      '| [x](command:workbench.action.quit) <img src=x onerror=alert(1)> $(trash) | todo | [me](command:a) | ![i](http://x/y.png) |',
    );
    const index = new ProjectIndex(defaultRules);
    index.replace(toKey(path), parse(text));
    const row = branchProgress(index, outlineContext())[0]?.children?.()[0];
    assert.equal(row?.label, 'x <img src=x onerror=alert(1)> $(trash)');
    for (const raw of ['](', '<img', '$(trash)', '!['])
      assert.ok(!row.tooltip().includes(raw), `${raw} in ${row.tooltip()}`);
  });

  it('links out of the workspace are kept as they are written, and lead nowhere here', () => {
    const text = `# x\n\nBranch: feat/x\nSpec: [s](../../../../etc/passwd)\n\n${columns}| One | todo | - | |\n`;
    assert.deepEqual(
      stream(text).links.map(({ destination }) => destination),
      ['../../../../etc/passwd'],
    );
  });

  it('hostile sizes end, and keep their tasks', () => {
    const text = file(`| One | todo | - | ${'*a_ '.repeat(10_000)} |`);
    assert.deepEqual(rowsOf(text), ['One | todo | free']);
    assert.equal(claim(text, 'One'), text.replace('| todo | - |', '| wip | maple |'));
    for (const part of ['[', '`', '![', '<', '\\', '**', '](', '[](']) {
      const odd = file(`| One | todo | - | ${part.repeat(20_000)} |`);
      assert.equal(tasks(odd)[0]?.status.value, 'todo', part);
    }
    assert.ok(shown(file(`| ${'x'.repeat(100_000)} | todo | - | |`)).every((label) => label.length < 300));
  });

  it('a hundred thousand rows, and ten thousand of one name, end too', () => {
    const rows = Array.from({ length: 150_000 }, (_, i) => `| Task ${i} | todo |`);
    assert.equal(tasks(`${head}| Task | Status |\n|---|---|\n${rows.join('\n')}\n`).length, 150_000);
    const same = file(...Array.from({ length: 10_000 }, () => '| One | todo | - | |'));
    assert.equal(parse(same).problems.length, 10_000);
    assert.equal(
      refusal(same, 'One'),
      'task.ambiguous: “One” is on lines 9, 10, 11, 12. Give the rows different names so that they can be changed.',
    );
  });

  it('an empty file, and one of white space', () => {
    for (const text of ['', ' \n\n']) assert.deepEqual(problemsOf(text), ['file.empty (1)']);
  });
});
