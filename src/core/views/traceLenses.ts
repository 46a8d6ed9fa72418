import { t } from '@vscode/l10n';
import { operationsOnStep, operationsOnTrace } from '../model/availableOperations.ts';
import type { Stream, StreamTask } from '../model/item.ts';
import { lastStep } from '../model/workflow.ts';
import { lineAt, type LineStarts } from '../text/lineStarts.ts';
import { iconOf, type Lens } from './lens.ts';
import { escapeIcons, shownText, shownTitle } from './shownText.ts';

/** In a trace: on the running step what it says and how it ends, on the last one of a workflow that stands still how it goes on. */
export function traceLenses(stream: Stream, lineStarts: LineStarts): readonly Lens[] {
  const lineOf = (task: StreamTask): number => lineAt(lineStarts, task.location.range.start);
  const ofSteps = stream.tasks
    .filter((task) => operationsOnStep(task).length > 0)
    .flatMap((task): readonly Lens[] => {
      const line = lineOf(task);
      const shown = shownTitle(task);
      return [
        stateLens(task, line),
        {
          line,
          title: t('Complete Step'),
          tooltip: t('Complete {0} with a summary', shown),
          action: { kind: 'completeStep', task },
        },
        {
          line,
          title: t('Fail Step'),
          tooltip: t('Say that {0} failed, and stop the workflow', shown),
          action: { kind: 'failStep', task },
        },
      ];
    });
  const last = lastStep(stream);
  const offered = operationsOnTrace(stream);
  if (last === undefined || ofSteps.length > 0) return ofSteps;
  const line = lineOf(last);
  return [
    ...(offered.includes('start_step')
      ? [
          {
            line,
            title: t('Start Step'),
            tooltip: t('Add the next step before the work on it begins'),
            action: { kind: 'startStep' } as const,
          },
        ]
      : []),
    ...(offered.includes('resume_trace')
      ? [
          ...(last.status.value === 'failed' ? [stateLens(last, line)] : []),
          {
            line,
            title: t('Resume Trace'),
            tooltip: t('Go on with the workflow'),
            action: { kind: 'resumeTrace' } as const,
          },
        ]
      : []),
  ];
}

/** `◐ in-progress`: how a step stands, as its file writes it. */
function stateLens(task: StreamTask, line: number): Lens {
  const icon = iconOf(task.status.value === 'failed' ? 'failed' : 'wip');
  return {
    line,
    title: `${icon}${escapeIcons(shownText(task.status.written, 40))}`,
    tooltip: t('Show {0} in the sidebar', shownTitle(task)),
    action: { kind: 'reveal', taskKey: task.key },
  };
}
