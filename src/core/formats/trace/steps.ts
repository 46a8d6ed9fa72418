import { endedStep, runningStep } from '../../model/capabilities.ts';
import { mostCriteria, type CriteriaShape } from '../../model/criteria.ts';
import { headKey } from '../../model/headKeys.ts';
import { readLinks, type Link } from '../../model/link.ts';
import { readOwner } from '../../model/owner.ts';
import type { Field, Mention, StreamTask } from '../../model/item.ts';
import type { Report } from '../../model/problem.ts';
import type { Sourced } from '../../model/sourced.ts';
import type { Status } from '../../model/status.ts';
import type { TaskKey } from '../../model/rowIdentity.ts';
import type { DocumentId } from '../../text/document.ts';
import { findLinks, oneLine, plainText } from '../../text/inline.ts';
import type { Block, HeadingBlock } from '../../text/markdown.ts';
import type { Range } from '../../text/range.ts';
import { flatten, type SourceText } from '../../text/sourceText.ts';
import { artifactLinks } from './artifacts.ts';
import { knownKey, readKeyLines, textOf, type KeyLine } from './keyLines.ts';
import type { StepHeading } from './stepHeading.ts';
import { isUnfilled, readStatusLine, saysNothing, type StatusLine } from './words.ts';

/** A section that is a step, before all of them are looked at together. */
export interface Step extends StepHeading {
  readonly heading: HeadingBlock;
  /** From its heading to its last line. */
  readonly range: Range;
  readonly status: Sourced<Status | 'unknown'>;
  readonly owner: Sourced<string | undefined>;
  readonly summary?: KeyLine;
  readonly focus?: KeyLine;
  readonly text?: Sourced<string>;
  readonly fields: readonly Field[];
  readonly links: readonly Link[];
  readonly mentions: readonly Mention[];
}

/** A step's section: its heading and what stands below it. */
export interface StepSection {
  readonly heading: HeadingBlock;
  readonly step: StepHeading;
  readonly body: Range;
  readonly blocks: readonly Block[];
}

/** Reads a step, and reports what is wrong with it whatever the others are. */
export function readStep(
  source: SourceText,
  { heading, step, body, blocks }: StepSection,
  criteria: CriteriaShape,
  report: Report,
): Step {
  const { entries, prose, end } = readKeyLines(source, body, blocks);
  const range = { start: heading.range.start, end };
  const once = firstOfEach(entries, ['status', 'current focus'], report);
  const status = statusOf(source, once.get('status'), step, heading, report);
  const focus = once.get('current focus');
  const summary = entries.find(({ key }) => key === 'summary');
  const ownerLine = entries.find(isOwner);
  const fields = entries
    .filter((entry) => entry !== once.get('status') && entry !== ownerLine)
    .map(({ name, text, value }): Field => ({ name, value: text, range: value }));
  if (step.id === 'N' || isUnfilled(step.title.written))
    report('trace.template', 'warning', {}, heading.range);
  for (const { value } of entries)
    if (isUnfilled(source.slice(value))) report('trace.template', 'warning', {}, value);
  const text = proseOf(source, prose, step.remark);
  return {
    ...step,
    heading,
    range,
    status,
    owner: ownerOf(source, ownerLine),
    fields,
    links: entries.flatMap((entry) => linksOf(source, entry)).concat(proseLinks(source, prose)),
    mentions: mentionsIn(source, range, criteria),
    ...(summary === undefined || saysNothing(summary.text) ? {} : { summary }),
    ...(focus === undefined || saysNothing(focus.text) ? {} : { focus }),
    ...(text === undefined ? {} : { text }),
  };
}

/** The step as a task. */
export function toTask(document: DocumentId, step: Step, { key, ambiguous }: TaskKey): StreamTask {
  const { id, title, status, owner, text, mentions, links, fields, range } = step;
  return {
    kind: 'task',
    key,
    id,
    title,
    status,
    owner,
    mentions,
    links,
    fields,
    can: status.value === 'wip' ? runningStep : endedStep,
    location: { document, range },
    ...(text === undefined ? {} : { text }),
    ...(ambiguous === undefined ? {} : { ambiguous }),
  };
}

/** By its key the first line for each of what is said once; the others are told. */
export function firstOfEach(
  entries: readonly KeyLine[],
  keys: readonly string[],
  report: Report,
): ReadonlyMap<string, KeyLine> {
  const found = new Map<string, KeyLine>();
  for (const entry of entries) {
    const { key } = entry;
    if (!keys.includes(key)) continue;
    if (found.has(key)) report('trace.repeated', 'warning', { name: entry.name }, entry.value);
    else found.set(key, entry);
  }
  return found;
}

/** Reports what a status line says that no step or workflow says. */
export function reportStatus({ status, kind }: StatusLine, value: Range, report: Report): void {
  const { written } = status;
  if (kind === 'template') report('trace.template', 'warning', {}, value);
  else if (kind === 'unknown') report('status.unknown', 'warning', { word: written }, value);
  else if (kind === 'foreign') report('step.foreignStatus', 'warning', { word: written }, value);
}

function statusOf(
  source: SourceText,
  line: KeyLine | undefined,
  { id, isStruck }: StepHeading,
  heading: HeadingBlock,
  report: Report,
): Step['status'] {
  if (line === undefined) {
    if (isStruck) return { value: 'dropped', written: '' };
    report('step.noStatus', 'warning', { step: id }, heading.range);
    return { value: 'unknown', written: '' };
  }
  const read = readStatusLine(source, line.value);
  if (isStruck) return { ...read.status, value: 'dropped' };
  reportStatus(read, line.value, report);
  return read.status;
}

function isOwner({ name, key }: KeyLine): boolean {
  return knownKey.test(key) ? key === 'owner' || key === 'agent' : headKey(name) === 'owner';
}

function ownerOf(source: SourceText, line: KeyLine | undefined): Step['owner'] {
  if (line === undefined) return { value: undefined, written: '' };
  const written = source.slice(line.value);
  const value = readOwner(written);
  return { value: value === undefined ? undefined : flatten(value), written, range: line.value };
}

function linksOf(source: SourceText, { key, value }: KeyLine): readonly Link[] {
  return key === 'artifacts'
    ? artifactLinks(source, value)
    : readLinks(findLinks(source, value), key === 'task spec' ? 'spec' : undefined);
}

function proseLinks(source: SourceText, prose: readonly Range[]): readonly Link[] {
  return prose.flatMap((range) => readLinks(findLinks(source, range)));
}

function proseOf(source: SourceText, prose: readonly Range[], remark: string): Sourced<string> | undefined {
  const [first] = prose;
  const said = oneLine(`${remark} ${textOf(source, prose)}`);
  if (said === '') return undefined;
  if (first === undefined) return { value: said, written: '' };
  const range = { start: first.start, end: prose.at(-1)?.end ?? first.end };
  return { value: flatten(said), written: source.slice(range), range };
}

/** Each ID where it is named first. */
function mentionsIn(source: SourceText, range: Range, criteria: CriteriaShape): readonly Mention[] {
  const raw = source.slice(range);
  if (!criteria.mayHold(raw)) return [];
  const seen = new Map<string, Mention>();
  for (const { id, start, end } of criteria.find(raw))
    if (!seen.has(id) && seen.size < mostCriteria)
      seen.set(id, { id: flatten(id), range: { start: range.start + start, end: range.start + end } });
  return [...seen.values()];
}

/** The title of a document or section as plain text. */
export function headingText(source: SourceText, { content }: HeadingBlock): string {
  return flatten(oneLine(plainText(source.slice(content))));
}
