import { t } from '@vscode/l10n';
import { compareText } from '../base/compareText.ts';
import type { OwnerOnWork, Overview, StreamSummary } from '../board/protocol.ts';
import type { ProjectIndex } from '../index/projectIndex.ts';
import { criterionStatus, isUncounted } from '../model/criterionState.ts';
import { isOfBranch, pathOf, type Stream } from '../model/item.ts';
import { isSameOwner, ownerName, ownersIn } from '../model/owner.ts';
import { isFree, isTaskByItself } from '../model/taskRules.ts';
import { lastCommitDay, type AgeOf } from './age.ts';
import {
  boardOwner,
  boardOwners,
  boardProgress,
  boardTitle,
  countedSpecs,
  servingTasks,
  type BoardContext,
  overlapsOf,
} from './board.ts';
import { recordKinds } from './boardRecords.ts';
import { isBeside } from './branchRecords.ts';
import { recordOfBranch } from './recordName.ts';
import { criteriaCount } from './criteriaCount.ts';
import type { GitView } from './gitView.ts';
import { seriousOf } from './outline.ts';
import { countStatus, progressOf } from './progress.ts';
import { joinWords, shownText, shownTitle } from './shownText.ts';
import { isFinished, tellingStatus } from './streamStatus.ts';

/** A folder of the workspace, as the overview needs it. */
export interface OverviewFolder {
  readonly index: ProjectIndex;
  /** Shown beside its streams; empty where there is one folder only. */
  readonly name: string;
  readonly context: BoardContext;
  readonly ageOf: AgeOf;
  readonly git?: GitView;
}

/** All streams with how far they are, and who is on what. */
export function overview(folders: readonly OverviewFolder[], writable: boolean): Overview {
  const all = folders.flatMap((folder) => folder.index.streams().map((stream) => ({ folder, stream })));
  const rank = { current: 0, open: 1, finished: 2 };
  return {
    kind: 'overview',
    streams: all
      .map(({ folder, stream }) => summaryOf(folder, stream))
      .sort((a, b) => rank[a.group] - rank[b.group] || compareText(a.name, b.name)),
    people: peopleOf(folders, all),
    writable,
  };
}

function summaryOf({ index, name, context, ageOf, git }: OverviewFolder, stream: Stream): StreamSummary {
  const { idOf, me, currentBranch } = context;
  const { tasks, status, called, branch } = stream;
  const beside = isBeside(index, stream);
  const current = isOfBranch(stream, currentBranch);
  const serving = servingTasks(index, stream);
  const states = countedSpecs(index, stream).flatMap((spec) =>
    (index.findSpec(spec)?.criteria ?? []).flatMap((criterion) => {
      const tasks = serving(spec, criterion.id);
      return isUncounted(criterion, tasks) ? [] : [criterionStatus(tasks)];
    }),
  );
  const criteria = criteriaCount(stream, states);
  const problems = seriousOf(index.documentsOf(stream.key).flatMap((key) => index.problems(key))).length;
  const { counts } = progressOf(tasks);
  const said = status === 'blocked' || status === 'failed' ? tellingStatus(stream) : undefined;
  // Where git says nothing, the day on which the file was begun.
  const date =
    lastCommitDay(index, stream, git) ?? /(?:^|\/)(\d{4}-\d{2}-\d{2})-[^/]*$/.exec(pathOf(stream))?.[1];
  return {
    id: idOf({ key: stream.key }),
    // A branch may have several, of which each has a row.
    name: joinWords([shownText(stream.name, 100), recordOfBranch(stream)]),
    title: boardTitle(stream, 'named'),
    group: current ? 'current' : isFinished(stream) || stream.branchState === 'merged' ? 'finished' : 'open',
    progress: boardProgress(tasks),
    // What is begun is not free, whoever began it: its row says the same.
    free: tasks.filter((task) => task.status.value === 'todo' && isFree(task)).length,
    ...(criteria === undefined ? {} : { criteriaCount: criteria }),
    owners: boardOwners(tasks, me),
    warnings: [
      ...(said === undefined ? [] : [said]),
      ...(counts.blocked > 0 ? [countStatus('blocked', counts.blocked)] : []),
      ...(counts.failed > 0 ? [countStatus('failed', counts.failed)] : []),
      ...(problems > 0
        ? [problems === 1 ? t('1 problem in the file') : t('{0} problems in the file', problems)]
        : []),
      ...overlapsOf(index, stream, git),
    ],
    age: date === undefined ? '' : ageOf(date),
    words: shownText(tasks.map(({ title, renderedTitle = title.value }) => renderedTitle).join(' '), 2000),
    folder: name,
    icon: called !== undefined && (beside || branch === undefined) ? recordKinds[called] : 'branch',
    ...(beside ? { isBeside: true } : {}),
    ...(tasks.length > 0 && tasks.every((task) => task.owner.value === undefined && !isFree(task))
      ? { isOwnerless: true }
      : {}),
  };
}

/** Per owner what is being worked on or stuck: you first, then by name. */
function peopleOf(
  folders: readonly OverviewFolder[],
  ofStreams: readonly { readonly folder: OverviewFolder; readonly stream: Stream }[],
): readonly OwnerOnWork[] {
  const inStreams = ofStreams.flatMap(({ folder, stream }) =>
    stream.tasks.map((task) => ({ folder, task, stream })),
  );
  const items = folders.flatMap((folder) =>
    folder.index
      .workItems('backlog')
      .filter((item) => isTaskByItself(item) && item.shelf === undefined)
      .map(({ task }) => ({ folder, task, stream: undefined })),
  );
  const people = new Map<string, { readonly name: string; readonly tasks: OwnerOnWork['tasks'][number][] }>();
  for (const { folder, task, stream } of [...inStreams, ...items]) {
    const { owner, status, key, location } = task;
    if (
      owner.value === undefined ||
      (status.value !== 'wip' && status.value !== 'blocked' && status.value !== 'failed')
    )
      continue;
    const { idOf } = folder.context;
    const title = shownTitle(task) || t('(no title)');
    const shown = {
      id: idOf({ key: folder.index.keyOf(location), taskKey: key }),
      title: stream === undefined ? joinWords([shownText(task.id ?? '', 60), title], ' ') : title,
      status: status.value,
      stream: stream === undefined ? t('Backlog') : shownText(stream.name, 100),
      ...(stream === undefined ? {} : { streamId: idOf({ key: stream.key }) }),
    };
    for (const name of ownersIn(owner.value)) {
      const person = people.get(ownerName(name)) ?? { name, tasks: [] };
      people.set(ownerName(name), person);
      person.tasks.push(shown);
    }
  }
  const me = folders[0]?.context.me;
  const rank = (name: string): number => (isSameOwner(name, me) ? 0 : 1);
  return [...people.values()]
    .sort((a, b) => rank(a.name) - rank(b.name) || compareText(a.name, b.name))
    .map(({ name, tasks }) => ({
      owner: boardOwner(name, me),
      tasks,
    }));
}
