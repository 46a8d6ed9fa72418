import type { ProjectIndex } from '../core/index/projectIndex.ts';
import { isProgressFile, pathOf, type Stream, type StreamTask, type Task } from '../core/model/item.ts';
import { nextTask } from '../core/model/nextTask.ts';
import { isNamedIn } from '../core/model/owner.ts';
import { isFree, isUnfinished } from '../core/model/taskRules.ts';
import { statuses } from '../core/model/status.ts';
import { getBrief } from '../core/operations/brief.ts';
import { shownGit, stateWord } from '../core/views/gitView.ts';
import { describeProgress, ownersOf, progressOf } from '../core/views/progress.ts';
import { nameRecord } from '../core/views/recordName.ts';
import { joinWords, shownText, shownTitle } from '../core/views/shownText.ts';
import { BranchStatuses } from '../project/branchStatuses.ts';
import type { Command, Given } from './command.ts';
import { fileOption, findStream, findStreams } from './findTask.ts';
import { statusOf } from './inputFields.ts';
import { count, listOptions, listReply, withUnread, type Listed } from './listing.ts';
import { done, refused, untrusted, type Reply } from './reply.ts';
import { agentNamed } from './who.ts';
import { refusalReply } from './writing.ts';

/** As the setting of VS Code has it where nobody set another. */
const usualStaleDays = 3;

const branchWord = {
  name: 'BRANCH',
  description: 'the branch; by default the one that is checked out',
  required: false,
};

export const brief: Command = {
  name: 'brief',
  aliases: ['prime', 'context'],
  summary:
    'Says of a branch what it is for, how far it is, what is next, who is on what, and what was put off.',
  positionals: [branchWord],
  options: { file: fileOption },
  examples: ['brief', 'brief feat/rpc-retry'],
  effect: 'read',
  run: async (context) => {
    const opened = context.open();
    await opened.whole();
    const { words, values } = context.given;
    const stream = await findStream(opened, { branch: words['BRANCH'], file: values['file'] });
    const statusesOf = new BranchStatuses(opened.project, opened.world, () => undefined);
    await statusesOf.want();
    const status = statusesOf.of(opened.folder);
    statusesOf.dispose();
    const answer = opened.project.ask(
      opened.folder,
      getBrief,
      { document: stream.key },
      {
        me: agentNamed(context.io) ?? '',
        git: { status, now: Date.now() / 1000, staleDays: usualStaleDays, shown: new Set(shownGit) },
      },
    );
    if (answer.kind === 'refused') return refusalReply(answer);
    return done(
      'brief',
      `${shownText(stream.name)}: ${describeProgress(progressOf(stream.tasks))}`,
      { branch: untrusted(stream.name), text: { untrusted: true, text: answer.text } },
      { lines: answer.text.trimEnd().split('\n') },
    );
  },
};

export const list: Command = {
  name: 'list',
  aliases: ['ls', 'branches'],
  summary: 'Lists the branches, or the tasks of a branch, an owner or a status.',
  positionals: [{ ...branchWord, description: 'list the tasks of this branch, owner or status' }],
  options: {
    owner: { description: 'only tasks of this owner; “-” for free ones', value: 'NAME' },
    status: {
      description: 'only tasks with this status',
      value: 'STATUS',
      of: [...statuses, 'unknown'],
      reads: statusOf,
    },
    file: fileOption,
    tasks: { description: 'list the tasks of all branches' },
    ...listOptions,
  },
  examples: ['list', 'list feat/rpc-retry', 'list --owner claude-7f3a', 'list --status todo --all'],
  effect: 'read',
  run: async (context) => {
    const { given } = context;
    const opened = context.open();
    const { index } = await opened.whole();
    const { branch, owner, status } = meantIn(index, given);
    const { file } = given.values;
    if (
      branch === undefined &&
      file === undefined &&
      owner === undefined &&
      status === undefined &&
      !given.switches.has('tasks')
    )
      return withUnread(listStreams(given, index.streams(), opened.branch), index, 'stream');
    const isAll = branch === undefined && file === undefined;
    const streams = isAll ? index.streams() : await findStreams(opened, { branch, file });
    const found = streams.flatMap((stream) =>
      stream.tasks
        .filter((task) => fits(task, owner, status))
        .map((task) => taskItem(stream, task, isAll ? nameIn(stream) : nameRecord(stream))),
    );
    const reply = listReply(given, 'tasks', count(found.length, 'task'), 'tasks', found);
    return isAll ? withUnread(reply, index, 'stream') : reply;
  },
};

/** What is listed: a word that is no branch, but a status or somebody who owns a task, is meant as that. */
function meantIn(index: ProjectIndex, { words, values }: Given) {
  const { owner, status } = values;
  const word = words['BRANCH'];
  if (word === undefined || isBranchIn(index, word)) return { branch: word, owner, status };
  const meant = statusOf(word);
  if (meant !== undefined && status === undefined) return { branch: undefined, owner, status: meant };
  const owns = (task: StreamTask): boolean => isNamedIn(task.owner.value, word);
  if (owner === undefined && index.streams().some(({ tasks }) => tasks.some(owns)))
    return { branch: undefined, owner: word, status };
  return { branch: word, owner, status };
}

