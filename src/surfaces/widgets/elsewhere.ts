import * as vscode from 'vscode';
import type { Action } from '../../core/actions/action.ts';
import type { RunOptions, RunResult } from '../../project/running.ts';
import { showWarning } from './tell.ts';
import type { Services } from '../surface.ts';
import type { FileTarget } from './target.ts';

/**
 * Runs an action on the file that counts for a branch. A person is asked once for each other worktree before anything is
 * written there, and each time before a copy of a branch that is checked out nowhere is changed. Undefined when they do not agree.
 */
export async function runWhereItCounts<Args>(
  { project, confirmations }: Pick<Services, 'project' | 'confirmations'>,
  target: FileTarget,
  verb: string,
  action: Action<Args>,
  args: Args,
  options: RunOptions,
): Promise<RunResult | undefined> {
  const result = await project.run(target, action, args, options);
  if (result.kind !== 'refused') return result;
  const { confirmed = [] } = options;
  const again = (): Promise<RunResult> =>
    project.run(target, action, args, { ...options, confirmed: [...confirmed, result] });
  if (result.code === 'branch.elsewhere') {
    const { branch, folder, worktree } = result.data;
    if (confirmations.has(folder)) return again();
    const there = vscode.l10n.t('{0} There', verb);
    const answer = await showWarning(
      vscode.l10n.t('{0} is checked out in {1}.', branch, worktree),
      {
        modal: true,
        detail: vscode.l10n.t(
          'Its progress file is there, and is changed there. You are asked once for each worktree.',
        ),
      },
      there,
    );
    if (answer !== there) return undefined;
    await confirmations.add(folder);
    return again();
  }
  if (result.code === 'branch.notCheckedOut') {
    const here = vscode.l10n.t('{0} in This Copy', verb);
    const answer = await showWarning(
      vscode.l10n.t('{0} is checked out nowhere.', result.data.branch),
      {
        modal: true,
        detail: vscode.l10n.t(
          'This folder has a copy of its progress file. It can be changed, but the branch has it only when you bring it there.',
        ),
      },
      here,
    );
    return answer === here ? again() : undefined;
  }
  return result;
}
