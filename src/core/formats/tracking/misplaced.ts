import { t } from '@vscode/l10n';
import type { Steps } from '../../base/steps.ts';
import type { FormatId, ParsedFile } from '../../model/parsedFile.ts';
import type { FolderRules } from '../../model/rules.ts';
import { placeOf } from '../../text/place.ts';
import type { Format, MarkdownFile } from '../format.ts';

/**
 * `tracking/TODO.md`, `tracking/progress.md`: one file for what has a folder. It is shown where its content would be, with the place
 * that is meant, and not read: which branch would its tasks be of?
 */
export const misplaced: readonly Format[] = [
  inPlaceOf('progressFile', ['progress', 'todo', 'todos', 'tasks'], (path, root) =>
    t('{0} is not read: progress files are in {1}, one for each branch.', path, `${root}/progress/`),
  ),
  inPlaceOf('backlogItem', ['backlog'], (path, root) =>
    t('{0} is not read: backlog items are in {1}, one file each.', path, `${root}/backlog/`),
  ),
  inPlaceOf('debtItem', ['tech-debt', 'debt'], (path, root) =>
    t('{0} is not read: tech-debt items are in {1}, one file each.', path, `${root}/tech-debt/`),
  ),
];

/** Whether a file is one of them; others that stand beside the folders, as a README, are nothing of ours. */
export function isMisplaced(path: string, rules: FolderRules): boolean {
  return misplaced.some((format) => format.matches(path, rules));
}

function inPlaceOf(
  id: FormatId,
  names: readonly string[],
  message: (path: string, root: string) => string,
): Format {
  return {
    id,
    matches: (path, { trackingDirectory }) => {
      const [, root = '', name = ''] = /^(.+)\/([^/]+)\.md$/i.exec(path) ?? [];
      const isRoot = root === trackingDirectory || root.endsWith(`/${trackingDirectory}`);
      return isRoot && names.includes(name.toLowerCase());
    },
    *parseInSteps({ path, source }: MarkdownFile): Steps<ParsedFile> {
      yield;
      const root = path.slice(0, path.lastIndexOf('/'));
      const place = placeOf(source, source.lineRange(0));
      const problem = {
        code: 'file.misplaced',
        severity: 'warning',
        message: message(path, root),
        place,
      } as const;
      return { path, format: id, problems: [problem] };
    },
  };
}
