import { t } from '@vscode/l10n';
import type { BoardNote, BoardPromise, BoardRecord } from '../board/protocol.ts';
import type { ProjectIndex } from '../index/projectIndex.ts';
import { isProgressFile, type RequirementDelta, type Stream } from '../model/item.ts';
import type { Key } from '../text/key.ts';
import { othersOnBranch } from './branchRecords.ts';
import { deltaStateWord, deltaTitle, deltaWord, isInTheWay, paragraphsOf } from './changeViews.ts';
import { nameRecord } from './recordName.ts';
import { countStatus, progressOf, shortProgress } from './progress.ts';
import { describeSilent } from './resumptionNodes.ts';
import { joinWords, shownText } from './shownText.ts';
import { tellingStatus } from './streamStatus.ts';

/** Longest text of a row. */
const longestText = 1000;
/** The newest sessions; the file has the rest. */
const mostSessions = 20;

/** The icons of records. */
export const recordKinds = {
  openSpec: 'features',
  specDatabase: 'features',
  specKit: 'phases',
  trace: 'steps',
  workspace: 'features',
} as const;

/** Gives the ids of the rows: what the context of a board has. */
interface Ids {
  readonly idOf: (target: { readonly key: Key; readonly line?: number; readonly row?: string }) => string;
}

/** What else keeps work of the same branch, each with a board of its own. */
export function recordsOnBoard(index: ProjectIndex, stream: Stream, { idOf }: Ids): readonly BoardRecord[] {
  return othersOnBranch(index, stream).map((each) => ({
    id: idOf({ key: each.key }),
    kind: each.called === undefined ? 'file' : recordKinds[each.called],
    text: isProgressFile(each) ? t('Progress file') : nameRecord(each),
    state: describeRecord(each),
  }));
}

/** `1/2 · 1 failed` */
function describeRecord(stream: Stream): string {
  const { counts } = progressOf(stream.tasks);
  return joinWords([
    shortProgress(stream.tasks),
    tellingStatus(stream),
    counts.blocked > 0 ? countStatus('blocked', counts.blocked) : undefined,
    counts.failed > 0 ? countStatus('failed', counts.failed) : undefined,
  ]);
}

/** Where to go on, and what is in the way. The focus of a step is in the row of the step. */
export function resumptionOnBoard(
  index: ProjectIndex,
  { key, resumption }: Stream,
  { idOf }: Ids,
): readonly BoardNote[] {
  if (resumption === undefined) return [];
  const { position, nextAction, blockers, task, location } = resumption;
  const rows = [
    { icon: 'next' as const, head: t('Next'), text: nextAction?.value ?? '' },
    { icon: 'position' as const, head: t('Position'), text: task === undefined ? position.value : '' },
    ...blockers.map((text) => ({ icon: 'blocked' as const, head: t('Blocked by'), text })),
  ];
  const { line } = index.placeIn(location);
  return rows.flatMap(({ icon, head, text }, i) =>
    text === ''
      ? []
      : [
          {
            id: idOf({ key: index.keyOf(location), line, row: `${key}>resumption:${i}` }),
            icon,
            head,
            text: shownText(text, longestText),
          },
        ],
  );
}

/** What stands where a delta says nothing. */
const silentDelta: Readonly<Record<RequirementDelta['operation'], () => string>> = {
  added: () => t('It has no text yet.'),
  modified: () => t('It has no text yet.'),
  removed: () => t('No reason is given.'),
  renamed: () => t('Its text stays.'),
};

/** What a change does to living specs, delta by delta, with what comes of it. */
export function promisesOnBoard(index: ProjectIndex, stream: Stream, { idOf }: Ids): readonly BoardPromise[] {
  return stream.deltas.map((delta, i) => {
    const state = index.deltas.stateOf(stream, delta);
    const place = index.placeIn(delta.location);
    const row = `${stream.key}>delta:${i}`;
    const word = joinWords([deltaWord(delta), stream.archived === true ? undefined : deltaStateWord(state)]);
    const said = paragraphsOf(delta);
    return {
      id: idOf({ ...place, row }),
      title: `${shownText(delta.capability, 100)}: ${deltaTitle(delta)}`,
      text: word,
      // Also of what says nothing there is a row, which leads to it.
      notes: (said.length === 0 ? [silentDelta[delta.operation]()] : said).map((text, at) => ({
        id: idOf({ ...place, row: `${row}:${at}` }),
        icon: isInTheWay(state) ? ('warning' as const) : ('spec' as const),
        text: shownText(text, longestText),
      })),
    };
  });
}

/** The newest sessions of an agent, each with what it leaves to the next one. */
export function sessionsOnBoard(
  index: ProjectIndex,
  { sessions }: Stream,
  { idOf }: Ids,
): readonly BoardNote[] {
  return sessions.slice(0, mostSessions).map((session) => ({
    id: idOf(index.placeIn(session.location)),
    icon: 'session' as const,
    text: shownText(session.summary, longestText) || describeSilent(session),
    author: shownText((session.started ?? session.ended ?? '').slice(0, 10)),
  }));
}
