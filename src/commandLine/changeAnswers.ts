import type { ProjectIndex } from '../core/index/projectIndex.ts';
import { pathOf, type Stream } from '../core/model/item.ts';
import {
  deltaStateWord,
  deltaTitle,
  deltaWord,
  describeDeltas,
  paragraphsOf,
} from '../core/views/changeViews.ts';
import { progressOf, shortProgress } from '../core/views/progress.ts';
import { joinWords, shownText } from '../core/views/shownText.ts';
import { changesIn } from '../core/views/specStatus.ts';
import { nearest } from '../core/text/nearest.ts';
import { getRationale } from '../core/operations/rationale.ts';
import type { Command, Given } from './command.ts';
import { count, listReply, withUnread, type Listed } from './listing.ts';
import { done, refused, untrusted, type Reply } from './reply.ts';
import { refusalReply } from './writing.ts';
import { nameIn, taskItem } from './streamCommands.ts';

/** The change that is named by its id, its branch or a path of it; an open one before one that was put away. */
export function findChange(
  index: ProjectIndex,
  wanted: string,
  paths: readonly string[],
): Stream | undefined {
  const isAt = (stream: Stream): boolean =>
    stream.parts.some((part) =>
      paths.some((path) => pathOf(part) === path || pathOf(part).startsWith(`${path}/`)),
    );
  return changesIn(index).find(
    (stream) => stream.name === wanted || stream.parts.some(({ name }) => name === wanted) || isAt(stream),
  );
}

/** All changes to living specs with how far they are, those that were put away last. */
export function listChanges(given: Given, index: ProjectIndex): Reply {
  const items = changesIn(index).map((stream): Listed => {
    const { name, title, tasks, deltas, archived = false } = stream;
    const { done, total } = progressOf(tasks);
    return {
      line: joinWords([
        shownText(name),
        archived ? 'archived' : tasks.length === 0 ? 'no tasks' : shortProgress(tasks),
        describeDeltas(stream),
        title === name ? undefined : shownText(title, 80),
      ]),
      data: { name: untrusted(name), title: untrusted(title), done, total, deltas: deltas.length, archived },
    };
  });
  const reply = listReply(given, 'changes', count(items.length, 'change'), 'changes', items);
  return withUnread(reply, index, 'stream');
}

/** One change: why, what it does to living specs, and its tasks. */
export function showChange(given: Given, index: ProjectIndex, stream: Stream): Reply {
  const { name, title, fields, deltas, tasks, archived = false } = stream;
  const items = tasks.map((task) => taskItem(stream, task, nameIn(stream)));
  const told = deltas.map((delta) => {
    const state = archived ? undefined : deltaStateWord(index.deltas.stateOf(stream, delta));
    const { operation, capability, requirement, newName } = delta;
    return {
      line: joinWords([`${deltaWord(delta)} ${shownText(capability)}: ${deltaTitle(delta)}`, state]),
      data: {
        operation,
        capability: untrusted(capability),
        requirement: untrusted(requirement),
        ...(newName === undefined ? {} : { newName: untrusted(newName) }),
        ...(state === undefined ? {} : { state }),
        text: paragraphsOf(delta).map(untrusted),
      },
    };
  });
  const message = joinWords([
    shownText(name),
    archived ? 'archived' : undefined,
    tasks.length === 0 ? 'no tasks' : shortProgress(tasks),
    describeDeltas(stream),
  ]);
  const reply = listReply(given, 'change', message, 'tasks', items, {
    name: untrusted(name),
    title: untrusted(title),
    archived,
    fields: Object.fromEntries(fields.map((field) => [field.name, untrusted(field.value)])),
    deltas: told.map(({ data }) => data),
    files: stream.parts.map((part) => untrusted(pathOf(part))),
  });
  return {
    ...reply,
    lines: [
      ...(title === name ? [] : [shownText(title)]),
      ...fields.map((field) => `${shownText(field.name)}: ${shownText(field.value, 500)}`),
      ...told.map(({ line }) => line),
      ...(reply.lines ?? []),
    ],
  };
}

/** Why a change was made, for a place that outlives it. */
export const rationaleCommand: Command = {
  name: 'spec rationale',
  aliases: ['rationale'],
  summary: getRationale.description,
  positionals: [{ name: 'CHANGE', description: 'ID or path of the change', required: true }],
  options: {},
  examples: ['spec rationale add-2fa'],
  effect: 'read',
  run: async (context) => {
    const opened = context.open();
    const { index } = await opened.whole();
    const wanted = context.given.words['CHANGE'] ?? '';
    const stream = findChange(index, wanted, opened.pathsOf(wanted));
    if (stream === undefined) return unknownChange(index, wanted);
    const { folder, project } = opened;
    const answer = await project.askOpened(folder, getRationale, { document: stream.key }, { me: '' });
    if (answer.kind === 'refused') return refusalReply(answer);
    const { name, text } = answer;
    return done(
      'rationale',
      joinWords([shownText(name), shownText(stream.title)]),
      { change: untrusted(name), text: { untrusted: true, text } },
      { lines: text.trimEnd().split('\n') },
    );
  },
};

/** That no change is called like this. */
export function unknownChange(index: ProjectIndex, wanted: string): Reply {
  const near = nearest(
    wanted,
    changesIn(index).map(({ name }) => name),
  );
  return refused(
    'change.unknown',
    `There is no change “${shownText(wanted)}”.`,
    near === undefined ? {} : { near: untrusted(near) },
    [near === undefined ? 'throughline spec changes lists them' : `near: ${shownText(near)}`],
  );
}
