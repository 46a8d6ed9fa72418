import type { Overview, OwnerOnWork, StreamSummary } from '../../src/core/board/protocol.ts';

/** Toggles of the overview, by the branches that they let pass. */
export const overviewToggles = {
  mine: ({ owners }: StreamSummary): boolean => owners.some(({ you }) => you),
  blocked: ({ progress }: StreamSummary): boolean =>
    progress.counts.some(({ status }) => status === 'blocked' || status === 'failed'),
  warnings: ({ warnings }: StreamSummary): boolean => warnings.length > 0,
};

/** What of the overview passes the filter, and what that comes to. */
export interface ShownOverview {
  readonly streams: readonly StreamSummary[];
  readonly people: readonly OwnerOnWork[];
  readonly done: number;
  readonly total: number;
  readonly wip: number;
  readonly free: number;
}

/** Narrows branches, counts and people alike; of a branch that is shown, people have the tasks that the text fits. */
export function filterOverview(
  { streams, people }: Overview,
  { statuses, text }: { readonly statuses: ReadonlySet<string>; readonly text: string },
): ShownOverview {
  const wanted = Object.entries(overviewToggles).filter(([name]) => statuses.has(name));
  const shown = streams.filter(
    (each) =>
      wanted.every(([, fits]) => fits(each)) &&
      fitsText(text, ...namesOf(each), each.words, ...each.owners.map(({ name }) => name)),
  );
  const byId = new Map(shown.map((each) => [each.id, each]));
  const sum = (count: (stream: StreamSummary) => number): number =>
    // What two records of a branch count is much the same work.
    shown.reduce((all, each) => (each.isBeside === true ? all : all + count(each)), 0);
  return {
    streams: shown,
    people: people.flatMap(({ owner, tasks }) => {
      const fitting = tasks.filter(({ streamId, stream: where, title }) => {
        // What is in no stream has none of the states that branches are chosen by.
        if (streamId === undefined) return wanted.length === 0 && fitsText(text, owner.name, title, where);
        const stream = byId.get(streamId);
        return stream !== undefined && fitsText(text, owner.name, title, ...namesOf(stream));
      });
      return fitting.length === 0 ? [] : [{ owner, tasks: fitting }];
    }),
    done: sum(({ progress }) => progress.done),
    total: sum(({ progress }) => progress.total),
    wip: sum(({ progress }) => progress.counts.find(({ status }) => status === 'wip')?.count ?? 0),
    free: sum(({ free }) => free),
  };
}

function namesOf({ name, title, folder }: StreamSummary): readonly string[] {
  return [name, title, folder];
}

/** Whether each word is in one of the texts, in any case. */
export function fitsText(text: string, ...texts: readonly (string | undefined)[]): boolean {
  const all = texts.join('\n').toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}
