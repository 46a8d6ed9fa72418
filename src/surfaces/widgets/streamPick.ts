import * as vscode from 'vscode';
import { isOfBranch, pathOf } from '../../core/model/item.ts';
import type { Key } from '../../core/text/key.ts';
import { progressOf } from '../../core/views/progress.ts';
import { pickStreams, type StreamPurpose } from '../../core/views/pick.ts';
import { showPick } from './ask.ts';
import { showInformation } from './tell.ts';
import type { Services } from '../surface.ts';
import type { FileTarget } from './target.ts';

/**
 * Asks for a stream that fits the purpose, and gives its document. With `current`, the checked-out branch's is taken without a question when there is exactly
 * one. Undefined when there is none (said) or the person leaves the question.
 */
export async function pickStream(
  { project, branches }: Services,
  title: string,
  purpose: StreamPurpose,
  mode: 'current' | 'ask',
  preferred: { readonly first: readonly Key[] } = { first: [] },
): Promise<FileTarget | undefined> {
  await branches.start();
  const found = await project.found(() =>
    project.folders.flatMap(({ folder, index }) => {
      const branch = branches.current(folder.id);
      return pickStreams(index, purpose, branch === undefined ? {} : { currentBranch: branch }).map(
        (stream) => {
          const { done, total } = progressOf(stream.tasks);
          return {
            label: stream.name,
            description: `${done}/${total}`,
            detail: pathOf(stream),
            target: { folder: folder.id, key: index.keyOf(stream.location) },
            isCurrent: isOfBranch(stream, branch),
          };
        },
      );
    }),
  );
  const rank = ({ target }: { readonly target: FileTarget }): number =>
    preferred.first.includes(target.key) ? 0 : 1;
  const items = [...found].sort((a, b) => rank(a) - rank(b));
  const current = items.filter(({ isCurrent }) => isCurrent).map(({ target }) => target);
  const [only] = current;
  if (mode === 'current' && current.length === 1 && only !== undefined) return only;
  if (items.length === 0) {
    const isTracked = project.folders.some(({ index }) => index.streams().length > 0);
    void showInformation(
      isTracked
        ? vscode.l10n.t('{0}: there is no progress file for that.', title)
        : vscode.l10n.t('Nothing is tracked in this folder yet.'),
    );
    return undefined;
  }
  const picked = await showPick(items, {
    title,
    placeHolder: vscode.l10n.t('Choose a branch'),
    matchOnDetail: true,
  });
  return picked?.target;
}
