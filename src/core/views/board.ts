import { t } from '@vscode/l10n';
import type {
  BoardAction,
  BoardCriterion,
  BoardWarning,
  BoardLink,
  BoardOwner,
  BoardProgress,
  BoardTask,
  StreamBoard,
} from '../board/protocol.ts';
import { isAbsent, pathOfTarget } from '../index/linkGraph.ts';
import type { ProjectIndex } from '../index/projectIndex.ts';
import { problemMessage } from '../messages/problems.ts';
import { criterionStatus, isUncounted, type CriterionStatus } from '../model/criterionState.ts';
import {
  isProgressFile,
  isOfBranch,
  pathOf,
  titleOf,
  type Spec,
  type Stream,
  type Task,
} from '../model/item.ts';
import { type Key, toKey } from '../text/key.ts';
import { isAgentName } from '../model/agentName.ts';
import { isNamedIn } from '../model/owner.ts';
import { canCheckOut, isOfferedOn, offerOnTask, type TaskOperationId } from '../model/availableOperations.ts';
import type { Checkouts } from '../model/branch.ts';
import { isChangeable } from '../model/taskRules.ts';
import { describeChecks, nameItem } from './backlogWords.ts';
import { itemsOfStream } from './branchItems.ts';
import { taskGroups } from './boardGroups.ts';
import { promisesOnBoard, recordsOnBoard, resumptionOnBoard, sessionsOnBoard } from './boardRecords.ts';
import { recordOfBranch } from './recordName.ts';
import { criteriaCount } from './criteriaCount.ts';
import { labelOfTask } from './featureStatus.ts';
import { stateWord, type GitView } from './gitView.ts';
import { seriousOf } from './outline.ts';
import { ownersOf, progressOf } from './progress.ts';
import { cutEnd } from '../text/cutEnd.ts';
import { someOf } from '../messages/someOf.ts';
import { criterionWord, ownerWord } from './statusWord.ts';
import { joinWords, shownText, shownTitle } from './shownText.ts';
import { signalsOf } from './signals.ts';
import { linkLabel } from './streamChildren.ts';
import { isOthersWorkspace } from './workspaceViews.ts';

/** What an id of the board stands for: the key is that of a document, or of the stream that a board shows. */
export interface BoardTarget {
  readonly key: Key;
  readonly taskKey?: Key;
  /** ID of the criterion, when `key` is its spec's. */
  readonly criterion?: string;
  /** Zero-based. */
  readonly line?: number;
  readonly url?: string;
  readonly pullRequest?: true;
  /** Tells rows apart that lead to the same line. */
  readonly row?: string;
}

export interface BoardContext {
  /** Gives the opaque id of a target; the same one for the same target. */
  readonly idOf: (target: BoardTarget) => string;
  readonly me?: string;
  readonly currentBranch?: string;
  readonly writable: boolean;
  /** What is checked out in the clone; missing without git. */
  readonly checkouts?: Checkouts | undefined;
  /** What git said, where it was asked. */
  readonly git?: GitView;
}

/** Longer texts are cut in cells; the row has the rest. */
const longestText = 300;

