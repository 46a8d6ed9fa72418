import * as vscode from 'vscode';
import { confirmationOf } from '../../core/messages/confirmations.ts';
import { outcomeMessage } from '../../core/messages/outcomes.ts';
import { refusalMessage } from '../../core/messages/refusals.ts';
import type { Outcome } from '../../core/model/outcome.ts';
import { refusal, type Refusal } from '../../core/model/refusal.ts';
import type { DocumentInput, TaskInput } from '../../core/operations/inputs.ts';
import type { Write } from '../../core/operations/operation.ts';
import { toKey, type Key } from '../../core/text/key.ts';
import { commands, type CommandId } from '../../ids.ts';
import type { RunFailure, RunResult } from '../../project/running.ts';
import { checkOut, fileIn, movedKey } from './checkOutBranch.ts';
import { runAsking, type Asked } from './runAsking.ts';
import { showWarning } from './tell.ts';
import type { DoneWork, Services } from '../surface.ts';
import type { FileTarget, TaskTarget } from './target.ts';

/** What an operation is about: where *Show Row* leads, and whose editor may hold unsaved changes. */
export type AskedTarget = FileTarget & { readonly taskKey?: Key };

/**
 * Runs an operation and tells what became of it: success in the status bar, a refusal as a message with what can be done instead. A
 * refusal that a person may overrule is run again when the person does.
 * @returns what was done, or is so already
 */
export async function runWithFeedback<Input extends DocumentInput>(
  services: Services,
  target: AskedTarget,
  asked: Omit<Asked<Input>, 'folder'>,
): Promise<Outcome | undefined> {
  const confirmed: Refusal[] = [];
  let isCheckedOut = false;
  for (;;) {
    const result = await runPastEditor(services, target, asked, confirmed);
    if (result === undefined) return undefined;
    if (result.kind === 'done' || result.kind === 'unchanged') {
      const { outcome } = result;
      services.outcomes.tell(outcomeMessage(outcome), [
        { kind: 'change', folder: target.folder, outcome, confirmed },
      ]);
      return outcome;
    }
    services.log.info(`${asked.verb}: ${result.kind}: ${refusalMessage(result)}`);
    if (result.kind === 'refused' && result.code === 'branch.notHere' && !isCheckedOut) {
      const there = await askToCheckOut(services, target, result);
      if (there === undefined) return undefined;
      isCheckedOut = true;
      asked = { ...asked, input: movedInput(asked.input, target.key, there.key) };
      target = moved(target, there.key);
      continue;
    }
    const confirmation = result.kind === 'refused' ? confirmationOf(result, asked.verb) : undefined;
    if (result.kind !== 'refused' || confirmation === undefined) {
      await tellRefusalAt(services, target, result);
      return undefined;
    }
    const { question, button } = confirmation;
    const showRow = vscode.l10n.t('Show Row');
    const answer = await showWarning(question, button, showRow);
    if (answer === showRow) await vscode.commands.executeCommand(commands.openRow, target);
    if (answer !== button) return undefined;
    confirmed.push(result);
  }
}

/**
 * Runs an operation on several tasks, one after the other, and tells what became of all of them. Nothing is asked for a
 * single one: what was refused is named, and can be done from its own row.
 */
export async function runOnMany<Input extends TaskInput>(
  services: Services,
  targets: readonly TaskTarget[],
  { verb, me }: { readonly verb: string; readonly me: string },
  operation: Write<Input>,
  inputFor: (target: TaskTarget) => Input,
): Promise<void> {
  const done: DoneWork[] = [];
  const refusals: { readonly target: TaskTarget; readonly message: string; readonly result: RunFailure }[] =
    [];
  for (const target of targets) {
    const asked = { folder: target.folder, operation, input: inputFor(target), verb, me };
    const confirmed: Refusal[] = [];
    const result = await runAsking(services, asked, 'disk', confirmed);
    // Whoever leaves the question leaves the rest too; the count says how far it came.
    if (result === undefined) break;
    if (result.kind === 'done' || result.kind === 'unchanged')
      done.push({ kind: 'change', folder: target.folder, outcome: result.outcome, confirmed });
    else {
      services.log.info(`${verb}: ${result.kind}: ${refusalMessage(result)}`);
      refusals.push({ target, message: refusalMessage(result), result });
    }
  }
  const [first] = refusals;
  const count =
    done.length < targets.length
      ? vscode.l10n.t('{0}: {1} of {2} tasks.', verb, done.length, targets.length)
      : vscode.l10n.t('{0}: {1} tasks.', verb, done.length);
  if (done.length > 0 || first === undefined) services.outcomes.tell(count, done);
  if (first === undefined) return;
  const shown = refusals.slice(0, 3).map(({ message }) => message);
  const more = refusals.length - shown.length;
  const rest = more > 0 ? [vscode.l10n.t('And {0} more.', more)] : [];
  await tellWithFix(services, [count, ...shown, ...rest].join(' '), first.target, first.result);
}

