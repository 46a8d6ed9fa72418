import { t } from '@vscode/l10n';
import type { Stream } from '../model/item.ts';
import { isUnfinished } from '../model/taskRules.ts';
import { someOf } from '../messages/someOf.ts';
import { phaseLines } from './featureStatus.ts';
import { progressOf } from './progress.ts';
import { shownText } from './shownText.ts';
import { statusWord } from './statusWord.ts';

/** Entries of a list that a line names. */
const listed = 5;

/** Whether nothing is left to do: tasks of a workflow may all be done while it goes on to the next one. */
export function isFinished({ tasks, status }: Stream): boolean {
  const goesOn = status === 'todo' || status === 'wip' || status === 'blocked' || status === 'failed';
  return tasks.length > 0 && !goesOn && !tasks.some(isUnfinished);
}

/** Whether nothing of this clone is left of its branch but the file: one on which nothing was begun is still to be made. */
export function isLeftOver({ tasks, branchState }: Stream): boolean {
  const isPlanned = tasks.length > 0 && tasks.every(({ status }) => status.value === 'todo');
  return branchState === 'deleted' && !isPlanned;
}

/** The stream's own status as its document writes it; empty where it has none. */
export function writtenStatus({ parts }: Stream): string {
  return parts.find(({ status }) => status !== undefined)?.status?.written ?? '';
}

/** The stream's own status, where that says more than those of its tasks: in a word, as it is shown. */
export function tellingStatus(stream: Stream): string | undefined {
  const { status, tasks } = stream;
  if (status === undefined) return undefined;
  if (status === 'unknown') return shownText(writtenStatus(stream), 40) || undefined;
  const { counts } = progressOf(tasks);
  const hasUnfinished = tasks.some(isUnfinished);
  const saysMore =
    tasks.length === 0 ||
    (status === 'todo' || status === 'wip'
      ? !hasUnfinished
      : status === 'done'
        ? hasUnfinished
        : counts[status] === 0);
  return saysMore ? statusWord(status) : undefined;
}

/**
 * Where to go on, what is in the way, and what the last session did: a line for each.
 * @param show makes text of a file fit for where the lines are shown
 */
export function resumptionLines(stream: Stream, show: (text: string) => string): readonly string[] {
  const { resumption, sessions } = stream;
  const lines: string[] = [...phaseLines(stream, show)];
  const list = (line: (some: string) => string, texts: readonly string[]): void => {
    if (texts.length > 0) lines.push(line(someOf(texts, listed, show)));
  };
  const position = resumption?.position.value ?? '';
  if (position !== '') lines.push(t('Resume from: {0}', show(position)));
  if (resumption?.nextAction !== undefined)
    lines.push(t('Next action: {0}', show(resumption.nextAction.value)));
  if (resumption !== undefined) {
    list((some) => t('Blocked by: {0}', some), resumption.blockers);
    list((some) => t('Depends on: {0}', some), resumption.dependencies);
    list((some) => t('Decided: {0}', some), resumption.decisions);
  }
  if (resumption?.compacted !== undefined)
    lines.push(t('Context compacted: {0}', show(resumption.compacted)));
  const [last] = sessions;
  if (last === undefined) return lines;
  // Where nothing else says where to go on, that is the last session itself.
  if (last.summary !== '' && last.summary !== position) {
    const day = (last.ended ?? last.started ?? '').slice(0, 10);
    lines.push(
      day === ''
        ? t('Last session: {0}', show(last.summary))
        : t('Last session, {0}: {1}', show(day), show(last.summary)),
    );
  }
  if (resumption?.nextAction === undefined) list((some) => t('Next steps: {0}', some), last.nextSteps);
  return lines;
}