/** A stream with every criterion of its specs beside the tasks that serve it. */
export function streamBoard(index: ProjectIndex, stream: Stream, given: BoardContext): StreamBoard {
  const isOthers = isOthersWorkspace(stream, given.checkouts);
  const context = { ...given, writable: given.writable && !isOthers };
  const { idOf, me, currentBranch, writable } = context;
  const serving = servingTasks(index, stream);
  const specs = boardSpecs(index, stream);
  const served = new Set<Task>();
  const statuses: CriterionStatus[] = [];
  const criteria = specs.flatMap(({ spec, isLinked }) =>
    spec.criteria.flatMap((criterion): readonly BoardCriterion[] => {
      const tasks = serving(spec.key, criterion.id);
      if ((!isLinked && tasks.length === 0) || isUncounted(criterion, tasks)) return [];
      const status = criterionStatus(tasks);
      statuses.push(status);
      for (const task of tasks) served.add(task);
      return [
        {
          id: idOf({ key: spec.key, criterion: criterion.id }),
          name: shownText(criterion.id, 70),
          text: shownText(criterion.text, 2000),
          status,
          word: criterionWord(tasks),
          tasks: tasks.map((task) => boardTask(index, stream, task, context)),
        },
      ];
    }),
  );
  const count = criteriaCount(stream, statuses);
  return {
    kind: 'stream',
    id: idOf({ key: stream.key }),
    name: shownText(stream.name, 100),
    title: boardTitle(stream),
    current: isOfBranch(stream, currentBranch),
    writable: writable && isOfferedOn(stream, me, 'add_task'),
    takesNotes: writable && isOfferedOn(stream, me, 'add_note'),
    ...(writable && canCheckOut(stream)
      ? { notCheckedOut: t('{0} is not checked out. Check it out to change its tasks.', stream.branch) }
      : {}),
    links: linksOf(index, stream, context),
    records: recordsOnBoard(index, stream, context),
    progress: boardProgress(stream.tasks),
    criteria,
    others: taskGroups(stream, specs.length > 0).flatMap(({ tasks, ...group }) => {
      const shown = tasks.filter((task) => !served.has(task));
      if (shown.length === 0) return [];
      return [{ ...group, tasks: shown.map((task) => boardTask(index, stream, task, context)) }];
    }),
    resumption: resumptionOnBoard(index, stream, context),
    notes: stream.notes.map(({ author, text, location }) => ({
      id: idOf(index.placeIn(location)),
      text: shownText(text, 1000),
      ...(author === undefined ? {} : { author: shownText(author, 64) }),
    })),
    sessions: sessionsOnBoard(index, stream, context),
    warnings: warningsOf(index, stream, context),
    owners: boardOwners(stream.tasks, me),
    ...(count === undefined ? {} : { criteriaCount: count }),
    ...(stream.deltas.length === 0 ? {} : { promises: promisesOnBoard(index, stream, context) }),
    grid: gridOf(stream, criteria.length > 0),
  };
}

/** What its grid is called. A change promises requirements; steps and tasks without a spec promise nothing. */
function gridOf({ name, deltas }: Stream, hasCriteria: boolean): StreamBoard['grid'] {
  const shown = shownText(name, 100);
  if (hasCriteria)
    return { name: t('Criteria and tasks of {0}', shown), heads: [t('Criterion'), t('Tasks')] };
  return deltas.length > 0
    ? { name: t('Requirements and tasks of {0}', shown), heads: [t('Requirement'), t('Text and tasks')] }
    : { name: t('Tasks of {0}', shown), heads: ['', t('Tasks')] };
}

/**
 * What a stream is about, where its name says less; first that its branch is merged, and what the record is, where its row is
 * not `named` so.
 */
export function boardTitle(stream: Stream, label?: 'named'): string {
  const { name, title, branchState } = stream;
  return joinWords([
    branchState === 'merged' ? stateWord('merged') : undefined,
    label === 'named' ? undefined : recordOfBranch(stream),
    title === name ? undefined : shownText(title),
  ]);
}

/** The specs whose criteria are all a stream's to meet: steps of a workflow name none, and a feature those of its own. */
export function countedSpecs(index: ProjectIndex, stream: Stream): readonly Key[] {
  const linked = index.linkedSpecs(stream);
  return isProgressFile(stream) ? linked : linked.filter((key) => index.findSpec(key)?.stream === stream.key);
}

/** The specs that a stream links, and those of which its tasks name criteria all the same. */
function boardSpecs(
  index: ProjectIndex,
  stream: Stream,
): readonly { readonly spec: Spec; readonly isLinked: boolean }[] {
  const linked = countedSpecs(index, stream);
  const served = stream.tasks.flatMap((task) =>
    index.criteriaOf(stream, task).flatMap((id) => {
      const meaning = index.meaning(stream, id);
      return meaning.kind === 'defined' ? [meaning.spec] : [];
    }),
  );
  return [...new Set([...linked, ...served])].flatMap((key) => {
    const spec = index.findSpec(key);
    return spec === undefined ? [] : [{ spec, isLinked: linked.includes(key) }];
  });
}

