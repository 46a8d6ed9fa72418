import type { Report } from '../../model/problem.ts';
import type { Sourced } from '../../model/sourced.ts';
import type { Status } from '../../model/status.ts';
import { othersAlike } from '../../model/rowIdentity.ts';
import type { SourceText } from '../../text/sourceText.ts';
import { follows, resumes } from './stepHeading.ts';
import type { Step } from './steps.ts';
import { countSentences, isVague } from './words.ts';

/** Reports what is wrong with the steps of a trace together: their order, and what each of them says for where it is. */
export function reportSteps(source: SourceText, steps: readonly Step[], report: Report): void {
  const others = othersAlike(steps.map(({ id }) => id));
  for (const [i, { id, heading }] of steps.entries()) {
    const lines = (others[i] ?? []).flatMap((other) => {
      const start = steps[other]?.heading.range.start;
      return start === undefined ? [] : [source.lineAt(start) + 1];
    });
    if (lines.length > 0) report('step.duplicate', 'error', { step: id, lines }, heading.range);
  }
  const counted = steps.filter(({ status, id }) => status.value !== 'dropped' && id !== 'N');
  let before: Step | undefined;
  for (const [i, step] of counted.entries()) {
    reportOrder(step, before, report);
    reportContent(step, i === counted.length - 1, report);
    before = step;
  }
}

function reportOrder({ id, heading }: Step, before: Step | undefined, report: Report): void {
  if (before === undefined) return;
  if (before.status.value === 'failed' && !resumes(id, before.id))
    report('step.afterFailed', 'warning', { step: id, failed: before.id }, heading.range);
  else if (id !== before.id && !follows(id, before.id))
    report('step.order', 'warning', { step: id, before: before.id }, heading.range);
}

function reportContent({ id, status, heading, focus, summary }: Step, isLast: boolean, report: Report): void {
  const at = status.range ?? heading.range;
  if (status.value === 'wip') {
    if (!isLast) report('step.notLast', 'warning', { step: id }, at);
    if (focus === undefined) report('step.noFocus', 'hint', { step: id }, at);
  }
  if (focus !== undefined && isVague(focus.text))
    report('step.vagueFocus', 'hint', { focus: focus.text }, focus.value);
  if (status.value === 'done' && focus !== undefined)
    report('step.focusLeft', 'hint', { step: id }, focus.value);
  if ((status.value === 'done' || status.value === 'failed') && summary === undefined)
    report('step.noSummary', 'hint', { step: id }, at);
  const sentences = summary === undefined ? 0 : countSentences(summary.text);
  if (summary !== undefined && sentences > 3)
    report('step.longSummary', 'hint', { sentences }, summary.value);
}

/** Reports where the workflow's own status is at odds with those of its steps. */
export function reportWorkflow(
  { value, written, range }: Sourced<Status | 'unknown'>,
  steps: readonly Step[],
  report: Report,
): void {
  if (range === undefined) return;
  const counted = steps.filter(({ status }) => status.value !== 'dropped');
  const last = counted.at(-1);
  const open = counted.find(({ status }) => status.value === 'wip');
  if (value === 'done' && open !== undefined)
    report('trace.statusDiffers', 'warning', { why: 'openStep', written, step: open.id }, range);
  else if ((value === 'done' || value === 'wip') && last?.status.value === 'failed')
    report('trace.statusDiffers', 'warning', { why: 'failedStep', written, step: last.id }, range);
  else if (value === 'failed' && last !== undefined && last.status.value !== 'failed')
    report('trace.statusDiffers', 'warning', { why: 'noFailedStep', written }, range);
}
