import fc from 'fast-check';
import { boxVerbs } from '../../../../support/boxVerbs.ts';
import { taskTexts } from '../../../../support/specKitTexts.ts';
import { runs } from '../../../../support/texts.ts';

describe('verbs on the tasks of a feature', () => {
  it('change nothing but the box that they are about, and undo gives the first bytes', () => {
    const { steps, run } = boxVerbs('specs/016-avatar/tasks.md');
    fc.assert(
      fc.property(taskTexts, steps, (text, some) => {
        run(text, some);
      }),
      { numRuns: Math.ceil(runs / 25) },
    );
  });
});
