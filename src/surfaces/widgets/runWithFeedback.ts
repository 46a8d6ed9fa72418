import * as vscode from 'vscode';
import type { Action } from '../../core/actions/action.ts';
import { outcomeMessage } from '../../core/messages/outcomes.ts';
import { confirmButton, refusalMessage } from '../../core/messages/refusals.ts';
import type { Key } from '../../core/text/key.ts';
import { refusal, type Refusal } from '../../core/model/refusal.ts';
import { commands } from '../../ids.ts';
import type { RunResult } from '../../project/running.ts';
import { runWhereItCounts } from './elsewhere.ts';
import { showDone, showWarning } from './tell.ts';
import type { Services } from '../surface.ts';
import type { FileTarget, TaskTarget } from './target.ts';

/** Who asks for what, for the words of the dialogs. */
export interface Asked {
  /** A stream or, with a `taskKey`, one of its tasks. */
  readonly target: FileTarget & { readonly taskKey?: Key };
  /** `Claim`: for `Save and Claim`, `Claim in Editor`. */
  readonly verb: string;
  readonly me: string;
}

/**
 * Runs an action on a file and tells what became of it: success in the status bar, a refusal as a message with what
 * can be done instead. A refusal that a person may overrule is run again when the person does.
 */
export async function runWithFeedback<Args extends object>(
  services: Services,
  asked: Asked,
  action: Action<Args>,
  args: Args,
): Promise<void> {
  const confirmed: Refusal[] = [];
  for (;;) {
    const result = await runPastEditor(services, asked, action, args, confirmed);
    if (result === undefined) return;
    if (result.kind === 'done' || result.kind === 'unchanged') {
      showDone(outcomeMessage(result.outcome));
      return;
    }
    services.log.info(`${asked.verb}: ${result.kind}: ${refusalMessage(result)}`);
    const button = result.kind === 'refused' ? confirmButton(result) : undefined;
    if (result.kind === 'refused' && button !== undefined) {
      const showRow = vscode.l10n.t('Show Row');
      const answer = await showWarning(refusalMessage(result), button, showRow);
      if (answer === showRow) await vscode.commands.executeCommand(commands.openRow, asked.target);
      if (answer !== button) return;
      confirmed.push(result);
      continue;
    }
    await tellRefusal(asked, result);
    return;
  }
}

/**
 * Runs an action on several tasks, one after the other, and tells what became of all of them. Nothing is asked for a
 * single one: what was refused is named, and can be done from its own row.
 */
export async function runOnMany<Args>(
  services: Services,
  targets: readonly TaskTarget[],
  { verb, me }: Omit<Asked, 'target'>,
  action: Action<Args & { taskKey: Key }>,
  args: Args,
): Promise<void> {
  let done = 0;
  const refusals: { readonly target: TaskTarget; readonly message: string }[] = [];
  for (const target of targets) {
    const all = { ...args, taskKey: target.taskKey };
    const result = await runWhereItCounts(services, target, verb, action, all, { me, through: 'disk' });
    // Whoever leaves the question leaves the rest too; the count says how far it came.
    if (result === undefined) break;
    if (result.kind === 'done' || result.kind === 'unchanged') done++;
    else {
      services.log.info(`${verb}: ${result.kind}: ${refusalMessage(result)}`);
      refusals.push({ target, message: refusalMessage(result) });
    }
  }
  const [first] = refusals;
  if (first === undefined && done < targets.length) {
    showDone(vscode.l10n.t('{0}: {1} of {2} tasks.', verb, done, targets.length));
    return;
  }
  if (first === undefined) {
    showDone(vscode.l10n.t('{0}: {1} tasks.', verb, done));
    return;
  }
  const showRow = vscode.l10n.t('Show Row');
  const shown = refusals.slice(0, 3).map(({ message }) => message);
  const more = refusals.length - shown.length;
  const answer = await showWarning(
    [
      vscode.l10n.t('{0}: {1} of {2} tasks.', verb, done, targets.length),
      ...shown,
      ...(more > 0 ? [vscode.l10n.t('And {0} more.', more)] : []),
    ].join(' '),
    showRow,
  );
  if (answer === showRow) await vscode.commands.executeCommand(commands.openRow, first.target);
}

/** Runs the action; when an editor holds unsaved changes of the file, asks what is to become of them. */
async function runPastEditor<Args>(
  services: Services,
  { target, verb, me }: Asked,
  action: Action<Args>,
  args: Args,
  confirmed: readonly Refusal[],
): Promise<RunResult | undefined> {
  const run = (through: 'disk' | 'editor'): Promise<RunResult | undefined> =>
    runWhereItCounts(services, target, verb, action, args, { me, through, confirmed });
  const onDisk = await run('disk');
  if (onDisk?.kind !== 'refused' || onDisk.code !== 'file.dirty') return onDisk;
  const save = vscode.l10n.t('Save and {0}', verb);
  const inEditor = vscode.l10n.t('{0} in Editor', verb);
  const answer = await showWarning(
    vscode.l10n.t('{0} has unsaved changes.', fileName(services.project.documentOf(target).path)),
    {
      modal: true,
      detail: vscode.l10n.t(
        'Save them and go on, or change the text in the editor only: then it counts when you save.',
      ),
    },
    save,
    inEditor,
  );
  if (answer === inEditor) return run('editor');
  if (answer !== save) return undefined;
  const file = services.uri(target.folder, target.key).toString();
  const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === file);
  if (document?.isDirty === true && !(await document.save()))
    return refusal('file.notSaved', { name: fileName(services.project.documentOf(target).path) });
  return run('disk');
}

async function tellRefusal(
  { target }: Asked,
  result: Extract<RunResult, { kind: 'refused' | 'unknown' }>,
): Promise<void> {
  const manageTrust = vscode.l10n.t('Manage Trust');
  const showRow = vscode.l10n.t('Show Row');
  const join = vscode.l10n.t('Join to the Table Above');
  const code = result.kind === 'refused' ? result.code : '';
  const buttons =
    code === 'workspace.untrusted' ? [manageTrust] : code === 'row.cutOff' ? [join, showRow] : [showRow];
  const answer = await showWarning(refusalMessage(result), ...buttons);
  if (answer === manageTrust) await vscode.commands.executeCommand('workbench.trust.manage');
  else if (answer === join) await vscode.commands.executeCommand(commands.joinTable, target);
  else if (answer === showRow) await vscode.commands.executeCommand(commands.openRow, target);
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
