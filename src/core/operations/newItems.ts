import * as z from 'zod/mini';
import { backlogItemText, debtItemText, freePath } from '../formats/tracking/newFile.ts';
import { trackingSettings } from '../formats/tracking/settings.ts';
import { backlogFolder, debtFolder } from '../formats/tracking/trackingPath.ts';
import { relativeLink } from '../model/destination.ts';
import { pathOf } from '../model/item.ts';
import { outcome } from '../model/outcome.ts';
import { toTitle } from '../model/title.ts';
import type { FolderId } from '../text/document.ts';
import { textInput } from './inputs.ts';
import type { PlanContext, Planned, ReadContext, WriteOperation } from './operation.ts';

export const priorities = ['high', 'medium', 'low'] as const;

const title = textInput('title of the item');
export const rootInput = z.optional(
  textInput('path of the tracking directory; by default the one at the top of the folder'),
);

export const createBacklogItem: WriteOperation<{
  readonly title: string;
  readonly priority?: (typeof priorities)[number] | undefined;
  readonly root?: string | undefined;
}> = {
  id: 'create_backlog_item',
  description: 'Creates a backlog item: work that is known and has no branch.',
  effect: 'write',
  input: z.strictObject({
    title,
    priority: z.optional(z.enum(priorities)),
    root: rootInput,
  }),
  refusals: ['task.title'],
  scope: () => [],
  plan: (context, { priority, root = usualRoot(context), ...input }) => {
    const found = toTitle(input.title);
    if (typeof found !== 'string') return found;
    const own = context.rules.itemRoots.find((each) => each.root.path === root);
    if (own !== undefined) return createIn(context, own, found, priority);
    const item = { title: found, today: context.today, ...(priority === undefined ? {} : { priority }) };
    return create(context, backlogFolder(root), found, () => backlogItemText(item));
  },
};

export const createDebtItem: WriteOperation<{
  readonly title: string;
  readonly branch?: string | undefined;
  readonly root?: string | undefined;
}> = {
  id: 'create_debt_item',
  description: 'Creates an item of tech debt: what a branch put off.',
  effect: 'write',
  input: z.strictObject({
    title,
    branch: z.optional(textInput('the branch that it comes from')),
    root: rootInput,
  }),
  refusals: ['task.title'],
  scope: () => [],
  plan: (context, { branch, root = homeOf(context), ...input }) => {
    const found = toTitle(input.title);
    if (typeof found !== 'string') return found;
    const origin = branch === undefined ? undefined : context.index.streamsOfBranch(branch, root)[0];
    return create(context, debtFolder(root), found, (path) =>
      debtItemText({
        title: found,
        owner: context.me,
        today: context.today,
        ...(origin === undefined
          ? {}
          : { from: { name: origin.name, link: relativeLink(path, pathOf(origin)) } }),
      }),
    );
  },
};

type ItemRoot = PlanContext['rules']['itemRoots'][number];

/** Where an item is made that nobody says a place for: where such items are, if that is one place. */
function usualRoot(context: PlanContext): string {
  const { rules, index } = context;
  const home = homeOf(context);
  const [only, ...others] = rules.itemRoots;
  if (only === undefined || others.length > 0) return home;
  const isUsed = [...index.files()].some(({ id }) => rules.rootOf(id.path)?.path === home);
  return isUsed ? home : only.root.path;
}

/** An item with the next ID of its root. What is archived has given its own back. */
function createIn(
  context: PlanContext,
  { root, items }: ItemRoot,
  itemTitle: string,
  priority: string | undefined,
): Planned {
  const { folder, index, now, rules } = context;
  const taken = index
    .workItems('backlog')
    .filter(({ task, shelf }) => shelf !== 'archived' && rules.rootOf(pathOf(task))?.path === root.path);
  const { path, text } = items.create(root, {
    title: itemTitle,
    now,
    ids: taken.flatMap(({ task: { id } }) => id ?? []),
    ...(priority === undefined ? {} : { priority }),
  });
  const document = { folder, path };
  return {
    kind: 'plan',
    changes: [{ kind: 'create', document, text }],
    toolLocks: [items.lock(root, document)],
    outcome: outcome('file.created', { path }),
  };
}

/** The tracking directory at the top of a folder. */
export function homeOf({ rules }: ReadContext): string {
  return trackingSettings(rules.settings).directory;
}

/** A path in a directory for an item with a title, which no file has. */
export function freeItemPath(
  context: Pick<PlanContext, 'isFree'>,
  folder: FolderId,
  directory: string,
  itemTitle: string,
): string {
  return freePath(directory, itemTitle, (path) => !context.isFree({ folder, path }));
}

function create(
  context: PlanContext,
  directory: string,
  itemTitle: string,
  textAt: (path: string) => string,
): Planned {
  const { folder } = context;
  const path = freeItemPath(context, folder, directory, itemTitle);
  return {
    kind: 'plan',
    changes: [{ kind: 'create', document: { folder, path }, text: textAt(path) }],
    outcome: outcome('file.created', { path }),
  };
}
