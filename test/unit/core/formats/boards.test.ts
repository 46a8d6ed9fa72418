import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { claim } from '../../../../src/core/operations/claim.ts';
import { finish } from '../../../../src/core/operations/finish.ts';
import { release } from '../../../../src/core/operations/release.ts';
import { reopen } from '../../../../src/core/operations/reopen.ts';
import { progressFile } from '../../../../src/core/formats/tracking/progressFile.ts';
import { ProjectIndex } from '../../../../src/core/index/projectIndex.ts';
import { refusalMessage } from '../../../../src/core/messages/refusals.ts';
import { toKey } from '../../../../src/core/text/key.ts';
import { isOpen } from '../../../../src/core/model/taskRules.ts';
import { applyEdits } from '../../../../src/core/text/edit.ts';
import { SourceText } from '../../../../src/core/text/sourceText.ts';
import { parse, partOf, problemsOf, rowsOf, tasks, toAct, toFile, toOpen } from '../../../support/parse.ts';
import { defaultRules } from '../../../support/rules.ts';
import { fixtures } from '../../../support/texts.ts';
import { attempt } from '../../../support/attempt.ts';
import type { WriteOperation } from '../../../../src/core/operations/operation.ts';
import type { TaskInput } from '../../../../src/core/operations/inputs.ts';

const folder = join(fixtures, 'progressFile/boards');
const read = (name: string): string => readFileSync(join(folder, `${name}.md`), 'utf8');

/** Does something with the row of a title in a folder that holds other files too; gives the row afterwards, or the refusal. */
function run(
  text: string,
  title: string,
  operation: WriteOperation<TaskInput>,
  me = 'maple',
  ...others: readonly string[]
): string {
  const index = new ProjectIndex(defaultRules);
  for (const [i, other] of [text, ...others].entries())
    index.replace(toKey(`tracking/progress/${i}.md`), {
      ...parse(other),
      key: toKey(`tracking/progress/${i}.md`),
    });
  const task = tasks(text).find((each) => each.title.value === title);
  assert.ok(task, title);
  const outcome = attempt(
    {
      ...toAct(toFile(text)),
      me,
      preferred: (...asked) => index.preferredWord('tracking.progressFile', ...asked),
    },
    operation,
    { task: task.key },
  );
  if (outcome.kind === 'unchanged') return 'unchanged';
  if (outcome.kind === 'refused') return `${outcome.code}: ${refusalMessage(outcome)}`;
  const applied = applyEdits(text, outcome.edits);
  assert.ok(applied.kind === 'applied');
  return applied.text.split('\n')[new SourceText(text).lineAt(task.location.range.start)] ?? '';
}

