import type { Steps } from '../../base/steps.ts';
import type { ParsedDocument } from '../../model/parsedDocument.ts';
import { toProblem, type ProblemData } from '../../model/problem.ts';
import type { FormatId } from '../../model/system.ts';
import type { Format } from '../format.ts';
import { trackingSettings } from './settings.ts';
import { isDirectoryUpTo, type TrackingPath } from './trackingPath.ts';

/**
 * `tracking/TODO.md`, `tracking/progress.md`: one file for what has a folder. It is shown where its content would be, with the place
 * that is meant, and not read: which branch would its tasks be of? Others that stand beside the folders, as a README, are nothing of
 * ours.
 */
export const misplaced: readonly Format<'markdown'>[] = [
  inPlaceOf('stream', 'progress', ['progress', 'todo', 'todos', 'tasks']),
  inPlaceOf('backlog', 'backlog', ['backlog']),
  inPlaceOf('debt', 'tech-debt', ['tech-debt', 'tech_debt', 'techdebt', 'debt']),
];

function inPlaceOf(
  holds: ProblemData['file.misplaced']['holds'],
  folder: TrackingPath['folder'],
  names: readonly string[],
): Format<'markdown'> {
  const id: FormatId = `tracking.misplaced.${holds}`;
  return {
    id,
    syntax: 'markdown',
    holds,
    globs: (root, settings) =>
      root.path === '' ? [`**/${trackingSettings(settings).directory}/*.[mM][dD]`] : [],
    accepts: (path, settings) => {
      const { directory } = trackingSettings(settings);
      const slash = path.lastIndexOf('/');
      const isRoot = isDirectoryUpTo(path, slash, directory);
      return isRoot && names.some((name) => `${name}.md` === path.slice(slash + 1).toLowerCase());
    },
    listed: 'search',
    *parseInSteps({ id: document, key, source }): Steps<ParsedDocument> {
      yield;
      const { path } = document;
      const root = path.slice(0, path.lastIndexOf('/'));
      const data = { path, folder: `${root}/${folder}/`, holds };
      const problem = toProblem('file.misplaced', 'warning', data, source.lineRange(0));
      return {
        id: document,
        key,
        format: id,
        holds,
        lineStarts: source.lineStarts,
        parts: [],
        problems: [problem],
      };
    },
  };
}
