import { join } from 'node:path';
import fc from 'fast-check';
import { boxVerbs } from '../../../../support/boxVerbs.ts';
import { changeTaskTexts } from '../../../../support/openSpecTexts.ts';
import { corpora, markdownFiles, runs } from '../../../../support/texts.ts';

describe('verbs on the tasks of a change', () => {
  const { steps, run } = boxVerbs('openspec/changes/add-thing/tasks.md');

  it('change nothing but the box that they are about, and undo gives the first bytes', () => {
    fc.assert(
      fc.property(changeTaskTexts, steps, (text, some) => {
        run(text, some);
      }),
      { numRuns: Math.ceil(runs / 25) },
    );
  });

  it('do so in files of another project', function () {
    const texts = markdownFiles(join(corpora, 'openspec'))
      .filter(({ path }) => path.endsWith('tasks.md'))
      .map(({ text }) => text);
    if (texts.length === 0) this.skip();
    fc.assert(
      fc.property(fc.constantFrom(...texts), steps, (text, some) => {
        run(text, some);
      }),
      { numRuns: Math.ceil(runs / 100) },
    );
  });
});
