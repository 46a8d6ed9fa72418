import * as vscode from 'vscode';
import { itemIn } from '../../core/index/composeStream.ts';
import type { Stream } from '../../core/model/item.ts';
import { groupToExtend, headedTasks } from '../../core/model/taskGroups.ts';
import { progressOf } from '../../core/views/progress.ts';
import { showPick, type Steps } from './ask.ts';
import { preferences } from './preferred.ts';
import type { Services } from '../surface.ts';
import type { FileTarget } from './target.ts';

export function hasSeveralTables(stream: Stream): boolean {
  return headedTasks(stream).length > 1;
}

/**
 * Asks which table or check boxes of a file a new task goes to, by their headings, where there are several: on top that of the row at
 * the cursor or selected, else the one that the task goes to unasked. Undefined when the person leaves the question.
 */
export async function pickTaskTable(
  services: Services,
  title: string,
  target: FileTarget,
  steps: Steps,
): Promise<{ readonly heading?: string } | undefined> {
  const parsed = await services.project.read(target);
  const item = parsed === undefined ? undefined : itemIn(parsed);
  const headed = item?.kind === 'stream' ? headedTasks(item) : [];
  if (headed.length < 2) return {};
  const rows = (await preferences(services)).flatMap(({ place: { folder, key, taskKey } }) =>
    folder === target.folder && key === target.key && taskKey !== undefined ? [taskKey] : [],
  );
  const [preferred] = rows.flatMap(
    (row) => headed.find(({ tasks }) => tasks.some(({ key }) => key === row)) ?? [],
  );
  const first = preferred ?? groupToExtend(headed);
  const items = [...headed]
    .sort((a, b) => Number(b === first) - Number(a === first))
    .map((each) => {
      const { done, total } = progressOf(each.tasks);
      return { label: each.title, description: `${done}/${total}`, heading: each.title };
    });
  const picked = await showPick(items, {
    title,
    at: steps.next(1),
    placeHolder: vscode.l10n.t('Choose where the task goes'),
  });
  return picked === undefined ? undefined : { heading: picked.heading };
}
