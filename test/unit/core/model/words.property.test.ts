import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isNobody, isSameOwner } from '../../../../src/core/model/owner.ts';
import { statuses, type Status } from '../../../../src/core/model/status.ts';
import { vocabulary } from '../../../../src/core/model/statusVocabulary.ts';
import { plainWord, readStatus } from '../../../../src/core/model/statusWords.ts';
import { runs } from '../../../support/texts.ts';

const known = Object.values(vocabulary).flatMap((byStatus) =>
  statuses.flatMap((status) =>
    [...byStatus[status].plain.split(', '), ...byStatus[status].special.split(', ')].map(
      (word): readonly [string, Status] => [word, status],
    ),
  ),
);
/** Signs that decorate: none of them says `not`. */
const sign = fc.constantFrom('✅', '🔴', '🟡', '⏳', '🚧', '⏸️', '👩‍💻', ':rocket:', '[x]', '1️⃣');
const mark = fc.constantFrom(
  ...['', '**', '*', '`', '_'].map((each) => (word: string) => each + word + each),
  (word: string) => `[${word}]`,
  (word: string) => `【${word}】`,
  (word: string) => `<b>${word}</b>`,
  (word: string) => `[${word}](https://x.org/a:b)`,
);
const remark = fc.constantFrom(
  ...[
    '',
    ' (#12)',
    ' — all of it',
    ' - see below',
    ': see 2',
    ', at last',
    '; ok',
    '<br>see',
    ' @maple',
    ' #12',
    ' 2026-06-11',
  ],
  ...['（#12）', '：ok', '，ok', ' [#12](../pull/12)', ' (3/3)', ' 100%', ' (11/06/2026)', ' 1f2e3d4'],
);
const spelled = fc.constantFrom(
  (word: string) => word,
  (word: string) => word.toUpperCase(),
  (word: string) => word.toLowerCase(),
  (word: string) => word.normalize('NFD'),
);
/** A word of a status as somebody dressed it. */
const dressed = fc
  .record({
    word: fc.constantFrom(...known),
    spelled,
    mark,
    remark,
    before: fc.array(sign, { maxLength: 2 }),
    behind: fc.array(sign, { maxLength: 1 }),
    space: fc.constantFrom(' ', '\u00A0', '&nbsp;', '  '),
  })
  .map(({ word: [word, status], space, ...around }) => ({
    cell: [...around.before, around.mark(around.spelled(word)), ...around.behind].join(space) + around.remark,
    status,
  }));

describe('a status cell', () => {
  it('means what its word means, whatever is around it', () => {
    fc.assert(
      fc.property(dressed, ({ cell, status }) => {
        assert.equal(readStatus(cell), status, cell);
      }),
      { numRuns: runs },
    );
  });

  it('is never done where somebody says that it is not', () => {
    const taken = fc.constantFrom(
      ...[
        ' (not tested)',
        ' (partially)',
        ', almost',
        ' — but not deployed',
        ' 80%',
        ' (2/5)',
        ' (99 %)',
        ': nicht ganz',
      ],
      ...['（部分）', '（未测试）', ' - not yet', ' [partial]', ' 1 of 3'],
    );
    const done = known.filter(([, status]) => status === 'done').map(([word]) => word);
    fc.assert(
      fc.property(fc.constantFrom(...done), spelled, sign, taken, (word, spell, before, behind) => {
        for (const cell of [
          `${before} ${spell(word)}${behind}`,
          `not ${word}`,
          `partially ${word}`,
          `~~${word}~~`,
          `❌ ${word}`,
          `[ ] ${word}`,
          `un${word}`,
          `${word}?`,
        ])
          assert.notEqual(readStatus(cell), 'done', cell);
      }),
      { numRuns: runs },
    );
  });

  it('is written without its remark, and means the same then', () => {
    fc.assert(
      fc.property(dressed, ({ cell, status }) => {
        const plain = plainWord(cell);
        if (plain === undefined) return;
        assert.equal(readStatus(plain.text), status, `${cell} -> ${plain.text}`);
        assert.equal(plainWord(plain.text)?.text, plain.text);
        assert.doesNotMatch(plain.text, /#12|2026|maple|see|ok|x\.org/);
      }),
      { numRuns: runs },
    );
  });

  it('is no status where it is prose that has a status word in it', () => {
    const prose = fc
      .tuple(
        fc.constantFrom('we', 'see', 'the', 'all', 'only', 'if'),
        fc.constantFrom(...known),
        fc.constantFrom('now', 'soon', 'work'),
      )
      .map(([first, [word], last]) => [`${first} ${word}`, `${first} ${word} ${last}`, `${word}${last}`]);
    fc.assert(
      fc.property(prose, (cells) => {
        for (const cell of cells) assert.equal(readStatus(cell), 'unknown', cell);
      }),
      { numRuns: Math.ceil(runs / 3) },
    );
  });

  it('may hold anything', () => {
    const piece = fc.constantFrom(
      ...'[]()~*_`<>&;:#@-—✅❌% \n1ax'.split(''),
      '&nbsp;',
      '<br>',
      '<!--',
      '~~',
      'done',
      '\uD83D',
      '👩‍💻',
      '】',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(piece).map((all) => all.join('')),
        ),
        (cell) => {
          const status = readStatus(cell);
          assert.ok(status === 'unknown' || statuses.includes(status));
          const plain = plainWord(cell);
          if (plain !== undefined && status !== 'unknown') assert.equal(readStatus(plain.text), status, cell);
          assert.equal(isSameOwner(cell, cell), true);
          assert.equal(typeof isNobody(cell), 'boolean');
        },
      ),
      { numRuns: runs },
    );
  });

  it('costs no more than its beginning, however long it is', () => {
    for (const unit of ['[', '~', '~~a', '(', '&amp;', '<a', '<!--', ' ', ':a', '🔴', '**', '`', 'a-'])
      for (const end of ['', 'done']) assert.notEqual(readStatus(unit.repeat(200_000) + end), 'done', unit);
  });
});
