import type { ProjectIndex } from '../core/index/projectIndex.ts';
import { problemMessage } from '../core/messages/problems.ts';
import type { Problem, Severity } from '../core/model/problem.ts';
import { positionAt } from '../core/text/lineStarts.ts';
import { shownText } from '../core/views/shownText.ts';
import type { Command } from './command.ts';
import { count, listOptions, listReply, type Listed } from './listing.ts';
import type { Opened } from './opened.ts';
import { isAtOrBelow } from './paths.ts';
import { Ended, refused, untrusted, wrongUse } from './reply.ts';

interface Found {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  readonly problem: Problem;
}

const ranks: Readonly<Record<Severity, number>> = { error: 0, warning: 1, hint: 2 };

/** The problems of all files, or of those at or below some paths: for people, and for what runs on every commit. */
export const check: Command = {
  name: 'check',
  aliases: ['lint', 'validate', 'doctor'],
  summary: 'Lists what is wrong in the tracked files; exits with 1 where there are errors.',
  positionals: [
    {
      name: 'PATH',
      description: 'only these files, or what is in these folders',
      required: false,
      many: true,
    },
  ],
  options: {
    format: { description: 'how to list them', value: 'FORMAT', of: ['text', 'json', 'github'] },
    'max-warnings': { description: 'exit with 1 where there are more warnings than this', value: 'N' },
    ...listOptions,
  },
  examples: ['check', 'check --format github --max-warnings 0', 'check tracking'],
  effect: 'read',
  run: async (context) => {
    const { given } = context;
    const most = given.values['max-warnings'];
    if (most !== undefined && !/^\d{1,9}$/.test(most))
      throw new Ended(wrongUse('value.invalid', '--max-warnings takes a number.', 'check --max-warnings 0'));
    // What other branches have is theirs to mend, and a checkout of one commit has to say the same.
    const opened = context.open({ isAlone: true });
    const typed = given.lists['PATH'] ?? [];
    // A hook asks of files, also on a branch where nothing is tracked.
    const { index } = typed.length > 0 ? await opened.read() : await opened.whole();
    const all = problemsIn(index);
    const above = typed.map((path) => pathOf(opened, path, all));
    const found = all.filter(
      ({ path }) => above.length === 0 || above.some((each) => isAtOrBelow(path, each)),
    );
    const of = (severity: Severity): number =>
      found.filter(({ problem }) => problem.severity === severity).length;
    const [errors, warnings, hints] = [of('error'), of('warning'), of('hint')];
    const isFailed = errors > 0 || (most !== undefined && warnings > Number(most));
    const message = `${count(errors, 'error')}, ${count(warnings, 'warning')}, ${count(hints, 'hint')}`;
    const isGithub = given.values['format'] === 'github';
    const items = found.map((each): Listed => ({
      line: isGithub ? annotation(each) : lineOf(each),
      data: dataOf(each),
    }));
    // What a program reads is never cut.
    const shown = isGithub ? { ...given, switches: new Set([...given.switches, 'all']) } : given;
    const reply = listReply(shown, isFailed ? 'check.failed' : 'check.passed', message, 'problems', items, {
      errors,
      warnings,
      hints,
    });
    return isFailed ? { ...reply, exit: 1 } : reply;
  },
};

/** What a typed path means: something that is there, or that has problems. */
function pathOf(opened: Opened, typed: string, all: readonly Found[]): string {
  const found = opened
    .pathsOf(typed)
    .find((each) => opened.isThere(each) || all.some(({ path }) => isAtOrBelow(path, each)));
  if (found !== undefined) return found;
  throw new Ended(
    refused('path.missing', `There is no file or folder ${shownText(typed)} in ${shownText(opened.top)}.`),
  );
}

function problemsIn(index: ProjectIndex): readonly Found[] {
  return [...index.files()]
    .flatMap(({ key, id, lineStarts }) =>
      index.problems(key).map((problem): Found => {
        const { line, character } = positionAt(lineStarts, problem.range.start);
        return { path: id.path, line: line + 1, column: character + 1, problem };
      }),
    )
    .sort(
      (a, b) =>
        ranks[a.problem.severity] - ranks[b.problem.severity] ||
        (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line),
    );
}

/** `tracking/progress/x.md:12:3 warning status.unknown: Unknown status “soon”...` */
function lineOf({ path, line, column, problem }: Found): string {
  const { severity, code } = problem;
  return `${shownText(path)}:${line}:${column} ${severity} ${code}: ${shownText(problemMessage(problem), 400)}`;
}

function dataOf({ path, line, column, problem }: Found): object {
  const { severity, code } = problem;
  return { path: untrusted(path), line, column, severity, code, message: untrusted(problemMessage(problem)) };
}

/** A command of GitHub Actions: what is shown on the line in a pull request. Nothing of a file ends it or begins another. */
function annotation({ path, line, column, problem }: Found): string {
  const kind = problem.severity === 'hint' ? 'notice' : problem.severity;
  const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
  const data = (text: string): string =>
    text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  const title = property(`throughline ${problem.code}`);
  return `::${kind} file=${property(path)},line=${line},col=${column},title=${title}::${data(shownText(problemMessage(problem), 400))}`;
}
