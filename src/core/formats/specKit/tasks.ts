import { perStep, type Steps } from '../../base/steps.ts';
import type { Capabilities } from '../../model/capabilities.ts';
import { mostCriteria, type CriteriaShape } from '../../model/criteria.ts';
import type { Mention, StreamTask, TaskGroup } from '../../model/item.ts';
import { LinkLimit, readLinks } from '../../model/link.ts';
import { mentionsIn } from '../../model/mentions.ts';
import type { ParsedDocument } from '../../model/parsedDocument.ts';
import type { Report } from '../../model/problem.ts';
import { taskKeys } from '../../model/rowIdentity.ts';
import type { Status } from '../../model/status.ts';
import {
  plainLines,
  readBoxLine,
  readBrokenBox,
  readHeadingLine,
  type BoxLine,
  type HeadingLine,
} from '../../text/checklist.ts';
import { hasConflict } from '../../text/conflictMarkers.ts';
import { findLinks, oneLine, plainText } from '../../text/inline.ts';
import type { SourceText } from '../../text/sourceText.ts';
import type { LinesDocument } from '../../text/syntax.ts';
import type { ParseContext } from '../format.ts';
import { resolveDependencies } from './dependencies.ts';
import { partOf, Problems, toParsed } from './part.ts';
import { bareIdsIn } from './requirementIds.ts';
import { hasTaskId, readTaskText, type TaskText } from './taskLine.ts';

/** A box knows what is done and what is not; who is at it is kept beside the file. */
const ofBoxes: Capabilities = { owner: 'claims', statuses: ['todo', 'done'] };

/** A task as it is read, with what it is under. */
interface TaskLine {
  readonly box: BoxLine;
  readonly text: TaskText;
  readonly heading: HeadingLine | undefined;
}

/**
 * Reads `tasks.md` line by line, as tools do that import it: boxes of any list, at any depth, with or without an ID. Its phases are
 * groups of tasks.
 */
export function* parseTasks(
  document: LinesDocument,
  { root, criteria }: ParseContext,
): Steps<ParsedDocument> {
  const { source } = document;
  const problems = new Problems();
  const { report } = problems;
  const lines = yield* readTaskLines(source, report);
  const titles = new Map<HeadingLine, string>();
  const titleOf = (heading: HeadingLine): string => {
    const known = titles.get(heading) ?? oneLine(plainText(source.slice(heading.text)));
    titles.set(heading, known);
    return known;
  };
  const rows = lines.map(({ text: { id, title }, heading }) => ({
    title,
    ...(id === undefined ? {} : { id }),
    ...(heading === undefined ? {} : { heading: titleOf(heading) }),
  }));
  const keys = taskKeys(document.key, rows);
  const dependencies = resolveDependencies(
    lines.map(({ text }) => text),
    report,
  );
  const limit = new LinkLimit((most, at) => {
    report('links.tooMany', 'warning', { most }, at);
  });
  const inConflict = hasConflict(source.text);
  const tasks: StreamTask[] = [];
  for (const [i, { box, text }] of lines.entries()) {
    if (i % perStep === 0) yield;
    const key = keys[i] ?? { key: document.key };
    const dependsOn = dependencies[i] ?? [];
    const heading = rows[i]?.heading;
    if (text.title.value === '')
      report('task.noTitle', 'warning', { hasId: text.id !== undefined }, box.range);
    tasks.push({
      kind: 'task',
      ...key,
      title: text.title,
      ...(text.id === undefined ? {} : { id: text.id }),
      ...(heading === undefined ? {} : { heading }),
      status: statusOf(source, box, report),
      owner: { value: undefined, written: '' },
      mentions: mentionsOf(source, text, criteria, report),
      links: limit.keep(readLinks(findLinks(source, box.text))),
      fields: fieldsOf(text),
      ...(dependsOn.length === 0 ? {} : { dependsOn }),
      ...(inConflict ? { inConflict: true as const } : {}),
      can: ofBoxes,
      location: { document: document.id, range: box.range },
    });
  }
  reportSameIds(source, tasks, report);
  const part = {
    ...partOf(document, root.path, 'tasks'),
    tasks,
    groups: groupsOf(document, lines, titleOf),
    // A feature is told by its spec: without one, that is said here.
    links: [{ role: 'spec', text: 'spec.md', destination: 'spec.md', range: { start: 0, end: 0 } }] as const,
    operations: ['addTask'] as const,
  };
  return toParsed(document, 'specKit.tasks', 'stream', [part], problems.all);
}

/** The tasks of a document that was read. */
export function tasksIn({ parts }: Pick<ParsedDocument, 'parts'>): readonly StreamTask[] {
  return parts.flatMap((part) => (part.kind === 'streamPart' ? (part.tasks ?? []) : []));
}

