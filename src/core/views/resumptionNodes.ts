import { t } from '@vscode/l10n';
import type { ProjectIndex } from '../index/projectIndex.ts';
import type { Location } from '../text/document.ts';
import type { Stream } from '../model/item.ts';
import type { Session } from '../model/session.ts';
import { someOf } from '../messages/someOf.ts';
import { countSessions } from './counts.ts';
import { fitsText, isFiltering, namesOf } from './filter.ts';
import { statusIcon, type Icon } from './icon.ts';
import type { OutlineContext, OutlineNode } from './outline.ts';
import { joinSpoken, joinWords, shownText } from './shownText.ts';
import { noteTooltip } from './tooltip.ts';

/** Where the work of a record goes on, and what is in its way. */
export function resumptionNodes(
  index: ProjectIndex,
  stream: Stream,
  context: OutlineContext,
): readonly OutlineNode[] {
  const { resumption } = stream;
  const fits = fittingOf(stream, context);
  const nodes: OutlineNode[] = [];
  if (resumption !== undefined) {
    const { position, nextAction, blockers, location, task } = resumption;
    const add = (what: string, text: string, label: string, icon: Icon): void => {
      if (text !== '' && fits(text))
        nodes.push(rowOf(index, `${stream.key}>${what}`, { text, label, icon, location }));
    };
    const next = nextAction?.value ?? '';
    add('next', next, t('Next: {0}', shownText(next)), { codicon: 'arrow-right' });
    // The focus of a step stands in the row of the step.
    if (task === undefined)
      add('position', position.value, t('Position: {0}', shownText(position.value)), { codicon: 'location' });
    for (const [i, text] of blockers.entries())
      add(`blocker:${i}`, text, t('Blocked by: {0}', shownText(text)), statusIcon('blocked'));
  }
  return nodes;
}

/** Its sessions, the last one first. */
export function sessionsNodes(
  index: ProjectIndex,
  stream: Stream,
  context: OutlineContext,
): readonly OutlineNode[] {
  const fits = fittingOf(stream, context);
  const shown = stream.sessions.filter(({ summary, nextSteps }) => fits(summary, ...nextSteps));
  return shown.length === 0 ? [] : [sessionsNode(index, stream, shown)];
}

/** Whether the filter lets a row of a stream through that has these texts. */
function fittingOf(stream: Stream, { filter }: OutlineContext): (...texts: readonly string[]) => boolean {
  return (...texts) => !isFiltering(filter) || fitsText(filter, texts, namesOf(stream));
}

interface Row {
  readonly text: string;
  readonly label: string;
  readonly icon: Icon;
  readonly location: Location;
}

function rowOf(index: ProjectIndex, id: string, { text, label, icon, location }: Row): OutlineNode {
  const place = index.placeIn(location);
  return {
    id,
    kind: 'note',
    label,
    icon,
    tooltip: () => noteTooltip(text, `${location.document.path}:${place.line + 1}`),
    accessibilityLabel: label,
    context: 'note',
    open: place,
    collapsed: 'none',
  };
}

function sessionsNode(index: ProjectIndex, stream: Stream, sessions: readonly Session[]): OutlineNode {
  const [last] = sessions;
  return {
    id: `${stream.key}>sessions`,
    kind: 'notes',
    label: t('Sessions'),
    description: String(sessions.length),
    icon: { codicon: 'history' },
    tooltip: () => noteTooltip(countSessions(sessions.length), stream.location.document.path),
    accessibilityLabel: t('Sessions of {0}, {1}', shownText(stream.name), sessions.length),
    context: 'notes',
    open: index.placeIn((last ?? stream).location),
    collapsed: 'collapsed',
    children: () => sessions.map((session, i) => sessionNode(index, `${stream.key}>session:${i}`, session)),
  };
}

/** What a session is called that says nothing of what it did. */
export function describeSilent(session: Session): string {
  return isOpenSession(session) ? t('Open session') : shownText(session.id, 60) || t('(empty)');
}

function isOpenSession({ started, ended }: Session): boolean {
  return started !== undefined && ended === undefined;
}

function sessionNode(index: ProjectIndex, id: string, session: Session): OutlineNode {
  const { started, ended, summary, nextSteps, location } = session;
  const day = shownText((started ?? ended ?? '').slice(0, 10));
  const isOpen = isOpenSession(session);
  const label = shownText(summary) || describeSilent(session);
  const place = index.placeIn(location);
  return {
    id,
    kind: 'note',
    label,
    ...(day === '' ? {} : { description: day }),
    icon: { codicon: isOpen ? 'circle-large-outline' : 'history' },
    tooltip: () =>
      noteTooltip(
        joinWords([summary, nextSteps.length === 0 ? undefined : t('Next steps: {0}', someOf(nextSteps, 5))]),
        `${location.document.path}:${place.line + 1}`,
      ),
    accessibilityLabel: joinSpoken([t('Session {0}', label), day]),
    context: 'note',
    open: place,
    collapsed: 'none',
  };
}
