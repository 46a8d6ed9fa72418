import { workItemState } from '../core/index/workItemState.ts';
import type { WriteOperation } from '../core/operations/operation.ts';
import { pathOf, type WorkItem } from '../core/model/item.ts';
import { closeItem, linkBranch } from '../core/operations/items.ts';
import { mergeFiles } from '../core/operations/mergeFiles.ts';
import { resolveConflict } from '../core/operations/resolveConflict.ts';
import { canBeClosed } from '../core/model/taskRules.ts';
import { toKey } from '../core/text/key.ts';
import { shownText } from '../core/views/shownText.ts';
import type { Command, CommandContext } from './command.ts';
import { checkInput, fieldsOf, optionName, optionOf } from './inputFields.ts';
import type { Opened } from './opened.ts';
import { Ended, refused, untrusted, wrongUse, type Reply } from './reply.ts';
import { once } from './once.ts';
import { inputFrom, positionalsOf, toCommand, type Form, type Spelling } from './taskCommands.ts';
import { readToken } from './undoToken.ts';
import { askerOf, runWrite, writeOptions } from './writing.ts';

/** Operations on no task, and on no branch's file. */
export const formSpellings: Readonly<Record<string, Spelling>> = {
  create_backlog_item: {
    name: 'backlog add',
    aliases: ['backlog new', 'backlog create'],
    words: ['title'],
    examples: ['backlog add A budget for calls', 'backlog add A budget for calls --priority high'],
  },
  create_debt_item: {
    name: 'debt add',
    aliases: ['debt new', 'debt create'],
    words: ['title'],
    examples: ['debt add Drop the second key cache --branch feat/session-sync'],
  },
  initialize_tracking: {
    name: 'init',
    words: ['branch'],
    examples: ['init', 'init --task "Write the first test"'],
  },
  initialize_spec_database: {
    name: 'database init',
    words: [],
    examples: ['database init', 'database init --ignore'],
  },
  add_workflow: { name: 'workflow', words: ['path'], examples: ['workflow', 'workflow CLAUDE.md'] },
};

/** What the fields of an operation are where nobody says them. */
const defaults: Readonly<Record<string, (opened: Opened) => Readonly<Record<string, unknown>>>> = {
  initialize_tracking: ({ branch }) => (branch === undefined ? {} : { branch }),
  add_workflow: () => ({ path: 'AGENTS.md' }),
};

/** The command for an operation: each of its fields is a word or an option. */
export function formCommand(operation: WriteOperation, spelling: Spelling): Command {
  const { words = [], examples, name } = spelling;
  const form = once((): Form => {
    const fields = fieldsOf(operation);
    return {
      fields,
      positionals: positionalsOf(words, fields, defaults[operation.id] === undefined),
      options: {
        ...Object.fromEntries(fields.map((field) => [optionName(field.name), optionOf(field)])),
        ...writeOptions,
      },
    };
  });
  return toCommand(operation, spelling, form, async (context) => {
    const { fields } = form();
    const opened = context.open();
    const me = await askerOf(context, opened);
    const input: Record<string, unknown> = {
      ...defaults[operation.id]?.(opened),
      ...inputFrom(context, fields),
    };
    if (fields.some((field) => field.name === 'root')) await chooseRoot(opened, input);
    if (operation.id === 'initialize_tracking' && !('branch' in input))
      throw new Ended(
        refused('branch.unnamed', 'No branch is checked out here. Name the branch: throughline init BRANCH.'),
      );
    const checked = checkInput(operation, input, examples[0] ?? name);
    // Which rows, branches and IDs there are, not every operation asks.
    const asks = operation.id === 'create_backlog_item' || 'branch' in input;
    if (asks || fields.some((field) => field.name === 'document')) await opened.project.load();
    return runWrite(context, operation, checked, { me });
  });
}

