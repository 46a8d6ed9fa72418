import type { ProjectIndex } from '../core/index/projectIndex.ts';
import { debtOrigin, workItemState } from '../core/index/workItemState.ts';
import { pathOf, type WorkItem } from '../core/model/item.ts';
import { statuses } from '../core/model/status.ts';
import { joinWords, shownText } from '../core/views/shownText.ts';
import type { Command } from './command.ts';
import { count, listOptions, listReply, type Listed } from './listing.ts';
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
      ...listOptions,
    },
    examples,
    effect: 'read',
    run: async (context) => {
      const { index } = await context.open().whole();
      const { status } = context.given.values;
      const items = index.workItems(listed).map((item) => itemOf(index, item));
      const found = items.filter((item) => status === undefined || item.status === status);
      return listReply(context.given, name, count(found.length, 'item'), 'items', found);
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
  return {
    status,
    line: joinWords([
      status,
      item.priority === undefined ? '' : shownText(item.priority.value, 20),
      shownText(title.value, 120),
      branches.map((each) => shownText(each, 60)).join(', '),
      from === undefined ? '' : `from ${shownText(from, 40)}`,
      shownText(path),
    ]),
    data: {
      key: item.task.key,
      title: untrusted(title.value),
      status,
      path: untrusted(path),
      ...(item.priority === undefined ? {} : { priority: untrusted(item.priority.value) }),
      ...(from === undefined ? {} : { from: untrusted(from) }),
      branches: branches.map(untrusted),
    },
  };
}
