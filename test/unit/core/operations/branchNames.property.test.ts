import assert from 'node:assert/strict';
import { isNobody } from '../../../../src/core/model/owner.ts';
import { itemIn } from '../../../../src/core/index/composeStream.ts';
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { linkBranch } from '../../../../src/core/operations/items.ts';
import { parseAtOnce, type Format } from '../../../../src/core/formats/format.ts';
import { progressFileText } from '../../../../src/core/formats/tracking/newFile.ts';
import { progressFile } from '../../../../src/core/formats/tracking/progressFile.ts';
import { backlogItem } from '../../../../src/core/formats/tracking/workItem.ts';
import { checkBranchName } from '../../../../src/core/model/branch.ts';
import { documentAtHand } from '../../../../src/core/text/key.ts';
import { applyEdits } from '../../../../src/core/text/edit.ts';
import { scanMarkdown } from '../../../../src/core/text/markdownScanner.ts';
import { readMarkdown } from '../../../../src/core/text/markdownRemark.ts';
import { SourceText } from '../../../../src/core/text/sourceText.ts';
import { toAct, toFile } from '../../../support/parse.ts';
import { parseContext } from '../../../support/rules.ts';
import { attempt } from '../../../support/attempt.ts';

/** Names that git takes, full of what Markdown and YAML read in their own way. */
const names = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...['`', '``', '_', '__', '#', '(', ')', ']', '<', '>', '|', '!', '&', '$', '%', "'", '"', '{', '}'],
        ...[
          ',',
          ';',
          '=',
          '+',
          '-',
          '@',
          '.',
          '/',
          '&amp;',
          '<!--',
          '-->',
          '<b>',
          'true',
          '1',
          'null',
          '—',
          'ß',
        ],
        ...['feat/', 'a', 'b', 'ä', '日本', '🦦', '__init__', 'www.x.org'],
      ),
      fc.string({ minLength: 1, maxLength: 3 }),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((parts) => parts.join(''))
  .filter((name) => checkBranchName(name) === undefined);

const known = [
  ...[
    'feat/__init__',
    'fix/_tmp_',
    '_x_',
    '__x__',
    'feat/a`b',
    'feat/``x``',
    'feat/a`',
    '`',
    '```',
    '`a`',
    '—',
  ],
  ...[
    'feat/<x>',
    'a<!--b',
    '|x|',
    'feat/$&',
    '#1',
    'a#',
    '(x)',
    'x]',
    '!x',
    '&a',
    '@x',
    '%x',
    '{a,b}',
    '"x"',
  ],
  ...["'x'", '>x', '|', 'true', 'null', '012', '1e3', '~'],
].filter((name) => checkBranchName(name) === undefined);

function branchIn(format: Format, text: string): string | undefined {
  const source = new SourceText(text);
  const scanned = scanMarkdown(source);
  // Where the scanner is not sure, the grammar of record reads.
  const markdown = scanned.kind !== 'blocks' ? readMarkdown(text) : scanned;
  assert.ok(markdown.kind === 'blocks', text);
  const path =
    format.id === 'tracking.progressFile' ? 'tracking/progress/2026-01-01-x.md' : 'tracking/backlog/i.md';
  const document = { syntax: 'markdown' as const, ...documentAtHand('', path), source, markdown };
  const item = itemIn(parseAtOnce(format, document, parseContext));
  if (item === undefined || item.kind === 'spec') return undefined;
  return item.kind === 'stream' ? item.branch : item.branch?.value;
}

const items = {
  'header lines': '# Item\nPriority: high\n\nText.\n',
  'no header': '# Item\n\nText.\n',
  'an empty header line': '# Item\nBranch:\n\nText.\n',
  'front matter': '---\npriority: high\n---\n\n# Item\n\nText.\n',
  'an empty value in front matter': '---\nbranch:\n---\n\n# Item\n',
  'a quoted value in front matter': "---\nbranch: ''\n---\n\n# Item\n",
};

describe('names of branches that git takes', () => {
  it('are what the tests below make', () => {
    for (const name of [...known, ...fc.sample(names, 40)])
      assert.equal(spawnSync('git', ['check-ref-format', '--branch', name]).status, 0, name);
  }).timeout(20_000);

  it('are read back from a new progress file as they are', () => {
    const check = (name: string): void => {
      assert.equal(branchIn(progressFile, progressFileText(name)), name);
      assert.equal(branchIn(progressFile, progressFileText(name, { title: 'Title' })), name);
    };
    known.forEach(check);
    fc.assert(fc.property(names, check));
  });

  for (const [what, before] of Object.entries(items))
    it(`are written into a backlog item with ${what} so that they are read back, or not at all`, () => {
      const check = (name: string): void => {
        const file = toFile(before, 'tracking/backlog/i.md');
        const context = {
          ...toAct(file, backlogItem),
          me: '',
        };
        const result = attempt(context, linkBranch, { branch: name });
        // Where no name can be marked as one, a dash or a word like `NA` stands for none.
        if (what.endsWith('front matter') && isNobody(name) && result.kind === 'refused') {
          assert.equal(result.code, 'branch.unwritable');
          return;
        }
        assert.equal(result.kind, 'edits', JSON.stringify(result));
        const after = applyEdits(before, result.edits);
        assert.equal(after.kind, 'applied');
        assert.equal(branchIn(backlogItem, after.text), name, after.text);
      };
      known.forEach(check);
      fc.assert(fc.property(names, check));
    });

  it('that are there in backticks are the same', () => {
    for (const before of ['# I\nBranch: `feat/x`\n', '---\nbranch: "`feat/x`"\n---\n\n# I\n']) {
      const file = toFile(before, 'tracking/backlog/i.md');
      const context = { ...toAct(file, backlogItem), me: '' };
      assert.equal(attempt(context, linkBranch, { branch: 'feat/x' }).kind, 'unchanged');
      assert.equal(attempt(context, linkBranch, { branch: 'feat/y' }).kind, 'refused');
    }
  });
});
