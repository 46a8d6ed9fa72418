import type { ProjectIndex } from '../core/index/projectIndex.ts';
import { openDependencies } from '../core/index/dependencies.ts';
import { debtOrigin, workItemState } from '../core/index/workItemState.ts';
import { pathOf, type ChecklistItem, type WorkItem } from '../core/model/item.ts';
import { statuses } from '../core/model/status.ts';
import { describeOpen } from '../core/views/backlogWords.ts';
import { joinWords, shownText } from '../core/views/shownText.ts';
import type { Command } from './command.ts';
import { count, listOptions, listReply, withUnread, type Listed } from './listing.ts';
import { untrusted } from './reply.ts';

export const backlog = listItems(
  'backlog',
  'backlog',
  ['items'],
  'Lists the backlog: what is to be done and has no branch yet.',
  ['backlog', 'backlog --status todo'],
);
export const debt = listItems('debt', 'debt', ['techdebt'], 'Lists the tech debt: what branches put off.', [
  'debt',
]);

function listItems(
  name: string,
  listed: WorkItem['list'],
  aliases: readonly string[],
  summary: string,
  examples: readonly string[],
): Command {
  return {
    name,
    aliases,
    summary,
    positionals: [],
    options: {
      status: { description: 'only items with this status', value: 'STATUS', of: statuses },
      ...(listed === 'backlog'
        ? {
            shelf: {
              description: 'what was put aside instead: drafts, or what is archived',
              value: 'SHELF',
              of: ['draft', 'archived'],
            },
          }
        : {}),
      ...listOptions,
    },
    examples,
    effect: 'read',
    run: async (context) => {
      const { index } = await context.open().whole();
      const { status } = context.given.values;
      const { shelf } = context.given.values;
      const items = index
        .workItems(listed)
        .filter((item) => item.shelf === shelf)
        .map((item) => itemOf(index, item));
      const found = items.filter((item) => status === undefined || item.status === status);
      const reply = listReply(context.given, name, count(found.length, 'item'), 'items', found);
      return withUnread(reply, index, listed);
    },
  };
}

function itemOf(index: ProjectIndex, item: WorkItem): Listed & { readonly status: string } {
  const { title, status: written } = item.task;
  const path = pathOf(item.task);
  const state = item.list === 'backlog' ? workItemState(index, item) : undefined;
  const origin = item.list === 'debt' ? debtOrigin(index, item) : undefined;
  const status = state?.status ?? (written.value === 'unknown' ? 'todo' : written.value);
  const branches = (state?.streams ?? origin?.streams ?? []).map(({ name }) => name);
  const from = origin?.author;
  const { id, checks } = item.task;
  // In other backlogs it is only shown.
  const owner = id === undefined ? undefined : item.task.owner.value;
  const waitsFor = openDependencies(index, item);
  const open = item.list === 'backlog' ? describeOpen(index, item) : [];
  return {
    status,
    line: joinWords([
      status,
      item.priority === undefined ? '' : shownText(item.priority.value, 20),
      shownText(joinWords([id, title.value], ' '), 120),
      owner === undefined ? '' : shownText(owner, 60),
      ...open,
      branches.map((each) => shownText(each, 60)).join(', '),
      from === undefined ? '' : `from ${shownText(from, 40)}`,
      shownText(path),
    ]),
    data: {
      key: item.task.key,
      ...(id === undefined ? {} : { id: untrusted(id) }),
      title: untrusted(title.value),
      status,
      path: untrusted(path),
      ...(item.priority === undefined ? {} : { priority: untrusted(item.priority.value) }),
      ...(from === undefined ? {} : { from: untrusted(from) }),
      ...(owner === undefined ? {} : { owner: untrusted(owner) }),
      ...(checks === undefined ? {} : { checks: checks.map(checkOf) }),
      ...(waitsFor.length === 0 ? {} : { waitsFor: waitsFor.map(untrusted) }),
      branches: branches.map(untrusted),
    },
  };
}

function checkOf({ id, list, text, checked }: ChecklistItem): object {
  return {
    ...(id === undefined ? {} : { id }),
    list,
    text: untrusted(text),
    checked: checked.value,
  };
}
