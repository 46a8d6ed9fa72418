import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Marks } from '../../../media/board/marks.ts';

describe('the marks of owners on the board', () => {
  const owner = (name: string) => ({ name, agent: /-\d/.test(name) });
  const given = (...names: readonly string[]): string[] => {
    const marks = new Marks();
    marks.learn(names.map(owner));
    return names.map((name) => marks.of(name, owner(name).agent));
  };
  const graphemes = (text: string): number => [...new Intl.Segmenter('en').segment(text)].length;
  const names = fc.uniqueArray(
    fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
      fc.stringMatching(/^ma?(?:ple)?(?:-[a-f0-9]{1,4})?$/),
    ),
    { selector: (name) => name.replace(/^@/, '').toLowerCase(), maxLength: 60 },
  );

  it('are different where the names are', () => {
    assert.deepEqual(given('maple', 'maple-doe', 'mara', 'maple-7f3a', 'maple-7c11'), [
      'MA',
      'MD',
      'MR',
      'M7F',
      'M7',
    ]);
    const alike = Array.from({ length: 1000 }, (_, i) => 'm'.repeat(i + 1));
    assert.equal(new Set(given(...alike)).size, alike.length);
  });

  it('are different and short, whatever the names are', () => {
    fc.assert(
      fc.property(names, (some) => {
        const marks = given(...some);
        assert.equal(new Set(marks).size, some.length, marks.join(' '));
        for (const mark of marks) assert.ok(mark !== '' && graphemes(mark) <= 3, mark);
      }),
    );
  });

  it('are the same in whichever order the names come, and stay when others come and go', () => {
    fc.assert(
      fc.property(names, names, (some, others) => {
        assert.deepEqual(given(...some), given(...[...some].reverse()).reverse());
        const marks = new Marks();
        marks.learn(some.map(owner));
        const before = some.map((name) => marks.of(name, owner(name).agent));
        marks.learn(others.map(owner));
        assert.deepEqual(
          some.map((name) => marks.of(name, owner(name).agent)),
          before,
        );
      }),
    );
  });

  it('are the same wherever a name stands, with an @ or without, in any case', () => {
    const marks = new Marks();
    assert.equal(marks.of('zed', false), 'ZE');
    assert.equal(marks.of('zeb', false), 'ZB');
    assert.deepEqual([marks.of('@Zed', false), marks.of('ZED', false)], ['ZE', 'ZE']);
  });

  it('are signs of any script, each with what is written on it, and something for a name without one', () => {
    assert.deepEqual(given('张伟', '张三', '佐藤', 'محمد', 'e\u0301a', '🤖', '👩‍🚀x', '--'), [
      '张伟',
      '张三',
      '佐藤',
      'مح',
      'E\u0301A',
      '🤖',
      '👩‍🚀X',
      '?',
    ]);
  });
});
