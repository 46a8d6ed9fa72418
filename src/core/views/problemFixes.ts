import { t } from '@vscode/l10n';
import { numberOf } from '../model/criteriaRanges.ts';
import { relativeLink } from '../model/destination.ts';
import type { Problem } from '../model/problem.ts';
import { codeSpan } from '../text/codeSpan.ts';
import { editDistance } from '../text/nearest.ts';
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

/** What there is besides the document, each asked for when a fix needs it. */
export interface Surroundings {
  /** Of the document. */
  readonly path: string;
  /** Of all that is tracked. */
  readonly paths: () => Iterable<string>;
  /** IDs of the criteria that specs define. */
  readonly criteria: () => Iterable<string>;
  /** Those that the document may be about, the likeliest first. */
  readonly branches: () => readonly string[];
}

/** So many of the words that are like the one that was written are proposed. */
const mostProposals = 3;

/** What mends a problem by other words in the text, best first; none where the text is another meanwhile. */
export function problemFixes(
  { problem, range }: ShownProblem,
  source: SourceText,
  around: Surroundings,
): readonly ProblemFix[] {
  const mend = (start: number, expect: string, text: string): Mend => ({
    at: source.positionAt(start),
    expect,
    text,
  });
  const replace = (written: string, text: string, isSafe: boolean): readonly ProblemFix[] => {
    const at = findWord(source.slice(range), written);
    if (at === undefined) return [];
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
    case 'criterion.near':
      return replace(problem.data.written, problem.data.id, true);
    case 'criterion.undefined': {
      const { id } = problem.data;
      return nearIds(id, around.criteria()).flatMap((each) => replace(id, each, false));
    }
    case 'link.inexact': {
      const written = destinationIn(source.slice(range));
      return written === undefined ? [] : replace(written, problem.data.exact, true);
    }
    case 'link.missing': {
      const { path, destination } = problem.data;
      const [written = ''] = destination.split('#');
      return nearPaths(path, around.paths()).flatMap((each) =>
        replace(written, relativeLink(around.path, each), false),
      );
    }
    case 'branch.missing':
      return around.branches().map((branch) => {
        const { at, text } = headLine(source, `Branch: ${codeSpan(branch)}`);
        return {
          title: t('Add “Branch: {0}”', shownText(branch, 60)),
          mend: mend(at, '', text),
          isSafe: false,
        };
      });
    default:
      return [];
  }
}

/** Where a text has some words that are no part of longer ones. */
function findWord(text: string, words: string): number | undefined {
  if (words === '') return undefined;
  const isPart = (sign: string | undefined): boolean => sign !== undefined && /[\p{L}\p{N}_]/u.test(sign);
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
    const isCut =
      (isPart(words[0]) && isPart(text[at - 1])) || (isPart(words.at(-1)) && isPart(text[at + words.length]));
    if (!isCut) return at;
  }
  return undefined;
}

/** Where a link as it is written leads: `../a.md` of `[a](<../a.md#b> "c")`. */
function destinationIn(link: string): string | undefined {
  return /\]\(\s*<?([^\s<>#)]+)/.exec(link)?.[1];
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

/** The IDs that are most like one that nobody defines: those with its number, else those with one sign more, less or another. */
function nearIds(id: string, defined: Iterable<string>): readonly string[] {
  const wanted = numberOf(id);
  const found = new Map<string, number>();
  for (const each of defined) {
    const numbered = numberOf(each);
    const isSame =
      wanted !== undefined && numbered?.family === wanted.family && numbered.number === wanted.number;
    const distance = isSame ? 0 : distanceWithin(id, each, 1);
    if (distance !== undefined) found.set(each, distance);
  }
  return closest(found);
}

/** The files that are most like one that is not there: those of its name, else those whose names are much like it. */
function nearPaths(path: string, known: Iterable<string>): readonly string[] {
  const name = nameOf(path);
  const most = Math.max(1, Math.floor(name.length / 4));
  const found = new Map<string, number>();
  for (const each of known) {
    const distance = distanceWithin(name, nameOf(each), most);
    if (distance !== undefined) found.set(each, distance);
  }
  return closest(found);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).toLowerCase();
}

function distanceWithin(a: string, b: string, most: number): number | undefined {
  if (Math.abs(a.length - b.length) > most || a.length > 100) return undefined;
  const distance = editDistance(a, b);
  return distance <= most ? distance : undefined;
}

/** The nearest ones; all that are as near as the first. */
function closest(found: ReadonlyMap<string, number>): readonly string[] {
  const least = Math.min(...new Set(found.values()));
  return [...found].flatMap(([each, distance]) => (distance === least ? [each] : [])).slice(0, mostProposals);
}

/** A line for the head of a file: below its title, else at its top, by itself. */
function headLine(source: SourceText, line: string): { readonly at: number; readonly text: string } {
  let first = 0;
  const isBlank = (at: number): boolean => source.slice(source.lineRange(at)).trim() === '';
  while (first < source.lineCount - 1 && isBlank(first)) first++;
  const { start, end } = source.lineRange(first);
  if (!source.text.slice(start, end).startsWith('# ')) return { at: start, text: `${line}\n\n` };
  const isLast = first + 1 >= source.lineCount || isBlank(first + 1);
  return { at: end, text: `\n\n${line}${isLast ? '' : '\n'}` };
}
