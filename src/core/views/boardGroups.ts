import { t } from '@vscode/l10n';
import type { BoardGroup } from '../board/protocol.ts';
import { taskWords } from '../messages/names.ts';
import type { Stream } from '../model/item.ts';
import { isGrouped } from './featureViews.ts';
import { describeProgress, progressOf } from './progress.ts';
import { shownText } from './shownText.ts';

/** All tasks: those of a feature or a change by the headings that they stand below, as in the tree. */
export function taskGroups(
  stream: Stream,
  hasSpecs: boolean,
): readonly (Omit<BoardGroup, 'tasks'> & Pick<Stream, 'tasks'>)[] {
  const head = headOfAll(stream, hasSpecs);
  if (!isGrouped(stream)) return [{ id: 'others', ...head, tasks: stream.tasks }];
  let from = 0;
  return stream.groups.map(({ title, count }, i) => {
    const tasks = stream.tasks.slice(from, (from += count));
    return {
      id: `group:${i}`,
      title: title === undefined ? head.title : shownText(title, 100),
      text: describeProgress(progressOf(tasks)),
      tasks,
    };
  });
}

/** What stands above tasks without a heading. */
function headOfAll({ called, links }: Stream, hasSpecs: boolean): Pick<BoardGroup, 'title' | 'text'> {
  if (hasSpecs)
    return { title: t('Tasks without a criterion'), text: t('Tasks that name no criterion of a spec') };
  if (called !== undefined) return { title: taskWords[called](), text: '' };
  return {
    title: t('Tasks'),
    text: links.some(({ role }) => role === 'spec')
      ? t('The linked spec cannot be read. Tasks are listed without criteria.')
      : t('No spec is linked. Tasks are listed without criteria.'),
  };
}