/** The tracking directory that is named, which has to be one; else the nearest one around. */
async function chooseRoot(opened: Opened, input: Record<string, unknown>): Promise<void> {
  const { root } = input;
  if (typeof root !== 'string') {
    const inner = opened.innerRoot();
    if (inner !== undefined) input['root'] = inner;
    return;
  }
  const tracked = await opened.whole();
  const systems = new Set(tracked.rules.homes.map(({ system }) => system));
  const roots = [
    ...tracked.roots().flatMap(({ system, path }) => (systems.has(system) ? [path] : [])),
    ...tracked.rules.itemRoots.map((each) => each.root.path),
  ];
  const found = opened.pathsOf(root).find((path) => roots.includes(path));
  if (found === undefined)
    throw new Ended(
      refused(
        'root.unknown',
        `${shownText(root)} is not a tracking directory.`,
        { roots: roots.map(untrusted) },
        roots.slice(0, 5).map((path) => `--root ${shownText(path)}`),
      ),
    );
  input['root'] = found;
}

export const reconcile: Command = {
  name: 'reconcile',
  aliases: ['backlog close'],
  summary: closeItem.description,
  positionals: [
    { name: 'ITEM', description: 'title or path of the backlog item', required: false, words: true },
  ],
  options: {
    how: {
      description: 'by its status, its check boxes, or by removing the file',
      value: 'HOW',
      of: ['status', 'boxes', 'remove'],
    },
    ...writeOptions,
  },
  examples: ['reconcile', 'reconcile Retry failed calls', 'reconcile Retry failed calls --how boxes'],
  effect: 'write',
  run: async (context) => {
    const opened = context.open();
    const me = await askerOf(context, opened);
    await opened.whole();
    const item = findItem(opened, context.given.words['ITEM']);
    const how = context.given.values['how'] ?? 'status';
    const input = checkInput(closeItem, { document: item.task.key, how }, 'reconcile --how status');
    return runWrite(context, closeItem as WriteOperation, input, { me });
  },
};

/** The backlog item that is named by its title, a part of it, or its path; without a name, the only one that is done and does not say so. */
export function findItem(opened: Opened, words: string | undefined, isOpen = false): WorkItem {
  const { index } = opened.tracked();
  const all = index.workItems('backlog');
  if (words !== undefined) return findNamed(opened, all, words, 'backlog item');
  const found = all.filter((item) => {
    const { status } = workItemState(index, item);
    if (isOpen) return status === 'todo' && item.shelf === undefined;
    return status === 'done' && canBeClosed(item.task);
  });
  return onlyOne(
    found,
    all,
    'backlog item',
    `No backlog item is ${isOpen ? 'free' : 'done and still open'}.`,
  );
}

/** The item of a list that is named by its title, a part of it, or its path. */
export function findNamed(opened: Opened, all: readonly WorkItem[], words: string, kind: string): WorkItem {
  const wanted = words.toLowerCase();
  const paths = opened.pathsOf(words);
  const exact = all.filter(
    ({ task }) =>
      [task.title.value, task.id ?? ''].some((name) => name.toLowerCase() === wanted) ||
      paths.includes(pathOf(task)),
  );
  const found =
    exact.length > 0 ? exact : all.filter(({ task }) => task.title.value.toLowerCase().includes(wanted));
  return onlyOne(found, all, kind, `No ${kind} is called “${shownText(words)}”.`);
}

function onlyOne(found: readonly WorkItem[], all: readonly WorkItem[], kind: string, none: string): WorkItem {
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const told = (found.length > 0 ? found : all).slice(0, 5);
  throw new Ended(
    refused(
      found.length > 1 ? 'item.several' : 'item.unknown',
      found.length > 1 ? `${found.length} ${kind}s fit. Name one.` : none,
      { items: told.map(({ task }) => untrusted(task.title.value)) },
      told.map(
        ({ task }) =>
          `${found.length > 1 ? '' : 'near: '}${shownText(task.title.value)} (${shownText(pathOf(task))})`,
      ),
    ),
  );
}

