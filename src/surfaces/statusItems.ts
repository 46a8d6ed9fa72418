import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import type { ProjectIndex } from '../core/index/projectIndex.ts';
import { pathOf, type Stream } from '../core/model/item.ts';
import type { Key } from '../core/text/key.ts';
import { describeProgress, ownersOf, progressOf } from '../core/views/progress.ts';
import { escapeIcons, shownText } from '../core/views/shownText.ts';
import { describeCriteria, describeMet, specProgress } from '../core/views/specProgress.ts';
import { commands, contextKeys, views } from '../ids.ts';
import { targetsOf } from './widgets/activePlace.ts';
import type { Services } from './surface.ts';
import type { FileTarget } from './widgets/target.ts';

/** One status bar item for the branch, one language status item for the file in the editor. */
export function registerStatusItems(services: Services): Disposable {
  const { project, branches, owner, guard } = services;
  const store = new DisposableStore();
  const t = vscode.l10n.t;

  const item = store.add(
    vscode.window.createStatusBarItem('throughline.branch', vscode.StatusBarAlignment.Left, 0),
  );
  item.name = t('Throughline: Branch');
  item.command = `${views.branchProgress}.focus`;
  const language = store.add(
    vscode.languages.createLanguageStatusItem('throughline.file', { language: 'markdown' }),
  );
  language.name = t('Throughline');

  const update = guard(t('Status'), () => {
    showBranch(services, item);
    showFile(services, language);
  });
  const refresh = (): void => void update();
  store.add(project.onDidChange(refresh));
  for (const event of [project.onDidLoad, branches.onDidChange, owner.onDidChange]) store.add(event(refresh));
  store.add(vscode.window.onDidChangeActiveTextEditor(refresh));
  refresh();
  return store;
}

/** `feat/rpc-retry 1/3 · otter, maple` for the branch of the folder that is worked in. */
function showBranch(services: Services, item: vscode.StatusBarItem): void {
  const { project, branches } = services;
  const active = vscode.window.activeTextEditor?.document.uri;
  const own = active === undefined ? undefined : vscode.workspace.getWorkspaceFolder(active)?.uri.toString();
  const states = [...project.folders].sort(
    (a, b) => Number(b.folder.id === own) - Number(a.folder.id === own),
  );
  for (const { folder, index } of states) {
    const branch = branches.current(folder.id);
    const stream = branch === undefined ? undefined : index.streamsOfBranch(branch)[0];
    if (stream === undefined) continue;
    const { text, spoken, tooltip } = describeBranch(stream);
    item.text = text;
    item.tooltip = tooltip;
    item.accessibilityInformation = { label: spoken };
    item.show();
    return;
  }
  item.hide();
}

function describeBranch(stream: Stream): { text: string; spoken: string; tooltip: string } {
  const name = shownText(stream.name, 60);
  const progress = progressOf(stream.tasks);
  const all = ownersOf(stream.tasks).map((owner) => shownText(owner, 30));
  const shown = all.length > 3 ? [...all.slice(0, 2), `+${all.length - 2}`] : all;
  const counts = stream.tasks.length === 0 ? vscode.l10n.t('no tasks') : `${progress.done}/${progress.total}`;
  const who = shown.length === 0 ? '' : ` · ${shown.join(', ')}`;
  const said = stream.tasks.length === 0 ? counts : describeProgress(progress);
  return {
    text: `$(checklist) ${escapeIcons(`${name} ${counts}${who}`)}`,
    spoken: [vscode.l10n.t('Branch {0}', name), said, ...all].join(', '),
    tooltip: [name, said, all.join(', '), vscode.l10n.t('Show Branch Progress')]
      .filter((line) => line !== '')
      .join('\n'),
  };
}

/** `1/4 met` for a spec, `1/3 done` for a progress file; nothing for other files. */
function showFile(services: Services, item: vscode.LanguageStatusItem): void {
  const document = vscode.window.activeTextEditor?.document;
  const targets = document === undefined ? [] : targetsOf(services, document.uri);
  const indexOf = ({ folder }: FileTarget) => services.project.folder(folder)?.index;
  const tracked = targets.some((target) => indexOf(target)?.file(target.key) !== undefined);
  void vscode.commands.executeCommand('setContext', contextKeys.trackedEditor, tracked);
  for (const target of targets) {
    const index = indexOf(target);
    const said = index === undefined ? undefined : describeFile(index, target.key);
    if (said === undefined || document === undefined) continue;
    item.text = said.text;
    item.detail = said.detail;
    // The detail says the same in words.
    item.accessibilityInformation = { label: said.detail };
    item.command = {
      command: commands.revealInSidebar,
      title: vscode.l10n.t('Reveal in Sidebar'),
      arguments: [target],
    };
    // The file in the editor, and no other.
    const folder = vscode.Uri.joinPath(document.uri, '..');
    item.selector = {
      scheme: document.uri.scheme,
      pattern: new vscode.RelativePattern(folder, escapeGlob(document.uri.path)),
    };
    return;
  }
  // An item without a document to stand for is not shown.
  item.selector = [];
}

function describeFile(index: ProjectIndex, key: Key): { text: string; detail: string } | undefined {
  const item = index.itemAt(key);
  if (item?.kind === 'stream') {
    const progress = progressOf(item.tasks);
    return {
      text: vscode.l10n.t('{0}/{1} done', progress.done, progress.total),
      detail: describeProgress(progress),
    };
  }
  if (item?.kind !== 'spec' || (item.criteria.length === 0 && !index.isLinkedAsSpec(pathOf(item))))
    return undefined;
  const progress = specProgress(index, item);
  return { text: describeMet(progress), detail: describeCriteria(progress) };
}

/** A file's name as a pattern that fits it alone. */
function escapeGlob(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/[*?[\]{}]/g, '[$&]');
}
