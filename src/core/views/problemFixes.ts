import { t } from '@vscode/l10n';
import type { Problem } from '../model/problem.ts';
import type { Position, Range } from '../text/range.ts';
import type { SourceText } from '../text/sourceText.ts';
import { shownText } from './shownText.ts';

/** What mends a problem of a text: the words at a place, and what they become. */
export interface Mend {
  readonly at: Position;
  readonly expect: string;
  readonly text: string;
}

/** What the light bulb on a problem proposes. */
export interface ProblemFix {
  readonly title: string;
  readonly mend: Mend;
  /** Whether it is what was plainly meant, so that all problems like it may be mended at once. */
  readonly isSafe: boolean;
}

/** A problem, and where it is in the text that is shown. */
export interface ShownProblem {
  readonly problem: Problem;
  readonly range: Range;
}

/** What mends a problem by other words in the text, best first; none where the text is another meanwhile. */
export function problemFixes({ problem, range }: ShownProblem, source: SourceText): readonly ProblemFix[] {
  const mend = (start: number, expect: string, text: string): Mend => ({
    at: source.positionAt(start),
    expect,
    text,
  });
  const replace = (written: string, text: string, isSafe: boolean): readonly ProblemFix[] => {
    const at = source.slice(range).indexOf(written);
    if (at < 0 || written === '') return [];
    const title = t('Replace “{0}” with “{1}”', shownText(written.trim(), 60), shownText(text.trim(), 60));
    return [{ title, mend: mend(range.start + at, written, text), isSafe }];
  };
  switch (problem.code) {
    case 'box.broken':
      return replace(problem.data.written, problem.data.meant, true);
    case 'row.short': {
      const row = source.slice(range);
      const start = /(?:^|[^\\])(?:\\\\)*\|\s*$/.test(row) ? '' : ' |';
      const cells = `${start}${'  |'.repeat(problem.data.missing)}`;
      return [{ title: t('Complete the Row'), mend: mend(range.end, '', cells), isSafe: true }];
    }
    case 'row.stray': {
      const blank = problem.data.kind === 'cutOff' ? blankLinesAbove(range.start, source) : undefined;
      return blank === undefined
        ? []
        : [
            {
              title: t('Join to the Table Above'),
              mend: mend(blank.start, source.slice(blank), '\n'),
              isSafe: false,
            },
          ];
    }
    default:
      return [];
  }
}

/** What parts a row from the one above it, where that is nothing but blank lines. */
function blankLinesAbove(start: number, source: SourceText): Range | undefined {
  const row = source.lineAt(start);
  let above = row - 1;
  while (above >= 0 && source.slice(source.lineRange(above)).trim() === '') above--;
  if (above < 0 || above === row - 1 || !source.slice(source.lineRange(above)).includes('|'))
    return undefined;
  return { start: source.lineRange(above).end, end: source.lineStart(row) };
}
