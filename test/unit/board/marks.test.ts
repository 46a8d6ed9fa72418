import assert from 'node:assert/strict';
import { Marks } from '../../../media/board/marks.ts';

describe('the marks of owners on the board', () => {
  const given = (...names: readonly string[]): string[] => {
    const marks = new Marks();
    return names.map((name) => marks.of(name, /-\d/.test(name)));
  };

  it('are different where the names are', () => {
    assert.deepEqual(given('maple', 'maple-doe', 'mara', 'maple-7f3a', 'maple-7c11'), [
      'MA',
      'MD',
      'MR',
      'M7',
      'MP',
    ]);
    const many = Array.from({ length: 400 }, (_, i) => `ma${'pl'.repeat(i % 3)}${i % 7}`);
    const names = [...new Set(many)];
    assert.equal(new Set(given(...names)).size, names.length);
    const alike = Array.from({ length: 50 }, (_, i) => 'm'.repeat(i + 1));
    assert.equal(new Set(given(...alike)).size, alike.length);
  });

  it('are the same wherever a name stands, with an @ or without, in any case', () => {
    const marks = new Marks();
    assert.equal(marks.of('zed', false), 'ZE');
    assert.equal(marks.of('zeb', false), 'ZB');
    assert.deepEqual([marks.of('@Zed', false), marks.of('ZED', false)], ['ZE', 'ZE']);
  });

  it('are letters of any script, and something for a name without one', () => {
    assert.deepEqual(given('张伟', '张三', '佐藤', 'محمد', '🤖', '👤'), [
      '张伟',
      '张三',
      '佐藤',
      'مح',
      '?',
      '?2',
    ]);
  });
});