export const merge: Command = {
  name: 'merge',
  aliases: ['merge-progress-files'],
  summary: mergeFiles.description,
  positionals: [
    { name: 'BRANCH', description: 'the branch; by default the one that is checked out', required: false },
  ],
  options: {
    keep: {
      description: 'whose rows stay where both files changed one',
      value: 'SIDE',
      of: ['ours', 'theirs'],
    },
    ...writeOptions,
  },
  examples: ['merge', 'merge feat/rpc-retry --keep ours'],
  effect: 'write',
  run: async (context) => {
    const opened = context.open();
    const me = await askerOf(context, opened);
    const { index } = await opened.whole();
    const branch = context.given.words['BRANCH'] ?? opened.branch;
    const files = branch === undefined ? [] : opened.nearest(index.streamsOfBranch(branch));
    const [first, second] = files;
    if (first === undefined || second === undefined)
      return refused('merge.none', `${shownText(branch ?? 'No branch')} has no second progress file.`);
    const keep = context.given.values['keep'];
    const plain = { document: first.key, other: second.key };
    const planned = await opened.project.preview(opened.folder, mergeFiles, plain, { me, through: 'disk' });
    const choices =
      planned.kind === 'refused' && planned.code === 'merge.undecided' ? planned.data.choices : [];
    const decisions =
      keep === 'ours' || keep === 'theirs'
        ? Object.fromEntries(choices.map(({ key }) => [key, keep] as const))
        : {};
    return runWrite(context, mergeFiles, { ...plain, decisions }, { me });
  },
};

export const link: Command = {
  name: 'link',
  aliases: [],
  summary: linkBranch.description,
  positionals: [
    { name: 'ITEM', description: 'title or path of the backlog item', required: true, words: true },
  ],
  options: {
    branch: {
      description: 'the branch; by default the one that is checked out',
      value: 'BRANCH',
      short: 'b',
    },
    ...writeOptions,
  },
  examples: ['link A budget for calls', 'link A budget for calls --branch feat/rpc-retry'],
  effect: 'write',
  run: async (context) => {
    const opened = context.open();
    const me = await askerOf(context, opened);
    await opened.whole();
    const branch = context.given.values['branch'] ?? opened.branch;
    if (branch === undefined)
      return refused('branch.unnamed', 'No branch is checked out here. Name one with --branch.');
    const item = findItem(opened, context.given.words['ITEM']);
    return runWrite(context, linkBranch, { document: item.task.key, branch }, { me });
  },
};

export const resolve: Command = {
  name: 'resolve',
  aliases: ['resolve-conflict'],
  summary: resolveConflict.description,
  positionals: [{ name: 'FILE', description: 'path of the file with conflict markers', required: true }],
  options: writeOptions,
  examples: ['resolve FILE'],
  effect: 'write',
  run: async (context) => {
    const opened = context.open();
    const me = await askerOf(context, opened);
    await opened.project.load();
    const typed = context.given.words['FILE'] ?? '';
    const paths = opened.pathsOf(typed);
    const document = toKey(paths.find((path) => opened.isThere(path)) ?? paths[0] ?? typed);
    return runWrite(context, resolveConflict, { document }, { me });
  },
};

/** The word after `undo` is what an answer gave. */
export function undoCommand(operations: readonly { readonly id: string }[], run: UndoRun): Command {
  return {
    name: 'undo',
    aliases: [],
    summary:
      'Undoes a change, by the word that its answer gave: as long as all that it wrote is as it was left.',
    positionals: [{ name: 'TOKEN', description: 'the word that the answer gave', required: true }],
    options: writeOptions,
    examples: ['undo TOKEN'],
    effect: 'write',
    run: async (context) => {
      const request = readToken(context.given.words['TOKEN'] ?? '');
      if (request === undefined || !operations.some(({ id }) => id === request.operation))
        throw new Ended(wrongUse('undo.token', 'That is no word that an answer gave.', 'undo TOKEN'));
      const opened = context.open({ folder: request.folder });
      const me = await askerOf(context, opened);
      return run(context, { ...request, me });
    },
  };
}

/** What runs an undo. */
export type UndoRun = (
  context: CommandContext,
  request: {
    readonly operation: string;
    readonly input: unknown;
    readonly folder: string;
    readonly me: string;
  },
) => Promise<Reply>;
