import assert from 'node:assert/strict';
import fc from 'fast-check';
import { problemMessage } from '../../../../../src/core/messages/problems.ts';
import { readBoxLine } from '../../../../../src/core/text/checklist.ts';
import { SourceText } from '../../../../../src/core/text/sourceText.ts';
import { openAt } from '../../../../support/changed.ts';
import { checkParsed } from '../../../../support/documents.ts';
import { anyText, taskTexts } from '../../../../support/specKitTexts.ts';
import { runs } from '../../../../support/texts.ts';

describe('documents of features', () => {
  it('are read whatever they hold, and every range is in them', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('spec.md', 'plan.md', 'tasks.md', 'checklists/a.md', '.spec-context.json'),
        anyText,
        (name, text) => {
          const open = openAt(`specs/016-avatar/${name}`, text);
          assert.ok(open);
          checkParsed(text, open.parsed);
          for (const problem of open.parsed.problems) assert.ok(problemMessage(problem).length > 0);
        },
      ),
      { numRuns: runs / 3 },
    );
  });

  it('drop no box with an ID in silence: it is a task, or is in what is no task, or is told', () => {
    fc.assert(
      fc.property(taskTexts, (text) => {
        const open = openAt('specs/016-avatar/tasks.md', text);
        assert.ok(open);
        const [part] = open.parsed.parts;
        const tasks = part?.kind === 'streamPart' ? (part.tasks ?? []) : [];
        const source = new SourceText(text);
        const said = new Set([
          ...tasks.map(({ location: { range } }) => source.lineAt(range.start)),
          ...open.parsed.problems.map(({ range }) => source.lineAt(range.start)),
        ]);
        if (/```|~~~|<!--|<<<<|>>>>/.test(text)) return;
        for (let line = 0; line < source.lineCount; line++) {
          const box = readBoxLine(source, line);
          if (box !== undefined && /^\**T\d{3}\b/.test(source.slice(box.text)))
            assert.ok(said.has(line), text);
        }
      }),
      { numRuns: runs / 3 },
    );
  });
});