describe('a board of another team', () => {
  it('in Chinese, numbered anew in each part', () => {
    const text = read('chinese');
    assert.deepEqual(rowsOf(text), [
      '读取行 | done | 张伟',
      '写表头 | wip | 李娜',
      '转义逗号 | todo | free',
      '大文件 | blocked | 李娜',
      '时区 | unknown | 张伟',
      '空表 | todo | free',
    ]);
    assert.deepEqual(problemsOf(text), ['status.unknown (18)']);
    assert.equal(run(text, '转义逗号', claim), '| 3 | 转义逗号 | 进行中 | maple | |');
    assert.equal(run(text, '写表头', finish, '李娜'), '| 2 | 写表头 | 已完成 | 李娜 | 等评审 |');
    assert.equal(run(text, '写表头', release, '李娜'), '| 2 | 写表头 | 未开始 | 待定 | 等评审 |');
  });

  it('in Japanese, with wide signs and brackets', () => {
    const text = read('japanese');
    assert.deepEqual(rowsOf(text), [
      '行を読む | done | 佐藤',
      '見出し | wip | 鈴木',
      '区切り | todo | free',
      '大きいファイル | unknown | 佐藤',
      '時刻 | wip | 鈴木',
    ]);
    assert.equal(run(text, '区切り', claim), '| 3 | 区切り | 【作業中】 | maple | |');
  });

  it('in Arabic', () => {
    const text = read('arabic');
    assert.deepEqual(rowsOf(text), [
      'قراءة الصفوف | done | سارة',
      'كتابة الرأس | wip | أحمد',
      'المناطق الزمنية | todo | free',
      'ملف كبير | blocked | سارة',
    ]);
    assert.deepEqual(problemsOf(text), []);
    assert.equal(run(text, 'المناطق الزمنية', claim), '| المناطق الزمنية | قيد التنفيذ | maple | |');
  });

  it('in German, where what is not done is not done', () => {
    const text = read('german');
    assert.deepEqual(rowsOf(text), [
      'Kopfzeile | done | Otter',
      'Seitenzahl | wip | Maple',
      'Ränder | todo | free',
      'Farben | dropped | free',
      'Bilder | unknown | Otter',
    ]);
    assert.equal(run(text, 'Seitenzahl', finish), '| 2 | Seitenzahl | Erledigt | Maple | |');
  });

  it('full of signs, which no word is lost among', () => {
    const text = read('emoji');
    assert.deepEqual(rowsOf(text), [
      '🎨 Pick colours | done | @maple',
      '🧪 Write tests | wip | 🤖 heron-7f3a',
      '📦 Package | todo | 👻',
      '🔑 Ask for a key | blocked | free',
      '📣 Announce | todo | free',
      '🧹 Clean up | unknown | free',
      '🗺 Draw a map | dropped | free',
    ]);
    assert.deepEqual(problemsOf(text), ['status.unknown (12)']);
    assert.equal(run(text, '📣 Announce', claim), '| 📣 Announce | 🚧 In progress | maple | |');
    assert.equal(
      run(text, '🧪 Write tests', finish, 'heron-7f3a'),
      '| 🧪 Write tests | ✅ Done | 🤖 heron-7f3a | |',
    );
  });

  it('exported from Jira and from Linear', () => {
    assert.deepEqual(rowsOf(read('jira')), [
      'Health check | done | Otter Smith',
      'Rate limit | wip | [~maple]',
      'Log format | todo | free',
      'Dark theme | wip | Maple',
      'Old theme | dropped | free',
    ]);
    assert.deepEqual(problemsOf(read('jira')), []);
    assert.equal(
      run(read('jira'), 'Log format', claim),
      '| [PROJ-13](https://example.org/browse/PROJ-13) | Log format | IN PROGRESS | maple | Low |',
    );
    assert.deepEqual(rowsOf(read('linear')), [
      'Sync | done | otter@example.org',
      'Merge | wip | maple@example.org',
      'Retry | todo | free',
      'Undo | todo | free',
      'Redo | dropped | free',
    ]);
    assert.equal(run(read('linear'), 'Undo', claim), '| ENG-4 | Undo | In Progress | maple |');
  });

  it('made by a program, where half done is not done', () => {
    const text = read('report');
    assert.deepEqual(
      rowsOf(text).map((row) => row.replace(/ \| [^|]*$/, '')),
      [
        'Collect | done',
        'Merge | done',
        'Render | wip',
        'Upload | unknown',
        'Verify | todo',
        'Notify | unknown',
        'Tidy | done',
      ],
    );
    assert.equal(run(text, 'Verify', claim), '| 5 | Verify | :construction: in_progress | maple |');
  });

  it('has no row that is free and cannot be claimed', () => {
    for (const name of readdirSync(folder)) {
      const text = readFileSync(join(folder, name), 'utf8');
      for (const task of tasks(text))
        if (isOpen(task, undefined))
          assert.match(run(text, task.title.value, claim, 'zed'), /\| zed\b/, `${name}: ${task.title.value}`);
    }
  });
});

describe('words of one language', () => {
  const board = (head: string, ...rows: readonly string[]): string =>
    `# x\n\nBranch: feat/x\n\n| ${head} |\n| --- | --- | --- |\n${rows.map((row) => `| ${row} |\n`).join('')}`;
  const german = board('Aufgabe | Status | Owner', 'Eins | offen | -', 'Zwei | erledigt | otter');
  const english = board('Task | Status | Owner', 'One | todo | -', 'Two | done | otter');
  const chinese = board('任务 | 状态 | 负责人', '一 | 进行中 | 张伟', '二 | 进行中 | 张伟');

  it('are not written into a file of another one', () => {
    assert.equal(run(english, 'One', claim, 'maple', chinese), '| One | wip | maple |');
    assert.equal(run(german, 'Eins', claim, 'maple', chinese), '| Eins | wip | maple |');
    assert.equal(run(chinese, '一', finish, '张伟', english, german), '| 一 | done | 张伟 |');
  });

  it('are taken from other files of the same one', () => {
    const other = board('Aufgabe | Status | Owner', 'Drei | In Arbeit | heron');
    assert.equal(run(german, 'Eins', claim, 'maple', chinese, other), '| Eins | In Arbeit | maple |');
    assert.equal(
      run(board('Task | Status | Owner', '一 | 待办 | -'), '一', claim, 'maple', chinese),
      '| 一 | 进行中 | maple |',
    );
  });

  it('are not mixed by a file that has several', () => {
    const mixed = board('Task | Status | Owner', 'One | offen | -', 'Two | done | otter');
    assert.equal(run(mixed, 'One', claim, 'maple', chinese), '| One | wip | maple |');
  });
});

