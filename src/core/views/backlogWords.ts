import { t } from '@vscode/l10n';
import { openDependencies } from '../index/dependencies.ts';
import { isAbsent, pathOfTarget } from '../index/linkGraph.ts';
import type { ProjectIndex } from '../index/projectIndex.ts';
import type { ChecklistItem, WorkItem } from '../model/item.ts';
import { joinWords, shownText } from './shownText.ts';
import { waitingFor } from './statusWord.ts';

/** `BACK-12 Show parent`: people speak of items by their IDs. */
export function nameItem({ task: { id = '', title } }: WorkItem): string {
  return joinWords([shownText(id, 60), shownText(title.value)], ' ');
}

/** `2/9 checked` */
export function describeChecks(checks: readonly ChecklistItem[]): string | undefined {
  if (checks.length === 0) return undefined;
  const done = checks.filter(({ checked }) => checked.value === true).length;
  return t('{0}/{1} checked', done, checks.length);
}

/** `waits for BACK-11` */
export function describeWaiting(index: ProjectIndex, item: WorkItem): string | undefined {
  return waitingFor(openDependencies(index, item));
}

/** Where a tool keeps what is worth remembering of an item; undefined where it keeps nothing. */
export function memoryOf(index: ProjectIndex, { task }: WorkItem): string | undefined {
  const found = index.linksOf(task.key).find((each) => each.link.role === 'memory' && !isAbsent(each));
  return found && pathOfTarget(found.target);
}

/** What is to be done for an item before it is done, and before it begins. */
export function describeOpen(index: ProjectIndex, item: WorkItem): readonly string[] {
  return [describeChecks(item.task.checks ?? []), describeWaiting(index, item)].filter(
    (text) => text !== undefined,
  );
}
