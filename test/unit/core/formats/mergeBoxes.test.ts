import assert from 'node:assert/strict';
import { mergeProgressFiles } from '../../../../src/core/formats/tracking/merge/mergeProgressFiles.ts';

const file = (...boxes: readonly string[]): string =>
  `# x\n\nBranch: feat/x\n\n## Tasks\n\n${boxes.map((box) => `- ${box}\n`).join('')}`;

/** What becomes of the boxes, and what is told: `One: maple or otter`. */
function merged(
  base: readonly string[],
  ours: readonly string[],
  theirs: readonly string[],
  side?: 'ours' | 'theirs',
) {
  const { text, conflicts } = mergeProgressFiles(
    file(...base),
    file(...ours),
    file(...theirs),
    { ours: 'ours', theirs: 'theirs' },
    () => side,
  );
  return {
    boxes: text.split('\n').slice(6, -1),
    told: conflicts.map(
      ({ kind, title, ours: mine = 'nobody', theirs: yours = 'nobody', open }) =>
        `${kind} ${title}: ${mine} or ${yours}${open ? '' : ', merged'}`,
    ),
  };
}

describe('a merge of check boxes', () => {
  it('keeps the claims of two that stand one below the other', () => {
    assert.deepEqual(
      merged(['[ ] One', '[ ] Two'], ['[ ] One @maple', '[ ] Two'], ['[ ] One', '[x] Two @otter']),
      {
        boxes: ['- [ ] One @maple', '- [x] Two @otter'],
        told: [],
      },
    );
  });

  it('asks who has one that both claimed, or that one claimed and the other finished', () => {
    const [base, ours] = [['[ ] One (FR-1)'], ['[ ] One @maple (FR-1)']];
    assert.deepEqual(merged(base, ours, ['[ ] One @otter (FR-1)']), {
      boxes: [
        '<<<<<<< ours',
        '- [ ] One @maple (FR-1)',
        '=======',
        '- [ ] One @otter (FR-1)',
        '>>>>>>> theirs',
      ],
      told: ['task One (FR-1): maple or otter'],
    });
    assert.deepEqual(merged(base, ours, ['[ ] One @otter (FR-1)'], 'theirs'), {
      boxes: ['- [ ] One @otter (FR-1)'],
      told: [],
    });
    assert.deepEqual(merged(base, ours, ['[x] One (FR-1)']).told, ['task One (FR-1): maple or nobody']);
  });

  it('knows one by its text, however its owner is named', () => {
    const remark = (name: string): string[] => [`[ ] One (owner: ${name})`];
    assert.deepEqual(merged(remark('-'), remark('maple'), remark('otter')).told, [
      'task One: maple or otter',
    ]);
    assert.deepEqual(merged(['[ ] One'], ['[/] One @maple'], ['[x] One']).told, [
      'task One: maple or nobody',
    ]);
  });

  it('asks about that one alone, where others around it are changed as well', () => {
    assert.deepEqual(
      merged(
        ['[ ] One', '[ ] Two', '[ ] Three'],
        ['[x] One @maple', '[ ] Two @maple', '[ ] Three'],
        ['[ ] One', '[ ] Two @otter', '[ ] Three @otter'],
        'ours',
      ),
      { boxes: ['- [x] One @maple', '- [ ] Two @maple', '- [ ] Three @otter'], told: [] },
    );
  });

  it('leaves a text that both changed between markers, as lines of any kind', () => {
    assert.deepEqual(merged(['[ ] One'], ['[ ] One or two'], ['[ ] One and more']).told, [
      'text - [ ] One or two: nobody or nobody',
    ]);
  });
});
