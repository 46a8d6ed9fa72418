import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import { pathOfTarget } from '../core/index/linkGraph.ts';
import type { ProjectIndex } from '../core/index/projectIndex.ts';
import { pathOf, type Stream } from '../core/model/item.ts';
import { type Key, toKey } from '../core/text/key.ts';
import type { LinkRole } from '../core/model/link.ts';
import { chooseRemote, pullRequestUrl } from '../core/model/pullRequestUrl.ts';
import { describeMet, specProgress } from '../core/views/specProgress.ts';
import { itemStateWord } from '../core/messages/itemStates.ts';
import { workItemState } from '../core/index/workItemState.ts';
import { commands, type CommandId } from '../ids.ts';
import { preferences, preferredFirst } from './widgets/preferred.ts';
import { openAddress, openPlace } from './widgets/showPlace.ts';
import { pickStream } from './widgets/streamPick.ts';
import { toFileTarget, toTaskTarget, type PlaceTarget } from './widgets/target.ts';
import { showPick } from './widgets/ask.ts';
import { showInformation, showWarning } from './widgets/tell.ts';
import type { Services } from './surface.ts';

interface PlaceItem extends vscode.QuickPickItem {
  readonly target?: PlaceTarget;
}

/** Commands that open what a stream links: spec, backlog item, pull request. */
export function registerLinkCommands(services: Services): Disposable {
  const { project } = services;
  const store = new DisposableStore();
  const register = (id: CommandId, what: string, run: (argument: unknown) => Promise<void>): void => {
    store.add(vscode.commands.registerCommand(id, services.guard(what, run)));
  };
  const t = vscode.l10n.t;

  register(commands.openSpec, t('Open Spec'), async (argument) => {
    await project.load();
    const file = toFileTarget(argument);
    const index = file === undefined ? undefined : project.folder(file.folder)?.index;
    const item = index?.itemAt(file?.key ?? toKey(''));
    if (file !== undefined && index !== undefined && item?.kind === 'workItem') {
      const linked = await project.found(() => linkedItems(index, file.key, file.folder, 'spec'));
      await openOnly(services, t('Open Spec'), linked, t('{0} links no spec.', item.task.title.value));
      return;
    }
    const stream = file === undefined ? undefined : index?.findStream(file.key);
    if (file === undefined || index === undefined || stream === undefined) {
      const items = await project.found(() =>
        project.folders.flatMap(({ folder, index: each }) => specItems(folder.id, each)),
      );
      await pickAndOpen(
        services,
        t('Open Spec'),
        await likelyFirst(services, items, 'spec'),
        t('No acceptance criteria found in spec/ or specs/.'),
      );
      return;
    }
    const taskKey = toTaskTarget(argument)?.taskKey;
    const linked = await project.found(() => {
      const items = criterionItems(index, stream, file.folder, taskKey);
      return items.length > 0 ? items : linkedItems(index, stream.key, file.folder, 'spec');
    });
    await openOnly(services, t('Open Spec'), linked, t('{0} links no spec.', stream.name));
  });

  register(commands.openBacklogItem, t('Open Backlog Item'), async (argument) => {
    await project.load();
    const file = toFileTarget(argument);
    const index = file === undefined ? undefined : project.folder(file.folder)?.index;
    // The row of an item opens that.
    if (file !== undefined && index?.itemAt(file.key)?.kind === 'workItem') {
      await openPlace(services, file);
      return;
    }
    const stream = file === undefined ? undefined : index?.findStream(file.key);
    if (file === undefined || index === undefined || stream === undefined) {
      const items = await project.found(() =>
        project.folders.flatMap(({ folder, index: each }) => backlogItems(folder.id, each)),
      );
      const offered = await likelyFirst(services, items, 'backlog');
      await pickAndOpen(services, t('Open Backlog Item'), offered, t('No backlog items.'));
      return;
    }
    const linked = await project.found(() => linkedItems(index, stream.key, file.folder, 'backlog'));
    await openOnly(services, t('Open Backlog Item'), linked, t('{0} links no backlog item.', stream.name));
  });

  register(commands.openPullRequest, t('Open Pull Request'), async (argument) => {
    const target =
      toFileTarget(argument) ??
      (await pickStream(services, t('Open Pull Request'), 'pullRequest', 'current'));
    if (target === undefined) return;
    await project.load();
    const stream = project.folder(target.folder)?.index.findStream(target.key);
    const request = stream?.pullRequest;
    if (stream === undefined || request === undefined) {
      void showInformation(
        t('{0} has no pull request. Add a line “PR: #12”.', stream?.name ?? project.documentOf(target).path),
      );
      return;
    }
    if (request.url !== undefined) {
      await openAddress(request.url);
      return;
    }
    const remote = chooseRemote((await services.repository.hosting(target.folder)).remotes);
    const url = remote === undefined ? undefined : pullRequestUrl(remote, request.number ?? 0);
    if (url !== undefined) {
      await openAddress(url);
      return;
    }
    void showWarning(
      remote === undefined
        ? t('Can’t open pull request #{0}: this repository has no remote.', request.number ?? 0)
        : t('Can’t open pull request #{0}: the remote has no known web address.', request.number ?? 0),
    );
  });
  return store;
}

