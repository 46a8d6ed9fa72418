import type { Steps } from '../../base/steps.ts';
import type { ParsedDocument } from '../../model/parsedDocument.ts';
import { toProblem, type ProblemData } from '../../model/problem.ts';
import type { FolderRules } from '../../model/rules.ts';
import type { Format, MarkdownFile } from '../format.ts';

/**
 * `tracking/TODO.md`, `tracking/progress.md`: one file for what has a folder. It is shown where its content would be, with the place
 * that is meant, and not read: which branch would its tasks be of?
 */
export const misplaced: readonly Format[] = [
  inPlaceOf('progressFile', 'progress', ['progress', 'todo', 'todos', 'tasks']),
  inPlaceOf('backlogItem', 'backlog', ['backlog']),
  inPlaceOf('debtItem', 'tech-debt', ['tech-debt', 'debt']),
];

/** Whether a file is one of them; others that stand beside the folders, as a README, are nothing of ours. */
export function isMisplaced(path: string, rules: FolderRules): boolean {
  return misplaced.some((format) => format.matches(path, rules));
}

function inPlaceOf(
  id: ProblemData['file.misplaced']['format'],
  folder: string,
  names: readonly string[],
): Format {
  return {
    id,
    matches: (path, { trackingDirectory }) => {
      const [, root = '', name = ''] = /^(.+)\/([^/]+)\.md$/i.exec(path) ?? [];
      const isRoot = root === trackingDirectory || root.endsWith(`/${trackingDirectory}`);
      return isRoot && names.includes(name.toLowerCase());
    },
    *parseInSteps({ id: document, key, source }: MarkdownFile): Steps<ParsedDocument> {
      yield;
      const { path } = document;
      const root = path.slice(0, path.lastIndexOf('/'));
      const data = { path, folder: `${root}/${folder}/`, format: id };
      const problem = toProblem('file.misplaced', 'warning', data, source.lineRange(0));
      return { id: document, key, format: id, lineStarts: source.lineStarts, problems: [problem] };
    },
  };
}
