import { perStep, type Steps } from '../../base/steps.ts';
import type { Capabilities } from '../../model/capabilities.ts';
import { branchOf, readHead } from '../../model/head.ts';
import { headKey, isBranchKey } from '../../model/headKeys.ts';
import { headerLinks, headerRole } from '../../model/headerLinks.ts';
import type { Field, Task, WorkItem } from '../../model/item.ts';
import { LinkLimit, readLinks, type Link } from '../../model/link.ts';
import { isNobody } from '../../model/owner.ts';
import type { ParsedDocument } from '../../model/parsedDocument.ts';
import { toProblem, type Problem, type Report } from '../../model/problem.ts';
import type { Sourced } from '../../model/sourced.ts';
import { readStatus } from '../../model/statusWords.ts';
import type { FormatId } from '../../model/system.ts';
import { isPlaceholder } from '../../model/placeholder.ts';
import { findItemList } from './itemList.ts';
import { isItemName, itemGlobs, readTrackingPath, type TrackingPath } from './trackingPath.ts';
import { trackingSettings } from './settings.ts';
import type { HeaderEntry } from '../../text/header.ts';
import { findLinks, oneLine, renderedText } from '../../text/inline.ts';
import type { Range } from '../../text/range.ts';
import type { SourceText } from '../../text/sourceText.ts';
import { cellText } from '../../text/table.ts';
import type { MarkdownDocument } from '../../text/syntax.ts';
import type { Format } from '../format.ts';

/** `tracking/backlog/rpc-retry.md`: work that waits. */
export const backlogItem = workItem('backlog', 'backlog');

/** `tracking/tech-debt/rpc-jitter.md`: work that was put off. */
export const debtItem = workItem('debt', 'tech-debt');

/** Where a file says nothing of its status. */
export const unsaid: Task['status'] = { value: 'unknown', written: '' };

const unowned: Task['owner'] = { value: undefined, written: '' };

/** Such a file can be closed, and is not claimed: the owner in it is only shown. */
const ofItems: Capabilities = { owner: 'none', statuses: ['done'] };

const none: readonly never[] = [];

const longestSummary = 300;

function workItem(list: WorkItem['list'], folder: TrackingPath['folder']): Format<'markdown'> {
  return {
    id: idOf(list),
    syntax: 'markdown',
    holds: list,
    globs: (root) => itemGlobs(root, folder),
    accepts: (path, settings) =>
      isItemName(path) && readTrackingPath(path, trackingSettings(settings).directory)?.folder === folder,
    listed: 'everywhere',
    parseInSteps: (file) => parseInSteps(file, list),
  };
}

function idOf(list: WorkItem['list']): FormatId {
  return `tracking.${list}Item`;
}

