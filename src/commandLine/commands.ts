import { operations } from '../project/operations.ts';
import { progress, runUndo, start } from './branchCommands.ts';
import { check } from './checkCommand.ts';
import { closeDebt } from './closeDebt.ts';
import { changeCommand, changeSpellings, changeTask } from './changeVerbs.ts';
import type { Command } from './command.ts';
import { activateFeature, nextOfFeature } from './featureCommands.ts';
import { formCommand, formSpellings, link, merge, reconcile, resolve, undoCommand } from './itemCommands.ts';
import { backlog, debt } from './itemLists.ts';
import { rationaleCommand } from './changeAnswers.ts';
import { specCommand } from './specCommand.ts';
import { brief, list, next } from './streamCommands.ts';
import { documentCommand, plainSpelling, spellings } from './taskCommands.ts';
import { traceCommand, traceSpellings } from './traceCommands.ts';
import { resume, workspaceCommand, workspaceSpellings } from './workspaceCommands.ts';

/** Operations that have a command of their own below, or are part of one. */
const covered = new Set([
  'claim_next_task',
  'close_backlog_item',
  'close_debt_item',
  'create_progress_file',
  'get_brief',
  'link_branch',
  'list_owners',
  'merge_progress_files',
  'resolve_conflict',
  'start_branch',
  'start_change_branch',
  'undo',
  'undo_start_branch',
]);

/** Every command. An operation that nobody spelled here is one by its own name, with its fields as options. */
export function allCommands(): readonly Command[] {
  const fromRegistry = operations.flatMap((operation): Command[] => {
    if (operation.id === 'resume_workspace') return [resume];
    if (operation.id === 'set_active_feature') return [nextOfFeature, activateFeature];
    if (operation.effect !== 'write' || covered.has(operation.id)) return [];
    const spelling = spellings[operation.id];
    if (spelling !== undefined) return [documentCommand(operation, spelling)];
    const ofTrace = traceSpellings[operation.id];
    if (ofTrace !== undefined) return [traceCommand(operation, ofTrace)];
    const ofWorkspace = workspaceSpellings[operation.id];
    if (ofWorkspace !== undefined) return [workspaceCommand(operation, ofWorkspace)];
    const ofChange = changeSpellings[operation.id];
    if (ofChange !== undefined) return [changeCommand(operation, ofChange)];
    const form = formSpellings[operation.id] ?? plainSpelling(operation);
    return [formCommand(operation, form)];
  });
  const named = new Map(fromRegistry.map((command) => [command.name, command]));
  const first = ['claim', 'release', 'finish', 'reopen', 'status', 'assign', 'add', 'note', 'defer'];
  const take = (name: string): Command[] => {
    const command = named.get(name);
    named.delete(name);
    return command === undefined ? [] : [command];
  };
  return [
    brief,
    list,
    next,
    ...first.flatMap(take),
    specCommand,
    ...take('change propose'),
    ...take('change set'),
    ...take('change delta'),
    ...take('change archive'),
    changeTask,
    rationaleCommand,
    backlog,
    ...take('backlog add'),
    ...take('backlog check'),
    debt,
    ...take('debt add'),
    closeDebt,
    start,
    progress,
    reconcile,
    merge,
    link,
    resolve,
    check,
    undoCommand(operations, runUndo),
    ...take('init'),
    ...take('database init'),
    ...take('workflow'),
    ...named.values(),
  ];
}
