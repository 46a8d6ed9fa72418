import { perStep, type Steps } from '../../base/steps.ts';
import { readHead } from '../../model/head.ts';
import { isNotesKey } from '../../model/headKeys.ts';
import type { ParsedDocument } from '../../model/parsedDocument.ts';
import { toProblem, type Problem, type Report } from '../../model/problem.ts';
import type { Note, StreamOperation, StreamPart, TaskGroup } from '../../model/item.ts';
import { noteKey } from '../../model/rowIdentity.ts';
import { LinkLimit, readLinks } from '../../model/link.ts';
import { isDeferredWord } from '../../model/statusWords.ts';
import { branchSlug } from '../../model/branchName.ts';
import type { Sourced } from '../../model/sourced.ts';
import { isPlaceholder } from '../../model/placeholder.ts';
import { isItemName, itemGlobs, readTrackingPath } from './trackingPath.ts';
import { trackingSettings } from './settings.ts';
import { oneLine, readInline, renderedText } from '../../text/inline.ts';
import type { Block } from '../../text/markdown.ts';
import type { Range } from '../../text/range.ts';
import type { SourceText } from '../../text/sourceText.ts';
import type { MarkdownDocument } from '../../text/syntax.ts';
import type { Format, ParseContext } from '../format.ts';
import { setTask } from './edits.ts';
import { addNote, addTask } from './additions.ts';
import { HeaderReader } from './header.ts';
import { readTaskTable, setKeys, type DraftTask } from './taskRows.ts';
import { reportStrayRows } from './account.ts';
import { beginsNotes, isNotesHeading } from './sections.ts';
import { whyNoTasks, type NoTasks } from './columns.ts';
import { reportBoxHeadings } from './boxHeadings.ts';
import { readBoxTasks } from './boxTasks.ts';
import { findBrokenBoxes } from './brokenBoxes.ts';
import { findPlainItems } from './plainItems.ts';
import { findTaskBoxes, type BoxList } from './checkBoxes.ts';
import { findTaskTables, headingText, type FoundTable } from './tables.ts';

/** `tracking/progress/<yyyy-mm-dd>-<branch-slug>.md`: one Markdown file per branch. */
export const progressFile: Format<'markdown'> = {
  id: 'tracking.progressFile',
  syntax: 'markdown',
  holds: 'stream',
  globs: (root) => itemGlobs(root, 'progress'),
  accepts: (path, settings) =>
    readTrackingPath(path, trackingSettings(settings).directory)?.folder === 'progress' && isItemName(path),
  listed: 'everywhere',
  inCommits: true,
  isNamedAfter: (path, branch) =>
    `-${path.slice(path.lastIndexOf('/') + 1).toLowerCase()}`.endsWith(`-${branchSlug(branch)}.md`),
  parseInSteps,
  tasks: { set: setTask, add: addTask, addNote },
};

/** Both have a place in every progress file. */
const operations: readonly StreamOperation[] = ['addTask', 'addNote'];

