import type { ProjectIndex } from '../core/index/projectIndex.ts';
import { problemMessage } from '../core/messages/problems.ts';
import type { ParsedDocument } from '../core/model/parsedDocument.ts';
import { shownText } from '../core/views/shownText.ts';
import type { Given, Option } from './command.ts';
import { done, Ended, untrusted, wrongUse, type Reply } from './reply.ts';

/** So many items an answer shows unless it is asked for more: what is longer, agents pipe away. */
export const usualLimit = 50;

/** What every command that lists takes. */
export const listOptions: Readonly<Record<string, Option>> = {
  limit: { description: `how many to show; ${usualLimit} by default`, value: 'N', short: 'n' },
  all: { description: 'show all', short: 'a' },
};

/** Items as one line and as data each. */
export interface Listed {
  readonly line: string;
  readonly data: object;
}

/**
 * An answer of one item a line. What is cut is told first and last, with what shows all.
 * @param name what the items are called in the data
 */
export function listReply(
  given: Given,
  code: string,
  message: string,
  name: string,
  items: readonly Listed[],
  data: Readonly<Record<string, unknown>> = {},
): Reply {
  const limit = limitOf(given);
  const shown = items.slice(0, limit);
  const isCut = shown.length < items.length;
  const cut = `truncated: ${shown.length} of ${items.length}, --limit ${items.length} for all`;
  const lines = shown.map(({ line }) => line);
  return done(
    code,
    message,
    {
      ...data,
      total: items.length,
      ...(isCut
        ? { truncated: { shown: shown.length, total: items.length, more: `--limit ${items.length}` } }
        : {}),
      [name]: shown.map((each) => each.data),
    },
    { lines: isCut ? [cut, ...lines, cut] : lines },
  );
}

/** The same answer with the files that nothing could be read from, last: what stands in them is missing in it. */
export function withUnread(
  reply: Reply,
  index: ProjectIndex,
  ...holds: readonly ParsedDocument['holds'][]
): Reply {
  const unread = [...index.files()].flatMap((file) => {
    const problem = file.problems.find(({ severity }) => severity === 'error');
    if (problem === undefined || file.parts.length > 0 || !holds.includes(file.holds)) return [];
    return [{ path: file.id.path, message: problemMessage(problem) }];
  });
  if (unread.length === 0) return reply;
  const { data, lines = [] } = reply;
  return {
    ...reply,
    data: {
      ...data,
      unread: unread.map(({ path, message }) => ({ path: untrusted(path), message: untrusted(message) })),
    },
    lines: [
      ...lines,
      ...unread.map(({ path, message }) => `unread: ${shownText(path)}: ${shownText(message, 400)}`),
    ],
  };
}

function limitOf({ values, switches }: Given): number {
  if (switches.has('all')) return Infinity;
  const { limit } = values;
  if (limit === undefined) return usualLimit;
  if (!/^[1-9]\d{0,8}$/.test(limit))
    throw new Ended(wrongUse('value.invalid', '--limit takes a number from 1.', 'list --limit 100'));
  return Number(limit);
}

/** `1 branch`, `3 branches`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