/** Says that a branch is checked out nowhere. When the person has it checked out: its progress file, as it can be changed now. */
async function askToCheckOut(
  services: Services,
  target: FileTarget,
  refused: Extract<Refusal, { readonly code: 'branch.notHere' }>,
): Promise<FileTarget | undefined> {
  const here = vscode.l10n.t('Check Out');
  const inWorktree = vscode.l10n.t('Open in New Worktree');
  const { path } = services.project.documentOf(target);
  const answer = await showWarning(refusalMessage(refused), here, inWorktree);
  if (answer === undefined) return undefined;
  const { branch } = refused.data;
  const at = await checkOut(
    services,
    { folder: target.folder, branch },
    answer === here ? 'here' : 'worktree',
  );
  return at === undefined ? undefined : fileIn(services, target, path, at);
}

function moved(target: AskedTarget, key: Key): AskedTarget {
  const { taskKey } = target;
  return {
    ...target,
    key,
    ...(taskKey === undefined ? {} : { taskKey: movedKey(taskKey, target.key, key) }),
  };
}

/** What is asked of a document, where it has another key now. */
function movedInput<Input extends DocumentInput>(input: Input, from: Key, to: Key): Input {
  const task = 'task' in input ? { task: movedKey(input.task as Key, from, to) } : {};
  return { ...input, ...task, document: to };
}

/** Runs the operation; when an editor holds unsaved changes of the file, asks what is to become of them. */
async function runPastEditor<Input extends DocumentInput>(
  services: Services,
  target: AskedTarget,
  asked: Omit<Asked<Input>, 'folder'>,
  confirmed: Refusal[],
): Promise<RunResult | undefined> {
  const { verb } = asked;
  const run = (through: 'disk' | 'editor'): Promise<RunResult | undefined> =>
    runAsking(services, { ...asked, folder: target.folder }, through, confirmed);
  const onDisk = await run('disk');
  if (onDisk?.kind !== 'refused' || onDisk.code !== 'file.dirty') return onDisk;
  const { path } = onDisk.data;
  const save = vscode.l10n.t('Save and {0}', verb);
  const inEditor = vscode.l10n.t('{0} in Editor', verb);
  const answer = await showWarning(
    vscode.l10n.t('{0} has unsaved changes.', fileName(path)),
    {
      modal: true,
      detail: vscode.l10n.t('Save the file first, or make this change in the editor and save it yourself.'),
    },
    save,
    inEditor,
  );
  if (answer === inEditor) return run('editor');
  if (answer !== save) return undefined;
  const file = services.uri(target.folder, target.key).toString();
  const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === file);
  if (document?.isDirty === true && !(await document.save()))
    return refusal('file.notSaved', { name: fileName(path) });
  return run('disk');
}

async function tellRefusalAt(services: Services, target: AskedTarget, result: RunFailure): Promise<void> {
  const manageTrust = vscode.l10n.t('Manage Trust');
  if (result.kind === 'refused' && result.code === 'workspace.untrusted') {
    const answer = await showWarning(refusalMessage(result), manageTrust);
    if (answer === manageTrust) await vscode.commands.executeCommand('workbench.trust.manage');
    return;
  }
  await tellWithFix(services, refusalMessage(result), target, result);
}

/** Offers what resolves a refusal, where there is a command for that, and the way to its row. */
async function tellWithFix(
  services: Services,
  message: string,
  target: AskedTarget,
  result: RunFailure,
): Promise<void> {
  const showRow = vscode.l10n.t('Show Row');
  const fix = fixOf(services, target, result);
  const answer = await showWarning(message, ...(fix === undefined ? [] : [fix.title]), showRow);
  if (answer === showRow) await vscode.commands.executeCommand(commands.openRow, target);
  else if (answer === fix?.title && fix !== undefined)
    await vscode.commands.executeCommand(fix.command, fix.target);
}

interface Fix {
  readonly title: string;
  readonly command: CommandId;
  readonly target: FileTarget;
}

function fixOf({ project }: Services, target: FileTarget, result: RunFailure): Fix | undefined {
  if (result.kind !== 'refused') return undefined;
  switch (result.code) {
    case 'task.notOpen':
      return result.data.status === 'unknown'
        ? { title: vscode.l10n.t('Set Task Status'), command: commands.setTaskStatus, target }
        : undefined;
    case 'row.cutOff':
      return { title: vscode.l10n.t('Join to the Table Above'), command: commands.joinTable, target };
    case 'file.conflict': {
      const { path } = result.data;
      // Of two files that are merged, it may be the other one that has the markers.
      const isOther = path !== project.documentOf(target).path;
      return {
        title: vscode.l10n.t('Resolve Tracking Conflict'),
        command: commands.resolveConflict,
        target: isOther ? { folder: target.folder, key: toKey(path) } : target,
      };
    }
    default:
      return undefined;
  }
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
