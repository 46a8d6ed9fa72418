import * as vscode from 'vscode';
import { partFor, pathOf, type Stream } from '../../core/model/item.ts';
import type { Location } from '../../core/text/document.ts';
import type { Key } from '../../core/text/key.ts';
import { isBeside } from '../../core/views/branchRecords.ts';
import { shortProgress } from '../../core/views/progress.ts';
import { recordOfBranch } from '../../core/views/recordName.ts';
import { joinWords } from '../../core/views/shownText.ts';
import {
  compareGroups,
  isUnavailable,
  pickStreams,
  streamGroupTitle,
  type StreamPurpose,
} from '../../core/views/pick.ts';
import { showPick, type Step } from './ask.ts';
import { checkoutsOf } from './gitView.ts';
import { findPreferred, preferences, preferredFirst } from './preferred.ts';
import { showInformation } from './tell.ts';
import type { Services } from '../surface.ts';
import type { FileTarget } from './target.ts';

interface StreamItem extends vscode.QuickPickItem {
  readonly target?: FileTarget;
}

/**
 * Asks for a stream that fits the purpose, and gives its document; on top the one that the person is at. With `current`, the
 * checked-out branch's is taken without a question when there is exactly one, and the person is at no other. Undefined when there is
 * none (said) or the person leaves the question.
 * @param more `linking`: keys of those that come first, as they have to do with what was asked
 */
export async function pickStream(
  services: Services,
  title: string,
  purpose: StreamPurpose,
  mode: 'current' | 'ask',
  more: { readonly linking?: readonly Key[]; readonly at?: Step | undefined } = {},
): Promise<FileTarget | undefined> {
  const { project, branches } = services;
  const { linking = [], at } = more;
  await branches.start();
  const found = await project.found(() =>
    project.folders.flatMap(({ folder, index }) => {
      const branch = branches.current(folder.id);
      const checkouts = checkoutsOf(services, folder.id);
      const context = { linking, checkouts, ...(branch === undefined ? {} : { currentBranch: branch }) };
      return pickStreams(index, purpose, context).map(({ stream, group }) => ({
        label: stream.name,
        description: joinWords([recordOfBranch(stream), shortProgress(stream.tasks)]),
        detail: pathOf(stream),
        target: { folder: folder.id, key: index.keyOf(locationFor(stream, purpose)) },
        group,
        isBeside: isBeside(index, stream),
      }));
    }),
  );
  const isLinking = ({ target: { key }, group }: (typeof found)[number]): boolean =>
    linking.includes(key) && !isUnavailable(group);
  const items = [...found].sort(
    (a, b) => Number(isLinking(b)) - Number(isLinking(a)) || compareGroups(a.group, b.group),
  );
  const preferred = linking.length > 0 ? [] : await preferences(services);
  const isAt = ({ target }: StreamItem, { folder, key }: FileTarget): boolean =>
    target?.folder === folder && target.key === key;
  // Of a branch with several records, that which speaks for it.
  const current = items.filter(({ group, isBeside }) => group === 'current' && !isBeside);
  const [only] = current;
  const likely = findPreferred(items, preferred, isAt)?.item ?? only;
  if (mode === 'current' && current.length === 1 && only !== undefined && likely === only) return only.target;
  if (items.length === 0) {
    const isTracked = project.folders.some(({ index }) => index.streams().length > 0);
    void showInformation(
      isTracked
        ? vscode.l10n.t('{0}: there is no progress file for that.', title)
        : vscode.l10n.t('No tracking/ folder here yet.'),
    );
    return undefined;
  }
  const headed = items.flatMap((item, i): readonly StreamItem[] => {
    const [heading, before] = [item, items[i - 1]].map((each) =>
      each === undefined
        ? undefined
        : isLinking(each)
          ? vscode.l10n.t('Linked to this spec')
          : streamGroupTitle(each.group),
    );
    return heading === undefined || heading === before
      ? [item]
      : [{ label: heading, kind: vscode.QuickPickItemKind.Separator }, item];
  });
  const offered = preferredFirst<StreamItem>(headed, preferred, isAt, vscode.l10n.t('In the editor'));
  const picked = await showPick<StreamItem>(offered, {
    title,
    at,
    placeHolder: vscode.l10n.t('Choose a branch'),
    matchOnDetail: true,
  });
  return picked?.target;
}

/** Where a stream is changed for a purpose. */
function locationFor(stream: Stream, purpose: StreamPurpose): Location {
  const isAddition = purpose === 'addTask' || purpose === 'addNote';
  return (isAddition ? partFor(stream, purpose) : undefined)?.location ?? stream.location;
}

/** The target with the document of its stream that has a place for an addition. */
export function placedFor(
  { project }: Services,
  target: FileTarget,
  purpose: 'addTask' | 'addNote',
): FileTarget {
  const index = project.folder(target.folder)?.index;
  const stream = index?.findStream(target.key);
  if (index === undefined || stream === undefined) return target;
  return { folder: target.folder, key: index.keyOf(locationFor(stream, purpose)) };
}
