import { perStep, type Steps } from '../../base/steps.ts';
import type { Report } from '../../model/problem.ts';
import type { Status } from '../../model/status.ts';
import type { SourceText } from '../../text/sourceText.ts';
import { statusOfBox } from './boxTasks.ts';
import type { FoundBoxes } from './checkBoxes.ts';

/** Reports what boxes that head others say and nothing is made of: an owner, a mark that those below do not bear out. */
export function* reportBoxHeadings(
  source: SourceText,
  { lists, headings, items }: FoundBoxes,
  report: Report,
): Steps<void> {
  for (const { ownerName, range } of items)
    report('box.heading', 'hint', { kind: 'itemOwner', owner: ownerName }, range);
  if (headings.length === 0) return;
  const tasks = lists.flatMap(({ boxes }) => boxes);
  let first = 0;
  for (const [at, { box, range }] of headings.entries()) {
    if (at % perStep === 0) yield;
    while ((tasks[first]?.range.start ?? range.start) < range.start) first++;
    const below: (Status | 'unknown')[] = [];
    for (let i = first; (tasks[i]?.range.start ?? range.end) < range.end; i++) {
      const each = tasks[i];
      if (each !== undefined) below.push(statusOfBox(source, each));
    }
    const status = statusOfBox(source, box);
    if (status === 'unknown') report('box.unknown', 'warning', { sign: source.slice(box.box) }, box.box);
    if (box.ownerName !== undefined)
      report('box.heading', 'hint', { kind: 'owner', owner: box.ownerName }, box.range);
    const isOver = below.every((each) => each === 'done');
    if (status === 'done') {
      if (!isOver) report('box.heading', 'hint', { kind: 'closed' }, box.range);
    } else if (isOver && status !== 'unknown') report('box.heading', 'hint', { kind: 'open' }, box.range);
  }
}
