import assert from 'node:assert/strict';
import { shapes } from '../../support/shapes.ts';
import { workOn } from '../../support/shapeWork.ts';
import { stepsOf } from '../../support/steps.ts';

/** Characters of the smaller folder; the larger one has four times as many. */
const size = 1500;
/** Four times as much costs four times as much, and a little more where something is sorted. */
const growth = 5.5;

describe('a folder four times as large costs four times as much', () => {
  for (const [shape, make] of Object.entries(shapes))
    it(`when it is ${shape}`, () => {
      const small = workOn(make(size));
      const large = workOn(make(4 * size));
      for (const [name, work] of Object.entries(small)) {
        const before = stepsOf(work);
        const after = stepsOf(large[name] ?? work);
        assert.ok(after <= growth * before + 10 * size, `to ${name}: ${before} steps, then ${after}`);
      }
    });

  it('which is counted: a look at all of a list for each of its elements is seen', () => {
    const quadratic = (length: number): number => {
      const list = Array.from({ length }, (_, i) => `${i}`);
      return stepsOf(() => list.filter((each) => list.indexOf(each) === Number(each)));
    };
    assert.ok(quadratic(4000) > 12 * quadratic(1000));
    const linear = (length: number): number => stepsOf(() => 'a b '.repeat(length).split(' ').sort().join());
    assert.ok(linear(4000) < 4.1 * linear(1000));
  });
});