function* parseInSteps(file: MarkdownDocument, list: WorkItem['list']): Steps<ParsedDocument> {
  const { id, key, source, markdown } = file;
  const problems: Problem[] = [];
  const report: Report = (code, severity, data, range) => {
    problems.push(toProblem(code, severity, data, range));
  };
  const fields: Field[] = [];
  const links: Link[] = [];
  const found: { -readonly [Name in keyof Omit<WorkItem, 'kind' | 'list' | 'task'>]: WorkItem[Name] } = {};
  const head = readHead(file, true, report);
  const { title: heading } = head;
  let title: Sourced<string> | undefined;
  let status = unsaid;
  let owner = unowned;
  let originBranch: WorkItem['branch'];

  const addLinks = (range: Range): void => {
    for (const link of readLinks(findLinks(source, range))) links.push(link);
  };
  const take = (entry: HeaderEntry): void => {
    const { key, whole } = entry;
    const role = headerRole(key);
    const origin = role === 'progress' ? readOrigin(source, entry) : undefined;
    // The branch of a backlog item is the one that works on it.
    if (origin?.kind === 'branch' && list === 'debt') {
      originBranch ??= sourced(source, entry, origin.name);
      return;
    }
    if (role !== undefined && (origin === undefined || origin.kind === 'links')) {
      for (const link of headerLinks(source, entry, role)) links.push(link);
      return;
    }
    const name = headKey(key);
    const { text } = entry;
    if (name === 'status' && text !== '') {
      const said = readStatus(text);
      status = sourced(source, entry, said);
      if (said === 'unknown') report('status.unknown', 'warning', { word: text }, whole);
    } else if (name === 'priority' && text !== '') found.priority = sourced(source, entry, text);
    else if (isBranchKey(name)) {
      const read = branchOf(source, entry);
      if (read.kind === 'name') found.branch = sourced(source, entry, read.name);
      else if (read.kind === 'unclear') report('branch.unclear', 'warning', { text }, whole);
    } else if (name === 'owner') {
      const who = isNobody(text) ? undefined : text;
      // Somebody is named, whatever another line says.
      if (who !== undefined || owner.value === undefined) owner = sourced(source, entry, who);
    } else {
      const date = name === 'date' ? readDate(text) : undefined;
      if (date !== undefined) found.created = date;
      else if (name !== 'title') fields.push({ name: key, value: text, range: whole });
      else title ??= sourced(source, entry, text);
    }
  };
  /** Prose: the first paragraph says what it is about. */
  const tell = (range: Range): void => {
    addLinks(range);
    if (found.summary !== undefined) return;
    const text = oneLine(renderedText(source.slice(range).slice(0, 2 * longestSummary)));
    if (text !== '') found.summary = text.slice(0, longestSummary);
  };

  for (const entry of head.entries) take(entry);
  if (found.branch === undefined && originBranch !== undefined) found.branch = originBranch;
  if (heading !== undefined) {
    const written = source.slice(heading.content);
    title ??= { value: renderedText(written).trim(), written, range: heading.content };
  }
  if (title !== undefined && (isPlaceholder(title.value) || title.value === '')) title = undefined;
  for (const [at, block] of markdown.blocks.entries()) {
    if (at % perStep === 0) yield;
    if (head.blocks.has(block)) continue;
    switch (block.kind) {
      case 'paragraph':
        tell(block.range);
        break;
      case 'listItem':
        tell(block.content);
        break;
      case 'table':
        for (const [row, { cells }] of block.rows.entries()) {
          if (row % perStep === 0) yield;
          for (const cell of cells) if (cellText(source, cell) !== '') addLinks(cell.content);
        }
        break;
      case 'frontMatter':
      case 'heading':
      case 'quote':
      case 'code':
      case 'html':
      case 'rule':
        break;
    }
  }

  const fileName = id.path.slice(id.path.lastIndexOf('/') + 1).replace(/\.md$/i, '');
  const dated = /^(\d{4}-\d{2}-\d{2})-(?=.)/.exec(fileName);
  if (source.text.trim() === '') report('file.empty', 'warning', {}, source.lineRange(0));
  else if (title === undefined) report('title.missing', 'warning', {}, source.lineRange(0));
  const entries = findItemList(file, head);
  if (entries !== undefined) report('item.list', 'warning', { list, count: entries.count }, entries.first);
  const limit = new LinkLimit((most, at) => {
    report('links.tooMany', 'warning', { most }, at);
  });
  const created = found.created ?? readDate(dated?.[1] ?? '');
  const item: WorkItem = {
    ...found,
    kind: 'workItem',
    list,
    task: {
      kind: 'task',
      key,
      title: title ?? { value: fileName.slice(dated?.[0].length ?? 0), written: '' },
      status,
      owner,
      mentions: none,
      links: limit.keep(links),
      fields,
      can: ofItems,
      location: { document: id },
    },
    ...(created === undefined ? {} : { created }),
  };
  problems.sort((a, b) => a.range.start - b.range.start);
  return {
    id,
    key,
    format: idOf(list),
    holds: list,
    lineStarts: source.lineStarts,
    parts: [item],
    problems,
  };
}

/**
 * What an item says of where it came from: a link or the path of a progress file, a branch, or something else, as the place in the
 * code where it was found.
 */
function readOrigin(
  source: SourceText,
  entry: HeaderEntry,
): { readonly kind: 'links' | 'text' } | { readonly kind: 'branch'; readonly name: string } {
  const { text } = entry;
  if (findLinks(source, entry.value).length > 0 || isPlaceholder(text) || /\.md(?:#\S*)?(?:,|$)/i.test(text))
    return { kind: 'links' };
  const branch = branchOf(source, entry);
  const isBranch =
    branch.kind === 'name' && branch.name.includes('/') && !/\.\w{1,8}(?::\d+)*$/.test(branch.name);
  return isBranch ? { kind: 'branch', name: branch.name } : { kind: 'text' };
}

/** What an entry of the head says. */
function sourced<T>(source: SourceText, { text, value: range, isPlain }: HeaderEntry, value: T): Sourced<T> {
  const written = text;
  if (isPlain !== true) return { value, written, range };
  // Front matter has quotes and remarks around it; what is written in another way than it is read has no place of its own.
  const at = source.slice(range).indexOf(text);
  if (at < 0) return { value, written };
  const start = range.start + at;
  return { value, written, range: { start, end: start + text.length } };
}

/** `2026-06-11`, also with a time behind it; undefined for what is no day. */
function readDate(text: string): string | undefined {
  const day = /^(\d{4}-\d{2}-\d{2})(?:[T ].*)?$/.exec(text)?.[1];
  if (day === undefined) return undefined;
  const time = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day ? undefined : day;
}
