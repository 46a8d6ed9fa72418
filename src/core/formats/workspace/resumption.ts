import type { Link } from '../../model/link.ts';
import type { Field } from '../../model/item.ts';
import type { Resumption } from '../../model/resumption.ts';
import type { DataNode } from '../../text/dataDocument.ts';
import { ObjectReader, shownText, sourcedText } from './objectReader.ts';
import { fileLinks, type Source } from './source.ts';
import { isVague } from './words.ts';

/** What a resumption context says, with the files that it names and what else is in it. */
export interface ResumptionContext {
  readonly resumption: Resumption;
  readonly links: readonly Link[];
  readonly fields: readonly Field[];
}

/**
 * Reads a resumption context.
 * @param isOver the work is done: nobody has to go on
 * @param compacted when the context was compacted last
 */
export function readResumption(
  source: Source,
  node: DataNode,
  isOver: boolean,
  compacted: string | undefined,
): ResumptionContext {
  const { document, report } = source;
  const reader = new ObjectReader(document.source.text, node, report);
  const position = reader.text('position');
  const next = reader.text('nextAction', 'next_action');
  const links = fileLinks(source, reader.list('keyFiles', 'key_files'));
  if (!isOver) {
    if (position === undefined) report('resumption.noPosition', 'warning', {}, node.range);
    if (next === undefined) report('resumption.noNextAction', 'warning', {}, node.range);
    else if (isVague(next.value) && next.range !== undefined)
      report('resumption.vague', 'warning', { text: next.value }, next.range);
  }
  return {
    resumption: {
      position: position ?? { value: '', written: '' },
      blockers: reader.strings('blockers'),
      dependencies: reader.strings('dependencies'),
      decisions: reader.strings('decisions', 'recentDecisions', 'recent_decisions'),
      location: { document: document.id, range: node.range },
      ...(next === undefined ? {} : { nextAction: next }),
      ...(compacted === undefined ? {} : { compacted }),
    },
    links,
    fields: reader.rest(),
  };
}

/** Where to go on by the last session, where that is all that a file says of it. */
export function resumptionOfSession({ document }: Source, node: DataNode): Resumption | undefined {
  const { text } = document.source;
  const members = node.kind === 'object' ? node.members : [];
  const find = (...keys: readonly string[]): DataNode | undefined =>
    members.findLast(({ key }) => keys.includes(key))?.value;
  const strings = (list: DataNode | undefined): readonly string[] =>
    list?.kind === 'array' ? list.items.map((item) => shownText(text, item)) : [];
  const summary = find('summary');
  if (summary?.kind !== 'value' || summary.value === null || summary.value === '') return undefined;
  const steps = find('nextSteps', 'next_steps');
  const [first] = steps?.kind === 'array' ? steps.items : [];
  return {
    position: sourcedText(text, summary),
    blockers: strings(find('blockers')),
    dependencies: [],
    decisions: [],
    location: { document: document.id, range: node.range },
    ...(first?.kind === 'value' ? { nextAction: sourcedText(text, first) } : {}),
  };
}
