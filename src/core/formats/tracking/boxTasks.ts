import { perStep, type Steps } from '../../base/steps.ts';
import { mostCriteria, type CriteriaShape } from '../../model/criteria.ts';
import type { Capabilities } from '../../model/capabilities.ts';
import type { Mention } from '../../model/item.ts';
import { mentionsIn } from '../../model/mentions.ts';
import { toKey } from '../../text/key.ts';
import { readLinks } from '../../model/link.ts';
import type { Report } from '../../model/problem.ts';
import type { Status } from '../../model/status.ts';
import type { Range } from '../../text/range.ts';
import { findLinks, plainText, renderedText } from '../../text/inline.ts';
import type { SourceText } from '../../text/sourceText.ts';
import type { MarkdownDocument } from '../../text/syntax.ts';
import { textOf, type BoxList, type TaskBox } from './checkBoxes.ts';
import type { DraftTask } from './taskRows.ts';

/** A box has signs for what is done and what is not, and a name behind its text says that somebody is at it. */
const ofBoxes: Capabilities = { owner: 'file', statuses: ['todo', 'wip', 'done'] };

/** The tasks of check boxes, and what of them cannot be read as it stands. The key comes when all tasks are known. */
export function* readBoxTasks(
  { id: document, source }: MarkdownDocument,
  { boxes, title: heading }: BoxList,
  criteria: CriteriaShape,
  report: Report,
): Steps<DraftTask[]> {
  const tasks: DraftTask[] = [];
  const ofGroups = new Map<number, readonly Mention[]>();
  const mentionsAbove = (text: Range): readonly Mention[] => {
    const known = ofGroups.get(text.start);
    if (known !== undefined) return known;
    const found = mentionsIn(source, text, criteria).map((each) => ({ ...each, ofGroup: true as const }));
    ofGroups.set(text.start, found);
    return found;
  };
  for (const [at, box] of boxes.entries()) {
    if (at % perStep === 0) yield;
    const written = source.slice(box.box);
    const { ownerName } = box;
    const status = statusOfBox(source, box);
    if (status === 'unknown') report('box.unknown', 'warning', { sign: written }, box.box);
    const title = textOf(source, box, plainText);
    const shown = textOf(source, box, renderedText);
    if (title === '') report('task.noTitle', 'warning', { hasId: false }, box.range);
    const own = mentionsIn(source, box.text, criteria);
    const mentions = [...own];
    for (const text of box.above ?? [])
      for (const each of mentionsAbove(text))
        if (!mentions.some(({ id }) => id === each.id)) mentions.push(each);
    if (own.length > mostCriteria) report('row.manyCriteria', 'warning', { most: mostCriteria }, box.range);
    tasks.push({
      kind: 'task',
      key: toKey(''),
      title: { value: title, written: source.slice(box.text), range: box.text },
      status: { value: status, written: written, range: box.box },
      owner: {
        value: ownerName,
        written: source.slice(box.owner),
        range: box.owner,
      },
      mentions: mentions.slice(0, mostCriteria),
      links: readLinks(findLinks(source, box.text)),
      fields: [],
      can: ofBoxes,
      location: { document, range: box.range },
      ...(heading === undefined ? {} : { heading }),
      ...(shown === title ? {} : { renderedTitle: shown }),
    });
  }
  return tasks;
}

/** An open box is begun once somebody is named. Other signs mean one thing to some and another to others: they are told. */
export function statusOfBox(source: SourceText, { box, ownerName }: TaskBox): Status | 'unknown' {
  const written = source.slice(box);
  if (/^[xX]$/.test(written)) return 'done';
  if (!/^\s$/.test(written)) return 'unknown';
  return ownerName === undefined ? 'todo' : 'wip';
}