function isBranchIn(index: ProjectIndex, word: string): boolean {
  return index.streams().some(({ name }) => name === word || name.endsWith(`/${word}`));
}

function fits({ owner, status }: StreamTask, wantedOwner?: string, wantedStatus?: string): boolean {
  const isOwners =
    wantedOwner === undefined ||
    (wantedOwner === '-'
      ? owner.value === undefined
      : owner.value !== undefined && isNamedIn(owner.value, wantedOwner));
  return isOwners && (wantedStatus === undefined || status.value === wantedStatus);
}

function listStreams(given: Given, streams: readonly Stream[], current: string | undefined): Reply {
  const rank = (stream: Stream): number =>
    (stream.branch === current ? 0 : 2) + (isProgressFile(stream) ? 0 : 1);
  const sorted = [...streams].sort((a, b) => rank(a) - rank(b));
  const items = sorted.map((stream): Listed => {
    const progress = progressOf(stream.tasks);
    const owners = ownersOf(stream.tasks);
    const name = nameIn(stream);
    return {
      line: joinWords(
        [
          `${stream.branch === current ? '* ' : ''}${name}`,
          describeProgress(progress),
          stream.branchState === undefined ? '' : stateWord(stream.branchState),
          owners.map((each) => shownText(each, 40)).join(', '),
          stream.title === stream.name ? '' : shownText(stream.title, 80),
        ],
        ' · ',
      ),
      data: {
        branch: untrusted(stream.name),
        title: untrusted(stream.title),
        file: untrusted(pathOf(stream)),
        current: stream.branch !== undefined && stream.branch === current,
        state: stream.branchState ?? 'open',
        done: progress.done,
        total: progress.total,
        counts: progress.counts,
        owners: owners.map(untrusted),
      },
    };
  });
  return listReply(given, 'branches', count(items.length, 'branch', 'branches'), 'branches', items);
}

/** `feat/rpc-retry`, and of a record of another system on the branch what it is. */
export function nameIn(stream: Stream): string {
  return joinWords([shownText(stream.name, 80), stream.branch === undefined ? '' : nameRecord(stream)]);
}

/** `todo · free · Backfill tests · RPC-RETRY-03` */
export function taskItem(stream: Stream, task: Task, where = ''): Listed {
  const { id, status, owner, mentions, key } = task;
  return {
    line: joinWords([
      status.value === 'unknown' ? `unknown (${shownText(status.written, 40)})` : status.value,
      owner.value === undefined
        ? isFree(task) && isUnfinished(task)
          ? 'free'
          : ''
        : shownText(owner.value, 40),
      id === undefined ? '' : shownText(id, 40),
      shownTitle(task, 120) || '(no title)',
      mentions.map((each) => each.id).join(', '),
      where,
    ]),
    data: {
      key,
      title: untrusted(task.title.value),
      ...(id === undefined ? {} : { id: untrusted(id) }),
      status: status.value,
      ...(status.value === 'unknown' ? { written: untrusted(status.written) } : {}),
      owner: owner.value === undefined ? null : untrusted(owner.value),
      criteria: mentions.map((each) => each.id),
      ...(task.text === undefined ? {} : { notes: untrusted(task.text.value) }),
      branch: untrusted(stream.name),
    },
  };
}

export const next: Command = {
  name: 'next',
  aliases: ['ready'],
  summary: 'Says which task claim would take, without taking it.',
  positionals: [branchWord],
  options: { file: fileOption, as: { description: 'who would take it', value: 'NAME' } },
  examples: ['next', 'next feat/rpc-retry'],
  effect: 'read',
  run: async (context) => {
    const opened = context.open();
    const { words, values } = context.given;
    const stream = await findStream(opened, { branch: words['BRANCH'], file: values['file'] });
    const me = values['as'] ?? context.io.environment['THROUGHLINE_AGENT'];
    const mine = stream.tasks.filter(
      ({ owner, status }) => status.value === 'wip' && me !== undefined && isNamedIn(owner.value, me),
    );
    const task = nextTask(stream, me);
    const yours = mine.map((each) => `yours already: ${shownTitle(each)}`);
    if (task === undefined)
      return refused(
        'task.noneOpen',
        `${shownText(stream.name)} has no free task.`,
        { yours: mine.map((each) => taskItem(stream, each).data) },
        [...yours, 'throughline list --status todo --owner - shows those of other branches'],
      );
    const item = taskItem(stream, task, nameIn(stream));
    return done('task.next', shownTitle(task), { task: item.data }, { lines: [item.line, ...yours] });
  },
};