/** The places in specs of a task's criteria. */
function criterionItems(
  index: ProjectIndex,
  stream: Stream,
  folder: string,
  taskKey: Key | undefined,
): readonly PlaceItem[] {
  const task = taskKey === undefined ? undefined : index.findTask(stream.key, taskKey);
  const criteria = task === undefined ? [] : index.criteriaOf(stream, task);
  return criteria.flatMap((id): PlaceItem[] => {
    const meaning = index.meaning(stream, id);
    if (meaning.kind !== 'defined') return [];
    const text = index.findCriterion(meaning.spec, id)?.text ?? '';
    return [{ label: id, description: text, target: { folder, key: meaning.spec, criterion: id } }];
  });
}

function linkedItems(index: ProjectIndex, key: Key, folder: string, role: LinkRole): readonly PlaceItem[] {
  const seen = new Set<string>();
  return index.linksOf(key).flatMap(({ link, location, target }): PlaceItem[] => {
    const path = pathOfTarget(target);
    if (link.role !== role || path === undefined || seen.has(path)) return [];
    seen.add(path);
    if (target.kind === 'file')
      return [
        {
          label: link.text,
          description: path,
          target: { folder, key: toKey(path), anchor: target.anchor },
        },
      ];
    // What is not there is told by the link's own line.
    return [
      {
        label: link.text,
        description: vscode.l10n.t('{0} was not found', path),
        target: { folder, ...index.placeIn(location) },
      },
    ];
  });
}

function specItems(folder: string, index: ProjectIndex): readonly PlaceItem[] {
  return index.specs().flatMap((spec): PlaceItem[] => {
    if (spec.criteria.length === 0 && !index.isLinkedAsSpec(pathOf(spec))) return [];
    return [
      {
        label: spec.name,
        description: describeMet(specProgress(index, spec)),
        detail: pathOf(spec),
        target: { folder, key: spec.key },
      },
    ];
  });
}

function backlogItems(folder: string, index: ProjectIndex): readonly PlaceItem[] {
  return index.workItems('backlog').map((item) => ({
    label: item.task.title.value,
    description: itemStateWord(workItemState(index, item).why),
    detail: pathOf(item.task),
    target: { folder, key: item.task.key },
  }));
}

/** On top what the person is at, or what the branch links that they are at. */
async function likelyFirst(
  services: Services,
  items: readonly PlaceItem[],
  role: LinkRole,
): Promise<readonly PlaceItem[]> {
  const linked = ({ folder, key }: PlaceTarget): readonly (Key | undefined)[] => {
    const index = services.project.folder(folder)?.index;
    const stream = index?.findStream(key);
    return index === undefined || stream === undefined
      ? [key]
      : linkedItems(index, stream.key, folder, role).map(({ target }) => target?.key);
  };
  return preferredFirst<PlaceItem>(
    items,
    await preferences(services),
    ({ target }, place) => target?.folder === place.folder && linked(place).includes(target.key),
    vscode.l10n.t('In the editor'),
  );
}

/** Opens the only one without a question. */
async function openOnly(
  services: Services,
  title: string,
  items: readonly PlaceItem[],
  none: string,
): Promise<void> {
  const [only] = items;
  if (items.length === 1 && only?.target !== undefined) await openPlace(services, only.target);
  else await pickAndOpen(services, title, items, none);
}

async function pickAndOpen(
  services: Services,
  title: string,
  items: readonly PlaceItem[],
  none: string,
): Promise<void> {
  if (items.length === 0) {
    void showInformation(none);
    return;
  }
  const picked = await showPick(items, {
    title,
    placeHolder: vscode.l10n.t('Type a name'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (picked?.target !== undefined) await openPlace(services, picked.target);
}
