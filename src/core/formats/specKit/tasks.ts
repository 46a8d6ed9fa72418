import { perStep, type Steps } from '../../base/steps.ts';
import { mostCriteria, type CriteriaShape } from '../../model/criteria.ts';
import type { Mention, StreamTask } from '../../model/item.ts';
import { LinkLimit, readLinks } from '../../model/link.ts';
import { mentionsIn } from '../../model/mentions.ts';
import type { ParsedDocument } from '../../model/parsedDocument.ts';
import type { Report } from '../../model/problem.ts';
import { taskKeys } from '../../model/rowIdentity.ts';
import {
  plainLines,
  readBoxLine,
  readBrokenBox,
  readHeadingLine,
  type BoxLine,
  type HeadingLine,
} from '../../text/checklist.ts';
import { hasConflict } from '../../text/conflictMarkers.ts';
import { findLinks } from '../../text/inline.ts';
import type { SourceText } from '../../text/sourceText.ts';
import type { LinesDocument } from '../../text/syntax.ts';
import { groupsOf, ofBoxes, reportSameIds, statusOf, titlesOf, type TaskLine } from '../boxTasks.ts';
import { Problems, toParsed } from '../collect.ts';
import type { ParseContext } from '../format.ts';
import { resolveDependencies } from './dependencies.ts';
import { partOf } from './part.ts';
import { bareIdsIn } from './requirementIds.ts';
import { hasTaskId, readTaskText, type TaskText } from './taskLine.ts';

/** A task as it is read. */
interface FeatureTaskLine extends TaskLine {
  readonly text: TaskText;
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
  const titleOf = titlesOf(source);
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
      status: statusOf(source, box.box, report),
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
    groups: groupsOf(document.id, lines, titleOf),
    // A feature is told by its spec: without one, that is said here.
    links: [{ role: 'spec', text: 'spec.md', destination: 'spec.md', range: { start: 0, end: 0 } }] as const,
    operations: ['addTask'] as const,
  };
  return toParsed(document, 'specKit.tasks', 'stream', [part], problems.all);
}

/** Every line with a box that is a task. */
function* readTaskLines(source: SourceText, report: Report): Steps<readonly FeatureTaskLine[]> {
  const found: FeatureTaskLine[] = [];
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
