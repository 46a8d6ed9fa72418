import * as vscode from 'vscode';
import { isOfBranch, pathOf } from '../../core/model/item.ts';
import type { Key } from '../../core/text/key.ts';
import { progressOf } from '../../core/views/progress.ts';
import { pickStreams, type StreamPurpose } from '../../core/views/pick.ts';
import { showPick } from './ask.ts';
import { findPreferred, preferences, preferredFirst } from './preferred.ts';
import { showInformation } from './tell.ts';
import type { Services } from '../surface.ts';
import type { FileTarget } from './target.ts';

interface StreamItem extends vscode.QuickPickItem {
  readonly target?: FileTarget;
  readonly isCurrent?: boolean;
}

/**
 * Asks for a stream that fits the purpose, and gives its document; on top the one that the person is at. With `current`, the
 * checked-out branch's is taken without a question when there is exactly one, and the person is at no other. Undefined when there is
 * none (said) or the person leaves the question.
 * @param linking keys of those that come first, as they have to do with what was asked
 */
export async function pickStream(
  services: Services,
  title: string,
  purpose: StreamPurpose,
  mode: 'current' | 'ask',
  linking: readonly Key[] = [],
): Promise<FileTarget | undefined> {
  const { project, branches } = services;
  await branches.start();
  const found = await project.found(() =>
    project.folders.flatMap(({ folder, index }) => {
      const branch = branches.current(folder.id);
      return pickStreams(index, purpose, branch === undefined ? {} : { currentBranch: branch }).map(
        (stream): StreamItem & { readonly target: FileTarget } => {
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
    linking.includes(target.key) ? 0 : 1;
  const items = [...found].sort((a, b) => rank(a) - rank(b));
  const preferred = linking.length > 0 ? [] : await preferences(services);
  const isAt = ({ target }: StreamItem, { folder, key }: FileTarget): boolean =>
    target?.folder === folder && target.key === key;
  const current = items.filter(({ isCurrent }) => isCurrent);
  const [only] = current;
  const at = findPreferred(items, preferred, isAt)?.item ?? only;
  if (mode === 'current' && current.length === 1 && only !== undefined && at === only) return only.target;
  if (items.length === 0) {
    const isTracked = project.folders.some(({ index }) => index.streams().length > 0);
    void showInformation(
      isTracked
        ? vscode.l10n.t('{0}: there is no progress file for that.', title)
        : vscode.l10n.t('Nothing is tracked in this folder yet.'),
    );
    return undefined;
  }
  const offered = preferredFirst<StreamItem>(items, preferred, isAt, vscode.l10n.t('In the editor'));
  const picked = await showPick<StreamItem>(offered, {
    title,
    placeHolder: vscode.l10n.t('Choose a branch'),
    matchOnDetail: true,
  });
  return picked?.target;
}
