import assert from 'node:assert/strict';
import {
  checkOwner,
  eachOwner,
  isNamedIn,
  isNobody,
  isSameOwner,
  ownerSlug,
  ownersIn,
} from '../../../../src/core/model/owner.ts';
import { priorityRank } from '../../../../src/core/model/priority.ts';
import { vocabulary } from '../../../../src/core/model/statusVocabulary.ts';
import { plainWord, readStatus } from '../../../../src/core/model/statusWords.ts';

describe('status words', () => {
  const cases: Record<string, readonly string[]> = {
    todo: [
      ...[
        'todo',
        'TODO',
        'To Do',
        'to-do',
        '',
        '-',
        '—',
        '🔲 Not started',
        'NOT STARTED',
        'not_started',
        'Pending',
        '[ ]',
        'ready',
      ],
      ...[
        '🔴 Not started',
        '🟡 Pending',
        '⏸️ PENDING',
        '🚀 Open [#3005](x)',
        'Ready to start',
        '&nbsp;',
        '<br>',
        '1️⃣ todo',
        '[ ] todo',
      ],
      ...[
        '待办',
        '未開始',
        '未着手',
        '할 일',
        'offen',
        'À FAIRE',
        'a faire',
        'Pendiente',
        'Não iniciado',
        'da fare',
        'Не начато',
        'لم يبدأ',
      ],
    ],
    wip: [
      ...[
        'wip',
        'In Progress',
        'in_progress',
        'in-progress',
        '🔄 In Progress',
        '🚧',
        '**wip**',
        '`wip`',
        'doing',
        '50 %',
        '[~]',
      ],
      ...[
        '[IN_PROGRESS]',
        '⏳ In Progress',
        '🚧 In progress (50%)',
        'wip @maple',
        'In Progress: 3 of 4',
        '~~todo~~ wip',
      ],
      ...[
        'Waiting for review',
        '进行中',
        '【進行中】',
        '作業中',
        'ﾚﾋﾞｭｰ中',
        '진행중',
        'In Arbeit',
        'läuft',
        'LAEUFT',
        'en cours',
        'En curso',
      ],
      ...['Em andamento', 'in corso', 'В работе', 'قيد التنفيذ', '⏳进行中', '~~todo~~ → wip'],
    ],
    blocked: [
      ...[
        'blocked',
        '⛔ Blocked',
        'On Hold',
        'waiting',
        '⏸️',
        '🔴 **BLOCKED**',
        '**BLOCKED** — needs a key',
        'Blocked: no key',
      ],
      ...[
        'blocked by #12',
        'Waiting on the vendor',
        '**Blocked:** no key',
        '阻塞',
        '保留',
        '보류',
        'Blockiert',
        'Bloqué',
        'bloqueada',
        'Bloccato',
      ],
      ...['Заблокировано', 'متوقف'],
    ],
    done: [
      ...[
        'done',
        'DONE',
        '✅',
        '✅ Done',
        '✅ Completed',
        'completed',
        '☑️',
        '[x]',
        '[X]',
        'merged',
        '100%',
        'Done.',
        'DONE!',
      ],
      ...[
        '**done** (1f2e3d4, two wins)',
        '[x] ✅',
        '✅ **DONE** — on the page',
        '✅ done (2026-06-11)',
        'Done ✅',
        'Done (PR #12)',
      ],
      ...[
        ':white_check_mark: Done',
        '✅ Shipped [#12]',
        '✅ Shipped [#12](../pull/12)',
        'Done 2026-06-11',
        'DONE (3/3)',
        'Merged in PR #12',
      ],
      ...[
        '<span style="color:green">Done</span>',
        '✅&nbsp;Done',
        '&#9989; Done',
        '[Done](https://x.org/a:b)',
        'Done<br>on Monday',
        'ＤＯＮＥ',
      ],
      ...[
        'done 1f2e3d4',
        'Done on 2026-06-11',
        'Done (11/06/2026)',
        '已完成',
        '完成（#12）',
        '完了',
        '済',
        '완료',
        'ERLEDIGT',
        'terminé',
        'TERMINE',
      ],
      ...[
        'Hecho',
        'Concluído',
        'Fatto',
        'Завершён',
        'завершен',
        'مكتمل',
        'تم الإنجاز',
        '✔️ Готово',
        '~~todo~~ ✅',
      ],
    ],
    failed: [
      'failed',
      '❌ Failed',
      '✅ Failed',
      'broken',
      '失败',
      'Fehlgeschlagen',
      'échoué',
      'ошибка',
      'فشل',
    ],
    dropped: [
      ...[
        'dropped',
        'Cancelled',
        'canceled',
        "won't do",
        'won’t fix',
        'deferred',
        'N/A',
        'skipped',
        '~~todo~~',
        '~~**In Progress**~~',
      ],
      ...['~~todo~~ (moved to #12)', '~todo~', '<del>todo</del>'],
      ...['取消', '中止', '취소됨', 'verworfen', 'Annulé', 'Отменено', 'ملغى'],
    ],
    unknown: [
      ...[
        'almost',
        'done?',
        '✅ maybe',
        'done done',
        '❌',
        '⏳',
        '🔴',
        '🟢',
        '🎉',
        'this PR',
        'future',
        'PASS',
        '3/3',
        '120%',
      ],
      ...[
        'not done',
        '**PARTIALLY DONE** — by hand',
        'Done (partially)',
        'Done, but not tested',
        'done - not deployed',
        '[ ] Done',
        '❌ Done',
      ],
      ...[
        'Done (2/3)',
        'Done 80%',
        '✅ (4/9)',
        'Done 2 of 5',
        'todo → done',
        'done by Friday',
        'Done in 3 days',
        'half done',
        'undone',
      ],
      ...[
        '部分完成',
        '完成（未测试）',
        '完了（一部）',
        '完成80%',
        'nicht erledigt',
        'teilweise erledigt',
        'erledigt (teilweise)',
        'pas terminé',
      ],
      ...[
        'не готово',
        'готово (частично)',
        'não concluído',
        'no hecho',
        'non completato',
        'غير مكتمل',
        'listo',
        'Tasks done',
      ],
    ],
  };
  for (const [status, words] of Object.entries(cases))
    it(`that mean ${status}`, () => {
      for (const word of words) assert.equal(readStatus(word), status, `“${word}”`);
    });

  it('have one meaning in all languages, or the first one', () => {
    const several: string[] = [];
    for (const [language, byStatus] of Object.entries(vocabulary))
      for (const [status, { plain, special }] of Object.entries(byStatus))
        for (const word of `${plain}, ${special}`.split(', '))
          if (readStatus(word) !== status) several.push(`${language} ${status}: ${word}`);
    assert.deepEqual(several, []);
  });

  it('are written without what was said beside them, and never where they say more', () => {
    assert.equal(plainWord('[~]&nbsp;')?.text, '[~]');
    const written = (cell: string): string | undefined => plainWord(cell)?.text;
    assert.deepEqual(
      [
        '✅ **DONE** — on the page',
        'Done (PR #12)',
        '`wip`',
        '**done**',
        '[IN_PROGRESS]',
        '✅',
        '⏸️ PENDING',
        '已完成（#12）',
      ].map(written),
      ['✅ DONE', 'Done', '`wip`', '**done**', '[IN_PROGRESS]', '✅', '⏸️ PENDING', '已完成'],
    );
    for (const cell of [
      '✅ Shipped [#12]',
      'In Review',
      '~~todo~~',
      '~~todo~~ done',
      '📋',
      '50%',
      'whatever',
      '❌',
      '',
      'レビュー中',
    ])
      assert.equal(written(cell), undefined, cell);
  });
});

