import { perStep, type Steps } from '../../base/steps.ts';
import { contradictionsIn } from '../../model/foldDeltas.ts';
import type { RequirementDelta } from '../../model/item.ts';
import type { Link } from '../../model/link.ts';
import type { ParsedDocument } from '../../model/parsedDocument.ts';
import type { Report } from '../../model/problem.ts';
import type { Range } from '../../text/range.ts';
import { trimmed } from '../../text/checklist.ts';
import {
  readRequirementText,
  withoutClosing,
  type RequirementBlock,
  type RequirementSection,
} from '../../text/requirementBlocks.ts';
import type { SourceText } from '../../text/sourceText.ts';
import type { LinesDocument } from '../../text/syntax.ts';
import { Problems, toParsed } from '../collect.ts';
import type { ParseContext } from '../format.ts';
import { partOf } from './part.ts';
import { capabilityOf, changeOf, livingSpecOf, pathOfLiving } from './places.ts';
import { oneLineOf, reportLookalikes, scenariosOf } from './requirements.ts';

type Operation = RequirementDelta['operation'];

const section = /^(added|modified|removed|renamed) requirements$/i;

export function operationOf({ title }: RequirementSection): Operation | undefined {
  return section.exec(title ?? '')?.[1]?.toLowerCase() as Operation | undefined;
}

/** What a delta says, but for whose it is. */
export type SaidDelta = Omit<RequirementDelta, 'capability' | 'spec' | 'location'> & {
  readonly range: Range;
  readonly nameRange: Range;
};

/** What a text says of requirements, whatever else is wrong in it. */
export function* readDeltas(source: SourceText): Steps<readonly SaidDelta[]> {
  const said: SaidDelta[] = [];
  for (const section of (yield* readRequirementText(source)).sections) {
    const operation = operationOf(section);
    if (operation !== undefined)
      said.push(...(yield* readSection(source, operation, section, () => undefined)));
  }
  return said;
}

/** Reads what a change does to one living spec: requirements that it adds, modifies, removes and renames. */
export function* parseDelta(document: LinesDocument, { root }: ParseContext): Steps<ParsedDocument> {
  const { id, source } = document;
  const { all, report } = new Problems();
  const change = changeOf(id.path, root.path);
  const isArchived = change?.isArchived === true;
  const text = yield* readRequirementText(source);
  const said: SaidDelta[] = [];
  const firstOf = new Map<Operation, number>();
  for (const each of text.sections) {
    yield;
    const operation = operationOf(each);
    if (operation === undefined) {
      for (const { name, nameRange } of each.blocks) {
        const title = each.title === undefined ? {} : { section: each.title };
        report('requirement.outside', 'warning', { name, wanted: 'delta', ...title }, nameRange);
      }
      continue;
    }
    const line = firstOf.get(operation);
    if (line === undefined) firstOf.set(operation, source.lineAt(each.heading.start) + 1);
    else report('delta.sectionTwice', 'hint', { title: each.title ?? '', line }, each.heading);
    said.push(...(yield* readSection(source, operation, each, report)));
  }
  reportLookalikes(
    text,
    (i) => {
      const at = text.sections[i];
      return at !== undefined && operationOf(at) !== undefined && operationOf(at) !== 'renamed';
    },
    report,
  );
  reportContradictions(source, said, report);
  if (said.length === 0) report('delta.none', 'warning', {}, { start: 0, end: 0 });
  const capability = capabilityOf(id.path, root.path, change);
  const spec = livingSpecOf(root.path, capability);
  const deltas = said.map(({ range, nameRange: _, ...delta }): RequirementDelta => ({
    ...delta,
    // Of what is over, only what it was about is of interest.
    ...(isArchived ? { body: '', scenarios: [] } : {}),
    capability,
    spec,
    location: { document: id, range },
  }));
  // Of a new capability there is none yet.
  const link: Link = {
    role: 'spec',
    text: capability,
    destination: pathOfLiving(root.path, capability),
    ifThere: true,
    range: { start: 0, end: 0 },
  };
  const part = { ...partOf(document, root, 'delta'), deltas, ...(isArchived ? {} : { links: [link] }) };
  return toParsed(document, 'openSpec.delta', 'stream', [part], isArchived ? [] : all);
}

