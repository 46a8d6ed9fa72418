import { toFile } from '../../../../support/parse.ts';
import { defaultCriteria } from '../../../../../src/core/model/criteria.ts';
import fc from 'fast-check';
import { isTrace, parseTrace } from '../../../../../src/core/formats/trace/trace.ts';
import { problemMessage } from '../../../../../src/core/messages/problems.ts';
import { checkParsed } from '../../../../support/documents.ts';

const path = 'tasks/x/trace.md';

function check(text: string): void {
  const document = toFile(text, path);
  isTrace(document);
  const parsed = parseTrace(document, defaultCriteria);
  checkParsed(text, parsed);
  for (const problem of parsed.problems) problemMessage(problem);
}

/** Pieces of traces, whole and broken, in any order. */
const pieces = fc.constantFrom(
  '# Trace: w\n',
  '# Trace: [Workflow Name]\n',
  '\n',
  '---\n',
  '## Step 1: define\n',
  '## [Step 2]: implement\n',
  '## ~~Step 3: verify~~ (not needed)\n',
  '## Step 3a - Resume\n',
  '## Notes\n',
  '### Details\n',
  'Step 4: x\n---\n',
  '**Task:** a | b',
  ' | **Status:** ',
  '**Status:** in-progress\n',
  '- **Status**: completed\n',
  'Status: failed\n',
  'Status: failed, Summary: x, Challenges: none\n',
  '- **Failed:** Status: completed, Current focus: a b',
  '**Status:** in-progress | completed | failed\n',
  '**Current focus:** Token validation\n',
  '**Artifacts:** Created src/a.ts, [b](c/d.md "e") and `f.py`.\n',
  '- Modified: ünï/cödé.ts\n',
  '  - **Created:** x\n',
  '**Owner:** maple\n',
  '```\n**Status:** failed\n',
  '<!-- ',
  '> **Summary:** Did it. Twice! AV-01.\n',
  '| a | b |\n| - | - |\n| 1 | 2 |\n',
  'prose',
  '  ',
  '**',
  '\r',
  '🦦',
);

describe('any text as a trace', () => {
  it('is read, and all ranges of its steps lie in them', () => {
    fc.assert(
      fc.property(
        fc.array(pieces, { maxLength: 30 }).map((all) => all.join('')),
        check,
      ),
      { numRuns: 500 },
    );
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), check));
  });
});