function* parseInSteps(file: MarkdownDocument, { criteria }: ParseContext): Steps<ParsedDocument> {
  const { id, key, source, markdown } = file;
  const location = { document: id };
  const problems: Problem[] = [];
  const report: Report = (code, severity, data, range) => {
    problems.push(toProblem(code, severity, data, range));
  };
  const header = new HeaderReader(source, report);
  const head = readHead(file, false, report);
  const notes: Note[] = [];
  for (const entry of head.entries) {
    if (!isNotesKey(entry.key)) header.add(entry);
    else if (entry.text !== '') notes.push(readNote(file, entry.value, notes.length));
  }
  const tasks: DraftTask[] = [];
  const groups: TaskGroup[] = [];
  let title: Sourced<string> | undefined;
  let section = '';
  let tasksHeading: Range | undefined;
  const found = findTaskTables(file);
  const ofTasks = new Set<Block>(found.map(({ table }) => table));
  const noTasks: (NoTasks & { readonly range: Range })[] = [];

  for (const [at, block] of markdown.blocks.entries()) {
    if (at % perStep === 0) yield;
    switch (block.kind) {
      case 'heading': {
        if (head.blocks.has(block)) break;
        const text = headingText(source, block);
        if (block.depth === 1 && title === undefined)
          title = {
            value: isPlaceholder(text) ? '' : renderedText(source.slice(block.content)).trim(),
            written: source.slice(block.content),
            range: block.content,
          };
        else section = text.toLowerCase();
        if (section === 'tasks') tasksHeading ??= block.content;
        break;
      }
      case 'paragraph':
        if (beginsNotes(source, block)) section = 'notes';
        else if (isNotesHeading(section)) notes.push(readNote(file, block.range, notes.length));
        break;
      case 'listItem':
        if (isNotesHeading(section)) notes.push(readNote(file, block.content, notes.length));
        break;
      case 'table': {
        if (head.blocks.has(block) || ofTasks.has(block)) break;
        const why = whyNoTasks(source, block, section === 'tasks');
        if (why !== undefined) noTasks.push({ ...why, range: block.header.range });
        break;
      }
      case 'frontMatter':
      case 'code':
      case 'html':
      case 'quote':
      case 'rule':
        break;
    }
  }

  const boxes = yield* findTaskBoxes(file, found.length > 0);
  yield* reportBoxHeadings(source, boxes, report);
  const broken = yield* findBrokenBoxes(file, found.length > 0);
  for (const { written, meant, range } of broken) report('box.broken', 'warning', { written, meant }, range);
  for (const group of inOrder(found, boxes.lists)) {
    const read =
      group.kind === 'table'
        ? yield* readTaskTable(file, group.table, criteria, report)
        : yield* readBoxTasks(file, group.list, criteria, report);
    // One by one: a call takes no hundred thousand arguments.
    for (const task of read) tasks.push(task);
    const title = group.kind === 'table' ? group.table.heading : group.list.title;
    const range = group.kind === 'table' ? group.table.table.range : group.list.range;
    groups.push({
      location: { document: id, range },
      count: read.length,
      ...(title === undefined ? {} : { title }),
      ...(group.kind === 'table' ? { columns: group.table.columns } : { listStart: group.list.listStart }),
    });
  }
  yield* reportStrayRows(file, found, report);
  yield* setKeys(tasks, file, report);
  markDeferred(tasks, notes);
  const limit = new LinkLimit((most, at) => {
    report('links.tooMany', 'warning', { most }, at);
  });
  const headLinks = limit.keep(header.links);
  for (const task of tasks) task.links = limit.keep(task.links);
  const firstLine = source.lineRange(0);
  if (source.text.trim() === '') report('file.empty', 'warning', {}, firstLine);
  else {
    const plain = yield* findPlainItems(file, head, found, boxes, broken);
    if (groups.length > 0)
      for (const { count, range, place, isBeforeTasks } of plain)
        if (isBeforeTasks && place !== 'other')
          report('list.noTasks', place === 'tasks' ? 'warning' : 'hint', { count }, range);
    // Beside tasks, a table of something else is as it should be.
    for (const { code, range, isNamed } of noTasks)
      if (isNamed || groups.length === 0)
        report(code, groups.length > 0 ? 'hint' : code === 'table.noStatus' ? 'error' : 'warning', {}, range);
    if (groups.length === 0 && noTasks.length === 0)
      // Where a table is looked for, and can be seen.
      report(
        'table.missing',
        'warning',
        { items: plain.reduce((sum, { count }) => sum + count, 0) },
        tasksHeading ?? title?.range ?? firstLineOf(markdown.blocks, source),
      );
  }
  const { branch, branchRange, pullRequest, fields } = header;
  if (branch === undefined && !header.namesBranch && source.text.trim() !== '') {
    // Where somebody wrote the word is where they look.
    const word = /\bbranch\b/i.exec(source.text)?.index;
    report(
      'branch.missing',
      'warning',
      {},
      word === undefined ? firstLine : source.lineRange(source.lineAt(word)),
    );
  }

  const name = branch ?? fileName(id.path);
  const part: StreamPart = {
    kind: 'streamPart',
    stream: key,
    role: 'progress',
    location,
    name,
    fields,
    links: headLinks,
    tasks,
    groups,
    operations,
    notes: notes.map((note) => ({ ...note, links: limit.keep(note.links) })),
    ...(title === undefined || title.value === ''
      ? {}
      : { title: { ...title, value: shortTitle(title.value, name) } }),
    ...(branch === undefined ? {} : { branch }),
    ...(branchRange === undefined ? {} : { branchRange }),
    ...(pullRequest === undefined ? {} : { pullRequest }),
  };
  return {
    key,
    id,
    format: 'tracking.progressFile',
    holds: 'stream',
    lineStarts: source.lineStarts,
    parts: [part],
    problems: problems.sort((a, b) => a.range.start - b.range.start),
  };
}

