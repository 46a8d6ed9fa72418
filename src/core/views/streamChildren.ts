import { t } from '@vscode/l10n';
import { isAbsent, pathOfTarget, type PlacedLink } from '../index/linkGraph.ts';
import type { ProjectIndex } from '../index/projectIndex.ts';
import { pathOf, type Note, type Stream } from '../model/item.ts';
import { toKey } from '../text/key.ts';
import type { Link } from '../model/link.ts';
import { cutEnd } from '../text/cutEnd.ts';
import { nameOfFile } from '../text/syntax.ts';
import { countNotes } from './counts.ts';
import { fitsOwner, fitsText, namesOf } from './filter.ts';
import { roleIcons, warningIcon } from './icon.ts';
import type { OutlineContext, OutlineNode, OutlinePlace } from './outline.ts';
import { joinSpoken, shownText } from './shownText.ts';
import { describeMet, specProgress } from './specProgress.ts';
import { noteTooltip } from './tooltip.ts';

/** Spec, PR, backlog item, documents, debt: what the header links, and debt that rows and notes link; each target once. */
export function linkNodes(index: ProjectIndex, stream: Stream): readonly OutlineNode[] {
  const nodes: OutlineNode[] = [];
  const seen = new Set<string>();
  const header = new Set(stream.links);
  const links = index.linksOf(stream.key);
  const add = (roles: readonly Link['role'][], fromHeader: boolean): void => {
    for (const placed of links) {
      const { link, target } = placed;
      if (!roles.includes(link.role) || (fromHeader && !header.has(link))) continue;
      const id = pathOfTarget(target) ?? link.destination;
      if (isAbsent(placed) || seen.has(id)) continue;
      seen.add(id);
      nodes.push(linkNode(index, stream, placed, id));
    }
  };
  add(['spec'], true);
  if (stream.pullRequest !== undefined) nodes.push(pullRequestNode(index, stream, stream.pullRequest));
  add(['backlog'], true);
  add(['docs'], true);
  add(['debt'], false);
  add(['log'], true);
  return nodes;
}

function linkNode(
  index: ProjectIndex,
  stream: Stream,
  { link, location, target }: PlacedLink,
  id: string,
): OutlineNode {
  const item = target.kind === 'file' ? index.itemAt(toKey(target.path)) : undefined;
  const debt = item?.kind === 'workItem' && item.list === 'debt' ? item : undefined;
  const label = shownText(
    linkLabel(link, debt?.task.title.value ?? (item?.kind === 'spec' ? item.name : undefined)),
    100,
  );
  // What another branch links may be there, and not here.
  const there = index.elsewhere(stream) !== undefined && target.kind === 'missing';
  const found =
    there ||
    target.kind === 'file' ||
    target.kind === 'external' ||
    target.kind === 'unknown' ||
    (target.kind === 'folder' && (link.role === 'docs' || link.role === 'log'));
  const spec = item?.kind === 'spec' ? item : undefined;
  const progress = spec === undefined ? undefined : specProgress(index, spec);
  const state = there
    ? t('on its branch')
    : !found
      ? target.kind === 'missing'
        ? t('not found')
        : t('not followed')
      : progress !== undefined && progress.total > 0
        ? describeMet(progress)
        : roleWord(link.role);
  return {
    id: `${stream.key}>${link.role}:${id}`,
    kind: 'link',
    label,
    description: state,
    icon: found ? roleIcons[link.role] : warningIcon,
    tooltip: () => noteTooltip(`${link.text} (${state})`, pathOfTarget(target) ?? link.destination),
    accessibilityLabel: joinSpoken([
      spokenRole(link.role, label),
      state === roleWord(link.role) ? undefined : state,
    ]),
    context: `link ${link.role}`,
    open:
      target.kind === 'file'
        ? { key: toKey(target.path), line: 0 }
        : target.kind === 'external' && /^https?:/i.test(target.url)
          ? { ...index.placeIn(location), url: target.url }
          : index.placeIn(location),
    collapsed: 'none',
  };
}

