import type { ProjectIndex } from '../core/index/projectIndex.ts';
import { criterionStatus, isUncounted } from '../core/model/criterionState.ts';
import { pathOf, type Spec } from '../core/model/item.ts';
import { findChange, listChanges, showChange } from './changeAnswers.ts';
import type { PastDelta } from '../core/index/requirementHistory.ts';
import { dayOf, describePast, pastChangesOf, whyOf } from '../core/views/pastChanges.ts';
import { joinWords, shownText } from '../core/views/shownText.ts';
import { changesIn } from '../core/views/specStatus.ts';
import { describeCriteria, describeMet, specProgress } from '../core/views/specProgress.ts';
import type { Command, Given } from './command.ts';
import { count, listOptions, listReply, withUnread, type Listed } from './listing.ts';
import { nearest } from '../core/text/nearest.ts';
import { Ended, refused, untrusted, type Reply } from './reply.ts';
import { nameIn, taskItem } from './streamCommands.ts';
import { fieldsIn } from './writing.ts';

export const specCommand: Command = {
  name: 'spec',
  aliases: ['show', 'specs', 'view'],
  summary:
    'Lists the specs, the criteria of a spec, or shows a criterion with the tasks that serve it; with “changes” the changes to living specs, or one of them.',
  positionals: [
    {
      name: 'SPEC',
      description: 'path or name of a spec or of a change, ID of a criterion, or “changes”',
      required: false,
    },
  ],
  options: listOptions,
  examples: ['spec', 'spec 2026-06-10-rpc-retries', 'spec RPC-RETRY-02', 'spec changes'],
  effect: 'read',
  run: async (context) => {
    const { given } = context;
    const opened = context.open();
    const { index } = await opened.whole();
    const wanted = given.words['SPEC'];
    if (wanted === undefined) {
      const items = index
        .specs()
        .filter(({ criteria }) => criteria.length > 0)
        .map((each) => specItem(index, each));
      const reply = listReply(given, 'specs', count(items.length, 'spec'), 'specs', items);
      return withUnread(reply, index, 'spec', 'stream');
    }
    const paths = opened.pathsOf(wanted);
    const named = index.specs().filter((each) => paths.includes(pathOf(each)) || each.name === wanted);
    const [only] = named;
    if (only !== undefined) return showSpec(given, index, only);
    if (wanted === 'changes') return listChanges(given, index);
    const change = findChange(index, wanted, paths);
    if (change !== undefined) return showChange(given, index, change);
    const defining = index.specs().filter(({ criteria }) => criteria.some(({ id }) => id === wanted));
    if (defining.length > 0) return showCriterion(given, index, defining, wanted);
    throw new Ended(unknownSpec(index, wanted));
  },
};

function specItem(index: ProjectIndex, each: Spec): Listed {
  const progress = specProgress(index, each);
  return {
    line: joinWords([
      shownText(each.name),
      describeMet(progress),
      shownText(each.title, 80),
      shownText(pathOf(each)),
    ]),
    data: {
      name: untrusted(each.name),
      title: untrusted(each.title),
      path: untrusted(pathOf(each)),
      ...progress,
    },
  };
}

function showSpec(given: Given, index: ProjectIndex, each: Spec): Reply {
  const pastOf = pastChangesOf(index, each);
  const items = each.criteria.map((criterion): Listed => {
    const tasks = index.tasksOf(each, criterion.id);
    const serving = tasks.map(({ task }) => task);
    const status = criterionStatus(serving);
    const [last] = pastOf(criterion);
    return {
      line: joinWords([
        criterion.id,
        isUncounted(criterion, serving) ? '' : status,
        shownText(criterion.text, 160),
        last === undefined ? undefined : describePast(last),
        last === undefined ? undefined : shownText(whyOf(last.stream), 160),
      ]),
      data: {
        id: criterion.id,
        status,
        text: untrusted(criterion.text),
        tasks: tasks.length,
        ...(last === undefined ? {} : { lastChange: pastData(last) }),
      },
    };
  });
  const progress = specProgress(index, each);
  const message = `${shownText(each.name)}: ${describeCriteria(progress)}`;
  return listReply(given, 'spec', message, 'criteria', items, { path: untrusted(pathOf(each)), ...progress });
}

/** The archived change that last touched a requirement. */
function pastData({ stream, delta }: PastDelta): object {
  const day = dayOf(stream);
  return {
    change: untrusted(stream.name),
    operation: delta.operation,
    ...(day === undefined ? {} : { archived: day }),
    why: untrusted(whyOf(stream)),
  };
}

function showCriterion(given: Given, index: ProjectIndex, specs: readonly Spec[], id: string): Reply {
  const items = specs.flatMap((each) =>
    index.tasksOf(each, id).map(({ stream, task }) => taskItem(stream, task, nameIn(stream))),
  );
  const texts = specs.map((each) => each.criteria.find((criterion) => criterion.id === id)?.text ?? '');
  const tasks = specs.flatMap((each) => index.tasksOf(each, id).map(({ task }) => task));
  const status = criterionStatus(tasks);
  const reply = listReply(
    given,
    'criterion',
    `${id} is ${status === 'none' ? 'without a task' : status}`,
    'tasks',
    items,
    {
      id,
      status,
      text: texts.map(untrusted),
      specs: specs.map((each) => untrusted(pathOf(each))),
    },
  );
  const add = items.length === 0 ? [`add one with: throughline add --criterion ${id} TITLE`] : [];
  return {
    ...reply,
    lines: [
      ...texts.map((text) => shownText(text, 1000)),
      ...specs.map((each) => shownText(pathOf(each))),
      ...(reply.lines ?? []),
      ...add,
    ],
  };
}

function unknownSpec(index: ProjectIndex, wanted: string): Reply {
  const known = index.specs().flatMap((each) => [each.name, ...each.criteria.map(({ id }) => id)]);
  known.push(...changesIn(index).map(({ name }) => name));
  const near = nearest(
    wanted.toLowerCase(),
    known.map((each) => each.toLowerCase()),
  );
  const found = known.find((each) => each.toLowerCase() === near);
  return refused(
    'spec.unknown',
    `There is no spec and no criterion “${shownText(wanted)}”.`,
    fieldsIn(found === undefined ? {} : { near: found }),
    [found === undefined ? 'throughline spec lists them' : `near: ${shownText(found)}`],
  );
}