describe('a column of a language', () => {
  it('makes no task table of a table that only has a word like it', () => {
    for (const head of [
      '国家 | 状态 | 负责人',
      'País | Estado | Capital',
      'Tarea | Notas | ID',
      '任务 | 说明 | 日期',
      'Nota | Stato | ID',
    ]) {
      const text = `# x\n\nBranch: feat/x\n\n| ${head} |\n| --- | --- | --- |\n| a | stable | b |\n`;
      assert.deepEqual(rowsOf(text), [], head);
    }
  });

  it('is the best word of its meaning, of whatever language', () => {
    const text =
      '# x\n\nBranch: feat/x\n\n| 任务 | 状态 | Status | 负责人 | Owner |\n| --- | --- | --- | --- | --- |\n| 一 | todo | 进行中 | 张伟 | otter |\n';
    assert.deepEqual(rowsOf(text), ['一 | wip | otter']);
    assert.deepEqual(problemsOf(text), ['column.second (5)', 'column.second (5)']);
  });
});

describe('notes of a board in another language', () => {
  it('go where its notes are, and a heading that only begins like it is none', () => {
    const note = (heading: string): string => {
      const text = `# x\n\nBranch: feat/x\n\n## ${heading}\n\n- otter: one\n`;
      const open = toOpen(toFile(text));
      const preferred = () => undefined;
      const result = progressFile.tasks?.addNote?.(open, partOf(open), 'maple: two', {
        preferred,
        now: '2026-06-20T12:00:00Z',
      });
      assert.ok(result?.kind === 'edits');
      const applied = applyEdits(text, result.edits);
      assert.ok(applied.kind === 'applied');
      return applied.text.slice(text.length - '- otter: one\n'.length);
    };
    for (const heading of ['Notes', '📝 Notizen', '备注', 'メモ', 'ملاحظات', 'Заметки', '3. Notas'])
      assert.equal(note(heading), '- otter: one\n- maple: two\n', heading);
    for (const heading of ['Notable things', 'Noted', '备注栏说明', 'Notation', 'Notasulat'])
      assert.match(note(heading), /## Notes/, heading);
  });
});

describe('a title with a no-break space behind it', () => {
  it('is called by its words', () => {
    const text =
      '# x\n\nBranch: feat/x\n\n| Task | Status | Owner |\n| --- | --- | --- |\n| Wide\u00A0 | todo | - |\n';
    assert.deepEqual(rowsOf(text), ['Wide | todo | free']);
    assert.equal(run(text, 'Wide', claim), '| Wide\u00A0 | wip | maple |');
  });
});

describe('a task that was struck out', () => {
  const text = `# x\n\nBranch: feat/x\n\n| Task | Status | Owner |\n| --- | --- | --- |\n${[
    '~~Old~~ | todo | -',
    '**~~Older~~** |  | -',
    '~~Kept~~ | done | otter',
    '~~Plan A~~ Plan B | todo | -',
    'Free | ~~todo~~ | -',
    'Next | ~~todo~~ wip | otter',
    'Given | todo | ~~otter~~ maple',
    'Back | todo | ~~otter~~',
    '<del>Gone</del> | wip | otter',
    'Path ~/a~/b | todo | -',
  ]
    .map((row) => `| ${row} |\n`)
    .join('')}`;

  it('is dropped, unless it was done; what is struck in part or for another word is not', () => {
    assert.deepEqual(
      tasks(text).map(({ status, owner }) => `${status.value} ${owner.value ?? 'free'}`),
      [
        'dropped free',
        'dropped free',
        'done otter',
        'todo free',
        'dropped free',
        'wip otter',
        'todo maple',
        'todo free',
        'dropped otter',
        'todo free',
      ],
    );
    assert.deepEqual(problemsOf(text), []);
  });

  it('is not taken up again before the marks are gone', () => {
    assert.match(run(text, 'Old', reopen), /^task\.struck: The title of Old is struck through/);
    assert.equal(run(text, 'Free', reopen), '| Free | todo | - |');
  });
});