function roleWord(role: Link['role']): string {
  switch (role) {
    case 'spec':
      return t('spec');
    case 'backlog':
      return t('backlog');
    case 'debt':
      return t('tech debt');
    case 'progress':
      return t('progress');
    case 'docs':
      return t('docs');
    case 'artifact':
      return t('artifact');
    case 'file':
      return t('file');
    case 'log':
      return t('log');
    case 'memory':
      return t('memory');
    case 'other':
      return t('link');
  }
}

function spokenRole(role: Link['role'], label: string): string {
  if (role === 'debt') return t('Tech debt {0}', label);
  if (role === 'docs') return t('Document {0}', label);
  if (role === 'log') return t('Log {0}', label);
  return role === 'spec' ? t('Spec {0}', label) : t('Backlog item {0}', label);
}

/** People often write the kind as a link's text: then the file's title says more. */
export function linkLabel({ role, text, destination }: Link, title: string | undefined): string {
  const generic = /^(?:tech[- ]debt|debt|backlog|spec|docs?|link|here)?$/i.test(text.trim());
  const path = cutEnd(destination, /\//);
  // Of a spec that nobody named, the folders say least and take all the place.
  if (!generic) return role === 'spec' && text === destination ? nameOfFile(path) : text;
  return title ?? nameOfFile(path);
}

function pullRequestNode(
  index: ProjectIndex,
  stream: Stream,
  request: NonNullable<Stream['pullRequest']>,
): OutlineNode {
  const label =
    request.number === undefined
      ? t('Pull request {0}', shownText(request.url ?? '', 80))
      : t('Pull request #{0}', request.number);
  return {
    id: `${stream.key}>pullRequest`,
    kind: 'pullRequest',
    label,
    icon: { codicon: 'git-pull-request' },
    tooltip: () => noteTooltip(label, request.url ?? t('Opens in the browser')),
    accessibilityLabel: t('{0}, opens in the browser', label),
    context: 'pullRequest',
    open: pullRequestPlace(index, stream, request),
    collapsed: 'none',
  };
}

/** In the document that names it. */
function pullRequestPlace(
  index: ProjectIndex,
  { parts, location }: Stream,
  { range }: NonNullable<Stream['pullRequest']>,
): OutlinePlace {
  const { document } = parts.find(({ pullRequest }) => pullRequest !== undefined)?.location ?? location;
  return index.placeIn({ document, range });
}

export function notesNodes(
  index: ProjectIndex,
  stream: Stream,
  { filter }: OutlineContext,
): readonly OutlineNode[] {
  const notes = stream.notes.filter(
    ({ text, author }) => fitsOwner(filter, author) && fitsText(filter, text, author, ...namesOf(stream)),
  );
  if (notes.length === 0) return [];
  const [first] = notes;
  return [
    {
      id: `${stream.key}>notes`,
      kind: 'notes',
      label: t('Notes'),
      description: String(notes.length),
      icon: { codicon: 'note' },
      tooltip: () => noteTooltip(countNotes(notes.length), pathOf(stream)),
      accessibilityLabel: t('Notes of {0}, {1}', shownText(stream.name), notes.length),
      context: 'notes',
      open:
        first === undefined ? { key: index.keyOf(stream.location), line: 0 } : index.placeIn(first.location),
      collapsed: 'collapsed',
      children: () => notes.map((note) => noteNode(index, note)),
    },
  ];
}

function noteNode(index: ProjectIndex, { key, text, author, location }: Note): OutlineNode {
  const place = index.placeIn(location);
  const who = author === undefined ? undefined : shownText(author, 60);
  return {
    id: key,
    kind: 'note',
    label: shownText(text) || t('(empty)'),
    ...(who === undefined ? {} : { description: who }),
    icon: { codicon: 'note' },
    tooltip: () => noteTooltip(text, `${location.document.path}:${place.line + 1}`, author),
    accessibilityLabel: joinSpoken([
      t('Note: {0}', shownText(text)),
      who === undefined ? undefined : t('by {0}', who),
    ]),
    context: 'note',
    open: place,
    collapsed: 'none',
  };
}
