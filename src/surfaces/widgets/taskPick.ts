import * as vscode from 'vscode';
import { pickSections, type PickPurpose } from '../../core/views/pick.ts';
import { showPick, type Step } from './ask.ts';
import { preferences, preferredFirst } from './preferred.ts';
import { showInformation } from './tell.ts';
import type { Services } from '../surface.ts';
import type { TaskTarget } from './target.ts';

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
  const items = await project.found(() => taskItems({ project, branches, owner }, purpose));
  if (items.length === 0) {
    void showInformation(vscode.l10n.t('{0}: there is no task for that.', title));
    return undefined;
  }
  const offered = preferredFirst(
    items,
    await preferences(services),
    ({ target }, { folder, key, taskKey }) =>
      target?.folder === folder && target.key === key && target.taskKey === taskKey,
    vscode.l10n.t('At the cursor'),
  );
  const picked = await showPick<TaskItem>(offered, {
    title,
    at,
    placeHolder: vscode.l10n.t('Type a task, an owner or a branch'),
    matchOnDescription: true,
  });
  return picked?.target;
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
