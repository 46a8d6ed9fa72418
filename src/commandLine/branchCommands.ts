import { fileURLToPath } from 'node:url';
import type { ProjectIndex } from '../core/index/projectIndex.ts';
import { ownNameOf, pathOf } from '../core/model/item.ts';
import { branchSlug } from '../core/model/branchName.ts';
import { undo } from '../core/operations/undo.ts';
import { nearest } from '../core/text/nearest.ts';
import { nameOfFile } from '../core/text/syntax.ts';
import { shownText } from '../core/views/shownText.ts';
import { startBranch, undoStart, type BranchStarted } from '../project/branchStart.ts';
import {
  createProgressFile,
  rootOf,
  specsOf,
  unservedTasks,
  type BranchContext,
} from '../project/branchWork.ts';
import { startChange } from '../project/changeStart.ts';
import { findChange, unknownChange } from './changeAnswers.ts';
import type { Command, Given } from './command.ts';
import { checkInput } from './inputFields.ts';
import { findItem, type UndoRun } from './itemCommands.ts';
import type { Opened } from './opened.ts';
import { done, Ended, refused, untrusted, wrongUse, type Reply } from './reply.ts';
import { toToken } from './undoToken.ts';
import { askerOf, refusalReply, runWrite, writeOptions } from './writing.ts';

function branchContext({ project, world, folder }: Opened): BranchContext {
  return { project, git: world.repository, folder, today: world.clock.today() };
}

export const start: Command = {
  name: 'start',
  aliases: ['branch', 'checkout'],
  summary: startBranch.description,
  positionals: [
    { name: 'ITEM', description: 'title or path of the backlog item', required: false, words: true },
  ],
  options: {
    change: { description: 'ID or path of a change, in place of an item', value: 'CHANGE' },
    progress: { description: 'for a change: with a progress file' },
    branch: {
      description: 'name of the new branch; by default feat/ and the name of the item or change',
      value: 'BRANCH',
      short: 'b',
    },
    worktree: { description: 'in a new worktree beside this one', short: 'w' },
    'no-tasks': { description: 'without a task for each criterion of its specs' },
    ...writeOptions,
  },
  examples: [
    'start A budget for calls',
    'start A budget for calls --branch feat/budget --worktree',
    'start --change add-2fa',
  ],
  effect: 'write',
  run: async (context) => {
    const { given } = context;
    const opened = context.open();
    await askerOf(context, opened);
    const { index } = await opened.whole();
    const { change } = given.values;
    if (change !== undefined) return startForChange(opened, index, given, change);
    const named = given.words['ITEM'];
    if (named === undefined)
      throw new Ended(
        wrongUse('words.missing', 'start takes an ITEM, or a --change.', start.examples[0] ?? ''),
      );
    const item = findItem(opened, named, true);
    const path = pathOf(item.task);
    const name = nameOfFile(path).replace(/^\d{4}-\d{2}-\d{2}-/, '');
    const branch = given.values['branch'] ?? item.branch?.value ?? `feat/${branchSlug(name)}`;
    const specs = specsOf(index, item);
    const started = await startBranch.run(branchContext(opened), {
      root: rootOf(opened.project, opened.folder, path),
      branch,
      item: path,
      title: item.task.title.value,
      specs,
      tasks: given.switches.has('no-tasks')
        ? []
        : unservedTasks(index, specs).map(({ title, notes }) => ({ title, notes })),
      where: given.switches.has('worktree') ? 'worktree' : 'here',
    });
    if (started.kind === 'refused') return refusalReply(started);
    return startedReply(opened, branch, started, path, `progress file: ${shownText(started.path)}`);
  },
};

/** The branch of a change, by its ID. */
async function startForChange(
  opened: Opened,
  index: ProjectIndex,
  { values, switches }: Given,
  wanted: string,
): Promise<Reply> {
  const stream = findChange(index, wanted, opened.pathsOf(wanted));
  if (stream === undefined) return unknownChange(index, wanted);
  const branch = values['branch'] ?? `feat/${ownNameOf(stream)}`;
  const withFile = switches.has('progress');
  const where = switches.has('worktree') ? 'worktree' : 'here';
  const started = await startChange.run(branchContext(opened), {
    change: stream.key,
    branch,
    where,
    withFile,
  });
  if (started.kind === 'refused') return refusalReply(started);
  const what = `${withFile ? 'progress file' : 'change'}: ${shownText(started.path)}`;
  return startedReply(opened, branch, started, pathOf(stream), what);
}

