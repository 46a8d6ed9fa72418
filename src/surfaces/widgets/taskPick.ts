import * as vscode from 'vscode';
import { pickSections, type PickPurpose } from '../../core/views/pick.ts';
import { shownTitle } from '../../core/views/shownText.ts';
import { showPick, type Step } from './ask.ts';
import { checkoutsOf } from './gitView.ts';
import { findPreferred, preferences, preferredFirst, type Preference } from './preferred.ts';
import { showInformation } from './tell.ts';
import type { Services } from '../surface.ts';
import { toTaskTarget, type PlaceTarget, type TaskTarget } from './target.ts';
import { whyNotOffered } from './whyNotOffered.ts';

interface TaskItem extends vscode.QuickPickItem {
  readonly target?: TaskTarget;
}

/**
 * Asks for a task that fits the purpose: separators by state, the current branch's first.
 * Undefined when there is none (said) or the person leaves the question.
 */
export async function pickTask(
  services: Services,
  purpose: PickPurpose,
  title: string,
  at?: Step,
): Promise<TaskTarget | undefined> {
  const { project, branches, owner } = services;
  await branches.start();
  const fitting = await project.found(() => taskItems({ project, branches, owner }, purpose));
  const preferred = await preferences(services);
  const unfit = findPreferred(fitting, preferred, isAt) === undefined;
  const missing = unfit ? await missingItem(services, purpose, preferred) : undefined;
  if (fitting.length === 0) {
    void showInformation(missing?.detail ?? vscode.l10n.t('{0}: there is no task for that.', title));
    return undefined;
  }
  const items = missing === undefined ? fitting : [...fitting, missing];
  const offered = preferredFirst(items, preferred, isAt, vscode.l10n.t('At the cursor'));
  const picked = await showPick<TaskItem>(offered, {
    title,
    at,
    placeHolder: vscode.l10n.t('Type a task, an owner or a branch'),
    matchOnDescription: true,
  });
  return picked?.target;
}

function isAt({ target }: TaskItem, { folder, key, taskKey }: PlaceTarget): boolean {
  return target?.folder === folder && target.key === key && target.taskKey === taskKey;
}

/** The task that the person is at, where it does not fit: it says why, and whoever takes it is told what helps. */
async function missingItem(
  services: Services,
  purpose: PickPurpose,
  preferred: readonly Preference[],
): Promise<TaskItem | undefined> {
  for (const { place } of preferred) {
    const target = toTaskTarget(place);
    const task = target && services.project.folder(target.folder)?.index.findTask(target.key, target.taskKey);
    if (target === undefined || task === undefined) continue;
    const why = await whyNotOffered(services, purpose, target);
    if (why === undefined) return undefined;
    return {
      label: shownTitle(task) || vscode.l10n.t('(no title)'),
      // Not where what is typed is looked for: it would stay on top of the row that is meant.
      detail: why,
      iconPath: new vscode.ThemeIcon('info'),
      target,
    };
  }
  return undefined;
}

function taskItems(
  { project, branches, owner }: Pick<Services, 'project' | 'branches' | 'owner'>,
  purpose: PickPurpose,
): readonly TaskItem[] {
  const items: TaskItem[] = [];
  const folders = project.folders;
  for (const { folder, index } of folders) {
    const branch = branches.current(folder.id);
    const sections = pickSections(index, purpose, {
      ...(owner.name === undefined ? {} : { me: owner.name }),
      ...(branch === undefined ? {} : { currentBranch: branch }),
      checkouts: checkoutsOf({ project, branches }, folder.id),
    });
    for (const section of sections) {
      const label = folders.length > 1 ? `${folder.name} · ${section.title}` : section.title;
      items.push({ label, kind: vscode.QuickPickItemKind.Separator });
      for (const { label: name, description, icon, key, taskKey } of section.items)
        items.push({
          label: name,
          description,
          iconPath: new vscode.ThemeIcon(
            icon.codicon,
            icon.color === undefined ? undefined : new vscode.ThemeColor(icon.color),
          ),
          target: { folder: folder.id, key, taskKey },
        });
    }
  }
  return items;
}
