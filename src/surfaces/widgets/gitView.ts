import * as vscode from 'vscode';
import type { Checkouts } from '../../core/model/branch.ts';
import { shownGit, type GitView } from '../../core/views/gitView.ts';
import { section, settings } from '../../ids.ts';
import type { Services } from '../surface.ts';

/** What is checked out in a folder's clone, with the branch of the folder, which VS Code knows first. */
export function checkoutsOf(
  { project, branches }: Pick<Services, 'project' | 'branches'>,
  folder: string,
): Checkouts | undefined {
  const checkouts = project.folder(folder)?.sources.checkouts;
  const here = branches.current(folder);
  return here === undefined ? checkouts : { worktrees: new Map(), branches: [], ...checkouts, here };
}

/** What git said of a folder's branches, and what of it the person wants to see. */
export function gitViewOf({ branchStatuses }: Pick<Services, 'branchStatuses'>, folder: string): GitView {
  const configuration = vscode.workspace.getConfiguration(section, vscode.Uri.parse(folder, true));
  const days: unknown = configuration.get(settings.staleDays);
  const shown: unknown = configuration.get(settings.gitShow);
  return {
    status: branchStatuses.of(folder),
    now: Date.now() / 1000,
    staleDays: typeof days === 'number' && days > 0 ? days : Infinity,
    shown: new Set(Array.isArray(shown) ? shown.map(String) : shownGit),
  };
}