/** @param path of what was started, in the folder that it was asked in */
function startedReply(
  { folder }: Opened,
  branch: string,
  started: BranchStarted,
  path: string,
  what: string,
): Reply {
  const worktree = fileURLToPath(started.folder);
  return done(
    'branch.started',
    `Started ${shownText(branch)}.`,
    { branch: untrusted(branch), worktree, file: untrusted(started.path) },
    {
      lines: [
        what,
        `worktree: ${worktree}`,
        ...(started.isItemLeft === true
          ? [
              started.folder === folder
                ? `${shownText(path)} is not on the branch that others start from`
                : `${shownText(path)} is not committed, so it is not in the new worktree`,
            ]
          : []),
        ...(started.notLinked === undefined
          ? []
          : [`the item does not name the branch: ${refusalReply(started.notLinked).message}`]),
      ],
      ...(started.undo === undefined
        ? {}
        : {
            undo: `throughline undo ${toToken({ operation: undoStart.id, folder, input: started.undo })}`,
          }),
    },
  );
}

export const progress: Command = {
  name: 'progress',
  aliases: ['create-progress-file'],
  summary: createProgressFile.description,
  positionals: [
    { name: 'BRANCH', description: 'the branch; by default the one that is checked out', required: false },
  ],
  options: {
    title: { description: 'what the branch is for, in one line', value: 'TITLE' },
    spec: { description: 'path or name of a spec that the branch serves', value: 'PATH', many: true },
    'no-tasks': { description: 'without a task for each criterion of the specs' },
    new: { description: 'also for a branch that does not exist yet' },
    ...writeOptions,
  },
  examples: ['progress', 'progress --title "exponential backoff" --spec 2026-06-10-rpc-retries'],
  effect: 'write',
  run: async (context) => {
    const { given } = context;
    const opened = context.open();
    await askerOf(context, opened);
    await opened.project.load();
    const branch = given.words['BRANCH'] ?? opened.branch;
    if (branch === undefined)
      return refused(
        'branch.unnamed',
        'No branch is checked out here. Name the branch: throughline progress BRANCH.',
      );
    const index = opened.known()?.index;
    const known = index?.specs() ?? [];
    const specs = (given.lists['spec'] ?? []).map((named) => {
      const paths = opened.pathsOf(named);
      const spec = known.find((each) => paths.includes(pathOf(each)) || each.name === named);
      if (spec !== undefined) return pathOf(spec);
      throw new Ended(
        refused('spec.unknown', `${shownText(named)} is no spec.`, {}, ['throughline spec lists them']),
      );
    });
    const title = given.values['title'];
    const made = await createProgressFile.run(branchContext(opened), {
      root: opened.innerRoot() ?? rootOf(opened.project, opened.folder, ''),
      branch,
      specs,
      tasks:
        given.switches.has('no-tasks') || index === undefined
          ? []
          : unservedTasks(index, specs).map((task) => ({ title: task.title, notes: task.notes })),
      ...(title === undefined ? {} : { title }),
      isNew: given.switches.has('new'),
    });
    if (made.kind === 'refused')
      return made.code === 'branch.missing'
        ? noBranch(opened, branch, refusalReply(made))
        : refusalReply(made);
    const worktree = fileURLToPath(made.folder);
    const data = { branch: untrusted(branch), file: untrusted(made.path), worktree };
    if (made.kind === 'exists')
      return done('file.exists', `${shownText(branch)} has ${shownText(made.path)}.`, data);
    return done('file.created', `Created ${shownText(made.path)}.`, data, {
      ...(made.undo === undefined
        ? {}
        : {
            undo: `throughline undo ${toToken({ operation: undo.id, folder: made.folder, input: made.undo })}`,
          }),
    });
  },
};

/** With the branch that is called almost so, which may be meant. */
function noBranch(opened: Opened, branch: string, reply: Reply): Reply {
  const { index, sources } = opened.known() ?? {};
  const names = [
    ...(sources?.clone?.refs ?? []).map(({ name }) => name),
    ...(index?.streams() ?? []).flatMap((stream) => stream.branch ?? []),
  ];
  const near = nearest(branch, names);
  return {
    ...reply,
    data: { ...reply.data, near: near === undefined ? [] : [untrusted(near)] },
    lines: [
      ...(near === undefined ? [] : [`near: ${shownText(near)}`]),
      'for a branch that does not exist yet, add --new',
      ...(reply.lines ?? []),
    ],
  };
}

/** Undoes what documents, or git, have been changed by. */
export const runUndo: UndoRun = async (context, { operation, input, folder, me }) => {
  const opened = context.open();
  await opened.project.load();
  if (operation === undoStart.id) {
    const checked = checkInput(undoStart, input, 'undo TOKEN') as Parameters<typeof undoStart.run>[1];
    const undone = await undoStart.run(branchContext(opened), checked);
    return undone.kind === 'refused'
      ? refusalReply(undone)
      : done('branch.removed', `Removed ${shownText(checked.branch)}.`, {
          branch: untrusted(checked.branch),
        });
  }
  if (folder !== opened.folder)
    return refused('undo.elsewhere', `That was done in ${shownText(fileURLToPath(folder))}: run it there.`);
  const checked = checkInput(undo, input, 'undo TOKEN') as Parameters<typeof undo.plan>[1];
  return runWrite(context, undo, checked, { me });
};
