import * as vscode from 'vscode';
import type { ProjectIndex } from '../../core/index/projectIndex.ts';
import { branchSlug } from '../../core/model/branchName.ts';
import { pathOf, type WorkItem } from '../../core/model/item.ts';
import { itemStateReason } from '../../core/messages/itemStates.ts';
import { workItemState } from '../../core/index/workItemState.ts';
import { unservedTasks } from '../../project/branchWork.ts';
import { showPick, showPicks, type Step, type Steps } from './ask.ts';
import { preferences, preferredFirst } from './preferred.ts';
import { showInformation } from './tell.ts';
import type { Services } from '../surface.ts';
import type { FileTarget } from './target.ts';

export interface BacklogItem extends vscode.QuickPickItem {
  readonly target?: FileTarget;
}

/** Asks for a backlog item in a state; says so when there is none. */
export async function pickBacklog(
  services: Services,
  title: string,
  fits: (state: ReturnType<typeof workItemState>, item: WorkItem) => boolean,
  at?: Step,
  others: readonly BacklogItem[] = [],
): Promise<FileTarget | undefined> {
  const { project } = services;
  const found = await project.found(() =>
    project.folders.flatMap(({ folder, index }) =>
      index.workItems('backlog').flatMap((item) => {
        const state = workItemState(index, item);
        if (item.shelf !== undefined || !fits(state, item)) return [];
        const target = { folder: folder.id, key: item.task.key };
        return [
          {
            label: [item.task.id, item.task.title.value].filter((each) => each !== undefined).join(' '),
            description: itemStateReason(state.why),
            detail: pathOf(item.task),
            target,
          },
        ];
      }),
    ),
  );
  const items = [...found, ...others];
  if (items.length === 0) {
    void showInformation(vscode.l10n.t('No backlog item is ready to be closed.'));
    return undefined;
  }
  const offered = preferredFirst<BacklogItem>(
    items,
    await preferences(services),
    ({ target }, { folder, key }) => target?.folder === folder && target.key === key,
    vscode.l10n.t('In the editor'),
  );
  const picked = await showPick<BacklogItem>(offered, {
    title,
    at,
    placeHolder: vscode.l10n.t('Choose a backlog item'),
    matchOnDetail: true,
  });
  return picked?.target;
}

/** Whether a name has a word of the branch's own name, for what is offered first. */
function isLike(branch: string, name: string): boolean {
  const last = branchSlug(branch.slice(branch.indexOf('/') + 1));
  const slug = branchSlug(name.replace(/^\d{4}-\d{2}-\d{2}-/, ''));
  return slug.includes(last) || last.includes(slug);
}

/** Undefined when the person leaves the question; empty when there is nothing to choose. */
export async function pickSpecs(
  index: ProjectIndex,
  title: string,
  branch: string,
  steps: Steps,
): Promise<readonly string[] | undefined> {
  const items = index
    .specs()
    .map((spec) => ({
      label: spec.title,
      description: pathOf(spec),
      path: pathOf(spec),
      picked: isLike(branch, spec.name),
    }))
    .sort((a, b) => Number(b.picked) - Number(a.picked));
  if (items.length === 0) return [];
  const picked = await showPicks(items, {
    title,
    // Which tasks can be made rests on the answer.
    at: steps.next(),
    placeHolder: vscode.l10n.t('Specs for this branch'),
    matchOnDescription: true,
  });
  return picked?.map(({ path }) => path);
}

/** Asks for the backlog item that a branch takes up, or none; undefined when the person leaves the question. */
export async function pickItem(
  index: ProjectIndex,
  title: string,
  branch: string,
  steps: Steps,
  rest: number,
): Promise<WorkItem | 'none' | undefined> {
  const open = index.workItems('backlog').filter((item) => {
    const { status } = workItemState(index, item);
    return status !== 'done' && status !== 'dropped';
  });
  if (open.length === 0) return 'none';
  const items = open
    .map((item) => ({ label: item.task.title.value, description: pathOf(item.task), item }))
    .sort((a, b) => Number(isLike(branch, b.description)) - Number(isLike(branch, a.description)));
  const none = { label: vscode.l10n.t('No backlog item'), description: '', item: 'none' as const };
  const first = items[0];
  const likely = first !== undefined && isLike(branch, first.description);
  const picked = await showPick(likely ? [...items, none] : [none, ...items], {
    title,
    at: steps.next(rest),
    placeHolder: vscode.l10n.t('The backlog item for the new branch'),
  });
  return picked?.item;
}

/** How many questions {@link pickTasks} asks. */
export function countTaskQuestions(index: ProjectIndex, specs: readonly string[]): 0 | 1 {
  return unservedTasks(index, specs).length > 0 ? 1 : 0;
}

/** A task for each criterion that nobody serves yet, unless the person unticks it. */
export async function pickTasks(
  index: ProjectIndex,
  title: string,
  specs: readonly string[],
  steps: Steps,
): Promise<readonly { readonly title: string; readonly notes: string }[] | undefined> {
  const items = unservedTasks(index, specs).map((task) => ({
    label: task.notes,
    description: task.title,
    picked: true,
    task,
  }));
  if (items.length === 0) return [];
  const picked = await showPicks(items, {
    title,
    at: steps.next(0),
    placeHolder: vscode.l10n.t('Criteria without a task: each one you choose becomes a task'),
    matchOnDescription: true,
  });
  return picked?.map(({ task }) => task);
}