/** Which tasks of a stream serve a criterion: of all that serve it, what this branch does. */
export function servingTasks(
  index: ProjectIndex,
  stream: Stream,
): (spec: Key, id: string) => readonly Task[] {
  const found = new Map<string, Task[]>();
  for (const task of stream.tasks)
    for (const id of index.criteriaOf(stream, task)) {
      const meaning = index.meaning(stream, id);
      if (meaning.kind !== 'defined') continue;
      const key = `${meaning.spec}#${id}`;
      const tasks = found.get(key);
      if (tasks === undefined) found.set(key, [task]);
      else tasks.push(task);
    }
  return (spec, id) => found.get(`${spec}#${id}`) ?? [];
}

/** The bar: what is done first, what was dropped last. */
export function boardProgress(tasks: readonly Task[]): BoardProgress {
  const { done, total, counts } = progressOf(tasks);
  const order = ['done', 'wip', 'blocked', 'failed', 'todo', 'unknown', 'dropped'] as const;
  return {
    done,
    total,
    counts: order.flatMap((status) => (counts[status] > 0 ? [{ status, count: counts[status] }] : [])),
  };
}

export function boardOwners(tasks: readonly Task[], me: string | undefined): readonly BoardOwner[] {
  return ownersOf(tasks).map((name) => boardOwner(name, me));
}

export function boardOwner(name: string, me: string | undefined): BoardOwner {
  return { name: shownText(name, 64), you: isNamedIn(name, me), agent: isAgentName(name) };
}

function boardTask(
  index: ProjectIndex,
  stream: Stream,
  task: Task,
  { idOf, me, writable }: BoardContext,
): BoardTask {
  const criteria = index.criteriaOf(stream, task);
  return {
    id: idOf({ key: index.keyOf(task.location), taskKey: task.key }),
    title: labelOfTask(stream, task, shownTitle(task) || t('(no title)')),
    status: task.status.value,
    word: task.status.value === 'unknown' ? shownText(task.status.written, 40) : task.status.value,
    note: stepNote(stream, task) ?? noteOf(task, criteria),
    criteria: someOf(criteria, 20, (id) => shownText(id, 70)),
    can: writable && isChangeable(task) ? actionsFor(stream, task, me) : [],
    nobody: task.owner.value === undefined ? ownerWord(task) : '',
    ...(task.owner.value === undefined ? {} : { owner: boardOwner(task.owner.value, me) }),
  };
}

/** What the step of a workflow that is current is at, and what another one came to. */
function stepNote(stream: Stream, { key, text, fields }: Task): string | undefined {
  if (isProgressFile(stream) || text !== undefined) return undefined;
  const { resumption } = stream;
  const said =
    resumption?.task === key
      ? resumption.position.value
      : fields.find(({ name }) => name.toLowerCase() === 'summary')?.value;
  return said === undefined ? undefined : shownText(said, longestText);
}

/** The Notes column without the criteria, which stand beside it anyway. */
function noteOf({ text }: Task, criteria: readonly string[]): string {
  // Cut first: the rest is not shown, and may be megabytes.
  let rest = (text?.value ?? '').slice(0, 4 * longestText);
  for (const id of criteria) rest = rest.replaceAll(id, '');
  return shownText(cutEnd(rest.replace(/^[\s,;:·–—-]+/u, ''), /[\s,;:·–—-]/u), longestText);
}

/** The buttons for what is offered with a task, what fits best first; a note is one of its stream. */
const buttons: readonly (readonly [BoardAction, TaskOperationId | 'add_note'])[] = [
  ['claim', 'claim_task'],
  ['finish', 'finish_task'],
  ['release', 'release_task'],
  ['reopen', 'reopen_task'],
  ['takeOver', 'claim_task'],
  ['assign', 'assign_task'],
  ['setStatus', 'set_task_status'],
  ['addNote', 'add_note'],
  ['defer', 'defer_task'],
];

function actionsFor(stream: Stream, task: Task, me: string | undefined): readonly BoardAction[] {
  return buttons.flatMap(([action, wanted]) => {
    if (wanted === 'add_note') return isOfferedOn(stream, me, wanted) ? [action] : [];
    const offer = offerOnTask(task, me, wanted);
    const isTaking = offer?.confirm !== undefined;
    const fits = action === 'claim' ? !isTaking : action === 'takeOver' ? isTaking : true;
    return offer !== undefined && fits ? [action] : [];
  });
}

