import assert from 'node:assert/strict';
import { RowClicks } from '../../../src/surfaces/widgets/rowClicks.ts';

describe('a double click on a command of a row', () => {
  it('is one gesture: what comes under the mouse meanwhile is not run', () => {
    let now = 1_000;
    const clicks = new RowClicks(() => now);
    const after = (pause: number, row: string): boolean => {
      now += pause;
      return clicks.isSecond(row);
    };
    assert.equal(after(0, 'a'), false);
    assert.equal(after(200, 'a'), true);
    assert.equal(after(200, 'a'), true, 'and so is a third click');
    assert.equal(after(200, 'b'), false, 'another row is another gesture');
    assert.equal(after(600, 'b'), false);
  });
});