function* readSection(
  source: SourceText,
  operation: Operation,
  section: RequirementSection,
  report: Report,
): Steps<readonly SaidDelta[]> {
  switch (operation) {
    case 'removed':
      return removedIn(source, section);
    case 'renamed':
      return renamedIn(source, section, report);
    default: {
      const found: SaidDelta[] = [];
      for (const [i, block] of section.blocks.entries()) {
        if (i % perStep === 0) yield;
        const { name, nameRange, range, heading, body } = block;
        const scenarios = scenariosOf(source, block);
        if (scenarios.length === 0) report('requirement.noScenario', 'warning', { name }, heading);
        found.push({
          operation,
          requirement: name,
          body: source.slice(body),
          scenarios,
          range,
          nameRange,
        });
      }
      return found;
    }
  }
}

const bullet = /^[-*+][ \t]*`?###[ \t]*requirement:[ \t]*(?=\S)/i;

/** Requirements by their headings, with why they go; or as the items of a list. */
function removedIn(source: SourceText, { blocks, lines }: RequirementSection): readonly SaidDelta[] {
  const headed = blocks.map((block) => removed(source, block));
  const listed = lines.flatMap((line): readonly SaidDelta[] => {
    const range = source.lineRange(line);
    const nameRange = nameBehind(source, range, bullet);
    if (nameRange === undefined) return [];
    return [{ ...empty('removed', source.slice(nameRange)), range: nameRange, nameRange }];
  });
  return [...headed, ...listed].sort((a, b) => a.range.start - b.range.start);
}

function removed(source: SourceText, { name, nameRange, range, body }: RequirementBlock): SaidDelta {
  // What is listed below it is about others.
  const [text = ''] = oneLineOf(source, body).split('### Requirement:');
  const told = (word: string): string | undefined =>
    new RegExp(`\\b${word}:[ \\t]*(.*?)(?=\\b(?:Reason|Migration):|$)`, 'i').exec(text)?.[1]?.trim();
  const [reason, migration] = [told('Reason'), told('Migration')];
  return {
    ...empty('removed', name),
    ...(reason === undefined || reason === '' ? {} : { reason }),
    ...(migration === undefined || migration === '' ? {} : { migration }),
    range,
    nameRange,
  };
}

const from = /^(?:[-*+][ \t]*)?FROM:[ \t]*`?###[ \t]*Requirement:[ \t]*(?=\S)/;
const to = /^(?:[-*+][ \t]*)?TO:[ \t]*`?###[ \t]*Requirement:[ \t]*(?=\S)/;

/** Pairs of a `FROM:` and the `TO:` below it; what makes no pair is told, and not guessed. */
function renamedIn(source: SourceText, { lines }: RequirementSection, report: Report): readonly SaidDelta[] {
  const found: SaidDelta[] = [];
  let pending: Range | undefined;
  const drop = (side: 'FROM' | 'TO', range: Range): void => {
    report('delta.unpaired', 'warning', { side, name: source.slice(range) }, range);
  };
  for (const line of lines) {
    const range = source.lineRange(line);
    const [old, now] = [nameBehind(source, range, from), nameBehind(source, range, to)];
    if (old !== undefined) {
      if (pending !== undefined) drop('FROM', pending);
      pending = old;
    } else if (now !== undefined && pending === undefined) drop('TO', now);
    else if (now !== undefined && pending !== undefined) {
      const nameRange = pending;
      found.push({
        ...empty('renamed', source.slice(nameRange)),
        newName: source.slice(now),
        range: { start: nameRange.start, end: now.end },
        nameRange,
      });
      pending = undefined;
    }
  }
  if (pending !== undefined) drop('FROM', pending);
  return found;
}

/** The name of a requirement in a line that begins as it should; without what closes it. */
function nameBehind(source: SourceText, line: Range, lead: RegExp): Range | undefined {
  const { start, end } = trimmed(source.text, line);
  const text = source.text.slice(start, Math.min(end, start + 2000));
  const match = lead.exec(text);
  if (match === null) return undefined;
  const name = withoutClosing(text.slice(match[0].length).replace(/`$/, ''));
  const from = start + match[0].length;
  return name === '' ? undefined : { start: from, end: from + name.length };
}

function empty(
  operation: Operation,
  requirement: string,
): Pick<RequirementDelta, 'operation' | 'requirement' | 'body' | 'scenarios'> {
  return { operation, requirement, body: '', scenarios: [] };
}

/** Tells two deltas on one requirement, the later one. */
function reportContradictions(source: SourceText, said: readonly SaidDelta[], report: Report): void {
  const inOrder = [...said].sort((a, b) => a.nameRange.start - b.nameRange.start);
  for (const { first, second, name } of contradictionsIn(inOrder)) {
    const [one, other] = [inOrder[first], inOrder[second]];
    if (one === undefined || other === undefined) continue;
    const line = source.lineAt(one.nameRange.start) + 1;
    report('delta.contradicts', 'error', { name, line }, other.nameRange);
  }
}