/** What holds tasks, in the order of the text. */
function inOrder(tables: readonly FoundTable[], lists: readonly BoxList[]) {
  const start = (group: Group): number =>
    group.kind === 'table' ? group.table.table.range.start : group.list.range.start;
  const all: Group[] = [
    ...tables.map((table) => ({ kind: 'table', table }) as const),
    ...lists.map((list) => ({ kind: 'boxes', list }) as const),
  ];
  return lists.length === 0 ? all : all.sort((a, b) => start(a) - start(b));
}

type Group =
  { readonly kind: 'table'; readonly table: FoundTable } | { readonly kind: 'boxes'; readonly list: BoxList };

/** Tasks that were put off and not given up: their word says so, or the note that links what they became. */
function markDeferred(tasks: readonly DraftTask[], notes: readonly Note[]): void {
  const titles = new Set(
    notes.flatMap(({ text, links }) => (links.some(({ role }) => role === 'debt') ? titlesIn(text) : [])),
  );
  for (const task of tasks)
    if (
      task.status.value === 'dropped' &&
      (isDeferredWord(task.status.written) || titles.has(oneLine(task.title.value)))
    )
      task.deferred = true;
}

/** What the note that a task was put off may call it: `deferred One -> tech-debt: why`, where title and reason may hold arrows too. */
function titlesIn(note: string): readonly string[] {
  const arrow = ' -> ';
  const start = 'deferred ';
  if (!note.startsWith(start)) return [];
  const parts = note.slice(start.length).split(arrow, 9);
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join(arrow));
}

/** `maple: deferred jitter tuning -> [tech-debt](../tech-debt/rpc-jitter.md)` */
function readNote({ id, key, source }: MarkdownDocument, range: Range, number: number): Note {
  const { text, links } = readInline(source, range);
  const author = /^([A-Za-z0-9][A-Za-z0-9._@+-]{0,63}):\s+(?=\S)/.exec(text);
  return {
    kind: 'note',
    key: noteKey(key, number + 1),
    text: author === null ? text : text.slice(author[0].length),
    links: readLinks(links),
    location: { document: id, range },
    ...(author?.[1] === undefined ? {} : { author: author[1] }),
  };
}

/** `feat-rpc-retry - exponential backoff for an RPC client` is called by what comes after the branch. */
function shortTitle(title: string, name: string): string {
  const match = /^(\S+)\s+[-–—:]\s+(?=\S)/.exec(title);
  const slug = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return match?.[1] !== undefined && slug(match[1]) === slug(name) ? title.slice(match[0].length) : title;
}

/** The file's name without date and ending: `feat-rpc-retry`. */
function fileName(path: string): string {
  const base = path.slice(path.lastIndexOf('/') + 1).replace(/\.md$/i, '');
  return base.replace(/^\d{4}-\d{2}-\d{2}-(?=.)/, '');
}

/** The first line that is not blank. */
function firstLineOf([first]: readonly Block[], source: SourceText): Range {
  return source.lineRange(first === undefined ? 0 : source.lineAt(first.range.start));
}
