import * as vscode from 'vscode';
import type { Action } from '../../core/actions/action.ts';
import type { FileTarget } from '../../ids.ts';
import type { RunOptions, RunResult } from '../../project/running.ts';
import { showWarning } from './tell.ts';
import type { Services } from '../surface.ts';

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
  options: Omit<RunOptions, 'agreed'>,
): Promise<RunResult | undefined> {
  const copy = project.folder(target.folder)?.sources.find(target.path);
  const worktree = copy?.at.kind === 'worktree' ? copy.at.folder : undefined;
  const known = worktree !== undefined && confirmations.has(worktree);
  const result = await project.run(
    target,
    action,
    args,
    known ? { ...options, agreed: 'worktree' } : options,
  );
  if (result.kind !== 'refused' || copy === undefined) return result;
  const { branch } = copy.file;
  if (result.code === 'branch.elsewhere' && worktree !== undefined && copy.shown.where === 'worktree') {
    const there = vscode.l10n.t('{0} There', verb);
    const answer = await showWarning(
      vscode.l10n.t('{0} is checked out in {1}.', branch, copy.shown.name),
      {
        modal: true,
        detail: vscode.l10n.t(
          'Its progress file is there, and is changed there. You are asked once for each worktree.',
        ),
      },
      there,
    );
    if (answer !== there) return undefined;
    await confirmations.add(worktree);
    return project.run(target, action, args, { ...options, agreed: 'worktree' });
  }
  if (result.code === 'branch.notCheckedOut') {
    const here = vscode.l10n.t('{0} in This Copy', verb);
    const answer = await showWarning(
      vscode.l10n.t('{0} is checked out nowhere.', branch),
      {
        modal: true,
        detail: vscode.l10n.t(
          'This folder has a copy of its progress file. It can be changed, but the branch has it only when you bring it there.',
        ),
      },
      here,
    );
    if (answer !== here) return undefined;
    return project.run(target, action, args, { ...options, agreed: 'atHand' });
  }
  return result;
}
