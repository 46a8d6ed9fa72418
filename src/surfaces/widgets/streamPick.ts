import * as vscode from 'vscode';
import { progressOf } from '../../core/views/progress.ts';
import { pickStreams } from '../../core/views/pick.ts';
import { escapeIcons } from '../../core/views/shownText.ts';
import type { FileTarget } from '../../ids.ts';
import { showInformation } from './tell.ts';
import type { Services } from '../surface.ts';

interface StreamItem extends vscode.QuickPickItem {
  readonly target: FileTarget;
}

/**
 * Asks for a progress file. With `current`, the checked-out branch's is taken without a question when there is exactly
 * one. Undefined when there is none (said) or the person leaves the question.
 */
export async function pickStream(
  { project, branches }: Services,
  title: string,
  mode: 'current' | 'ask',
  preferred: { readonly first: readonly string[] } = { first: [] },
): Promise<FileTarget | undefined> {
  await Promise.all([project.load(), branches.start()]);
  const items: StreamItem[] = [];
  const current: FileTarget[] = [];
  for (const { folder, index } of project.folders) {
    const branch = branches.current(folder.id);
    for (const stream of pickStreams(index, branch === undefined ? {} : { currentBranch: branch })) {
      const target = { folder: folder.id, path: stream.path };
      if (branch !== undefined && stream.branch === branch) current.push(target);
      const { done, total } = progressOf(stream.tasks);
      items.push({
        label: escapeIcons(stream.name),
        description: `${done}/${total}`,
        detail: stream.path,
        target,
      });
    }
  }
  const rank = ({ target }: StreamItem): number => (preferred.first.includes(target.path) ? 0 : 1);
  items.sort((a, b) => rank(a) - rank(b));
  const [only] = current;
  if (mode === 'current' && current.length === 1 && only !== undefined) return only;
  if (items.length === 0) {
    void showInformation(vscode.l10n.t('Nothing is tracked in this folder yet.'));
    return undefined;
  }
  const picked = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: vscode.l10n.t('Type a branch'),
    matchOnDetail: true,
  });
  return picked?.target;
}
