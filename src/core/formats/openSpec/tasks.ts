import { perStep, type Steps } from '../../base/steps.ts';
import { readOnly } from '../../model/capabilities.ts';
import type { StreamTask } from '../../model/item.ts';
import { LinkLimit, readLinks } from '../../model/link.ts';
import { mentionsIn } from '../../model/mentions.ts';
import type { ParsedDocument } from '../../model/parsedDocument.ts';
import type { Report } from '../../model/problem.ts';
import { taskKeys } from '../../model/rowIdentity.ts';
import { plainLines, readHeadingLine, type HeadingLine } from '../../text/checklist.ts';
import { hasConflict } from '../../text/conflictMarkers.ts';
import { findLinks, oneLine, plainText } from '../../text/inline.ts';
import type { Range } from '../../text/range.ts';
import type { SourceText } from '../../text/sourceText.ts';
import type { LinesDocument } from '../../text/syntax.ts';
import { groupsOf, ofBoxes, reportSameIds, statusOf, titlesOf, type TaskLine } from '../boxTasks.ts';
import { Problems, toParsed } from '../collect.ts';
import type { ParseContext } from '../format.ts';
import { partOf } from './part.ts';
import { numberWithoutBox, readNumber, readTaskLine } from './taskLine.ts';

interface NumberedLine extends TaskLine {
  readonly id?: string;
  readonly idRange?: Range;
  readonly title: Range;
}

/** Reads `tasks.md` line by line, as its own tool does: each line with a box is a task, wherever it stands. */
export function* parseTasks(
  document: LinesDocument,
  { root, criteria }: ParseContext,
): Steps<ParsedDocument> {
  const { source } = document;
  const { all, report } = new Problems();
  const lines = yield* readLines(source, report);
  const titleOf = titlesOf(source);
  const titles = lines.map(({ title }) => oneLine(plainText(source.slice(title))));
  const keys = taskKeys(
    document.key,
    lines.map(({ id, heading }, i) => ({
      title: { value: titles[i] ?? '' },
      ...(id === undefined ? {} : { id }),
      ...(heading === undefined ? {} : { heading: titleOf(heading) }),
    })),
  );
  const limit = new LinkLimit((most, at) => {
    report('links.tooMany', 'warning', { most }, at);
  });
  const base = partOf(document, root, 'tasks');
  const isArchived = base.archived === true;
  const inConflict = hasConflict(source.text);
  const tasks: StreamTask[] = [];
  for (const [i, { box, id, idRange, title, heading }] of lines.entries()) {
    if (i % perStep === 0) yield;
    const key = keys[i] ?? { key: document.key };
    const value = titles[i] ?? '';
    if (value === '') report('task.noTitle', 'warning', { hasId: id !== undefined }, box.range);
    if (id !== undefined && heading !== undefined) reportGroup(source, id, box.range, heading, report);
    tasks.push({
      kind: 'task',
      ...key,
      title: { value, written: source.slice(title), range: title },
      ...(id === undefined ? {} : { id }),
      ...(idRange === undefined ? {} : { idRange }),
      ...(heading === undefined ? {} : { heading: titleOf(heading) }),
      status: statusOf(source, box.box, report),
      owner: { value: undefined, written: '' },
      mentions: mentionsIn(source, title, criteria),
      links: limit.keep(readLinks(findLinks(source, title))),
      fields: [],
      ...(inConflict ? { inConflict: true as const } : {}),
      can: isArchived ? readOnly : ofBoxes,
      location: { document: document.id, range: box.range },
    });
  }
  reportSameIds(source, tasks, report);
  const part = {
    ...base,
    tasks,
    groups: groupsOf(document.id, lines, titleOf),
    operations: isArchived ? [] : (['addTask'] as const),
  };
  return toParsed(document, 'openSpec.tasks', 'stream', [part], isArchived ? [] : all);
}

/** Every line with a box; what should have one is told. */
function* readLines(source: SourceText, report: Report): Steps<readonly NumberedLine[]> {
  const found: NumberedLine[] = [];
  const plain = new Set((yield* plainLines(source)).lines);
  const unboxed: { readonly id: string; readonly range: Range }[] = [];
  const items: Range[] = [];
  let heading: HeadingLine | undefined;
  for (let line = 0; line < source.lineCount; line++) {
    if (line % perStep === 0) yield;
    const isPlain = plain.has(line);
    const headed = isPlain ? readHeadingLine(source, line) : undefined;
    if (headed !== undefined) {
      heading = headed.depth > 1 ? headed : undefined;
      continue;
    }
    const box = readTaskLine(source, line);
    if (box !== undefined) {
      if (!isPlain) report('box.inFence', 'hint', {}, box.range);
      found.push({ box, heading, ...readNumber(source, box.text) });
      continue;
    }
    if (!isPlain) continue;
    const range = source.lineRange(line);
    const text = source.slice(range);
    const id = numberWithoutBox(text);
    if (id !== undefined) unboxed.push({ id, range });
    if (/^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+\S/.test(text.slice(0, 300))) items.push(range);
  }
  const [first] = unboxed.length > 0 ? unboxed.map(({ range }) => range) : items;
  if (found.length > 0) for (const { id, range } of unboxed) report('box.none', 'warning', { id }, range);
  else if (first !== undefined)
    report('tasks.noBoxes', 'warning', { count: Math.max(items.length, unboxed.length) }, first);
  return found;
}

/** `2.1` below `## 1. Setup` is nowhere to be found. */
function reportGroup(source: SourceText, id: string, at: Range, heading: HeadingLine, report: Report): void {
  const title = source.slice(heading.text).slice(0, 200);
  const number = /^(\d{1,4})[.):]/.exec(title)?.[1];
  if (number !== undefined && number !== /^\d+/.exec(id)?.[0])
    report('box.otherGroup', 'hint', { id, heading: oneLine(plainText(title)) }, at);
}