describe('owners', () => {
  const nobody = [
    ...[
      '-',
      '—',
      '–',
      '',
      ' ',
      'TBD',
      'unassigned',
      'None',
      '@none',
      '`-`',
      '?',
      'Unclaimed',
      '(none)',
      '_(unassigned)_',
      'available',
    ],
    ...[
      '&nbsp;',
      '<br>',
      'n/a',
      'N/A',
      'nobody',
      'No one',
      '_',
      '**TBD**',
      '<owner>',
      '[ ]',
      '➖',
      '❓',
      'TBD (ask maple)',
      'null',
    ],
    ...[
      '待定',
      '未定',
      '无',
      'なし',
      '未割り当て',
      '없음',
      'niemand',
      'Nicht zugewiesen',
      'personne',
      'Sin asignar',
      'Não atribuído',
    ],
    ...[
      'nessuno',
      'не назначен',
      'Никто',
      'غير معين',
      '~~otter~~',
      '[unassigned]',
      'Up for grabs',
      'either',
      'free — take it',
    ],
  ];
  it('are nobody in many words', () => {
    for (const text of nobody) assert.ok(isNobody(text), text);
    for (const text of [
      'maple',
      'nobody-7f3a',
      'agent',
      '👤',
      '🤖',
      '张伟',
      '无名',
      'Noni',
      'Frei',
      'tbd-bot',
      '-x',
      '~~otter~~ maple',
      'TBDLabs',
    ])
      assert.ok(!isNobody(text), text);
  });

  it('are the same with an @ or without, in any case, with signs and remarks', () => {
    for (const cell of [
      'zed',
      '@zed',
      'Zed',
      '[@zed](https://example.org/zed)',
      '**ZED**',
      '👤 zed',
      'zed (lead)',
      '`zed`',
      '@Zed 🔥',
      'zed — on leave',
    ])
      assert.ok(isSameOwner(cell, 'zed'), cell);
    for (const cell of [
      'zeb',
      'zed-7f3a',
      'zed, otter',
      'zed & otter',
      'zed/otter',
      'zed @otter',
      'not zed',
      'zed:2',
      'zed@example.org',
      '',
      '-',
    ])
      assert.ok(!isSameOwner(cell, 'zed'), cell);
    assert.ok(!isSameOwner(undefined, 'zed') && !isSameOwner('zed', undefined));
    assert.ok(!isSameOwner('👤', '🤖') && isSameOwner('👤', '👤'));
    assert.ok(isSameOwner('张伟', '@张伟'));
  });

  it('may be several in a cell, and each of them is one', () => {
    for (const cell of [
      'Tom, Lena',
      'tom,lena',
      'Lena & Tom',
      'Tom / Lena',
      'Tom + Lena',
      'Lena; Tom; Otto',
      '@tom @lena',
      '**Tom**, Lena',
      'Tom (lead, backend), Lena',
      '[@tom](https://example.org/tom), [@lena](https://example.org/lena)',
    ]) {
      assert.ok(isNamedIn(cell, 'tom') && isNamedIn(cell, '@Lena'), cell);
      assert.ok(!isSameOwner(cell, 'tom') && !isNamedIn(cell, 'to'), cell);
    }
    for (const cell of ['acme/tom', 'lena&tom', 'Lena (with tom, at times)', 'tom-lena', 'tom, ?', '-'])
      assert.equal(ownersIn(cell).length, 1, cell);
    assert.ok(isNamedIn('Maple Doe, Lena', 'maple-doe') && !isNamedIn('Tom, Lena', undefined));
    assert.deepEqual(eachOwner(['Tom, Lena', 'tom', 'Otto & Lena']), ['Tom', 'Lena', 'Otto']);
  });

  it('have names that no table breaks on', () => {
    for (const name of ['maple', 'maple-7f3a', 'a.b@c:d+e', 'x'.repeat(64)])
      assert.equal(checkOwner(name), undefined, name);
    for (const name of ['', '-x', 'a|b', 'a b', 'a\nb', '<a>', 'x'.repeat(65), 'tbd', 'ä'])
      assert.ok(checkOwner(name), name);
  });

  it('are slugs of what git calls a person', () => {
    assert.equal(ownerSlug('Maple Doe'), 'maple-doe');
    assert.equal(ownerSlug('  Zoë  Ångström '), 'zoe-angstrom');
    assert.equal(ownerSlug('日本'), undefined);
  });
});

describe('priorities', () => {
  it('rank by their word, whatever stands beside it', () => {
    const rows: readonly (readonly string[])[] = [
      ['P0', 'Critical', 'Highest', '🚨 Urgent', 'BLOCKER', '紧急', 'Very high', 'срочно'],
      [
        'P1',
        'high',
        '🔴 High',
        'P1 (high)',
        '**High**',
        'High — customer',
        'must have',
        '高',
        '1 - high',
        '⏫',
        'Hoch',
        'عالية',
      ],
      ['P2', 'Medium', '🟡 medium', 'normal', '中', 'moyenne', 'средний', 'Medium priority'],
      ['', '-', 'soon', 'No priority', 'not urgent', 'highly optional', '~~high~~', 'P3'],
      ['low', '🔴 Low', 'P4', 'minor', '低', 'niedrig', 'Nice to have'],
      ['Lowest', 'trivial', 'P5', "won't have", '⏬'],
    ];
    for (const [rank, words] of rows.entries())
      for (const word of words) assert.equal(priorityRank(word), rank, `“${word}”`);
    assert.equal(priorityRank(undefined), 3);
  });
});
