import { outcome } from '../model/outcome.ts';
import { refusal } from '../model/refusal.ts';
import { SourceText } from '../text/sourceText.ts';
import type { TextEdit } from '../text/edit.ts';
import type { Mend } from '../views/problemFixes.ts';
import type { DocumentInput } from './inputs.ts';
import type { Write } from './operation.ts';

export interface FixInput extends DocumentInput {
  readonly mends: readonly Mend[];
}

/** Mends problems as the light bulb proposes; only while all the words are still where they were. */
export const fixProblem: Write<FixInput> = {
  scope: (_context, { document }) => [document],
  plan: (context, { document, mends }) => {
    const id = context.documentOf(document);
    const { path } = id;
    const now = context.text(document);
    if (now.kind === 'refused') return now;
    if (now.kind === 'missing') return refusal('file.missing', { path });
    const source = new SourceText(now.text);
    const edits: TextEdit[] = [];
    for (const { at, expect, text } of mends) {
      const start = at.line < source.lineCount ? source.offsetAt(at) : source.text.length;
      const range = { start, end: start + expect.length };
      const isThere = at.line < source.lineCount && source.slice(range) === expect;
      if (!isThere) return refusal('problem.gone', { path });
      // What is added below a line ends as its neighbours do.
      const ending = source.lineEnding(Math.max(0, at.line - 1)) || '\n';
      edits.push({ range, expect, text: text.replaceAll('\n', ending) });
    }
    return {
      kind: 'plan',
      changes: [{ kind: 'edit', document: id, edits }],
      outcome: outcome('problem.fixed', { path, count: edits.length }),
    };
  },
};