function linksOf(index: ProjectIndex, stream: Stream, { idOf }: BoardContext): readonly BoardLink[] {
  const found: BoardLink[] = [];
  const { pullRequest } = stream;
  if (pullRequest !== undefined)
    found.push({
      id: idOf({ key: stream.key, pullRequest: true }),
      kind: 'pullRequest',
      text: pullRequest.number === undefined ? t('Pull request') : `#${pullRequest.number}`,
    });
  const seen = new Set<string>();
  for (const placed of index.linksOf(stream.key)) {
    const { link, location, target } = placed;
    const { role } = link;
    if (isAbsent(placed)) continue;
    if (role !== 'spec' && role !== 'backlog' && role !== 'debt' && role !== 'docs') continue;
    const name = pathOfTarget(target) ?? link.destination;
    if (seen.has(name)) continue;
    seen.add(name);
    const item = target.kind === 'file' ? index.itemAt(toKey(target.path)) : undefined;
    found.push({
      id: idOf(target.kind === 'file' ? { key: toKey(target.path) } : index.placeIn(location)),
      kind: role,
      text:
        shownText(linkLabel(link, item === undefined ? undefined : titleOf(item)), 100) ||
        shownText(name, 100),
      ...(target.kind === 'missing' ? { problem: t('not found') } : {}),
      ...(target.kind === 'outside' ||
      (role !== 'docs' && (target.kind === 'external' || target.kind === 'folder'))
        ? { problem: t('not followed') }
        : {}),
    });
  }
  for (const item of itemsOfStream(index, stream)) {
    const { key } = item.task;
    if (seen.has(pathOf(item.task))) continue;
    const text = joinWords([nameItem(item), describeChecks(item.task.checks ?? [])]);
    found.push({ id: idOf({ key }), kind: 'backlog', text: shownText(text, 100) });
  }
  const order = ['pullRequest', 'spec', 'backlog', 'docs', 'debt'] as const;
  return [
    ...order.flatMap((kind) => found.filter((each) => each.kind === kind)),
    ...stream.parts
      .filter((part) => !seen.has(pathOf(part)))
      .map((part): BoardLink => ({
        id: idOf({ key: index.keyOf(part.location), line: 0 }),
        kind: 'file',
        text: isProgressFile(stream) ? t('Progress file') : shownText(pathOf(part).replace(/^.*\//, ''), 100),
      })),
  ];
}

/** What other branches are on as well, as the sidebar says it below the branch. */
export function overlapsOf(index: ProjectIndex, stream: Stream, git: GitView | undefined): readonly string[] {
  return signalsOf(index, stream, git).flatMap(({ kind, sentence }) =>
    kind === 'overlap' ? [shownText(sentence, 300)] : [],
  );
}

/** What is wrong with the file, each with its line, and with the specs that it links. */
function warningsOf(
  index: ProjectIndex,
  stream: Stream,
  { idOf, git }: BoardContext,
): readonly BoardWarning[] {
  const unread = index.linksOf(stream.key).flatMap(({ link, target }) => {
    const file = link.role === 'spec' && target.kind === 'file' ? index.file(toKey(target.path)) : undefined;
    const [problem] = file?.parts.length === 0 ? file.problems : [];
    if (file === undefined || problem === undefined) return [];
    return [{ id: idOf({ key: file.key }), text: shownText(`${file.id.path}: ${problemMessage(problem)}`) }];
  });
  const own = index.documentsOf(stream.key).flatMap((key) =>
    seriousOf(index.problems(key)).map((problem) => {
      const line = index.lineIn(key, problem.range);
      return {
        id: idOf({ key, line }),
        text: t('{0} (line {1})', shownText(problemMessage(problem)), line + 1),
      };
    }),
  );
  const overlaps = overlapsOf(index, stream, git).map((text) => ({
    id: idOf({ key: index.keyOf(stream.location), line: 0 }),
    text,
  }));
  return [...unread, ...own, ...overlaps];
}