/** Every line with a box that is a task. */
function* readTaskLines(source: SourceText, report: Report): Steps<readonly TaskLine[]> {
  const found: TaskLine[] = [];
  const { lines, unclosed } = yield* plainLines(source);
  const open: HeadingLine[] = [];
  for (const [i, line] of lines.entries()) {
    if (i % perStep === 0) yield;
    const heading = readHeadingLine(source, line);
    if (heading !== undefined) {
      while ((open.at(-1)?.depth ?? 0) >= heading.depth) open.pop();
      open.push(heading);
      continue;
    }
    const range = source.lineRange(line);
    const broken = readBrokenBox(source.slice(range), range.start);
    if (broken !== undefined) {
      report('box.broken', 'warning', { written: broken.written, meant: broken.meant }, broken.range);
      continue;
    }
    const box = readBoxLine(source, line);
    if (box !== undefined && isTask(source, box))
      found.push({ box, text: readTaskText(source, box.text), heading: headingOf(source, open) });
  }
  const last = found.at(-1)?.box.line ?? -1;
  for (const line of unclosed)
    if (line < last) report('fence.unclosed', 'warning', {}, source.lineRange(line));
  return found;
}

/** `- [P] can run in parallel` explains a sign. */
function isTask(source: SourceText, { box, text }: BoxLine): boolean {
  const mark = source.slice(box);
  return /^(?:[xX]|[^\p{L}\p{N}])$/u.test(mark) || hasTaskId(source, text);
}

/** The innermost phase that a line is in, else the innermost section. */
function headingOf(source: SourceText, open: readonly HeadingLine[]): HeadingLine | undefined {
  const isPhase = ({ text }: HeadingLine): boolean =>
    /^\P{L}*phase\b/iu.test(source.slice(text).slice(0, 40));
  return open.findLast(isPhase) ?? open.findLast(({ depth }) => depth > 1);
}

function statusOf(source: SourceText, { box }: BoxLine, report: Report): StreamTask['status'] {
  const written = source.slice(box);
  const value: Status | 'unknown' = /^[xX]$/.test(written) ? 'done' : written === ' ' ? 'todo' : 'unknown';
  if (value === 'unknown') report('box.otherMark', 'warning', { mark: written }, box);
  return { value, written, range: box };
}

/** The stories that a task is for, then the requirements that its text names. */
function mentionsOf(
  source: SourceText,
  { stories, title }: TaskText,
  criteria: CriteriaShape,
  report: Report,
): readonly Mention[] {
  const { range } = title;
  const found = new Map<string, Mention>();
  const named =
    range === undefined ? [] : [...mentionsIn(source, range, criteria), ...bareIdsIn(source, range)];
  for (const each of [...stories, ...named]) if (!found.has(each.id)) found.set(each.id, each);
  if (found.size > mostCriteria && range !== undefined)
    report('row.manyCriteria', 'warning', { most: mostCriteria }, range);
  return [...found.values()].slice(0, mostCriteria);
}

function fieldsOf({ tags }: TaskText): StreamTask['fields'] {
  const [first] = tags;
  if (first === undefined) return [];
  return [{ name: 'Tags', value: tags.map(({ text }) => text).join(', '), range: first.range }];
}

/** Consecutive tasks of one phase; where one has a heading it begins there. */
function groupsOf(
  { id: document }: LinesDocument,
  lines: readonly TaskLine[],
  titleOf: (heading: HeadingLine) => string,
): readonly TaskGroup[] {
  const groups: { heading: HeadingLine | undefined; start: number; end: number; count: number }[] = [];
  for (const { box, heading } of lines) {
    const last = groups.at(-1);
    if (last === undefined || last.heading !== heading)
      groups.push({ heading, start: box.range.start, end: box.range.end, count: 1 });
    else {
      last.end = box.range.end;
      last.count++;
    }
  }
  return groups.map(({ heading, start, end, count }) => ({
    location: { document, range: { start: heading === undefined ? start : heading.range.start, end } },
    count,
    ...(heading === undefined ? {} : { title: titleOf(heading) }),
  }));
}

/** Tasks are told apart by their IDs, and depend on each other by them. */
function reportSameIds(source: SourceText, tasks: readonly StreamTask[], report: Report): void {
  const byId = new Map<string, StreamTask[]>();
  for (const task of tasks) {
    if (task.id === undefined) continue;
    const known = byId.get(task.id);
    if (known === undefined) byId.set(task.id, [task]);
    else known.push(task);
  }
  for (const [id, same] of byId)
    if (same.length > 1)
      for (const task of same) {
        const others = same.slice(0, 5).filter((each) => each !== task);
        const numbers = others.slice(0, 4).map(({ location: { range } }) => source.lineAt(range.start) + 1);
        report('box.sameId', 'warning', { id, lines: numbers }, task.location.range);
      }
}
