import { t } from '@vscode/l10n';
import { currentPhase, isFeature, phasesOf, questionsOf } from '../formats/specKit/phases.ts';
import { someOf } from '../messages/someOf.ts';
import { isInCommit, type Stream, type Task } from '../model/item.ts';
import { isUnfinished } from '../model/taskRules.ts';
import { isChange } from './changeKind.ts';
import { countQuestions } from './counts.ts';
import { joinWords, shownText } from './shownText.ts';
import { waitingFor } from './statusWord.ts';

/** Whether a stream goes through phases. */
export function hasPhases(stream: Stream): boolean {
  return isFeature(stream);
}

/** What can be done with a feature, for menus. */
export function featureFlags(stream: Stream, writable: boolean): readonly string[] {
  if (!isFeature(stream)) return [];
  return ['nextCommand', ...(writable && !isInCommit(stream) ? ['makeActive'] : [])];
}

/** `implement`, `2 questions`: where a feature is, and what is open. Nothing for other streams. */
export function describePhase(stream: Stream): string {
  if (!isFeature(stream)) return '';
  const open = questionsOf(stream).length;
  return joinWords([currentPhase(phasesOf(stream))?.name, open === 0 ? undefined : countQuestions(open)]);
}

/** What is open in a feature and what comes next, a line for each. */
export function phaseLines(stream: Stream, show: (text: string) => string): readonly string[] {
  if (!isFeature(stream)) return [];
  const next = currentPhase(phasesOf(stream));
  const questions = questionsOf(stream).map(({ text }) => show(text) || t('not said'));
  return [
    ...(next === undefined ? [] : [t('Next phase: {0}', next.name)]),
    ...(questions.length === 0 ? [] : [t('To clarify: {0}', someOf(questions, 5))]),
  ];
}

/** `T012 Upload endpoint`: people speak of the tasks of a feature or a change by their IDs. */
export function labelOfTask(stream: Stream, { id }: Task, title: string): string {
  return isFeature(stream) || isChange(stream) ? joinWords([shownText(id ?? '', 20), title], ' ') : title;
}

/** `waits for T011`: what has to be done before a task. */
export function describeWaiting({ tasks }: Stream, task: Task): string {
  if (task.dependsOn === undefined || !isUnfinished(task)) return '';
  const open = new Set(tasks.filter(isUnfinished).map(({ id }) => id));
  const waiting = task.dependsOn.map(({ value }) => value).filter((id) => open.has(id) && id !== task.id);
  return waitingFor(waiting) ?? '';
}
